"""Every way up: the chains from a thing to all the tops that it leads to, the shortest first."""

import heapq
from typing import Final

import numpy as np

from graph_service.trace.graph import Graph
from graph_service.trace.path import Ways

_MOST_TRIES: Final = 20_000
"""Steps that are tried in looking for chains; in a strange graph nearly all of them may go in circles."""


def find(graph: Graph, start: int | None, *, most: int) -> Ways:
    """Find the chains from a thing up to things that lead no further, by links that are stated or inferred.

    Where a thing leads into a circle alone, a chain ends where the circle closes.

    Args:
        graph: The threads.
        start: Number of the thing; None for a thing that no thread can run through.
        most: Most chains to find.

    Returns:
        The chains, the shortest first, then by the IRIs along them; none if the thing leads to nothing.

    Example:
        >>> from graph_service.settings import Settings
        >>> from graph_service.store import snapshot
        >>> graph = Graph.build(snapshot.build(snapshot.shipped_files(Settings())).store)
        >>> initiative = graph.number(f"{Settings().base}fyrbodal-2020-2022/insats/4.1")
        >>> [[graph.node(number, "sv").code for number in chain] for chain in find(graph, initiative, most=1).chains]
        [['4.1', '4B', '3.4', 'N2017/03643/D']]
    """
    if start is None or not len(graph.hops_up(start)):
        return Ways(None, np.empty(0, dtype=np.int64), (), more=False)
    search = _Search(graph, start)
    chains, more = search.chains(most)
    along = np.unique(np.array([number for chain in chains for number in chain[:-1]], dtype=np.int64))
    return Ways("up", graph.hops_up(along), chains, more)


class _Search:
    """Goes on where the whole chain can be shortest, so that few chains are begun in vain."""

    def __init__(self, graph: Graph, start: int) -> None:
        self._graph = graph
        self._start = start
        self._ups: dict[int, list[int]] = {}
        # How many steps are left to the nearest top; what is not there goes in circles for ever.
        self._left: dict[int, int] = {}
        below: dict[int, list[int]] = {}
        for number in (start, *graph.above(start).nodes.tolist()):
            for there in self._up(number):
                below.setdefault(there, []).append(number)
            if not self._up(number):
                self._left[number] = 0
        frontier = list(self._left)
        while frontier:
            reached = {here for there in frontier for here in below.get(there, ())} - self._left.keys()
            self._left |= dict.fromkeys(reached, self._left[frontier[0]] + 1)
            frontier = list(reached)

    def chains(self, most: int) -> tuple[tuple[tuple[int, ...], ...], bool]:
        found: list[tuple[int, ...]] = []
        waiting: list[tuple[int, tuple[int, ...]]] = [(self._left.get(self._start, 0), (self._start,))]
        tries = 0
        while waiting:
            if len(found) == most or tries > _MOST_TRIES:
                return tuple(found), True
            _, chain = heapq.heappop(waiting)
            last = chain[-1]
            onward = [number for number in self._up(last) if number not in chain]
            if not onward:
                if len(chain) > 1 and (not self._up(last) or last not in self._left):
                    found.append(chain)
                continue
            for number in onward:
                tries += 1
                heapq.heappush(waiting, (len(chain) + self._left.get(number, 0), (*chain, number)))
        return tuple(found), False

    def _up(self, number: int) -> list[int]:
        known = self._ups.get(number)
        if known is None:
            known = self._ups[number] = np.unique(self._graph.hops.upper[self._graph.hops_up(number)]).tolist()
        return known
