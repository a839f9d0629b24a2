"""Which commits made the plans say something else about a thing: read from the statements as they are kept.

What concerns a thing is what is said of it, and all that whatever names it says: a link that it is an end of, a review
of the link, a waiver, a follow-up.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, RowMapping, select

from graph_service.ledger import schema

_AT_ONCE: Final = 100
_BLANK: Final = b"_:"


def numbers(connection: Connection, iri: str) -> frozenset[int]:
    """Find the commits after which what concerns a thing was another.

    Args:
        connection: The ledger.
        iri: IRI of the thing.

    Returns:
        Their numbers.
    """
    table, contents = schema.changes, schema.contents
    rows = connection.execute(select(contents), execution_options={"yield_per": _AT_ONCE})
    said = {row.address: told for row in rows if (told := lines(row.statements, iri))}
    return _changed(said, connection.execute(select(table).order_by(table.c.graph, table.c.number)).mappings())


def lines(statements: bytes, iri: str) -> frozenset[bytes]:
    r"""Give the statements of a graph that concern a thing.

    Args:
        statements: The graph in its canonical form.
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
    split = [(*line.split(b" ", 1), line) for line in statements.splitlines()]
    naming = {subject for subject, said, _ in split if said.endswith(b" %b ." % thing)}
    return frozenset(
        said if subject.startswith(_BLANK) else line
        for subject, said, line in split
        if (subject in naming or subject == thing)
        and (not subject.startswith(_BLANK) or said.endswith(b" %b ." % thing))
    )


def _changed(said: Mapping[str | None, frozenset[bytes]], changes: Iterable[RowMapping]) -> frozenset[int]:
    found: set[int] = set()
    graph, before = "", frozenset[bytes]()
    for change in changes:
        if change["graph"] != graph:
            graph, before = change["graph"], frozenset()
        now = said.get(change["content"], frozenset())
        if now != before:
            found.add(change["number"])
        before = now
    return frozenset(found)
