"""A report as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html)."""

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from graph_service.messages import LANGUAGES, Lang
from graph_service.model.json_bytes import as_json
from graph_service.model.printable import one_line
from graph_service.model.verdict import Place, Severity
from graph_service.reports import tool, wording
from graph_service.reports.causes import sentence
from graph_service.reports.report import Earlier, Entry, Report, Rule

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final[Mapping[Severity, str]] = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
_LEVELS_EARLIER: Final = {grade.name.lower(): level for grade, level in _LEVELS.items()}
_LINK: Final = re.compile(r"\[(?=[^\]]*\]\()")
_PLACEHOLDER: Final = re.compile(r"\{(\d+)\}")


def write(report: Report) -> bytes:
    """Write a report as SARIF.

    Args:
        report: The report.

    Returns:
        UTF-8 bytes: one run with a rule for each shape, and a result for each finding. Of a change, notifications
        (3.58) tell whether it is refused, and for each cause what breaks, which is no result since it is no finding.
    """
    rules = _rules(report)
    index = {rule.shape: number for number, rule in enumerate(rules)}
    results = [_result(entry, index, report) for entry in report.entries]
    results += [_absent(earlier) for earlier in report.gone or ()]
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": tool.NAME,
                "version": tool.VERSION,
                "language": report.lang,
                "rules": [_rule(rule, report.lang) for rule in rules],
            }
        },
        "language": report.lang,
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    if report.change is not None:
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(report)}]
        run["properties"] = {"accepted": report.change.accepted}
    return as_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _notifications(report: Report) -> list[dict[str, Any]]:
    refused = report.change is not None and not report.change.accepted
    told = [("error" if refused else "note", [wording.outcome(report)])]
    told += [
        ("warning", [wording.because(caused, report), *map(sentence, caused.effects)])
        for caused in wording.broken(report)
    ]
    return [{"level": level, "message": {"text": _plain("\n".join(lines))}} for level, lines in told]


def _rules(report: Report) -> tuple[Rule, ...]:
    known = {rule.shape: rule for rule in report.rules}
    for entry in report.entries:
        finding = entry.finding
        known.setdefault(finding.shape, Rule(finding.shape, finding.severity, finding.messages, finding.mend))
    return tuple(known.values())


def _rule(rule: Rule, lang: Lang) -> dict[str, Any]:
    told = {other: (rule.says.get(other, ""), rule.mend.get(other, "")) for other in (lang, *LANGUAGES)}
    described: dict[str, Any] = {
        "id": wording.shape(rule.shape),
        "shortDescription": {"text": _plain(told[lang][0] or wording.shape(rule.shape))},
        "help": {
            "text": "\n".join(f"{other}: {' '.join(_plain(part) for part in parts)}" for other, parts in told.items()),
            "markdown": "\n\n".join(f"**{other}** {_markdown(' '.join(parts))}" for other, parts in told.items()),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    return described


def _result(entry: Entry, index: Mapping[str, int], report: Report) -> dict[str, Any]:
    finding = entry.finding
    told = (wording.message(entry, report), wording.mend(entry, report))
    logical = {"name": one_line(entry.title), "fullyQualifiedName": one_line(finding.focus.value), "kind": "resource"}
    result: dict[str, Any] = {
        "ruleId": wording.shape(finding.shape),
        "ruleIndex": index[finding.shape],
        "level": _LEVELS[finding.severity],
        "message": {"text": _plain(" ".join(part for part in told if part))},
        "locations": [{**_physical(finding.place), "logicalLocations": [logical]}],
        "partialFingerprints": {tool.FINGERPRINT: entry.fingerprint},
        "properties": {
            "plan": entry.plan,
            "planTitle": entry.plan_title,
            "component": finding.component,
            "path": finding.path,
            "value": finding.value.value if finding.value else None,
        },
    }
    if report.gone is not None:
        result["baselineState"] = "new" if entry.new else "unchanged"
    return result


def _absent(earlier: Earlier) -> dict[str, Any]:
    return {
        "level": _LEVELS_EARLIER.get(earlier.severity, "none"),
        "message": {"text": _plain(one_line(earlier.message))},
        "partialFingerprints": {tool.FINGERPRINT: earlier.fingerprint},
        "baselineState": "absent",
    }


def _physical(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    region = {"startLine": place.line} | ({"startColumn": place.column} if place.column is not None else {})
    return {"physicalLocation": {"artifactLocation": {"uri": address(place.file)}, "region": region}}


def address(file: str) -> str:
    """Write a file's name as a URI, relative where the name is.

    Args:
        file: The name.

    Returns:
        The URI.

    Example:
        >>> address("plans/mål 1.ttl"), address("/plans/a.ttl")
        ('plans/m%C3%A5l%201.ttl', 'file:///plans/a.ttl')
    """
    path = PurePath(file)
    written = quote(path.as_posix().encode(errors="surrogateescape"))
    return f"file://{written}" if path.is_absolute() else written


def _plain(words: str) -> str:
    """Write a text such that no viewer takes it for a link, or looks for arguments in it (3.11.5 and 3.11.6)."""
    return _PLACEHOLDER.sub(r"{{\1}}", _LINK.sub(r"\\[", words))


def _markdown(words: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~-])", r"\\\1", words)
