"""The ledger: commits one after the other, and what the plans said after each."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Final, Self

import orjson
from sqlalchemy import Connection, Table, func, literal, select

from graph_service.errors import LedgerError, StaleBaseError, UnknownThingError
from graph_service.ledger import database, faults, gathering, mentions, reading, schema
from graph_service.ledger.commit import FIRST, Change, Commit, address
from graph_service.ledger.faults import Fault
from graph_service.ledger.gathering import Row, Rows, Told
from graph_service.ledger.put import Put
from graph_service.model.validity import Hashes, Kept, Stated
from graph_service.store import canonical, snapshot
from graph_service.store.files import GraphFile
from graph_service.store.snapshot import Snapshot

_SHORTEST: Final = 4
"""Characters of a commit's address that may stand for it."""


class Ledger:
    """What the plans have said.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, Ledger.open(f"{folder}/ledger.sqlite") as ledger:
        ...     ledger.head() is None
        True
    """

    def __init__(self, url: str, *, new: bool = True) -> None:
        """Open a ledger.

        Args:
            url: Address of its database, or path of its file.
            new: Whether one that is not there is begun; else it is refused.

        Raises:
            LedgerError: If it cannot be reached, or is none.
        """
        self._url = url
        self._engine = database.connect(url, new=new)

    @classmethod
    def open(cls, url: str, *, new: bool = True) -> Self:
        """Open a ledger, as the constructor does."""
        return cls(url, new=new)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """Give the ledger."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def head(self) -> Commit | None:
        """Give the last commit; None in a ledger that has none."""
        with self._reading() as connection:
            return reading.first(connection, select(schema.commits).order_by(schema.commits.c.number.desc()).limit(1))

    def commit(self, name: str) -> Commit:
        """Find a commit.

        Args:
            name: Its number, the beginning of its address, or ``HEAD`` for the last one.

        Returns:
            The commit.

        Raises:
            UnknownThingError: If there is none, or more than one, of that name.
        """
        table = schema.commits
        with self._reading() as connection:
            if name.upper() == "HEAD":
                wanted = select(table).order_by(table.c.number.desc()).limit(1)
            elif name.isascii() and name.isdigit() and len(name) < 10:  # noqa: PLR2004 -- no number is longer
                wanted = select(table).where(table.c.number == int(name))
            elif len(name) >= _SHORTEST and name.isalnum():
                wanted = select(table).where(table.c.address.startswith(name.lower(), autoescape=True)).limit(2)
            else:
                raise UnknownThingError("commit_unknown", name=name[:80])
            found = [reading.commit(connection, row) for row in connection.execute(wanted).mappings()]
        if len(found) != 1:
            raise UnknownThingError("commit_several" if found else "commit_unknown", name=name[:80])
        return found[0]

    def still(self, number: int, address: str) -> Commit:
        """Find a commit again: what has been read after it by its number is of the same history, then.

        Args:
            number: Its number.
            address: Its address, as it was.

        Returns:
            The commit.

        Raises:
            LedgerError: If another history has taken the place of the one that it stood in.
        """
        table = schema.commits
        with self._reading() as connection:
            found = reading.first(connection, select(table).where(table.c.number == number, table.c.address == address))
        if found is None:
            raise LedgerError("ledger_replaced", url=database.shown(self._url))
        return found

    def log(
        self,
        limit: int,
        *,
        before: int | None = None,
        after: int | None = None,
        graphs: Collection[str] | None = None,
        numbers: Collection[int] | None = None,
    ) -> tuple[Commit, ...]:
        """List commits, the last first; those after one the other way round, as whoever follows takes them in.

        Args:
            limit: Most commits.
            before: Only those with a lower number.
            after: Only those with a higher number, the first of them first.
            graphs: Only those that changed one of these graphs.
            numbers: Only these, at most as many as the limit.

        Returns:
            The commits.
        """
        table, changes = schema.commits, schema.changes
        wanted, number = select(table), table.c.number
        if graphs is not None and len(graphs) == 1:
            wanted = wanted.join(changes, changes.c.number == table.c.number).where(changes.c.graph.in_(graphs))
            number = changes.c.number  # in the order of the index that begins with the graph
        elif graphs is not None:
            wanted = wanted.where(number.in_(select(changes.c.number).where(changes.c.graph.in_(graphs))))
        if numbers is not None:
            wanted = wanted.where(number.in_(sorted(numbers)[-limit:]))
        if before is not None:
            wanted = wanted.where(number < before)
        if after is not None:
            wanted = wanted.where(number > after)
        wanted = wanted.order_by(number.desc() if after is None else number).limit(limit)
        with self._reading() as connection:
            return tuple(reading.commit(connection, row) for row in connection.execute(wanted).mappings())

    def concerning(self, iri: str, limit: int | None = None) -> frozenset[int]:
        """Find the commits after which what is said of a thing, or by what names it, was another.

        Args:
            iri: IRI of the thing, whether it is still there or not.
            limit: Most commits, the last ones; None for all.

        Returns:
            Their numbers; none if nothing has ever been known of it.
        """
        with self._reading() as connection:
            return mentions.numbers(connection, iri, limit)

    def said(self, changes: Iterable[tuple[int, str]]) -> dict[tuple[int, str], GraphFile]:
        """Tell what some commits put in the place of a graph; of a graph that was taken out, what it said before.

        Args:
            changes: Numbers of commits, each with the IRI of a graph that it changed.

        Returns:
            The graphs by commit and IRI.
        """
        table = schema.changes
        with self._reading() as connection:
            found: dict[tuple[int, str], GraphFile] = {}
            for of in changes:
                number, graph = of
                put = select(func.max(table.c.number).label("number")).where(
                    table.c.graph == graph, table.c.number <= number, table.c.content.is_not(None)
                )
                own = select(literal(graph).label("graph"), put.scalar_subquery().label("number")).subquery()
                found.update((of, file) for file in reading.files(connection, own))
        return found

    def graphs(self) -> dict[str, str]:
        """Give every graph that has ever been put in, with the last name of its file."""
        table = schema.changes
        names, last = reading.graphs(), table.alias()
        put = select(func.max(last.c.number)).where(last.c.graph == names.c.graph, last.c.content.is_not(None))
        wanted = (
            select(table.c.graph, table.c.name)
            .join(names, table.c.graph == names.c.graph)
            .where(table.c.number == put.scalar_subquery())
            .order_by(table.c.number)
        )
        with self._reading() as connection:
            return {row.graph: row.name for row in connection.execute(wanted)}

    def known_at(self, moment: datetime) -> Commit | None:
        """Find the commit that was the last one at some time.

        Args:
            moment: The time.

        Returns:
            The commit; None if there was none yet.
        """
        table, at = schema.commits, _written(moment)
        with self._reading() as connection:
            last = connection.scalar(select(func.max(table.c.number))) or 0

            def made(number: int) -> str:
                return connection.scalar(select(table.c.at).where(table.c.number == number)) or ""

            # Times never go back from one commit to the next, so half of what is left can be left out each time.
            number = bisect_right(range(1, last + 1), at, key=made)
            return reading.first(connection, select(table).where(table.c.number == number))

    def state(self, number: int) -> Mapping[str, Change]:
        """Tell which contents were current after a commit.

        Args:
            number: The commit's number.

        Returns:
            By graph, what was put in its place last; graphs that were taken out are not there.
        """
        with self._reading() as connection:
            return reading.state(connection, number)

    def files(self, number: int, *, graphs: Collection[str] | None = None) -> tuple[GraphFile, ...]:
        """Give what the plans said after a commit.

        Args:
            number: The commit's number.
            graphs: Only these graphs; None for all.

        Returns:
            One entry per graph, in the order of their files' names.
        """
        wanted = reading.last_changed(number)
        with self._reading() as connection:
            read = reading.files(connection, wanted, graphs)
            expected = reading.state(connection, number).keys()
            if {file.graph for file in read} != expected & set(expected if graphs is None else graphs):
                raise LedgerError("ledger_damaged", url=database.shown(self._url), reason="contents")
        return read

    def texts(self, number: int, graphs: Collection[str]) -> dict[str, str]:
        """Give the files of some graphs as they were given, without reading what they state.

        Args:
            number: A commit's number.
            graphs: IRIs of the graphs.

        Returns:
            The texts after that commit by graph; those that are not there then are left out.
        """
        with self._reading() as connection:
            return reading.texts(connection, reading.last_changed(number), graphs)

    def dataset(self, number: int, *, today: date | None = None) -> Snapshot:
        """Build the dataset of what the plans said after a commit.

        Args:
            number: The commit's number.
            today: The day on which waivers have to count; None to let all count.

        Returns:
            The dataset.
        """
        return snapshot.build(self.files(number), kept=self.kept(number), today=today)

    def reviewed(self, number: int) -> Rows:
        """Tell what the ends of links said when what the links state came in, and when that was.

        Args:
            number: The last commit that counts.

        Returns:
            By what is stated: the commit and the hashes of the texts of both ends.
        """
        with self._reading() as connection:
            rows: Rows = gathering.read(connection, number)
            return gathering.added(rows, gathering.worked_out(connection, gathering.missing(connection, number), rows))

    def kept(self, number: int) -> Kept:
        """Tell what the ends of links said when what the links state came in.

        Args:
            number: The last commit that counts.

        Returns:
            By what is stated, the hashes of the texts of both ends.
        """
        return gathering.kept(self.reviewed(number))

    def record(
        self,
        parent: Commit | None,
        *,
        who: str,
        why: str,
        verdict: Mapping[str, int],
        put: Iterable[GraphFile | Put],
        taken_out: Collection[str] = (),
        stated: Mapping[Stated, Hashes] | None = None,
    ) -> Commit:
        """Make a commit, whole or not at all.

        Args:
            parent: The last commit, as whoever judged the change knows it; None if there is none.
            who: Who makes it.
            why: Why.
            verdict: Counts of findings.
            put: The graphs that are put in.
            taken_out: IRIs of graphs that are taken out.
            stated: What links state for the first time with it, and what their ends say then, where whoever judged the
                change knows it; else it is worked out from all that the plans say.

        Returns:
            The commit.

        Raises:
            StaleBaseError: If there is another commit by now.
            LedgerError: If it cannot be written.
        """
        given = {one.graph: one if isinstance(one, Put) else Put.of(one) for one in put}
        changes = [
            Change(one.graph, one.address, canonical.address(one.text.encode()), one.name) for one in given.values()
        ]
        going = [graph for graph in dict.fromkeys(taken_out) if graph not in given]
        names = self.graphs() if going else {}
        gone = [Change(graph, None, None, names.get(graph, "")) for graph in going]
        changed = tuple(sorted([*changes, *gone], key=lambda change: change.graph))
        before, number = (parent.address, parent.number + 1) if parent else (FIRST, 1)
        at = _written(datetime.now(UTC))
        if parent is not None:
            at = max(at, parent.at)  # a clock that is set back turns no history around
        counts = dict(verdict)
        made = Commit(number, address(before, at, who, why, counts, changed), before, at, who, why, counts, changed)
        files = tuple(one.file for one in given.values())
        told = Told(number, files, bool(gone), lambda: self._after(made, files))
        missing, rows = self._new(told, stated)
        with database.told(self._url), database.writing(self._engine) as connection:
            last = connection.scalar(select(schema.commits.c.address).order_by(schema.commits.c.number.desc()).limit(1))
            if (last or FIRST) != before:
                raise StaleBaseError("ledger_stale", base=before[:12] or "–")
            _keep(connection, made, given.values())
            gathering.keep(connection, (*missing, number), rows)
        return made

    def faults(self) -> Iterator[Fault]:
        """Check that the ledger is whole: every address fits what it stands for, every commit follows the one before.

        Yields:
            What is wrong; nothing if all is well.

        Raises:
            LedgerError: If it cannot be read at all.
        """
        with self._reading() as connection:
            yield from faults.find(connection)

    def _new(self, told: Told, stated: Mapping[Stated, Hashes] | None) -> tuple[list[int], Rows]:
        """Gather what is to be kept with a new commit, and with earlier ones that have not been gathered yet."""
        with self._reading() as connection:
            missing = gathering.missing(connection, told.number - 1)
            if stated is not None and not missing:
                return missing, {of: Row(told.number, hashes) for of, hashes in stated.items()}
            rows: Rows = gathering.read(connection, told.number - 1)
            earlier = gathering.worked_out(connection, missing, rows)
        own = gathering.of_commit(told, gathering.kept(gathering.added(rows, earlier)))
        return missing, {**earlier, **own}

    def _after(self, made: Commit, put: tuple[GraphFile, ...]) -> tuple[GraphFile, ...]:
        changed = {change.graph for change in made.changes}
        return (*(file for file in self.files(made.number - 1) if file.graph not in changed), *put)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with database.told(self._url), database.at_one_moment(self._engine) as connection:
                yield connection
        except (ValueError, SyntaxError) as error:  # a verdict that is no JSON, statements that are none
            raise LedgerError("ledger_damaged", url=database.shown(self._url), reason=error) from error


def _keep(connection: Connection, made: Commit, given: Iterable[Put]) -> None:
    kept = tuple(given)
    contents = {one.address: one.content for one in kept}
    texts = {canonical.address(one.text.encode()): one.text for one in kept}
    _add(connection, schema.contents, "statements", contents)
    _add(connection, schema.sources, "text", texts)
    row = {field: getattr(made, field) for field in ("number", "address", "parent", "at", "who", "why")}
    connection.execute(schema.commits.insert().values(**row, verdict=orjson.dumps(made.verdict).decode()))
    if made.changes:
        connection.execute(schema.changes.insert(), [{"number": made.number, **asdict(one)} for one in made.changes])


def _add(connection: Connection, table: Table, column: str, values: Mapping[str, str | bytes]) -> None:
    known = set(connection.scalars(select(table.c.address).where(table.c.address.in_(values))))
    rows = [{"address": name, column: value} for name, value in values.items() if name not in known]
    if rows:
        connection.execute(table.insert(), rows)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
