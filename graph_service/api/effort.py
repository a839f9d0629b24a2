"""What plans set aside, over HTTP."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import asked, parameters, reply
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.model.effort import Sum
from graph_service.model.names import Grouping
from graph_service.questions import effort, views


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """

    @app.get(
        "/api/v1/effort",
        summary="Work and money that plans set aside: sums of what can be summed, then the rest one by one with why.",
        responses={**reply.listing(Sum), **problem_responses(400, 404, 406, 409, 503)},
        dependencies=[Depends(parameters.only("by", "plan", *reply.LIST))],
    )
    def sums(
        request: Request,
        paging: reply.Page,
        by: Annotated[
            Grouping,
            Query(description="What to sum by; an organisation here is who holds the work.", examples=["project"]),
        ] = "plan",
        plan: Annotated[str | None, asked.plan_query("vastkom-2018")] = None,
    ) -> Response:
        owner = asked.any_document(service, plan, paging.lang)
        query = effort.effort_query(paging.lang, by=by, plan=owner)
        return reply.many(request, service, views.ask(service.store, query, Sum), paging=paging, sparql=query)
