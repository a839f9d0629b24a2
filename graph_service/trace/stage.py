"""Setting a stage: which things of a plan, and of the plans that it hangs together with, stand in which column."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from graph_service.model.stage import COLUMNS, Card, Column, Line
from graph_service.trace.graph import Graph
from graph_service.trace.ordering import ordered
from graph_service.trace.web import Numbers

_LEVELS: Final[dict[str, int]] = {
    level: rank for rank, level in enumerate(("international", "national", "regional", "subregional", "local"), -1)
}
_NATIONAL: Final = _LEVELS["national"]
_DIRECTION: Final = ("Vision", "OverallGoal", "FocusArea", "Recommendation", "Principle")
_BY_CLASS: Final[tuple[tuple[str, Column], ...]] = (
    ("Indicator", "answers"),
    ("RoleExpectation", "answers"),
    ("Activity", "work"),
    ("Initiative", "work"),
    ("Goal", "goals"),
    *((kind, "direction") for kind in _DIRECTION),
)
"""The column of each class; of a thing of several classes the last that is named here."""
_ANSWERS: Final = COLUMNS.index("answers")
_UNDER: Final = frozenset({"partOf"})
"""Relations by which a card stands under another of its column."""
_MOST: Final = 400
"""Cards at which no more of what leads to the plan from others is taken in."""


@dataclass(frozen=True)
class Stage:
    """The cards of a plan in columns, and the lines between them.

    Attributes:
        plan: The number of the plan.
        cards: The cards: by column, then by the document that they are of, then in the order in which lines run level.
        lines: The lines, by their ends.
    """

    plan: int
    cards: tuple[Card, ...]
    lines: tuple[Line, ...]

    @cached_property
    def place(self) -> dict[int, int]:
        """Places of the cards by the numbers of their things."""
        return {card.thing: place for place, card in enumerate(self.cards)}

    def thread(self, chosen: int) -> frozenset[int]:
        """Give the thread of a card: all that it leads to, to the left, and all that leads to it, to the right.

        Args:
            chosen: The card's place.

        Returns:
            The places of the cards, that of the card itself among them.
        """
        return frozenset({chosen, *_closure(self._left, chosen), *_closure(self._right, chosen)})

    def leads_to(self, place: int) -> frozenset[int]:
        """Give all that a card leads to, to the left, by their places."""
        return frozenset(_closure(self._left, place))

    def columns(self, places: Iterable[int]) -> frozenset[int]:
        """Tell which columns some cards stand in."""
        return frozenset(self.cards[place].column for place in places)

    @cached_property
    def richest(self) -> int | None:
        """The place of the goal or work whose thread passes most columns, then most cards; then by IRI."""
        chosen = {COLUMNS.index("goals"), COLUMNS.index("work")}
        ranked = []
        for place, card in enumerate(self.cards):
            if card.column in chosen:
                thread = self.thread(place)
                ranked.append((-len(self.columns(thread)), -len(thread), card.thing, place))
        return min(ranked)[-1] if ranked else None

    @cached_property
    def _left(self) -> dict[int, list[int]]:
        return _adjacent((line.right, line.left) for line in self.lines)

    @cached_property
    def _right(self) -> dict[int, list[int]]:
        return _adjacent((line.left, line.right) for line in self.lines)


class Stages:
    """The stages of a snapshot, each set when it is first asked for.

    Example:
        >>> from graph_service.settings import Settings
        >>> from graph_service.store import snapshot
        >>> graph = Graph.build(snapshot.build(snapshot.shipped_files(Settings())).store)
        >>> stages = Stages(graph)
        >>> stage = stages.of(graph.number(f"{Settings().base}fyrbodal-2020-2022"))
        >>> [sum(card.column == number for card in stage.cards) for number in range(len(COLUMNS))][2:5]
        [5, 11, 23]
    """

    def __init__(self, graph: Graph) -> None:
        """Prepare the stages.

        Args:
            graph: The things and the hops between them.
        """
        self._graph = graph
        self._column = _columns(graph)
        self._rank = np.array([_LEVELS.get(level, len(_LEVELS)) for level in graph.things.levels], dtype=np.int64)
        self._set: dict[int, Stage] = {}

    @cached_property
    def plans(self) -> tuple[int, ...]:
        """The numbers of the plans that have goals or work of their own, in the order of their levels, then of IRIs."""
        things = self._graph.things
        shown = np.isin(self._column, [COLUMNS.index(name) for name in ("direction", "goals", "work")])
        own = np.unique(things.plan[np.flatnonzero(shown)])
        return tuple(sorted((int(plan) for plan in own if plan >= 0), key=lambda plan: (self._level(plan), plan)))

    @cached_property
    def best(self) -> int | None:
        """The plan whose things hang together with most columns; of those the one with most hops, then by IRI."""
        things, hops = self._graph.things, self._graph.hops
        reached: dict[int, set[int]] = defaultdict(set)
        counts: dict[int, int] = defaultdict(int)
        for lower, upper in zip(hops.lower.tolist(), hops.upper.tolist(), strict=True):
            if self._column[lower] < 0:
                continue
            plan = int(things.plan[lower])
            if plan >= 0:
                reached[plan] |= {self._placed(end, plan, frozenset({upper})) for end in (lower, upper)} - {-1}
                counts[plan] += 1
        return min(self.plans, key=lambda plan: (-len(reached[plan]), -counts[plan], plan), default=None)

    def of(self, plan: int) -> Stage:
        """Set the stage of a plan.

        Args:
            plan: The number of the plan.

        Returns:
            The stage; without cards for a plan that has neither goals nor work.
        """
        if plan not in self._set:
            self._set[plan] = self._make(plan)
        return self._set[plan]

    def home(self, thing: int) -> int | None:
        """Give the plan on whose stage a thing is to be looked at.

        Args:
            thing: The thing's number.

        Returns:
            Its own plan, if that has goals or work; else the best one, if the thing stands there; else the first that
            leads to it or that it leads to; None if there is none.
        """
        own = int(self._graph.things.plan[thing])
        if own in self.plans and (own == thing or self._column[thing] >= 0) and self._leads(own):
            return own
        if self.best is not None and thing in self.of(self.best).place:
            return self.best
        near = np.concatenate((self._graph.below(thing).nodes, self._graph.above(thing).nodes))
        plans = self._graph.things.plan[near].tolist()
        return next((plan for plan in plans if plan in self.plans and thing in self.of(plan).place), None)

    def _leads(self, plan: int) -> bool:
        """Tell whether a plan has work of its own, or goals with something below: a stage worth looking at."""
        own = np.flatnonzero(self._graph.things.plan == plan)
        return bool(np.isin(self._column[own], [COLUMNS.index("goals"), COLUMNS.index("work")]).any())

    def _level(self, plan: int) -> int:
        return int(self._rank[self._graph.things.level[plan]])

    def _above(self, plan: int) -> frozenset[int]:
        own = np.flatnonzero(self._graph.things.plan == plan)
        return frozenset(self._graph.above(own[own != plan]).nodes.tolist()) if len(own) else frozenset()

    def _make(self, plan: int) -> Stage:
        things = self._graph.things
        own = np.flatnonzero((things.plan == plan) & (self._column >= 0))
        members = dict.fromkeys(own.tolist())
        if own.size:
            members |= dict.fromkeys(self._graph.above(own).nodes.tolist())
            members |= dict.fromkeys(self._measures(members).tolist())
            frontier = own
            while len(members) < _MOST and frontier.size:
                frontier = np.array([n for n in self._graph.below(frontier, 1).nodes.tolist() if n not in members])
                members |= dict.fromkeys(frontier.tolist())
        above = self._above(plan)
        column = {thing: self._placed(thing, plan, above) for thing in members}
        return self._arranged(plan, {thing: at for thing, at in column.items() if at >= 0})

    def _placed(self, thing: int, plan: int, above: frozenset[int]) -> int:
        column, own = int(self._column[thing]), int(self._graph.things.plan[thing])
        if thing == plan:
            return -1
        if own == plan or column == _ANSWERS:
            return column
        rank, here = self._level(thing), self._level(plan)
        if rank > here or (rank == here and thing not in above):
            return column
        if column < 0 and own != thing:
            return -1
        return COLUMNS.index("nation" if rank <= _NATIONAL else "region")

    def _measures(self, members: Iterable[int]) -> Numbers:
        """Give all indicators of the documents that some are of: one that nothing addresses is a gap to be seen."""
        plan = self._graph.things.plan
        indicators = self._graph.of_class("Indicator")
        some = indicators[np.isin(indicators, np.fromiter(members, dtype=np.int64))]
        return indicators[np.isin(plan[indicators], plan[some])]

    def _arranged(self, plan: int, column: dict[int, int]) -> Stage:
        hops, group = self._graph.hops, self._graph.things.plan
        between: dict[tuple[int, int], list[int]] = defaultdict(list)
        under: dict[int, int] = {}
        for hop in self._graph.hops_up(np.fromiter(column, dtype=np.int64)).tolist() if column else ():
            lower, upper = int(hops.lower[hop]), int(hops.upper[hop])
            if upper not in column or lower == upper:
                continue
            left, right = (lower, upper) if column[lower] < column[upper] else (upper, lower)
            between[left, right].append(hop)
            if column[lower] == column[upper] and hops.relation[hop] in _UNDER and group[lower] == group[upper]:
                under.setdefault(lower, upper)
        tops = {thing for thing in column if not _within(thing, under)}
        rows: list[list[int]] = [[] for _ in COLUMNS]
        for thing in sorted(tops, key=lambda thing: self._order(thing, plan)):
            rows[column[thing]].append(thing)
        top = {thing: _top(thing, under) if thing not in tops else thing for thing in column}
        rows = ordered(rows, {(top[left], top[right]) for left, right in between if top[left] != top[right]})
        places: dict[int, int] = {}
        below = _below_tops({(left, right) for left, right in between if column[left] == column[right]})
        for row in rows:
            row.sort(key=lambda thing: below.get(thing, 0))
            groups = dict.fromkeys(int(group[thing]) for thing in row)
            for of in sorted(groups, key=lambda of: of != plan):
                for thing in (one for one in row if group[one] == of):
                    self._stand(thing, under, column, places)
        cards = tuple(
            Card(thing, column[thing], int(group[thing]), places[under[thing]] if thing not in tops else -1)
            for thing in places
        )
        lines = tuple(
            Line(places[left], places[right], tuple(found), any(hops.basis[hop] == "stated" for hop in found))
            for (left, right), found in between.items()
        )
        return Stage(plan, cards, tuple(sorted(lines, key=lambda line: (line.left, line.right))))

    def _stand(self, thing: int, under: dict[int, int], column: dict[int, int], places: dict[int, int]) -> None:
        places[thing] = len(places)
        below = [one for one, other in under.items() if other == thing and one not in places]
        for one in sorted(below, key=lambda one: self._order(one, one)):
            self._stand(one, under, column, places)

    def _order(self, thing: int, plan: int) -> tuple[object, ...]:
        """Give the order of cards where no line says more: the plan's own first, then by code, as people count."""
        things = self._graph.things
        code = things.code[thing]
        return things.plan[thing] != plan, int(things.plan[thing]), not code, _natural(code), things.iri[thing]


def _columns(graph: Graph) -> Numbers:
    column = np.full(len(graph.things.iri), -1, dtype=np.int64)
    for kind, name in _BY_CLASS:
        column[graph.of_class(kind)] = COLUMNS.index(name)
    return column


def _natural(code: str) -> tuple[tuple[int, str], ...]:
    """Order codes as people count: 2 before 10."""
    parts: list[tuple[int, str]] = []
    for part in code.replace("-", ".").split("."):
        digits = "".join(letter for letter in part if letter.isdigit())
        parts.append((int(digits[:18]) if digits.isascii() and digits else 0, part))
    return tuple(parts)


def _within(thing: int, under: dict[int, int]) -> bool:
    """Tell whether a thing stands under another that does not stand under it in turn."""
    return thing in under and _top(thing, under) != thing


def _top(thing: int, under: dict[int, int]) -> int:
    seen: set[int] = set()
    at = thing
    while at in under and at not in seen:
        seen.add(at)
        at = under[at]
    return min(seen) if at in seen else at


def _below_tops(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Tell how many steps things are below those that lead no further; those of circles count as none.

    Args:
        pairs: A thing that is led to, and one that leads to it.

    Returns:
        The steps.
    """
    down = _adjacent(pairs)
    lower = {right for rights in down.values() for right in rights}
    row = {thing for thing in down if thing not in lower}
    steps: dict[int, int] = {}
    while row:
        steps |= dict.fromkeys(row, max(steps.values(), default=-1) + 1)
        row = {right for thing in row for right in down.get(thing, ())} - steps.keys()
    return steps


def _adjacent(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        found[one].append(other)
    return found


def _closure(near: dict[int, list[int]], start: int) -> set[int]:
    seen: set[int] = set()
    ahead = list(near.get(start, ()))
    while ahead:
        at = ahead.pop()
        if at not in seen:
            seen.add(at)
            ahead += near.get(at, ())
    return seen
