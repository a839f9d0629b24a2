"""A report as one HTML page that needs nothing else: no script, no file beside it, nothing from the web."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph_service.messages import text
from graph_service.model.printable import one_line
from graph_service.model.verdict import Place
from graph_service.reports import wording
from graph_service.reports.causes import sentence
from graph_service.reports.groups import Group, groups
from graph_service.reports.report import Report

if TYPE_CHECKING:
    from jinja2 import Template

_PAGES: Final = Path(__file__).with_name("pages")


def write(report: Report) -> bytes:
    """Write a report as a page.

    Args:
        report: The report.

    Returns:
        UTF-8 bytes; findings with the same cause in one file stand together, the files in the order of their worst;
        before them what a change breaks, each cause once.
    """
    page = _template().render(
        report=report,
        outcome=wording.outcome(report),
        summary=wording.summary(report),
        files=_by_file(report),
        gone=[wording.gone(earlier, report) for earlier in report.gone or ()],
        title=text("report.title", report.lang),
        broken=wording.broken(report),
        broken_title=text("report.broken", report.lang),
        because=lambda caused: wording.because(caused, report),
        sentence=sentence,
        gone_title=text("report.gone_title", report.lang),
        same_cause=lambda count: text("report.same_cause", report.lang, count=count),
        message=lambda entry: wording.message(entry, report),
        mend=lambda entry: wording.mend(entry, report),
        document=lambda entry: wording.document(entry, report),
        severity=lambda entry: wording.severity(entry, report),
        shape=wording.shape,
        spot=wording.spot,
        plain=one_line,
    )
    return page.encode(errors="backslashreplace")


def style_source() -> str:
    """Give what a Content-Security-Policy has to say for the style of the page to be followed, and no other.

    Returns:
        A source expression with a hash (https://www.w3.org/TR/CSP3/#grammardef-hash-source).
    """
    style = (_PAGES / "report.html").read_text(encoding="utf-8").partition("<style>")[2].partition("</style>")[0]
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader  # noqa: PLC0415 -- slow to load, and only a page needs it

    kept = Environment(loader=FileSystemLoader(_PAGES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return kept.get_template("report.html")


def _by_file(report: Report) -> list[tuple[str, list[Group]]]:
    found: dict[str, list[Group]] = {}
    for group in groups(report.entries):
        found.setdefault(_file(group.first.finding.place, report), []).append(group)
    return list(found.items())


def _file(place: Place | None, report: Report) -> str:
    return one_line(place.file) if place else text("report.no_file", report.lang)
