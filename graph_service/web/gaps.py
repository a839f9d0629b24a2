"""What is missing in the threads, as a page: each gap with its cause, and what would close it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Final, get_args

from fastapi import Depends, Query, Request, Response

from graph_service import messages
from graph_service.api import naming, parameters
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.errors import UnknownThingError
from graph_service.messages import Lang
from graph_service.model.gap import Cause, Gap, GapCount, GapType
from graph_service.model.names import Level
from graph_service.store.excerpts import shortened
from graph_service.store.labels import title
from graph_service.trace.gaps import CAUSES, Gaps, count, gaps_query
from graph_service.trace.rules import Rule
from graph_service.web import words
from graph_service.web.answer import ASKED, AskedPage, Content, answer
from graph_service.web.forms import EMPTY

PATH: Final = "/luckor"
PARAMETERS: Final = ("typ", "orsak", "plan", "niva", "regel")
"""The filters of the page."""
_ROWS: Final = 50
"""Gaps on a page."""


@dataclass(frozen=True, slots=True)
class Group:
    """The gaps of one type on a page, or how many there are of it.

    Attributes:
        type: What is missing.
        text: The same in words.
        total: How many gaps there are in all.
        counts: How many of each cause.
        gaps: Those of the page.
    """

    type: GapType
    text: str
    total: int
    counts: tuple[GapCount, ...]
    gaps: tuple[Gap, ...] = ()


def add(app: Door, service: Service) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
    """
    gaps = service.gaps
    app.twinned.add(PATH)

    @app.get(PATH, include_in_schema=False, dependencies=[Depends(parameters.only(*PARAMETERS, *ASKED))])
    def page(
        request: Request,
        lang: Language,
        asked: AskedPage,
        kind: Annotated[GapType | None, EMPTY, Query(alias="typ")] = None,
        cause: Annotated[Cause | None, EMPTY, Query(alias="orsak")] = None,
        plan: Annotated[str | None, Query(max_length=parameters.LONGEST)] = None,
        level: Annotated[Level | None, EMPTY, Query(alias="niva")] = None,
        name: Annotated[str | None, Query(alias="regel", max_length=parameters.LONGEST)] = None,
    ) -> Response:
        asked = asked.fewer(_ROWS)
        document = None if not plan else naming.find_document(service, plan, lang)
        rule = None if not name else _rule(service, name)
        found = gaps.find(kind, cause, document, level, rule)
        counts = count(found, lang)
        shown = tuple(gaps.describe(gap, lang) for gap in found[asked.part()])
        content = Content(
            template="gaps.html",
            values={
                "groups": tuple(_groups(counts)),
                "parts_": tuple(_parts(counts, shown)),
                "filters": _filters(service, gaps, lang),
                "chosen": {"typ": kind, "orsak": cause, "plan": document, "niva": level, "regel": rule and rule.name},
                "rule": rule and title(rule.iri, rule.titles, lang),
                "kind_of": lambda node: service.facts.kind(service.graph.things.number[node.iri], lang),
                "words": words,
            },
            entries=shown,
            total=len(found),
            sparql=gaps_query(kind, cause, document, level, rule),
            things=[gap.thing.iri for gap in shown],
            more={"counts": counts},
        )
        return answer(request, service, asked, content)


def _rule(service: Service, name: str) -> Rule:
    rule = service.coverage.rule(name)
    if rule is None:
        raise UnknownThingError("unknown_thing", name=shortened(name), hint="")
    return rule


def _groups(counts: tuple[GapCount, ...]) -> Iterator[Group]:
    for name, its in groupby(counts, key=lambda one: one.type):
        causes = tuple(its)
        yield Group(name, causes[0].type_text, sum(one.count for one in causes), causes)


def _parts(counts: tuple[GapCount, ...], shown: tuple[Gap, ...]) -> Iterator[Group]:
    totals = Counter[GapType]()
    for one in counts:
        totals[one.type] += one.count
    for name, its in groupby(shown, key=lambda gap: gap.type):
        gaps = tuple(its)
        yield Group(name, gaps[0].type_text, totals[name], (), gaps)


def _filters(service: Service, gaps: Gaps, lang: Lang) -> dict[str, list[tuple[str, str]]]:
    """Give the choices of the filters: what stands in an address, and what it is called; texts of ours are English."""
    rules = (service.coverage.rule(iri) for iri in service.coverage.iris())
    return {
        "typ": [(name, messages.text(f"gap.type_{name}", lang)) for name in get_args(GapType)],
        "orsak": [(cause, words.CAUSES[cause]) for cause in CAUSES],
        "niva": list(words.LEVELS.items()),
        "plan": [(one.iri, one.title) for one in gaps.documents(lang)],
        "regel": [(rule.name, title(rule.iri, rule.titles, lang)) for rule in rules if rule],
    }
