"""Records as the cells of a table."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

SEPARATOR = "; "
"""What stands between several values in one cell."""


def cells(record: object, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Lay a record out as one row of a table.

    Args:
        record: A dataclass instance. A record inside it gives columns of its own, named after both; of several inside
            it, the first field of each stands in one cell.
        prefix: What the names of the columns begin with.

    Yields:
        The name of each column, and what stands there.

    Example:
        >>> from graph_service.model.search import Piece
        >>> dict(cells(Piece("mål", matched=True), "found_"))
        {'found_text': 'mål', 'found_matched': True}
    """
    for field in fields(record):  # type: ignore[arg-type]  # a record of any class
        name, value = f"{prefix}{field.name}", getattr(record, field.name)
        if is_dataclass(value):
            yield from cells(value, f"{name}_")
        elif isinstance(value, list | tuple):
            yield name, SEPARATOR.join(str(_first(part)) for part in value)
        else:
            yield name, value


def _first(part: object) -> object:
    return getattr(part, fields(part)[0].name) if is_dataclass(part) else part
