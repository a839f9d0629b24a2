"""Reports as SARIF."""

import json
from typing import Any
from urllib.parse import unquote_to_bytes

from hypothesis import given
from invented import finding, judged, known, letters, plain, reports

from graph_service.model.verdict import Severity
from graph_service.reports import sarif
from graph_service.reports.report import Report
from graph_service.reports.rules import rules
from graph_service.validation.shapes import each, load


def _run(report: Report) -> dict[str, Any]:
    log = json.loads(sarif.write(report))
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_each_finding_is_a_result_of_a_rule_in_a_place() -> None:
    """A result names its rule, its level, its place with line and column, and what it is about."""
    run = _run(plain(finding("a"), finding("b", severity=Severity.WARNING), finding("c", severity=Severity.INFO)))
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    first = run["results"][0]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "Plan-level"
    assert first["message"] == {"text": "Plan »a« has no level. To mend: Give the level."}
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "plan.ttl"},
                "region": {"startLine": 4, "startColumn": 3},
            },
            "logicalLocations": [{"name": "Title of urn:x:a", "fullyQualifiedName": "urn:x:a", "kind": "resource"}],
        }
    ]


def test_every_shape_is_a_rule_with_help_in_both_languages() -> None:
    """The rules are the shapes that can find something, and each says in both languages what is wrong and mends it."""
    report = plain()
    report = Report(report.lang, report.verdict, (), rules(load()))
    told = {rule["id"]: rule for rule in _run(report)["tool"]["driver"]["rules"]}
    assert set(told) == {shape.iri.partition("#")[2] for shape in each(load()) if shape.constraints}
    for shape in each(load()):
        for sentence in shape.mend.values():
            assert sentence in told[shape.iri.partition("#")[2]]["help"]["text"]
    assert told["Plan-level"]["shortDescription"]["text"] == "… has no level."
    assert told["Activity-responsible"]["shortDescription"]["text"] == "… has no one responsible."


def test_what_is_new_known_and_gone_is_told() -> None:
    """Compared with an earlier report, each result says whether it is new; what is gone is a result that is absent."""
    report = plain(finding("b"), finding("c"), baseline=known(plain(finding("a"), finding("b"))))
    assert [result["baselineState"] for result in _run(report)["results"]] == ["unchanged", "new", "absent"]


def test_the_fingerprint_is_not_of_the_line() -> None:
    """A finding that has moved to another line has the fingerprint that it had; another finding has another."""
    before, after = (_run(plain(finding(line=line), finding("b")))["results"] for line in (4, 90))
    marks = [[result["partialFingerprints"] for result in results] for results in (before, after)]
    assert marks[0] == marks[1]
    assert marks[0][0] != marks[0][1]


def test_a_change_is_told_to_be_refused_and_what_it_breaks() -> None:
    """Notifications say that a change is refused and why, and each cause once with what breaks."""
    run = _run(judged(finding(severity=Severity.WARNING)))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    assert invocation["toolExecutionNotifications"] == [
        {"level": "error", "message": {"text": "The change is refused. It brings 1 new warning."}},
        {
            "level": "warning",
            "message": {"text": "Cause: It is gone.\nA rested on it. (Plan)\nB rested on it. (Plan)"},
        },
    ]
    assert run["properties"] == {"accepted": False}
    assert len(run["results"]) == 1
    assert "invocations" not in _run(plain(finding()))


@given(reports())
def test_any_text_can_be_read_back(report: Report) -> None:
    """Whatever texts hold, it is JSON with a result for each finding, URIs for files, and no links in texts."""
    run = _run(report)
    for invocation in run.get("invocations", ()):
        for notification in invocation["toolExecutionNotifications"]:
            assert "[a](" not in notification["message"]["text"].replace("\\[a](", "")
    assert len(run["results"]) == len(report.entries) + len(report.gone or ())
    for result, entry in zip(run["results"], report.entries, strict=False):
        text = result["message"]["text"]
        assert letters(text).startswith(letters(entry.finding.messages[report.lang]))
        assert "[a](" not in text.replace("\\[a](", "")
        assert "{0}" not in text.replace("{{0}}", "")
        place = entry.finding.place
        if place is not None:
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert uri.isascii()
            assert not set(uri) & set(' <>"\\^`{|}')
            name = unquote_to_bytes(uri.removeprefix("file://")).decode(errors="surrogateescape")
            assert name.rpartition("/")[2] == place.file.rpartition("/")[2]
            assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == place.line
