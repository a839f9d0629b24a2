"""The ledger: whole commits, one after the other, and what the plans said after each."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Literal

import pyoxigraph as ox
import pytest
import sqlalchemy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.errors import LedgerError, StaleBaseError, UnknownThingError, UnreadableInputError
from graph_service.ledger import current, database, schema
from graph_service.ledger.commit import Commit
from graph_service.ledger.faults import Fault
from graph_service.ledger.ledger import Ledger
from graph_service.settings import Settings
from graph_service.store import canonical, snapshot
from graph_service.store.files import GraphFile

pytestmark = pytest.mark.xdist_group("ledger")

NewLedger = Callable[[], str]
NOTHING = {"violations": 0, "warnings": 0, "infos": 0}


def _file(name: str, *texts: str) -> GraphFile:
    graph, title = ox.NamedNode(f"urn:{name}"), ox.NamedNode("http://purl.org/dc/terms/title")
    quads = tuple(ox.Quad(graph, title, ox.Literal(text, language="sv"), graph) for text in texts)
    return GraphFile(Path(f"{name}.ttl"), graph.value, quads, f"# {texts}")


def _put(ledger: Ledger, *files: GraphFile, why: str = "prov", gone: tuple[str, ...] = ()) -> Commit:
    return ledger.record(ledger.head(), who="en roll", why=why, verdict=NOTHING, put=files, taken_out=gone)


def _said(ledger: Ledger, number: int) -> Mapping[str, set[str]]:
    return {file.graph: {str(quad.object.value) for quad in file.quads} for file in ledger.files(number)}  # type: ignore[union-attr]


def test_a_new_ledger_holds_nothing(url: str) -> None:
    """A ledger is begun when it is opened, and has no commits."""
    with Ledger.open(url) as ledger:
        assert ledger.head() is None
        assert ledger.log(10) == ()
        assert ledger.files(0) == ()
        assert not list(ledger.faults())


def test_every_state_can_be_read_again(url: str) -> None:
    """After each commit the plans say what it put in the place of its graphs, and the rest as before, for ever."""
    with Ledger.open(url) as ledger:
        first = _put(ledger, _file("a", "Ett"), _file("b", "Två"), why="först")
        second = _put(ledger, _file("a", "Ett, ändrat"), why="sedan")
        third = _put(ledger, gone=("urn:b",), why="sist")
    with Ledger.open(url) as ledger:
        assert _said(ledger, 1) == {"urn:a": {"Ett"}, "urn:b": {"Två"}}
        assert _said(ledger, 2) == {"urn:a": {"Ett, ändrat"}, "urn:b": {"Två"}}
        assert _said(ledger, 3) == {"urn:a": {"Ett, ändrat"}}
        assert ledger.head() == third
        assert ledger.log(10) == (third, second, first)
        assert [commit.why for commit in ledger.log(1, before=3)] == ["sedan"]
        assert ledger.log(10, graphs=["urn:b"]) == (third, first)
        assert (second.parent, first.parent) == (first.address, "")
        assert not list(ledger.faults())


def test_files_come_back_as_they_were_given(url: str) -> None:
    """The shipped plans are the same dataset when they have been through the ledger, with their texts and lines."""
    shipped = snapshot.shipped_files(Settings())
    with Ledger.open(url) as ledger:
        _put(ledger, *shipped)
        back = {file.graph: file for file in ledger.files(1)}
    assert back.keys() == {file.graph for file in shipped}
    for file in shipped:
        again = back[file.graph]
        assert (again.path.name, again.text, again.spots) == (file.path.name, file.text, file.spots)
        assert {*again.quads} == {*file.quads}


def test_what_does_not_change_is_kept_once(url: str) -> None:
    """The same statements and the same text under several names, or again and again, take the room of one."""
    with Ledger.open(url) as ledger:
        for text in ("Ett", "Två", "Ett"):
            _put(ledger, _file("a", text))
        engine = sqlalchemy.create_engine(url if "://" in url else f"sqlite:///{url}")
        with engine.connect() as connection:
            assert connection.scalar(sqlalchemy.select(sqlalchemy.func.count()).select_from(schema.contents)) == 2
        engine.dispose()
        assert ledger.state(1)["urn:a"] == ledger.state(3)["urn:a"] != ledger.state(2)["urn:a"]


def test_commits_are_found_by_number_address_and_head(url: str) -> None:
    """A commit answers to its number, the beginning of its address, and the last one to HEAD; nothing else does."""
    with Ledger.open(url) as ledger:
        first, second = _put(ledger, _file("a", "Ett")), _put(ledger, _file("a", "Två"))
        for name in ("1", first.address, first.address[:12], first.address[:12].upper()):
            assert ledger.commit(name) == first
        for name in ("HEAD", "head", "2"):
            assert ledger.commit(name) == second
        for name in ("", "0", "3", "-1", "1" * 40, "zzzz", "%", "____", "é" * 9, "x" * 10_000, first.address + "0"):
            with pytest.raises(UnknownThingError):
                ledger.commit(name)


def test_a_commit_on_an_old_base_is_refused(url: str) -> None:
    """Whoever judged a change against what is no longer the last commit is told, and nothing is written."""
    with Ledger.open(url) as mine, Ledger.open(url) as theirs:
        base = _put(mine, _file("a", "Ett"))
        _put(theirs, _file("b", "Två"))
        with pytest.raises(StaleBaseError):
            mine.record(base, who="en roll", why="för sent", verdict=NOTHING, put=[_file("c", "Tre")])
        with pytest.raises(StaleBaseError):
            mine.record(None, who="en roll", why="från början", verdict=NOTHING, put=[_file("c", "Tre")])
        assert len(mine.log(10)) == 2
        assert _said(mine, 2).keys() == {"urn:a", "urn:b"}


def test_of_many_who_write_at_once_one_at_a_time_does(url: str) -> None:
    """However many commit at the same moment, each base is followed by one commit, and what is told to be kept is."""
    many = 6
    with Ledger.open(url) as ledger:
        _put(ledger, _file("a", "Ett"))
    ready = Barrier(many)

    def write(number: int) -> int:
        kept = 0
        with Ledger.open(url) as ledger:
            ready.wait(60)
            for turn in range(5):
                try:
                    _put(ledger, _file(f"p{number}", f"{number} {turn}"))
                except StaleBaseError:
                    continue
                kept += 1
        return kept

    with ThreadPoolExecutor(many) as writers:
        kept = sum(writers.map(write, range(many)))
    with Ledger.open(url) as ledger:
        assert [commit.number for commit in ledger.log(1000)] == list(range(kept + 1, 0, -1))
        assert not list(ledger.faults())


def test_what_was_known_at_a_time(url: str) -> None:
    """Of each moment it can be told which commit was the last one."""
    with Ledger.open(url) as ledger:
        assert ledger.known_at(datetime.now(UTC)) is None
        first = _put(ledger, _file("a", "Ett"))
        second = _put(ledger, _file("a", "Två"))
        assert ledger.known_at(first.moment - timedelta(microseconds=1)) is None
        assert ledger.known_at(first.moment) == first
        assert ledger.known_at(second.moment - timedelta(microseconds=1)) == first
        assert ledger.known_at(datetime.now(UTC) + timedelta(days=1)) == second


DAMAGES: dict[str, tuple[sqlalchemy.Table, dict[str, object], Fault | None]] = {
    "a commit's words": (schema.commits, {"why": "något annat"}, Fault("commit", "1")),
    "its verdict": (schema.commits, {"verdict": json.dumps({"violations": 3})}, Fault("commit", "1")),
    "its changes": (schema.changes, {"graph": "urn:other"}, Fault("commit", "1")),
    "its parent": (schema.commits, {"parent": "0" * 64}, Fault("order", "1")),
    "statements": (schema.contents, {"statements": b"<urn:x> <urn:x> <urn:x> .\n"}, None),
    "a source": (schema.sources, {"text": "# annat"}, None),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found(url: str, damage: str) -> None:
    """Whatever is changed behind the ledger's back no longer fits its address."""
    table, values, fault = DAMAGES[damage]
    with Ledger.open(url) as ledger:
        _put(ledger, _file("a", "Ett"))
    engine = sqlalchemy.create_engine(url if "://" in url else f"sqlite:///{url}")
    with engine.begin() as connection:
        connection.execute(table.update().values(**values))
    engine.dispose()
    with Ledger.open(url) as ledger:
        faults = list(ledger.faults())
    assert faults
    assert fault is None or fault in faults


MISSING: dict[str, tuple[str, Literal["order", "content", "source", "commit"]]] = {
    "statements": ("DELETE FROM contents", "content"),
    "a source": ("DELETE FROM sources", "source"),
    "the commit of a change": ("INSERT INTO changes SELECT 0, 'urn:evil', content, source, name FROM changes", "order"),
    "the end of a verdict": ("UPDATE commits SET verdict = '{'", "commit"),
}


@pytest.mark.parametrize("missing", MISSING)
def test_what_is_missing_is_found(tmp_path: Path, missing: str) -> None:
    """A part that is gone, or one that belongs to no commit, is found, and never passed over in silence."""
    statement, kind = MISSING[missing]
    url = str(tmp_path / "plan.sqlite")
    with Ledger.open(url) as ledger:
        _put(ledger, _file("a", "Ett"))
    with closing(sqlite3.connect(url)) as opened:
        opened.execute(statement)
        opened.commit()
    with Ledger.open(url) as ledger:
        assert kind in {fault.kind for fault in ledger.faults()}
        if kind in {"content", "source"}:
            with pytest.raises(LedgerError):
                ledger.files(1)


@pytest.mark.parametrize("name", ["we?ird.sqlite", "50%25.sqlite", "a#b", "å ä ö", "x.sqlite"])
def test_a_ledger_lies_in_the_file_that_is_named(tmp_path: Path, name: str) -> None:
    """Whatever characters the name of its file has, that is the file, and it is found there again."""
    place = tmp_path / name
    with Ledger.open(str(place)) as ledger:
        _put(ledger, _file("a", "Ett"))
    assert place.is_file()
    assert current.is_there(Settings(ledger=str(place)))
    assert [file.graph for file in current.plans(Settings(ledger=str(place))).files] == ["urn:a"]


def test_an_address_of_a_file_is_the_file(tmp_path: Path) -> None:
    """The address of a database in SQLite leads to the same ledger as the path of its file."""
    place = tmp_path / "a b.sqlite"
    address = f"sqlite:///{place}"
    assert not current.is_there(Settings(ledger=address))
    with Ledger.open(address) as ledger:
        _put(ledger, _file("a", "Ett"))
    with Ledger.open(str(place)) as ledger:
        assert len(ledger.log(9)) == 1
    assert current.is_there(Settings(ledger=address))


@pytest.mark.parametrize(
    "address",
    ["sqlite://", "sqlite:///:memory:", ":memory:", "sqlite:///x?mode=ro", "postgresql+psycopg://h:port/x", "no://x"],
)
def test_an_address_that_would_keep_nothing_is_refused(address: str) -> None:
    """A ledger in memory would be lost, options would be left out, and what cannot be read leads nowhere."""
    with pytest.raises(LedgerError):
        Ledger.open(address)


def test_no_password_is_told() -> None:
    """However an address holds a password, people are not shown it."""
    for address in ("postgresql+psycopg://u:HEMLIGT@h/x", "postgresql+psycopg:///x?user=u&password=HEMLIGT"):
        assert "HEMLIGT" not in database.shown(address)


def test_many_may_begin_a_ledger_at_once(new_ledger: NewLedger) -> None:
    """Of several that open the same new ledger at the same moment each gets it."""
    many = 4
    for _ in range(3):
        url = new_ledger()
        ready = Barrier(many)

        def open_it(_: int, url: str = url, ready: Barrier = ready) -> bool:
            ready.wait(60)
            with Ledger.open(url) as ledger:
                return ledger.head() is None

        with ThreadPoolExecutor(many) as several:
            assert all(several.map(open_it, range(many)))


def test_a_foreign_database_is_left_as_it_is(tmp_path: Path) -> None:
    """A database of something else is refused without a byte of it being changed."""
    place = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(place)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.commit()
    before = place.read_bytes()
    with pytest.raises(LedgerError):
        Ledger.open(str(place))
    assert place.read_bytes() == before


def test_code_in_the_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What helps with blank nodes takes nothing from the folder that it is started in."""
    (tmp_path / "pyoxigraph.py").write_text("raise SystemExit(1)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    node = ox.BlankNode()
    assert canonical.canonical([ox.Quad(node, ox.NamedNode("urn:p"), node)], "x") == b"_:c14n0 <urn:p> _:c14n0 .\n"


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
STEPS = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.none() | st.lists(TEXTS, max_size=3), max_size=3), max_size=5
)


@given(STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_is_kept(new_ledger: NewLedger, steps: list[dict[str, list[str] | None]]) -> None:
    """Whatever is put in and taken out, each state is what a dictionary that went through the same would hold."""
    expected: dict[str, set[str]] = {}
    states = []
    with Ledger.open(new_ledger()) as ledger:
        for step in steps:
            put = [_file(name, *texts) for name, texts in step.items() if texts is not None]
            gone = tuple(f"urn:{name}" for name, texts in step.items() if texts is None)
            _put(ledger, *put, gone=gone)
            expected |= {f"urn:{name}": set(texts) for name, texts in step.items() if texts is not None}
            expected = {graph: texts for graph, texts in expected.items() if graph not in gone}
            states.append(dict(expected))
        for number, state in enumerate(states, 1):
            assert _said(ledger, number) == state
        assert not list(ledger.faults())
        log = ledger.log(100)
        for commit in log:
            assert ledger.known_at(commit.moment) == next(one for one in log if one.at <= commit.at)
        for name in "abc":
            of_it = [one for one in log if name in steps[one.number - 1]]
            assert ledger.log(100, graphs=[f"urn:{name}"]) == tuple(of_it)
            assert ledger.log(1, graphs=[f"urn:{name}"], before=3) == tuple(one for one in of_it if one.number < 3)[:1]
        ever = {name for step in steps for name, texts in step.items() if texts is not None}
        assert ledger.graphs() == {f"urn:{name}": f"{name}.ttl" for name in ever}


def test_the_same_statements_have_one_address() -> None:
    """Neither order, nor repetition, nor the names of blank nodes make another content of a graph."""
    one, other = (
        ox.parse(text, format=ox.RdfFormat.TURTLE)
        for text in (
            "<urn:a> <urn:p> _:x , _:y . _:x <urn:q> 1 . _:y <urn:q> 2 .",
            "_:b <urn:q> 1 . <urn:a> <urn:p> _:a , _:b , _:b . _:a <urn:q> 2 .",
        )
    )
    assert canonical.canonical(one, "x") == canonical.canonical(other, "x")


def test_blank_nodes_that_cannot_be_told_apart_are_refused() -> None:
    """A graph made so that naming its blank nodes would take for ever is refused, and the file is named."""
    nodes = [ox.BlankNode() for _ in range(30)]
    bomb = [ox.Quad(one, ox.NamedNode("urn:p"), other) for one in nodes for other in nodes if one != other]
    with pytest.raises(UnreadableInputError, match=r"bomb\.ttl"):
        canonical.canonical(bomb, "bomb.ttl")
