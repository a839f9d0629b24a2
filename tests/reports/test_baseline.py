"""Comparing with an earlier report."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import finding, plain, reports

from graph_service.errors import UnreadableInputError
from graph_service.model.terms import BlankNode
from graph_service.model.verdict import Finding, Severity
from graph_service.reports import baseline, formats, report
from graph_service.reports.fingerprint import fingerprint
from graph_service.reports.formats import ReportFormat
from graph_service.reports.report import Earlier, Report


def _earlier(of: Report, form: ReportFormat = "json") -> tuple[Earlier, ...]:
    return baseline.earlier(formats.write(of, form).decode(), "b", "en")


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_only_what_is_not_in_the_earlier_report_is_new(form: ReportFormat) -> None:
    """A finding is known though it has moved, been reworded or is in a renamed file; others are new or gone."""
    before = plain(finding("a"), finding("b"))
    after = plain(finding("b", line=99, file="new.ttl"), finding("c"), baseline=_earlier(before, form))
    assert [entry.new for entry in after.entries] == [False, True]
    assert after.gone is not None
    assert [(one.severity, one.file) for one in after.gone] == [("violation", "plan.ttl")]
    assert after.gone[0].message.startswith("Plan »a« has no level.")
    assert after.failed


def test_a_second_finding_of_the_same_kind_is_new() -> None:
    """Of findings that nothing tells apart, as many are known as the earlier report has."""
    after = plain(finding(), finding(), finding(), baseline=_earlier(plain(finding(), finding())))
    assert [entry.new for entry in after.entries] == [False, False, True]
    after = plain(finding(), baseline=_earlier(plain(finding(), finding())))
    assert ([entry.new for entry in after.entries], len(after.gone or ())) == ([False], 1)


@pytest.mark.parametrize(
    "other",
    [finding("b"), finding(value="x")],
)
def test_another_thing_or_value_is_another_finding(other: Finding) -> None:
    """Findings about another thing, or another value, have other fingerprints."""
    assert fingerprint(other) != fingerprint(finding())


def test_blank_nodes_are_told_apart_by_their_file() -> None:
    """A blank node has another label in each run, so that its finding is known by the file that it is in."""

    def blank(label: str, file: str) -> str:
        one = finding(file=file)
        return fingerprint(
            Finding(one.severity, BlankNode(label), "", None, one.component, one.shape, one.messages, one.place)
        )

    assert blank("a", "x/plan.ttl") == blank("b", "plan.ttl") != blank("b", "other.ttl")


def test_a_report_that_was_itself_compared_can_be_compared_with() -> None:
    """What was gone already in the earlier report is not told again."""
    first = plain(finding("a"), finding("b"))
    for form in ("json", "sarif"):
        second = plain(finding("b"), baseline=_earlier(first))
        third = plain(finding("b"), baseline=_earlier(second, "json" if form == "json" else "sarif"))
        assert (third.gone, third.failed) == ((), False)


def test_a_known_violation_does_not_hide_a_new_one() -> None:
    """Whether the plans are stopped depends on what is new and bad enough alone."""
    known = _earlier(plain(finding("a")))
    warning = finding("b", severity=Severity.WARNING)
    assert not plain(finding("a"), warning, baseline=known).failed
    assert plain(finding("a"), warning, baseline=known, strict=True).failed
    assert plain(finding("a"), finding("b"), baseline=known).failed


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "baseline_not_json"),
        ("<html>", "baseline_not_json"),
        ("[" * 100_000, "baseline_not_json"),
        ('{"a": ' * 100_000, "baseline_not_json"),
        ("1" * 10_000, "baseline_not_json"),
        ("[]", "baseline_kind"),
        ("null", "baseline_kind"),
        ("7", "baseline_kind"),
        ('"runs"', "baseline_kind"),
        ("{}", "baseline_kind"),
        ('{"findings": []}', "baseline_kind"),
        ('{"tool": {"name": "other"}, "findings": []}', "baseline_kind"),
        ('{"tool": {"name": "redthread"}, "findings": {"a": 1}}', "baseline_kind"),
        ('{"tool": {"name": "redthread"}, "findings": [{}]}', "baseline_kind"),
        ('{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "CodeQL"}}, "results": []}]}', "baseline_kind"),
        ('{"runs": 7}', "baseline_kind"),
    ],
)
def test_what_is_no_report_is_told(text: str, key: str) -> None:
    """What is not JSON, or JSON of another kind, is told with its name and how a report is made."""
    with pytest.raises(UnreadableInputError) as caught:
        baseline.earlier(text, "b.json", "en")
    assert caught.value.key == key
    for told in (caught.value.text("sv"), caught.value.text("en")):
        assert told.startswith("b.json: ")
        assert "redthread validate --format json" in told


def _mangled(value: Any, draw: Callable[[st.SearchStrategy[Any]], Any]) -> Any:  # noqa: ANN401 -- any JSON
    """Put something else in the place of some part of a JSON value."""
    if isinstance(value, dict) and value and draw(st.booleans()):
        key = draw(st.sampled_from(sorted(value)))
        return {**value, key: _mangled(value[key], draw)}
    if isinstance(value, list) and value and draw(st.booleans()):
        return [_mangled(value[0], draw), *value[1:]]
    return draw(
        st.none() | st.integers() | st.text() | st.just([]) | st.just({}) | st.just([[]]) | st.just({"a": None})
    )


@given(st.sampled_from(["json", "sarif"]), st.data())
def test_a_damaged_report_is_read_or_refused(form: ReportFormat, data: st.DataObject) -> None:
    """Whatever part of a report is something else, it is either read or told to be none; nothing else happens."""
    body = _mangled(json.loads(formats.write(plain(finding("a"), finding("b")), form)), data.draw)
    try:
        found = baseline.earlier(json.dumps(body), "b", "sv")
    except UnreadableInputError as error:
        assert error.key == "baseline_kind"  # noqa: PT017 -- it may also be read
        return
    assert {type(part) for one in found for part in (one.fingerprint, one.severity, one.message)} <= {str}


@given(reports())
def test_nothing_is_new_since_the_same_report(made: Report) -> None:
    """Whatever texts hold, compared with itself as JSON and as SARIF a report has nothing new and nothing gone."""
    for form in ("json", "sarif"):
        known = _earlier(made, "json" if form == "json" else "sarif")
        assert [one.fingerprint for one in known] == [entry.fingerprint for entry in made.entries]
        assert [one.severity for one in known] == [entry.finding.severity.name.lower() for entry in made.entries]
        left = report.Report(made.lang, made.verdict, made.entries, gone=known)
        assert formats.write(left, "text")
