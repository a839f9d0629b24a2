"""What covers what, by which rule.

The query ``coverage-covers.rq`` says the same in SPARQL.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.trace.facts import Facts
from graph_service.trace.graph import COUNTED, Graph
from graph_service.trace.web import Numbers

_DOERS: Final = ("Initiative", "Activity")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a thing and what covers it, by number, sorted and each once.

    Attributes:
        thing: The things that are covered.
        cover: What covers them. Numbers beyond those of all things are of ``bodies``.
    """

    thing: Numbers
    cover: Numbers


@dataclass(frozen=True, slots=True)
class Covers:
    """What covers the things that a rule demands coverage of.

    Attributes:
        direct: What covers them directly.
        deep: The activities that lead to them, through any number of steps.
    """

    direct: Pairs
    deep: Pairs


def bodies(facts: Facts) -> tuple[str, ...]:
    """Give the IRIs of the bodies that answer for something, sorted; they are numbered after all things."""
    return tuple(sorted(facts.saying.get("responsible", {})))


def find(facts: Facts, rule: str, demanded: Numbers) -> Covers:
    """Find what covers the things that a rule demands coverage of.

    Args:
        facts: What the threads and the statements about things are.
        rule: The last part of the rule's IRI.
        demanded: Numbers of the things, ascending.

    Returns:
        What covers them; nothing for a rule that is not known here.
    """
    finder = _Finder(facts, demanded)
    ways: Mapping[str, Callable[[], Covers]] = {
        "effektmal": finder.goals,
        "leveransmal": finder.goals,
        "indikator": finder.indicators,
        "uppfoljning": finder.followed,
        "ansvarig": finder.answered,
    }
    return ways[rule]() if rule in ways else Covers(finder.pairs(()), finder.pairs(()))


class _Finder:
    def __init__(self, facts: Facts, demanded: Numbers) -> None:
        self._facts = facts
        self._graph: Graph = facts.graph
        self._demanded = demanded
        self._bodies = {body: number for number, body in enumerate(bodies(facts), len(self._graph.things.iri))}

    def goals(self) -> Covers:
        doers = np.concatenate([self._graph.of_class(name) for name in _DOERS])
        return Covers(self._linked("contributesTo", doers), self._chained())

    def indicators(self) -> Covers:
        return Covers(self._linked("addresses"), self._chained())

    def followed(self) -> Covers:
        iri, number = self._graph.things.iri, self._graph.things.number
        found: set[tuple[int, int]] = set()
        for thing in self._demanded.tolist():
            for named in (iri[thing], *self._facts.to("continues", iri[thing])):
                found |= {(thing, number[followup]) for followup in self._facts.to("follows", named)}
        return Covers(self.pairs(found), self.pairs(()))

    def answered(self) -> Covers:
        things, hops = self._graph.things, self._graph.hops
        found: set[tuple[int, int]] = set()
        for thing in self._demanded.tolist():
            up = self._graph.hops_up(thing).tolist()
            wholes = {int(hops.upper[hop]) for hop in up if hops.relation[hop] == "partOf"}
            for at in {thing, *wholes, int(things.plan[thing])} - {-1}:
                found |= {(thing, self._bodies[body]) for body in self._facts.of("responsible", things.iri[at])}
        return Covers(self.pairs(found), self.pairs(()))

    def pairs(self, found: Iterable[tuple[int, int]]) -> Pairs:
        both = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
        return Pairs(both[:, 0], both[:, 1])

    def _linked(self, relation: str, doers: Numbers | None = None) -> Pairs:
        hops = self._graph.hops
        chosen = np.array([name == relation for name in hops.relation], dtype=np.bool_)
        chosen &= np.isin(np.arange(len(chosen)), hops.of_basis(COUNTED)) & np.isin(hops.upper, self._demanded)
        if doers is not None:
            chosen &= np.isin(hops.lower, doers)
        both = np.unique(np.stack((hops.upper[chosen], hops.lower[chosen]), axis=1), axis=0)
        return Pairs(both[:, 0], both[:, 1])

    def _chained(self) -> Pairs:
        activity = np.zeros(len(self._graph.things.iri), dtype=np.bool_)
        activity[self._graph.of_class("Activity")] = True
        below = [np.sort(nodes[activity[nodes]]) for nodes in map(self._below, self._demanded.tolist())]
        counts = [len(nodes) for nodes in below]
        cover = np.concatenate(below) if below else np.empty(0, dtype=np.int64)
        return Pairs(np.repeat(self._demanded, counts), cover)

    def _below(self, thing: int) -> Numbers:
        return self._graph.below(thing).nodes
