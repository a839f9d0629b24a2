"""Reading SHACL shapes into plain records.

Only the constructs listed here are understood; see https://www.w3.org/TR/shacl/. A shape that uses anything else is
refused when it is read, never skipped.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

import pyoxigraph as ox

from graph_service import resources
from graph_service.errors import ShapeError
from graph_service.messages import Lang
from graph_service.model.verdict import Severity
from graph_service.vocabulary import DCTERMS, RDF, RDFS, SH, SHAPES, SKOS, XSD

TargetKind = Literal["class", "node", "literal", "subjectsOf", "objectsOf"]
_Node = ox.NamedNode | ox.BlankNode

_TARGETS: Final[dict[str, TargetKind]] = {
    f"{SH}targetClass": "class",
    f"{SH}targetNode": "node",
    f"{SH}targetSubjectsOf": "subjectsOf",
    f"{SH}targetObjectsOf": "objectsOf",
}
COMPONENTS: Final[Mapping[str, str]] = {
    "minCount": "MinCount",
    "maxCount": "MaxCount",
    "class": "Class",
    "datatype": "Datatype",
    "nodeKind": "NodeKind",
    "in": "In",
    "hasValue": "HasValue",
    "pattern": "Pattern",
    "minLength": "MinLength",
    "maxLength": "MaxLength",
    "minInclusive": "MinInclusive",
    "maxInclusive": "MaxInclusive",
    "minExclusive": "MinExclusive",
    "maxExclusive": "MaxExclusive",
    "languageIn": "LanguageIn",
    "uniqueLang": "UniqueLang",
    "lessThan": "LessThan",
    "lessThanOrEquals": "LessThanOrEquals",
    "equals": "Equals",
    "disjoint": "Disjoint",
    "node": "Node",
    "not": "Not",
    "and": "And",
    "or": "Or",
    "xone": "Xone",
    "sparql": "SPARQL",
}
"""The constraint parameters that are understood, with the names of their components."""

_OTHER: Final = frozenset(
    {
        f"{RDF}type",
        f"{SH}path",
        f"{SH}property",
        f"{SH}severity",
        f"{SH}message",
        f"{SH}name",
        f"{SH}description",
        f"{SH}order",
        f"{SH}group",
        f"{SH}flags",
        f"{SH}deactivated",
        f"{RDFS}label",
        f"{RDFS}comment",
        f"{RDFS}seeAlso",
        f"{DCTERMS}description",
        f"{SKOS}note",
    }
)
_BEFORE_WHERE: Final = re.compile(r"\s*SELECT\b[\s\w?$*]*\{", re.IGNORECASE)
"""How a SPARQL constraint begins: with variables and nothing else, for its targets are put where its WHERE begins."""
_NEED_PATH: Final = frozenset({"minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"})
DATATYPES_NOT_KEPT: Final = frozenset(
    f"{XSD}{name}"
    for name in (
        *("byte", "short", "int", "long", "unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong"),
        *("positiveInteger", "nonNegativeInteger", "negativeInteger", "nonPositiveInteger", "dateTimeStamp"),
    )
)
"""Datatypes that the engine keeps as xsd:integer and xsd:dateTime, so that nobody can ask for them."""
_SEVERITIES: Final = {
    f"{SH}Violation": Severity.VIOLATION,
    f"{SH}Warning": Severity.WARNING,
    f"{SH}Info": Severity.INFO,
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a shape.

    Attributes:
        parameter: Local name of its parameter, such as ``"minCount"``.
        value: Its value as SPARQL text: a term, or the query of a SPARQL constraint.
        values: The members, where the value is a list of terms.
        shapes: The shapes it refers to, for node, not, and, or, xone.
        flags: The flags of a pattern.
        messages: Messages of its own, which only a SPARQL constraint has.
    """

    parameter: str
    value: str = ""
    values: tuple[str, ...] = ()
    shapes: tuple["Shape", ...] = ()
    flags: str = ""
    messages: Mapping[Lang, str] | None = None

    @property
    def component(self) -> str:
        """IRI of the constraint component."""
        return f"{SH}{COMPONENTS[self.parameter]}ConstraintComponent"


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape.

    Attributes:
        iri: Its IRI, or the label of a blank node.
        targets: What it applies to, as pairs of kind and IRI; empty for a shape inside another. A literal is given as
            SPARQL text.
        path: For a property shape the path as SPARQL text, else empty.
        constraints: Its constraints.
        properties: Its property shapes.
        severity: How bad it is when it is not met.
        messages: What to say then, by language.
        mend: What would mend it, by language.
    """

    iri: str
    targets: tuple[tuple[TargetKind, str], ...]
    path: str
    constraints: tuple[Constraint, ...]
    properties: tuple["Shape", ...]
    severity: Severity
    messages: Mapping[Lang, str]
    mend: Mapping[Lang, str] = field(default_factory=dict)


def load(paths: list[Path] | None = None) -> tuple[Shape, ...]:
    """Read shapes from Turtle files.

    Args:
        paths: The files; None for all shapes of the service.

    Returns:
        The shapes that have targets, by IRI.

    Raises:
        ShapeError: If a file cannot be parsed, or uses a construct that is not understood.
    """
    graph = ox.Dataset()
    for path in paths or sorted(resources.folder("shapes").glob("*.ttl")):
        try:
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=path.resolve().as_uri()):
                graph.add(quad)
        except (SyntaxError, OSError) as error:
            raise ShapeError("shape_unreadable", path=path, reason=error) from error
    return _Reader(graph).shapes()


def each(shapes: Iterable[Shape]) -> tuple[Shape, ...]:
    """Give shapes and the property shapes in them, each of which can find something.

    Args:
        shapes: Shapes with targets.

    Returns:
        Each shape, followed by its property shapes.
    """
    return tuple(inner for shape in shapes for inner in (shape, *shape.properties))


@cache
def names() -> tuple[str, ...]:
    """Give the names of all shapes of the service: the ends of their IRIs.

    Returns:
        The names, sorted.

    Raises:
        ShapeError: If the shapes cannot be read.

    Example:
        >>> "EffectGoal-covered" in names()
        True
    """
    return tuple(sorted({shape.iri.rsplit("#", 1)[1] for shape in each(load()) if "#" in shape.iri}))


class _Reader:
    def __init__(self, graph: ox.Dataset) -> None:
        self._graph = graph
        self._classes = self._classes_that_are_shapes()

    def shapes(self) -> tuple[Shape, ...]:
        targeted = {
            _node(quad.subject)
            for predicate in _TARGETS
            for quad in self._graph.quads_for_predicate(ox.NamedNode(predicate))
        } | self._classes
        self._refuse_other_targets()
        read = [self._shape(node) for node in sorted(targeted, key=str) if not self._deactivated(node)]
        return tuple(read)

    def _shape(self, node: _Node, seen: tuple[_Node, ...] = ()) -> Shape:
        if node in seen:
            raise ShapeError("shape_recursive", shape=node)
        # A shape that is deactivated demands nothing.
        statements = [] if self._deactivated(node) else list(self._graph.quads_for_subject(node))
        self._refuse_unknown(node, statements)
        flags = next((_value(q.object) for q in statements if q.predicate.value == f"{SH}flags"), "")
        constraints: list[Constraint] = []
        properties: list[Shape] = []
        targets: list[tuple[TargetKind, str]] = [("class", node.value)] if node in self._classes else []
        path = ""
        severity = Severity.VIOLATION
        for quad in sorted(statements, key=str):
            name = quad.predicate.value.removeprefix(SH)
            if quad.predicate.value in _TARGETS:
                targets.append(_target(_TARGETS[quad.predicate.value], quad.object))
            elif name == "path":
                path = self._path(_node(quad.object))
            elif name == "severity":
                severity = _SEVERITIES[_value(quad.object)]
            elif name == "property":
                inner = _node(quad.object)
                if not self._deactivated(inner):
                    properties.append(self._shape(inner, (*seen, node)))
            elif name in COMPONENTS and not (name == "sparql" and self._deactivated(_node(quad.object))):
                constraints.append(self._constraint(name, quad.object, flags, (*seen, node)))
        if path and properties:
            raise ShapeError("shape_nested_property", shape=node)
        return Shape(
            node.value,
            tuple(targets),
            path,
            tuple(constraints),
            tuple(properties),
            severity,
            self._texts(node, f"{SH}message"),
            self._texts(node, f"{SHAPES}mend"),
        )

    def _constraint(
        self,
        name: str,
        value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
        flags: str,
        seen: tuple[_Node, ...],
    ) -> Constraint:
        if name in {"in", "languageIn"}:
            return Constraint(name, values=tuple(str(item) for item in self._list(_node(value))))
        if name in {"and", "or", "xone"}:
            items = tuple(self._shape(_node(item), seen) for item in self._list(_node(value)))
            return Constraint(name, shapes=items)
        if name in {"node", "not"}:
            return Constraint(name, shapes=(self._shape(_node(value), seen),))
        if name == "sparql":
            return self._sparql(_node(value))
        return Constraint(name, value=str(value), flags=flags)

    def _sparql(self, node: _Node) -> Constraint:
        select = self._one(node, "select")
        if not isinstance(select, ox.Literal):
            raise ShapeError("shape_sparql", shape=node)
        if "$PATH" in select.value or "$shapesGraph" in select.value or not _BEFORE_WHERE.match(select.value):
            raise ShapeError("shape_sparql", shape=node)
        messages = self._texts(node, f"{SH}message")
        return Constraint("sparql", value=select.value.replace("$this", "?this"), messages=messages)

    def _path(self, node: _Node) -> str:
        if isinstance(node, ox.NamedNode):
            return str(node)
        if self._one(node, f"{RDF}first", base="") is not None:
            return "(" + "/".join(self._path(_node(item)) for item in self._list(node)) + ")"
        for name, form in (
            ("inversePath", "^{}"),
            ("zeroOrMorePath", "({})*"),
            ("oneOrMorePath", "({})+"),
            ("zeroOrOnePath", "({})?"),
        ):
            inner = self._one(node, name)
            if inner is not None:
                text = self._path(_node(inner))
                # SPARQL has no ^^.
                return form.format(f"({text})" if name == "inversePath" and text.startswith("^") else text)
        alternatives = self._one(node, "alternativePath")
        if alternatives is None:
            raise ShapeError("shape_path", shape=node)
        return "(" + "|".join(self._path(_node(item)) for item in self._list(_node(alternatives))) + ")"

    def _list(self, node: _Node) -> Iterator[ox.NamedNode | ox.BlankNode | ox.Literal]:
        while node.value != f"{RDF}nil":
            first = self._one(node, f"{RDF}first", base="")
            rest = self._one(node, f"{RDF}rest", base="")
            if first is None or rest is None:
                raise ShapeError("shape_list", shape=node)
            yield first
            node = _node(rest)

    def _one(self, node: _Node, name: str, base: str = SH) -> ox.NamedNode | ox.BlankNode | ox.Literal | None:
        predicate = ox.NamedNode(f"{base}{name}")
        found = next((q.object for q in self._graph.quads_for_subject(node) if q.predicate == predicate), None)
        return cast("ox.NamedNode | ox.BlankNode | ox.Literal | None", found)

    def _texts(self, node: _Node, predicate: str) -> Mapping[Lang, str]:
        found: dict[Lang, str] = {}
        for quad in self._graph.quads_for_subject(node):
            if quad.predicate.value == predicate and isinstance(quad.object, ox.Literal):
                language = quad.object.language
                if language in {"sv", "en"}:
                    found[cast("Lang", language)] = quad.object.value
        return found

    def _deactivated(self, node: _Node) -> bool:
        value = self._one(node, "deactivated")
        return value is not None and value.value == "true"

    def _refuse_unknown(self, node: _Node, statements: list[ox.Quad]) -> None:
        has_path = any(quad.predicate.value == f"{SH}path" for quad in statements)
        for quad in statements:
            name = quad.predicate.value
            local = name.removeprefix(SH)
            if name.startswith(SH) and not (name in _OTHER or name in _TARGETS or local in COMPONENTS):
                raise ShapeError("shape_unsupported", shape=node, construct=f"sh:{local}")
            if local in _NEED_PATH and not has_path:
                raise ShapeError("shape_unsupported", shape=node, construct=f"sh:{local} (sh:NodeShape)")
            unknown = local == "severity" and _value(quad.object) not in _SEVERITIES
            unknown = unknown or (local == "datatype" and _value(quad.object) in DATATYPES_NOT_KEPT)
            if unknown or (name in _TARGETS and not isinstance(quad.object, ox.NamedNode | ox.Literal)):
                raise ShapeError("shape_unsupported", shape=node, construct=f"sh:{local} {quad.object}")

    def _refuse_other_targets(self) -> None:
        for quad in self._graph.quads_for_predicate(ox.NamedNode(f"{SH}target")):
            raise ShapeError("shape_unsupported", shape=quad.subject, construct="sh:target")

    def _classes_that_are_shapes(self) -> set[_Node]:
        """Find the classes that are shapes too, and so apply to what is of them.

        See https://www.w3.org/TR/shacl/#implicit-targetClass.
        """
        kinds, found = [ox.NamedNode(f"{RDFS}Class")], set[_Node]()
        for kind in kinds:
            for quad in self._graph.quads_for_object(kind):
                subject = _node(quad.subject)
                said = {one.predicate.value for one in self._graph.quads_for_subject(subject)}
                if quad.predicate.value == f"{RDF}type" and any(one.startswith(SH) for one in said):
                    if not isinstance(subject, ox.NamedNode):
                        raise ShapeError("shape_unsupported", shape=subject, construct="rdfs:Class")
                    found.add(subject)
                elif quad.predicate.value == f"{RDFS}subClassOf" and subject not in kinds:
                    kinds.append(cast("ox.NamedNode", subject))
        return found


def _target(kind: TargetKind, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> tuple[TargetKind, str]:
    if kind != "node" or not isinstance(value, ox.Literal):
        return kind, _value(value)
    # The engine writes some literals in another way than they are given.
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode(f"{SH}targetNode"), ox.NamedNode(f"{SH}targetNode"), value))
    return "literal", str(next(iter(store)).object)


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> _Node:
    if isinstance(term, ox.NamedNode | ox.BlankNode):
        return term
    raise ShapeError("shape_list", shape=term)


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    if isinstance(term, ox.Triple):
        raise ShapeError("shape_list", shape=term)
    return term.value
