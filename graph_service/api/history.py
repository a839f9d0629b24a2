"""What plans and registers have said, and what differs, over HTTP."""

from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import asked, parameters, reply
from graph_service.api.changing import SORTS, named
from graph_service.api.desk import Desk
from graph_service.api.language import Language
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.model.history import EditionMade
from graph_service.plans import history
from graph_service.plans.difference_json import plain
from graph_service.plans.upload import Sort, is_of

_MOST: Final = 10_000


def add(app: FastAPI, service: Service, desk: Desk) -> None:
    """Add the routes to an application.

    Args:
        app: The application.
        service: What they answer from.
        desk: Where the ledger is read.
    """
    for route, sort in SORTS.items():
        _editions(app, service, desk, route, sort)
        _diff(app, service, desk, route, sort)


def _editions(app: FastAPI, service: Service, desk: Desk, route: str, sort: Sort) -> None:
    @app.get(
        f"/api/v1/{route}/{{name:path}}/editions",
        name=f"editions_of_{sort}",
        operation_id=f"editions_of_{sort}",
        summary=f"What each change made a {sort} say, the last first.",
        responses={**reply.listing(EditionMade), **problem_responses(400, 403, 404, 406, 503)},
        dependencies=[Depends(parameters.only(*reply.LIST))],
    )
    def editions(request: Request, name: Annotated[str, named(sort)], paging: reply.Page) -> Response:
        target = service.settings.base + name
        ledger = desk.ledger()
        if ledger is None and any(is_of(graph, target, sort) for graph in service.graphs):
            found: tuple[EditionMade, ...] = ()  # it is known, but no change has made it say anything
        else:
            found = history.editions(desk.history(), target, sort, most=_MOST)
        return reply.live(reply.many(request, service, found, paging=paging, sparql=None))


def _diff(app: FastAPI, service: Service, desk: Desk, route: str, sort: Sort) -> None:
    commit = {"max_length": 64, "pattern": r"^([0-9]{1,9}|[0-9A-Fa-f]{4,64}|(?i:head))$", "examples": ["HEAD"]}

    @app.get(
        f"/api/v1/{route}/{{name:path}}/diff",
        name=f"difference_of_{sort}",
        operation_id=f"difference_of_{sort}",
        summary=f"What differs between what a {sort} said after two changes, thing by thing, word by word.",
        responses={
            **asked.described("DifferenceAnswer", difference=dict[str, Any]),
            **problem_responses(400, 403, 404, 406, 503),
        },
        dependencies=[Depends(parameters.only("from", "to", "format")), asked.JSON_ONLY],
    )
    def diff(
        name: Annotated[str, named(sort)],
        lang: Language,
        before: Annotated[str, Query(alias="from", description="Number or address of the earlier change.", **commit)],
        after: Annotated[
            str, Query(alias="to", description="Number or address of the later change; else the last one.", **commit)
        ] = "HEAD",
    ) -> Response:
        found = history.difference(desk.history(), service.settings.base + name, sort, before, after)
        return reply.live(reply.one(service, {"difference": plain(found)}, sparql=None, lang=lang))
