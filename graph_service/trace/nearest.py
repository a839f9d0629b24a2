"""The nearest thing that would close a gap, and why it is near.

Nothing is invented: what is near is in the plans, and stands close to the gap by a link, an area or a document. Of
several that are as near, the one that most of the neighbours point at is taken, then the first by IRI.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from graph_service import messages
from graph_service.messages import Lang
from graph_service.model.gap import Cause, GapType, Near, Reason
from graph_service.model.thread import Node
from graph_service.trace.facts import Facts
from graph_service.trace.neighbours import Neighbours

_UP_TO_GOALS: Final = frozenset({"contributesTo", "alignsWith", "partOf"})
_UNKNOWN: Final[frozenset[Cause]] = frozenset({"planPartlyLoaded", "planNotLoaded"})
_NOT_NEEDED: Final[frozenset[Cause]] = frozenset({"declaredNotNeeded", "notRelevant"})
_MOST_NEIGHBOURS: Final = 200
"""Other plans' goals under the same target that are looked at; a national goal may have thousands below it."""

_Candidate = tuple[int, str, Reason, str]
"""How far away it is, its IRI, why it is near, and the IRI of what it is near through."""


class Nearest:
    """Looks for the nearest thing that would close a gap."""

    def __init__(self, facts: Facts) -> None:
        """Prepare to look.

        Args:
            facts: What the threads and the statements about things are.
        """
        self._facts = facts
        self._graph = facts.graph
        self._things = facts.graph.things
        self._near_by = Neighbours(self._graph)
        self._plan: list[int] = self._things.plan.tolist()
        self._classes = {
            name: frozenset(self._graph.of_class(name).tolist())
            for name in ("Activity", "Initiative", "EffectGoal", "DeliveryGoal", "Indicator", "Document")
        }
        self._kinds = [
            frozenset(np.flatnonzero(self._things.kind == kind).tolist()) for kind in range(len(self._things.kinds))
        ]
        self._to_goals = self._classes["EffectGoal"] | self._classes["DeliveryGoal"]
        self._doers = self._classes["Activity"] | self._classes["Initiative"]
        national = self._things.levels.index("national") if "national" in self._things.levels else -1
        on = np.flatnonzero(self._things.level == national)
        self._leads_national = frozenset(on.tolist()) | frozenset(self._graph.below(on).nodes.tolist())
        self._looks: dict[GapType, Callable[[int, int], Iterator[_Candidate]]] = {
            "uncovered": self._doer,
            "coveredShallow": self._initiative,
            "orphaned": self._target,
            "noNationalThread": self._national_target,
            "outdated": self._successor,
            "notReported": self._follow_up,
            "noResponsible": self._body,
            "notAddressed": self._addressing,
        }

    def find(self, name: GapType, cause: Cause, thing: int, target: int, missing: int, lang: Lang) -> Near | None:
        """Find the nearest thing that would close a gap.

        Args:
            name: The type of the gap.
            cause: Its cause.
            thing: The number of the thing.
            target: For an outdated target, its number.
            missing: The number of the document that what is missing may stand in; -1 if all are loaded.
            lang: The language of the sentence.

        Returns:
            The nearest thing; None if nothing is near, or nothing needs to be.
        """
        if cause in _NOT_NEEDED:
            return None
        if cause in _UNKNOWN:
            return self._near((0, self._things.iri[missing], "documentToLoad", ""), lang)
        found = Counter(self._looks[name](thing, target))
        if not found:
            return None
        votes = Counter[tuple[int, str]]()
        for (distance, iri, _, _), count in found.items():
            votes[distance, iri] += count
        return self._near(min(found, key=lambda near: (near[0], -votes[near[:2]], *near[1:])), lang)

    def _near(self, candidate: _Candidate, lang: Lang) -> Near:
        _, iri, reason, through = candidate
        values = {"thing": self._short(iri, lang), "through": self._short(through, lang) if through else ""}
        text = messages.text(f"gap.near_{reason}", lang, **values)
        return Near(self._node(iri, lang), reason, text, through)

    def _node(self, iri: str, lang: Lang) -> Node:
        number = self._graph.number(iri)
        return self._facts.body(iri, lang) if number is None else self._graph.node(number, lang)

    def _short(self, iri: str, lang: Lang) -> str:
        number = self._graph.number(iri)
        return self._facts.body(iri, lang).title if number is None else self._facts.short(number, lang)

    # ---- goals

    def _doer(self, goal: int, _: int) -> Iterator[_Candidate]:
        """What serves a sibling goal: in the same area, in the same plan, or under the same target in another plan."""
        found = False
        around = self._surroundings(goal)
        for sibling in self._siblings(goal, self._to_goals):
            near: tuple[int, Reason] = (1, "samePlan") if self._apart(around, sibling) else (0, "sameArea")
            for doer in self._serving(sibling):
                found = True
                yield near[0], self._things.iri[doer], near[1], self._things.iri[sibling]
        if found:
            return
        for above in self._ups(goal):
            for other in self._downs(above)[:_MOST_NEIGHBOURS]:
                if other in self._to_goals and self._plan[other] != self._plan[goal]:
                    for doer in self._serving(other):
                        yield 2, self._things.iri[doer], "sameTarget", self._things.iri[other]

    def _initiative(self, goal: int, _: int) -> Iterator[_Candidate]:
        for doer in self._serving(goal):
            yield 0, self._things.iri[doer], "initiative", ""

    def _follow_up(self, goal: int, _: int) -> Iterator[_Candidate]:
        """The report that follows up what else the plan holds."""
        for sibling in self._siblings(goal, None):
            later = self._facts.to("continues", self._things.iri[sibling])
            for thing in (self._things.iri[sibling], *later):
                for follow_up in self._facts.to("follows", thing):
                    number = self._graph.number(follow_up)
                    if number is not None and self._plan[number] >= 0:
                        report = self._things.iri[self._plan[number]]
                        yield 0, report, "followUpOfPlan", self._things.iri[sibling]

    # ---- upward

    def _target(self, thing: int, _: int) -> Iterator[_Candidate]:
        yield from self._targets(thing, lambda _: True)

    def _national_target(self, thing: int, _: int) -> Iterator[_Candidate]:
        yield from self._targets(thing, lambda target: target in self._leads_national)

    def _targets(self, thing: int, fits: Callable[[int], bool]) -> Iterator[_Candidate]:
        """What siblings of the same kind lead to, in the same area or plan; or what the document itself leads to."""
        initiative = thing in self._classes["Initiative"]
        below = {thing, *self._graph.below(thing).nodes.tolist()}
        already = set(self._ups(thing))
        around = self._surroundings(thing)
        for sibling in self._siblings(thing, self._kind_of(thing)):
            near: tuple[int, Reason] = (1, "planLeadsTo") if self._apart(around, sibling) else (0, "areaLeadsTo")
            for target, relation, _ in self._near_by.above(sibling):
                to_goal = not initiative or relation in _UP_TO_GOALS
                if to_goal and target not in below and target not in already and fits(target):
                    yield near[0], self._things.iri[target], near[1], self._things.iri[sibling]
        document = self._plan[thing]
        for target in self._ups(document) if document >= 0 else []:
            if target not in below and fits(target):
                yield 2, self._things.iri[target], "documentLeadsTo", self._things.iri[document]

    def _successor(self, _: int, target: int) -> Iterator[_Candidate]:
        """What continues the target, or its document; or the edition that holds now."""
        document = self._plan[target]
        for later in self._facts.to("continues", self._things.iri[target]):
            if later in self._things.number:
                yield 0, later, "newerPlan" if target == document else "continuedBy", self._things.iri[target]
        plan = self._things.iri[document] if document >= 0 else ""
        for later in self._facts.to("continues", plan):
            if self._graph.number(later) in self._classes["Document"]:
                yield 1, later, "newerPlan", plan
        if self._things.outdated[target] and self._facts.of("current", plan):
            yield 2, plan, "newerEdition", self._things.iri[target]

    # ---- activities and indicators

    def _body(self, activity: int, _: int) -> Iterator[_Candidate]:
        """Who answers for others like it, whom the plan expects something of in it, or who published the plan."""
        iri = self._things.iri
        for whole, relation, _ in self._near_by.above(activity):
            for part in self._downs(whole) if relation == "partOf" else ():
                for body in self._facts.of("responsible", iri[part]) if part in self._doers else ():
                    yield 0, body, "initiativeResponsible", iri[whole]
        for sibling in self._siblings(activity, self._classes["Activity"]):
            for body in self._facts.of("responsible", iri[sibling]):
                yield 1, body, "siblingResponsible", iri[sibling]
        for part in self._downs(activity):
            for body in self._facts.of("expectedOf", iri[part]):
                yield 2, body, "expectedOf", iri[part]
        for body in self._things.owners.get(self._plan[activity], ()):
            yield 3, body, "publisher", iri[self._plan[activity]]

    def _addressing(self, indicator: int, _: int) -> Iterator[_Candidate]:
        """An activity that addresses an indicator of the same area."""
        areas = set(self._facts.of("indicatorArea", self._things.iri[indicator]))
        for sibling in self._siblings(indicator, self._classes["Indicator"]):
            if not areas.isdisjoint(self._facts.of("indicatorArea", self._things.iri[sibling])):
                for doer in self._downs(sibling):
                    if doer in self._classes["Activity"]:
                        yield 0, self._things.iri[doer], "sameIndicatorArea", self._things.iri[sibling]

    # ---- neighbours

    def _apart(self, around: set[int], sibling: int) -> bool:
        return around.isdisjoint(self._surroundings(sibling))

    def _surroundings(self, thing: int) -> set[int]:
        """Give what a thing leads to directly, and the areas of what leads to it directly."""
        found = set(self._ups(thing))
        for part in self._downs(thing):
            found |= {area for area, relation, _ in self._near_by.above(part) if relation == "inArea"}
        return found

    def _siblings(self, thing: int, kind: frozenset[int] | None) -> Iterator[int]:
        for sibling in self._near_by.of_document(self._plan[thing]):
            if sibling != thing and (kind is None or sibling in kind):
                yield sibling

    def _kind_of(self, thing: int) -> frozenset[int]:
        return self._kinds[int(self._things.kind[thing])]

    def _serving(self, goal: int) -> Iterator[int]:
        for doer, relation, _ in self._near_by.below(goal):
            if relation == "contributesTo" and doer in self._doers:
                yield doer

    def _ups(self, thing: int) -> list[int]:
        return [above for above, _, _ in self._near_by.above(thing)]

    def _downs(self, thing: int) -> list[int]:
        return [below for below, _, _ in self._near_by.below(thing)]
