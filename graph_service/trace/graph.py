"""The graph of all threads in memory, made once per snapshot: what questions about threads are answered from."""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np

from graph_service.messages import Lang
from graph_service.model.thread import Basis, Hop, Node, Step, Way
from graph_service.store.port import Store
from graph_service.trace import hops
from graph_service.trace.hops import Hops
from graph_service.trace.things import Things
from graph_service.trace.web import Numbers, Reach, Web

COUNTED: Final[frozenset[Basis]] = frozenset({"stated", "inferred"})
"""The bases that count unless something else is asked for."""
_KEPT: Final = 100_000
"""Steps that are kept described; each takes about 400 bytes."""
_NONE: Final = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, repr=False)
class Graph:
    """Things and the hops between them, by number. It never changes.

    Everything that follows threads counts stated and inferred links, unless it is asked of the ``web`` of other bases.

    Attributes:
        things: The things, as columns: IRI, titles, kind, code, level, plan.
        hops: The hops, as columns: ends, relation, evidence.

    Example:
        >>> from graph_service.settings import Settings
        >>> from graph_service.store import snapshot
        >>> graph = Graph.build(snapshot.build(snapshot.shipped_files(Settings())).store)
        >>> goal = graph.number(f"{Settings().base}fyrbodal-2020-2022/effektmal/4B")
        >>> graph.node(goal, "sv").kind, goal in graph.of_class("Goal")
        ('EffectGoal', True)
        >>> {graph.node(number, "sv").kind for number in graph.below(goal, depth=1).nodes}
        {'Initiative'}
        >>> [graph.hop(number, "sv").relation for number in graph.hops_up(goal)]
        ['inArea']
    """

    things: Things
    hops: Hops
    _webs: dict[frozenset[Basis], Web] = field(default_factory=dict)
    _steps: dict[tuple[int, int, Way, Lang], Step] = field(default_factory=dict)

    @classmethod
    def read(cls, store: Store) -> Self:
        """Make the graph of a dataset, for a single question.

        Args:
            store: The dataset; one that sets no limit to its answers.

        Returns:
            The graph.
        """
        read = hops.read(store)
        return cls(read.things, read)

    @classmethod
    def build(cls, store: Store) -> Self:
        """Make the graph of a dataset, for many questions: what is above and below everything is worked out now.

        Args:
            store: The dataset; one that sets no limit to its answers.

        Returns:
            The graph.
        """
        graph = cls.read(store)
        graph.web().close()
        return graph

    def number(self, iri: str) -> int | None:
        """Give the number of a thing; None if no thread can run through it."""
        return self.things.number.get(iri)

    def node(self, number: int, lang: Lang) -> Node:
        """Describe a thing."""
        return self.things.node(number, lang)

    def hop(self, number: int, lang: Lang) -> Hop:
        """Describe a hop with its evidence."""
        return self.hops.hop(number, lang)

    def step(self, number: int, depth: int, way: Way, lang: Lang) -> Step:
        """Describe a hop as a thread meets it; wide threads have thousands of steps, and many threads the same.

        Args:
            number: The hop's number.
            depth: How many steps from the start the thing lies that is reached by it.
            way: Whether the thread goes up or down.
            lang: Language of names and reasons.

        Returns:
            The description.
        """
        key = number, depth, way, lang
        known = self._steps.get(key)
        if known is None:
            if len(self._steps) >= _KEPT:
                self._steps.clear()
            hop = self.hop(number, lang)
            reached = (self.hops.upper if way == "up" else self.hops.lower)[number]
            thing = self.node(int(reached), lang)
            known = Step(way, depth, thing, hop.relation, hop.lower, hop.upper, hop.link, hop.evidence)
            self._steps[key] = known
        return known

    def of_class(self, name: str) -> Numbers:
        """Give the things of a class and its sub-classes.

        Args:
            name: Local name of the class, such as ``"Goal"``.

        Returns:
            Their numbers, ascending.
        """
        return self.things.members.get(name, _NONE)

    def web(self, basis: frozenset[Basis] = COUNTED) -> Web:
        """Give the hops of some bases, to be followed.

        Args:
            basis: Which links count.

        Returns:
            The hops; their numbers are those of ``hops``.
        """
        if basis not in self._webs:
            chosen = self.hops.of_basis(basis)
            self._webs[basis] = Web(len(self.things.iri), self.hops.lower, self.hops.upper, chosen)
        return self._webs[basis]

    def above(self, start: int | Numbers, depth: int | None = None) -> Reach:
        """Give what a thing, or several, lead to.

        Args:
            start: Their numbers.
            depth: Most steps; None for any number.

        Returns:
            What they lead to, nearest first.
        """
        return self.web().above(start, depth)

    def below(self, start: int | Numbers, depth: int | None = None) -> Reach:
        """Give what leads to a thing, or to several.

        Args:
            start: Their numbers.
            depth: Most steps; None for any number.

        Returns:
            What leads to them, nearest first.
        """
        return self.web().below(start, depth)

    def hops_up(self, start: int | Numbers) -> Numbers:
        """Give the hops that lead up from a thing, or from several in turn."""
        return self.web().hops_up(start)

    def hops_down(self, start: int | Numbers) -> Numbers:
        """Give the hops that lead up to a thing, or to several in turn."""
        return self.web().hops_down(start)
