"""What the rows of a ledger's tables stand for: commits, and which graphs were current after one."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import CTE, Connection, RowMapping, Select, Subquery, and_, func, select

from graph_service.ledger import schema
from graph_service.ledger.commit import Change, Commit
from graph_service.store import canonical
from graph_service.store.files import GraphFile


def first(connection: Connection, wanted: Select[Any]) -> Commit | None:
    """Give the first commit that a question finds; None if it finds none."""
    row = connection.execute(wanted).mappings().first()
    return None if row is None else commit(connection, row)


def commit(connection: Connection, row: RowMapping) -> Commit:
    """Give the commit that a row stands for, with what it changed."""
    table = schema.changes
    rows = connection.execute(select(table).where(table.c.number == row["number"]).order_by(table.c.graph))
    return made(row, map(change, rows))


def made(row: RowMapping, changes: Iterable[Change]) -> Commit:
    """Give the commit that a row stands for, if what it changed is known.

    Raises:
        ValueError: If its verdict cannot be read.
    """
    verdict = orjson.loads(row["verdict"])
    return Commit(
        row["number"], row["address"], row["parent"], row["at"], row["who"], row["why"], verdict, tuple(changes)
    )


def change(row: Any) -> Change:  # noqa: ANN401 -- rows have the columns that were asked for
    """Give the change that a row stands for."""
    return Change(row.graph, row.content, row.source, row.name)


def graphs() -> CTE:
    """Give the names of all graphs, each found from the one before it: grouping would go through the whole history."""
    table = schema.changes
    names = select(func.min(table.c.graph).label("graph")).cte("names", recursive=True)
    after = select(func.min(table.c.graph)).where(table.c.graph > names.c.graph).scalar_subquery()
    return names.union_all(select(after).where(names.c.graph.is_not(None)))


def changed_by(number: int) -> Subquery:
    """Give each graph that a commit changed, with the commit's number."""
    table = schema.changes
    return select(table.c.graph, table.c.number).where(table.c.number == number).subquery()


def last_changed(number: int) -> Subquery:
    """Give each graph with the number of the commit that changed it last, up to some commit."""
    table, names = schema.changes, graphs()
    last = select(func.max(table.c.number)).where(table.c.graph == names.c.graph, table.c.number <= number)
    return select(names.c.graph, last.scalar_subquery().label("number")).where(names.c.graph.is_not(None)).subquery()


def state(connection: Connection, number: int) -> dict[str, Change]:
    """Tell what was put in the place of each graph last, up to some commit, leaving out those that were taken out."""
    table, last = schema.changes, last_changed(number)
    wanted = select(table).join(last, and_(table.c.graph == last.c.graph, table.c.number == last.c.number))
    return {row.graph: change(row) for row in connection.execute(wanted) if row.content is not None}


def files(connection: Connection, wanted: Subquery, graphs: Collection[str] | None = None) -> tuple[GraphFile, ...]:
    """Give what was put in the place of some graphs, or of all, by some commits."""
    table = schema.changes
    rows = (
        select(table.c.graph, table.c.name, schema.contents.c.statements, schema.sources.c.text)
        .join(wanted, and_(table.c.graph == wanted.c.graph, table.c.number == wanted.c.number))
        .join(schema.contents, schema.contents.c.address == table.c.content)
        .join(schema.sources, schema.sources.c.address == table.c.source)
        .order_by(table.c.name, table.c.graph)
    )
    if graphs is not None:
        rows = rows.where(table.c.graph.in_(graphs))
    return tuple(
        GraphFile(Path(row.name), row.graph, canonical.read(row.statements, row.graph), row.text)
        for row in connection.execute(rows)
    )


def texts(connection: Connection, wanted: Subquery, graphs: Collection[str]) -> dict[str, str]:
    """Give the files of some graphs as they were given with some commits."""
    table = schema.changes
    rows = (
        select(table.c.graph, schema.sources.c.text)
        .join(wanted, and_(table.c.graph == wanted.c.graph, table.c.number == wanted.c.number))
        .join(schema.sources, schema.sources.c.address == table.c.source)
        .where(table.c.graph.in_(graphs))
    )
    return {row.graph: row.text for row in connection.execute(rows)}
