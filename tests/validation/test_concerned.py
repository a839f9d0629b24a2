"""Nodes that a change concerns though it lies where one would not look for it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from random_shapes import HEAD
from verdicts import everything

from graph_service.store.oxigraph import EmbeddedStore
from graph_service.validation import affected, raw
from graph_service.validation.change import revalidate
from graph_service.validation.delta import Delta
from graph_service.validation.raw import RawVerdict, Rules
from graph_service.validation.shapes import load


@dataclass(frozen=True, slots=True)
class Case:
    """A shape, a dataset, one statement more, and the one node at which it lets the shape find something."""

    shape: str
    before: str
    added: str
    found: str


def _asking(where: str) -> str:
    return f'sh:targetSubjectsOf ex:p ; sh:sparql [ sh:select "SELECT $this WHERE {{ {where} }}" ]'


CASES: Final = {
    "a property as a node": Case(
        _asking("$this ?property ?x . ?property <urn:ex:q> ?y"), "ex:a ex:p ex:b .", "ex:p ex:q ex:c .", "ex:a"
    ),
    "a target that no statement named": Case(
        # SPARQL knows no node that stands nowhere; so it does not see that the path leads from this one to itself.
        "sh:targetNode ex:z ; sh:property [ sh:path [ sh:zeroOrMorePath ex:p ] ; sh:class ex:A ]",
        "ex:a ex:q ex:b .",
        "ex:a ex:q ex:z .",
        "ex:z",
    ),
    "a statement beside it": Case(
        _asking("$this <urn:ex:p> ?x . <urn:ex:a> <urn:ex:r> <urn:ex:b>"),
        "ex:c ex:p ex:d .",
        "ex:a ex:r ex:b .",
        "ex:c",
    ),
    "a statement beside it, by a path": Case(
        _asking("$this <urn:ex:p> ?x . ?y <urn:ex:q>/<urn:ex:r> ?z"),
        "ex:c ex:p ex:d . ex:a ex:q ex:b .",
        "ex:b ex:r ex:e .",
        "ex:c",
    ),
    "a filter that does not know what is bound around its group": Case(
        _asking("$this <urn:ex:p> ?x . { ?y <urn:ex:q> ?z FILTER EXISTS { ?x <urn:ex:r> ?w } }"),
        "ex:a ex:p ex:b . ex:b ex:q ex:c .",
        "ex:d ex:r ex:e .",
        "ex:a",
    ),
    "one branch of a union within a group": Case(
        _asking("$this <urn:ex:p> ?x . { { { ?x <urn:ex:q> ?y } UNION { ?z <urn:ex:r> ?w } } }"),
        "ex:a ex:p ex:b .",
        "ex:b ex:q ex:c .",
        "ex:a",
    ),
    "the other branch of a union within a group": Case(
        _asking("$this <urn:ex:p> ?x . { { { ?x <urn:ex:q> ?y } UNION { ?z <urn:ex:r> ?w } } }"),
        "ex:a ex:p ex:b .",
        "ex:d ex:r ex:e .",
        "ex:a",
    ),
}


def _store(text: str) -> EmbeddedStore:
    store, graph = EmbeddedStore(), ox.NamedNode("urn:ex:graph")
    parsed = ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE)
    store.load(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed)
    return store


def _foci(verdict: RawVerdict) -> set[str]:
    return {one.finding.focus.value.replace("urn:ex:", "ex:") for one in verdict}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_node_is_concerned(case: Case, tmp_path: Path) -> None:
    """What is put in concerns the node, and taken out again concerns it too."""
    path = tmp_path / "shapes.ttl"
    path.write_text(f"{HEAD}ex:S a sh:NodeShape ; {case.shape} .", encoding="utf-8")
    rules = Rules.of(load([path]))
    less, more = _store(case.before), _store(f"{case.before} {case.added}")
    assert _foci(raw.judge(less, rules)) == set()
    assert _foci(raw.judge(more, rules)) == {case.found}
    for before, after in ((less, more), (more, less)):
        concerned = affected.find(after, Delta.between(before, after), rules)
        changed = revalidate(raw.judge(before, rules), after, concerned, rules)
        assert everything(changed.after) == everything(raw.judge(after, rules))
