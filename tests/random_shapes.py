"""Random shapes and graphs, of all that the compiler understands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final, Protocol, TypeVar

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
    "SELECT $this WHERE { $this <urn:ex:p> ?x { ?y <urn:ex:q> ?z FILTER EXISTS { ?x <urn:ex:r> ?w } } }",
    "SELECT $this WHERE { $this <urn:ex:p> ?x { { { ?x <urn:ex:q> ?y } UNION { ?z <urn:ex:r> $this } } } }",
    "SELECT $this WHERE { $this <urn:ex:p> ?x FILTER EXISTS { ?x <urn:ex:q> ?y FILTER EXISTS { $this a ?z } } }",
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

T = TypeVar("T")
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
        far: Whether each path has more than one step.
    """

    values: tuple[str, ...]
    subjects: tuple[str, ...]
    links: tuple[str, ...]
    anywhere: Choices
    targeted: Choices
    counted: Choices
    far: bool = False


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
FAR: Final = Family(
    values=(),
    subjects=(*SUBJECTS, "ex:d"),
    links=(*PROPERTIES, LINK),
    anywhere={"class": CLASSES, "hasValue": NODES, "disjoint": PROPERTIES},
    targeted={"equals": PROPERTIES, "sparql": INCREMENTAL.targeted["sparql"]},
    counted=COUNTS,
    far=True,
)
"""What depends on nodes far away."""


class Chance(Protocol):
    """What chooses."""

    def __call__(self, of: Sequence[T], /) -> T:
        """Choose one of several things."""
        ...


def by_seed(seed: int) -> Chance:
    """Give a chance that always chooses the same; it is much quicker than hypothesis, but cannot make cases smaller."""
    return Random(seed).choice  # noqa: S311 -- chances that can be repeated, no secrets


def _several(one: Chance, make: Callable[[], T], least: int, most: int) -> list[T]:
    return [make() for _ in range(one(range(least, most + 1)))]


def _path(one: Chance, depth: int = DEPTH, kinds: tuple[str, ...] = PATHS, *, far: bool = False) -> str:
    kind = one(kinds) if depth and (far or one((False, True))) else ""
    if not kind:
        return one((*PROPERTIES, LINK))
    if kind == "inversePath":
        # Not of a sequence: pySHACL walks its steps backwards, but from first to last.
        kinds = tuple(other for other in kinds if other != "sequence")
    first = _path(one, depth - 1, kinds)
    if kind not in {"alternativePath", "sequence"}:
        return f"[ sh:{kind} {first} ]"
    both = f"( {first} {_path(one, depth - 1, kinds)} )"
    return both if kind == "sequence" else f"[ sh:alternativePath {both} ]"


def _body(one: Chance, family: Family, choices: Choices, depth: int) -> str:
    """Give the constraints of a shape, at most one of each parameter."""
    parameters = (*choices, *(LOGICAL if depth else ()))
    parts = []
    for parameter in dict.fromkeys(_several(one, lambda: one(parameters), 1, 2)):
        if parameter in choices:
            value = one(choices[parameter])
        elif parameter in {"node", "not"}:
            # The value of sh:node must be a node shape.
            value = _inner_shape(one, family, depth - 1, only_node_shapes=parameter == "node")
        else:
            members = _several(one, lambda: _inner_shape(one, family, depth - 1), 1, 2)
            value = f"( {' '.join(members)} )"
        parts.append(f"sh:{parameter} {value}")
    return " ; ".join(parts)


def _inner_shape(one: Chance, family: Family, depth: int, *, only_node_shapes: bool = False) -> str:
    path, counts = _path(one, far=family.far), {**family.anywhere, **INNER_COUNTS}
    kind = one(("node", "both") if only_node_shapes else ("node", "both", "property"))
    if kind == "property":
        return f"[ sh:path {path} ; {_body(one, family, counts, depth)} ]"
    body = _body(one, family, family.anywhere, depth)
    if kind == "node":
        return f"[ {body} ]"
    return f"[ {body} ; sh:property [ sh:path {path} ; {_body(one, family, counts, depth)} ] ]"


def _shapes(one: Chance, family: Family, number: int = 0) -> str:
    """Give a node shape and a property shape, each with a target."""
    names = [f"{name}{number or ''}" for name in ("S", "T")]
    found = []
    for name in names:
        kind, things = one(
            (
                ("targetClass", CLASSES),
                ("targetNode", NODES),
                ("targetSubjectsOf", PROPERTIES),
                ("targetObjectsOf", PROPERTIES),
            )
        )
        found.append(f"ex:{name} a sh:NodeShape ; sh:{kind} {one(things)} ; ")
    severities = [f"sh:severity sh:{one(('Violation', 'Warning', 'Info'))}" for _ in found]
    on_nodes = _body(one, family, {**family.anywhere, **family.targeted}, DEPTH)
    on_values = _body(one, family, {**family.anywhere, **family.targeted, **family.counted}, DEPTH)
    path = _path(one, far=family.far)
    return (
        f"{found[0]} {severities[0]} ; {on_nodes} .\n"
        f"{found[1]} sh:property ex:{names[1]}-p .\n"
        f"ex:{names[1]}-p a sh:PropertyShape ; {severities[1]} ; sh:path {path} ; {on_values} .\n"
    )


Statement = tuple[str, str, str]


def _statement(one: Chance, family: Family) -> Statement:
    kind = one(("typed", "linked", "said" if family.values else "linked"))
    if kind == "typed":
        return one(family.subjects), "a", one(CLASSES)
    if kind == "linked":
        return one(family.subjects), one(family.links), one(family.subjects)
    return one(family.subjects), one(PROPERTIES), one(family.values)


def _turtle(statements: Sequence[Statement]) -> str:
    return "".join(f"{' '.join(parts)} .\n" for parts in statements)


@st.composite
def cases(draw: st.DrawFn, *families: Family) -> tuple[str, str]:
    """Give shapes and a graph to judge by them."""

    def one(of: Sequence[T]) -> T:
        return draw(st.sampled_from(of))

    family = one(families)
    return _shapes(one, family), _turtle(_several(one, lambda: _statement(one, family), MEAGRE, 4 * MEAGRE))


SUBCLASSES: Final[tuple[Statement, ...]] = (("ex:A", "rdfs:subClassOf", "ex:C"), ("ex:C", "rdfs:subClassOf", "ex:B"))
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


def changing(one: Chance, *families: Family, shapes: int = 1) -> Changing:
    """Give shapes, a dataset of two graphs that may say the same, and another that differs in a few statements.

    Args:
        one: What chooses.
        *families: The constraints to choose from.
        shapes: How many pairs of shapes.

    Returns:
        The case.
    """
    family = one(families)

    def placed() -> tuple[int, Statement]:
        said = _statement(one, family) if one(range(10)) else one(SUBCLASSES)
        return one(range(len(GRAPHS))), said

    kept = _several(one, placed, MEAGRE, 4 * MEAGRE)
    # As in a plan that is edited: mostly little is changed.
    gone = _several(one, lambda: one(kept), 0, 2)
    new = _several(one, placed, 0 if gone else 1, 2)

    def graphs(said: list[tuple[int, Statement]]) -> tuple[str, ...]:
        return tuple(_turtle([parts for place, parts in said if place == number]) for number in range(len(GRAPHS)))

    judging = "".join(_shapes(one, family, number) for number in range(1, shapes + 1))
    return Changing(judging, graphs(kept), graphs([said for said in kept if said not in gone] + new))
