"""The shortest chain from every thing to the nearest of some ends, found in one search from the ends."""

import numpy as np

from graph_service.model.thread import Way
from graph_service.trace.neighbours import Neighbours
from graph_service.trace.standing import Mask


class Chains:
    """Shortest chains; what each takes to tell is its own length, however many are asked for."""

    def __init__(self, neighbours: Neighbours, ends: Mask, away: Mask, way: Way) -> None:
        """Search.

        Args:
            neighbours: What is next to each thing.
            ends: Which things a chain may end in, by their numbers.
            away: Which things no chain runs through.
            way: Whether the ends are above or below the things.
        """
        back = neighbours.below if way == "up" else neighbours.above
        self._way = way
        self._ends: list[bool] = (ends & ~away).tolist()
        self._next: dict[int, tuple[int, int]] = {}
        closed: list[bool] = away.tolist()
        frontier: list[int] = np.flatnonzero(ends & ~away).tolist()
        while frontier:
            found = []
            for there in frontier:
                for here, _, hop in back(there):
                    if here not in self._next and not closed[here]:
                        self._next[here] = there, hop
                        found.append(here)
            frontier = found

    def hops(self, thing: int) -> list[int]:
        """Give the hops of a shortest chain from a thing, of one hop or more.

        Args:
            thing: Its number.

        Returns:
            The numbers of the hops, from the lowest to the highest; none if there is no chain.
        """
        hops: list[int] = []
        while thing in self._next:
            thing, hop = self._next[thing]
            hops.append(hop)
            if self._ends[thing]:
                break
        return hops if self._way == "up" else hops[::-1]
