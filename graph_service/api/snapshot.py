"""What a snapshot holds and what may be asked of it, over HTTP."""

from fastapi import Depends, FastAPI, Request, Response

from graph_service import __version__
from graph_service.api import parameters, reply
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.model.as_of import LeftOut, Undated
from graph_service.model.holding import Holding, Limits
from graph_service.questions import holdings, views
from graph_service.settings import Settings


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """
    limits = _limits(service.settings)

    @app.get(
        "/api/v1/snapshot",
        summary="What the snapshot holds: its graphs, what of another time is not in it, and the limits to asking.",
        responses={
            **reply.listing(
                Holding,
                version=str,
                base=str,
                triples=int,
                limits=Limits,
                left_out=list[LeftOut],
                unknown=list[Undated],
            ),
            **problem_responses(400, 406, 503),
        },
        dependencies=[Depends(parameters.only(*reply.LIST))],
    )
    def held(request: Request, paging: reply.Page) -> Response:
        query = holdings.holdings_query(paging.lang)
        found = views.ask(service.store, query, Holding)
        more = {
            "version": __version__,
            "base": service.settings.base,
            "triples": service.triples,
            "limits": limits,
            "left_out": service.told.left_out,
            "unknown": service.told.unknown,
        }
        return reply.many(request, service, found, paging=paging, sparql=query, more=more)


def _limits(settings: Settings) -> Limits:
    return Limits(
        query_seconds=settings.query_seconds,
        query_length=settings.query_length,
        query_depth=settings.query_depth,
        query_size=settings.query_size,
        result_bytes=settings.result_bytes,
        result_rows=settings.result_rows,
        trace_depth=settings.trace_depth,
        page=reply.PAGE,
        page_most=reply.MOST,
    )
