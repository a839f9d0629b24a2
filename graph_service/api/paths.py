"""Chains between two things over HTTP."""

from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import naming, parameters, reply
from graph_service.api.door import problem_responses
from graph_service.api.service import Service
from graph_service.model.path import Between, Chain
from graph_service.model.thread import Node
from graph_service.trace import path, thread

EXAMPLE: Final = ("e-halsa-mall-2016/aktivitet/8", "vision-e-halsa-2025/vision")


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """
    graph, settings = service.graph, service.settings
    more: dict[str, Any] = {"first": Node, "second": Node, "between": Between}

    @app.get(
        "/api/v1/paths",
        summary="How two things hang together: the chains between them, shortest first, with the evidence of each hop.",
        responses={**reply.listing(Chain, **more), **problem_responses(400, 404, 406, 409, 503)},
        dependencies=[Depends(parameters.only("from", "to", *reply.LIST))],
    )
    def paths(
        request: Request,
        one: Annotated[
            str,
            Query(alias="from", max_length=parameters.LONGEST, description=naming.DESCRIPTION, examples=[EXAMPLE[0]]),
        ],
        other: Annotated[
            str,
            Query(alias="to", max_length=parameters.LONGEST, description=naming.DESCRIPTION, examples=[EXAMPLE[1]]),
        ],
        paging: reply.Page,
    ) -> Response:
        lang = paging.lang
        first, second = (naming.find(service, name, lang) for name in (one, other))
        ends = graph.number(first), graph.number(second)
        ways = path.find(graph, *ends, most=settings.path_count, longest=settings.trace_depth)
        chains = path.describe(graph, ways, slice(paging.offset, paging.offset + paging.limit), lang)
        low, high = (second, first) if ways.way == "down" else (first, second)
        return reply.many(
            request,
            service,
            list(path.lines(chains, paging.offset + 1)) if paging.form == "csv" else chains,
            paging=paging,
            sparql=path.query(low, high, lang),
            total=len(ways.chains),
            more={
                "first": thread.described(service.store, graph, first, lang),
                "second": thread.described(service.store, graph, second, lang),
                "between": path.between(graph, ways, *ends, lang),
            },
        )
