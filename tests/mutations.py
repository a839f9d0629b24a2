"""Mutations of the plans: what may go wrong, or right, where a plan is edited, drawn by chance over all its things."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from random_shapes import Chance

from graph_service.store import snapshot
from graph_service.store.files import GraphFile
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.vocabulary import DERIVED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, RDF

KINDS_FILE: Final = Path(__file__).resolve().parent / "data" / "mutations.toml"
"""What each kind does."""
NEW: Final = "https://w3id.org/redthread/id/mutation/"
"""Under what the things lie that a mutation makes up."""
OF_GRAPHS: Final = frozenset({"graph-out", "graph-back-in"})
"""The names of the mutations that are done to whole graphs."""
_MANY: Final = 6
_NO_FILES: Final = frozenset({ONTOLOGY_GRAPH, DERIVED_GRAPH})
_HEAD: Final = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
_VARIABLE: Final = re.compile(r"\?(\w+)")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mutation; see the file that they are read from.

    Attributes:
        name: Its name.
        where: To what it can be done, ``?it``, as SPARQL.
        take: The statements that it takes out.
        put: The statements that it puts in, as Turtle.
        at: The thing into whose graph they are put.
        finds: The shapes that find more after it.
        mends: The shapes that find less after it.
    """

    name: str
    where: str
    take: tuple[str, ...] = ()
    put: str = ""
    at: str = "?it"
    finds: frozenset[str] = frozenset()
    mends: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mutation:
    """One mutation.

    Attributes:
        name: The name of its kind.
        told: What it is done to.
        removed: What it takes out of the files.
        added: What it puts into them.
        finds: The shapes that find more after it.
        mends: The shapes that find less after it.
    """

    name: str
    told: str
    removed: frozenset[ox.Quad]
    added: frozenset[ox.Quad]
    finds: frozenset[str] = frozenset()
    mends: frozenset[str] = frozenset()


def kinds() -> tuple[Kind, ...]:
    """Read all kinds that are done to a thing."""
    read = tomllib.loads(KINDS_FILE.read_text(encoding="utf-8"))
    for one in read.values():
        one.update(
            {field: frozenset(one.get(field, ())) for field in ("finds", "mends")}, take=tuple(one.get("take", ()))
        )
    return tuple(Kind(name, **one) for name, one in read.items())


def in_order(store: EmbeddedStore, one: Chance) -> list[Kind]:
    """Give all kinds in a drawn order, but first those that can be done to few things, lest none of these be left."""
    left, drawn = list(kinds()), []
    while left:
        drawn.append(one(left))
        left.remove(drawn[-1])
    return sorted(drawn, key=lambda kind: min(len(_things(kind, store, set())), _MANY))


def draw(kind: Kind, store: EmbeddedStore, one: Chance, number: int, touched: AbstractSet[str]) -> Mutation | None:
    """Draw a mutation of a kind.

    Args:
        kind: The kind.
        store: The dataset.
        one: What chooses.
        number: What tells the things that it makes up from those of others.
        touched: Things that it is not to be done to.

    Returns:
        The mutation; None if there is nothing left that it can be done to.
    """
    things = _things(kind, store, touched)
    if not things:
        return None
    row = _drawn(kind, store, one(things), one, touched)
    row |= {"new": f"<{NEW}{number}/new>", "nowhere": f"<{NEW}{number}/nowhere>"}
    removed = frozenset(quad for pattern in kind.take for quad in _matching(store, pattern, row))
    added = frozenset(_put(kind, store, row)) if kind.put else frozenset()
    return Mutation(kind.name, str(row), removed, added, kind.finds, kind.mends)


def out(file: GraphFile) -> Mutation:
    """Take a whole graph out."""
    return Mutation("graph-out", file.graph, frozenset(file.quads), frozenset())


def back(file: GraphFile) -> Mutation:
    """Put a whole graph in."""
    return Mutation("graph-back-in", file.graph, frozenset(), frozenset(file.quads))


def standing(store: EmbeddedStore, file: GraphFile) -> GraphFile:
    """Give what a file holds after the mutations."""
    return replace(file, quads=tuple(store.quads(file.graph)))


def do(mutation: Mutation, store: EmbeddedStore) -> None:
    """Do a mutation in a dataset, and derive anew what follows from it."""
    store.take_out(mutation.removed)
    store.load(mutation.added)
    snapshot.derive(store)
    store.settle()


def excerpt(files: Iterable[GraphFile], one: Chance, each: int) -> tuple[GraphFile, ...]:
    """Take from the files what some mutations of each kind can be done to, and all that this refers to.

    Args:
        files: The files.
        one: What chooses.
        each: How many of each kind.

    Returns:
        The same files, with less in them.
    """
    files = tuple(files)
    store = snapshot.build(files).store
    refers: dict[str, set[str]] = {}
    for quad in (quad for file in files for quad in file.quads):
        refers.setdefault(str(quad.subject), set()).add(str(quad.object))
    kept: set[str] = set()
    for kind in kinds():
        for row in _several(kind, store, one, each):
            kept |= set(row.values()) & refers.keys()
    todo = list(kept)
    while todo:
        new = (refers[todo.pop()] & refers.keys()) - kept
        kept |= new
        todo += new
    less = (replace(file, quads=tuple(quad for quad in file.quads if str(quad.subject) in kept)) for file in files)
    return tuple(file for file in less if file.quads)


def _several(kind: Kind, store: EmbeddedStore, one: Chance, most: int) -> Iterator[dict[str, str]]:
    things: set[str] = set()
    while len(things) < most and (left := _things(kind, store, things)):
        row = _drawn(kind, store, one(left), one, things)
        things.add(row["it"])
        yield row


def _things(kind: Kind, store: EmbeddedStore, touched: AbstractSet[str]) -> list[str]:
    found = _rows(store, f"SELECT DISTINCT ?it ?link WHERE {{ {kind.where} FILTER (isIRI(?it)) }}", touched)
    return sorted({row["it"] for row in found})


def _drawn(kind: Kind, store: EmbeddedStore, it: str, one: Chance, touched: AbstractSet[str]) -> dict[str, str]:
    found = _rows(store, f"SELECT DISTINCT * WHERE {{ {{ {kind.where} }} FILTER (?it = {it}) }}", touched)
    return dict(one(sorted(sorted(row.items()) for row in found)))


def _rows(store: EmbeddedStore, query: str, touched: AbstractSet[str]) -> Iterator[dict[str, str]]:
    rows = ({name: str(term) for name, term in row.items()} for row in store.select(query).rows)
    return (row for row in rows if not touched & {row["it"], row.get("link", "")})


def _filled(text: str, row: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: row[found[1]], text)


def _matching(store: EmbeddedStore, pattern: str, row: Mapping[str, str]) -> Iterator[ox.Quad]:
    parts = [None if part == "*" else _term(_filled(part, row)) for part in pattern.split()]
    return (quad for quad in store.matching(*parts) if _in_files(quad))  # type: ignore[arg-type]


def _put(kind: Kind, store: EmbeddedStore, row: Mapping[str, str]) -> Iterator[ox.Quad]:
    graph = min((quad.graph_name for quad in _matching(store, f"{row[kind.at[1:]]} * *", {})), key=str)
    for quad in ox.parse(f"{_HEAD}{_filled(kind.put, row)} .", format=ox.RdfFormat.TURTLE):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _in_files(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value not in _NO_FILES


def _term(text: str) -> object:
    return next(iter(ox.parse(f"{_HEAD}<{RDF}a> <{RDF}a> {text} .", format=ox.RdfFormat.TURTLE))).object
