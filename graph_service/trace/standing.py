"""How all things stand at once: what they lead up to, and how well each rule covers them.

Asked without certain things, or without their links, it tells what would be lost if those disappeared or were in doubt.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph_service.trace.facts import Fact, Facts
from graph_service.trace.graph import COUNTED, Graph
from graph_service.trace.web import Numbers

Mask = NDArray[np.bool_]
"""What holds for which thing, by the things' numbers."""
States = NDArray[np.int8]
"""How well things are covered: places in ``STATES``; -1 for what a rule says nothing of."""

STATES: Final = ("uncovered", "coveredShallow", "coveredDeep")
"""How well a thing is covered, from worst to best."""
RULES: Final = "https://w3id.org/redthread/id/regel/"
"""What the IRIs of coverage rules begin with."""
GOAL_RULES: Final = {"effektmal": "EffectGoal", "leveransmal": "DeliveryGoal"}
"""The rules that goals are to have initiatives or activities, each with its class of goals."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How all things stand.

    Attributes:
        to_national: What leads up to something national.
        to_vision: What leads up to a vision.
        from_activity: What an activity leads up to.
        covered: How well things are covered, by the last part of the rule's IRI.
    """

    to_national: Mask
    to_vision: Mask
    from_activity: Mask
    covered: dict[str, States]


class Standings:
    """Tells how all things stand, and how they would stand without some of them."""

    def __init__(self, facts: Facts) -> None:
        """Arrange what it takes to tell that.

        Args:
            facts: What the threads and the statements about things are.
        """
        graph = self._graph = facts.graph
        hops = graph.hops
        self._counted = hops.of_basis(COUNTED)
        self._lower, self._upper = hops.lower[self._counted], hops.upper[self._counted]
        relation = facts.relation[self._counted]
        self._national, self._vision = on_level(graph, "national"), members(graph, "Vision")
        self._activity = members(graph, "Activity")
        doer = self._activity | members(graph, "Initiative")
        self._serving = (relation == "contributesTo") & doer[self._lower]
        self._addressing = relation == "addresses"
        self._part = relation == "partOf"
        goals = members(graph, "EffectGoal") | members(graph, "DeliveryGoal")
        self._demanded = {rule: members(graph, kind) for rule, kind in GOAL_RULES.items()}
        self._demanded |= {"indikator": members(graph, "Indicator"), "uppfoljning": goals, "ansvarig": self._activity}
        self._follows = _Pairs(facts, "follows")
        self._continues = _Pairs(facts, "continues")
        self._responsible = _Pairs(facts, "responsible")

    def without(
        self,
        *,
        gone: frozenset[str] = frozenset(),
        cut: frozenset[str] = frozenset(),
        links: frozenset[str] = frozenset(),
    ) -> Standing:
        """Tell how all things stand, or would stand.

        Args:
            gone: IRIs of things that are left out with all that is said of them.
            cut: IRIs of things whose links and follow-ups are left out.
            links: IRIs of links that are left out besides.

        Returns:
            How they stand.
        """
        graph, apart = self._graph, gone | cut
        away = named(graph, gone)
        kept = self._kept(named(graph, apart), links)
        lower, upper = self._lower[kept], self._upper[kept]
        chain = reached(self._activity & ~away, lower, upper)
        nothing = np.zeros_like(chain)
        served = marked(graph, self._upper[kept & self._serving])
        addressed = marked(graph, self._upper[kept & self._addressing])
        direct = dict.fromkeys(GOAL_RULES, (served, chain)) | {
            "indikator": (addressed, chain),
            "uppfoljning": (self._followed(apart), nothing),
            "ansvarig": (self._answered(gone, kept), nothing),
        }
        return Standing(
            reached(self._national & ~away, upper, lower),
            reached(self._vision & ~away, upper, lower),
            chain,
            {rule: self._states(rule, *how) for rule, how in direct.items()},
        )

    def _kept(self, apart: Mask, links: frozenset[str]) -> Mask:
        kept = ~(apart[self._lower] | apart[self._upper])
        if links:
            link = self._graph.hops.link
            kept &= np.array([link[number] not in links for number in self._counted.tolist()], dtype=np.bool_)
        return kept

    def _states(self, rule: str, direct: Mask, chain: Mask) -> States:
        return np.where(self._demanded[rule], direct.astype(np.int8) + (direct & chain), np.int8(-1))

    def _followed(self, apart: frozenset[str]) -> Mask:
        _, spoken_of = self._follows.without(apart)
        directly = marked(self._graph, spoken_of)
        later, earlier = self._continues.without(apart)
        known = later >= 0  # what is no thing of any thread is followed by nothing
        return directly | marked(self._graph, earlier[known][directly[later[known]]])

    def _answered(self, gone: frozenset[str], kept: Mask) -> Mask:
        answered = marked(self._graph, self._responsible.without(gone)[0])
        by_whole = self._lower[kept & self._part & answered[self._upper]]
        return answered | marked(self._graph, by_whole) | of_document(self._graph, answered)


def marked(graph: Graph, numbers: Numbers) -> Mask:
    """Mark the things of some numbers; -1 stands for none."""
    mask = np.zeros(len(graph.things.iri), dtype=np.bool_)
    mask[numbers[numbers >= 0]] = True
    return mask


def named(graph: Graph, iris: Iterable[str]) -> Mask:
    """Mark the things of some IRIs; others are left out."""
    number = graph.things.number
    return marked(graph, np.array([number[iri] for iri in iris if iri in number], dtype=np.int64))


def members(graph: Graph, name: str) -> Mask:
    """Mark the things of a class, by its local name."""
    return marked(graph, graph.of_class(name))


def on_level(graph: Graph, *levels: str) -> Mask:
    """Mark the things that are on one of some levels."""
    wanted = [place for place, level in enumerate(graph.things.levels) if level in levels]
    return np.isin(graph.things.level, wanted)


def of_document(graph: Graph, documents: Mask) -> Mask:
    """Mark what is part of the documents that are marked."""
    plan = graph.things.plan
    return documents[plan] & (plan >= 0) if len(documents) else documents


def reached(start: Mask, near: Numbers, far: Numbers) -> Mask:
    """Mark what is reached from something by one hop or more, a step at a time over all hops.

    Args:
        start: What is begun from.
        near: For each hop, the end that is left.
        far: For each hop, the end that is come to.

    Returns:
        What is reached; what was begun from is among it only where a hop leads to it.
    """
    reached, new = np.zeros_like(start), start
    while new.any():
        ahead = np.zeros_like(start)
        ahead[far[new[near]]] = True
        new = ahead & ~reached
        reached |= new
    return reached


class _Pairs:
    """Statements of one kind, as numbers of what they are said of and of what they say."""

    def __init__(self, facts: Facts, fact: Fact) -> None:
        number = facts.graph.things.number
        pairs = [(thing, value) for thing, values in facts.said.get(fact, {}).items() for value in values]
        self._numbers = np.array([[number.get(end, -1) for end in pair] for pair in pairs], dtype=np.int64).reshape(
            -1, 2
        )
        self._places: dict[str, list[int]] = {}
        for place, pair in enumerate(pairs):
            for end in pair:
                self._places.setdefault(end, []).append(place)

    def without(self, apart: frozenset[str]) -> tuple[Numbers, Numbers]:
        """Give both sides of the statements that name none of some things; -1 stands for what is no thing."""
        places = [place for iri in apart for place in self._places.get(iri, ())]
        left = np.delete(self._numbers, places, axis=0)
        return left[:, 0], left[:, 1]
