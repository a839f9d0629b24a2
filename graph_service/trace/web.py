"""Who leads to whom: hops as arrays, followed either way through any number of steps.

Nodes and hops are numbers here. A search goes breadth first over all nodes of a step at once, so that circles and
threads of any width do no harm; where everything that everything leads to fits in little memory, it is kept.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
"""Numbers of nodes or hops."""

_MOST_PAIRS: Final = 5_000_000
"""Pairs of nodes, one above the other, that are kept; with more, each question is a search of its own."""
_MOST_STEPS: Final = 64
"""Steps between two nodes of such a pair at most, for the same reason."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The nodes that something leads to, or that lead to it.

    Attributes:
        nodes: Their numbers, the nearest first, then by number. What was asked from is among them only where a circle
            leads back to it.
        steps: For each, the fewest steps it takes, from 1.
    """

    nodes: Numbers
    steps: Numbers


class Web:
    """Nodes and the hops between them.

    Example:
        >>> web = Web(4, np.array([0, 1, 3]), np.array([1, 2, 1]))
        >>> web.above(0).nodes.tolist(), web.above(0).steps.tolist()
        ([1, 2], [1, 2])
        >>> web.below(2).nodes.tolist()
        [1, 0, 3]
        >>> web.hops_down(1).tolist()
        [0, 2]
    """

    def __init__(
        self,
        size: int,
        lower: Numbers,
        upper: Numbers,
        chosen: Numbers | None = None,
        *,
        most_pairs: int = _MOST_PAIRS,
    ) -> None:
        """Arrange hops by their ends.

        Args:
            size: How many nodes there are; they are numbered from 0.
            lower: The node that each hop leads from.
            upper: The node that it leads to.
            chosen: Numbers of the hops that count, ascending; None for all.
            most_pairs: Most pairs that ``close`` keeps.
        """
        hops = np.arange(len(lower)) if chosen is None else chosen
        self._most_pairs = most_pairs
        self._up = _Way(size, lower, upper, hops)
        self._down = _Way(size, upper, lower, hops)

    def close(self) -> bool:
        """Work out once what is above and below every node, where that is not too much to keep.

        Returns:
            True if it is kept; else every question goes on being a search, with the same answers.
        """
        pairs = self._up.pairs(self._most_pairs)
        if pairs is None:
            return False
        low, high, steps = pairs
        self._up.keep(low, high, steps)
        self._down.keep(high, low, steps)
        return True

    def above(self, start: int | Numbers, depth: int | None = None) -> Reach:
        """Give what a node leads to.

        Args:
            start: The node, or several.
            depth: Most steps; None for any number.

        Returns:
            The nodes.
        """
        return self._up.reach(start, depth)

    def below(self, start: int | Numbers, depth: int | None = None) -> Reach:
        """Give what leads to a node.

        Args:
            start: The node, or several.
            depth: Most steps; None for any number.

        Returns:
            The nodes.
        """
        return self._down.reach(start, depth)

    def hops_up(self, node: int | Numbers) -> Numbers:
        """Give the hops that lead up from a node, or from several in turn, each node's by number."""
        return self._up.hops_at(node)

    def hops_down(self, node: int | Numbers) -> Numbers:
        """Give the hops that lead up to a node, or to several in turn, each node's by number."""
        return self._down.hops_at(node)


class _Way:
    """The hops at each node, in one of the two directions, as compressed sparse rows."""

    def __init__(self, size: int, near: Numbers, far: Numbers, hops: Numbers) -> None:
        self._size = size
        self._hops = hops[np.argsort(near[hops], kind="stable")]
        self._far = far[self._hops]
        self._begin = _begins(near[hops], size)
        self._kept: tuple[Numbers, Reach] | None = None

    def hops_at(self, node: int | Numbers) -> Numbers:
        return self._hops[self._places(np.atleast_1d(node))]

    def reach(self, start: int | Numbers, depth: int | None) -> Reach:
        if self._kept is None or not isinstance(start, int | np.integer):
            return self._search(np.atleast_1d(start), depth)
        begin, kept = self._kept
        row = slice(begin[start], begin[start + 1])
        nodes, steps = kept.nodes[row], kept.steps[row]
        if depth is not None:
            end = int(np.searchsorted(steps, depth, side="right"))
            nodes, steps = nodes[:end], steps[:end]
        return Reach(nodes, steps)

    def pairs(self, most: int) -> tuple[Numbers, Numbers, Numbers] | None:
        """Give all pairs of a node and one that it reaches, with the steps between them; None if they are too many."""
        keys: list[Numbers] = []
        start, there = np.arange(self._size), np.arange(self._size)
        while len(start):
            places = self._places(there)
            key = np.unique(np.repeat(start, self._counts(there)) * self._size + self._far[places])
            for known in keys:
                key = key[~_within(key, known)]
            keys.append(key)
            if sum(map(len, keys)) > most or len(keys) > _MOST_STEPS:
                return None
            start, there = np.divmod(key, max(self._size, 1))
        low, high = np.divmod(np.concatenate(keys or [start]), max(self._size, 1))
        return low, high, np.repeat(np.arange(1, len(keys) + 1), [len(key) for key in keys])

    def keep(self, near: Numbers, far: Numbers, steps: Numbers) -> None:
        order = np.lexsort((far, steps, near))
        begin = _begins(near, self._size)
        self._kept = begin, Reach(far[order].astype(np.int64), steps[order])

    def _search(self, start: Numbers, depth: int | None) -> Reach:
        steps = np.zeros(self._size, dtype=np.int64)
        frontier = np.unique(start)
        found: list[Numbers] = []
        while len(frontier) and len(found) != depth:
            ahead = np.unique(self._far[self._places(frontier)])
            frontier = ahead[steps[ahead] == 0]
            found.append(frontier)
            steps[frontier] = len(found)
        nodes = np.concatenate(found) if found else np.empty(0, dtype=np.int64)
        return Reach(nodes, steps[nodes])

    def _counts(self, nodes: Numbers) -> Numbers:
        return self._begin[nodes + 1] - self._begin[nodes]

    def _places(self, nodes: Numbers) -> Numbers:
        # The ranges of the rows of all these nodes, one after the other.
        counts = self._counts(nodes)
        first = np.cumsum(counts) - counts
        places: Numbers = np.arange(int(counts.sum())) + np.repeat(self._begin[nodes] - first, counts)
        return places


def _begins(rows: Numbers, size: int) -> Numbers:
    begins = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=size), out=begins[1:])
    return begins


def _within(values: Numbers, known: Numbers) -> NDArray[np.bool_]:
    # Both are sorted.
    place = np.searchsorted(known, values)
    place[place == len(known)] = 0
    return known[place] == values if len(known) else np.zeros(len(values), dtype=np.bool_)
