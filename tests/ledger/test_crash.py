"""A ledger whose writers are killed while others write and read.

With ``REDTHREAD_LONG=1`` there are 250 kills, which take some minutes; else a seeded part of them.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx
import pytest
import serving

from graph_service.ledger.ledger import Ledger

if TYPE_CHECKING:
    from subprocess import CompletedProcess

    Redthread = Callable[..., CompletedProcess[str]]

pytestmark = pytest.mark.xdist_group("ledger")

LONG: Final = os.environ.get("REDTHREAD_LONG") == "1"
KILLS: Final = 250 if LONG else 25
SEED: Final = 4
WRITERS: Final = """
import os, signal, sys
from pathlib import Path
import pyoxigraph as ox
from graph_service.errors import LedgerError, StaleBaseError
from graph_service.ledger.ledger import Ledger
from graph_service.store.files import GraphFile

def write(place, told):
    name, subject = ox.NamedNode("urn:p"), ox.NamedNode("urn:s")
    with Ledger.open(place) as ledger, open(told, "ab", buffering=0) as out:
        while True:
            head = ledger.head()
            number = 1 if head is None else head.number + 1
            files = [
                GraphFile(
                    Path(f"{part}.ttl"),
                    f"urn:{part}",
                    tuple(
                        ox.Quad(subject, name, ox.Literal(f"{number} {n}"), ox.NamedNode(f"urn:{part}"))
                        for n in range(200)
                    ),
                    f"# {number}",
                )
                for part in "abc"
            ]
            try:
                made = ledger.record(head, who="en roll", why=told, verdict={}, put=files)
            except StaleBaseError:
                continue
            out.write(b"%d\\n" % made.number)

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:  # imports take longer than what is tried, and are done once for all
    child = os.fork()
    if not child:
        write(sys.argv[1], line.strip())
    print(child, flush=True)
"""
READER: Final = """
import select, sys
from graph_service.ledger.ledger import Ledger

def seen(ledger, number):
    files, state = ledger.files(number), ledger.state(number)
    assert [file.graph for file in files] == ["urn:a", "urn:b", "urn:c"] == sorted(state), (number, files)
    whole = {f"{number} {n}" for n in range(200)}
    for file in files:
        assert {quad.object.value for quad in file.quads} == whole, number
        assert file.text == f"# {number}"

reads = last = 0
with Ledger.open(sys.argv[1]) as ledger:
    while not select.select([sys.stdin], [], [], 0)[0]:
        head = ledger.head()
        if head is not None:
            assert head.number >= last, (head.number, last)
            assert [change.graph for change in head.changes] == ["urn:a", "urn:b", "urn:c"]
            seen(ledger, head.number)
            seen(ledger, max(1, head.number // 2))
            first = ledger.log(3)[0]
            assert first.number >= head.number
            assert first.computed() == first.address
            reads, last = reads + 1, head.number
print(reads)
"""


@contextmanager
def _reader(place: str) -> Iterator[None]:
    """Read all the while, and find nothing but whole commits."""
    command = [sys.executable, "-c", READER, place]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        yield
        out, err = process.communicate(b"\n", timeout=serving.PATIENCE)
    assert err.decode() == ""
    assert int(out) > 0


@contextmanager
def _writers(place: str) -> Iterator[Callable[[Path], int]]:
    """Give what begins a writer that notes in a file what it has kept."""
    command = [sys.executable, "-c", WRITERS, place]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        ask, answers = process.stdin, process.stdout

        def begin(told: Path) -> int:
            told.touch()
            print(told, file=ask, flush=True)
            return int(answers.readline())

        yield begin
        ask.close()


def test_killed_writers_leave_whole_commits(redthread: "Redthread", tmp_path: Path) -> None:
    """Whenever a writer is killed, what it told to be kept is there, whole, and nothing of what it was at.

    Another writes and a third reads at the same time, and neither ever sees half a commit. Afterwards the ledger is
    whole, and the service starts on it.
    """
    place, chance = str(tmp_path / "plan.sqlite"), random.Random(SEED)  # noqa: S311 -- seeded
    kept: dict[int, str] = {}
    with _writers(place) as begin, _reader(place):
        running = {told: begin(told) for told in (tmp_path / "told-a", tmp_path / "told-b")}
        for kill in range(KILLS):
            told = chance.choice([*running])
            serving.wait_until(lambda told=told: told.stat().st_size > 0)  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.1))
            serving.kill([running.pop(told)], signal.SIGKILL)
            kept |= _told(told)
            with Ledger.open(place) as ledger:
                head = ledger.head()
                assert head is not None
                assert head.number >= max(kept)
                if kill % 10 == 0:
                    assert not list(ledger.faults())
            after = tmp_path / f"told-{kill}"
            running[after] = begin(after)
        serving.kill(running.values(), signal.SIGKILL)
        for told in running:
            kept |= _told(told)
    with Ledger.open(place) as ledger:
        assert not list(ledger.faults())
        whys = {commit.number: commit.why for commit in ledger.log(1_000_000)}
    assert whys.keys() == set(range(1, len(whys) + 1))
    assert kept.items() <= whys.items()
    # Killed between keeping a commit and telling so, once at most each.
    assert len(whys) - len(kept) <= KILLS + len(running)
    verified = redthread("verify", REDTHREAD_LEDGER=place)
    assert (verified.returncode, verified.stderr) == (0, "")
    server = serving.start(tmp_path / "log", REDTHREAD_LEDGER=place)
    asked = {"query": f'ASK {{ ?s ?p "{len(whys)} 199" }}'}
    answer = httpx.get(f"{server.url}/sparql", params=asked, headers={"Accept": "application/sparql-results+json"})
    assert answer.json()["boolean"] is True
    assert server.stop() == 0


def _told(file: Path) -> dict[int, str]:
    """Give the numbers of the commits that a writer told to be kept, each with the writer."""
    whole = file.read_text(encoding="ascii").rpartition("\n")[0]
    return {int(line): str(file) for line in whole.split()}
