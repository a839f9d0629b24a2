"""What runs when, as a table with bars."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fastapi import Depends, Request, Response

from graph_service.api import naming, parameters
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.errors import UnknownThingError
from graph_service.messages import Lang
from graph_service.model.coverage import Named
from graph_service.model.timeline import Behind, Running
from graph_service.questions import timeline, views
from graph_service.store.excerpts import shortened
from graph_service.web.answer import ASKED, AskedPage, Content, answer
from graph_service.web.fields import Name, Year

PATH: Final = "/tidslinje"
_MOST: Final = 24
"""Most columns of years; where there are more years, each column is of several."""
_KEPT: Final = 64
_YEAR: Final = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A column: the years from the first to the last."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the table.

    Attributes:
        it: What runs.
        before: How many columns lie before its bar.
        wide: How many columns its bar takes; 0 if it has none.
        after: How many columns lie behind its bar.
        responsible: Who answers for it.
    """

    it: Running
    before: int
    wide: int
    after: int
    responsible: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one document.

    Attributes:
        plan: IRI of the document.
        title: Its title.
        issuers: Who issued it.
        bars: Its rows.
    """

    plan: str
    title: str
    issuers: tuple[Named, ...]
    bars: tuple[Bar, ...]


def add(app: Door, service: Service) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
    """
    app.twinned.add(PATH)

    @lru_cache(_KEPT)
    def running(lang: Lang, year: int | None, plan: str | None, body: str | None) -> tuple[Running, ...]:
        return views.ask(service.store, timeline.timeline_query(lang, year=year, plan=plan, body=body), Running)

    @lru_cache(2)
    def behind(lang: Lang) -> tuple[Behind, ...]:
        return views.ask(service.store, timeline.bodies_query(lang), Behind)

    @app.get(
        PATH, include_in_schema=False, dependencies=[Depends(parameters.only("ar", "plan", "organisation", *ASKED))]
    )
    def page(
        request: Request,
        lang: Language,
        asked: AskedPage,
        ar: Year = None,
        plan: Name = None,
        organisation: Name = None,
    ) -> Response:
        document = None if plan is None else naming.find_document(service, plan, lang)
        known = {one.body: one.name for one in behind(lang)}
        body = None if organisation is None else _body(organisation, known, service.settings.base)
        whole, found = running(lang, None, None, None), running(lang, ar, document, body)
        spans = _spans(found)
        ordered = _by_plan(found)
        shown = ordered[asked.part()]
        content = Content(
            template="timeline.html",
            values={
                "parts_": _parts(shown, spans, behind(lang)),
                "spans": spans,
                "states": {one.state for one in found},
                "year": ar,
                "plan": document,
                "body": body,
                "years": _years(whole),
                "plans": tuple(dict.fromkeys(Named(one.plan, one.plan_title or one.plan) for one in _by_plan(whole))),
                "bodies": sorted(known.items(), key=lambda pair: (pair[1].casefold(), pair[0])),
                "class_title": lambda name: service.facts.class_title(name, lang),
            },
            entries=found,
            sparql=timeline.timeline_query(lang, year=ar, plan=document, body=body),
            things=[one.iri for one in shown],
        )
        return answer(request, service, asked, content)


def _body(name: str, known: dict[str, str], base: str) -> str:
    for iri in (name, base + name):
        if iri in known:
            return iri
    called = [iri for iri, title in known.items() if title.casefold() == name.casefold()]
    if len(called) == 1:
        return called[0]
    raise UnknownThingError("unknown_thing", name=shortened(name), hint="")


def _by_plan(found: Iterable[Running]) -> tuple[Running, ...]:
    plans: dict[str, list[Running]] = defaultdict(list)
    for one in found:
        plans[one.plan].append(one)
    return tuple(one for its in plans.values() for one in its)


def _year(day: str | None) -> int | None:
    digits = (day or "")[:_YEAR]
    return int(digits) if len(digits) == _YEAR and digits.isdecimal() else None


def _years(found: Iterable[Running]) -> range:
    years = [year for one in found for day in (one.start, one.end) if (year := _year(day)) is not None]
    return range(min(years), max(years) + 1) if years else range(0)


def _spans(found: Iterable[Running]) -> tuple[Span, ...]:
    years = _years(found)
    step = -(-len(years) // _MOST)
    return tuple(Span(first, min(first + step, years.stop) - 1) for first in range(years.start, years.stop, step or 1))


def _parts(shown: Sequence[Running], spans: Sequence[Span], behind: Iterable[Behind]) -> tuple[Part, ...]:
    bodies: dict[tuple[str, str], dict[Named, None]] = defaultdict(dict)
    for who in behind:
        bodies[who.iri, who.role][Named(who.body, who.name)] = None
    plans: dict[str, list[Bar]] = defaultdict(list)
    for one in shown:
        plans[one.plan].append(_bar(one, spans, tuple(bodies[one.iri, "responsible"])))
    return tuple(
        Part(plan, bars[0].it.plan_title or plan, tuple(bodies[bars[0].it.iri, "issuer"]), tuple(bars))
        for plan, bars in plans.items()
    )


def _bar(it: Running, spans: Sequence[Span], responsible: tuple[Named, ...]) -> Bar:
    first, last = _year(it.start), _year(it.end)
    if not spans or (first is None and last is None):
        return Bar(it, 0, 0, 0, responsible)
    before = sum(first is not None and span.last < first for span in spans)
    after = sum(last is not None and span.first > last for span in spans)
    return Bar(it, before, max(len(spans) - before - after, 1), after, responsible)
