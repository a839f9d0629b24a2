"""What runs when."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from graph_service.messages import Lang
from graph_service.model.terms import Literal
from graph_service.model.timeline import Running
from graph_service.questions import views
from graph_service.vocabulary import XSD

_YEAR: Final = 4
"""Digits that a day begins with."""


def bodies_query(lang: Lang) -> str:
    """Make the query for who has to do with what runs: who answers for it, and who issued its plan.

    Args:
        lang: The language of names.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``Behind``.
    """
    return views.query("timeline-bodies", lang)


def timeline_query(lang: Lang, *, year: int | None = None, plan: str | None = None, body: str | None = None) -> str:
    """Make the query for what runs during a year; what cannot be dated comes last.

    Args:
        lang: The language of reasons.
        year: The year; None for all time.
        plan: IRI of the document that owns what runs; None for any.
        body: IRI of who answers for it, or issued that document; None for anybody.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``Running``.
    """
    years = None if year is None else [Literal(str(year), datatype=f"{XSD}integer")]
    return views.query("timeline", lang, year=years, plan=views.given(plan), body=views.given(body))


def busiest_year(found: Iterable[Running]) -> int | None:
    """Give the year in which most things run by their own periods.

    Args:
        found: Things, and when they run.

    Returns:
        The year, the latest of several; None if nothing has both a first and a last day.
    """
    years: Counter[int] = Counter()
    for one in found:
        if one.state == "runs" and one.start and one.end:
            years.update(range(int(one.start[:_YEAR]), int(one.end[:_YEAR]) + 1))
    return max(years, key=lambda year: (years[year], year), default=None)
