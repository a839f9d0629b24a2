"""How everything stands in one of the graphs that a change lies between, and the chains that show it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

from graph_service.plans.chains import Chains
from graph_service.plans.side import Side
from graph_service.trace.graph import COUNTED
from graph_service.trace.neighbours import Neighbours
from graph_service.trace.standing import Mask, Standing, Standings, members, named, on_level


@dataclass(frozen=True)
class Stand:
    """How everything stands in one of the graphs, and the chains that show it; each is worked out when it is asked for.

    Attributes:
        side: The graph.
        standing: How everything stands in it.
        neighbours: What is next to each thing.
        away: What no thread runs through, for it is not there.
    """

    side: Side
    standing: Standing
    neighbours: Neighbours
    away: Mask

    @classmethod
    def of(cls, side: Side, other: Side, neighbours: Neighbours) -> Self:
        """Tell how everything stands in one graph.

        Args:
            side: The graph.
            other: The other graph, which tells what is not in this one.
            neighbours: What is next to each thing in this one.

        Returns:
            How everything stands.
        """
        # A statement that names what is not there holds nothing up; what was there may be no thing of any thread.
        gone = side.absent | (other.graphs.keys() - side.graphs.keys())
        standing = Standings(side.facts).without(gone=gone)
        return cls(side, standing, neighbours, named(side.facts.graph, side.absent))

    @cached_property
    def up_to_national(self) -> Chains:
        """The shortest chains up to something national."""
        return self._chains(on_level(self.side.facts.graph, "national"))

    @cached_property
    def up_to_vision(self) -> Chains:
        """The shortest chains up to a vision."""
        return self._chains(members(self.side.facts.graph, "Vision"))

    @cached_property
    def down_to_activity(self) -> Chains:
        """The shortest chains down to an activity."""
        return Chains(self.neighbours, members(self.side.facts.graph, "Activity"), self.away, "down")

    @cached_property
    def doers(self) -> Mask:
        """What can serve a goal directly."""
        graph = self.side.facts.graph
        return members(graph, "Initiative") | members(graph, "Activity")

    @cached_property
    def joined(self) -> frozenset[tuple[str, str, str]]:
        """Both ends and the relation of each hop that counts; the relation is empty besides, for it may be any."""
        graph = self.side.facts.graph
        iri, hops = graph.things.iri, graph.hops
        counted = hops.of_basis(COUNTED)
        counted = counted[~(self.away[hops.lower[counted]] | self.away[hops.upper[counted]])]
        ends = zip(hops.lower[counted].tolist(), hops.upper[counted].tolist(), counted.tolist(), strict=True)
        return frozenset(
            (iri[lower], iri[upper], relation) for lower, upper, hop in ends for relation in (hops.relation[hop], "")
        )

    def _chains(self, ends: Mask) -> Chains:
        return Chains(self.neighbours, ends, self.away, "up")
