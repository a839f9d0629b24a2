"""Answers as tables of pandas or polars, whichever is installed; neither is needed for anything else."""

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Literal

from graph_service.errors import ParameterError
from graph_service.model.cells import cells
from graph_service.model.terms import Literal as Text
from graph_service.model.terms import Table, Term
from graph_service.vocabulary import XSD

Library = Literal["pandas", "polars"]
LIBRARIES: Final[tuple[Library, ...]] = ("pandas", "polars")

_LARGEST: Final = 2**63


def frame(columns: Mapping[str, Sequence[object]], library: Library | None) -> Any:  # noqa: ANN401 -- pandas' or polars'
    """Make a table.

    Args:
        columns: The values of each column, all as long.
        library: The library that makes it; None for the first of ``LIBRARIES`` that is installed.

    Returns:
        A ``DataFrame`` of that library.

    Raises:
        ParameterError: If it is not installed.
    """
    wanted = LIBRARIES if library is None else (library,)
    for name in wanted:
        try:
            found = importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        return found.DataFrame(dict(columns))
    raise ParameterError("frame_library", libraries=", ".join(wanted), first=wanted[0])


def of_table(table: Table) -> dict[str, list[object]]:
    """Give the columns of an answer to a query, typed where all values of a column go together.

    Whole numbers, numbers, truth values, dates and times become Python's own; a column of anything else, or of several
    sorts of values, holds texts. What is unbound is None.

    Args:
        table: The answer.

    Returns:
        The values by column.

    Example:
        >>> of_table(Table(("n",), ({"n": Text("4", datatype=f"{XSD}integer")}, {})))
        {'n': [4, None]}
    """
    return {column: _typed([row.get(column) for row in table.rows]) for column in table.columns}


def of_records(records: Iterable[object]) -> dict[str, list[object]]:
    """Give the columns of records: one for each field, as :mod:`graph_service.model.cells` lays records out.

    Args:
        records: Records of one kind, or mappings with the same keys.

    Returns:
        The values by column, None where a record has none.
    """
    rows = [dict(record if isinstance(record, Mapping) else cells(record)) for record in records]
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def _typed(terms: Sequence[Term | None]) -> list[object]:
    kinds = {term.effective_datatype if isinstance(term, Text) else "" for term in terms if term is not None}
    reader = next((reader for datatypes, reader in _READERS if kinds and kinds <= datatypes), None)
    if reader is not None:
        try:
            return [None if term is None else reader(term.value) for term in terms]
        except ValueError:
            pass  # not of its own type: it stays a text
    return [None if term is None else term.value for term in terms]


def _whole(text: str) -> int:
    number = int(text)
    if abs(number) >= _LARGEST:
        raise ValueError(text)  # larger than what a column of numbers holds
    return number


def _datatypes(*names: str) -> frozenset[str]:
    return frozenset(f"{XSD}{name}" for name in names)


_WHOLE: Final = _datatypes(
    *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
    *("negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)
_READERS: Final[Sequence[tuple[frozenset[str], Callable[[str], object]]]] = (
    (_WHOLE, _whole),
    (_WHOLE | _datatypes("decimal", "double", "float"), float),
    (_datatypes("boolean"), lambda text: text in {"true", "1"}),
    (_datatypes("date"), date.fromisoformat),
    (_datatypes("dateTime"), datetime.fromisoformat),
)
"""How values become Python's own, by the datatypes that a column may have for that; all others stay texts."""
