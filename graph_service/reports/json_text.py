"""A report as JSON, which a later run can be compared with."""

from collections.abc import Mapping
from typing import Any

from graph_service.messages import LANGUAGES, Lang
from graph_service.model.json_bytes import as_json
from graph_service.model.verdict import Severity
from graph_service.reports import tool
from graph_service.reports.causes import sentence
from graph_service.reports.report import Entry, Report
from graph_service.vocabulary import compact


def write(report: Report) -> bytes:
    """Write a report as JSON.

    Args:
        report: The report.

    Returns:
        UTF-8 bytes; texts as they are, in all languages.
    """
    return as_json(_body(report))


def _body(report: Report) -> dict[str, Any]:
    verdict = report.verdict
    body: dict[str, Any] = {
        "tool": {"name": tool.NAME, "version": tool.VERSION},
        "conforms": verdict.conforms,
        "violations": verdict.count(Severity.VIOLATION),
        "warnings": verdict.count(Severity.WARNING),
        "infos": verdict.count(Severity.INFO),
        "triples": verdict.triples,
        "shapes": verdict.shapes,
        "engine": verdict.engine,
        "findings": [_finding(entry, report) for entry in report.entries],
    }
    if report.gone is not None:
        body["gone"] = [
            {"fingerprint": one.fingerprint, "severity": one.severity, "message": one.message, "file": one.file}
            for one in report.gone
        ]
    if report.change is not None:
        body["change"] = {
            "accepted": report.change.accepted,
            "text": report.change.text,
            "reasons": report.change.reasons,
            "breaks": [{"text": sentence(one), "cause": one.cause.text} for one in report.change.breaks],
        }
    return body


def _finding(entry: Entry, report: Report) -> dict[str, Any]:
    finding, place = entry.finding, entry.finding.place
    told: dict[str, Any] = {
        "severity": finding.severity.name.lower(),
        "focus": finding.focus.value,
        "title": entry.title,
        "plan": entry.plan,
        "plan_title": entry.plan_title,
        "path": finding.path,
        "value": finding.value.value if finding.value else None,
        "component": compact(finding.component),
        "shape": finding.shape,
        "messages": _by_language(finding.messages),
        "mend": _by_language(finding.mend),
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "fingerprint": entry.fingerprint,
    }
    return told if report.gone is None else {**told, "new": entry.new}


def _by_language(texts: Mapping[Lang, str]) -> dict[str, str]:
    return {lang: texts[lang] for lang in LANGUAGES if lang in texts}
