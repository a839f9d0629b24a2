"""What is next to a thing, as plain lists: for a look at a few things, arrays take longer."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from graph_service.model.thread import Way
from graph_service.trace.graph import COUNTED, Graph

Hop = tuple[int, str, int]
"""The thing at the other end, the relation, and the number of the hop."""


class Neighbours:
    """The things one hop away from each, and those of the same document.

    Example:
        >>> from graph_service.settings import Settings
        >>> from graph_service.store import snapshot
        >>> graph = Graph.build(snapshot.build(snapshot.shipped_files(Settings())).store)
        >>> goal = graph.number(f"{Settings().base}fyrbodal-2020-2022/effektmal/4B")
        >>> [(graph.node(number, "sv").code, relation) for number, relation, _ in Neighbours(graph).below(goal)]
        [('4.1', 'contributesTo'), ('4.2', 'contributesTo')]
    """

    def __init__(self, graph: Graph) -> None:
        """Arrange the hops that count, and the things.

        Args:
            graph: The threads.
        """
        hops = graph.hops
        lower, upper = hops.lower.tolist(), hops.upper.tolist()
        self._above: list[list[Hop]] = [[] for _ in graph.things.iri]
        self._below: list[list[Hop]] = [[] for _ in graph.things.iri]
        for hop in hops.of_basis(COUNTED).tolist():
            self._above[lower[hop]].append((upper[hop], hops.relation[hop], hop))
            self._below[upper[hop]].append((lower[hop], hops.relation[hop], hop))
        self._held: dict[int, list[int]] = {}
        for number, plan in enumerate(graph.things.plan.tolist()):
            self._held.setdefault(plan, []).append(number)

    def above(self, thing: int) -> list[Hop]:
        """Give what a thing leads to directly, in the order of the links."""
        return self._above[thing]

    def below(self, thing: int) -> list[Hop]:
        """Give what leads to a thing directly, in the order of the links."""
        return self._below[thing]

    def of_document(self, document: int) -> list[int]:
        """Give what is part of a document, itself among it; nothing for -1, which stands for none."""
        return self._held.get(document, []) if document >= 0 else []

    def chain(self, start: int, ends: NDArray[np.bool_], way: Way) -> list[int]:
        """Give the hops of a shortest chain from a thing to one of some others.

        Args:
            start: The thing.
            ends: Which things it may end in, by their numbers.
            way: Whether to look up or down from the thing.

        Returns:
            The numbers of the hops, from the lowest to the highest; none if there is no chain.
        """
        steps = self._above if way == "up" else self._below
        came: dict[int, tuple[int, int]] = {}
        frontier = [start]
        while frontier:
            following = []
            for here in frontier:
                for there, _, hop in steps[here]:
                    if there not in came:
                        came[there] = here, hop
                        if ends[there]:
                            return _chain(start, there, came)[:: -1 if way == "up" else 1]
                        following.append(there)
            frontier = following
        return []


def _chain(start: int, end: int, came: Mapping[int, tuple[int, int]]) -> list[int]:
    end, hop = came[end]
    hops = [hop]
    while end != start:
        end, hop = came[end]
        hops.append(hop)
    return hops
