"""Each constraint of each shape, with the smallest graph that breaks it and one beside it that holds.

The graphs lie in ``tests/data/shapes``, two files to a pair: ``<shape>.<parameter>.breaks.ttl`` and
``<shape>.<parameter>.holds.ttl``. The alternatives of an ``sh:or`` are numbered after the parameter, and where an
alternative asks for several things each has its own pair, by the name of its shape and parameter. A word at the end
tells apart pairs of the same constraint: other targets, other ends of a path.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from graph_service import resources
from graph_service.messages import LANGUAGES
from graph_service.model.terms import Term
from graph_service.model.verdict import Finding, Severity
from graph_service.settings import Settings
from graph_service.store import files, snapshot
from graph_service.store.snapshot import Snapshot
from graph_service.validation import pyshacl_engine
from graph_service.validation.engine import raw_findings, validate
from graph_service.validation.shapes import COMPONENTS, Constraint, Shape, load
from graph_service.vocabulary import PREFIXES, RT, SH, SKOS, compact

SHAPES: Final = "https://w3id.org/redthread/shapes#"


def _local(iri: str) -> str:
    return iri.removeprefix(SHAPES)


FIXTURES: Final = Path(__file__).resolve().parent.parent / "data" / "shapes"
PREFIX_FILE: Final = resources.folder("shapes") / "prefixes.ttl"
BY_FILE: Final = {
    path: load([path, PREFIX_FILE]) for path in sorted(resources.folder("shapes").glob("*.ttl")) if path != PREFIX_FILE
}
CONSTRAINTS: Final = [
    (inner, constraint)
    for shapes in BY_FILE.values()
    for shape in shapes
    for inner in (shape, *shape.properties)
    for constraint in inner.constraints
]
MESSAGES: Final = {
    f"{_local(shape.iri)}.{constraint.parameter}": (shape, constraint) for shape, constraint in CONSTRAINTS
}
NAMELESS: Final = {"Link.nodeKind"}
"""What is about a node that has no name to tell."""
PARTS: Final = {
    "Effort-unit": {"sek", "sekPerOccasion", "sekPerInhabitant", "percent", "count", "megabitPerSecond"},
    "Budget-unit": {
        *("hour", "hourPerPerson", "hourPerEmployee", "hourPerSystem", "hourPerObject", "occasionPerBoardMeeting"),
        *("fullTimePost", "percentOfFullTimePost", "percent", "count", "megabitPerSecond"),
    },
    "Review-validity": {"suspect"},
    "no-judgement": {"met", "partlyMet", "notMet"},
}
"""What a shape leaves out of a concept scheme."""

Key = tuple[Term, str, Term | None, str, Severity, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A graph that breaks a constraint and one that does not."""

    stem: str

    @property
    def shape(self) -> str:
        """IRI of the shape that the constraint stands in."""
        return SHAPES + self.stem.split(".")[0]

    @property
    def component(self) -> str:
        """IRI of the constraint's component."""
        return f"{SH}{COMPONENTS[self.stem.split('.')[1]]}ConstraintComponent"

    @property
    def shape_file(self) -> Path:
        """The file that the shape lies in."""
        return next(
            path
            for path, shapes in BY_FILE.items()
            if any(inner.iri == self.shape for shape in shapes for inner in (shape, *shape.properties))
        )

    def path(self, outcome: str) -> Path:
        """Give the file with the graph that ``breaks`` or ``holds``."""
        return FIXTURES / f"{self.stem}.{outcome}.ttl"


OUTCOMES: Final = ("breaks", "holds")
STEMS: Final = sorted({path.name.rsplit(".", 2)[0] for path in FIXTURES.glob("*.ttl")})
pairs = pytest.mark.parametrize(
    "pair",
    # One group to a pair, so that its graphs are judged once.
    [pytest.param(Pair(stem), id=stem, marks=pytest.mark.xdist_group(stem)) for stem in STEMS],
)


def _names(shape: Shape, constraint: Constraint) -> Iterator[str]:
    name = f"{_local(shape.iri)}.{constraint.parameter}"
    if constraint.parameter != "or":
        yield name
        return
    for number, alternative in enumerate(constraint.shapes, 1):
        yield f"{name}.{number}"
        parts = [(inner, part) for inner in (alternative, *alternative.properties) for part in inner.constraints]
        if len(parts) > 1:
            yield from (f"{name}.{number}.{_local(inner.iri)}.{part.parameter}" for inner, part in parts)


def _dataset(path: Path) -> Snapshot:
    settings = Settings()
    return snapshot.build([files.read(path, limit=settings.file_bytes, base=settings.base)])


def _keys(findings: tuple[Finding, ...]) -> frozenset[Key]:
    # A path that is more than one property is a blank node in pySHACL's report.
    return frozenset(
        (f.focus, f.path if f.path.startswith("<") else "", f.value, f.component, f.severity, f.shape) for f in findings
    )


@cache
def _judged(pair: Pair, outcome: str) -> tuple[frozenset[Key], frozenset[Key]]:
    """Judge a graph with pySHACL and with our own engine."""
    store = _dataset(pair.path(outcome)).store
    reference = pyshacl_engine.run(store, [pair.shape_file, PREFIX_FILE])
    return _keys(reference), _keys(raw_findings(store, BY_FILE[pair.shape_file]))


def _broken(pair: Pair, outcome: str) -> set[tuple[str, str]]:
    reference, _ = _judged(pair, outcome)
    return {(shape, component) for _, _, _, component, _, shape in reference}


def _triples(path: Path) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(path=path)}


@pairs
def test_breaking_graph_breaks_its_constraint_and_holding_graph_does_not(pair: Pair) -> None:
    """The graph that breaks has a result of the constraint that the pair is named for, the one that holds has none."""
    assert (pair.shape, pair.component) in _broken(pair, "breaks")
    assert (pair.shape, pair.component) not in _broken(pair, "holds")


@pairs
def test_engines_agree(pair: Pair) -> None:
    """Our own engine finds what pySHACL finds: the same nodes, paths, values, components, severities and shapes."""
    for outcome in OUTCOMES:
        reference, ours = _judged(pair, outcome)
        assert ours == reference


@pairs
def test_findings_are_told_in_full(pair: Pair) -> None:
    """What is found in the breaking graph is told in both languages, with every field filled in."""
    told = validate(_dataset(pair.path("breaks")), BY_FILE[pair.shape_file]).findings
    messages = [f.messages for f in told if (f.shape, f.component) == (pair.shape, pair.component)]
    assert messages
    for message in messages:
        assert set(message) == set(LANGUAGES)
        assert "{" not in "".join(message.values())


@pytest.mark.parametrize("stem", STEMS)
def test_graphs_of_a_pair_are_near(stem: str) -> None:
    """The two graphs of a pair differ in one value, or one of them only says more than the other."""
    breaks, holds = (_triples(Pair(stem).path(outcome)) for outcome in OUTCOMES)
    one_value = len(breaks - holds) == len(holds - breaks) == 1
    assert one_value or breaks < holds or holds < breaks


def test_graphs_say_what_they_are_for() -> None:
    """The first line of each graph names the constraint, whether it holds, and why."""
    for pair in map(Pair, STEMS):
        shape, parameter = pair.stem.split(".")[:2]
        for outcome in OUTCOMES:
            first = pair.path(outcome).read_text(encoding="utf-8").partition("\n")[0]
            assert re.fullmatch(rf"# rts:{shape}, sh:{parameter} – {outcome}: \S.*\.", first), pair.path(outcome)


def test_every_constraint_has_a_pair() -> None:
    """No constraint of any shape, and no part of an alternative, is without a pair."""
    assert {name for shape, constraint in CONSTRAINTS for name in _names(shape, constraint)} - set(STEMS) == set()


def test_every_pair_has_a_constraint() -> None:
    """No pair is named for a constraint that is not there."""
    names = {name for shape, constraint in CONSTRAINTS for name in _names(shape, constraint)}
    assert [stem for stem in STEMS if not any(f"{stem}.".startswith(f"{name}.") for name in names)] == []


def test_shape_files_stand_by_themselves() -> None:
    """Each file of shapes reads the same by itself as together with all the others."""
    alone = {shape.iri: shape for shapes in BY_FILE.values() for shape in shapes}
    assert alone == {shape.iri: shape for shape in load()}


def test_prefixes_are_those_of_the_service() -> None:
    """The prefixes that SPARQL constraints may use mean the same to pySHACL as to the service."""
    declared = {
        str(prefix): str(namespace)
        for prefix, namespace in re.findall(
            r'sh:prefix "(\w+)" ;\s+sh:namespace "([^"]+)"', PREFIX_FILE.read_text(encoding="utf-8")
        )
    }
    assert declared
    assert declared.items() <= PREFIXES.items()


@pytest.mark.parametrize("name", MESSAGES)
def test_message_stands_in_both_languages(name: str) -> None:
    """Each constraint has a message in Swedish and English, which names the node and asks for nothing unknown."""
    shape, constraint = MESSAGES[name]
    messages = constraint.messages or shape.messages
    selected = re.search(r"SELECT DISTINCT (.*?) WHERE", constraint.value)
    known = {"this", "value", *(selected.group(1).replace("?", "").split() if selected else ())}
    assert set(messages) == set(LANGUAGES)
    for text in messages.values():
        fields = set(re.findall(r"\{[?$](\w+)\}", text))
        assert "this" in fields or name in NAMELESS
        assert fields <= known
    assert len({frozenset(re.findall(r"\{.*?\}", text)) for text in messages.values()}) == 1


def _lists(shape: Shape) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the values that a shape, and the shapes inside it, allow by ``sh:in``."""
    for inner in (shape, *shape.properties):
        for constraint in inner.constraints:
            if constraint.parameter == "in":
                yield _local(inner.iri), constraint.values
            for alternative in constraint.shapes:
                yield from _lists(alternative)


LISTS: Final = dict(found for shapes in BY_FILE.values() for shape in shapes for found in _lists(shape))


@pytest.mark.parametrize("name", sorted(LISTS.keys() - {"Link-relation"}))
def test_allowed_values_are_the_concepts_of_a_scheme(name: str) -> None:
    """A shape that lists values lists all concepts of one scheme, but for those left out on purpose."""
    scheme_of = {
        str(quad.subject): str(quad.object)
        for path in (resources.folder("ontology") / "schemes").glob("*.ttl")
        for quad in ox.parse(path=path)
        if quad.predicate.value == f"{SKOS}inScheme"
    }
    (scheme,) = {scheme_of[value] for value in LISTS[name]}
    left_out = {f"<{RT}{concept}>" for concept in PARTS.get(name, ())}
    assert set(LISTS[name]) == {value for value, of in scheme_of.items() if of == scheme} - left_out


def test_link_relations_are_those_of_the_modelling_page() -> None:
    """A link may have just the relations that docs/modelling.md gives."""
    page = (Path(__file__).parents[2] / "docs" / "modelling.md").read_text(encoding="utf-8")
    paragraph = page.partition("Relations written as links:")[2].partition("\n\n")[0]
    told = set(re.findall(r"`(\w+:\w+)`", paragraph)) - {"rt:match"}
    assert {compact(value.strip("<>")) for value in LISTS["Link-relation"]} == told
