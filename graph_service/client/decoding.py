"""From JSON to the records of the model."""

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


def decoded(kind: type[T], value: object) -> T:
    """Make a record of what JSON gave.

    Args:
        kind: The class of the record, or another type.
        value: What JSON gave; fields that the class does not have are passed over.

    Returns:
        The record.

    Raises:
        ValueError: If it is no such record; tells where and why.

    Example:
        >>> from graph_service.model.search import Piece
        >>> decoded(Piece, {"text": "mål", "matched": True, "more": 1})
        Piece(text='mål', matched=True)
    """
    try:
        made: T = _adapter(kind).validate_python(value)  # type: ignore[arg-type]  # a class can be hashed
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        reason = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        raise ValueError(reason) from error
    return made


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 -- a type, in any form that it can be written in
    return TypeAdapter(kind)
