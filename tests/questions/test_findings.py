"""Findings as they are told: in which document, in which file, and what would mend them."""

from pathlib import Path

import pytest

from graph_service.messages import LANGUAGES
from graph_service.model.finding import FindingSeen
from graph_service.questions import findings
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.validation.engine import validate
from graph_service.validation.shapes import names

SHAPES = Path(__file__).resolve().parents[1] / "data" / "shapes"


def _found(name: str, lang: str = "en") -> tuple[FindingSeen, ...]:
    dataset = snapshot.build(snapshot.read_files([SHAPES / name], Settings()))
    return findings.findings(dataset.store, validate(dataset), "sv" if lang == "sv" else "en")


@pytest.mark.parametrize(
    ("name", "shape", "mend"),
    [
        ("Document-title.minCount.breaks.ttl", "Document-title", "State »title or text«."),
        ("Document-title.uniqueLang.breaks.ttl", "Document-title", "Keep one value of »title or text«."),
        ("Document-level.maxCount.breaks.ttl", "Document-level", "Keep one value of »level«."),
        ("Agent-label.minCount.breaks.ttl", "Agent-label", "State »name«."),
        ("Activity-leads.minCount.breaks.ttl", "Activity-leads", "State »traces to«."),
        (
            "DeliveryGoal-covered.minCount.breaks.ttl",
            "DeliveryGoal-covered",
            "Let something else point to it with »contributes to«.",
        ),
    ],
)
def test_what_would_mend_a_finding_names_the_property(name: str, shape: str, mend: str) -> None:
    """What is missing is to be stated, what is too much to be given once; from the other end where the path says so."""
    told = [one.mend for one in _found(name) if one.shape == shape]
    assert told
    assert set(told) == {mend}


def test_a_wrong_value_is_named_in_what_would_mend_it() -> None:
    """A value of a wrong kind is told with the property that has it."""
    (one,) = (one for one in _found("Document-level.in.breaks.ttl") if one.component == "InConstraintComponent")
    assert one.value
    assert one.mend == f"Change the value »{one.value}« of »level«."


def test_only_the_message_tells_of_what_a_query_found() -> None:
    """What would mend a finding of a SPARQL constraint is not known, and nothing is made up."""
    found = [one for one in _found("Activity-undated.sparql.breaks.ttl") if one.shape == "Activity-undated"]
    assert found
    assert {one.mend for one in found} == {None}


@pytest.mark.parametrize("path", sorted(SHAPES.glob("*.minCount.breaks.ttl")), ids=lambda path: path.name)
def test_every_finding_can_be_told_in_both_languages(path: Path) -> None:
    """The same findings are told in Swedish and English; their file is named without the folders of the machine."""
    told = {lang: _found(path.name, lang) for lang in LANGUAGES}
    assert told["sv"]
    assert [one.iri for one in told["sv"]] == [one.iri for one in told["en"]]
    assert all(one.message and one.shape in names() for one in told["sv"])
    assert {one.file for one in told["sv"]} <= {path.name, None}


def test_groups_count_all_findings_the_worst_first() -> None:
    """Each finding is in one group, and the groups keep the order of the findings."""
    found = _found("Document-title.minCount.breaks.ttl")
    groups = findings.groups(found)
    assert sum(group.count for group in groups) == len(found)
    order = ("violation", "warning", "info")
    assert [group.severity for group in groups] == sorted((group.severity for group in groups), key=order.index)


@pytest.mark.parametrize("path", sorted(SHAPES.glob("*.breaks.ttl")), ids=lambda path: path.name.removesuffix(".ttl"))
def test_the_query_of_findings_gives_them_in_their_order(path: Path) -> None:
    """Whatever constraint is not met, the query of its shape gives the findings of the verdict, in their order."""
    dataset = snapshot.build(snapshot.read_files([path], Settings()))
    verdict = validate(dataset)
    told = findings.findings(dataset.store, verdict, "en")
    assert told
    columns = ("severity", "shape", "component", "iri", "path", "value", "plan")
    for shape in {one.shape for one in told}:
        query = findings.findings_query([shape])
        assert query
        rows = [tuple(row[c].value if c in row else None for c in columns) for row in dataset.store.select(query).rows]
        assert rows == [tuple(getattr(one, c) for c in columns) for one in told if one.shape == shape]
