"""The rows of an answer as people read them: things by their titles as links, texts with their language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

from graph_service.errors import QueryError
from graph_service.model.terms import Iri, Literal, Row, Term
from graph_service.store import labels
from graph_service.vocabulary import XSD, compact
from graph_service.web import numbers
from graph_service.web.here import Here

NUMBERS: Final = frozenset(f"{XSD}{kind}" for kind in ("integer", "decimal", "double", "float", "int", "long"))
_MOST_NAMES: Final = 400
"""Things outside the threads whose names are looked up at once."""
_LONGEST_WORD: Final = 24
"""Letters of a word that a column is made wide enough for."""
_MOST_DIGITS: Final = 15
"""Beyond these, a number is a name for something."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a thing is called.

    Attributes:
        text: Its title.
        lang: The language of that; empty where it is that of the page.
    """

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: What stands in it.
        lang: The language of that; empty where it is that of the page, or not known.
        href: The address that it leads to, or empty.
        short: The short IRI of the thing that it shows, or the language or datatype of a value; or empty.
        number: Whether it is a number.
    """

    text: str = ""
    lang: str = ""
    href: str = ""
    short: str = ""
    number: bool = False

    @property
    def broken(self) -> bool:
        """Whether a word in it is so long that it may be broken anywhere."""
        return any(len(word) > _LONGEST_WORD for word in self.text.split())


EMPTY: Final = Cell()


def named(here: Here, things: Iterable[str]) -> dict[str, Name]:
    """Find what things are called.

    Args:
        here: Where the reader is.
        things: IRIs.

    Returns:
        The name of each that has one.
    """
    known = here.service.graph.things
    found: dict[str, Name] = {}
    unknown: list[str] = []
    for iri in dict.fromkeys(things):
        number = known.number.get(iri)
        if number is None:
            unknown.append(iri)
            continue
        title = known.titles[here.lang][number]
        # A title that is the same in both languages stands in a source, in Swedish.
        found[iri] = Name(title, "sv" if here.lang != "sv" and title == known.titles["sv"][number] else "")
    for iri, label in _labels(here, unknown[:_MOST_NAMES]).items():
        if label.titles:
            title = label.title(here.lang)
            lang = next((tag for tag in (here.lang, "sv", *label.titles) if label.titles.get(tag) == title), "")
            found[iri] = Name(title, "" if lang == here.lang else lang)
    return found


def _labels(here: Here, things: Sequence[str]) -> Mapping[str, labels.Label]:
    try:
        return labels.describe(here.service.store, things)
    except QueryError as error:
        if error.key != "query_syntax":
            raise
        return {}  # an IRI that the engine cannot read, such as http://[x


def iris(rows: Iterable[Row], columns: Sequence[str]) -> list[str]:
    """Give the IRIs that stand in some rows."""
    return [term.value for row in rows for column in columns if isinstance(term := row.get(column), Iri)]


def cells(here: Here, rows: Sequence[Row], columns: Sequence[str], *, plain: bool) -> list[list[Cell]]:
    """Make cells of rows.

    Args:
        here: Where the reader is.
        rows: The rows.
        columns: Their columns.
        plain: Whether values are written as the language does; else as they are, with their datatypes.

    Returns:
        The cells, row by row.
    """
    names = named(here, iris(rows, columns))
    return [[_cell(here, row.get(column), names, plain=plain) for column in columns] for row in rows]


def _cell(here: Here, term: Term | None, names: Mapping[str, Name], *, plain: bool) -> Cell:
    match term:
        case None:
            return EMPTY
        case Iri(value):
            short = compact(value, here.service.settings.base)
            name = names.get(value, Name(short, ""))
            return Cell(name.text, name.lang, here.thing(value), short)
        case Literal(value, language, datatype):
            number = datatype in NUMBERS
            shown = written(value, datatype, here) if plain else value
            kind = (
                "" if plain or number or term == Literal(value) else f"@{language}" if language else compact(datatype)
            )
            return Cell(shown, "" if language == here.lang else language, "", kind, number)
        case _:
            return Cell(f"_:{term.value}")


def written(value: str, datatype: str, here: Here) -> str:
    """Write a value as the language of the page does.

    Args:
        value: Its text.
        datatype: Its datatype.
        here: Where the reader is.

    Returns:
        The text.
    """
    amount = amount_of(value, datatype)
    return value if amount is None else numbers.number(amount, here.lang)


def amount_of(value: str, datatype: str) -> float | None:
    """Give the number that a value is; None if it is none that can be shown as one."""
    if datatype not in NUMBERS or len(value) > _MOST_DIGITS:
        return None
    try:
        amount = float(value)
    except ValueError:
        return None
    return amount if isfinite(amount) else None
