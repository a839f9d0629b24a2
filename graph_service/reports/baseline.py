"""Reading an earlier report, to tell what is new since then."""

import json
from collections.abc import Iterator
from typing import Any, Final

from graph_service.errors import UnreadableInputError
from graph_service.messages import Lang
from graph_service.reports.report import Earlier
from graph_service.reports.tool import FINGERPRINT, NAME

_SEVERITIES: Final = {"error": "violation", "warning": "warning", "note": "info"}


def earlier(text: str, name: str, lang: Lang) -> tuple[Earlier, ...]:
    """Read the findings of an earlier report in JSON or SARIF.

    Args:
        text: The report.
        name: What to call it in an error.
        lang: The language of messages, where the report has several.

    Returns:
        Its findings in their order.

    Raises:
        UnreadableInputError: If it is not JSON, or no report of this program.
    """
    try:
        report = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableInputError("baseline_not_json", path=name) from error
    try:
        return tuple(_of_sarif(report) if "runs" in report else _of_json(report, lang))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableInputError("baseline_kind", path=name) from error


def _of_json(report: dict[str, Any], lang: Lang) -> Iterator[Earlier]:
    _check_tool(report["tool"])
    for one in report["findings"]:
        message = one["messages"].get(lang) or next(iter(one["messages"].values()))
        yield _earlier(one["fingerprint"], one["severity"], message, one["file"])


def _of_sarif(report: dict[str, Any]) -> Iterator[Earlier]:
    for run in report["runs"]:
        _check_tool(run["tool"]["driver"])
        for one in run["results"]:
            if one.get("baselineState") != "absent":
                places = (place.get("physicalLocation") for place in one.get("locations", ()))
                file = next((place["artifactLocation"]["uri"] for place in places if place is not None), None)
                severity, mark = _SEVERITIES[one["level"]], one["partialFingerprints"][FINGERPRINT]
                yield _earlier(mark, severity, one["message"]["text"], file)


def _check_tool(tool: dict[str, Any]) -> None:
    if tool["name"] != NAME:
        raise ValueError(tool)


def _earlier(mark: object, severity: object, message: object, file: object) -> Earlier:
    if not (isinstance(mark, str) and isinstance(severity, str) and isinstance(message, str)):
        raise TypeError(mark)
    if not isinstance(file, str | None):
        raise TypeError(file)
    return Earlier(mark, severity, message, file)
