"""The part of two datasets that a change from one to the other can tell on, as far as threads and coverage go.

What a thing leads up to changes only below a link that changes, and what leads up to it only above one. So from what
has changed we go down and up the threads; what is met so, with all that it takes to tell of it, is *near*. Of what lies
below these things again, most is far away, and stands as it stood: of that just one thing is taken along for each thing
that it holds up, so that the part still shows that it does. How the two parts stand differs by just what the two whole
datasets differ by.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox

from graph_service.store.branch import graph_of
from graph_service.store.links import FROM, TEXTS, TO, VALIDITY
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.vocabulary import DCTERMS, DERIVED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, RDF, RDFS, RT

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
MOST: Final = 5_000
"""Most things that are near; where there are more, all are as well looked at."""

_TYPE: Final = ox.NamedNode(f"{RDF}type")
_SUBCLASS, _SUBPROPERTY = (ox.NamedNode(f"{RDFS}{name}") for name in ("subClassOf", "subPropertyOf"))
_RELATION, _BASIS, _LEVEL, _FOLLOWS, _CONTINUES, _RESPONSIBLE, _EDITION_OF, _TRACES, _PART_OF = (
    ox.NamedNode(f"{RT}{name}")
    for name in (
        *("relation", "basis", "level", "follows", "continues", "responsible", "editionOf", "tracesTo", "partOf"),
    )
)
_HOLDER, _SOURCE, _PUBLISHER = (ox.NamedNode(f"{DCTERMS}{name}") for name in ("isPartOf", "source", "publisher"))
_BODIES: Final = frozenset(
    (
        _PUBLISHER,
        ox.NamedNode(f"{PREFIXES['prov']}wasAttributedTo"),
        *(ox.NamedNode(f"{RT}{name}") for name in ("responsible", "assessedFor", "decidedBy", "heldBy", "expectedOf")),
    )
)
_ACTIVITY: Final = f"{RT}Activity"
_DOERS: Final = (_ACTIVITY, f"{RT}Initiative")
_SERVING: Final = tuple(ox.NamedNode(f"{RT}{name}") for name in ("contributesTo", "addresses"))
_NOT_STATED: Final = frozenset({ONTOLOGY_GRAPH, DERIVED_GRAPH})
_COUNTED: Final = frozenset(ox.NamedNode(f"{RT}{name}") for name in ("stated", "inferred"))
_INVALID: Final = ox.NamedNode(f"{RT}invalid")


class TooMuch(Exception):  # noqa: N818 -- no error: it says that all must be looked at
    """So much is near that all may as well be looked at."""


class Near:
    """What a change can tell on."""

    def __init__(self, after: EmbeddedStore, *, most: int = MOST) -> None:
        """Find it.

        Args:
            after: The dataset after the change, made of the one before it.
            most: Most things that may be near.

        Raises:
            TooMuch: If there are more.
        """
        self._most = most
        self._both = _Both(after)
        self._upward = {quad.subject for quad in after.matching(None, _SUBPROPERTY, _TRACES)}
        self._doers = {kind: self._both.kinds(kind) for kind in _DOERS}
        if any(quad.predicate in {_SUBCLASS, _SUBPROPERTY} for quad in self._both.changed):
            raise TooMuch
        self._ways: dict[Node, tuple[Node, ...]] = {}
        self._full: set[Node] = set()
        self._shown: set[Node] = set()
        self._pointing: set[Node] = set()
        self._served: defaultdict[Node, set[Node]] = defaultdict(set)
        rising, falling = self._seeds()
        self._above = self._closed(falling, self._up)
        self._below = self._closed(rising, self._down)
        self._full |= self._below | self._above | self._closed(self._below, self._up)
        for thing in self._above:
            self._hold_up(thing)
        self._more_to_tell()

    def take_below(self, iris: Iterable[str]) -> None:
        """Take along all that lies below some things, for the ways down from them are told.

        Args:
            iris: The things.

        Raises:
            TooMuch: If that is too much.
        """
        self._full |= self._closed({ox.NamedNode(iri) for iri in iris}, self._down)

    def parts(self) -> tuple[EmbeddedStore, EmbeddedStore]:
        """Give the parts of the dataset before the change and of the one after it, with all it takes to tell of them.

        Returns:
            Both.
        """
        after = self._quads(self._things())
        gone, come = self._both.gone, self._both.come
        return _dataset((after - come) | gone), _dataset(after)

    # ---- what has changed

    def _seeds(self) -> tuple[set[Node], set[Node]]:
        """Give what may lead up to something else now, and what something else may lead up to."""
        rising: set[Node] = set()
        falling: set[Node] = set()
        both = self._both
        for thing in both.subjects:
            changed = both.changed_of(thing)
            if changed & {_TYPE, _LEVEL}:
                rising.add(thing)
                falling.add(thing)
                self._serve(both.to(thing, FROM))
            if any(True for _ in both.of(thing, FROM)):
                rising.update(both.of(thing, FROM))
                falling.update(both.of(thing, TO))
                self._serve([thing])
            told = {*both.of(thing, _FOLLOWS), thing}
            self._shown |= told | {earlier for one in told for earlier in both.of(one, _CONTINUES)}
            answering = {thing} if changed & {_TYPE, _RESPONSIBLE, _HOLDER, _EDITION_OF} else set()
            if _TYPE in changed:
                answering |= set(both.to(thing, _RESPONSIBLE))
            for one in answering:
                self._shown |= {one, *both.to(one, _HOLDER), *(lower for lower, _, _ in self._down_hops(one))}
                for edition in (one, *both.to(one, _EDITION_OF)):
                    self._shown.update(both.to(edition, _SOURCE))
            if changed & (TEXTS | {_TYPE}):
                self._pointing.update(quad.subject for quad in both.naming(thing))
            self._check(self._shown)
            self._check(self._pointing)
        return rising, falling

    # ---- ways up and down

    def _hops(self, links: Iterable[Node]) -> Iterator[Node]:
        return (link for link in links if any(one in self._upward for one in self._both.of(link, _RELATION)))

    def _serve(self, links: Iterable[Node]) -> None:
        """Note by what links it may change that something is served or addressed."""
        for link in links:
            for relation in self._both.of(link, _RELATION):
                for upper in self._both.of(link, TO) if relation in _SERVING else ():
                    self._served[upper].add(relation)

    def _up(self, thing: Node) -> Iterator[Node]:
        return (upper for link in self._hops(self._both.to(thing, FROM)) for upper in self._both.of(link, TO))

    def _down(self, thing: Node) -> Iterator[Node]:
        return (lower for link in self._hops(self._both.to(thing, TO)) for lower in self._both.of(link, FROM))

    def _down_hops(self, thing: Node) -> Iterator[tuple[Node, Node, Node]]:
        for link in self._both.each_to(thing, TO):
            if _counts(self._both, link):
                for relation in self._both.of(link, _RELATION):
                    if relation in self._upward:
                        for lower in self._both.of(link, FROM):
                            yield lower, relation, link

    def _closed(self, start: set[Node], step: Callable[[Node], Iterable[Node]]) -> set[Node]:
        found, todo = set(start), list(start)
        while todo:
            new = set(step(todo.pop())) - found
            found |= new
            todo += new
            self._check(found)
        return found

    def _check(self, found: Collection[Node]) -> None:
        if len(found) > self._most:
            raise TooMuch

    # ---- what holds up what is near, from far away

    def _hold_up(self, thing: Node) -> None:
        """Take along from far away one way to an activity, and what serves or addresses the thing.

        Of the latter one is enough, and none is needed where neither that nor whether there is a way can change.
        """
        wanted = set(_SERVING)
        needed = self._served.get(thing, set())
        led = False
        for lower, relation, link in self._down_hops(thing):
            if lower in self._above or self._both.changed_of(link) or not self._both.stated(lower):
                continue
            if relation in wanted and (relation == _SERVING[1] or self._is(lower, *_DOERS)):
                wanted.discard(relation)
                self._full.add(lower)
            if not led and (way := self._way(lower)):
                led = True
                self._full.update(way)
            if led and wanted.isdisjoint(needed):
                return

    def _way(self, start: Node) -> tuple[Node, ...]:
        """Give the things on a way from something far away down to an activity; nothing if there is none.

        What lies below a thing is looked at one by one: there may be very much, and the first may do.
        """
        seen = {start}
        path = [start]
        left = [self._lower(start)]
        while path:
            way = self._ways.get(path[-1], (path[-1],) if self._is(path[-1], _ACTIVITY) else ())
            if way:
                for above in reversed(path[:-1]):
                    self._ways[above] = way = (above, *way)
                return way
            below = next((one for one in left[-1] if one not in seen), None)
            if below is None or path[-1] in self._ways:
                path.pop()
                left.pop()
                continue
            seen.add(below)
            self._check(seen)
            path.append(below)
            left.append(self._lower(below))
        self._ways |= dict.fromkeys(seen, ())
        return ()

    def _lower(self, thing: Node) -> Iterator[Node]:
        return (lower for lower, _, _ in self._down_hops(thing) if self._both.stated(lower))

    def _is(self, thing: Node, *kinds: str) -> bool:
        return any(kind in self._doers[name] for kind in self._both.stated(thing) for name in kinds)

    # ---- all it takes to tell of it

    def _more_to_tell(self) -> None:
        both = self._both
        later = {one for thing in self._shown for one in both.to(thing, _CONTINUES)}
        self._shown |= {word for thing in self._shown | later for word in both.to(thing, _FOLLOWS)} | later
        self._check(self._shown)

    def _things(self) -> set[Node]:
        """Give all that statements are needed of."""
        both = self._both
        links = {link for thing in self._full | self._shown for link in both.to(thing, FROM)}
        links |= {
            link for thing in self._shown for link in islice(both.each_to(thing, TO), 1)
        }  # it is a thing if one ends in it
        found = self._full | self._shown | self._pointing | links | set(both.subjects)
        found |= {end for one in found for name in (FROM, TO) for end in both.of(one, name)}
        found |= {
            upper
            for one in list(found)
            for link in both.to(one, FROM)
            if any(relation == _PART_OF for relation in both.of(link, _RELATION))
            for upper in (link, *both.of(link, TO))
        }
        editions = {edition for one in found for edition in both.of(one, _SOURCE)} | both.graphs_of(found)
        documents = {document for one in (*found, *editions) for document in both.of(one, _EDITION_OF)}
        documents |= {document for one in found for document in both.of(one, _HOLDER)}
        editions |= {edition for document in documents for edition in both.to(document, _EDITION_OF)}
        editions |= {edition for one in found for edition in both.to(one, _EDITION_OF)}
        found |= editions | documents
        found |= {body for one in found for name in _BODIES for body in both.of(one, name)}
        return found | {kind for one in found for kind in both.of(one, _TYPE)}

    def _quads(self, things: set[Node]) -> set[ox.Quad]:
        after = self._both.after
        found = {quad for name in (_SUBCLASS, _SUBPROPERTY) for quad in after.matching(None, name)}
        for thing in things:
            if isinstance(thing, ox.NamedNode | ox.BlankNode):
                found.update(after.matching(thing))
        return found


class _Both:
    """What stands before a change or after it."""

    def __init__(self, after: EmbeddedStore) -> None:
        self.after = after
        self.gone, self.come = after.difference
        self.changed = self.gone | self.come
        self._changes: defaultdict[Node, set[ox.NamedNode]] = defaultdict(set)
        for quad in self.changed:
            self._changes[quad.subject].add(quad.predicate)
        self._said: defaultdict[tuple[Node, ox.NamedNode], list[Node]] = defaultdict(list)
        self._saying: defaultdict[tuple[Node, ox.NamedNode], list[Node]] = defaultdict(list)
        for quad in self.gone:
            self._said[quad.subject, quad.predicate].append(quad.object)
            self._saying[quad.object, quad.predicate].append(quad.subject)
        self._of: dict[tuple[Node, ox.NamedNode], tuple[Node, ...]] = {}
        self._to: dict[tuple[Node, ox.NamedNode], tuple[Node, ...]] = {}

    @property
    def subjects(self) -> Iterable[Node]:
        """What says something else than before."""
        return self._changes.keys()

    def changed_of(self, thing: Node) -> set[ox.NamedNode]:
        """Give the properties by which something says something else."""
        return self._changes.get(thing, set())

    def of(self, thing: Node, name: ox.NamedNode) -> tuple[Node, ...]:
        """Give what a thing says by a property."""
        if not isinstance(thing, ox.NamedNode | ox.BlankNode):
            return ()
        key = thing, name
        if key not in self._of:
            found = dict.fromkeys(quad.object for quad in self.after.matching(thing, name))
            self._of[key] = (*found, *self._said.get(key, ()))
        return self._of[key]

    def to(self, thing: Node, name: ox.NamedNode) -> tuple[Node, ...]:
        """Give what says something of a thing by a property."""
        key = thing, name
        if key not in self._to:
            found = dict.fromkeys(quad.subject for quad in self.after.matching(None, name, thing))
            self._to[key] = (*found, *self._saying.get(key, ()))
        return self._to[key]

    def each_to(self, thing: Node, name: ox.NamedNode) -> Iterator[Node]:
        """Give what says something of a thing by a property, one after the other: there may be very many."""
        yield from self._saying.get((thing, name), ())
        yield from (quad.subject for quad in self.after.matching(None, name, thing))

    def naming(self, thing: Node) -> Iterator[ox.Quad]:
        """Give what names a thing after the change."""
        return self.after.matching(None, None, thing)

    def stated(self, thing: Node) -> set[Node]:
        """Give the classes that files say a thing is of, after the change; none if it is not there."""
        if not isinstance(thing, ox.NamedNode | ox.BlankNode):
            return set()
        return {quad.object for quad in self.after.matching(thing, _TYPE) if graph_of(quad) not in _NOT_STATED}

    def graphs_of(self, things: Iterable[Node]) -> set[Node]:
        """Give the graphs that say something of some things."""
        named = {thing for thing in things if isinstance(thing, ox.NamedNode | ox.BlankNode)}
        found = {quad.graph_name for thing in named for quad in self.after.matching(thing)}
        found |= {quad.graph_name for quad in self.gone if quad.subject in named}
        return {graph for graph in found if isinstance(graph, ox.NamedNode)}

    def kinds(self, iri: str) -> set[Node]:
        """Give a class with those below it."""
        found: set[Node] = {ox.NamedNode(iri)}
        todo = list(found)
        while todo:
            new = {quad.subject for quad in self.after.matching(None, _SUBCLASS, todo.pop())} - found
            found |= new
            todo += new
        return found


def _counts(both: _Both, link: Node) -> bool:
    return not _COUNTED.isdisjoint(both.of(link, _BASIS)) and _INVALID not in both.of(link, VALIDITY)


def _dataset(quads: Iterable[ox.Quad]) -> EmbeddedStore:
    store = EmbeddedStore()
    store.load(quads)
    store.settle()
    return store
