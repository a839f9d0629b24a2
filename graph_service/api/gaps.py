"""Gaps over HTTP."""

from typing import Annotated, Final

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import naming, parameters, reply
from graph_service.api.door import problem_responses
from graph_service.api.service import Service
from graph_service.model.gap import Cause, Gap, GapCount, GapType
from graph_service.model.names import Level
from graph_service.trace.gaps import count, gaps_query

EXAMPLE: Final = "fyrbodal-2020-2022"


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """
    gaps = service.gaps

    @app.get(
        "/api/v1/gaps",
        summary="What is missing in the threads, each gap with its cause and the nearest thing that would close it.",
        responses={
            **reply.listing(Gap, counts=tuple[GapCount, ...]),
            **problem_responses(400, 404, 406, 409, 503),
        },
        dependencies=[Depends(parameters.only("type", "cause", "plan", "level", *reply.LIST))],
    )
    def found(
        request: Request,
        paging: reply.Page,
        name: Annotated[GapType | None, Query(alias="type", description="What is missing.")] = None,
        cause: Annotated[Cause | None, Query(description="Why it is missing.")] = None,
        plan: Annotated[
            str | None,
            Query(
                max_length=parameters.LONGEST,
                description="The document that it is missing in: an IRI, a short path or words from its title.",
                examples=[EXAMPLE],
            ),
        ] = None,
        level: Annotated[Level | None, Query(description="The level that it is missing on.")] = None,
    ) -> Response:
        lang = paging.lang
        document = None if plan is None else naming.find_document(service, plan, lang)
        chosen = gaps.find(name, cause, document, level)
        page = chosen[paging.offset : paging.offset + paging.limit]
        return reply.many(
            request,
            service,
            [gaps.describe(gap, lang) for gap in page],
            paging=paging,
            sparql=gaps_query(name, cause, document, level),
            total=len(chosen),
            more={"counts": count(chosen, lang)},
        )
