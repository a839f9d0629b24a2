"""What validation found, over HTTP."""

from difflib import get_close_matches
from functools import cache
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import asked, parameters, reply
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.errors import UnknownThingError
from graph_service.messages import Lang, text
from graph_service.model.finding import FindingSeen, Group, SeverityName
from graph_service.questions import findings
from graph_service.store.excerpts import shortened
from graph_service.validation.shapes import names


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """

    @cache
    def found(lang: Lang) -> tuple[FindingSeen, ...]:
        return findings.findings(service.store, service.verdict, lang)

    @app.get(
        "/api/v1/validation",
        summary="What validation found in the snapshot, the worst first.",
        responses={
            **reply.listing(FindingSeen, shapes=int, triples=int, engine=str, groups=list[Group]),
            **problem_responses(400, 404, 406, 409, 503),
        },
        dependencies=[Depends(parameters.only("severity", "plan", "shape", *reply.LIST))],
    )
    def judged(
        request: Request,
        paging: reply.Page,
        severity: Annotated[
            SeverityName | None, Query(description="Only those as bad as this.", examples=["warning"])
        ] = None,
        plan: Annotated[str | None, asked.plan_query(asked.PLAN)] = None,
        shape: Annotated[
            str | None,
            Query(
                max_length=parameters.LONGEST,
                description="Only those of this shape, by the end of its IRI.",
                examples=["EffectGoal-covered"],
            ),
        ] = None,
    ) -> Response:
        owner = asked.any_document(service, plan, paging.lang)
        if shape is not None:
            _refuse_unknown(shape, paging.lang)
        chosen = tuple(
            one
            for one in found(paging.lang)
            if severity in {None, one.severity} and owner in {None, one.plan} and shape in {None, one.shape}
        )
        verdict = service.verdict
        more = {
            "shapes": verdict.shapes,
            "triples": verdict.triples,
            "engine": verdict.engine,
            "groups": findings.groups(chosen),
        }
        shapes = {one.shape for one in chosen} if shape is None else {shape}
        sparql = reply.askable(service, findings.findings_query(shapes, severity=severity, plan=owner))
        return reply.many(request, service, chosen, paging=paging, sparql=sparql, more=more)


def _refuse_unknown(shape: str, lang: Lang) -> None:
    if shape not in names():
        close = get_close_matches(shape, names(), 1)
        hint = text("error.did_you_mean", lang, suggestion=close[0]) if close else ""
        raise UnknownThingError("unknown_shape", name=shortened(shape), hint=hint)
