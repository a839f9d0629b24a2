"""The two graphs that a change lies between, cut down to what it can tell on."""

from dataclasses import replace
from typing import Final, Self

from graph_service.plans import breaks
from graph_service.plans.breaks import Effects
from graph_service.plans.effect import Effect, Kind
from graph_service.plans.side import Side
from graph_service.store.near import Near
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.trace.facts import Facts
from graph_service.trace.graph import Graph
from graph_service.trace.standing import STATES

_ACTIVITIES: Final[frozenset[Kind]] = frozenset({"losesActivities", "gainsActivities"})
_COVERED: Final = frozenset(STATES[1:])


class Nearby:
    """The graphs before and after a change, as far as the change can tell on them, and what it does.

    Attributes:
        before: The graph before the change.
        after: The graph after it.
        effects: What the change breaks, and what is gained: the same as in the whole graphs.
    """

    def __init__(self, before: Side, after: Side, effects: Effects) -> None:
        """Put them together."""
        self.before, self.after, self.effects = before, after, effects

    @classmethod
    def of(cls, before: EmbeddedStore, after: EmbeddedStore, touched: frozenset[str]) -> Self:
        """Find what a change does, at the price of the change.

        Args:
            before: The dataset before it.
            after: The dataset after it, made of the one before.
            touched: IRIs of the graphs that it touches.

        Returns:
            What it does.

        Raises:
            TooMuch: If it can tell on so much that the whole graphs may as well be compared.
        """
        near = Near(after)
        found = cls._compared(near, before, after, touched)
        below = {effect.thing for effect in (*found.effects.breaks, *found.effects.gains) if _by_a_way_down(effect)}
        if not below:
            return found
        near.take_below(below)
        return cls._compared(near, before, after, touched)

    @classmethod
    def _compared(cls, near: Near, before: EmbeddedStore, after: EmbeddedStore, touched: frozenset[str]) -> Self:
        # What names something, and what that says, is asked of the whole dataset.
        one, other = (
            replace(_side(part), store=whole) for part, whole in zip(near.parts(), (before, after), strict=True)
        )
        return cls(one, other, breaks.find(one, other, touched))


def nothing(store: EmbeddedStore) -> Side:
    """Give a dataset as a side of no change: there is nothing to tell of it."""
    return replace(_side(EmbeddedStore()), store=store)


def _side(part: EmbeddedStore) -> Side:
    return Side.read(part, Facts.build(part, Graph.read(part)))


def _by_a_way_down(effect: Effect) -> bool:
    """Tell whether an effect is told by the way down from the thing to an activity."""
    return effect.kind in _ACTIVITIES or {effect.before, effect.after} <= _COVERED
