"""Reading the shapes for their page: what each applies to, what it demands, and what it says when that is not met."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Final

import pyoxigraph as ox

from graph_service import resources
from graph_service.messages import Lang
from graph_service.validation.shapes import COMPONENTS, Constraint, Shape, TargetKind, load
from graph_service.vocabulary import compact

NAMESPACE: Final = "https://w3id.org/redthread/shapes#"
"""What the IRIs of the shapes begin with."""

_TARGETS: Final[Mapping[TargetKind, str]] = {
    "class": "every {}",
    "node": "{}",
    "literal": "{}",
    "subjectsOf": "everything that has {}",
    "objectsOf": "every value of {}",
}
_IRI: Final = re.compile(r"<([^<>\s]+)>")
_TYPED: Final = re.compile(r'"([^"]*)"\^\^xsd:(?:integer|decimal|boolean)')


@dataclass(frozen=True, slots=True)
class Demand:
    """What one node or path must meet.

    Attributes:
        shape: Name of the shape that demands it, which findings carry.
        path: The path, or empty where the node itself is meant.
        constraints: The constraints, in the words of SHACL.
        query: The query of a SPARQL constraint, or empty.
        severity: How bad it is when it is not met.
        messages: What is said then, by language.
        mend: What would mend it, by language.
    """

    shape: str
    path: str
    constraints: tuple[str, ...]
    query: str
    severity: str
    messages: Mapping[Lang, str]
    mend: Mapping[Lang, str]


@dataclass(frozen=True, slots=True)
class ShapeEntry:
    """One shape: its name, what it applies to, and what it demands."""

    name: str
    targets: tuple[str, ...]
    demands: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class ShapeFile:
    """The shapes of one file, and the comment that the file begins with."""

    name: str
    comment: str
    shapes: tuple[ShapeEntry, ...]


def read() -> tuple[ShapeFile, ...]:
    """Read all shapes.

    Returns:
        The files that hold shapes, by name; their shapes in the order of the file.
    """
    paths = sorted(resources.folder("shapes").glob("*.ttl"))
    home = {
        quad.subject.value: path
        for path in paths
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
    }
    order = {iri: number for number, iri in enumerate(home)}
    shapes = sorted(load(paths), key=lambda shape: order[shape.iri])
    files = (
        ShapeFile(path.name, _comment(path), tuple(_entry(shape, order) for shape in shapes if home[shape.iri] == path))
        for path in paths
    )
    return tuple(file for file in files if file.shapes)


def _comment(path: Path) -> str:
    return path.read_text(encoding="utf-8").splitlines()[0].removeprefix("#").strip()


def _entry(shape: Shape, order: Mapping[str, int]) -> ShapeEntry:
    properties = sorted(shape.properties, key=lambda inner: order[inner.iri])
    targets = tuple(_TARGETS[kind].format(f"`{_short(f'<{iri}>')}`") for kind, iri in shape.targets)
    return ShapeEntry(
        _short(f"<{shape.iri}>"),
        targets,
        tuple(demand for inner in (shape, *properties) for demand in _demands(inner)),
    )


def _demands(shape: Shape) -> tuple[Demand, ...]:
    plain = tuple(_words(constraint) for constraint in _ordered(shape) if constraint.parameter != "sparql")
    name, path, severity = _short(f"<{shape.iri}>"), _short(shape.path), shape.severity.name.lower()
    found = [Demand(name, path, plain, "", severity, shape.messages, shape.mend)] if plain else []
    found += [
        Demand(
            name,
            path,
            (),
            dedent(constraint.value).strip(),
            severity,
            constraint.messages or shape.messages,
            shape.mend,
        )
        for constraint in shape.constraints
        if constraint.parameter == "sparql"
    ]
    return tuple(found)


def _ordered(shape: Shape) -> list[Constraint]:
    parameters = list(COMPONENTS)
    return sorted(shape.constraints, key=lambda constraint: parameters.index(constraint.parameter))


def _words(constraint: Constraint) -> str:
    """Write a constraint as it stands in Turtle, with the shapes it refers to written out."""
    name = f"sh:{constraint.parameter}"
    if constraint.parameter in {"in", "languageIn"}:
        return f"{name} ( {' '.join(_short(value) for value in constraint.values)} )"
    if constraint.parameter in {"and", "or", "xone"}:
        return f"{name} ( {' '.join(_inline(shape) for shape in constraint.shapes)} )"
    if constraint.shapes:
        return f"{name} {_inline(constraint.shapes[0])}"
    flags = f' ; sh:flags "{constraint.flags}"' if constraint.flags else ""
    return f"{name} {_short(constraint.value)}{flags}"


def _inline(shape: Shape) -> str:
    parts = [f"sh:path {_short(shape.path)}"] if shape.path else []
    parts += [_words(constraint) for constraint in _ordered(shape)]
    parts += [f"sh:property {_inline(inner)}" for inner in shape.properties]
    return f"[ {' ; '.join(parts)} ]"


def _short(text: str) -> str:
    """Write the IRIs in a piece of SPARQL as prefixed names, and numbers and truth values bare."""
    return _TYPED.sub(r"\1", _IRI.sub(_prefixed, text))


def _prefixed(found: re.Match[str]) -> str:
    iri = found.group(1)
    if iri.startswith(NAMESPACE):
        return f"rts:{iri.removeprefix(NAMESPACE)}"
    name = compact(iri)
    return name if name != iri else found.group(0)
