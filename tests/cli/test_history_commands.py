"""``redthread log`` and ``redthread verify``."""

import json
import shlex
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph_service.ledger import current
from graph_service.ledger.ledger import Ledger
from graph_service.settings import Settings

if TYPE_CHECKING:
    from subprocess import CompletedProcess

Redthread = Callable[..., "CompletedProcess[str]"]
pytestmark = pytest.mark.xdist_group("history")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a ledger that has begun with the shipped plans."""
    place = str(tmp_path_factory.mktemp("ledger") / "plan.sqlite")
    current.begun(Settings(ledger=place)).close()
    return place


def test_without_a_ledger_the_way_to_one_is_told(redthread: Redthread, tmp_path: Path) -> None:
    """Where there is none yet, both say so, and where it will be; none is made."""
    place = tmp_path / "none.sqlite"
    for command in ("log", "verify"):
        told = redthread(command, REDTHREAD_LEDGER=str(place))
        assert (told.returncode, told.stdout) == (0, "")
        assert "redthread commit" in told.stderr
        assert str(place) in told.stderr.replace("\n", "")
    assert not place.exists()


def test_log_shows_who_when_why_and_what(redthread: Redthread, ledger: str) -> None:
    """The first commit is that of the shipped plans; JSON names all, the table a few and how many more."""
    (first,) = json.loads(redthread("log", "--format", "json", REDTHREAD_LEDGER=ledger).stdout)
    assert (first["number"], first["who"]) == (1, "redthread")
    assert "vastkom-2018.ttl" in first["changes"].split(", ")
    table = redthread("log", "--lang", "sv", REDTHREAD_LEDGER=ledger)
    assert first["address"][:12] in table.stdout
    assert "Varför" in table.stdout
    assert f"+ {len(first['changes'].split(', ')) - 4}" in table.stdout


def test_log_of_one_plan(redthread: Redthread, ledger: str) -> None:
    """A plan answers to the name of its file, with or without ending, its IRI and short path; else all are listed."""
    with current.begun(Settings(ledger=ledger)) as opened:
        (plan,) = (graph for graph, change in opened.state(1).items() if change.name == "vastkom-2018.ttl")
    for name in ("vastkom-2018.ttl", "vastkom-2018", plan, plan.removeprefix(Settings().base)):
        told = redthread("log", name, "--format", "csv", REDTHREAD_LEDGER=ledger)
        assert len(told.stdout.splitlines()) == 2
    unknown = redthread("log", "nix", REDTHREAD_LEDGER=ledger)
    assert unknown.returncode == 2
    assert "vastkom-2018.ttl" in unknown.stderr


def test_verify_tells_that_all_is_well(redthread: Redthread, ledger: str) -> None:
    """A whole ledger gives exit code 0, and the same snapshot as the shipped plans."""
    told = redthread("verify", "--format", "json", REDTHREAD_LEDGER=ledger)
    assert told.returncode == 0
    body = json.loads(told.stdout)
    assert (body["whole"], body["commits"], body["faults"]) == (True, 1, [])
    assert str(body["triples"]) in redthread("verify", REDTHREAD_LEDGER=ledger).stdout


def test_verify_finds_damage(redthread: Redthread, tmp_path: Path) -> None:
    """A ledger that somebody has changed from outside is told, with what is wrong: exit code 1."""
    place = tmp_path / "plan.sqlite"
    current.begun(Settings(ledger=str(place))).close()
    with closing(sqlite3.connect(place)) as database:
        database.execute("UPDATE commits SET why = 'något annat'")
        database.commit()
    told = redthread("verify", "--lang", "en", REDTHREAD_LEDGER=str(place))
    assert told.returncode == 1
    assert "Change 1 is not what its address stands for." in told.stdout


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\0" + b"\0" * 5000, b"x" * 5000], ids=["empty", "cut", "foreign"]
)
def test_what_is_no_ledger_is_told(redthread: Redthread, tmp_path: Path, content: bytes) -> None:
    """A file that is no database, or only the beginning of one, is named, and not written over."""
    place = tmp_path / "plan.sqlite"
    place.write_bytes(content)
    for command in ("verify", "validate"):
        told = redthread(command, REDTHREAD_LEDGER=str(place))
        if content:
            assert told.returncode == 2
            assert str(place) in told.stderr.replace("\n", "")
            assert place.read_bytes() == content
        assert "Traceback" not in told.stderr


def test_a_database_of_something_else_is_told(redthread: Redthread, tmp_path: Path) -> None:
    """A database that holds other tables is not taken for a ledger, and gets none."""
    place = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(place)) as database:
        database.execute("CREATE TABLE recipes (name TEXT)")
        database.commit()
    told = redthread("log", REDTHREAD_LEDGER=str(place))
    assert told.returncode == 2
    with closing(sqlite3.connect(place)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


@pytest.mark.parametrize(
    "address", ["nonsense://x", "postgresql+nodriver://x/y", "postgresql+psycopg://u:hemligt@127.0.0.1:1/x"]
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(redthread: Redthread, address: str) -> None:
    """A database that cannot be reached, or has no driver here, is named; its password is not."""
    told = redthread("log", REDTHREAD_LEDGER=address)
    assert told.returncode == 2
    assert "hemligt" not in told.stderr
    assert "Traceback" not in told.stderr


def test_every_command_reads_the_ledger(redthread: Redthread, ledger: str, tmp_path: Path) -> None:
    """Where there is a ledger the plans come out of it: what is not in it is not there."""
    place = str(tmp_path / "few.sqlite")
    with Ledger.open(place) as few, current.begun(Settings(ledger=ledger)) as all_of_them:
        plan = next(file for file in all_of_them.files(1) if file.path.name == "organisations.ttl")
        few.record(None, who="en roll", why="prov", verdict={}, put=[plan])
    assert redthread("trace", "4B", REDTHREAD_LEDGER=ledger).returncode == 0
    assert redthread("trace", "4B", REDTHREAD_LEDGER=place).returncode == 2


def test_a_backup_takes_the_place_of_a_ledger(redthread: Redthread, tmp_path: Path) -> None:
    """Without --replace it is refused, and the way out is told; with it, how to go back is, and that works."""
    place, other = tmp_path / "min plan.sqlite", tmp_path / "other.sqlite"
    for file, reason in ((other, "Annat"), (place, "Ett")):
        with Ledger.open(str(file)) as opened:
            address = opened.record(None, who="en roll", why=reason, verdict={}, put=[]).address

    def why() -> str:
        made = json.loads(redthread("log", "--format", "json", REDTHREAD_LEDGER=str(place)).stdout)
        return " ".join(one["why"] for one in made)

    refused = redthread("restore", str(other), REDTHREAD_LEDGER=str(place))
    assert refused.returncode
    assert "--replace" in refused.stderr
    assert why() == "Ett"
    done = redthread("restore", "--replace", str(other), "--lang", "sv", REDTHREAD_LEDGER=str(place))
    assert done.returncode == 0, done.stderr
    assert why() == "Annat"
    assert address in done.stderr
    again = done.stderr.replace("\n", " ").partition(": redthread ")[2]
    assert redthread(*shlex.split(again), REDTHREAD_LEDGER=str(place)).returncode == 0
    assert why() == "Ett"
