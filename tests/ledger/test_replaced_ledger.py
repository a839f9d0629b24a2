"""A ledger's file in whose place another is put while it is open."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graph_service.errors import LedgerError
from graph_service.ledger import backup, current
from graph_service.ledger.head import Origin
from graph_service.ledger.ledger import Ledger
from graph_service.settings import Settings
from graph_service.store import files
from graph_service.store.files import GraphFile

PLAN = "@base <https://w3id.org/redthread/id/> .\n<pahittad> <http://purl.org/dc/terms/title> 'Påhittad WORDS'@sv .\n"


def _file(folder: Path, words: str) -> GraphFile:
    path = folder / "pahittad.ttl"
    path.write_text(PLAN.replace("WORDS", words), encoding="utf-8")
    return files.read(path, limit=1_000_000, base=Settings().base)


def _record(ledger: Ledger, folder: Path, words: str) -> None:
    ledger.record(ledger.head(), who="en roll", why=words, verdict={}, put=[_file(folder, words)])


def _why(ledger: Ledger) -> list[str]:
    return [commit.why for commit in ledger.log(10)]


def _others(folder: Path, *words: str) -> Path:
    place = folder / "other.sqlite"
    with Ledger.open(str(place)) as other:
        for each in words:
            _record(other, folder, each)
    return place


@pytest.mark.parametrize("size", [1, 3000])
def test_the_file_that_stands_there_is_read_and_written(tmp_path: Path, size: int) -> None:
    """Two that have the first open find the other, whole, and write to that; the log of the first is not mixed in."""
    place = tmp_path / "plan.sqlite"
    other = _others(tmp_path, "annat", "mera " * size)
    with Ledger.open(str(place)) as ledger, Ledger.open(str(place)) as second:
        for number in range(5):
            _record(ledger, tmp_path, f"först {number} " * 200)
            assert len(_why(second)) == number + 1
        assert place.with_name("plan.sqlite-wal").stat().st_size
        other.replace(place)
        assert _why(second) == ["mera " * size, "annat"]
        _record(ledger, tmp_path, "sist")
        assert _why(second)[0] == _why(ledger)[0] == "sist"
        assert list(second.faults()) == []
    with Ledger.open(str(place), new=False) as ledger:
        assert _why(ledger) == ["sist", "mera " * size, "annat"]
        assert list(ledger.faults()) == []


def test_what_is_moved_away_is_whole(tmp_path: Path) -> None:
    """All that was kept is in the file that was moved away, also what stood in its log; gone, it is not begun anew."""
    place, away = tmp_path / "plan.sqlite", tmp_path / "away.sqlite"
    with Ledger.open(str(place)) as ledger:
        _record(ledger, tmp_path, "först")
        place.rename(away)
        with pytest.raises(LedgerError) as told:
            ledger.head()
        assert told.value.key == "ledger_unreachable"
        assert not place.exists()
        with Ledger.open(str(away), new=False) as moved:
            assert _why(moved) == ["först"]
            assert list(moved.faults()) == []
        away.rename(place)
        _record(ledger, tmp_path, "sedan")
        assert _why(ledger) == ["sedan", "först"]


def test_a_backup_is_restored_under_whoever_has_the_ledger_open(tmp_path: Path) -> None:
    """After the file was deleted and a backup restored to its place, all goes on with what the backup holds."""
    place, copy = tmp_path / "plan.sqlite", tmp_path / "copy.sqlite"
    with Ledger.open(str(place)) as ledger, Ledger.open(str(place)) as second:
        _record(ledger, tmp_path, "först")
        backup.backup(str(place), copy)
        for number in range(5):
            _record(second, tmp_path, f"sedan {number}")
        assert len(_why(ledger)) == 6
        place.unlink()
        for one in (ledger, second):
            with pytest.raises(LedgerError):
                one.head()
        assert backup.restore(copy, str(place)) == 1
        assert _why(ledger) == _why(second) == ["först"]
        _record(second, tmp_path, "igen")
        assert _why(ledger) == ["igen", "först"]
        assert list(ledger.faults()) == []


def test_as_long_as_somebody_reads_the_file_that_is_gone_the_ledger_is_locked(tmp_path: Path) -> None:
    """The other's file is not opened while the log of the first has to stay beside it; afterwards it is."""
    place, other = tmp_path / "plan.sqlite", _others(tmp_path, "annat")
    with Ledger.open(str(place)) as ledger, closing(sqlite3.connect(place, isolation_level=None)) as reader:
        _record(ledger, tmp_path, "först")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM commits").fetchone()
        _record(ledger, tmp_path, "sedan")
        other.replace(place)
        for _ in range(2):
            with pytest.raises(LedgerError) as told:
                ledger.head()
            assert told.value.key == "ledger_locked"
        reader.execute("COMMIT")
        assert _why(ledger) == ["annat"]
        assert list(ledger.faults()) == []


def test_a_backup_that_is_used_as_a_ledger_is_made_ready_for_several(tmp_path: Path) -> None:
    """Whoever opens it as the ledger has its log kept beside it from then on; whoever only looks into it does not."""
    place, copy = _others(tmp_path, "annat"), tmp_path / "copy.sqlite"
    backup.backup(str(place), copy)

    def mode(file: Path) -> str:
        with closing(sqlite3.connect(file)) as connection:
            found: str = connection.execute("PRAGMA journal_mode").fetchone()[0]
            return found

    bytes_before = copy.read_bytes()
    Ledger.open(str(copy), new=False).close()
    backup.restore(copy, str(tmp_path / "new.sqlite"))
    assert (mode(copy), copy.read_bytes()) == ("delete", bytes_before)
    with closing(sqlite3.connect(copy, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM commits").fetchone()
        with Ledger.open(str(copy)) as ledger:  # it cannot be done now, and is done the next time
            assert _why(ledger) == ["annat"]
        reader.execute("COMMIT")
    Ledger.open(str(copy)).close()
    assert mode(copy) == mode(tmp_path / "new.sqlite") == "wal"


def test_what_was_begun_on_one_history_does_not_go_on_with_another(tmp_path: Path) -> None:
    """Whoever has found a commit and reads what was said after it by its number hears that it is no longer there."""
    place, other = tmp_path / "plan.sqlite", _others(tmp_path, "annat", "mera")
    settings = Settings(ledger=str(place))
    with Ledger.open(str(place)) as ledger:
        _record(ledger, tmp_path, "först")
        origin, first = Origin.now(settings), ledger.commit("1")
        origin.dataset(settings)
        assert current.plans_after(ledger, first).files
        backup.replace(other, str(place))
        with pytest.raises(LedgerError, match="Try again"):
            origin.dataset(settings)
        with pytest.raises(LedgerError, match="Try again"):
            current.plans_after(ledger, first)
    origin.head.close()
