"""``redthread validate`` in all formats, and compared with an earlier report."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, get_args
from xml.etree import ElementTree as ET

import pytest
from rdflib import Graph

from graph_service.cli.commands.validate import Form
from graph_service.reports.formats import WRITERS

if TYPE_CHECKING:
    from conftest import Redthread

PLAN = """\
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@base <https://w3id.org/redthread/id/> .

<exempelplan> a rt:Plan ;
    dcterms:title "Exempelplan"@sv ;
    rt:level rt:lokal .

<exempelplan/utgava/1> a rt:PlanEdition ;
    rt:editionOf <exempelplan> ;
    rt:version "1" ;
    rt:editionStatus rt:current ;
    rt:content rt:loaded .
"""
WRONG = "Plan »Exempelplan« has a level that does not exist, or more than one: »rt:lokal«."


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Give an invented plan with one violation and some infos."""
    path = tmp_path / "plan.ttl"
    path.write_text(PLAN, encoding="utf-8")
    return path


def _saved(redthread: "Redthread", plan: Path, form: str = "json") -> Path:
    path = plan.parent / f"before.{form}"
    path.write_text(redthread("validate", plan.name, "--format", form, cwd=plan.parent).stdout, encoding="utf-8")
    return path


def test_every_format_can_be_chosen() -> None:
    """What --format takes is what reports can be written in, and the table for people."""
    assert set(get_args(Form)) == {"table", *WRITERS}


@pytest.mark.parametrize("form", WRITERS)
def test_a_violation_is_told_in_every_format_and_ends_with_1(redthread: "Redthread", plan: Path, form: str) -> None:
    """In every format the finding is on standard output, nothing is on standard error, and the exit code is 1."""
    finished = redthread("validate", plan.name, "--format", form, cwd=plan.parent)
    assert (finished.returncode, finished.stderr) == (1, "")
    assert WRONG in finished.stdout
    if form in {"json", "jsonld", "sarif"}:
        json.loads(finished.stdout)
    elif form == "turtle":
        Graph().parse(data=finished.stdout, format="turtle")
    elif form == "junit":
        ET.fromstring(finished.stdout)  # noqa: S314 -- what the program wrote itself


@pytest.mark.parametrize("form", WRITERS)
def test_a_plan_that_holds_ends_with_0(redthread: "Redthread", plan: Path, form: str) -> None:
    """Without a violation the exit code is 0 in every format."""
    plan.write_text(PLAN.replace("rt:lokal", "rt:local"), encoding="utf-8")
    finished = redthread("validate", plan.name, "--format", form, cwd=plan.parent, REDTHREAD_LANG="sv")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout
    assert WRONG not in finished.stdout


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_known_violations_do_not_count(redthread: "Redthread", plan: Path, form: str) -> None:
    """Findings that have moved are known (exit code 0), a new violation is not (1), and what is gone is told."""
    before = _saved(redthread, plan, form)
    plan.write_text("# Moved.\n\n" + PLAN, encoding="utf-8")
    moved = redthread("validate", plan.name, "--baseline", before.name, cwd=plan.parent)
    assert (moved.returncode, moved.stderr) == (0, "")
    assert f"violation: {WRONG}  (plan.ttl, line 7)\n" in moved.stdout
    assert "The plans do not hold, but nothing that stops them is new.\n" in moved.stdout
    plan.write_text(PLAN.replace("rt:lokal", "rt:lokalt"), encoding="utf-8")
    new = redthread("validate", plan.name, "--baseline", before.name, cwd=plan.parent)
    assert new.returncode == 1
    assert f"new violation: {WRONG.replace('lokal«', 'lokalt«')}" in new.stdout
    assert f"No longer found: {WRONG}" in new.stdout
    assert "The plans do not hold.\n" in new.stdout


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "before.json: går inte att läsa (No such file or directory)."),
        ("", "before.json: inte JSON, och därför ingen rapport att jämföra med."),
        ("{}", "before.json: ingen rapport från redthread validate."),
        ("[" * 100_000, "before.json: inte JSON"),
        (b"\xff\n", "before.json, rad 1: inte UTF-8."),
        (b"0" * 2000, "before.json: 2000 byte; högst 1500 läses."),
    ],
    ids=["missing", "empty", "other", "deep", "latin-1", "huge"],
)
def test_a_baseline_that_is_none_is_told(
    redthread: "Redthread", plan: Path, content: str | bytes | None, told: str
) -> None:
    """A baseline that cannot be read, or is something else, ends with exit code 2 and one message, before all else."""
    path = plan.parent / "before.json"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    limit = {"REDTHREAD_FILE_BYTES": "1500"} if content == b"0" * 2000 else {}
    finished = redthread("validate", plan.name, "--baseline", path.name, "--lang", "sv", cwd=plan.parent, **limit)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(told)
    assert finished.stderr.count("\n") == 1


def test_a_folder_or_a_pipe_without_end_is_no_baseline(redthread: "Redthread", plan: Path) -> None:
    """What is no file of JSON ends with exit code 2 too."""
    for path in (str(plan.parent), os.devnull, "/dev/zero"):
        finished = redthread("validate", plan.name, "--baseline", path, cwd=plan.parent, REDTHREAD_FILE_BYTES="100000")
        assert (finished.returncode, finished.stdout) == (2, "")
        assert finished.stderr.startswith(f"{path}: ")


def test_a_known_warning_does_not_count_as_strict(redthread: "Redthread", tmp_path: Path) -> None:
    """With --strict the shipped plans do not hold, but compared with a report on them nothing is new."""
    before = tmp_path / "before.json"
    strict = redthread("validate", "--strict", "--format", "json")
    assert strict.returncode == 1
    before.write_text(strict.stdout, encoding="utf-8")
    assert redthread("validate", "--strict", "--baseline", str(before)).returncode == 0
