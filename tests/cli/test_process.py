"""The program as a process says what it says inside the tests' process, where most commands are tested."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph_service import resources

if TYPE_CHECKING:
    from conftest import Redthread

PLAN = "fyrbodal-2020-2022.ttl"


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "--alone", PLAN),
        ("query", "-"),
        ("ask", "effektmal-utan-insats", "-p", "document=fyrbodal-2020-2022", "--lang", "sv"),
        ("questions", "pengar", "--lang", "sv"),
        ("search", "infrastruktur"),
        ("trace", "4B", "--up"),
        ("show", "4B", "--format", "json"),
        ("diff", "missing.ttl", PLAN),
        ("succession", "vastkom-2018"),
        ("stats", "--format", "csv"),
        ("export", "--graph", "nothing"),
        ("commit", PLAN, "--dry-run"),
        ("revert", "7"),
        ("log",),
        ("verify",),
        ("backup", "missing/copy.sqlite"),
        ("restore", "missing.sqlite"),
        ("token", "list"),
        ("--version",),
        ("trace", "--sideways"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_process_says_the_same(
    redthread: "Redthread", redthread_process: "Redthread", tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Each command has the same exit code and the same words on both streams, as a process and without one."""
    told = []
    for name, run in (("here", redthread), ("there", redthread_process)):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(resources.folder("data") / "subregional" / PLAN, folder)
        ran = run(
            *arguments, stdin="SELECT * { rt:Goal ?p ?o } ORDER BY ?p ?o", cwd=folder, REDTHREAD_LEDGER="l.sqlite"
        )
        told.append((ran.returncode, ran.stdout, ran.stderr))
    assert told[0] == told[1]
    assert "Traceback" not in told[0][2]
    assert any(told[0][1:])
