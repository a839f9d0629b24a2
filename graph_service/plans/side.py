"""One of the two graphs that a change lies between: what is there, in which graphs, and what it is called."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

from graph_service.model.terms import Iri
from graph_service.store.columns import columns
from graph_service.store.internal import internal_query
from graph_service.store.port import Store
from graph_service.store.sparql_text import with_values
from graph_service.trace.facts import Facts

Said = Mapping[str, frozenset[str]]
"""The values that a thing gives, by property."""
_AT_ONCE: Final = 1000
"""Things that one query asks for."""
_NAMELESS: Final = "_:"
"""What the labels of blank nodes begin with; they are new each time a file is read, so nothing can be told of them."""


@dataclass(frozen=True, slots=True, repr=False)
class Side:
    """A graph before or after a change.

    Attributes:
        store: The dataset.
        facts: What its threads and the statements about things are.
        graphs: The graphs that say what something is, by its IRI; what is not here is not there.
        texts: The texts of all things: the thing, the property, the text and its language.
        absent: What links end in that is not there.
    """

    store: Store
    facts: Facts
    graphs: Mapping[str, frozenset[str]]
    texts: frozenset[tuple[str, ...]]
    absent: frozenset[str]

    @classmethod
    def read(cls, store: Store, facts: Facts) -> Self:
        """Read what is there.

        Args:
            store: The dataset; one that sets no limit to its answers.
            facts: What its threads and the statements about things are.

        Returns:
            The side.
        """
        graphs: dict[str, set[str]] = defaultdict(set)
        for thing, graph in zip(*columns(store, internal_query("change-things")), strict=True):
            if not thing.startswith(_NAMELESS):
                graphs[thing].add(graph)
        texts = frozenset(zip(*columns(store, internal_query("change-texts")), strict=True))
        absent = frozenset(iri for iri in facts.graph.things.iri if iri not in graphs)
        return cls(store, facts, {thing: frozenset(found) for thing, found in graphs.items()}, texts, absent)

    def plan(self, thing: str) -> str:
        """Give the IRI of the document that a thing is part of, a document its own; empty if there is none."""
        things = self.facts.graph.things
        number = things.number.get(thing)
        plan = -1 if number is None else int(things.plan[number])
        return things.iri[plan] if plan >= 0 else ""

    def whole(self, thing: str, other: Self) -> str:
        """Give the document that a thing is part of, if that is in the other graph as little as the thing is; else it.

        Args:
            thing: IRI of a thing that is not in the other graph.
            other: The other graph.

        Returns:
            IRI of what is to be told of.
        """
        plan = self.plan(thing)
        return plan if plan in self.graphs and plan not in other.graphs else thing

    def pointing(self, targets: Collection[str]) -> Iterator[tuple[str, ...]]:
        """Give the statements that name some things.

        Args:
            targets: IRIs of the things.

        Returns:
            What points at them, by which property, at which of them, and in which graph; sorted by the first.
        """
        return self._asked("change-pointing", "target", targets)

    def said(self, things: Collection[str]) -> dict[str, Said]:
        """Give what some things say of themselves that matters to whether a change breaks them.

        Args:
            things: Their IRIs.

        Returns:
            What each of them says; those that say nothing are left out.
        """
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for thing, one, value in self._asked("change-said", "thing", things):
            found[thing][one].add(value)
        return {thing: {one: frozenset(values) for one, values in said.items()} for thing, said in found.items()}

    def _asked(self, name: str, variable: str, iris: Collection[str]) -> Iterator[tuple[str, ...]]:
        return _asked(self.store, name, variable, iris)


def stated(store: Store, things: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Tell in which graphs it is said what some things are.

    Args:
        store: The dataset; one that sets no limit to its answers.
        things: Their IRIs.

    Returns:
        The graphs of each, sorted; what is not there is left out.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for thing, graph in _asked(store, "change-stated", "thing", things):
        found[thing].add(graph)
    return {thing: tuple(sorted(graphs)) for thing, graphs in found.items()}


def editions(store: Store, graphs: Collection[str]) -> dict[str, str]:
    """Tell of which documents some graphs say that they are editions.

    Args:
        store: The dataset; one that sets no limit to its answers.
        graphs: Their IRIs.

    Returns:
        The document of each; what says no such thing is left out.
    """
    return {row[0]: row[1] for row in _asked(store, "change-editions", "graph", graphs)}


def _asked(store: Store, name: str, variable: str, iris: Collection[str]) -> Iterator[tuple[str, ...]]:
    wanted = [Iri(iri) for iri in sorted(iris)]
    for first in range(0, len(wanted), _AT_ONCE):
        query = with_values(internal_query(name), variable, wanted[first : first + _AT_ONCE])
        found = zip(*columns(store, query), strict=True)
        yield from sorted(row for row in found if not row[0].startswith(_NAMELESS))
