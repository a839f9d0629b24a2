"""What validation found, over HTTP."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, Final, Literal

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import asked, formats, parameters, reply
from graph_service.api.language import Language
from graph_service.api.preferences import sent
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.errors import UnknownThingError
from graph_service.messages import Lang, text
from graph_service.model.finding import FindingSeen, Group, SeverityName
from graph_service.model.verdict import Finding, Verdict
from graph_service.questions import findings
from graph_service.reports import plain_text
from graph_service.reports.cut import MOST
from graph_service.reports.formats import ReportFormat, write
from graph_service.reports.report import make
from graph_service.reports.rules import rules
from graph_service.store.excerpts import shortened
from graph_service.validation.shapes import load, names

_FORMATS: Final[Mapping[str, ReportFormat | Literal["csv"]]] = {**formats.ANSWERS, **formats.REPORTS}
_Form = Annotated[
    Literal["json", "csv", "text", "html", "turtle", "jsonld", "sarif", "junit", "github"] | None,
    Query(alias="format", description="json or csv for a page of a list, others for a report of all; else Accept."),
]
_Told = tuple[tuple[Finding, FindingSeen], ...]


def _paging(
    request: Request, lang: Language, form: _Form = None, limit: reply.Limit = None, offset: reply.Offset = 0
) -> reply.Paging | ReportFormat:
    # A report in one of the other formats is not cut into pages: a part of it would be taken for the whole.
    if form == "github":
        return form
    chosen = formats.choose(form, sent(request, "accept"), _FORMATS)
    return reply.page(chosen, limit, offset, lang) if chosen == "json" or chosen == "csv" else chosen  # noqa: PLR1714


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """
    verdict = service.verdict

    @cache
    def found(lang: Lang) -> _Told:
        seen = findings.findings(service.store, verdict, lang)
        return tuple(zip(verdict.findings, seen, strict=True))

    @app.get(
        "/api/v1/validation",
        summary="What validation found in the snapshot, the worst first: a page of a list, or a whole report.",
        responses={**_described(), **problem_responses(400, 404, 406, 409, 503)},
        dependencies=[Depends(parameters.only("severity", "plan", "shape", *reply.LIST))],
    )
    def judged(
        request: Request,
        lang: Language,
        asked_for: Annotated[reply.Paging | ReportFormat, Depends(_paging)],
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
        owner = asked.any_document(service, plan, lang)
        if shape is not None:
            _refuse_unknown(shape, lang)
        told = tuple(
            (finding, one)
            for finding, one in found(lang)
            if severity in {None, one.severity} and owner in {None, one.plan} and shape in {None, one.shape}
        )
        if not isinstance(asked_for, reply.Paging):
            return _report(verdict, told, asked_for, lang)
        chosen = tuple(one for _, one in told)
        more = {
            "shapes": verdict.shapes,
            "triples": verdict.triples,
            "engine": verdict.engine,
            "groups": findings.groups(chosen),
        }
        shapes = {one.shape for one in chosen} if shape is None else {shape}
        sparql = reply.askable(service, findings.findings_query(shapes, severity=severity, plan=owner))
        return reply.many(request, service, chosen, paging=asked_for, sparql=sparql, more=more)


def _report(verdict: Verdict, told: _Told, form: ReportFormat, lang: Lang) -> Response:
    part = replace(verdict, findings=tuple(_placed(told)))
    report = make(part, (one for _, one in told), lang=lang, rules=rules(load()))
    written = plain_text.write(report, MOST) if form == "text" else write(report, form)
    return Response(written, headers={"Content-Language": lang}, media_type=formats.REPORT_MEDIA[form])


def _placed(told: _Told) -> Iterator[Finding]:
    """Tell where findings are without telling where this machine keeps its files."""
    for finding, one in told:
        place = finding.place
        yield finding if place is None or one.file is None else replace(finding, place=replace(place, file=one.file))


def _described() -> dict[int | str, dict[str, Any]]:
    listed = reply.listing(FindingSeen, shapes=int, triples=int, engine=str, groups=list[Group])
    reports: dict[str, Any] = {media: {} for media in formats.REPORTS if media not in formats.ANSWERS}
    return {**listed, 200: {**listed[200], "content": {**listed[200]["content"], **reports}}}


def _refuse_unknown(shape: str, lang: Lang) -> None:
    if shape not in names():
        close = get_close_matches(shape, names(), 1)
        hint = text("error.did_you_mean", lang, suggestion=close[0]) if close else ""
        raise UnknownThingError("unknown_shape", name=shortened(shape), hint=hint)
