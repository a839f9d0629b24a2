"""What a change does to how links and waivers stand, found from what it changes and what that is joined to.

It gives what :mod:`graph_service.store.standing` gives for all files anew; a test holds the two together.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pyoxigraph as ox

from graph_service.model.validity import Hashes, Kept, Link, Stated
from graph_service.store import waivers
from graph_service.store.branch import as_stored, graph_of
from graph_service.store.files import GraphFile
from graph_service.store.links import FROM, LINK, REVIEWS, TO, VALIDITY, Links
from graph_service.store.overlay import differing
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.standing import stands
from graph_service.store.waivers import EXPIRED, PERIOD, TYPE, WAIVER

_Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change of files does to the dataset, apart from what is derived.

    Attributes:
        removed: What it lacks then.
        added: What it has besides.
        kept: What is stated for the first time, with what the ends of the links say then.
    """

    removed: frozenset[ox.Quad]
    added: frozenset[ox.Quad]
    kept: Mapping[Stated, Hashes]


def changes(
    store: EmbeddedStore,
    before: Mapping[str, GraphFile],
    after: Mapping[str, GraphFile],
    kept: Kept,
    today: date | None,
) -> Changes:
    """Find what a change of files does.

    Args:
        store: The dataset of the files before it.
        before: The files before it, by the IRI of their graph.
        after: The files after it; one that is another object may say something else.
        kept: What the ends of links said when what the links state came in; what comes in now counts as reviewed.
        today: The day on which waivers have to count; None to let all count.

    Returns:
        What it does.
    """
    touched = differing(before, after)
    was = as_stored(quad for graph in touched if graph in before for quad in before[graph].quads)
    now = as_stored(quad for graph in touched if graph in after for quad in after[graph].quads)
    looked = _Looked(store, was ^ now, before, after)
    links, waived = looked.links(), looked.waivers() if today is not None else set()
    read = Links(looked.files(links | looked.beside(links)))
    concerned = [link for link in read.links.values() if ox.NamedNode(link.iri) in links]
    unknown: dict[Stated, Hashes] = {of: read.hashes(link) for link in concerned if (of := _stated(link)) not in kept}
    known = {**{of: kept[of] for of in map(_stated, concerned) if of in kept}, **unknown}
    found = (read.standing(link.iri, known) for link in concerned)
    overruled = {one.link.iri: one.validity for one in found if one.validity != one.link.validity}
    periods = {quad.object for one in waived for quad in looked.saying(one, PERIOD)}
    past = {one.iri for one in waivers.read(looked.files(waived | periods)) if today and one.expired(today)}
    # How something stands is told by quads that are not as the files have them.
    gone, come = set[ox.Quad](), set[ox.Quad]()
    for nodes, tells in ((links, _tells_validity), (waived, _tells_waiver)):
        special = nodes | {quad.subject for quad in was ^ now if tells(quad)}
        stood = {quad for node in special for quad in looked.stood(node) if tells(quad)}
        stand = as_stored(
            stands(quad, overruled, past) for file in looked.files(special) for quad in file.quads if tells(quad)
        )
        gone |= stood - stand
        come |= stand - stood
    plain = frozenset(quad for quad in was ^ now if not _tells_validity(quad) and not _tells_waiver(quad))
    return Changes((plain & was) | gone, (plain & now) | come, unknown)


class _Looked:
    """Looks at what a change is about, before and after it at once."""

    def __init__(
        self,
        store: EmbeddedStore,
        changed: frozenset[ox.Quad],
        before: Mapping[str, GraphFile],
        after: Mapping[str, GraphFile],
    ) -> None:
        self._store = store
        self._before, self._after = before, after
        self._changed = changed
        self._nodes: set[_Node] = {quad.subject for quad in changed}
        self._by_subject: dict[_Node, list[ox.Quad]] = {}
        self._by_object: dict[_Node, list[ox.Quad]] = {}
        for quad in changed:
            self._by_subject.setdefault(quad.subject, []).append(quad)
            self._by_object.setdefault(quad.object, []).append(quad)

    def links(self) -> set[_Node]:
        """Give the links that may stand otherwise: they, an end of theirs or a review of theirs says something else."""
        found: set[_Node] = set(self._nodes)
        for node in self._nodes:
            found |= {quad.subject for name in (FROM, TO) for quad in self.naming(node, name)}
            found |= {quad.object for quad in self.saying(node, REVIEWS)}
        return {node for node in found if any(quad.object == LINK for quad in self.saying(node, TYPE))}

    def waivers(self) -> set[_Node]:
        """Give the waivers that may have expired now, or no longer."""
        found: set[_Node] = self._nodes | {quad.subject for node in self._nodes for quad in self.naming(node, PERIOD)}
        return {node for node in found if any(quad.object in {WAIVER, EXPIRED} for quad in self.saying(node, TYPE))}

    def beside(self, links: set[_Node]) -> set[_Node]:
        """Give what it takes to tell how links stand: their ends and their reviews."""
        ends = {quad.object for link in links for name in (FROM, TO) for quad in self.saying(link, name)}
        return ends | {quad.subject for link in links for quad in self.naming(link, REVIEWS)}

    def saying(self, node: _Node, name: ox.NamedNode) -> Iterator[ox.Quad]:
        """Give what a node says by a property, before or after."""
        if isinstance(node, ox.NamedNode | ox.BlankNode):
            yield from self._store.matching(node, name)
        yield from (quad for quad in self._by_subject.get(node, ()) if quad.predicate == name)

    def naming(self, node: _Node, name: ox.NamedNode) -> Iterator[ox.Quad]:
        """Give what names a node by a property, before or after."""
        yield from self._store.matching(None, name, node)
        yield from (quad for quad in self._by_object.get(node, ()) if quad.predicate == name)

    def stood(self, node: _Node) -> Iterator[ox.Quad]:
        """Give what files said of a node before, as it stood."""
        if isinstance(node, ox.NamedNode | ox.BlankNode):
            yield from (quad for quad in self._store.matching(node) if graph_of(quad) in self._before)

    def files(self, nodes: set[_Node]) -> Iterable[GraphFile]:
        """Give the files that say something of some nodes after the change, with just what they say of them."""
        graphs = {
            graph_of(quad)
            for node in nodes
            if isinstance(node, ox.NamedNode | ox.BlankNode)
            for quad in self._store.matching(node)
        } | {graph_of(quad) for node in nodes for quad in self._by_subject.get(node, ())}
        for graph in sorted(graphs):
            file = self._after.get(graph)
            if file is not None:
                yield replace(file, quads=tuple(quad for quad in file.quads if quad.subject in nodes), text="")


def _stated(link: Link) -> Stated:
    return Stated(link.iri, link.address)


def _tells_validity(quad: ox.Quad) -> bool:
    return quad.predicate == VALIDITY


def _tells_waiver(quad: ox.Quad) -> bool:
    return quad.predicate == TYPE and quad.object in {WAIVER, EXPIRED}
