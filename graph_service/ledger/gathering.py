"""What the ends of links said when what the links state came in, gathered from the commits.

It follows from the history alone: of each commit, what its links state for the first time is kept with the texts that
both ends have after it. So what was taken back and comes again is reviewed as it was, and rows that are missing, in a
ledger of an earlier program, are worked out anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from sqlalchemy import Connection, select

from graph_service.ledger import database, schema
from graph_service.model.validity import Hashes, Kept, Stated
from graph_service.store.files import GraphFile
from graph_service.store.links import Links

_AT_ONCE: Final = 1000
"""Rows that are written at once."""


class Row(NamedTuple):
    """When what a link states came in, and what its ends said then.

    Attributes:
        number: The commit's number; 0 where there is no ledger that tells it.
        hashes: What the texts of the ends came to.
    """

    number: int
    hashes: Hashes


Rows = Mapping[Stated, Row]


class Told(NamedTuple):
    """What a commit did.

    Attributes:
        number: Its number.
        put: The graphs that it put in.
        takes_out: Whether it took out any.
        whole: Gives all that the plans said after it.
    """

    number: int
    put: Iterable[GraphFile]
    takes_out: bool
    whole: Callable[[], Iterable[GraphFile]]


def kept(rows: Rows) -> Kept:
    """Leave out when it came in."""
    return {of: row.hashes for of, row in rows.items()}


def of_commit(told: Told, rows: Rows) -> dict[Stated, Row]:
    """Gather what links state for the first time with a commit.

    Args:
        told: What the commit did.
        rows: What has been gathered; rows of later commits do not count.

    Returns:
        What is to be kept with it.
    """
    known = kept({of: row for of, row in rows.items() if row.number < told.number})
    if not told.takes_out and not Links(told.put).unknown(known):
        return {}
    return {of: Row(told.number, hashes) for of, hashes in Links(told.whole()).unknown(known).items()}


def added(rows: Rows, more: Rows) -> dict[Stated, Row]:
    """Add rows to others; of two for the same the earlier counts."""
    both = dict(rows)
    for of, row in more.items():
        if of not in both or row.number < both[of].number:
            both[of] = row
    return both


def read(connection: Connection, number: int) -> dict[Stated, Row]:
    """Read what is kept in a ledger.

    Args:
        connection: A connection to its database.
        number: The last commit that counts.

    Returns:
        The rows.
    """
    table = schema.reviewed
    if not database.has(connection, table):
        return {}
    wanted = select(table).where(table.c.number <= number).order_by(table.c.number.desc())
    return {
        Stated(row.link, row.statement): Row(row.number, Hashes(row.from_hash, row.to_hash))
        for row in connection.execute(wanted)
    }


def missing(connection: Connection, number: int) -> list[int]:
    """List the commits that have not been gathered.

    Args:
        connection: A connection to the database.
        number: The last commit that counts.

    Returns:
        Their numbers, ascending.
    """
    table = schema.commits
    wanted = select(table.c.number).where(table.c.number <= number).order_by(table.c.number)
    if database.has(connection, schema.gathered):
        wanted = wanted.where(table.c.number.not_in(select(schema.gathered.c.number)))
    return list(connection.scalars(wanted))


def keep(connection: Connection, numbers: Iterable[int], rows: Rows) -> None:
    """Keep what was gathered.

    Args:
        connection: A connection to the database, which may write.
        numbers: The commits.
        rows: What was gathered from them.
    """
    connection.execute(schema.gathered.insert(), [{"number": number} for number in numbers])
    for part in _parts(rows):
        connection.execute(schema.reviewed.insert(), part)


def _parts(rows: Rows) -> Iterator[list[dict[str, object]]]:
    every = [
        {
            "link": of.link,
            "statement": of.address,
            "number": row.number,
            "from_hash": row.hashes.lower,
            "to_hash": row.hashes.upper,
        }
        for of, row in rows.items()
    ]
    yield from (every[first : first + _AT_ONCE] for first in range(0, len(every), _AT_ONCE))
