"""Reports as JSON."""

import json

from hypothesis import given
from invented import finding, judged, known, plain, reports

from graph_service.reports import json_text
from graph_service.reports.report import Report


def test_each_finding_says_all_that_is_known_of_it() -> None:
    """A finding has its document, thing, file, line, column, what is wrong and what would mend it."""
    body = json.loads(json_text.write(plain(finding(value="x"))))
    (one,) = body.pop("findings")
    assert body == {
        "tool": {"name": "redthread", "version": body["tool"]["version"]},
        "conforms": False,
        "violations": 1,
        "warnings": 0,
        "infos": 0,
        "triples": 2,
        "shapes": 1,
        "engine": "set",
    }
    assert one == {
        "severity": "violation",
        "focus": "urn:x:a",
        "title": "Title of urn:x:a",
        "plan": "https://w3id.org/redthread/id/plan",
        "plan_title": "Plan",
        "path": "<https://w3id.org/redthread/ns#level>",
        "value": "x",
        "component": "sh:MinCountConstraintComponent",
        "shape": "https://w3id.org/redthread/shapes#Plan-level",
        "messages": {"sv": "Plan »a« saknar nivå.", "en": "Plan »a« has no level."},
        "mend": {"sv": "Ange nivån.", "en": "Give the level."},
        "file": "plan.ttl",
        "line": 4,
        "column": 3,
        "fingerprint": one["fingerprint"],
    }


def test_what_is_new_and_what_is_gone_is_told() -> None:
    """Compared with an earlier report, each finding says whether it is new, and those that are gone are listed."""
    report = plain(finding("b"), finding("c"), baseline=known(plain(finding("a"), finding("b"))))
    body = json.loads(json_text.write(report))
    assert [one["new"] for one in body["findings"]] == [False, True]
    assert [(one["severity"], one["message"]) for one in body["gone"]] == [("violation", "Known.")]


def test_a_change_is_told_to_be_refused_and_what_it_breaks() -> None:
    """Of a change it is said whether it is accepted, why not, and what breaks with its cause."""
    assert json.loads(json_text.write(judged()))["change"] == {
        "accepted": False,
        "text": "The change is refused.",
        "reasons": ["It brings 1 new warning."],
        "breaks": [
            {"text": "A rested on it. (Plan)", "cause": "It is gone."},
            {"text": "B rested on it. (Plan)", "cause": "It is gone."},
        ],
    }
    assert "change" not in json.loads(json_text.write(plain(finding())))


@given(reports())
def test_any_text_can_be_read_back(report: Report) -> None:
    """Whatever texts hold, they are in JSON just as they are."""
    read = json.loads(json_text.write(report))["findings"]
    assert [one["messages"] for one in read] == [dict(entry.finding.messages) for entry in report.entries]
    files = [entry.finding.place.file if entry.finding.place else None for entry in report.entries]
    assert [one["file"] for one in read] == files
    assert [one["title"] for one in read] == [entry.title for entry in report.entries]
