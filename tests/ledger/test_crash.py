"""A ledger whose writers are killed."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import serving

from graph_service.ledger.ledger import Ledger

pytestmark = pytest.mark.xdist_group("ledger")

KILLS = 10
WRITER = """
import sys
from pathlib import Path
import pyoxigraph as ox
from graph_service.ledger.ledger import Ledger
from graph_service.store.files import GraphFile

name, subject = ox.NamedNode("urn:p"), ox.NamedNode("urn:s")
with Ledger.open(sys.argv[1]) as ledger:
    while True:
        head = ledger.head()
        number = 1 if head is None else head.number + 1
        files = [
            GraphFile(
                Path(f"{part}.ttl"),
                f"urn:{part}",
                tuple(
                    ox.Quad(subject, name, ox.Literal(f"{number} {n}"), ox.NamedNode(f"urn:{part}")) for n in range(500)
                ),
                f"# {number}",
            )
            for part in "ab"
        ]
        made = ledger.record(head, who="en roll", why="prov", verdict={}, put=files)
        print(made.number, flush=True)
"""


def test_killed_writers_leave_whole_commits(tmp_path: Path) -> None:
    """Whenever a writer is killed, all that it told to be kept is there, whole, and nothing of what it was at."""
    place, chance = str(tmp_path / "plan.sqlite"), random.Random(4)  # noqa: S311 -- seeded
    told = tmp_path / "told"
    for _ in range(KILLS):
        told.unlink(missing_ok=True)
        with told.open("wb") as out, subprocess.Popen([sys.executable, "-c", WRITER, place], stdout=out) as writer:
            serving.wait_until(lambda: told.stat().st_size > 0)
            time.sleep(chance.uniform(0, 0.1))
            os.kill(writer.pid, signal.SIGKILL)
        kept = int(told.read_text(encoding="ascii").split("\n")[-2])
        with Ledger.open(place) as ledger:
            assert not list(ledger.faults())
            head = ledger.head()
            assert head is not None
            assert head.number - kept in {0, 1}  # killed between keeping it and telling so
            for commit in ledger.log(3):
                texts = {file.graph: {str(q.object.value) for q in file.quads} for file in ledger.files(commit.number)}  # type: ignore[union-attr]
                whole = {f"{commit.number} {number}" for number in range(500)}
                assert texts == {"urn:a": whole, "urn:b": whole}
