"""Search over HTTP."""

from dataclasses import replace
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import parameters, reply
from graph_service.api.door import problem_responses
from graph_service.api.service import Service
from graph_service.model.search import Group, Hit, Piece
from graph_service.questions.search.find import search
from graph_service.questions.search.query import LONGEST
from graph_service.trace.resolve import resolve_document

EXAMPLE: Final = "digital infrastruktur"
_WORD: Final = r"[^\W_]"


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """
    base = service.settings.base

    @app.get(
        "/api/v1/search",
        summary="What has some words: in its code, its title, another name, or what it says; best first.",
        responses={
            **reply.listing(Hit, groups=list[Group], complete=bool),
            **problem_responses(400, 404, 406, 409, 503),
        },
        dependencies=[Depends(parameters.only("q", "kind", "plan", *reply.LIST))],
    )
    def found(
        request: Request,
        q: Annotated[
            str,
            Query(
                description="Words, a code, or a name; the last word may be a beginning.",
                examples=[EXAMPLE],
                json_schema_extra={"minLength": 1, "maxLength": LONGEST, "pattern": _WORD},
            ),
        ],
        paging: reply.Page,
        kind: Annotated[
            str | None,
            Query(
                max_length=parameters.LONGEST,
                description="A class that hits are of, such as EffectGoal or »Effektmål«.",
                examples=["EffectGoal"],
            ),
        ] = None,
        plan: Annotated[
            str | None,
            Query(
                max_length=parameters.LONGEST,
                description="A document that hits belong to: its IRI, its short path, or words from its title.",
                examples=["fyrbodal-2020-2022"],
            ),
        ] = None,
    ) -> Response:
        lang = paging.lang
        answer = search(
            service.store,
            service.index.result(),
            q,
            kind=kind,
            plan=None if plan is None else resolve_document(service.store, plan, base=base, lang=lang),
            offset=paging.offset,
            limit=paging.limit,
            lang=lang,
        )
        return reply.many(
            request,
            service,
            [_in_a_cell(hit) for hit in answer.hits] if paging.form == "csv" else answer.hits,
            paging=paging,
            # The hits of the page stand in the query, so that of very many it is longer than any that is taken.
            sparql=reply.askable(service, f"{answer.sparql.rstrip()}\nLIMIT {paging.limit}\n"),
            total=answer.total,
            more={"groups": answer.groups, "complete": answer.complete},
        )


def _in_a_cell(hit: Hit) -> Hit:
    return replace(hit, snippet=(Piece("".join(piece.text for piece in hit.snippet), matched=False),))
