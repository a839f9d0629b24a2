"""Reports as JUnit XML."""

from xml.etree import ElementTree as ET

from hypothesis import given
from invented import finding, known, letters, plain, reports

from graph_service.model.verdict import Severity
from graph_service.reports import junit
from graph_service.reports.report import Report


def _parsed(report: Report) -> ET.Element:
    return ET.fromstring(junit.write(report))  # noqa: S314 -- what the program wrote itself


def test_each_file_is_a_suite_and_each_finding_a_case() -> None:
    """A violation fails, a warning is skipped so that it is seen, an info passes with what it says."""
    report = plain(finding("a"), finding("b", severity=Severity.WARNING), finding("c", severity=Severity.INFO))
    root = _parsed(report)
    (suite,) = root.iter("testsuite")
    assert dict(suite.items()) == {"name": "plan.ttl", "tests": "3", "failures": "1", "errors": "0", "skipped": "1"}
    assert [[child.tag for child in case] for case in suite] == [["failure"], ["skipped"], ["system-out"]]
    (failure,) = root.iter("failure")
    assert failure.get("message") == "violation: Plan »a« has no level."
    assert failure.text == ("plan.ttl:4:3\nAbout: Title of urn:x:a <urn:x:a>\nDocument: Plan\nTo mend: Give the level.")
    assert dict(root.items()) == {"name": "redthread", "tests": "3", "failures": "1", "errors": "0"}


def test_a_file_without_findings_passes() -> None:
    """A file that was judged and has nothing wrong is a suite with a case that passes."""
    (suite,) = _parsed(plain()).iter("testsuite")
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("plan.ttl", "1", "0")


def test_warnings_fail_where_they_count() -> None:
    """Where warnings count as violations do, they are failures."""
    assert _parsed(plain(finding(severity=Severity.WARNING), strict=True)).get("failures") == "1"


def test_what_is_known_is_skipped_and_what_is_gone_is_told() -> None:
    """Compared with an earlier report, only what is new fails."""
    report = plain(finding("b"), finding("c"), baseline=known(plain(finding("a"), finding("b"))))
    root = _parsed(report)
    assert root.get("failures") == "1"
    assert [case.get("name") for case in root.iter("testcase") if case.find("failure") is not None] == [
        "Plan »c« has no level."
    ]
    assert [out.text for out in root.iter("system-out")] == ["No longer found: Known. (plan.ttl)"]


@given(reports())
def test_any_text_can_be_read_back(report: Report) -> None:
    """Whatever texts hold, it is well-formed XML with a case for each finding, and counts that are right."""
    root = _parsed(report)
    assert {element.tag for element in root.iter()} <= {
        *("testsuites", "testsuite", "testcase", "failure", "skipped", "system-out"),
    }
    assert len(list(root.iter("failure"))) == int(root.get("failures", "")) == sum(map(report.fails, report.entries))
    assert len(list(root.iter("testcase"))) == int(root.get("tests", ""))
    told = [letters(case.get("name", "")) for case in root.iter("testcase")]
    for entry in report.entries:
        assert letters(entry.finding.messages[report.lang]) in told
