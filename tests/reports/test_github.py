"""Reports as annotations of GitHub."""

import re
from typing import Final

from hypothesis import given
from invented import finding, judged, known, letters, plain, reports

from graph_service.model.verdict import Severity
from graph_service.reports import github, wording
from graph_service.reports.report import Report

_UNESCAPED: Final = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def _plain(escaped: str) -> str:
    for code, character in _UNESCAPED:
        escaped = escaped.replace(code, character)
    return escaped


def _commands(written: bytes) -> list[tuple[str, dict[str, str], str]]:
    """Read commands as GitHub's runner does: at the beginning of a line, properties by commas, texts unescaped."""
    found = []
    for line in re.split(r"\r\n|\r|\n", written.decode()):
        head, separator, data = line.lstrip().removeprefix("::").partition("::")
        if line.lstrip().startswith("::") and separator:
            name, _, rest = head.partition(" ")
            pairs = (pair.partition("=") for pair in rest.split(",") if pair)
            found.append((name, {key: _plain(value) for key, _, value in pairs}, _plain(data)))
        else:
            assert "##[" not in line
    return found


def test_each_finding_annotates_the_line_that_it_is_about() -> None:
    """A violation is an error, an info a notice, each with file, line, column, title and remedy."""
    report = plain(finding("a"), finding("b", severity=Severity.WARNING), finding("c", severity=Severity.INFO))
    commands = _commands(github.write(report))
    assert [name for name, _, _ in commands] == ["error", "warning", "notice"]
    assert commands[0][1] == {"file": "plan.ttl", "line": "4", "col": "3", "title": "Title of urn:x:a (Plan-level)"}
    assert commands[0][2] == "Plan »a« has no level.\nTo mend: Give the level.\nDocument: Plan"


def test_what_is_known_is_not_annotated() -> None:
    """Compared with an earlier report, what is new is annotated, and what is gone is a notice."""
    before = plain(finding("a"), finding("b"))
    report = plain(finding("b"), finding("c"), baseline=known(before))
    assert [(name, data.partition(".")[0]) for name, _, data in _commands(github.write(report))] == [
        ("error", "Plan »c« has no level"),
        ("notice", "No longer found: Known"),
    ]


def test_a_change_is_told_to_be_refused_and_what_it_breaks() -> None:
    """What breaks is a warning for each cause, and that the change is refused an error, also if warnings refuse it."""
    commands = _commands(github.write(judged(finding(severity=Severity.WARNING))))
    assert [(name, data) for name, _, data in commands][1:] == [
        ("warning", "Cause: It is gone.\nA rested on it. (Plan)\nB rested on it. (Plan)"),
        ("error", "The change is refused. It brings 1 new warning."),
    ]


@given(reports())
def test_no_text_becomes_a_command_of_its_own(report: Report) -> None:
    """Whatever texts and names of files hold, there is one command for each finding, with just the known properties."""
    commands = _commands(github.write(report))
    new = [entry for entry in report.entries if entry.new]
    refused = report.change is not None and not report.change.accepted
    assert len(commands) == len(new) + len(report.gone or ()) + len(wording.broken(report)) + refused
    for (name, properties, data), entry in zip(commands, new, strict=False):
        assert name in {"error", "warning", "notice"}
        assert set(properties) <= {"file", "line", "col", "title"}
        place = entry.finding.place
        assert properties.get("file") == (place and place.file.encode(errors="backslashreplace").decode())
        assert properties.get("line") == (str(place.line) if place else None)
        assert letters(data).startswith(letters(entry.finding.messages[report.lang]))
