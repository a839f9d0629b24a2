"""Findings with the same cause."""

from hypothesis import given
from invented import finding, plain, reports

from graph_service.model.terms import Iri
from graph_service.model.verdict import Finding
from graph_service.reports.groups import groups
from graph_service.reports.report import Report


def _sizes(*findings: Finding) -> list[int]:
    return [len(group.entries) for group in groups(plain(*findings).entries)]


def test_the_same_constraint_and_value_in_a_file_is_the_same_cause() -> None:
    """Findings of a shape in a file are one group, unless another value is wrong or they are in another file."""
    assert _sizes(finding("a"), finding("b", file="other.ttl"), finding("c", line=9), finding("d", value="x")) == [
        2,
        1,
        1,
    ]
    assert _sizes(finding("a", value="x"), finding("b", value="x"), finding("c", value="y")) == [2, 1]


def test_a_thing_that_is_itself_the_value_is_no_cause() -> None:
    """Where the value that is wrong is the thing itself, it does not tell findings apart."""
    one, other = (
        Finding(a.severity, a.focus, "", a.focus, a.component, a.shape, a.messages, a.place)
        for a in (finding("a"), finding("b"))
    )
    assert one.value == Iri("urn:x:a")
    assert _sizes(one, other) == [2]


@given(reports())
def test_every_finding_is_in_one_group(report: Report) -> None:
    """The groups hold each finding once, and each keeps the order of the findings."""
    found = groups(report.entries)
    order = {id(entry): number for number, entry in enumerate(report.entries)}
    numbers = [[order[id(entry)] for entry in group.entries] for group in found]
    assert sorted(number for group in numbers for number in group) == list(range(len(report.entries)))
    assert all(group == sorted(group) for group in numbers)
    assert [group[0] for group in numbers] == sorted(group[0] for group in numbers)
