"""Datasets that differ little and share one store of the engine: whichever is asked is there.

A dataset that is made of another knows what it lacks of it and what it has besides. To turn from one to another costs
as much as they differ, which is a small part of reading either.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Self

import pyoxigraph as ox

_FIXED: Final = "A dataset that others were made of must not be changed."


@dataclass(eq=False, slots=True)
class _State:
    """One of the datasets: what it lacks of its parent, and what it has besides."""

    parent: "_State | None" = None
    gone: set[ox.Quad] = field(default_factory=set)
    come: set[ox.Quad] = field(default_factory=set)
    fixed: bool = False

    def ancestors(self) -> "list[_State]":
        """Give this dataset, the one that it was made of, and so on."""
        found: list[_State] = []
        one: _State | None = self
        while one is not None:
            found.append(one)
            one = one.parent
        return found


@dataclass(slots=True)
class _Engine:
    store: ox.Store
    at: _State


class Branch:
    """One of the datasets that share a store. They may be used by one thread at a time."""

    def __init__(self) -> None:
        """Make an empty dataset with a store of its own."""
        self._state = _State()
        self._engine = _Engine(ox.Store(), self._state)

    def grow(self) -> Self:
        """Make another dataset that is the same still; this one must not be changed any more.

        Returns:
            The other dataset.
        """
        other = type(self).__new__(type(self))
        other._state, other._engine = _State(self._state), self._engine  # noqa: SLF001 -- the same class
        self._state.fixed = True
        return other

    def cut(self) -> None:
        """Forget what this dataset was made of; that, and whatever else shares the store, must not be used any more."""
        store = self.store
        self._state = _State()
        self._engine = _Engine(store, self._state)

    @property
    def store(self) -> ox.Store:
        """The engine's store, with this dataset in it. It is to be read at once, and not to be changed."""
        if self._engine.at is not self._state:
            self._turn()
        return self._engine.store

    @property
    def difference(self) -> tuple[frozenset[ox.Quad], frozenset[ox.Quad]]:
        """What it lacks of the dataset that it was made of, and what it has besides."""
        return frozenset(self._state.gone), frozenset(self._state.come)

    def change(self, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> None:
        """Take quads out, and put others in then.

        Args:
            gone: What to take out; nothing happens with what is not there.
            come: What to put in; all or none.

        Raises:
            RuntimeError: If other datasets have been made of this one.
        """
        mine, store = self._state, self.store
        if mine.fixed:
            raise RuntimeError(_FIXED)
        if mine.parent is None:
            for quad in gone:
                store.remove(quad)
            store.extend(come)
            return
        out = {quad for quad in as_stored(gone) if quad in store}
        for quad in out:
            store.remove(quad)
        put = {quad for quad in as_stored(come) if quad not in store}
        store.extend(put)
        mine.gone |= out - mine.come
        mine.come -= out
        mine.come |= put - mine.gone
        mine.gone -= put

    def clear(self, graph: ox.NamedNode | ox.DefaultGraph) -> None:
        """Take all quads of a graph out.

        Args:
            graph: The graph.

        Raises:
            RuntimeError: If other datasets have been made of this one.
        """
        if self._state.parent is None and not self._state.fixed:
            self.store.remove_graph(graph)
        else:
            self.change(list(self.store.quads_for_pattern(None, None, None, graph)), ())

    def _turn(self) -> None:
        """Let the store hold this dataset: back to what both have in common, and on from there."""
        mine, theirs = self._state.ancestors(), self._engine.at.ancestors()
        while mine and theirs and mine[-1] is theirs[-1]:
            mine.pop()
            theirs.pop()
        for one in theirs:
            self._swap(one.come, one.gone)
        for one in reversed(mine):
            self._swap(one.gone, one.come)
        self._engine.at = self._state

    def _swap(self, out: set[ox.Quad], put: set[ox.Quad]) -> None:
        for quad in out:
            self._engine.store.remove(quad)
        self._engine.store.extend(put)


def graph_of(quad: ox.Quad) -> str:
    """Give the IRI of the graph that a quad stands in; empty if it stands in none that has one."""
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""


def as_stored(quads: Iterable[ox.Quad]) -> frozenset[ox.Quad]:
    """Write terms as the engine keeps them: "01"^^xsd:integer as 1, for instance.

    Args:
        quads: Some quads.

    Returns:
        The same as the engine gives them back.
    """
    store = ox.Store()
    store.extend(quads)
    return frozenset(store)
