"""What stands worse or better after a change: threads, coverage, and whether indicators are addressed.

How everything stands is worked out for the graph before and for the graph after; what differs is the change's doing.
``docs/decisions/0012-impact-is-the-difference.md`` tells what it is to stand; only that nothing has to be thought away
here, for both graphs are there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.plans.around import Around
from graph_service.plans.chains import Chains
from graph_service.plans.effect import Cause, Crossing, Effect, Happening, Kind
from graph_service.plans.side import Side
from graph_service.plans.stand import Stand
from graph_service.trace.facts import Fact
from graph_service.trace.standing import RULES, STATES, Mask, members, on_level
from graph_service.trace.web import Numbers

_BELOW_NATIONAL: Final = ("regional", "subregional", "local")
_UNCOVERED: Final = 0


@dataclass(frozen=True, slots=True)
class _Way:
    """What it is called to stand better in one of the graphs."""

    national: Kind
    vision: Kind
    activities: Kind
    coverage: Kind
    addressed: Kind
    thing: Happening
    link: Happening


_LOST: Final = _Way(
    "losesNational", "losesVision", "losesActivities", "losesCoverage", "notAddressed", "removed", "linkRemoved"
)
_GAINED: Final = _Way(
    "gainsNational", "gainsVision", "gainsActivities", "gainsCoverage", "gainsCoverage", "added", "linkAdded"
)


def differences(before: Side, after: Side, around: Around) -> Iterator[Effect]:
    """Find what stands worse, and what stands better, among all that is there both before and after.

    Args:
        before: The graph before the change.
        after: The graph after it.
        around: What is around things.

    Returns:
        What is lost and what is gained, in no particular order.
    """
    old, new = Stand.of(before, after, around.before), Stand.of(after, before, around.after)
    both = sorted(before.graphs.keys() & after.graphs.keys())
    numbers = (before.facts.graph.things.number, after.facts.graph.things.number)
    common = np.array(
        [(numbers[0][iri], numbers[1][iri]) for iri in both if iri in numbers[0] and iri in numbers[1]], dtype=np.int64
    ).reshape(-1, 2)
    at_old, at_new = common[:, 0], common[:, 1]
    yield from _Comparison(old, new, at_old, at_new, around, _LOST).all()
    yield from _Comparison(new, old, at_new, at_old, around, _GAINED).all()


class _Comparison:
    """What stands better in one graph, here, than in the other, there."""

    def __init__(
        self, here: Stand, there: Stand, at_here: Numbers, at_there: Numbers, around: Around, way: _Way
    ) -> None:
        self._here, self._there = here, there
        self._at_here, self._at_there = at_here, at_there
        self._around = around
        self._way = way
        self._facts = here.side.facts
        self._graph = here.side.facts.graph
        self._now, self._at_now = (there, at_there) if way is _LOST else (here, at_here)

    def all(self) -> Iterator[Effect]:
        here, there = self._here.standing, self._there.standing
        graph = self._now.side.facts.graph
        low = on_level(graph, *_BELOW_NATIONAL)
        for thing in self._better(here.to_national, there.to_national, low):
            yield self._thread(self._way.national, thing, self._here.up_to_national, "level")
        for thing in self._better(here.to_vision, there.to_vision, ~members(graph, "Vision")):
            yield self._thread(self._way.vision, thing, self._here.up_to_vision, "type")
        for thing in self._better(here.from_activity, there.from_activity, ~members(graph, "Activity")):
            yield self._thread(self._way.activities, thing, self._here.down_to_activity, "type")
        for rule, states in here.covered.items():
            had, has = states[self._at_here], there.covered[rule][self._at_there]
            for place in np.flatnonzero((has >= _UNCOVERED) & (had > has)).tolist():
                yield self._coverage(rule, int(self._at_here[place]), int(had[place]), int(has[place]))

    def _better(self, here: Mask, there: Mask, told: Mask) -> list[int]:
        better = self._at_here[here[self._at_here] & ~there[self._at_there] & told[self._at_now]]
        return [int(number) for number in better]

    def _thread(self, kind: Kind, thing: int, chains: Chains, reason: str) -> Effect:
        path = self._path(chains.hops(thing))
        down = chains is self._here.down_to_activity
        end = (path[0].lower if down else path[-1].upper) if path else ""
        return self._effect(kind, thing, path, self._why(path, end, reason))

    def _coverage(self, rule: str, thing: int, had: int, has: int) -> Effect:
        if rule == "uppfoljning":
            path = self._followed(thing)
        elif rule == "ansvarig":
            path = self._answered(thing)
        elif has == _UNCOVERED:
            path = self._served(rule, thing)
        else:
            path = self._path(self._here.down_to_activity.hops(thing))
        kind = self._way.addressed if rule == "indikator" and has == _UNCOVERED else self._way.coverage
        states = (STATES[had], STATES[has])
        before, after = states if self._way is _LOST else states[::-1]
        end = path[0].lower if path else self._graph.things.iri[thing]
        return self._effect(kind, thing, path, self._why(path, end, "type"), RULES + rule, before, after)

    def _effect(
        self, kind: Kind, thing: int, path: tuple[Crossing, ...], cause: Cause, rule: str = "", *states: str
    ) -> Effect:
        iri = self._graph.things.iri[thing]
        before, after = states or ("", "")
        around = self._around
        return Effect(
            kind=kind,
            thing=iri,
            plan=around.plan(iri),
            elsewhere=around.elsewhere(iri),
            cause=cause,
            bodies=around.bodies(iri),
            path=path,
            rule=rule,
            before=before,
            after=after,
        )

    # ---- the path that shows it

    def _path(self, hops: list[int]) -> tuple[Crossing, ...]:
        return tuple(self._crossing(hop) for hop in hops)

    def _crossing(self, hop: int, *, same_relation: bool = False) -> Crossing:
        hops, iri = self._graph.hops, self._graph.things.iri
        lower, upper, relation = iri[hops.lower[hop]], iri[hops.upper[hop]], hops.relation[hop]
        joined = (lower, upper, relation if same_relation else "") in self._there.joined
        return Crossing(hops.link[hop], lower, upper, relation, not joined)

    def _served(self, rule: str, thing: int) -> tuple[Crossing, ...]:
        """Give a link by which something serves the thing directly; one that is cut rather than another."""
        addressing = rule == "indikator"
        wanted = "addresses" if addressing else "contributesTo"
        serving = [
            self._crossing(hop, same_relation=True)
            for lower, relation, hop in self._here.neighbours.below(thing)
            if relation == wanted and not self._here.away[lower] and (addressing or self._here.doers[lower])
        ]
        return tuple(sorted(serving, key=lambda crossing: not crossing.turned)[:1])

    def _followed(self, thing: int) -> tuple[Crossing, ...]:
        """Give the follow-up of the thing, or that of what continues it."""
        iri = self._graph.things.iri[thing]
        for told in (iri, *self._facts.to("continues", iri)):
            for followup in self._facts.to("follows", told):
                if followup in self._here.side.graphs and told in self._here.side.graphs:
                    word = self._statement(followup, "follows", told)
                    return (word,) if told == iri else (word, self._statement(told, "continues", iri))
        return ()

    def _answered(self, thing: int) -> tuple[Crossing, ...]:
        """Give who answers for the thing, by itself, by what it is part of, or by its document."""
        things = self._graph.things
        iri, plan = things.iri[thing], int(things.plan[thing])
        wholes = [
            (things.iri[upper], (self._crossing(hop, same_relation=True),))
            for upper, relation, hop in self._here.neighbours.above(thing)
            if relation == "partOf" and not self._here.away[upper]
        ]
        of_plan = [(things.iri[plan], (self._part(thing, plan),))] if plan >= 0 and not self._here.away[plan] else []
        for at, way in ((iri, ()), *wholes, *of_plan):
            for body in self._facts.of("responsible", at):
                if body in self._here.side.graphs or body not in self._there.side.graphs:
                    return (*way, self._statement(at, "responsible", body))
        return ()

    def _part(self, thing: int, plan: int) -> Crossing:
        part, whole = self._graph.things.iri[thing], self._graph.things.iri[plan]
        there = self._there.side.facts.graph.things
        number = there.number.get(part)
        owner = -1 if number is None else int(there.plan[number])
        return Crossing("", part, whole, "isPartOf", owner < 0 or there.iri[owner] != whole)

    def _statement(self, thing: str, fact: Fact, value: str) -> Crossing:
        kept = value in self._there.side.facts.of(fact, thing) and not self._gone(value)
        return Crossing("", thing, value, fact, not kept)

    # ---- why

    def _gone(self, thing: str) -> bool:
        return thing in self._here.side.graphs and thing not in self._there.side.graphs

    def _why(self, path: tuple[Crossing, ...], end: str, reason: str) -> Cause:
        turned = [crossing for crossing in path if crossing.turned]
        for crossing in turned:
            for thing in (crossing.upper, crossing.lower):
                if self._gone(thing):
                    return Cause(self._way.thing, self._here.side.whole(thing, self._there.side))
        for crossing in turned:
            if crossing.link:
                kept = crossing.link in self._there.side.graphs
                what: Happening = "linkChanged" if kept else self._way.link
                return Cause(what, crossing.lower, crossing.link, crossing.relation)
            return Cause("changed", crossing.lower, relation=crossing.relation)
        plan = self._here.side.plan(end) if reason == "level" else ""
        return Cause(self._way.thing, plan) if self._gone(plan) else Cause("changed", end, relation=reason)
