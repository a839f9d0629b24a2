"""The compiled shapes against pySHACL, and what is refused when shapes are read and compiled."""

from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from random_shapes import ALWAYS, DATES, GENERAL, HEAD, LOGICAL, NUMBERS, TIMES, cases, comparing

from graph_service.errors import ShapeError
from graph_service.messages import LANGUAGES
from graph_service.model.terms import Term
from graph_service.model.verdict import Finding, Severity
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.validation import pyshacl_engine
from graph_service.validation.compiler import compile_shapes
from graph_service.validation.engine import raw_findings
from graph_service.validation.shapes import COMPONENTS, DATATYPES_NOT_KEPT, load
from graph_service.vocabulary import XSD

pytestmark = pytest.mark.xdist_group("pyshacl")

Key = tuple[Term, str, Term | None, str, Severity, str]

SMALL: Final = {
    "disjoint-speaks-of-the-inner-node": (
        (
            "ex:S sh:targetNode ex:a ; sh:property ex:S-p ."
            "ex:S-p sh:path ex:p ; sh:node [ sh:property [ sh:path ex:q ; sh:disjoint ex:r ] ] ."
        ),
        "ex:a ex:p ex:b . ex:b ex:q ex:c ; ex:r ex:c .",
        1,
    ),
    "disjoint-of-a-node-and-its-own-values": (
        "ex:S sh:targetNode ex:a ; sh:property ex:S-p . ex:S-p sh:path ex:p ; sh:not [ sh:disjoint ex:q ] .",
        "ex:a ex:p ex:b ; ex:q ex:b . ex:b ex:q ex:c .",
        1,
    ),
    "equals-on-a-node": ("ex:S sh:targetNode ex:a ; sh:equals ex:p .", "ex:a ex:p ex:b .", 2),
    "equals-on-a-node-that-is-its-own-value": ("ex:S sh:targetNode ex:a ; sh:equals ex:p .", "ex:a ex:p ex:a .", 0),
    "value-is-a-term-not-a-number": (
        "ex:S sh:targetObjectsOf ex:p ; sh:hasValue 1 .",
        'ex:a ex:p "1"^^xsd:decimal .',
        1,
    ),
    "terms-are-counted-not-numbers": (
        "ex:S sh:targetNode ex:a ; sh:node [ sh:property [ sh:path ex:p ; sh:maxCount 1 ] ] .",
        'ex:a ex:p 1, "1"^^xsd:decimal .',
        1,
    ),
    "inverse-of-an-inverse-path": (
        (
            "ex:S sh:targetNode ex:a ; sh:property ex:S-p ."
            "ex:S-p sh:path [ sh:inversePath [ sh:inversePath ex:p ] ] ; sh:class ex:A ."
        ),
        "ex:a ex:p ex:b .",
        1,
    ),
    "date-that-is-none": (
        "ex:S sh:targetObjectsOf ex:p ; sh:datatype xsd:date .",
        'ex:a ex:p "2030-02-30"^^xsd:date, "2030-02-28"^^xsd:date .',
        1,
    ),
    "not-a-number-is-a-double": (
        "ex:S sh:targetObjectsOf ex:p ; sh:datatype xsd:double .",
        'ex:a ex:p "NaN"^^xsd:double .',
        0,
    ),
    "deactivated-shape-inside-demands-nothing": (
        "ex:S sh:targetNode ex:a ; sh:not [ sh:class ex:A ; sh:deactivated true ] .",
        "",
        1,
    ),
    "deactivated-property-shape-demands-nothing": (
        "ex:S sh:targetNode ex:a ; sh:property ex:S-p . ex:S-p sh:path ex:p ; sh:minCount 1 ; sh:deactivated true .",
        "",
        0,
    ),
    "deactivated-query-is-not-asked": (
        'ex:S sh:targetNode ex:a ; sh:sparql [ sh:select "SELECT $this { $this ?p ?o }" ; sh:deactivated true ] .',
        "ex:a ex:p ex:b .",
        0,
    ),
    "deactivated-shape-with-a-target-demands-nothing": (
        "ex:S sh:targetNode ex:a ; sh:class ex:A ; sh:deactivated true .",
        "",
        0,
    ),
    "nothing-is-in-an-empty-list": ("ex:S sh:targetNode ex:a ; sh:in () .", "", 1),
    "inner-results-are-no-results": (
        "ex:S sh:targetNode ex:a ; sh:node [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ] .",
        "",
        1,
    ),
    "blank-nodes-keep-their-labels": (
        "ex:S sh:targetClass ex:A ; sh:nodeKind sh:IRI .",
        "_:x a ex:A . _:y a ex:A . ex:c a ex:A .",
        2,
    ),
    "literals-can-be-targets": ("ex:S sh:targetObjectsOf ex:p ; sh:minLength 2 .", 'ex:a ex:p "x", "xy"@sv .', 1),
    "two-targets-one-result": (
        "ex:S sh:targetNode ex:a ; sh:targetClass ex:A ; sh:targetSubjectsOf ex:p ; sh:class ex:C .",
        "ex:a a ex:A ; ex:p ex:b .",
        1,
    ),
    "severity-is-the-inner-shape-s": (
        (
            "ex:S sh:targetNode ex:a ; sh:severity sh:Info ; sh:property ex:S-p ."
            "ex:S-p sh:path ex:p ; sh:minCount 1 ; sh:severity sh:Warning ."
        ),
        "",
        1,
    ),
    "two-texts-in-one-language": (
        "ex:S sh:targetNode ex:a ; sh:property ex:S-p . ex:S-p sh:path ex:p ; sh:uniqueLang true .",
        'ex:a ex:p "x"@sv, "y"@sv, "x"@en, "x", "y" .',
        1,
    ),
    "two-texts-in-one-language-allowed": (
        "ex:S sh:targetNode ex:a ; sh:property ex:S-p . ex:S-p sh:path ex:p ; sh:uniqueLang false .",
        'ex:a ex:p "x"@sv, "y"@sv .',
        0,
    ),
    "class-that-is-a-shape-applies-to-what-is-of-it": (
        "ex:A a rdfs:Class ; sh:property ex:S-p . ex:S-p sh:path ex:p ; sh:minCount 1 .",
        "ex:a a ex:A . ex:b a ex:B . ex:c a ex:A ; ex:p 1 .",
        2,
    ),
    "class-of-a-kind-of-classes-is-a-class": (
        "ex:Kind rdfs:subClassOf rdfs:Class . ex:A a ex:Kind, sh:NodeShape ; sh:nodeKind sh:BlankNode .",
        "ex:a a ex:A .",
        1,
    ),
    "literals-are-targets-by-name": ('ex:S sh:targetNode 1, 01, "x" ; sh:datatype xsd:string .', "", 1),
    "too-few-and-too-many": (
        "ex:S sh:targetNode ex:a, ex:b ; sh:property ex:S-p . ex:S-p sh:path ex:p ; sh:minCount 2 ; sh:maxCount 2 .",
        "ex:a ex:p 1 . ex:b ex:p 1, 2, 3 .",
        2,
    ),
    "language-with-a-region": (
        'ex:S sh:targetObjectsOf ex:p ; sh:languageIn ( "en" ) .',
        'ex:a ex:p "x"@en-gb, "x"@sv, "x" .',
        2,
    ),
}


@pytest.fixture(scope="module")
def shape_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file to write shapes to."""
    return tmp_path_factory.mktemp("shapes") / "shapes.ttl"


def _keys(findings: tuple[Finding, ...]) -> set[Key]:
    # A path that is more than one property is a blank node in pySHACL's report.
    return {
        (f.focus, f.path if f.path.startswith("<") else "", f.value, f.component, f.severity, f.shape) for f in findings
    }


def _judged(shape_file: Path, shapes: str, graph: str) -> tuple[set[Key], set[Key]]:
    """Judge a graph with our own engine and with pySHACL."""
    shape_file.write_text(HEAD + shapes, encoding="utf-8")
    name = ox.NamedNode("urn:ex:graph")
    store = EmbeddedStore()
    store.load(
        ox.Quad(quad.subject, quad.predicate, quad.object, name)
        for quad in ox.parse(HEAD + ALWAYS + graph, format=ox.RdfFormat.TURTLE)
    )
    return _keys(raw_findings(store, load([shape_file]))), _keys(pyshacl_engine.run(store, [shape_file]))


@settings(max_examples=300)
@given(case=cases(GENERAL))
def test_compiled_shapes_find_what_pyshacl_finds(shape_file: Path, case: tuple[str, str]) -> None:
    """Whatever the shapes and the graph, our engine's findings are those of pySHACL."""
    ours, reference = _judged(shape_file, *case)
    assert ours == reference


@settings(max_examples=150)
@given(case=cases(comparing(NUMBERS), comparing(DATES), comparing(TIMES)))
def test_compiled_shapes_compare_as_pyshacl_does(shape_file: Path, case: tuple[str, str]) -> None:
    """Whatever is compared with a bound or with another value, our engine's findings are those of pySHACL."""
    ours, reference = _judged(shape_file, *case)
    assert ours == reference


def test_random_shapes_use_every_component() -> None:
    """There is no constraint that the compiler understands and the random shapes never use."""
    families = (GENERAL, comparing(NUMBERS))
    used = {name for f in families for choices in (f.anywhere, f.targeted, f.counted) for name in choices}
    assert used | set(LOGICAL) == set(COMPONENTS)


@pytest.mark.parametrize("name", SMALL)
def test_small_cases_are_judged_as_the_standard_says(tmp_path: Path, name: str) -> None:
    """What is easily got wrong gives as many results as the standard says, in both engines."""
    shapes, graph, expected = SMALL[name]
    ours, reference = _judged(tmp_path / "shapes.ttl", shapes, graph)
    assert ours == reference
    assert len(ours) == expected


def _refusal(tmp_path: Path, shapes: str) -> ShapeError:
    path = tmp_path / "shapes.ttl"
    path.write_text(HEAD + shapes, encoding="utf-8")
    with pytest.raises(ShapeError) as caught:
        compile_shapes(load([path]))
    return caught.value


@pytest.mark.parametrize(
    ("construct", "shape"),
    [
        ("sh:closed", "sh:targetNode ex:a ; sh:closed true"),
        ("sh:qualifiedValueShape", "sh:targetNode ex:a ; sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:A ]"),
        ("sh:js", 'sh:targetNode ex:a ; sh:js [ sh:jsFunctionName "valid" ]'),
        ("sh:expression", "sh:targetNode ex:a ; sh:expression [ sh:path ex:p ]"),
        ("sh:rule", "sh:targetNode ex:a ; sh:rule [ sh:subject sh:this ]"),
        ("sh:closed", "sh:targetNode ex:a ; sh:or ( [ sh:class ex:A ] [ sh:not [ sh:closed true ] ] )"),
        ("sh:target", 'a sh:NodeShape ; sh:target [ sh:select "SELECT ?this { ?this a <urn:ex:A> }" ]'),
        ("sh:targetNode", "sh:targetNode _:x ; sh:class ex:A"),
        ("sh:targetClass", "sh:targetClass [ a rdfs:Class ] ; sh:class ex:A"),
        ("rdfs:Class", "sh:targetNode ex:a . [] a rdfs:Class ; sh:class ex:A"),
        ("sh:datatype", "sh:targetNode ex:a ; sh:datatype xsd:int"),
        ("sh:severity", "sh:targetNode ex:a ; sh:class ex:A ; sh:severity ex:Grave"),
        ("sh:minCount", "sh:targetNode ex:a ; sh:minCount 1"),
        ("sh:uniqueLang", "sh:targetNode ex:a ; sh:uniqueLang true"),
    ],
)
def test_unsupported_construct_is_refused_by_name(tmp_path: Path, construct: str, shape: str) -> None:
    """A shape that uses what is not understood is refused, and the error names the construct and the shape."""
    error = _refusal(tmp_path, f"ex:S {shape} .")
    assert error.key == "shape_unsupported"
    for lang in LANGUAGES:
        assert construct in error.text(lang)
        assert str(error.values["shape"]) in error.text(lang)


def test_datatypes_that_are_refused_are_those_that_the_engine_does_not_keep() -> None:
    """A datatype that can be asked for is still there when a literal has been stored, another one is not."""
    values = ("1", "-1", "true", "2030-01-01", "12:00:00", "2030-01-01T12:00:00Z", "2030", "--01", "P1Y", "P1D", "x")
    names = (
        "integer",
        "decimal",
        "boolean",
        "double",
        "float",
        "date",
        "time",
        "dateTime",
        "gYear",
        "string",
        "anyURI",
    )
    for datatype in (*DATATYPES_NOT_KEPT, *(f"{XSD}{name}" for name in names)):
        literals = [ox.Literal(value, datatype=ox.NamedNode(datatype)) for value in values]
        store = ox.Store()
        store.extend(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), literal) for literal in literals)
        kept = all(isinstance(q.object, ox.Literal) and q.object.datatype.value == datatype for q in store)
        assert kept == (datatype not in DATATYPES_NOT_KEPT), datatype


@pytest.mark.parametrize(
    ("construct", "constraint"),
    [
        ("sh:minCount", "sh:minCount 2"),
        ("sh:maxCount", "sh:maxCount 2"),
        ("sh:uniqueLang", "sh:uniqueLang true"),
        ("sh:equals", "sh:equals ex:q"),
        ("sh:lessThan", "sh:lessThan ex:q"),
        ("sh:lessThanOrEquals", "sh:lessThanOrEquals ex:q"),
        ("sh:sparql", 'sh:sparql [ sh:select "SELECT $this { $this ?p ?o }" ]'),
    ],
)
def test_what_cannot_stand_inside_another_shape_is_refused(tmp_path: Path, construct: str, constraint: str) -> None:
    """A constraint that is understood only in a shape with a target is refused inside another one, by name."""
    error = _refusal(tmp_path, f"ex:S sh:targetNode ex:a ; sh:not [ sh:path ex:p ; {constraint} ] .")
    assert error.key == "shape_nested_constraint"
    for lang in LANGUAGES:
        assert construct in error.text(lang)


@pytest.mark.parametrize(
    "shapes",
    [
        "ex:S sh:targetNode ex:a ; sh:node ex:S .",
        "ex:S sh:targetNode ex:a ; sh:not ex:T . ex:T sh:or ( [ sh:class ex:A ] ex:S ) .",
        "ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:node ex:S .",
    ],
)
def test_recursion_is_refused(tmp_path: Path, shapes: str) -> None:
    """A shape that refers to itself, straight or by way of others, is refused."""
    error = _refusal(tmp_path, shapes)
    assert error.key == "shape_recursive"
    assert "<urn:ex:S>" in error.text("sv")


def test_shape_may_be_used_twice(tmp_path: Path) -> None:
    """A shape that is referred to from two places is no recursion."""
    path = tmp_path / "shapes.ttl"
    shapes = "ex:S sh:targetNode ex:a ; sh:and ( ex:T [ sh:not ex:T ] ) . ex:T sh:class ex:A ."
    path.write_text(HEAD + shapes, encoding="utf-8")
    assert len(compile_shapes(load([path]))) == 1


@pytest.mark.parametrize(
    ("key", "shapes"),
    [
        ("shape_nested_property", "ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:property [ sh:path ex:q ] ."),
        ("shape_path", "ex:S sh:targetNode ex:a ; sh:property [ sh:path [ ex:p ex:q ] ; sh:minCount 1 ] ."),
        ("shape_list", "ex:S sh:targetNode ex:a ; sh:in ex:list ."),
        ("shape_list", 'ex:S sh:targetNode ex:a ; sh:or "x" .'),
        ("shape_sparql", "ex:S sh:targetNode ex:a ; sh:sparql [ sh:message 'x'@sv ] ."),
        ("shape_sparql", "ex:S sh:targetNode ex:a ; sh:sparql [ sh:select 'SELECT $this { $this $PATH ?o }' ] ."),
        ("shape_sparql", "ex:S sh:targetNode ex:a ; sh:sparql [ sh:select 'SELECT * { GRAPH $shapesGraph {} }' ] ."),
        ("shape_sparql", "ex:S sh:targetNode ex:a ; sh:sparql [ sh:select 'SELECT $this (EXISTS {} AS ?e) {}' ] ."),
        ("shape_sparql", "ex:S sh:targetNode ex:a ; sh:sparql [ sh:select '#{\\n SELECT $this {}' ] ."),
        ("shape_unreadable", "ex:S sh:targetNode"),
    ],
)
def test_malformed_shape_is_refused(tmp_path: Path, key: str, shapes: str) -> None:
    """A shape that is not written as the standard says is refused with an error that can be told in both languages."""
    error = _refusal(tmp_path, shapes)
    assert error.key == key
    assert error.text("sv") != error.text("en")


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A file of shapes that does not exist is named in the error."""
    with pytest.raises(ShapeError, match=r"missing\.ttl"):
        load([tmp_path / "missing.ttl"])
