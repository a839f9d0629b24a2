"""What validation found, over HTTP."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import asked, formats, parameters, reply
from graph_service.api.found import Found
from graph_service.api.language import Language
from graph_service.api.preferences import sent
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.model.finding import FindingSeen, Group, SeverityName
from graph_service.questions import findings
from graph_service.reports.formats import ReportFormat

_FORMATS: Final[Mapping[str, ReportFormat | Literal["csv"]]] = {**formats.ANSWERS, **formats.REPORTS}
_Form = Annotated[
    Literal["json", "csv", "text", "html", "turtle", "jsonld", "sarif", "junit", "github"] | None,
    Query(alias="format", description="json or csv for a page of a list, others for a report of all; else Accept."),
]


def _paging(
    request: Request, lang: Language, form: _Form = None, limit: reply.Limit = None, offset: reply.Offset = 0
) -> reply.Paging | ReportFormat:
    # A report in one of the other formats is not cut into pages: a part of it would be taken for the whole.
    if form == "github":
        return form
    chosen = formats.choose(form, sent(request, "accept"), _FORMATS)
    return reply.page(chosen, limit, offset, lang) if chosen == "json" or chosen == "csv" else chosen  # noqa: PLR1714


def add(app: FastAPI, service: Service, found: Found) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
        found: What validation found in that.
    """
    verdict = service.verdict

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
        told = found.choose(severity, owner, shape, lang)
        if not isinstance(asked_for, reply.Paging):
            return found.written(told, asked_for, lang)
        chosen = tuple(one for _, one in told)
        more = {
            "shapes": verdict.shapes,
            "triples": verdict.triples,
            "engine": verdict.engine,
            "groups": findings.groups(chosen),
        }
        sparql = reply.askable(service, found.query(told, severity, owner, shape))
        return reply.many(request, service, chosen, paging=asked_for, sparql=sparql, more=more)


def _described() -> dict[int | str, dict[str, Any]]:
    listed = reply.listing(FindingSeen, shapes=int, triples=int, engine=str, groups=list[Group])
    reports: dict[str, Any] = {media: {} for media in formats.REPORTS if media not in formats.ANSWERS}
    return {**listed, 200: {**listed[200], "content": {**listed[200]["content"], **reports}}}
