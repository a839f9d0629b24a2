"""Findings as they are told: in which document, in which file, and what would mend them."""

from pathlib import Path

import pytest

from graph_service.messages import LANGUAGES
from graph_service.model.finding import FindingSeen
from graph_service.questions import findings
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.validation.engine import validate
from graph_service.validation.shapes import each, load, names

SHAPES = Path(__file__).resolve().parents[1] / "data" / "shapes"


def _found(name: str, lang: str = "en") -> tuple[FindingSeen, ...]:
    dataset = snapshot.build(snapshot.read_files([SHAPES / name], Settings()))
    return findings.findings(dataset.store, validate(dataset), "sv" if lang == "sv" else "en")


@pytest.mark.parametrize("name", ["Document-title.minCount", "Activity-undated.sparql", "Document-level.in"])
def test_what_would_mend_a_finding_is_what_its_shape_says(name: str) -> None:
    """Whatever constraint is not met, the finding says what would mend it, in the words of its shape."""
    mends = {shape.iri.rpartition("#")[2]: shape.mend for shape in each(load())}
    for lang in LANGUAGES:
        found = _found(f"{name}.breaks.ttl", lang)
        assert name.partition(".")[0] in {one.shape for one in found}
        assert all(one.mend and one.mend == mends[one.shape][lang] for one in found)


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
