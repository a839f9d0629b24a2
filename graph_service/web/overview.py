"""The first page: one thread as an example, the layers, what is covered, the worst gaps, the verdict, and questions."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Final

from fastapi import Depends, Request, Response

from graph_service.api import parameters, reply
from graph_service.api.desk import Desk
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.errors import RedThreadError
from graph_service.messages import Lang
from graph_service.model.coverage import RuleCoverage
from graph_service.model.layer import ExampleThread, LayerCounts
from graph_service.model.timeline import Running
from graph_service.questions import catalogue, timeline, views
from graph_service.store.labels import title
from graph_service.trace.coverage_query import totals_query
from graph_service.trace.example import example
from graph_service.trace.gaps import Gaps
from graph_service.trace.layers import layers
from graph_service.trace.worst import worst
from graph_service.web import words
from graph_service.web.answer import ASKED, AskedPage, Content, answer
from graph_service.web.here import Here
from graph_service.web.numbers import listed, number

PATH: Final = "/oversikt"
"""Another address of the page, whose endings are those of its twins."""
_WORST: Final = 8
_EACH: Final = 3
_MANY_STEPS: Final = 5
"""Things of a thread that have room beside each other."""
_QUESTIONS: Final = (
    "effektmal-utan-insats",
    "aktiviteter-utan-nationell-lank",
    "kommunens-uppgifter",
    "rekommendationer-och-aktiviteter",
    "timmar-som-kan-summeras",
    "brister-i-kallorna",
)
"""Named questions that people ask first."""


@dataclass(frozen=True, slots=True)
class Box:
    """What is told of a coverage rule.

    Attributes:
        name: The last part of its IRI.
        title: What it is called.
        coverage: How many things are covered; None if nothing is subject to it.
        gaps: How many gaps there are in what it demands.
    """

    name: str
    title: str
    coverage: RuleCoverage | None
    gaps: int


def add(app: Door, service: Service, desk: Desk) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
        desk: Where the ledger is read.
    """
    gaps = service.gaps
    app.twinned.add(PATH)
    chosen = worst(gaps.find(), _WORST, _EACH)
    told = cache(lambda lang: _told(service, lang))

    @cache
    def asked_first(lang: Lang) -> tuple[tuple[str, str, dict[str, str]], ...]:
        known = {question.name: question for question in catalogue.questions()}
        found = (known[name] for name in _QUESTIONS if name in known)
        return tuple((one.name, one.title[lang], dict(one.example)) for one in found)

    @cache
    def busiest_year() -> int | None:
        return timeline.busiest_year(views.ask(service.store, timeline.timeline_query("sv"), Running))

    @cache
    def changed() -> datetime | None:
        """Tell when the last change was made that is shown; None where there is no ledger, or it cannot be read."""
        with suppress(RedThreadError):
            ledger = desk.ledger() if service.commit is not None else None
            if ledger is not None:
                return datetime.fromisoformat(ledger.commit(str(service.commit)).at)
        return None

    @app.get("/", include_in_schema=False, dependencies=[Depends(parameters.only(*ASKED))])
    @app.get(PATH, include_in_schema=False, dependencies=[Depends(parameters.only(*ASKED))])
    def page(request: Request, lang: Language, asked: AskedPage) -> Response:
        here = Here.of(request, service)
        thread, layered, rules = told(lang)
        worst_gaps = tuple(gaps.describe(gap, lang) for gap in chosen)
        given = answer(
            request,
            service,
            asked,
            Content(
                template="overview.html",
                values={
                    "example": thread,
                    "many_steps": _MANY_STEPS,
                    "layers": [(one, holds(one, here), _gaps_of(gaps, one)) for one in layered],
                    "rules": _boxes(service, gaps, rules, lang),
                    "indicators": next((one for one in rules if one.rule.iri.endswith("/indikator")), None),
                    "worst": worst_gaps,
                    "gaps": len(gaps.find()),
                    "verdict_in_full": service.verdict_counts(),
                    "changed": changed(),
                    "year": busiest_year(),
                    "questions": asked_first(lang),
                    "longest": max(thread.goal.title.split(), key=len).strip(".,;:»«()") if thread else "",
                    "kind_of": lambda node: service.facts.kind(service.graph.things.number[node.iri], lang),
                    "words": words,
                },
                entries=rules,
                sparql=totals_query(service.coverage.iris(), None),
                things=_things(thread, layered),
                more={
                    "example": thread,
                    "layers": layered,
                    "worst": worst_gaps,
                    "gaps": len(gaps.find()),
                    "changed": changed(),
                },
            ),
        )
        return given if service.commit is None else reply.live(given)


def _told(
    service: Service, lang: Lang
) -> tuple[ExampleThread | None, tuple[LayerCounts, ...], tuple[RuleCoverage, ...]]:
    coverage = service.coverage
    rules = coverage.totals(None, coverage.tally(None), slice(None), lang)
    return example(service.graph, lang), layers(service.graph, lang), rules


def _boxes(service: Service, gaps: Gaps, told: Sequence[RuleCoverage], lang: Lang) -> list[Box]:
    """Tell of each rule, also of those that nothing is subject to."""
    counted = {row.rule.iri: row for row in told}
    rules = filter(None, map(service.coverage.rule, service.coverage.iris()))
    return [
        Box(rule.name, title(rule.iri, rule.titles, lang), counted.get(rule.iri), len(gaps.find(rule=rule)))
        for rule in rules
    ]


def holds(layer: LayerCounts, here: Here) -> str:
    """Say what a layer holds: how many visions, goals and activities.

    Args:
        layer: The layer.
        here: Where the reader is.

    Returns:
        The end of a sentence; empty if it holds nothing.
    """
    ngettext = partial(_unless_none, here)
    told = (
        ngettext("%(num)s vision", "%(num)s visions", layer.visions),
        ngettext("%(num)s goal", "%(num)s goals", layer.goals),
        ngettext("%(num)s recommendation", "%(num)s recommendations", layer.recommendations),
        ngettext("%(num)s initiative", "%(num)s initiatives", layer.initiatives),
        ngettext("%(num)s activity", "%(num)s activities", layer.activities),
        ngettext("%(num)s indicator", "%(num)s indicators", layer.indicators),
    )
    return listed([text for text in told if text], here.lang)


def _unless_none(here: Here, one: str, many: str, count: int) -> str:
    return here.ngettext(one, many, count, num=number(count, here.lang)) if count else ""


def _gaps_of(gaps: Gaps, layer: LayerCounts) -> int:
    if layer.layer == "indicators":
        return len(gaps.find("notAddressed"))
    return len(gaps.find(level=layer.layer))


def _things(thread: ExampleThread | None, layered: tuple[LayerCounts, ...]) -> list[str]:
    documents = [document.iri for layer in layered for document in layer.documents]
    return documents if thread is None else [*documents, *(thing.iri for thing in thread.chain.things)]
