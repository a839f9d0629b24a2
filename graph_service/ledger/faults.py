"""Checking that a ledger is whole: every address fits what it stands for, and every commit follows the one before."""

from collections.abc import Collection, Iterator
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import Connection, Result, Select, select

from graph_service.ledger import gathering, reading, schema
from graph_service.ledger.commit import FIRST, Change
from graph_service.store import canonical

_AT_ONCE: Final = 100
"""Contents that are read at once where all are."""


class Fault(NamedTuple):
    """Something that is wrong with a ledger.

    Attributes:
        kind: ``order``: a commit does not follow the one before it; ``commit``, ``content`` or ``source``: it is not
            what its address stands for; ``reviewed``: what is kept with a link does not follow from the history.
        name: The commit's number, the address, or the IRI of the link.
    """

    kind: Literal["order", "commit", "content", "source", "reviewed"]
    name: str


def find(connection: Connection) -> Iterator[Fault]:
    """Find what is wrong.

    Args:
        connection: A connection to the ledger's database, which sees it as it is at one moment.

    Yields:
        What is wrong; nothing if all is well. What is kept with links is looked at only if all else is well.
    """
    whole = True
    for fault in _damage(connection):
        whole = False
        yield fault
    if whole:
        yield from (Fault("reviewed", link) for link in gathering.wrong(connection))


def _damage(connection: Connection) -> Iterator[Fault]:
    expected, last = FIRST, 0
    changed = select(schema.changes).order_by(schema.changes.c.number, schema.changes.c.graph)
    changes: dict[int, list[Change]] = {}
    for row in connection.execute(changed):
        changes.setdefault(row.number, []).append(reading.change(row))
    for one in connection.execute(select(schema.commits).order_by(schema.commits.c.number)).mappings():
        try:
            made = reading.made(one, changes.get(one["number"], ()))
        except ValueError:  # its verdict cannot be read
            yield Fault("commit", str(one["number"]))
            expected, last = one["address"], one["number"]
            continue
        if (made.number, made.parent) != (last + 1, expected):
            yield Fault("order", str(made.number))
        if made.computed() != made.address:
            yield Fault("commit", str(made.number))
        expected, last = made.address, made.number
    kept = {row.address: canonical.address(row.statements) for row in _all(connection, select(schema.contents))}
    yield from (Fault("content", name) for name, found in sorted(kept.items()) if found != name)
    texts = {row.address: canonical.address(row.text.encode()) for row in _all(connection, select(schema.sources))}
    yield from (Fault("source", name) for name, found in sorted(texts.items()) if found != name)
    for number, several in changes.items():
        yield from (fault for change in several for fault in _missing(change, kept, texts))
        if not 1 <= number <= last:
            yield Fault("order", str(number))


def _all(connection: Connection, wanted: Select[Any]) -> Result[Any]:
    """Read what is too much to be held at once, little by little."""
    return connection.execute(wanted, execution_options={"yield_per": _AT_ONCE})


def _missing(change: Change, contents: Collection[str], sources: Collection[str]) -> Iterator[Fault]:
    if change.content is not None and change.content not in contents:
        yield Fault("content", change.content)
    if change.source is not None and change.source not in sources:
        yield Fault("source", change.source)
