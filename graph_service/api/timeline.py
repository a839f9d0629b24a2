"""What runs when, over HTTP."""

from collections import Counter
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import asked, parameters, reply
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.model.names import State
from graph_service.model.timeline import Running
from graph_service.questions import timeline, views


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """

    @app.get(
        "/api/v1/timeline",
        summary="Which activities and initiatives run when; those that cannot be dated come last, and say why.",
        responses={**reply.listing(Running, states=dict[State, int]), **problem_responses(400, 404, 406, 409, 503)},
        dependencies=[Depends(parameters.only("year", "plan", *reply.LIST))],
    )
    def running(
        request: Request,
        paging: reply.Page,
        year: Annotated[
            int | None,
            Query(ge=1000, le=2999, description="Only what runs some day of this year, or may.", examples=[2018]),
        ] = None,
        plan: Annotated[str | None, asked.plan_query("e-halsa-mall-2016")] = None,
    ) -> Response:
        owner = asked.any_document(service, plan, paging.lang)
        query = timeline.timeline_query(paging.lang, year=year, plan=owner)
        found = views.ask(service.store, query, Running)
        states = Counter(one.state for one in found)
        return reply.many(request, service, found, paging=paging, sparql=query, more={"states": states})
