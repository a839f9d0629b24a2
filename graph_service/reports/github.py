"""A report as annotations of GitHub.

See https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from graph_service.model.printable import one_line
from graph_service.model.verdict import Severity
from graph_service.reports import wording
from graph_service.reports.causes import sentence
from graph_service.reports.report import Entry, Report

_COMMANDS: Final[Mapping[Severity, str]] = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def write(report: Report) -> bytes:
    """Write a report as commands that annotate the changed files.

    Args:
        report: The report.

    Returns:
        UTF-8 bytes: one command for each new finding and for each that is gone, for each cause of what a change breaks,
        and for a change that is refused; then the counts as plain text.
    """
    lines = [_command(entry, report) for entry in report.entries if entry.new]
    lines += [f"::notice::{wording.gone(earlier, report).translate(_DATA)}" for earlier in report.gone or ()]
    for caused in wording.broken(report):
        told = "\n".join((wording.because(caused, report), *map(sentence, caused.effects)))
        lines.append(f"::warning::{told.translate(_DATA)}")
    refused = report.change is not None and not report.change.accepted
    outcome = wording.outcome(report)
    lines.append(f"::error::{outcome.translate(_DATA)}" if refused else wording.inert(outcome))
    lines += [wording.inert(line) for line in wording.summary(report)]
    return "".join(f"{line}\n" for line in lines).encode()


def _command(entry: Entry, report: Report) -> str:
    told = (wording.message(entry, report), wording.mend(entry, report), wording.document(entry, report))
    properties = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in _properties(entry))
    data = "\n".join(line for line in told if line).translate(_DATA)
    return f"::{_COMMANDS[entry.finding.severity]} {properties}::{data}"


def _properties(entry: Entry) -> Iterator[tuple[str, str]]:
    place = entry.finding.place
    if place is not None:
        yield "file", place.file.encode(errors="backslashreplace").decode()
        yield "line", str(place.line)
        if place.column is not None:
            yield "col", str(place.column)
    yield "title", one_line(f"{entry.title} ({wording.shape(entry.finding.shape)})")
