"""Finding what is missing: each type of gap as a few operations on arrays over all things.

What each type is, and what each cause means, stands in ``docs/decisions/0009-gaps-and-their-causes.md``; the query
``gaps.rq`` says the same in SPARQL.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np

from graph_service.model.gap import Cause, GapType
from graph_service.trace import standing
from graph_service.trace.facts import Fact, Facts
from graph_service.trace.graph import COUNTED
from graph_service.trace.standing import Mask
from graph_service.trace.unloaded import CAUSES, Unloaded, Way
from graph_service.trace.web import Numbers
from graph_service.vocabulary import RT

TYPES: Final[tuple[GapType, ...]] = get_args(GapType)
"""All types, in the order in which gaps are listed."""
WAYS: Final[dict[GapType, Way]] = {
    "uncovered": "down",
    "coveredShallow": "down",
    "orphaned": "up",
    "noNationalThread": "up",
    "outdated": "nowhere",
    "planNotLoaded": "here",
    "notReported": "report",
    "noResponsible": "here",
    "notAddressed": "nowhere",
}
"""Where what is missing could stand, if it stands in a document that is not loaded."""
_KNOWN: Final[frozenset[Cause]] = frozenset({"statedEmpty", "notReadable"})
"""Causes that the plan itself tells, whatever else is loaded."""
_TO_GOALS: Final = ("contributesTo", "alignsWith", "partOf")
_NATIONAL_OR_ABOVE: Final = ("international", "national")
_UNCOVERED, _SHALLOW = 0, 1
_SPOKEN: Final[tuple[Fact, ...]] = ("follows", "silent")


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A gap by numbers. They sort as gaps are listed.

    Attributes:
        type: The place of its type in ``TYPES``.
        thing: The number of the thing.
        target: For an outdated target, its number; else -1.
        hop: For an outdated target, the number of the hop to it; else -1.
        cause: Its cause.
        rule: IRI of the coverage rule that is not met, or empty.
    """

    type: int
    thing: int
    target: int
    hop: int
    cause: Cause
    rule: str


def find(facts: Facts, unloaded: Unloaded) -> tuple[Found, ...]:
    """Find all gaps.

    Args:
        facts: What the threads and the statements about things are.
        unloaded: How much of the documents is loaded.

    Returns:
        The gaps in order.
    """
    return tuple(sorted(_Finder(facts, unloaded).all()))


class _Finder:
    def __init__(self, facts: Facts, unloaded: Unloaded) -> None:
        self._facts = facts
        self._graph = facts.graph
        self._things = facts.graph.things
        self._states = {way: unloaded.states(way) for way in set(WAYS.values())}
        self._standing = standing.Standings(facts).without()
        hops = self._graph.hops
        self._counted = hops.of_basis(COUNTED)
        self._lower, self._upper = hops.lower[self._counted], hops.upper[self._counted]

    def all(self) -> Iterator[Found]:
        for rule in standing.GOAL_RULES:
            covered = self._standing.covered[rule]
            yield from self._gaps("uncovered", covered == _UNCOVERED, "noActivity", rule)
            yield from self._gaps("coveredShallow", covered == _SHALLOW, "shallowOnly", rule)
        yield from self._upward()
        yield from self._outdated()
        yield from self._not_loaded()
        yield from self._not_reported()
        yield from self._no_responsible()
        yield from self._not_addressed()

    def _upward(self) -> Iterator[Found]:
        activity, goal = self._members("Activity"), self._members("Goal") & ~self._members("Vision")
        leads = self._marked(self._lower)
        to_goals = self._marked(self._lower[np.isin(self._facts.relation[self._counted], _TO_GOALS)])
        below = ~standing.on_level(self._graph, *_NATIONAL_OR_ABOVE, "")
        orphaned = (activity & ~leads) | (self._members("Initiative") & ~to_goals) | (goal & below & ~leads)
        yield from self._gaps("orphaned", orphaned, "noLinkUp")
        ended = activity & leads & below & ~self._standing.to_national
        yield from self._gaps("noNationalThread", ended, "endsBelow")

    def _outdated(self) -> Iterator[Found]:
        old = self._replaced()
        for hop in np.flatnonzero(old[self._upper] & ~old[self._lower]):
            lower, upper, number = int(self._lower[hop]), int(self._upper[hop]), int(self._counted[hop])
            yield Found(TYPES.index("outdated"), lower, upper, number, "outdatedTarget", "")

    def _replaced(self) -> Mask:
        """Mark what stands only in superseded editions, or in a document that another document continues."""
        documents = {self._things.iri[number] for number in self._graph.of_class("Document")}
        continued = self._facts.saying.get("continues", {}).items()
        old = self._named(thing for thing, by in continued if not documents.isdisjoint(by))
        return self._things.outdated | old | standing.of_document(self._graph, old)

    def _not_loaded(self) -> Iterator[Found]:
        plan = self._things.plan
        entered = plan[self._upper]
        from_outside = (entered >= 0) & (plan[self._lower] != entered)
        lacking = self._marked(entered[from_outside]) & self._members("Document") & (self._states["here"] > 0)
        yield from self._gaps("planNotLoaded", lacking, "planNotLoaded")

    def _not_reported(self) -> Iterator[Found]:
        directly = {thing for fact in _SPOKEN for thing in self._facts.saying.get(fact, {})}
        earlier = {old for thing in directly for old in self._facts.of("continues", thing)}
        plan = self._things.plan
        element = (plan >= 0) & (plan != np.arange(len(plan)))
        followed = self._marked(plan[self._named(directly | earlier) & element])
        reported = standing.of_document(self._graph, followed)
        missing = (self._standing.covered["uppfoljning"] == _UNCOVERED) & element
        yield from self._gaps("notReported", missing & reported, "notMentioned", "uppfoljning")
        yield from self._gaps("notReported", missing & ~reported, "noFollowUp", "uppfoljning")

    def _no_responsible(self) -> Iterator[Found]:
        missing = self._standing.covered["ansvarig"] == _UNCOVERED
        responsible = f"{RT}responsible"
        unreadable = self._named(self._facts.to("notReadable", responsible))
        empty = self._named(self._facts.to("statedEmpty", responsible)) & ~unreadable
        yield from self._gaps("noResponsible", missing & unreadable, "notReadable", "ansvarig")
        yield from self._gaps("noResponsible", missing & empty, "statedEmpty", "ansvarig")
        yield from self._gaps("noResponsible", missing & ~unreadable & ~empty, "notStated", "ansvarig")

    def _not_addressed(self) -> Iterator[Found]:
        missing = self._standing.covered["indikator"] == _UNCOVERED
        assessed = self._facts.said.get("assessed", {}).items()
        irrelevant = self._named(thing for thing, found in assessed if set(found) == {f"{RT}likaNotRelevant"})
        yield from self._gaps("notAddressed", missing & irrelevant, "notRelevant", "indikator")
        yield from self._gaps("notAddressed", missing & ~irrelevant, "noActivity", "indikator")

    def _gaps(self, name: GapType, where: Mask, cause: Cause, rule: str = "") -> Iterator[Found]:
        states = self._states[WAYS[name]]
        iri = f"{standing.RULES}{rule}" if rule else ""
        for number in np.flatnonzero(where).tolist():
            because = cause if cause in _KNOWN else CAUSES[states[number]] or cause
            if self._facts.waived(self._things.iri[number], iri):
                because = "declaredNotNeeded"
            yield Found(TYPES.index(name), number, -1, -1, because, iri)

    def _members(self, name: str) -> Mask:
        return standing.members(self._graph, name)

    def _named(self, iris: Iterable[str]) -> Mask:
        return standing.named(self._graph, iris)

    def _marked(self, numbers: Numbers) -> Mask:
        return standing.marked(self._graph, numbers)
