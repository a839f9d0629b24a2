"""The self-assessment LIKA over HTTP."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import parameters, reply
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.model.lika import Addressing, AreaCount, StatusCount
from graph_service.model.names import LikaArea
from graph_service.questions import lika, views


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """

    @app.get(
        "/api/v1/lika",
        summary="The indicators of LIKA and what addresses them; those that nothing addresses come last.",
        responses={
            **reply.listing(Addressing, areas=list[AreaCount], statuses=list[StatusCount]),
            **problem_responses(400, 406, 503),
        },
        dependencies=[Depends(parameters.only("area", *reply.LIST))],
    )
    def indicators(
        request: Request,
        paging: reply.Page,
        area: Annotated[
            LikaArea | None, Query(description="Only those of this area.", examples=["likaManagement"])
        ] = None,
    ) -> Response:
        query = lika.lika_query(paging.lang, area)
        more = {
            "areas": views.ask(service.store, lika.areas_query(paging.lang, area), AreaCount),
            "statuses": views.ask(service.store, lika.statuses_query(paging.lang, area), StatusCount),
        }
        found = views.ask(service.store, query, Addressing)
        return reply.many(request, service, found, paging=paging, sparql=query, more=more)
