"""Random shapes and graphs, of all that the compiler understands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from hypothesis import strategies as st

HEAD: Final = """\
@prefix ex: <urn:ex:> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
ALWAYS: Final = "ex:B rdfs:subClassOf ex:A .\nex:a ex:s ex:b, ex:c .\n"
"""What every graph says. It names each node that a shape may target: from a node that the graph does not name, SPARQL
does not go the empty way of a path with ``*`` or ``?``, as SHACL does."""

CLASSES: Final = ("ex:A", "ex:B")
PROPERTIES: Final = ("ex:p", "ex:q")
LINK: Final = "ex:r"
NODES: Final = ("ex:a", "ex:b", "ex:c")
SUBJECTS: Final = (*NODES, "_:x")
NUMBERS: Final = ("0", "1", "1.5", "-1")
DATES: Final = ('"2030-01-01"^^xsd:date', '"2030-12-31"^^xsd:date', '"2029-02-28"^^xsd:date')
# Times without zone: rdflib writes Z in another way.
TIMES: Final = ('"2030-01-01T12:00:00"^^xsd:dateTime', '"2029-01-01T12:00:00"^^xsd:dateTime')
STRINGS: Final = ('"x"', '"xy"', '""', '"1"')
TAGGED: Final = ('"x"@sv', '"x"@en', '"xy"@en', '"x"@en-gb')
# No boolean: rdflib takes whatever is not true for false.
ILL_TYPED: Final = ('"x"^^xsd:integer', '"2030-02-30"^^xsd:date', '"x"^^xsd:decimal')
LITERALS: Final = ("1", "1.5", DATES[0], TIMES[0], *STRINGS, *TAGGED, *ILL_TYPED, "true", '"x"^^ex:type')
DATATYPES: Final = ("xsd:string", "xsd:integer", "xsd:decimal", "xsd:date", "xsd:dateTime", "xsd:boolean", "ex:type")
QUERIES: Final = (
    "SELECT $this ?value WHERE { $this <urn:ex:p> ?value . FILTER (isIRI(?value)) }",
    "SELECT DISTINCT $this WHERE { $this <urn:ex:p>/<urn:ex:q> ?other }",
    "SELECT $this WHERE { $this a <urn:ex:A> . FILTER NOT EXISTS { $this <urn:ex:q> ?other } }",
)
MORE_QUERIES: Final = (
    *QUERIES,
    "SELECT $this ?value WHERE { $this ^<urn:ex:p>|<urn:ex:q>+ ?value }",
    "SELECT $this WHERE { $this <urn:ex:r>+ $this }",
    "SELECT $this WHERE { FILTER NOT EXISTS { ?one <urn:ex:p> $this } }",
    "SELECT $this ?value WHERE { $this ?property ?value . ?property <urn:ex:q> ?other }",
    "SELECT $this ?value WHERE { ?value <urn:ex:p> ?one . $this <urn:ex:p> ?one FILTER (?value != $this) }",
    "SELECT $this WHERE { $this <urn:ex:p> ?one FILTER (EXISTS { ?one <urn:ex:q> ?x } || EXISTS { ?x a ?one }) }",
    "SELECT $this ?value WHERE { { $this <urn:ex:p> ?value } UNION { ?value <urn:ex:q> $this ; <urn:ex:r> ?x } }",
    "SELECT $this WHERE { { $this <urn:ex:p> ?x } UNION { $this <urn:ex:q> ?x } ?x <urn:ex:r> ?y }",
    "SELECT $this WHERE { $this <urn:ex:p> ?x . { ?x <urn:ex:q> ?y FILTER EXISTS { ?y <urn:ex:r> ?z } } }",
    "SELECT $this WHERE { $this <urn:ex:p> ?x . <urn:ex:a> <urn:ex:r> <urn:ex:b> }",
    "SELECT $this WHERE { $this <urn:ex:p> ?x . ?y <urn:ex:q> ?z FILTER EXISTS { ?z <urn:ex:r> ?any } }",
    "SELECT $this WHERE { $this a/rdfs:subClassOf* <urn:ex:A> }",
    "SELECT $this ?x WHERE { $this <urn:ex:p> ?x FILTER NOT EXISTS { ?x a ?k FILTER EXISTS { $this a ?k } } }",
    "SELECT $this WHERE { $this <urn:ex:p>* ?x . ?x <urn:ex:q>? ?y . ?y <urn:ex:r> <urn:ex:c> }",
    "SELECT $this WHERE { $this <urn:ex:p> ?x FILTER NOT EXISTS { { ?x <urn:ex:q> ?y } UNION { ?y <urn:ex:r> ?x } } }",
    "SELECT $this WHERE { $this <urn:ex:p> ?x ; <urn:ex:q> ?y , ?z . FILTER (isIRI(?x) && (?y != ?z)) . }",
    "SELECT $this WHERE { $this <urn:ex:p> ?x OPTIONAL { ?x <urn:ex:q> ?y OPTIONAL { $this <urn:ex:r> ?y } } }",
    "SELECT $this WHERE { $this <urn:ex:p> ?x MINUS { ?x <urn:ex:q> ?y } }",
    "SELECT $this WHERE { $this <urn:ex:p> ?x BIND (?x AS ?y) ?y <urn:ex:q> ?z }",
    "SELECT $this WHERE { $this !<urn:ex:p> ?x }",
    "SELECT $this WHERE { $this <urn:ex:p> [ <urn:ex:q> ?x ] }",
)
"""Queries in which what they read lies further away, or cannot be told."""
NODE_KINDS: Final = (
    "sh:IRI",
    "sh:BlankNode",
    "sh:Literal",
    "sh:BlankNodeOrIRI",
    "sh:BlankNodeOrLiteral",
    "sh:IRIOrLiteral",
)
RANGES: Final = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
LOGICAL: Final = ("node", "not", "and", "or", "xone")
PATHS: Final = ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath", "alternativePath", "sequence")
DEPTH: Final = 2
MEAGRE: Final = 4

Choices = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Family:
    """Constraints that go together, as the values to choose from by parameter.

    Attributes:
        values: The values that a graph may hold besides nodes.
        subjects: The nodes that a graph may hold.
        links: The properties that a graph may link nodes by.
        anywhere: What may stand in any shape.
        targeted: What may stand only in a shape with a target.
        counted: What may stand only in a property shape with a target.
    """

    values: tuple[str, ...]
    subjects: tuple[str, ...]
    links: tuple[str, ...]
    anywhere: Choices
    targeted: Choices
    counted: Choices


def comparing(values: tuple[str, ...]) -> Family:
    """Give what compares, with values of one kind.

    pySHACL puts values of different kinds, IRIs and literals with a language in an order, where SPARQL, and so SHACL,
    cannot compare them; it raises an error where a blank node is compared.
    """
    pairs = {"lessThan": PROPERTIES, "lessThanOrEquals": PROPERTIES}
    return Family(values, NODES, (LINK,), dict.fromkeys(RANGES, values), {}, {**pairs, **COUNTS})


COUNTS: Final[Choices] = {"minCount": ("0", "1", "2"), "maxCount": ("0", "1", "2")}
INNER_COUNTS: Final[Choices] = {"minCount": ("0", "1"), "maxCount": ("0", "1")}
GENERAL: Final = Family(
    values=LITERALS,
    subjects=SUBJECTS,
    links=(*PROPERTIES, LINK),
    anywhere={
        "class": CLASSES,
        "datatype": (*DATATYPES, "rdf:langString"),
        "nodeKind": NODE_KINDS,
        "in": ('( ex:a "x" 1 )', '( "x"@en true "xy" )', '( 0.5 "2030-01-01"^^xsd:date ex:b "x"^^xsd:integer )'),
        "hasValue": (*NODES, *LITERALS),
        "pattern": ('"x"', '"^x$"', '"^urn:"', '"[0-9]+"', '"X" ; sh:flags "i"', r'"\\S"'),
        # Not 0: pySHACL then lets blank nodes pass, which have no length.
        "minLength": ("1", "2"),
        "maxLength": ("0", "1", "5"),
        "languageIn": ('( "sv" )', '( "en" )', '( "sv" "en" )', '( "en-gb" )'),
        "disjoint": PROPERTIES,
    },
    targeted={"equals": PROPERTIES, "sparql": tuple(f'[ sh:select "{query}" ]' for query in QUERIES)},
    counted={"uniqueLang": ("true", "false"), **COUNTS},
)


INCREMENTAL: Final = replace(
    GENERAL, targeted={**GENERAL.targeted, "sparql": tuple(f'[ sh:select "{query}" ]' for query in MORE_QUERIES)}
)
"""All constraints, with queries of many forms."""


@st.composite
def _paths(draw: st.DrawFn, depth: int = DEPTH, kinds: tuple[str, ...] = PATHS) -> str:
    kind = draw(st.sampled_from(kinds)) if depth and draw(st.booleans()) else ""
    if not kind:
        return draw(st.sampled_from((*PROPERTIES, LINK)))
    if kind == "inversePath":
        # Not of a sequence: pySHACL walks its steps backwards, but from first to last.
        kinds = tuple(other for other in kinds if other != "sequence")
    first = draw(_paths(depth - 1, kinds))
    if kind not in {"alternativePath", "sequence"}:
        return f"[ sh:{kind} {first} ]"
    both = f"( {first} {draw(_paths(depth - 1, kinds))} )"
    return both if kind == "sequence" else f"[ sh:alternativePath {both} ]"


@st.composite
def _bodies(draw: st.DrawFn, family: Family, choices: Choices, depth: int) -> str:
    """Give the constraints of a shape, at most one of each parameter."""
    parameters = (*choices, *(LOGICAL if depth else ()))
    chosen = draw(st.lists(st.sampled_from(parameters), min_size=1, max_size=2, unique=True))
    parts = []
    for parameter in chosen:
        if parameter in choices:
            value = draw(st.sampled_from(choices[parameter]))
        elif parameter in {"node", "not"}:
            # The value of sh:node must be a node shape.
            value = draw(_inner_shapes(family, depth - 1, only_node_shapes=parameter == "node"))
        else:
            members = draw(st.lists(_inner_shapes(family, depth - 1), min_size=1, max_size=2))
            value = f"( {' '.join(members)} )"
        parts.append(f"sh:{parameter} {value}")
    return " ; ".join(parts)


@st.composite
def _inner_shapes(draw: st.DrawFn, family: Family, depth: int, *, only_node_shapes: bool = False) -> str:
    path, counts = draw(_paths()), {**family.anywhere, **INNER_COUNTS}
    kind = draw(st.sampled_from(("node", "both") if only_node_shapes else ("node", "both", "property")))
    if kind == "property":
        return f"[ sh:path {path} ; {draw(_bodies(family, counts, depth))} ]"
    body = draw(_bodies(family, family.anywhere, depth))
    if kind == "node":
        return f"[ {body} ]"
    return f"[ {body} ; sh:property [ sh:path {path} ; {draw(_bodies(family, counts, depth))} ] ]"


@st.composite
def _shapes(draw: st.DrawFn, family: Family) -> str:
    """Give a node shape and a property shape, each with a target."""
    found = []
    for name in ("S", "T"):
        kind, things = draw(
            st.sampled_from(
                (
                    ("targetClass", CLASSES),
                    ("targetNode", NODES),
                    ("targetSubjectsOf", PROPERTIES),
                    ("targetObjectsOf", PROPERTIES),
                )
            )
        )
        found.append(f"ex:{name} a sh:NodeShape ; sh:{kind} {draw(st.sampled_from(things))} ; ")
    severities = [f"sh:severity sh:{draw(st.sampled_from(('Violation', 'Warning', 'Info')))}" for _ in found]
    on_nodes = draw(_bodies(family, {**family.anywhere, **family.targeted}, DEPTH))
    on_values = draw(_bodies(family, {**family.anywhere, **family.targeted, **family.counted}, DEPTH))
    return (
        f"{found[0]} {severities[0]} ; {on_nodes} .\n"
        f"{found[1]} sh:property ex:T-p .\n"
        f"ex:T-p a sh:PropertyShape ; {severities[1]} ; sh:path {draw(_paths())} ; {on_values} .\n"
    )


def _statements(family: Family) -> st.SearchStrategy[tuple[str, str, str]]:
    subjects, properties = st.sampled_from(family.subjects), st.sampled_from(PROPERTIES)
    typed = st.tuples(subjects, st.just("a"), st.sampled_from(CLASSES))
    linked = st.tuples(subjects, st.sampled_from(family.links), subjects)
    said = st.tuples(subjects, properties, st.sampled_from(family.values))
    return st.one_of(typed, linked, said)


@st.composite
def _graphs(draw: st.DrawFn, family: Family) -> str:
    statements = draw(st.lists(_statements(family), min_size=MEAGRE, max_size=4 * MEAGRE))
    return "".join(f"{' '.join(parts)} .\n" for parts in statements)


@st.composite
def cases(draw: st.DrawFn, *families: Family) -> tuple[str, str]:
    """Give shapes and a graph to judge by them."""
    family = draw(st.sampled_from(families))
    return draw(_shapes(family)), draw(_graphs(family))


SUBCLASSES: Final = (("ex:A", "rdfs:subClassOf", "ex:C"), ("ex:C", "rdfs:subClassOf", "ex:B"))
GRAPHS: Final = ("urn:ex:graph-1", "urn:ex:graph-2")


@dataclass(frozen=True, slots=True)
class Changing:
    """Shapes and a dataset that changes.

    Attributes:
        shapes: The shapes, as Turtle without prefixes.
        before: What stands in each graph before, as Turtle without prefixes.
        after: The same after it.
    """

    shapes: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@st.composite
def changes(draw: st.DrawFn, *families: Family) -> Changing:
    """Give shapes, a dataset of two graphs that may say the same, and another that differs in a few statements."""
    family = draw(st.sampled_from(families))
    statements = st.one_of(_statements(family), _statements(family), _statements(family), st.sampled_from(SUBCLASSES))
    placed = st.tuples(st.sampled_from(range(len(GRAPHS))), statements)
    kept = draw(st.lists(placed, min_size=MEAGRE, max_size=4 * MEAGRE))
    # As in a plan that is edited: mostly little is changed.
    gone = draw(st.lists(st.sampled_from(kept), max_size=3))
    new = draw(st.lists(placed, min_size=0 if gone else 1, max_size=3))

    def graphs(said: list[tuple[int, tuple[str, str, str]]]) -> tuple[str, ...]:
        return tuple(
            "".join(f"{' '.join(parts)} .\n" for place, parts in said if place == number)
            for number in range(len(GRAPHS))
        )

    return Changing(draw(_shapes(family)), graphs(kept), graphs([one for one in kept if one not in gone] + new))
