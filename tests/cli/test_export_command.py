"""``redthread export`` and ``redthread stats``: the dataset as a whole."""

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_service.store.snapshot import Snapshot

if TYPE_CHECKING:
    from conftest import Redthread


def test_whole_dataset_is_written(redthread: "Redthread", shipped: Snapshot) -> None:
    """The export is the whole dataset, the same bytes each time, and nothing else is on standard output."""
    finished = redthread("export", "--format", "nquads")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.encode() == shipped.store.dump(form="nquads")


def test_graph_is_written_to_a_file_that_can_be_judged(redthread: "Redthread", tmp_path: Path) -> None:
    """One graph, named by its short path and written to a file, holds as that plan when it is judged."""
    finished = redthread(
        "export", "--graph", "vastkom-2019/utgava/2019", "-o", "v.ttl", "--format", "turtle", cwd=tmp_path
    )
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
    assert list(ox.parse(path=str(tmp_path / "v.ttl"), format=ox.RdfFormat.TURTLE))
    assert redthread("validate", "v.ttl", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--graph", "fyrbodal"), "Det finns ingen graf som heter »fyrbodal«. Alla grafer: redthread stats"),
        (("-o", "missing/x.trig"), "missing/x.trig: går inte att skriva (No such file or directory)."),
        (("-o", "."), ".: går inte att skriva (Is a directory)."),
        (("-o", "/dev/full"), "/dev/full: går inte att skriva (No space left on device)."),
    ],
)
def test_what_cannot_be_written_is_told(
    redthread_process: "Redthread", tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    """A graph that does not exist, and a file that cannot be written, end with exit code 2 and a message."""
    finished = redthread_process("export", *arguments, "--lang", "sv", cwd=tmp_path)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == f"{told}\n"


def test_statistics_add_up(redthread: "Redthread", shipped: Snapshot) -> None:
    """The graphs' counts add up to the dataset; in JSON they are numbers, in CSV the same digits."""
    counted = json.loads(redthread("stats", "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(redthread("stats", "--format", "csv").stdout)))
    assert sum(item["count"] for item in counted if item["what"] == "graph") == len(shipped.store)
    assert [{**row, "count": int(row["count"])} for row in rows] == counted


def test_statistics_are_told_in_the_language(redthread: "Redthread", shipped: Snapshot) -> None:
    """As tables, graphs have short names, classes have names in the user's language, and the sum is there."""
    shown = redthread("stats", "--lang", "sv").stdout
    assert "härlett av regler" in shown
    assert "Effektmål" in shown
    assert f"│ {len(shipped.store)}" in next(line for line in shown.splitlines() if "Summa" in line)
