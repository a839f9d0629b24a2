"""The W3C's own tests of SHACL Core, where they are at hand; they are not part of this repository.

They lie in ``data-shapes-test-suite/tests/core`` of https://github.com/w3c/data-shapes. To run them, name that folder::

    REDTHREAD_W3C_SHACL=…/data-shapes-test-suite/tests/core pytest tests/shapes/test_w3c.py
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlparse

import pyoxigraph as ox
import pytest

from graph_service.errors import ShapeError
from graph_service.model.verdict import Severity
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.validation import affected, raw
from graph_service.validation.change import revalidate
from graph_service.validation.delta import Delta
from graph_service.validation.raw import RawVerdict, Rules
from graph_service.validation.shapes import COMPONENTS, load
from graph_service.vocabulary import SH

FOLDER: Final = os.environ.get("REDTHREAD_W3C_SHACL", "")
"""Where the tests are."""
NO_FOLDER: Final = "the W3C's tests are not here: set REDTHREAD_W3C_SHACL to data-shapes-test-suite/tests/core"
MANIFEST: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
TEST: Final = "http://www.w3.org/ns/shacl-test#"
_CLOSED: Final = "sh:(closed|ignoredProperties)"
_QUALIFIED: Final = "sh:qualified(ValueShape|MinCount|MaxCount|ValueShapesDisjoint)"
UNSUPPORTED: Final = {
    "complex/personexample": _CLOSED,
    "complex/shacl-shacl": f"rdfs:Class|{_CLOSED}",
    "misc/severity-002": "sh:severity .*MySeverity",
    "node/closed-001": _CLOSED,
    "node/closed-002": _CLOSED,
    "node/qualified-001": _QUALIFIED,
    "property/datatype-ill-formed": "sh:datatype .*byte",
    "property/property-001": "property shapes inside",
    "property/qualifiedMinCountDisjoint-001": _QUALIFIED,
    "property/qualifiedValueShape-001": _QUALIFIED,
    "property/qualifiedValueShapesDisjoint-001": _QUALIFIED,
    "validation-reports/shared": "property shapes inside",
}
"""The tests whose shapes are refused, with what the refusal says of the construct that is not supported."""
CONSTRUCTS: Final = frozenset(COMPONENTS) - {"sparql"} | {
    *("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"),
    *("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath", "alternativePath"),
    *("property", "flags", "severity", "message", "deactivated"),
}
"""What is supported of SHACL Core, by the local names of its properties; ``sh:sparql`` is no part of that."""

Result = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Case:
    """A test: its data, its shapes, and what has to be found."""

    name: str
    data: Path
    shapes: Path
    expected: frozenset[Result]


def _parsed(path: Path) -> list[ox.Quad]:
    return list(ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=path.resolve().as_uri()))


def _cases(path: Path) -> Iterator[Case]:
    graph = ox.Dataset(_parsed(path))

    def objects(subject: object, name: str) -> list[ox.NamedNode | ox.BlankNode]:
        found = (quad.object for quad in graph.quads_for_predicate(ox.NamedNode(name)) if quad.subject == subject)
        return [one for one in found if not isinstance(one, ox.Triple)]  # type: ignore[misc]

    def file(action: ox.NamedNode | ox.BlankNode, name: str) -> Path:
        return Path(unquote(urlparse(objects(action, TEST + name)[0].value).path))

    def named(result: ox.NamedNode | ox.BlankNode, name: str) -> str:
        return next((_nameless(one) for one in objects(result, SH + name)), "")

    for quad in graph.quads_for_object(ox.NamedNode(f"{TEST}Validate")):
        (action,), reports = objects(quad.subject, f"{MANIFEST}action"), objects(quad.subject, f"{MANIFEST}result")
        fields = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultSeverity", "sourceShape")
        expected = frozenset(
            tuple(named(result, field) for field in fields)
            for report in reports
            for result in objects(report, f"{SH}result")
        )
        name = str(path.relative_to(FOLDER).with_suffix(""))
        yield Case(name, file(action, "dataGraph"), file(action, "shapesGraph"), expected)  # type: ignore[arg-type]


@cache
def _all() -> tuple[Case, ...]:
    """Give the tests of all files that the folder's manifests name."""
    files = sorted(path for path in Path(FOLDER).rglob("*.ttl") if path.name != "manifest.ttl") if FOLDER else []
    return tuple(case for path in files for case in _cases(path))


def _nameless(term: object) -> str:
    """Write a term as the engine does, which keeps 4.0 as 4; blank nodes have other labels in each reading."""
    if isinstance(term, ox.Literal):
        store = ox.Store()
        store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), term))
        return str(next(iter(store)).object)
    return "_:" if str(term).startswith("_:") else str(term)


def _store(path: Path) -> EmbeddedStore:
    store, graph = EmbeddedStore(), ox.NamedNode("urn:data")
    store.load(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in _parsed(path))
    return store


def _results(verdict: RawVerdict) -> frozenset[Result]:
    found = (one.finding for one in verdict)
    return frozenset(
        (
            _nameless(finding.focus),
            finding.path if finding.path.startswith("<") or not finding.path else "_:",
            _nameless(finding.value) if finding.value else "",
            f"<{finding.component}>",
            f"<{SH}{Severity(finding.severity).name.capitalize()}>",
            f"<{finding.shape}>" if ":" in finding.shape else "_:",
        )
        for finding in found
    )


CASES: Final = [pytest.param(case, id=case.name) for case in _all()] or [
    pytest.param(None, id="not-here", marks=pytest.mark.skip(NO_FOLDER))
]


@pytest.mark.parametrize("case", CASES)
def test_w3c_case_has_the_results_that_it_demands(case: Case) -> None:
    """A test for constructs that are supported has just the results demanded, judged as a whole and as a change."""
    if case.name in UNSUPPORTED:
        with pytest.raises(ShapeError, match=UNSUPPORTED[case.name]):
            Rules.of(load([case.shapes]))
        return
    rules = Rules.of(load([case.shapes]))
    store, nothing = _store(case.data), EmbeddedStore()
    full = raw.judge(store, rules)
    assert _results(full) == case.expected
    concerned = affected.find(store, Delta.between(nothing, store), rules)
    assert _results(revalidate(raw.judge(nothing, rules), store, concerned, rules).after) == case.expected


@pytest.mark.skipif(not FOLDER, reason=NO_FOLDER)
def test_each_construct_is_met_by_a_w3c_case() -> None:
    """Whatever is said to be supported of SHACL Core stands in the shapes of a test that is not refused."""
    judged = [case for case in _all() if case.name not in UNSUPPORTED]
    met = {quad.predicate.value.removeprefix(SH) for case in judged for quad in _parsed(case.shapes)}
    assert CONSTRUCTS - met == set()
    assert {case.name for case in _all()} >= UNSUPPORTED.keys()
