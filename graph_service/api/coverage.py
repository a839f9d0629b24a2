"""Coverage over HTTP."""

from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import BaseModel

from graph_service.api import parameters, reply
from graph_service.api.door import problem_responses
from graph_service.api.service import Service
from graph_service.errors import UnknownThingError
from graph_service.messages import Lang
from graph_service.model.answers import Meta
from graph_service.model.coverage import GroupCoverage, Grouping, RuleCoverage, StateCount, ThingCoverage
from graph_service.trace.coverage_query import things_query, totals_query, work_query
from graph_service.trace.resolve import resolve
from graph_service.trace.rules import Rule
from graph_service.vocabulary import RT

_RULE: Final = "effektmal"


class CoverageList(BaseModel):
    """Coverage by rules; or of things, with how many of all of them are in each state; or by the work of groups."""

    meta: Meta
    items: list[RuleCoverage] | list[ThingCoverage] | list[GroupCoverage]
    counts: tuple[StateCount, ...] = ()


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """
    coverage = service.coverage
    listed: dict[int | str, dict[str, Any]] = {
        200: {"model": CoverageList, "content": {"text/csv": {"schema": {"type": "string"}}}}
    }

    @app.get(
        "/api/v1/coverage",
        summary="What the rules demand coverage of, how well it is covered, and by whose work.",
        description=(
            "Without a rule: how many things each rule finds covered, divided by what they belong to. With a rule: how "
            "well each thing is covered; divided, by the work of each group, so that it makes a matrix."
        ),
        responses={**listed, **problem_responses(400, 404, 406, 409, 503)},
        dependencies=[Depends(parameters.only("rule", "by", *reply.LIST))],
    )
    def covered(
        request: Request,
        paging: reply.Page,
        name: Annotated[
            str | None,
            Query(
                alias="rule",
                max_length=parameters.LONGEST,
                description="A coverage rule: an IRI, a short path or its last part, or words from its title.",
                examples=[_RULE],
            ),
        ] = None,
        by: Annotated[
            Grouping | None,
            Query(description="What is divided by: the things or, with a rule, the work that covers them."),
        ] = None,
    ) -> Response:
        lang = paging.lang
        part = slice(paging.offset, paging.offset + paging.limit)
        if name is None:
            tally = coverage.tally(by)
            return reply.many(
                request,
                service,
                coverage.totals(by, tally, part, lang),
                paging=paging,
                sparql=totals_query(coverage.iris(), by),
                total=len(tally.rule),
            )
        rule = find_rule(service, name, lang)
        found: tuple[ThingCoverage | GroupCoverage, ...]
        if by is None:
            found, total, sparql = coverage.things(rule, part, lang), len(rule.things), things_query(rule.iri)
        else:
            rows = coverage.matrix(rule, by, lang)
            found, total = rows[part], len(rows)
            sparql = work_query(rule.iri, by)
        return reply.many(
            request,
            service,
            found,
            paging=paging,
            sparql=sparql,
            total=total,
            more={"counts": coverage.states(rule, lang)},
        )


def find_rule(service: Service, name: str, lang: Lang) -> Rule:
    """Find the coverage rule that a request means.

    Args:
        service: What is answered from.
        name: What the request calls it.
        lang: Language of hints.

    Returns:
        The rule.

    Raises:
        UnknownThingError: If no rule is meant.
        AmbiguousCodeError: If several could be meant; lists them.
    """
    known = service.coverage.rule(name)
    if known is None:
        iri = resolve(service.store, name, base=service.settings.base, lang=lang, kind=f"{RT}CoverageRule")
        known = service.coverage.rule(iri)
    if known is None:
        raise UnknownThingError("unknown_thing", name=name, hint="")
    return known
