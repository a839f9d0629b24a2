"""Which commits made the plans say something else about a thing: read from the statements as they are kept.

What concerns a thing is what is said of it, and all that whatever names it says: a link that it is an end of, a review
of the link, a waiver, a follow-up. The history is gone through from its end, some commits at a time, and each content
is looked at once. Nothing keeps which of them name a thing, so going through all of it takes the longer the more there
is; but no more of a content is kept than a hash.
"""

from collections.abc import Collection, Iterator
from hashlib import sha256
from typing import Final, NamedTuple

from sqlalchemy import Connection, func, select

from graph_service.ledger import schema

_FIRST: Final = 16
"""How many commits are looked at first; then twice as many each time, for the limit may be reached soon."""
_MOST: Final = 512
"""Most commits that are looked at at once."""
_AT_ONCE: Final = 20
"""Contents that are held at once."""
_BLANK: Final = b"_:"
_NOTHING: Final = b""


def numbers(connection: Connection, iri: str, limit: int | None = None) -> frozenset[int]:
    """Find the commits after which what concerns a thing was another.

    Args:
        connection: The ledger.
        iri: IRI of the thing.
        limit: Most commits, the last ones; None for all. What is older than those is not looked at.

    Returns:
        Their numbers.
    """
    said, found = _Said(connection, iri), set[int]()
    upper, size = connection.scalar(select(func.max(schema.commits.c.number))) or 0, _FIRST
    while upper > 0:
        steps = list(_steps(connection, upper - size, upper))
        said.look({content for step in steps for content in (step.before, step.after) if content is not None})
        for step in steps:
            if limit is not None and len(found) >= limit and step.number not in found:
                return frozenset(found)
            if said.of.get(step.before, _NOTHING) != said.of.get(step.after, _NOTHING):
                found.add(step.number)
        upper, size = upper - size, min(2 * size, _MOST)
    return frozenset(found)


class _Step(NamedTuple):
    """What a commit did to a graph: the addresses of what it said before and after, None where it was not there."""

    number: int
    before: str | None
    after: str | None


def _steps(connection: Connection, after: int, upto: int) -> Iterator[_Step]:
    """Give what some commits did, the last one first."""
    table, earlier = schema.changes, schema.changes.alias()
    before = (
        select(earlier.c.content)
        .where(earlier.c.graph == table.c.graph, earlier.c.number < table.c.number)
        .order_by(earlier.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = (
        select(table.c.number, before.label("before"), table.c.content)
        .where(table.c.number > after, table.c.number <= upto)
        .order_by(table.c.number.desc())
    )
    return (_Step(row.number, row.before, row.content) for row in connection.execute(wanted))


class _Said:
    """What contents say that concerns a thing, as far as they have been looked at.

    Attributes:
        of: A hash of that by the content's address; contents of which nothing concerns the thing are left out.
    """

    def __init__(self, connection: Connection, iri: str) -> None:
        self.of: dict[str | None, bytes] = {}
        self._connection = connection
        self._iri = iri
        self._looked: set[str] = set()

    def look(self, addresses: Collection[str]) -> None:
        """Look at some contents, if that has not been done yet."""
        new, table = sorted({*addresses} - self._looked), schema.contents
        self._looked.update(new)
        wanted = select(table).where(table.c.address.in_(new))
        for row in self._connection.execute(wanted, execution_options={"yield_per": _AT_ONCE}) if new else ():
            told = lines(row.statements, self._iri)
            if told:
                self.of[row.address] = sha256(b"\n".join(sorted(told))).digest()


def lines(statements: bytes, iri: str) -> frozenset[bytes]:
    r"""Give the statements of a graph that concern a thing.

    Args:
        statements: The graph in its canonical form, which is sorted.
        iri: IRI of the thing.

    Returns:
        What is said of the thing, and what is said of all that names it. A blank node is named anew with every graph,
        so of one that names the thing only that counts, without its label.

    Example:
        >>> graph = b"<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:q> <urn:c> .\n<urn:c> <urn:q> <urn:d> .\n"
        >>> len(lines(graph, "urn:b")), len(lines(graph, "urn:c")), len(lines(graph, "urn:x"))
        (2, 3, 0)
    """
    thing = f"<{iri}>".encode()
    if thing not in statements:
        return frozenset()
    said: set[bytes] = set()
    text, subjects = b"\n" + statements, {thing}
    for at in _places(text, b" %b .\n" % thing):  # no literal has a line end in it
        subject, _, rest = text[text.rindex(b"\n", 0, at) + 1 : at + len(thing) + 3].partition(b" ")
        if subject.startswith(_BLANK):
            said.add(rest)
        else:
            subjects.add(subject)
    at = 0
    for begin in sorted(b"\n%b " % subject for subject in subjects):  # as the lines are
        at = max(text.find(begin, at), at)
        while text.startswith(begin, at):
            end = text.index(b"\n", at + 1)
            said.add(text[at + 1 : end])
            at = end
    return frozenset(said)


def _places(text: bytes, part: bytes) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
