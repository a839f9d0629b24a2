"""The catalogue of the datasets, at ``/catalog``."""

from functools import cache
from typing import Final

from fastapi import Depends, FastAPI, Request, Response

from graph_service.api import documents, parameters
from graph_service.api.documents import CATALOGUE, AskedOfCatalogue, Form
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.linked.catalogue import PREFIXES, catalogue
from graph_service.linked.dumps import ENDINGS, dumps
from graph_service.messages import Lang
from graph_service.store.writing import write
from graph_service.web import rendering
from graph_service.web.here import Here

_PATH: Final = "/catalog"


def add(app: FastAPI, service: Service) -> None:
    """Add the routes to an application.

    Args:
        app: The application.
        service: What they answer from.
    """

    @cache
    def document(form: Form) -> bytes:
        return write(catalogue(service.store, service.settings), documents.syntax(form), PREFIXES)

    def page(here: Here) -> str:
        return rendering.render(
            "catalog.html",
            here,
            settings=service.settings,
            dumps=dumps(service.store, service.graphs, service.settings.base),
            endings=tuple(ENDINGS),
            path_of=rendering.path,
        )

    def respond(request: Request, lang: Lang, asked: Form | None, ending: Form | None) -> Response:
        form = documents.choose(request, asked, ending, CATALOGUE)
        body = page(Here.of(request, service, _PATH)) if form == "html" else document(form)
        return documents.respond(body, form, lang, _PATH, CATALOGUE)

    @app.get(
        _PATH,
        summary="The catalogue of the datasets for data portals, as DCAT-AP-SE 3.0.1.",
        response_class=Response,
        responses=documents.responses(CATALOGUE, 400, 406, 503),
        dependencies=[Depends(parameters.only("format"))],
    )
    def whole(request: Request, lang: Language, asked: AskedOfCatalogue = None) -> Response:
        return respond(request, lang, asked, None)

    @app.get(f"{_PATH}.{{ending}}", include_in_schema=False, dependencies=[Depends(parameters.only("lang"))])
    def one_format(request: Request, ending: str, lang: Language) -> Response:
        return respond(request, lang, None, documents.ending_of(f"catalog.{ending}", "catalog", CATALOGUE))
