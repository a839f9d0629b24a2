"""Elements of documents over HTTP."""

from typing import Annotated, Final

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import asked, parameters, reply
from graph_service.api.language import Language
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.model.element import Element, ElementEntry, ElementHrefs
from graph_service.model.names import Kind, Level
from graph_service.questions import around, elements, views

_EXAMPLE: Final = f"{asked.PLAN}/effektmal/4B"


def add(app: FastAPI, service: Service) -> None:
    """Add the routes to an application.

    Args:
        app: The application.
        service: What they answer from.
    """

    @app.get(
        "/api/v1/elements",
        summary="What documents contain, of one kind or all.",
        responses={**reply.listing(ElementEntry), **problem_responses(400, 404, 406, 409, 503)},
        dependencies=[Depends(parameters.only("kind", "plan", "level", *reply.LIST))],
    )
    def listed(
        request: Request,
        paging: reply.Page,
        kind: Annotated[
            Kind, Query(description="Only those of this class or its sub-classes.", examples=["EffectGoal"])
        ] = "Element",
        plan: Annotated[str | None, asked.plan_query(asked.PLAN)] = None,
        level: Annotated[Level | None, Query(description="Only those of this level.", examples=["subregional"])] = None,
    ) -> Response:
        owner = asked.any_document(service, plan, paging.lang)
        query = elements.elements_query(kind=kind, plan=owner, level=level)
        page = f"{query}\nLIMIT {paging.limit} OFFSET {paging.offset}"
        return reply.many(
            request,
            service,
            views.ask(service.store, page, ElementEntry),
            paging=paging,
            sparql=query,
            total=elements.elements_total(service.store, kind=kind, plan=owner, level=level),
        )

    @app.get(
        "/api/v1/elements/{name:path}",
        summary="One element with everything that is said of it.",
        responses={
            **asked.described("ElementAnswer", element=Element, hrefs=ElementHrefs),
            **problem_responses(400, 404, 406, 409, 503),
        },
        dependencies=[Depends(parameters.only("kind", "format")), asked.JSON_ONLY],
    )
    def one(
        name: Annotated[str, asked.thing_path(_EXAMPLE)],
        lang: Language,
        kind: Annotated[
            Kind, Query(description="The class that is meant, where a code stands for several things.")
        ] = "Element",
    ) -> Response:
        thing = asked.element(service, name, lang, kind)
        query = around.query(thing)
        found = elements.element(service.store, query, thing, lang)
        return reply.one(service, {"element": found, "hrefs": _hrefs(service, found)}, sparql=query, lang=lang)


def _hrefs(service: Service, element: Element) -> ElementHrefs:
    return ElementHrefs(
        linked_data=asked.linked_data(service, element.iri),
        thread=asked.address(service, "threads", element.iri),
        plan=asked.address(service, "plans", element.plan.iri) if element.plan else None,
    )
