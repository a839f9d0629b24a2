"""The accessibility statement, as a template: what is known of the pages, and what whoever runs them has to add."""

from typing import Final

from fastapi import Depends, Request, Response

from graph_service import __version__
from graph_service.api import parameters
from graph_service.api.door import Door
from graph_service.api.service import Service
from graph_service.settings import Settings
from graph_service.web.answer import html
from graph_service.web.here import Here
from graph_service.web.rendering import render

PATH: Final = "/om/tillganglighet"


def add(app: Door, service: Service) -> None:
    """Add the page to an application. It tells of no data, and has no twins.

    Args:
        app: The application.
        service: What it is made of.
    """
    settings, unset = service.settings, Settings()

    @app.get(PATH, include_in_schema=False, dependencies=[Depends(parameters.only("lang"))])
    def page(request: Request) -> Response:
        here = Here.of(request, service)
        return html(
            render(
                "accessibility.html",
                here,
                settings=settings,
                named=settings.operator_name != unset.operator_name,
                version=__version__,
                reachable=settings.operator_mail != unset.operator_mail,
            ),
            here,
        )
