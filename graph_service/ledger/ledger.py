"""The ledger: commits one after the other, and what the plans said after each."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, Self

import orjson
from sqlalchemy import CTE, Connection, Result, RowMapping, Select, Subquery, Table, and_, func, literal, select

from graph_service.errors import LedgerError, StaleBaseError, UnknownThingError
from graph_service.ledger import database, gathering, mentions, schema
from graph_service.ledger.commit import FIRST, Change, Commit, address
from graph_service.ledger.gathering import Row, Rows, Told
from graph_service.model.validity import Hashes, Kept, Stated
from graph_service.store import canonical, snapshot
from graph_service.store.files import GraphFile
from graph_service.store.snapshot import Snapshot

_AT_ONCE: Final = 100
"""Contents that are read at once where all are."""
_SHORTEST: Final = 4
"""Characters of a commit's address that may stand for it."""


class Fault(NamedTuple):
    """Something that is wrong with a ledger.

    Attributes:
        kind: ``order``: a commit does not follow the one before it; ``commit``, ``content`` or ``source``: it is not
            what its address stands for; ``reviewed``: what is kept with a link does not follow from the history.
        name: The commit's number, the address, or the IRI of the link.
    """

    kind: Literal["order", "commit", "content", "source", "reviewed"]
    name: str


class Put(NamedTuple):
    """A graph that is put in.

    Attributes:
        graph: Its IRI.
        name: The file's name.
        content: Its statements in their canonical form.
        text: The file's text.
    """

    graph: str
    name: str
    content: bytes
    text: str

    @classmethod
    def of(cls, file: GraphFile) -> Self:
        """Bring a file's statements into their canonical form.

        Args:
            file: The file.

        Returns:
            What is kept of it.

        Raises:
            UnreadableInputError: If its blank nodes cannot be told apart in reasonable time and memory.
        """
        return cls(file.graph, file.path.name, canonical.canonical(file.quads, str(file.path)), file.text)

    @property
    def address(self) -> str:
        """The content address of the statements."""
        return canonical.address(self.content)

    @property
    def file(self) -> GraphFile:
        """It as the ledger will give it."""
        return GraphFile(Path(self.name), self.graph, canonical.read(self.content, self.graph), self.text)


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
            return _one(connection, select(schema.commits).order_by(schema.commits.c.number.desc()).limit(1))

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
            found = [_commit(connection, row) for row in connection.execute(wanted).mappings()]
        if len(found) != 1:
            raise UnknownThingError("commit_several" if found else "commit_unknown", name=name[:80])
        return found[0]

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
            return tuple(_commit(connection, row) for row in connection.execute(wanted).mappings())

    def concerning(self, iri: str) -> frozenset[int]:
        """Find the commits after which what is said of a thing, or by what names it, was another.

        Args:
            iri: IRI of the thing, whether it is still there or not.

        Returns:
            Their numbers; none if nothing has ever been known of it.
        """
        with self._reading() as connection:
            return mentions.numbers(connection, iri)

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
                found.update((of, file) for file in _files(connection, own))
        return found

    def graphs(self) -> dict[str, str]:
        """Give every graph that has ever been put in, with the last name of its file."""
        table = schema.changes
        names, last = _names(), table.alias()
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
            return _one(connection, select(table).where(table.c.number == number))

    def state(self, number: int) -> Mapping[str, Change]:
        """Tell which contents were current after a commit.

        Args:
            number: The commit's number.

        Returns:
            By graph, what was put in its place last; graphs that were taken out are not there.
        """
        with self._reading() as connection:
            return _state(connection, number)

    def files(self, number: int, *, graphs: Collection[str] | None = None) -> tuple[GraphFile, ...]:
        """Give what the plans said after a commit.

        Args:
            number: The commit's number.
            graphs: Only these graphs; None for all.

        Returns:
            One entry per graph, in the order of their files' names.
        """
        wanted = _current(number)
        with self._reading() as connection:
            read = _files(connection, wanted, graphs)
            expected = _state(connection, number).keys()
            if {file.graph for file in read} != expected & set(expected if graphs is None else graphs):
                raise LedgerError("ledger_damaged", url=database.shown(self._url), reason="contents")
        return read

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
            return gathering.added(rows, self._gathered(connection, gathering.missing(connection, number), rows))

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
        whole = True
        for fault in self._damage():
            whole = False
            yield fault
        if whole:
            with self._reading() as connection:
                yield from self._misreviewed(connection)

    def _damage(self) -> Iterator[Fault]:
        expected, last = FIRST, 0
        changed = select(schema.changes).order_by(schema.changes.c.number, schema.changes.c.graph)
        with self._reading() as connection:
            changes: dict[int, list[Change]] = {}
            for one in connection.execute(changed):
                changes.setdefault(one.number, []).append(Change(one.graph, one.content, one.source, one.name))
            for row in connection.execute(select(schema.commits).order_by(schema.commits.c.number)).mappings():
                try:
                    made = _made(row, changes.get(row["number"], ()))
                except ValueError:  # its verdict cannot be read
                    yield Fault("commit", str(row["number"]))
                    expected, last = row["address"], row["number"]
                    continue
                if (made.number, made.parent) != (last + 1, expected):
                    yield Fault("order", str(made.number))
                if made.computed() != made.address:
                    yield Fault("commit", str(made.number))
                expected, last = made.address, made.number
            kept = {row.address: canonical.address(row.statements) for row in _all(connection, select(schema.contents))}
            yield from (Fault("content", name) for name, found in sorted(kept.items()) if found != name)
            texts = {
                row.address: canonical.address(row.text.encode()) for row in _all(connection, select(schema.sources))
            }
            yield from (Fault("source", name) for name, found in sorted(texts.items()) if found != name)
            for number, several in changes.items():
                yield from (fault for change in several for fault in _missing(change, kept, texts))
                if not 1 <= number <= last:
                    yield Fault("order", str(number))

    def _new(self, told: Told, stated: Mapping[Stated, Hashes] | None) -> tuple[list[int], Rows]:
        """Gather what is to be kept with a new commit, and with earlier ones that have not been gathered yet."""
        with self._reading() as connection:
            missing = gathering.missing(connection, told.number - 1)
            if stated is not None and not missing:
                return missing, {of: Row(told.number, hashes) for of, hashes in stated.items()}
            rows: Rows = gathering.read(connection, told.number - 1)
            earlier = self._gathered(connection, missing, rows)
        own = gathering.of_commit(told, gathering.added(rows, earlier))
        return missing, {**earlier, **own}

    def _after(self, made: Commit, put: tuple[GraphFile, ...]) -> tuple[GraphFile, ...]:
        changed = {change.graph for change in made.changes}
        return (*(file for file in self.files(made.number - 1) if file.graph not in changed), *put)

    def _gathered(self, connection: Connection, numbers: Iterable[int], rows: Rows) -> Rows:
        found: Rows = {}
        for number in numbers:
            table = schema.changes
            own = select(table.c.graph, table.c.number).where(table.c.number == number).subquery()
            gone = select(table.c.graph).where(table.c.number == number, table.c.content.is_(None)).limit(1)
            told = Told(
                number,
                _files(connection, own),
                connection.scalar(gone) is not None,
                lambda number=number: _files(connection, _current(number)),  # type: ignore[misc]
            )
            found = gathering.added(found, gathering.of_commit(told, gathering.added(rows, found)))
        return found

    def _misreviewed(self, connection: Connection) -> Iterator[Fault]:
        last = connection.scalar(select(func.max(schema.commits.c.number))) or 0
        rows = gathering.read(connection, last)
        lacking = set(gathering.missing(connection, last))
        expected = self._gathered(connection, range(1, last + 1), {})
        for of in sorted(expected.keys() | rows.keys()):
            row, right = rows.get(of), expected.get(of)
            if row != right and not (row is None and right is not None and right.number in lacking):
                yield Fault("reviewed", of.link)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with database.told(self._url), database.at_one_moment(self._engine) as connection:
                yield connection
        except (ValueError, SyntaxError) as error:  # a verdict that is no JSON, statements that are none
            raise LedgerError("ledger_damaged", url=database.shown(self._url), reason=error) from error


def _one(connection: Connection, wanted: Select[Any]) -> Commit | None:
    row = connection.execute(wanted).mappings().first()
    return None if row is None else _commit(connection, row)


def _commit(connection: Connection, row: RowMapping) -> Commit:
    table = schema.changes
    rows = connection.execute(select(table).where(table.c.number == row["number"]).order_by(table.c.graph))
    return _made(row, tuple(Change(one.graph, one.content, one.source, one.name) for one in rows))


def _made(row: RowMapping, changes: Iterable[Change]) -> Commit:
    verdict, told = orjson.loads(row["verdict"]), tuple(changes)
    return Commit(row["number"], row["address"], row["parent"], row["at"], row["who"], row["why"], verdict, told)


def _all(connection: Connection, wanted: Select[Any]) -> Result[Any]:
    """Read what is too much to be held at once, little by little."""
    return connection.execute(wanted, execution_options={"yield_per": _AT_ONCE})


def _missing(change: Change, contents: Collection[str], sources: Collection[str]) -> Iterator[Fault]:
    if change.content is not None and change.content not in contents:
        yield Fault("content", change.content)
    if change.source is not None and change.source not in sources:
        yield Fault("source", change.source)


def _names() -> CTE:
    """Give the names of all graphs, each found from the one before it: grouping would go through the whole history."""
    table = schema.changes
    names = select(func.min(table.c.graph).label("graph")).cte("names", recursive=True)
    after = select(func.min(table.c.graph)).where(table.c.graph > names.c.graph).scalar_subquery()
    return names.union_all(select(after).where(names.c.graph.is_not(None)))


def _current(number: int) -> Subquery:
    table, names = schema.changes, _names()
    last = select(func.max(table.c.number)).where(table.c.graph == names.c.graph, table.c.number <= number)
    return select(names.c.graph, last.scalar_subquery().label("number")).where(names.c.graph.is_not(None)).subquery()


def _state(connection: Connection, number: int) -> dict[str, Change]:
    table, current = schema.changes, _current(number)
    wanted = select(table).join(current, and_(table.c.graph == current.c.graph, table.c.number == current.c.number))
    return {
        row.graph: Change(row.graph, row.content, row.source, row.name)
        for row in connection.execute(wanted)
        if row.content is not None
    }


def _files(connection: Connection, wanted: Subquery, graphs: Collection[str] | None = None) -> tuple[GraphFile, ...]:
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
