"""The shipped plans after an invented change, for tests of what changes do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pyoxigraph as ox

from graph_service.plans import breaks
from graph_service.plans.breaks import Effects
from graph_service.plans.side import Side
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot
from graph_service.trace.facts import Facts
from graph_service.trace.graph import Graph
from graph_service.vocabulary import RT

BASE = Settings().base
_ENDS = {ox.NamedNode(f"{RT}from"), ox.NamedNode(f"{RT}to")}


@dataclass(frozen=True)
class Changed:
    """A dataset after a change, and the graphs that the change touches."""

    snapshot: Snapshot
    touched: frozenset[str]


def side(dataset: Snapshot) -> Side:
    """Give a dataset as a side of a change."""
    return Side.read(dataset.store, Facts.build(dataset.store, Graph.read(dataset.store)))


def side_of(turtle: str) -> Side:
    """Give a few statements as a side of a change, without ontology; all become one graph."""
    store, graph = EmbeddedStore(), ox.NamedNode("urn:graph")
    store.load(ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    return Side.read(store, Facts.build(store, Graph.read(store)))


def effects(before: Snapshot, change: Changed) -> Effects:
    """Give what a change breaks, and what is gained by it."""
    return breaks.find(side(before), side(change.snapshot), change.touched)


def without(before: Snapshot, *paths: str, links: bool = True) -> Changed:
    """Take things out, by their paths under the base, and with them the links that end in them."""
    gone = {ox.NamedNode(BASE + path) for path in paths}
    if links:
        gone |= {
            quad.subject
            for file in before.files.values()
            for quad in file.quads
            if quad.predicate in _ENDS and quad.object in gone and isinstance(quad.subject, ox.NamedNode)
        }
    return _changed(before, lambda quads: (quad for quad in quads if quad.subject not in gone))


def saying(before: Snapshot, path: str, one: str, *values: ox.NamedNode | ox.Literal) -> Changed:
    """Let a thing give other values of a property than before."""
    subject, predicate = ox.NamedNode(BASE + path), ox.NamedNode(one)

    def said(quads: Iterable[ox.Quad]) -> Iterable[ox.Quad]:
        whole = list(quads)
        kept = [quad for quad in whole if (quad.subject, quad.predicate) != (subject, predicate)]
        graph = whole[0].graph_name
        return kept if kept == whole else [*kept, *(ox.Quad(subject, predicate, value, graph) for value in values)]

    return _changed(before, said)


def both(first: Changed, second: Callable[[Snapshot], Changed]) -> Changed:
    """Make one change after another."""
    then = second(first.snapshot)
    return Changed(then.snapshot, first.touched | then.touched)


def _changed(before: Snapshot, change: Callable[[Iterable[ox.Quad]], Iterable[ox.Quad]]) -> Changed:
    quads = {graph: tuple(change(file.quads)) for graph, file in before.files.items()}
    touched = frozenset(graph for graph, file in before.files.items() if quads[graph] != file.quads)
    files = (replace(file, quads=quads[graph]) if graph in touched else file for graph, file in before.files.items())
    return Changed(snapshot.build(files), touched)
