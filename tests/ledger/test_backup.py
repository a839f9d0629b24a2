"""Backups of a ledger, and what is restored from them."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import serving

from graph_service.errors import LedgerError
from graph_service.ledger.backup import backup, restore
from graph_service.ledger.ledger import Ledger
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
