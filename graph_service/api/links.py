"""Links with how they stand, and waivers, over HTTP."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import asked, naming, parameters, reply
from graph_service.api.held import Held, Wanted
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.model.link import LinkSeen
from graph_service.model.thread import Basis
from graph_service.model.waiver import WaiverSeen
from graph_service.questions.decided import links_query, waivers_query


def add(app: FastAPI, service: Service, held: Held) -> None:
    """Add the routes to an application.

    Args:
        app: The application.
        service: What they answer from.
        held: What the plans say of links and waivers.
    """
    _links(app, service, held)
    _waivers(app, service, held)


def _links(app: FastAPI, service: Service, held: Held) -> None:
    @app.get(
        "/api/v1/links",
        summary="The links and whether they hold; of suspect ones what their ends said when they were reviewed.",
        responses={**reply.listing(LinkSeen), **problem_responses(400, 404, 406, 409, 503)},
        dependencies=[Depends(parameters.only("suspect", "plan", "basis", *reply.LIST))],
    )
    def links(
        request: Request,
        paging: reply.Page,
        suspect: Annotated[  # noqa: FBT002 -- a query parameter
            bool, Query(description="Only those of which an end says something else than when they were reviewed.")
        ] = False,
        plan: Annotated[str | None, asked.plan_query(asked.PLAN)] = None,
        basis: Annotated[
            Basis | None, Query(description="Only those that rest on this.", examples=["inferred"])
        ] = None,
    ) -> Response:
        document = None if plan is None else naming.find_document(service, plan, paging.lang)
        query = links_query(suspect=suspect, basis=basis, plan=document)
        wanted = Wanted("suspect" if suspect else None, basis, document)
        seen, total = held.links(paging.part(), paging.lang, wanted)
        # What was said before stands in the ledger, and is no part of the snapshot.
        return reply.live(reply.many(request, service, seen, paging=paging, sparql=query, total=total))


def _waivers(app: FastAPI, service: Service, held: Held) -> None:
    @app.get(
        "/api/v1/waivers",
        summary="The declared exceptions from coverage rules: who, why and until when; what ends first comes first.",
        responses={**reply.listing(WaiverSeen), **problem_responses(400, 406, 503)},
        dependencies=[Depends(parameters.only("expired", *reply.LIST))],
    )
    def listed(
        request: Request,
        paging: reply.Page,
        expired: Annotated[bool, Query(description="Only those whose last day has passed.")] = False,  # noqa: FBT002 -- the same
    ) -> Response:
        page, total = held.waivers(paging.part(), paging.lang, expired=expired)
        query = waivers_query(expired=expired)
        return reply.many(request, service, page, paging=paging, sparql=query, total=total)
