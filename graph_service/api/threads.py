"""Threads over HTTP."""

from typing import Annotated, Final

from fastapi import Depends, FastAPI, Path, Query, Request, Response

from graph_service.api import naming, parameters, reply
from graph_service.api.door import problem_responses
from graph_service.api.service import Service
from graph_service.model.thread import Basis, Counts, Direction, Node, Step, Way
from graph_service.trace import thread
from graph_service.trace.graph import COUNTED

EXAMPLE: Final = "fyrbodal-2020-2022/effektmal/4B"


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """
    deepest = service.settings.trace_depth
    graph = service.graph

    @app.get(
        "/api/v1/threads/{name:path}",
        summary="What something leads to, and what leads to it, hop by hop with the evidence, nearest first.",
        responses={
            **reply.listing(Step, start=Node, direction=Direction, counts=dict[Way, Counts]),
            **problem_responses(400, 404, 406, 409, 503),
        },
        dependencies=[
            Depends(parameters.only("direction", "depth", "basis", *reply.LIST, several=frozenset({"basis"})))
        ],
    )
    def threads(
        request: Request,
        name: Annotated[str, Path(max_length=parameters.LONGEST, description=naming.DESCRIPTION, examples=[EXAMPLE])],
        paging: reply.Page,
        direction: Annotated[Direction, Query(description="What it leads to, what leads to it, or both.")] = "both",
        depth: Annotated[int, Query(ge=1, le=100, description="Most steps in each direction.")] = deepest,
        basis: Annotated[
            list[Basis] | None, Query(description="Which links to follow; if none is given, stated and inferred.")
        ] = None,
    ) -> Response:
        lang = paging.lang
        start = naming.find(service, name, lang)
        counted = frozenset(basis) if basis else COUNTED
        found = thread.strands(graph, graph.number(start), direction, depth=depth, basis=counted)
        return reply.many(
            request,
            service,
            thread.steps(graph, found, lang, offset=paging.offset, limit=paging.limit),
            paging=paging,
            sparql=thread.query(start, found, basis=counted, lang=lang),
            total=sum(len(strand.hops) for strand in found),
            more={
                "start": thread.described(service.store, graph, start, lang),
                "direction": direction,
                "counts": {strand.way: thread.count(graph.things, strand) for strand in found},
            },
        )
