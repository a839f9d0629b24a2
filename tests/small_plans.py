"""Small invented plans for tests of what follows threads: drawn by chance, written as a dataset, searched naively."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import pyoxigraph as ox
from hypothesis import strategies as st

from graph_service.model.terms import Iri, Literal
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.port import Triple
from graph_service.store.snapshot import build, derive
from graph_service.vocabulary import DCTERMS, RDF, RT

GRAPH: Final = "urn:graph"
RULES: Final = "https://w3id.org/redthread/id/regel/"
UPWARD: Final = ("contributesTo", "partOf", "inArea", "alignsWith", "respondsTo", "addresses")
ELEMENTS: Final = (
    *("Vision", "OverallGoal", "EffectGoal", "EffectGoal", "DeliveryGoal", "FocusArea"),
    *("Initiative", "Activity", "Activity", "Indicator", "Section"),
)
LEVELS: Final = ("international", "national", "national", "regional", "local", "local")
BODY: Final = "urn:body"
DEMANDED: Final = {
    "effektmal": ("EffectGoal",),
    "leveransmal": ("DeliveryGoal",),
    "uppfoljning": ("EffectGoal", "DeliveryGoal"),
    "ansvarig": ("Activity",),
    "indikator": ("Indicator",),
}
"""The classes that each rule demands coverage of."""


@dataclass(frozen=True)
class Document:
    """A document: its class, its level, and what of it is loaded."""

    kind: str
    level: str
    content: str


@dataclass(frozen=True)
class Thing:
    """An element: its class, its document, and whether it stands only in a superseded edition of that."""

    kind: str
    document: int
    old: bool = False


@dataclass(frozen=True)
class Link:
    """A link; its ends are IRIs."""

    lower: str
    upper: str
    relation: str
    basis: str = "stated"
    validity: str = "valid"

    @property
    def counts(self) -> bool:
        """Whether it counts in answers."""
        return self.basis != "proposed" and self.validity != "invalid"


@dataclass(frozen=True)
class Small:
    """A few documents and what they hold. Documents are ``urn:d0`` …, things ``urn:t0`` …, links ``urn:link:00`` …."""

    documents: tuple[Document, ...]
    things: tuple[Thing, ...]
    links: tuple[Link, ...] = ()
    follow_ups: tuple[tuple[str, str], ...] = ()
    responsible: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()
    unreadable: frozenset[str] = frozenset()
    assessed: tuple[tuple[str, str], ...] = ()
    waived: frozenset[tuple[str, str]] = frozenset()
    gone: frozenset[str] = field(default=frozenset())
    missing: frozenset[str] = field(default=frozenset())
    reworded: frozenset[str] = field(default=frozenset())

    # ---- as a dataset

    def store(self, name: str = "") -> EmbeddedStore:
        """Write it all into a dataset with the ontology and what the rules derive; one dataset of a name serves all.

        What is gone is left out with all that names it. What is missing is only not said to be anything.
        """
        store = _ontology(name)
        store.remove_graph(GRAPH)
        store.add((triple for triple in self._triples() if self._said(triple)), GRAPH)
        derive(store)
        return store

    def _said(self, triple: Triple) -> bool:
        return self.gone.isdisjoint(map(_value, triple)) and _value(triple[0]) not in self.missing

    def _triples(self) -> Iterator[Triple]:
        for number, document in enumerate(self.documents):
            yield from _document(f"urn:d{number}", document)
        for number, thing in enumerate(self.things):
            iri = f"urn:t{number}"
            yield from _typed(iri, thing.kind)
            yield (
                Iri(iri),
                Iri(f"{DCTERMS}title"),
                Literal(f"Text {number}{' anew' * (iri in self.reworded)}", language="sv"),
            )
            yield Iri(iri), Iri(f"{DCTERMS}isPartOf"), Iri(f"urn:d{thing.document}")
            edition = f"urn:d{thing.document}/{'old' if thing.old else 'new'}"
            yield Iri(iri), Iri(f"{DCTERMS}source"), Iri(edition)
        for number, link in enumerate(self.links):
            if self.gone.isdisjoint({link.lower, link.upper}):
                yield from _link(f"urn:link:{number:02}", link)
        yield from _pairs("followup", self.follow_ups, "follows", "verdict", "FollowUp")
        yield from _pairs("assessment", self.assessed, "assesses", "status", "Assessment")
        for number, (thing_iri, rule) in enumerate(sorted(self.waived)):
            yield from _typed(f"urn:waiver:{number}", "Waiver")
            yield Iri(f"urn:waiver:{number}"), _rt("concerns"), Iri(thing_iri)
            yield Iri(f"urn:waiver:{number}"), _rt("rule"), Iri(RULES + rule)
        for thing_iri in sorted(self.responsible):
            yield Iri(thing_iri), _rt("responsible"), Iri(BODY)
        for thing_iri in sorted(self.empty):
            yield Iri(thing_iri), _rt("statedEmpty"), _rt("responsible")
        for thing_iri in sorted(self.unreadable):
            yield Iri(thing_iri), _rt("notReadable"), _rt("responsible")

    # ---- searched naively

    def iris(self) -> list[str]:
        """Give the IRIs of all documents and things."""
        documents = [f"urn:d{number}" for number in range(len(self.documents))]
        return [*documents, *(f"urn:t{number}" for number in range(len(self.things)))]

    def kind(self, iri: str) -> str:
        """Give the class of a document or thing."""
        return (self.documents if iri[4] == "d" else self.things)[int(iri[5:])].kind

    def document(self, iri: str) -> str:
        """Give the document of a thing; a document is its own."""
        return iri if iri[4] == "d" else f"urn:d{self.things[int(iri[5:])].document}"

    def of(self, *kinds: str) -> list[str]:
        """Give the IRIs of what is of some classes."""
        return [iri for iri in self.iris() if self.kind(iri) in kinds]

    def content(self, iri: str) -> str:
        """Tell what is loaded of the document of a thing."""
        return self.documents[int(self.document(iri)[5:])].content

    def level(self, iri: str) -> str:
        """Give the level of a document or thing."""
        return self.documents[int(self.document(iri)[5:])].level

    def hops(self, *relations: str) -> set[tuple[str, str]]:
        """Give the ends of the links that count, of some relations; of all upward ones if none is given."""
        wanted = relations or UPWARD
        return {(link.lower, link.upper) for link in self.links if link.counts and link.relation in wanted}

    def above(self, start: str) -> set[str]:
        """Give all that a thing leads to, link by link."""
        return _reached(start, self.hops())

    def below(self, start: str) -> set[str]:
        """Give all that leads to a thing, link by link."""
        return _reached(start, {(upper, lower) for lower, upper in self.hops()})

    def state(self, rule: str, thing: str) -> int:
        """Tell how well a thing is covered: 0 not at all, 1 shallow, 2 deep."""
        if rule in {"effektmal", "leveransmal", "indikator"}:
            relation = "addresses" if rule == "indikator" else "contributesTo"
            doers = {lower for lower, upper in self.hops(relation) if upper == thing}
            if rule != "indikator":
                doers = {doer for doer in doers if self.kind(doer) in {"Initiative", "Activity"}}
            return bool(doers) + bool(doers and "Activity" in {self.kind(lower) for lower in self.below(thing)})
        if rule == "uppfoljning":
            told = {spoken for spoken, verdict in self.follow_ups if verdict != "notReported"}
            return not told.isdisjoint({thing, *(new for new, old in self.hops("continues") if old == thing)})
        wholes = {upper for lower, upper in self.hops("partOf") if lower == thing}
        return not self.responsible.isdisjoint({thing, self.document(thing), *wholes})


def _reached(start: str, steps: Iterable[tuple[str, str]]) -> set[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        here = todo.pop()
        for near, far in steps:
            if near == here and far not in found:
                found.add(far)
                todo.append(far)
    return found


def of_turtle(turtle: str) -> EmbeddedStore:
    """Give a dataset of made-up plans, with the ontology and what the rules derive.

    Args:
        turtle: The plans; all become one graph.

    Returns:
        The dataset; the next one takes its place.
    """
    store = _ontology()
    store.remove_graph(GRAPH)
    quads = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    store.load(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(GRAPH)) for quad in quads)
    derive(store)
    return store


@cache
def _ontology(_name: str = "") -> EmbeddedStore:
    return build([]).store


def _document(iri: str, document: Document) -> Iterator[Triple]:
    yield from _typed(iri, document.kind)
    yield Iri(iri), Iri(f"{DCTERMS}title"), Literal(iri, language="sv")
    yield Iri(iri), _rt("level"), _rt(document.level)
    for name, status, content in (("new", "current", document.content), ("old", "superseded", "notLoaded")):
        edition = f"{iri}/{name}"
        yield from _typed(edition, "PlanEdition")
        yield Iri(edition), _rt("editionOf"), Iri(iri)
        yield Iri(edition), _rt("version"), Literal(name)
        yield Iri(edition), _rt("editionStatus"), _rt(status)
        yield Iri(edition), _rt("content"), _rt(content)


def _link(iri: str, link: Link) -> Iterator[Triple]:
    yield from _typed(iri, "Link")
    yield Iri(iri), _rt("from"), Iri(link.lower)
    yield Iri(iri), _rt("to"), Iri(link.upper)
    for name in ("relation", "basis", "validity"):
        yield Iri(iri), _rt(name), _rt(getattr(link, name))


def _pairs(name: str, pairs: Iterable[tuple[str, str]], about: str, told: str, kind: str) -> Iterator[Triple]:
    for number, (thing, value) in enumerate(pairs):
        iri = f"urn:{name}:{number}"
        yield from _typed(iri, kind)
        yield Iri(iri), _rt(about), Iri(thing)
        yield Iri(iri), _rt(told), _rt(value)


def _typed(iri: str, kind: str) -> Iterator[Triple]:
    yield Iri(iri), Iri(f"{RDF}type"), _rt(kind)


def _rt(name: str) -> Iri:
    return Iri(f"{RT}{name}")


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))


_LEADING: Final = {
    "Initiative": ("contributesTo", "contributesTo", "alignsWith"),
    "Activity": ("contributesTo", "partOf", "addresses"),
    "EffectGoal": ("alignsWith", "inArea"),
}
"""The relations that things of a class mostly have."""


@st.composite
def small_plans(draw: st.DrawFn, *, circles: bool = True) -> Small:
    """Draw small plans.

    Args:
        draw: Hypothesis's source of choices.
        circles: Whether links may lead in circles; if not, they lead from later things to earlier ones.

    Returns:
        The plans.
    """
    kinds = st.sampled_from(("Plan", "Plan", "Document", "FollowUpReport"))
    contents = st.sampled_from(("loaded", "loaded", "partlyLoaded", "notLoaded"))
    documents = draw(
        st.lists(st.builds(Document, kinds, st.sampled_from(LEVELS), contents), min_size=2, max_size=3).map(tuple)
    )
    numbers = st.integers(0, len(documents) - 1)
    old = st.sampled_from((False, False, False, True))
    things = draw(
        st.lists(st.builds(Thing, st.sampled_from(ELEMENTS), numbers, old), min_size=3, max_size=9).map(tuple)
    )
    small = Small(documents, things)
    ends, elements = st.sampled_from(small.iris()), st.sampled_from(small.of(*ELEMENTS))
    relation = st.sampled_from((*UPWARD, "continues", "continues", "considers"))
    basis = st.sampled_from(("stated", "stated", "inferred", "proposed"))
    validity = st.sampled_from(("valid", "valid", "suspect", "invalid"))
    links = draw(st.lists(st.builds(Link, ends, ends, relation, basis, validity), max_size=6))
    for number in range(1, len(things)):  # threads as plans have them: one thing leads to one or two before it
        above = st.sampled_from([f"urn:t{earlier}" for earlier in range(number)])
        upward = st.sampled_from(_LEADING.get(things[number].kind, UPWARD))
        thread = st.builds(Link, st.just(f"urn:t{number}"), above, upward, st.just("stated"))
        links += draw(st.lists(thread, min_size=draw(st.sampled_from((0, 1, 1))), max_size=2))
    if not circles:
        order = small.iris()
        links = [link for link in links if order.index(link.lower) > order.index(link.upper)]
    return Small(
        documents=documents,
        things=things,
        links=tuple(links),
        follow_ups=draw(st.lists(st.tuples(elements, st.sampled_from(("met", "notReported"))), max_size=3).map(tuple)),
        responsible=draw(st.frozensets(ends, max_size=2)),
        empty=draw(st.frozensets(elements, max_size=2)),
        unreadable=draw(st.frozensets(elements, max_size=1)),
        assessed=draw(
            st.lists(st.tuples(elements, st.sampled_from(("likaNotRelevant", "likaPlanned"))), max_size=3).map(tuple)
        ),
        waived=draw(
            st.frozensets(st.tuples(elements, st.sampled_from(("effektmal", "ansvarig", "uppfoljning"))), max_size=2)
        ),
    )
