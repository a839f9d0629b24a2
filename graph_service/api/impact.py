"""What follows from changes, over HTTP."""

from typing import Annotated, Final

from fastapi import Depends, FastAPI, Path, Query, Request, Response

from graph_service.api import naming, parameters, reply
from graph_service.api.door import problem_responses
from graph_service.api.service import Service
from graph_service.model.impact import Change, Consequence, Kind, KindCount
from graph_service.model.thread import Node
from graph_service.trace import thread
from graph_service.trace.consequence import describe
from graph_service.trace.impact import Impact, count, impact_query

EXAMPLE: Final = "fyrbodal-2020-2022/effektmal/4B"


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """
    impact = Impact(service.facts)

    @app.get(
        "/api/v1/impact/{name:path}",
        summary="What loses its thread, its coverage or its evidence if something disappears, or if its text changes.",
        responses={
            **reply.listing(Consequence, start=Node, change=Change, counts=tuple[KindCount, ...]),
            **problem_responses(400, 404, 406, 409, 503),
        },
        dependencies=[Depends(parameters.only("change", "kind", *reply.LIST))],
    )
    def consequences(
        request: Request,
        name: Annotated[str, Path(max_length=parameters.LONGEST, description=naming.DESCRIPTION, examples=[EXAMPLE])],
        paging: reply.Page,
        change: Annotated[
            Change,
            Query(description="What happens to it: it disappears (a document with all it holds), or its text changes."),
        ] = "remove",
        kind: Annotated[Kind | None, Query(description="What follows.")] = None,
    ) -> Response:
        lang = paging.lang
        start = naming.find(service, name, lang)
        away = impact.away(service.store, start, change)
        found = impact.find(service.store, away)
        chosen = tuple(following for following in found if kind in {None, following.kind})
        page = chosen[paging.offset : paging.offset + paging.limit]
        return reply.many(
            request,
            service,
            describe(service.store, impact, away, page, lang),
            paging=paging,
            sparql=impact_query(away, kind),
            total=len(chosen),
            more={
                "start": thread.described(service.store, service.graph, start, lang),
                "change": change,
                "counts": count(chosen, lang),
            },
        )
