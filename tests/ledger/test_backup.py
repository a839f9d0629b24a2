"""Backups of a ledger, and what is restored from them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest
import serving

from graph_service.errors import LedgerError, StaleBaseError, TokenError
from graph_service.ledger.backup import backup, replace, restore
from graph_service.ledger.ledger import Ledger
from graph_service.ledger.tokens import Tokens
from graph_service.store.files import GraphFile

pytestmark = pytest.mark.xdist_group("ledger")


def _write(url: str, *texts: str) -> None:
    graph = ox.NamedNode("urn:g")
    with Ledger.open(url) as ledger:
        for text in texts:
            file = GraphFile(Path("g.ttl"), graph.value, (ox.Quad(graph, graph, ox.Literal(text), graph),), f"# {text}")
            ledger.record(ledger.head(), who="en roll", why=text, verdict={"violations": 0}, put=[file])


def _history(url: str) -> list[object]:
    with Ledger.open(url) as ledger:
        assert not list(ledger.faults())
        return [*ledger.log(100), *({*file.quads} for number in range(9) for file in ledger.files(number))]


def test_a_backup_is_restored_as_it_was(new_ledger: Callable[[], str], tmp_path: Path) -> None:
    """From either database into a file, and from the file into a new one: the same commits with the same addresses."""
    one, other, file = new_ledger(), new_ledger(), tmp_path / "copies" / "plan.backup"
    _write(one, "Ett", "Två", "Tre")
    assert backup(one, file) == 3
    assert [path.name for path in file.parent.iterdir()] == ["plan.backup"]
    assert restore(file, other) == 3
    assert _history(other) == _history(one) == _history(str(file))
    _write(other, "Fyra")
    assert len(_history(one)) < len(_history(other))


def test_a_backup_is_taken_while_others_write(url: str, tmp_path: Path) -> None:
    """What is copied is the ledger as it was at some moment, though it is written to all the while."""
    _write(url, "0")
    numbers = iter(range(1, 1000))
    with serving.repeatedly(lambda: _write(url, str(next(numbers)))):
        counts = [backup(url, tmp_path / f"{number}.backup") for number in range(5)]
    assert counts == sorted(counts)
    whole = _history(url)
    for number, count in enumerate(counts):
        with Ledger.open(str(tmp_path / f"{number}.backup")) as copy:
            assert copy.log(1000) == tuple(commit for commit in whole if getattr(commit, "number", count + 1) <= count)


def test_nothing_is_written_over(url: str, tmp_path: Path) -> None:
    """Neither a file that is there, nor a ledger that holds something, is written over."""
    _write(url, "Ett")
    file = tmp_path / "plan.backup"
    file.write_text("mitt", encoding="utf-8")
    with pytest.raises(LedgerError, match=r"plan\.backup"):
        backup(url, file)
    assert file.read_text(encoding="utf-8") == "mitt"
    file.unlink()
    backup(url, file)
    before = _history(url)
    with pytest.raises(LedgerError):
        restore(file, url)
    assert _history(url) == before


@pytest.mark.parametrize("content", [None, b"", b"x" * 5000, "cut", "changed"])
def test_what_is_no_backup_is_refused(url: str, tmp_path: Path, content: bytes | str | None) -> None:
    """A file that is not there, something else, only half of a backup, or not what it was: nothing is restored."""
    source, file = str(tmp_path / "source.sqlite"), tmp_path / "plan.backup"
    _write(source, "Ett", "Två")
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif content is not None:
        backup(source, file)
        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) // 2] if content == "cut" else whole.replace("Två".encode(), b"Tvo"))
    with pytest.raises(LedgerError):
        restore(file, url)
    with Ledger.open(url) as ledger:
        assert ledger.head() is None
    _write(url, "Mitt")
    with pytest.raises(LedgerError):
        replace(file, url)
    with Ledger.open(url) as ledger:
        assert [commit.why for commit in ledger.log(5)] == ["Mitt"]


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Give a backup of another ledger."""
    _write(str(tmp_path / "other.sqlite"), "Annat", "Mera")
    backup(str(tmp_path / "other.sqlite"), tmp_path / "other.backup")
    return tmp_path / "other.backup"


def test_a_backup_takes_the_place_of_what_is_there(
    url: str, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there is kept, and can be restored the same way; tokens stay; who was about to write is told."""
    monkeypatch.chdir(tmp_path)
    _write(url, "Ett", "Två", "Tre")
    before, now = _history(url), datetime.now(UTC)
    with Tokens(url) as tokens, Ledger.open(url) as open_all_the_while:
        text, gone = (
            tokens.create(["all"], holder="en roll", expires=now + timedelta(days=1), moment=now).text for _ in range(2)
        )
        tokens.revoke(gone.split("_")[1], now)
        head = open_all_the_while.head()
        count, replaced = replace(other, url)
        assert count == 2
        assert replaced is not None
        assert head is not None
        assert (replaced.number, replaced.address) == (3, head.address)
        assert replaced.kept.parent == tmp_path
        assert replaced.kept.name.endswith(f".replaced-{head.address[:12]}.sqlite")
        assert _history(url) == _history(str(other))
        assert _history(str(replaced.kept)) == before
        assert tokens.check(text, now).holder == "en roll"
        with pytest.raises(TokenError):
            tokens.check(gone, now)
        with pytest.raises(StaleBaseError):
            open_all_the_while.record(head, who="en roll", why="Fyra", verdict={}, put=[])
        back = replace(replaced.kept, url)[1]
        assert _history(url) == before
        assert replace(other, url)[1] == replaced  # what is kept already is not kept twice
        assert back is not None
        assert sorted(file.name for file in tmp_path.glob("*.replaced-*")) == sorted(
            [replaced.kept.name, back.kept.name]
        )
        _write(url, "Sist")
        assert [commit.why for commit in open_all_the_while.log(5)] == ["Sist", "Mera", "Annat"]


def test_nobody_sees_half_of_what_is_replaced(
    url: str, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads meanwhile, also who comes anew, finds all of the one or all of the other."""
    monkeypatch.chdir(tmp_path)
    _write(url, "Ett", "Två", "Tre")
    backup(url, tmp_path / "one.backup")
    seen: set[tuple[str, ...]] = set()

    def read() -> None:
        with Ledger.open(url) as ledger:
            seen.add(tuple(commit.why for commit in ledger.log(9)))
            assert not list(ledger.faults())

    with serving.repeatedly(read, read):
        for file in (other, tmp_path / "one.backup") * 4:
            replace(file, url)
    assert seen <= {("Tre", "Två", "Ett"), ("Mera", "Annat")}
    assert len(seen) == 2


def test_nothing_is_replaced_where_there_is_nothing(url: str, other: Path) -> None:
    """In a ledger that is not there yet, or holds nothing, the backup is restored; one of nothing replaces nothing."""
    assert replace(other, url) == (2, None)
    assert _history(url) == _history(str(other))
    empty = other.with_name("empty.sqlite")
    Ledger.open(str(empty)).close()
    with pytest.raises(LedgerError) as told:
        replace(empty, url)
    assert told.value.key == "backup_missing"
    assert _history(url) == _history(str(other))


def test_what_is_replaced_is_written_over_nothing(tmp_path: Path, other: Path) -> None:
    """A file that has the name of what is to be kept stays what it is; where none can be made, nothing is replaced."""
    url = str(tmp_path / "plan.sqlite")
    _write(url, "Ett")
    with Ledger.open(url) as ledger:
        head = ledger.head()
    assert head is not None
    taken = tmp_path / f"plan.replaced-{head.address[:12]}.sqlite"
    taken.write_text("mitt", encoding="utf-8")
    _, replaced = replace(other, url)
    assert replaced is not None
    assert replaced.kept == taken.with_name(f"plan.replaced-{head.address[:12]}-2.sqlite")
    assert taken.read_text(encoding="utf-8") == "mitt"


def test_what_was_left_of_another_file_is_not_taken_in(tmp_path: Path, other: Path) -> None:
    """Where a ledger's file is gone but its log is left, as after a crash, what is restored gets nothing of it."""
    url, log = str(tmp_path / "plan.sqlite"), tmp_path / "plan.sqlite-wal"
    with Ledger.open(url) as ledger:
        _write(url, "Ett", "Två")
        left = [(path, path.read_bytes()) for path in (log, log.with_name("plan.sqlite-shm"))]
        assert ledger.head()
    Path(url).unlink()
    for path, content in left:
        path.write_bytes(content)
    assert restore(other, url) == 2
    assert _history(url) == _history(str(other))
