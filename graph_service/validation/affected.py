"""Which nodes a change can concern: for each check those whose result may be another afterwards.

A check finds its result by going along walks (``validation.walks``) from a focus node. As long as no statement at
which one of its walks arrives is put in or taken out, it goes the same ways and finds the same. So from each changed
statement we go back along the walks; whatever focus node we come to is concerned, and no other can be. It does not
matter whether that is done in the graph before the change or after it: the way back is gone in both at once, by holding
what is put in and what is taken out beside whichever is there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

import pyoxigraph as ox

from graph_service.store.oxigraph import EmbeddedStore
from graph_service.validation.around import Around, Node
from graph_service.validation.delta import Delta
from graph_service.validation.paths import Unbounded
from graph_service.validation.raw import Rules
from graph_service.validation.shapes import Shape
from graph_service.validation.walks import FOCUS, Step, Walks

MOST_STEPS: Final = 20_000
"""Most nodes that the way back of one check may pass; where there are more, all its focus nodes are asked."""
MOST_CHANGED: Final = 100_000
"""Most changed statements that are followed back; where there are more, everything is asked."""

Foci = frozenset[Node] | None
"""Focus nodes; None for all there are."""


@dataclass(frozen=True, slots=True)
class Affected:
    """What a change can concern.

    Attributes:
        by_check: For each check, in the order of the rules', the nodes whose result may differ. They may be more than
            those that do differ, never fewer.
    """

    by_check: tuple[Foci, ...]

    def __or__(self, other: Self) -> Self:
        """Put together what several changes concern, each found in the dataset before it or after it."""
        pairs = zip(self.by_check, other.by_check, strict=True)
        return type(self)(tuple(None if one is None or two is None else one | two for one, two in pairs))


def find(
    store: EmbeddedStore, delta: Delta, rules: Rules, *, most: int = MOST_STEPS, changed: int = MOST_CHANGED
) -> Affected:
    """Find what a change can concern.

    Args:
        store: The dataset before the change, or after it: that is the same.
        delta: What the change puts in and takes out, with all that is derived anew and no longer.
        rules: The rules.
        most: Most nodes to pass on the way back for one check, before all its focus nodes are taken.
        changed: Most changed statements to follow back, before everything is taken.

    Returns:
        The focus nodes for each check.
    """
    if len(delta) > changed:
        return Affected((None,) * len(rules.checks))
    finder = _Finder(store, delta, most)
    pairs = zip(rules.checks, rules.walks, strict=True)
    return Affected(tuple(None if walks is None else finder.foci(walks, check.target) for check, walks in pairs))


def back(store: EmbeddedStore, delta: Delta, walks: Walks, *, most: int = MOST_STEPS) -> frozenset[Node] | None:
    """Go back from what a change puts in and takes out to where some walks begin.

    Args:
        store: The dataset before the change, or after it.
        delta: The change.
        walks: The walks.
        most: Most nodes to pass.

    Returns:
        The nodes from which a walk leads to what is changed; None if they are too many to say.
    """
    try:
        return frozenset(_Finder(store, delta, most).back(walks))
    except Unbounded:
        return None


class _Finder:
    def __init__(self, store: EmbeddedStore, delta: Delta, most: int) -> None:
        self._around = Around(store, delta, most=most)
        self._delta = delta
        self._most = most
        self._known: dict[tuple[Walks, object], Foci] = {}

    def foci(self, walks: Walks, target: Shape) -> Foci:
        # Several constraints of a shape read the same.
        key = (walks, target.targets)
        if key not in self._known:
            try:
                found = self.back(walks)
                self._known[key] = frozenset(node for node in found if self._around.is_target(node, target))
            except Unbounded:
                self._known[key] = None
        return self._known[key]

    def back(self, walks: Walks) -> set[Node]:
        if any(self._delta.of_predicate(predicate) for predicate in walks.anywhere):
            raise Unbounded
        arriving: dict[int, list[Step]] = {}
        for step in walks.steps:
            for state in {step.target, step.named}:
                if state is not None:
                    arriving.setdefault(state, []).append(step)
        seen = {(step.source, node) for step in walks.steps for node in self._changed(step)}
        todo = list(seen)
        found = set()
        while todo:
            state, node = todo.pop()
            if state == FOCUS:
                found.add(node)
            before = {(source, node) for source, target in walks.leaps if target == state}
            for step in arriving.get(state, ()):
                before |= {(step.source, source) for source in self._sources(step, state, node)}
            new = before - seen
            seen |= new
            todo += new
            if len(seen) > self._most:
                raise Unbounded
        return found

    def _changed(self, step: Step) -> Iterator[Node]:
        """Give the nodes from which a step arrives at a changed statement."""
        for triple in self._delta.of_predicate(step.predicate):
            begin, end = (triple.object, triple.subject) if step.inverse else (triple.subject, triple.object)
            if step.term and str(end) != step.term:
                continue
            if step.kind and end not in self._around.kinds(step.kind):
                continue
            yield begin

    def _sources(self, step: Step, state: int, node: Node) -> Iterator[Node]:
        """Give the nodes from which a step leads to a node."""
        if step.target == state:
            yield from self._around.next_to(node, step.predicate, inverse=not step.inverse)
        if step.named == state and isinstance(node, ox.NamedNode):
            for triple in self._around.saying(node):
                yield triple.object if step.inverse else triple.subject
