"""Writing a report for people at a terminal, in short."""

from itertools import groupby
from typing import Final

from rich.text import Text

from graph_service.cli.terminal import out
from graph_service.messages import text
from graph_service.model.verdict import Severity
from graph_service.reports import wording
from graph_service.reports.report import Entry, Report

_STYLES: Final = {Severity.VIOLATION: "bold red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_SHOWN_OF_A_KIND: Final = 5


def print_report(report: Report, *, everything: bool) -> None:
    """Print a report, findings of a kind together and new ones first.

    Args:
        report: The report.
        everything: Whether to print all findings of a kind, and infos, or only the first few.
    """
    console = out()
    shown = [e for e in report.entries if everything or e.finding.severity is not Severity.INFO]
    for _, group in groupby(shown, key=lambda entry: (entry.finding.severity, entry.finding.shape)):
        entries = sorted(group, key=lambda entry: not entry.new)
        for entry in entries if everything else entries[:_SHOWN_OF_A_KIND]:
            console.print(_line(entry, report), soft_wrap=True)
        if not everything and len(entries) > _SHOWN_OF_A_KIND:
            more = text("validate.more", report.lang, count=len(entries) - _SHOWN_OF_A_KIND)
            console.print(Text(f"         {more}", style="dim"), soft_wrap=True)
    for earlier in report.gone or ():
        console.print(Text(wording.gone(earlier, report), style="dim"), soft_wrap=True)
    console.print(Text(wording.outcome(report), style="bold red" if report.failed else "bold green"))
    for line in wording.summary(report):
        console.print(line, soft_wrap=True)


def _line(entry: Entry, report: Report) -> Text:
    finding = entry.finding
    name, message = wording.severity(entry, report), wording.message(entry, report)
    line = Text.assemble((f"{name}: ", _STYLES[finding.severity]), message)
    if finding.place:
        where = text("validate.place", report.lang, file=finding.place.file, line=finding.place.line)
        line.append(f"  ({where})", style="dim")
    return line
