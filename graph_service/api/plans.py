"""Documents over HTTP."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import asked, parameters, reply
from graph_service.api.language import Language
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.model.names import Content, Level
from graph_service.model.plan import Plan, PlanEntry, PlanHrefs
from graph_service.questions import around, plans, views


def add(app: FastAPI, service: Service) -> None:
    """Add the routes to an application.

    Args:
        app: The application.
        service: What they answer from.
    """

    @app.get(
        "/api/v1/plans",
        summary="Every document that the graph knows, and whether its content is loaded.",
        responses={**reply.listing(PlanEntry), **problem_responses(400, 406, 503)},
        dependencies=[Depends(parameters.only("level", "loaded", *reply.LIST))],
    )
    def documents(
        request: Request,
        paging: reply.Page,
        level: Annotated[Level | None, Query(description="Only those of this level.", examples=["national"])] = None,
        loaded: Annotated[
            Content | None,
            Query(
                description="Only those whose content is loaded so. Not loaded is unknown, never empty.",
                examples=["partlyLoaded"],
            ),
        ] = None,
    ) -> Response:
        query = plans.plans_query(paging.lang, level=level, content=loaded)
        found = views.ask(service.store, query, PlanEntry)
        return reply.many(request, service, found, paging=paging, sparql=query)

    @app.get(
        "/api/v1/plans/{name:thing}",
        summary="One document: its editions, what it holds, what it is connected with and how.",
        responses={
            **asked.described("PlanAnswer", plan=Plan, hrefs=PlanHrefs),
            **problem_responses(400, 404, 406, 409, 503),
        },
        dependencies=[Depends(parameters.only("format")), asked.JSON_ONLY],
    )
    def document(name: Annotated[str, asked.thing_path(asked.PLAN)], lang: Language) -> Response:
        thing = asked.document(service, name, lang)
        query = around.query(thing)
        found = plans.plan(service.store, query, thing, lang)
        body = {"plan": found, "hrefs": _hrefs(service, found)}
        return reply.one(service, body, sparql=query, lang=lang)


def _hrefs(service: Service, plan: Plan) -> PlanHrefs:
    return PlanHrefs(
        linked_data=asked.linked_data(service, plan.iri),
        elements=asked.listed(service, "elements", plan.iri),
        kinds={kind.kind: asked.listed(service, "elements", plan.iri, kind=kind.kind) for kind in plan.kinds},
        timeline=asked.listed(service, "timeline", plan.iri),
        effort=asked.listed(service, "effort", plan.iri, by="unit"),
        outcomes=asked.listed(service, "outcomes", plan.iri),
        validation=asked.listed(service, "validation", plan.iri),
    )
