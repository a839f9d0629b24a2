"""An answer as bars: where it has labels and then nothing but numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph_service.model.terms import Literal, Row, Table
from graph_service.web import cells, numbers
from graph_service.web.here import Here
from graph_service.web.questions import words

_FEWEST: Final = 2
_MOST: Final = 60
_MOST_LABELS: Final = 2
_WIDEST: Final = 80
"""Per cent of its place that the longest bar takes; the rest is for its number."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        label: What it stands for.
        lang: The language of that; empty where it is that of the page, or not known.
        number: Its number as text.
        width: Its length, in per cent of the place.
    """

    label: str
    lang: str
    number: str
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars for one column.

    Attributes:
        title: What the numbers are.
        bars: The bars, in the order of the rows.
    """

    title: str
    bars: tuple[Bar, ...]


def charts(here: Here, table: Table) -> list[Chart]:
    """Make charts of an answer.

    Args:
        here: Where the reader is.
        table: The answer.

    Returns:
        One chart for each column of numbers; none where the answer is not of labels and numbers, or is too long.
    """
    if not _FEWEST <= len(table.rows) <= _MOST:
        return []
    numeric = [_amounts(table.rows, column) for column in table.columns]
    first = next((place for place, amounts in enumerate(numeric) if amounts is not None), 0)
    if not 1 <= first <= _MOST_LABELS or any(amounts is None for amounts in numeric[first:]):
        return []
    labels = _labels(here, table, table.columns[:first])
    if labels is None:
        return []
    return [
        _chart(here, column, labels, amounts)
        for column, amounts in zip(table.columns[first:], numeric[first:], strict=True)
        if amounts is not None
    ]


def _amounts(rows: Sequence[Row], column: str) -> list[float] | None:
    found = [_amount(row, column) for row in rows]
    amounts = [amount for amount in found if amount is not None and amount >= 0]
    return amounts if len(amounts) == len(rows) else None


def _amount(row: Row, column: str) -> float | None:
    term = row.get(column)
    return cells.amount_of(term.value, term.datatype) if isinstance(term, Literal) else None


def _labels(here: Here, table: Table, columns: Sequence[str]) -> list[tuple[str, str]] | None:
    """Give a label for each row: the first column's, with the second's where that alone would not tell them apart."""
    for last in range(1, len(columns) + 1):
        made = [_label(here, row, columns[:last]) for row in table.rows]
        if len({text for text, _ in made}) == len(made) and all(len(text) > 1 for text, _ in made):
            return made
    return None


def _label(here: Here, row: Row, columns: Sequence[str]) -> tuple[str, str]:
    terms = [row[column] for column in columns if column in row]
    lang = next((term.language for term in terms if isinstance(term, Literal) and term.language), "")
    return " ".join(term.value for term in terms), "" if lang == here.lang else lang


def _chart(here: Here, column: str, labels: Sequence[tuple[str, str]], amounts: Sequence[float]) -> Chart:
    longest = max(amounts) or 1.0
    return Chart(
        words.heading(column, here),
        tuple(
            Bar(label, lang, numbers.number(amount, here.lang), round(_WIDEST * amount / longest, 2))
            for (label, lang), amount in zip(labels, amounts, strict=True)
        ),
    )
