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
from graph_service.trace.web import Numbers, Web

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
        covered: How well things are covered, by the last part of the rule's IRI.
    """

    to_national: Mask
    to_vision: Mask
    covered: dict[str, States]


def standing(
    facts: Facts,
    *,
    gone: frozenset[str] = frozenset(),
    cut: frozenset[str] = frozenset(),
    links: frozenset[str] = frozenset(),
) -> Standing:
    """Tell how all things stand.

    Args:
        facts: What the threads and the statements about things are.
        gone: IRIs of things that are left out with all that is said of them.
        cut: IRIs of things whose links and follow-ups are left out.
        links: IRIs of links that are left out besides.

    Returns:
        How they stand.
    """
    return _Look(facts, gone, gone | cut, links).standing()


def marked(graph: Graph, numbers: Numbers) -> Mask:
    """Mark the things of some numbers."""
    mask = np.zeros(len(graph.things.iri), dtype=np.bool_)
    mask[numbers] = True
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


class _Look:
    def __init__(self, facts: Facts, gone: frozenset[str], apart: frozenset[str], links: frozenset[str]) -> None:
        self._facts = facts
        self._graph = facts.graph
        self._gone = gone
        self._apart = apart
        hops = self._graph.hops
        ends = named(self._graph, apart)
        without = ends[hops.lower] | ends[hops.upper]
        if links:
            without |= np.array([link in links for link in hops.link])
        counted = hops.of_basis(COUNTED)
        left = counted[~without[counted]]
        whole = len(left) == len(counted)
        self._web = self._graph.web() if whole else Web(len(ends), hops.lower, hops.upper, left)
        self._lower, self._upper = hops.lower[left], hops.upper[left]
        self._relation = facts.relation[left]

    def standing(self) -> Standing:
        national = on_level(self._graph, "national") & ~named(self._graph, self._gone)
        vision = members(self._graph, "Vision") & ~named(self._graph, self._gone)
        return Standing(self._leading_to(national), self._leading_to(vision), self._covered())

    def _leading_to(self, ends: Mask) -> Mask:
        return marked(self._graph, self._web.below(np.flatnonzero(ends)).nodes)

    def _covered(self) -> dict[str, States]:
        activity = members(self._graph, "Activity") & ~named(self._graph, self._gone)
        doer = (activity | members(self._graph, "Initiative"))[self._lower]
        chain = marked(self._graph, self._web.above(np.flatnonzero(activity)).nodes)
        served = marked(self._graph, self._upper[(self._relation == "contributesTo") & doer])
        addressed = marked(self._graph, self._upper[self._relation == "addresses"])
        of_rule = {rule: (kind, served) for rule, kind in GOAL_RULES.items()} | {"indikator": ("Indicator", addressed)}
        covered = {rule: self._states(kind, direct, chain) for rule, (kind, direct) in of_rule.items()}
        nothing = np.zeros_like(chain)
        goals = members(self._graph, "EffectGoal") | members(self._graph, "DeliveryGoal")
        followed = self._states("Goal", self._followed(), nothing)
        covered["uppfoljning"] = np.where(goals, followed, np.int8(-1))
        covered["ansvarig"] = self._states("Activity", self._answered(), nothing)
        return covered

    def _states(self, kind: str, direct: Mask, chain: Mask) -> States:
        states = direct.astype(np.int8) + (direct & chain)
        return np.where(members(self._graph, kind), states, np.int8(-1))

    def _followed(self) -> Mask:
        directly = {old for new, old in self._pairs("follows", self._apart)}
        earlier = {old for new, old in self._pairs("continues", self._apart) if new in directly}
        return named(self._graph, directly | earlier)

    def _answered(self) -> Mask:
        answered = named(self._graph, (thing for thing, _ in self._pairs("responsible", self._gone)))
        by_whole = self._lower[(self._relation == "partOf") & answered[self._upper]]
        return answered | marked(self._graph, by_whole) | of_document(self._graph, answered)

    def _pairs(self, fact: Fact, without: frozenset[str]) -> Iterable[tuple[str, str]]:
        said = self._facts.said.get(fact, {})
        pairs = ((thing, value) for thing, values in said.items() for value in values)
        return (pair for pair in pairs if without.isdisjoint(pair))
