"""Rows of answers as records: a record's fields are named after the columns that they are read from."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from graph_service.model.terms import Row, Term

R = TypeVar("R")
SEPARATOR: Final = "\n"
"""What stands between the parts of a value that becomes a tuple."""
_Reader = Callable[[Term | None], object]


def read(kind: type[R], rows: Iterable[Row]) -> tuple[R, ...]:
    """Make records of rows.

    A text is read as it stands, a number and a truth value as what they are. A tuple of texts is read from one text,
    split at line breaks. What is unbound becomes None where the field may be that, and else the type's empty value.

    Args:
        kind: The class of the records, a dataclass.
        rows: The rows; columns that are no field are passed over.

    Returns:
        One record per row, in the same order.

    Example:
        >>> from dataclasses import dataclass
        >>> from graph_service.model.terms import Iri, Literal
        >>> @dataclass
        ... class Goal:
        ...     iri: str
        ...     code: str | None
        ...     position: int
        >>> read(Goal, [{"iri": Iri("urn:a"), "position": Literal("4")}])
        (Goal(iri='urn:a', code=None, position=4),)
    """
    readers: Mapping[str, _Reader] = _readers(kind)  # type: ignore[arg-type]  # a class can always be hashed
    return tuple(kind(**{name: reader(row.get(name)) for name, reader in readers.items()}) for row in rows)


@cache
def _readers(kind: type) -> Mapping[str, _Reader]:
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}


def _reader(hint: Any) -> _Reader:  # noqa: ANN401 -- a type, in any form that it can be written in
    if get_origin(hint) in {Union, UnionType}:
        (inner,) = (part for part in get_args(hint) if part is not NoneType)
        known = _reader(inner)
        return lambda term: None if term is None else known(term)
    if get_origin(hint) is tuple:
        return lambda term: tuple(part for part in _text(term).split(SEPARATOR) if part)
    if hint is bool:
        return lambda term: _text(term) == "true"
    if hint is int:
        return lambda term: int(_text(term) or 0)
    if hint is float:
        return lambda term: float(_text(term) or 0)
    if hint is str or get_origin(hint) is Literal:
        return _text
    raise TypeError(hint)


def _text(term: Term | None) -> str:
    return "" if term is None else term.value
