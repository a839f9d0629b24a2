"""What the ends of links said when what the links state came in, gathered from the commits.

It follows from the history alone: of each commit, what its links state for the first time is kept with the texts that
both ends have after it. So what was taken back and comes again is reviewed as it was, and rows that are missing, in a
ledger of an earlier program, are worked out anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, func, select

from graph_service.ledger import database, reading, schema
from graph_service.model.validity import Hashes, Kept, Stated
from graph_service.store.files import GraphFile
from graph_service.store.links import LINK, Links

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


def of_commit(told: Told, known: Kept) -> dict[Stated, Row]:
    """Gather what links state for the first time with a commit.

    Args:
        told: What the commit did.
        known: What has been stated before it.

    Returns:
        What is to be kept with it.
    """
    if not told.takes_out and not Links(told.put).unknown(known):
        return {}
    return {of: Row(told.number, hashes) for of, hashes in Links(told.whole()).unknown(known).items()}


def worked_out(connection: Connection, numbers: Sequence[int], rows: Rows) -> dict[Stated, Row]:
    """Work out from the history what is to be kept with some commits.

    Args:
        connection: A connection to the database.
        numbers: The commits, ascending.
        rows: What has been gathered from others.

    Returns:
        What is to be kept with them.
    """
    found: dict[Stated, Row] = {}
    known: dict[Stated, Hashes] = {}
    later = sorted(rows.items(), key=lambda row: row[1].number, reverse=True)
    for number in numbers:
        while later and later[-1][1].number < number:
            of, row = later.pop()
            known.setdefault(of, row.hashes)
        if not _says_of_links(connection, number):
            continue
        new = of_commit(
            Told(
                number,
                reading.files(connection, reading.changed_by(number)),
                _takes_out(connection, number),
                lambda number=number: reading.files(connection, reading.last_changed(number)),  # type: ignore[misc]
            ),
            known,
        )
        found |= new
        known |= kept(new)
    return found


def wrong(connection: Connection) -> Iterator[str]:
    """Find what is kept with links and does not follow from the history.

    Args:
        connection: A connection to the database.

    Yields:
        IRIs of the links, in order.
    """
    last = connection.scalar(select(func.max(schema.commits.c.number))) or 0
    rows = read(connection, last)
    lacking = set(missing(connection, last))
    expected = worked_out(connection, range(1, last + 1), {})
    for of in sorted(expected.keys() | rows.keys()):
        row, right = rows.get(of), expected.get(of)
        if row != right and not (row is None and right is not None and right.number in lacking):
            yield of.link


def _takes_out(connection: Connection, number: int) -> bool:
    table = schema.changes
    gone = select(table.c.graph).where(table.c.number == number, table.c.content.is_(None)).limit(1)
    return connection.scalar(gone) is not None


def _says_of_links(connection: Connection, number: int) -> bool:
    """Tell whether a commit may state anything of links: it takes something out, or puts in what names their class."""
    if _takes_out(connection, number):
        return True
    table = schema.changes
    put = (
        select(schema.contents.c.statements)
        .join(table, table.c.content == schema.contents.c.address)
        .where(table.c.number == number)
    )
    name = str(LINK).encode()
    return any(name in statements for statements in connection.scalars(put))


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
