"""What validation finds anew, no longer, and still."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from graph_service.model.terms import BlankNode, Iri, Literal
from graph_service.model.verdict import Finding, Place, Severity, Verdict
from graph_service.plans.findings import compare

FINDINGS = st.builds(
    Finding,
    st.sampled_from(Severity),
    st.sampled_from((Iri("urn:a"), Iri("urn:b"), BlankNode("x"), BlankNode("y"))),
    st.sampled_from(("", "<urn:path>")),
    st.sampled_from((None, Iri("urn:a"), Literal("4B"), Literal("4B", language="sv"))),
    st.sampled_from(("urn:component:1", "urn:component:2")),
    st.just("urn:shape"),
    st.builds(dict, sv=st.text(max_size=3), en=st.text(max_size=3)),
    st.one_of(st.none(), st.builds(Place, st.just("plan.ttl"), st.integers(1, 9))),
)
FINDING = Finding(Severity.WARNING, Iri("urn:a"), "", None, "urn:component", "urn:shape", {"sv": "Fel", "en": "Wrong"})


def _verdict(*findings: Finding) -> Verdict:
    return Verdict(findings, 1, 1, "set")


def test_a_finding_that_moved_is_the_same() -> None:
    """Another line, file or wording of the message does not make a finding new; the later one is told."""
    before = replace(FINDING, place=Place("plan.ttl", 7))
    after = replace(FINDING, place=Place("other.ttl", 9), messages={"sv": "Annat", "en": "Other"})
    difference = compare(_verdict(before), _verdict(after))
    assert difference.remained == (after,)
    assert difference.introduced == difference.mended == ()


def test_a_finding_that_differs_in_what_it_finds_is_new() -> None:
    """Another severity, node, path, value, constraint or shape makes a finding new, and the former mended."""
    others = (
        replace(FINDING, severity=Severity.VIOLATION),
        replace(FINDING, focus=Iri("urn:b")),
        replace(FINDING, path="<urn:path>"),
        replace(FINDING, value=Literal("4B")),
        replace(FINDING, component="urn:other"),
        replace(FINDING, shape="urn:other"),
    )
    for other in others:
        difference = compare(_verdict(FINDING), _verdict(other))
        assert (difference.introduced, difference.mended, difference.remained) == ((other,), (FINDING,), ())


def test_findings_are_counted() -> None:
    """What was found twice and is found three times is found once anew."""
    difference = compare(_verdict(FINDING, FINDING), _verdict(FINDING, FINDING, FINDING))
    assert [len(part) for part in (difference.introduced, difference.mended, difference.remained)] == [1, 0, 2]
    assert difference.count(Severity.WARNING) == 1
    assert difference.count(Severity.VIOLATION) == 0


def test_blank_nodes_are_the_same_whatever_their_labels() -> None:
    """A file that is read anew gives its blank nodes other labels; the findings about them are no others."""
    before, after = (replace(FINDING, focus=BlankNode(label)) for label in ("b0", "b7"))
    assert compare(_verdict(before), _verdict(after)).introduced == ()


@given(before=st.lists(FINDINGS, max_size=8), after=st.lists(FINDINGS, max_size=8))
def test_each_finding_is_in_one_part(before: list[Finding], after: list[Finding]) -> None:
    """What the later verdict has is new or remained, in its order; what the earlier one has is mended or remained."""
    difference = compare(_verdict(*before), _verdict(*after))
    assert len(difference.introduced) + len(difference.remained) == len(after)
    assert len(difference.mended) + len(difference.remained) == len(before)
    for part, whole in ((difference.introduced, after), (difference.remained, after), (difference.mended, before)):
        places = iter(whole)
        assert all(any(one is finding for one in places) for finding in part)
    back = compare(_verdict(*after), _verdict(*before))
    assert (back.introduced, back.mended) == (difference.mended, difference.introduced)
