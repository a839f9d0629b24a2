"""Versions of plans for tests of what differs: drawn by chance, read from Turtle, and rebuilt from a difference."""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox
from hypothesis import strategies as st

from graph_service.model.difference import Changed, Changes, Difference, Moved, PropertyChange, Whole
from graph_service.model.terms import BlankNode, Iri, Literal, Term
from graph_service.model.wording import after, before
from graph_service.store.oxigraph import term_of
from graph_service.store.port import Triple
from graph_service.vocabulary import DCTERMS, PREFIXES, RDF, RT, XSD

Quad = tuple[str, Term, Term, Term]
Version = dict[str, list[Triple]]

_PREFIXES: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def of_turtle(**graphs: str) -> Version:
    """Read a version.

    Args:
        **graphs: Turtle by the name of its graph; the usual prefixes are declared, and <a> is ``urn:a``.

    Returns:
        The statements by the IRI of their graph, ``urn:`` and its name.
    """
    return {
        f"urn:{name}": [
            (term_of(triple.subject), term_of(triple.predicate), term_of(triple.object))
            for triple in ox.parse(_PREFIXES + text, format=ox.RdfFormat.TURTLE, base_iri="urn:base")
        ]
        for name, text in graphs.items()
    }


def quads(version: dict[str, frozenset[Triple]]) -> set[Quad]:
    """Give all statements of a version, each with its graph."""
    return {(graph, *triple) for graph, triples in version.items() for triple in triples}


# ---- rebuilding the later version from the earlier one and what differs


def applied(difference: Difference, version: set[Quad]) -> set[Quad]:
    """Do to the earlier version what a difference tells.

    Args:
        difference: What differs.
        version: The earlier statements.

    Returns:
        The later statements.
    """
    sorts = (difference.elements, difference.links, difference.others)
    for changes in sorts:
        version = _moved(changes, version)
    for changes in sorts:
        gone, come = set(_gone(changes)), set(_come(changes))
        assert gone <= version
        assert not come & version
        version = version - gone | come
    return version


def _moved(changes: Changes, version: set[Quad]) -> set[Quad]:
    ways: dict[tuple[Term, str], str] = {}
    for moved in changes.moved:
        for move in moved.moves:
            if move.way == "edition":
                ways[_term(moved.iri), move.before[0].value] = move.after[0].value
    there = set()
    for graph, s, p, o in version:
        to = ways.get((s, graph))
        there.add((graph, s, p, o) if to is None else (to, s, p, Iri(to) if o == Iri(graph) else o))
    return there


def _gone(changes: Changes) -> Iterator[Quad]:
    yield from (quad for whole in changes.removed for quad in _statements(whole))
    for changed, change in _properties(changes):
        old = [Literal(before(text.runs), text.language) for text in change.texts]
        yield from _said(changed, change, (*change.removed, *old))
    for moved in changes.moved:
        yield from _places(moved, "before")


def _come(changes: Changes) -> Iterator[Quad]:
    yield from (quad for whole in changes.added for quad in _statements(whole))
    for changed, change in _properties(changes):
        new = [Literal(after(text.runs), text.language) for text in change.texts]
        yield from _said(changed, change, (*change.added, *new))
    for moved in changes.moved:
        yield from _places(moved, "after")


def _properties(changes: Changes) -> Iterator[tuple[Changed, PropertyChange]]:
    yield from ((changed, change) for changed in changes.changed for change in changed.properties)


def _statements(whole: Whole) -> Iterator[Quad]:
    return ((said.graph, _term(whole.iri), Iri(said.property), said.value) for said in whole.statements)


def _said(changed: Changed, change: PropertyChange, terms: tuple[Term, ...]) -> Iterator[Quad]:
    return ((change.graph, _term(changed.iri), Iri(change.property), value) for value in terms)


def _places(moved: Moved, side: str) -> Iterator[Quad]:
    names = {"document": f"{DCTERMS}isPartOf", "position": f"{RT}position"}
    for move in moved.moves:
        if move.way in names:
            for value in getattr(move, side):
                yield move.graph, _term(moved.iri), Iri(names[move.way]), value


def _term(iri: str) -> Term:
    return BlankNode(iri[2:]) if iri.startswith("_:") else Iri(iri)


# ---- drawn by chance

_THINGS: Final = [Iri(f"urn:t{number}") for number in range(4)]
_GRAPHS: Final = ["urn:g0", "urn:g1", "urn:g2"]
_NODES: Final = [BlankNode(f"b{number}") for number in range(3)]
_RT: Final = [Iri(f"{RT}{name}") for name in ("Goal", "Activity", "Link", "partOf", "inArea", "stated", "proposed")]
_PROPERTIES: Final = [
    *(Iri(f"{DCTERMS}{name}") for name in ("title", "isPartOf", "identifier", "source")),
    *(Iri(f"{RT}{name}") for name in ("position", "from", "to", "relation", "basis", "quote")),
    Iri(f"{RDF}type"),
]
_WORDS: Final = st.lists(st.sampled_from(["mål", "Mål", "för", "e-hälsa", " ", "  ", ",", ".", "2019"])).map("".join)
_LITERALS: Final = st.one_of(
    st.builds(Literal, _WORDS, st.sampled_from(["", "sv", "en"])),
    st.sampled_from(["1", "2", "02"]).map(lambda number: Literal(number, datatype=f"{XSD}integer")),
)
_SUBJECTS: Final[st.SearchStrategy[Term]] = st.sampled_from([*_THINGS, *_NODES])
_OBJECTS: Final[st.SearchStrategy[Term]] = st.one_of(
    st.sampled_from([*_THINGS, *_NODES, *_RT, *map(Iri, _GRAPHS)]), _LITERALS
)
_TRIPLES: Final[st.SearchStrategy[Triple]] = st.tuples(_SUBJECTS, st.sampled_from(_PROPERTIES), _OBJECTS)

versions: Final[st.SearchStrategy[dict[str, frozenset[Triple]]]] = st.dictionaries(
    st.sampled_from(_GRAPHS), st.frozensets(_TRIPLES, max_size=8), max_size=3
)
"""Small versions: elements, links and other things in up to three graphs, with blank nodes and texts."""


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[dict[str, frozenset[Triple]], dict[str, frozenset[Triple]]]:
    """Draw two versions that have much in common."""
    old = draw(versions)
    new = dict(old)
    for graph in draw(st.lists(st.sampled_from(_GRAPHS), max_size=2)):
        new[graph] = new.get(graph, frozenset()) ^ draw(st.frozensets(_TRIPLES, max_size=3))
    moving: bool = draw(st.booleans())
    if new and moving:
        graph = draw(st.sampled_from(sorted(new)))
        new[draw(st.sampled_from(_GRAPHS))] = new.pop(graph)
    return old, new
