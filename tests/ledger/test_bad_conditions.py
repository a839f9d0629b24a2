"""A ledger on a disk that is full or cannot be written, in a file that is cut off, or that others hold."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pyoxigraph as ox
import pytest

from graph_service.errors import LedgerError, StaleBaseError
from graph_service.ledger import current, database
from graph_service.ledger.backup import backup, restore
from graph_service.ledger.ledger import Ledger
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.files import GraphFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Redthread = Callable[..., CompletedProcess[str]]

pytestmark = pytest.mark.xdist_group("ledger")

ROOT = Path(__file__).parents[2]
WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
"""Runs a command so that file modes hold for it too, though the tests may run as root."""
WRITER = """
import resource, sys
import pyoxigraph as ox
from pathlib import Path
from graph_service.errors import LedgerError
from graph_service.ledger.ledger import Ledger
from graph_service.store.files import GraphFile

name, graph = ox.NamedNode("urn:p"), ox.NamedNode("urn:a")
with Ledger.open(sys.argv[1]) as ledger:
    for most in map(int, sys.argv[2:]):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
        head = ledger.head()
        quads = tuple(ox.Quad(name, name, ox.Literal(f"{most} {n} {'x' * 100}"), graph) for n in range(1000))
        try:
            made = ledger.record(
                head, who="en roll", why=str(most), verdict={}, put=[GraphFile(Path("a.ttl"), "urn:a", quads, "#")]
            )
        except LedgerError as error:
            assert ledger.head() == head
            assert not list(ledger.faults())
            print(most, error.key)
        else:
            assert ledger.head() == made
            print(most, "kept")
"""


def _file(name: str, text: str) -> GraphFile:
    graph = ox.NamedNode(f"urn:{name}")
    return GraphFile(Path(f"{name}.ttl"), graph.value, (ox.Quad(graph, graph, ox.Literal(text), graph),), f"# {text}")


def _write(place: str, text: str = "Ett") -> None:
    with Ledger.open(place) as ledger:
        ledger.record(ledger.head(), who="en roll", why=text, verdict={}, put=[_file("a", text)])


def _whys(place: str) -> list[str]:
    with Ledger.open(place) as ledger:
        assert not list(ledger.faults())
        return [commit.why for commit in ledger.log(100)]


def _run(*command: str, limit: int | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
    if WITHOUT_RIGHTS and shutil.which(WITHOUT_RIGHTS[0]) is None:
        pytest.skip("root may write anywhere, and there is no setpriv that could take that right away")
    limited = () if limit is None else ("prlimit", f"--fsize={limit}")
    return subprocess.run(
        [*WITHOUT_RIGHTS, *limited, sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "LANG": "C.UTF-8", "PYTHONUTF8": "1", "REDTHREAD_LANG": "en", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@contextmanager
def _modes(*paths: Path) -> Iterator[None]:
    """Take the right to write away from some files and folders."""
    before = {path: path.stat().st_mode for path in paths}
    for path, mode in before.items():
        path.chmod(mode & 0o555)
    yield
    for path, mode in before.items():
        path.chmod(mode)


# ---- a full disk


def test_on_a_full_disk_a_commit_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """Wherever in a commit the disk is full, nothing is changed; when there is room again, all goes on."""
    place = str(tmp_path / "plan.sqlite")
    _write(place)
    sizes = [4_000, 20_000, 60_000, 120_000, 200_000, 5_000_000, 150_000, 10_000_000]
    told = subprocess.run(
        [sys.executable, "-c", WRITER, place, *map(str, sizes)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.stderr == ""
    outcomes = dict(line.split() for line in told.stdout.splitlines())
    assert [*outcomes] == [str(size) for size in sizes]
    assert (outcomes["4000"], outcomes["10000000"]) == ("ledger_full", "kept")
    assert set(outcomes.values()) == {"ledger_full", "kept"}
    assert _whys(place) == [*(size for size in reversed(outcomes) if outcomes[size] == "kept"), "Ett"]


def test_a_ledger_that_may_not_grow_is_full(tmp_path: Path) -> None:
    """A database that has reached its greatest size says that it is full, and holds what it held."""
    place = str(tmp_path / "plan.sqlite")
    _write(place)
    with Ledger.open(place) as ledger:
        engine = ledger._engine  # noqa: SLF001 -- the limit is the connection's own
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1")  # no less than there are
        long = _file("b", "x" * 100_000)
        with pytest.raises(LedgerError) as refused:
            ledger.record(ledger.head(), who="en roll", why="Två", verdict={}, put=[long])
        assert refused.value.key == "ledger_full"
    assert _whys(place) == ["Ett"]


def test_a_commit_on_a_full_disk_ends_with_a_message(tmp_path: Path) -> None:
    """In the terminal: exit code 2, the ledger is named, nothing has changed, and verify finds it whole."""
    place = str(tmp_path / "plan.sqlite")
    plan = next(file for file in snapshot.shipped_files(Settings()) if file.path.name == "organisations.ttl")
    with Ledger.open(place) as ledger:
        ledger.record(None, who="redthread", why="Några av planerna.", verdict={}, put=[plan])
    changed = tmp_path / "changed.ttl"
    changed.write_text(plan.text + "\n<urn:x> <urn:y> 1 .\n", encoding="utf-8")
    arguments = ("-m", "graph_service", "commit", str(changed), "-m", "Två")
    told = _run(*arguments, limit=30_000, REDTHREAD_LEDGER=place)
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)
    assert "plan.sqlite: the disk is full" in told.stderr
    assert _whys(place) == ["Några av planerna."]
    assert _run("-m", "graph_service", "verify", REDTHREAD_LEDGER=place).returncode == 0


# ---- a disk, or a file, that cannot be written

READER = """
import sys
from pathlib import Path
from graph_service.errors import LedgerError
from graph_service.ledger.backup import backup, restore
from graph_service.ledger.ledger import Ledger

place, folder = sys.argv[1], Path(sys.argv[2])
with Ledger.open(place) as ledger:
    head = ledger.head()
    assert not list(ledger.faults())
    print(head.number, len(ledger.files(head.number)))
    try:
        ledger.record(head, who="en roll", why="prov", verdict={}, put=[])
    except LedgerError as error:
        print(error.key)
    assert ledger.head() == head
print(restore(Path(place), str(folder / "restored.sqlite")))
print(backup(place, folder / "copy.sqlite"))
"""


@pytest.mark.parametrize("what", ["file", "folder", "both"])
@pytest.mark.parametrize("kind", ["ledger", "backup"])
def test_what_cannot_be_written_is_read_backed_up_and_restored(tmp_path: Path, what: str, kind: str) -> None:
    """From a file or a folder that cannot be written all is read; a change is refused, and no byte is another."""
    medium, elsewhere = tmp_path / "medium", tmp_path / "elsewhere"
    medium.mkdir()
    elsewhere.mkdir()
    file = medium / "plan 1?#%.sqlite"
    _write(str(elsewhere / "first.sqlite" if kind == "backup" else file))
    if kind == "backup":
        backup(str(elsewhere / "first.sqlite"), file)
    before = file.read_bytes()
    with _modes(*([file] if what != "folder" else []), *([medium] if what != "file" else [])):
        told = _run("-c", READER, str(file), str(elsewhere))
    assert told.stderr == ""
    assert told.stdout.split() == ["1", "1", "ledger_read_only", "1", "1"]
    assert [path.name for path in medium.iterdir()] == [file.name]
    assert file.read_bytes() == before
    _write(str(file), "Två")
    assert _whys(str(file)) == ["Två", "Ett"]
    assert _whys(str(elsewhere / "restored.sqlite")) == ["Ett"]


def test_a_ledger_that_cannot_be_written_is_told_in_the_terminal(tmp_path: Path) -> None:
    """Reading works with exit code 0; a change ends with exit code 2 and what to do."""
    place = tmp_path / "medium" / "plan.sqlite"
    plan = next(file for file in snapshot.shipped_files(Settings()) if file.path.name == "organisations.ttl")
    with Ledger.open(str(place)) as ledger:
        ledger.record(None, who="redthread", why="Några av planerna.", verdict={}, put=[plan])
    changed = tmp_path / "changed.ttl"
    changed.write_text(plan.text + "\n<urn:x> <urn:y> 1 .\n", encoding="utf-8")
    with _modes(place, place.parent):
        read = _run("-m", "graph_service", "verify", REDTHREAD_LEDGER=str(place))
        told = _run("-m", "graph_service", "commit", str(changed), "-m", "Två", REDTHREAD_LEDGER=str(place))
    assert read.returncode == 0
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)
    assert "cannot be written" in told.stderr
    assert _whys(str(place)) == ["Några av planerna."]


def test_what_has_not_been_put_into_the_file_is_not_left_out(tmp_path: Path) -> None:
    """A file and what SQLite had beside it are read as a whole or not at all, never less than what was kept."""
    medium, place = tmp_path / "medium", tmp_path / "plan.sqlite"
    medium.mkdir()
    _write(str(place))
    with closing(sqlite3.connect(place)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM commits").fetchall()  # what is written now is not put into the file yet
        _write(str(place), "Två")
        for path in (place, place.with_name("plan.sqlite-wal")):
            shutil.copy(path, medium)
    assert (medium / "plan.sqlite-wal").stat().st_size > 0
    code = "import sys; from graph_service.ledger.ledger import Ledger; print(Ledger.open(sys.argv[1]).head().why)"
    with _modes(*medium.iterdir(), medium):
        told = _run("-X", "utf8", "-c", code, str(medium / "plan.sqlite"))
    assert told.stdout == ""
    assert "LedgerError" in told.stderr
    assert _whys(str(medium / "plan.sqlite")) == ["Två", "Ett"]


@pytest.mark.parametrize("change", ["written", "replaced", "opened"])
def test_a_file_that_changes_while_it_is_read_without_locks_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Where no locks can be had, what was read is thrown away if somebody else wrote meanwhile."""
    place = tmp_path / "plan.sqlite"
    _write(str(place))
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    engine = database.connect(str(place), new=False)
    with database.at_one_moment(engine) as connection:
        assert connection.exec_driver_sql("SELECT max(number) FROM commits").scalar() == 1
    reading = database.at_one_moment(engine)
    reading.__enter__()
    _change(place, change)
    with pytest.raises(LedgerError) as told:
        reading.__exit__(None, None, None)
    assert told.value.key == "ledger_locked"
    engine.dispose()


def _change(place: Path, change: str) -> None:
    if change == "opened":
        place.with_name(f"{place.name}-wal").touch()
    elif change == "replaced":
        other = place.with_name("other")
        shutil.copy2(place, other)
        other.replace(place)
    else:
        with place.open("ab") as file:
            file.write(b"\0")


# ---- others who write


def test_a_writer_waits_for_another_only_so_long(
    url: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """While another holds the ledger a change waits, then says so, and nothing is changed; reading is never held up."""
    monkeypatch.setattr(database, "_WAIT", 1)
    _write(url)
    with Ledger.open(url) as ledger:
        head = ledger.head()
        with _held(url, request):
            with pytest.raises(LedgerError) as refused:
                ledger.record(head, who="en roll", why="Två", verdict={}, put=[_file("a", "Två")])
            assert refused.value.key == "ledger_locked"
            assert not isinstance(refused.value, StaleBaseError)
            assert ledger.head() == head
        ledger.record(head, who="en roll", why="Två", verdict={}, put=[_file("a", "Två")])
    assert _whys(url) == ["Två", "Ett"]


@contextmanager
def _held(url: str, request: pytest.FixtureRequest) -> Iterator[None]:
    if "://" not in url:
        with closing(sqlite3.connect(url, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
        return
    assert request.getfixturevalue("postgresql")
    with psycopg.connect(url.replace("+psycopg", "")) as server:
        server.execute("SELECT pg_advisory_xact_lock(%s)", [database._LOCK])  # noqa: SLF001 -- others do the same
        yield


# ---- a file that is cut off, or has holes


@pytest.mark.parametrize("part", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_ledger_that_is_cut_off_is_told(tmp_path: Path, part: float) -> None:
    """However much of a ledger is missing, what is left of it is told to be damaged, and not taken for a whole one."""
    place = tmp_path / "plan.sqlite"
    for number in range(20):
        _write(str(place), f"{number} {'x' * 3000}")
    whole = place.read_bytes()
    place.write_bytes(whole[: int(len(whole) * part)])
    assert _damage(str(place)) in {"faults", "ledger_damaged"}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE contents SET statements = x'ff00'",
        "UPDATE contents SET statements = CAST('<urn:a> <urn:b>' AS BLOB)",
        "UPDATE commits SET verdict = '{'",
        "UPDATE commits SET verdict = CAST(x'ff' AS TEXT)",
    ],
)
def test_a_part_that_is_no_such_thing_is_told(tmp_path: Path, change: str) -> None:
    """Statements and verdicts that cannot be read are damage, whoever asks for them: plans, log or verify."""
    place = str(tmp_path / "plan.sqlite")
    _write(place)
    with closing(sqlite3.connect(place)) as other:
        other.execute(change)
        other.commit()
    with pytest.raises(LedgerError):
        current.plans(Settings(ledger=place))
    assert _damage(place) in {"faults", "ledger_failed"}


def _damage(place: str) -> str:
    """Tell how damage is found: by faults that are listed, or by an error, whose key is given."""
    try:
        with Ledger.open(place) as ledger:
            return "faults" if list(ledger.faults()) else "none"
    except LedgerError as error:
        return error.key


def test_a_damaged_backup_on_a_medium_is_not_restored(tmp_path: Path) -> None:
    """A backup that has lost its end is refused as damaged, and nothing of it is restored."""
    source, file, target = str(tmp_path / "plan.sqlite"), tmp_path / "plan.backup", str(tmp_path / "new.sqlite")
    for number in range(20):
        _write(source, f"{number} {'x' * 3000}")
    backup(source, file)
    file.write_bytes(file.read_bytes()[:-5000])
    with pytest.raises(LedgerError, match=r"plan\.backup"):
        restore(file, target)
    assert not Path(target).exists() or _whys(target) == []


def test_what_is_damaged_is_named_and_not_its_copy(tmp_path: Path) -> None:
    """A ledger that cannot be copied is told by its own name; a file that is no backup is told as such."""
    source = tmp_path / "plan.sqlite"
    for number in range(20):
        _write(str(source), f"{number} {'x' * 3000}")
    whole = source.read_bytes()
    source.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LedgerError) as told:
        backup(str(source), tmp_path / "copy.backup")
    assert "plan.sqlite" in told.value.text("sv")
    assert not (tmp_path / "copy.backup").exists()
    (tmp_path / "some.ttl").write_text("<a> <b> <c> .", encoding="utf-8")
    with pytest.raises(LedgerError) as told:
        restore(tmp_path / "some.ttl", str(tmp_path / "new.sqlite"))
    assert (told.value.key, "some.ttl" in told.value.text("sv")) == ("backup_unreadable", True)
