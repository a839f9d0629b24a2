"""What a change breaks, and what is gained by it: the difference between the graph before and the graph after."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph_service.plans import pointing, standings, wording
from graph_service.plans.around import Around
from graph_service.plans.effect import BREAKS, KINDS, Effect
from graph_service.plans.side import Side


@dataclass(frozen=True, slots=True)
class Effects:
    """What a change does to others.

    Attributes:
        breaks: What breaks: by kind, then by the IRI of the thing.
        gains: What is gained, in the same order.
    """

    breaks: tuple[Effect, ...]
    gains: tuple[Effect, ...]


def find(before: Side, after: Side, touched: frozenset[str]) -> Effects:
    """Find what a change does to threads, coverage, links and whatever points at something.

    Args:
        before: The graph before the change.
        after: The graph after it.
        touched: IRIs of the graphs that the change touches. What breaks is found in all graphs; this only tells what
            breaks elsewhere.

    Returns:
        What breaks, and what is gained.

    Example:
        >>> from dataclasses import replace
        >>> from graph_service.settings import Settings
        >>> from graph_service.store import snapshot
        >>> from graph_service.trace.facts import Facts
        >>> from graph_service.trace.graph import Graph
        >>> files = snapshot.shipped_files(Settings())
        >>> links = next(file for file in files if file.path.name == "fyrbodal-nationellt.ttl")
        >>> fewer = [quad for quad in links.quads if "fokusomrade-3.4" not in quad.subject.value]
        >>> changed = [replace(file, quads=tuple(fewer)) if file is links else file for file in files]
        >>> stores = [snapshot.build(plans).store for plans in (files, changed)]
        >>> sides = [Side.read(store, Facts.build(store, Graph.read(store))) for store in stores]
        >>> [(effect.kind, effect.thing.rsplit("/", 1)[-1]) for effect in find(*sides, frozenset({links.graph})).breaks]
        [('losesActivities', 'd-infrastruktur')]
    """
    around = Around(before, after, touched)
    found = [
        *standings.differences(before, after, around),
        *pointing.effects(before, after, around, wording.reworded(before, after)),
    ]
    breaks = [effect for effect in found if effect.kind in BREAKS]
    gains = [effect for effect in found if effect.kind not in BREAKS]
    return Effects(_ordered(breaks), _ordered(gains))


def _ordered(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    return tuple(
        sorted(effects, key=lambda e: (KINDS.index(e.kind), e.thing, e.rule, e.relation, e.link, e.cause.thing))
    )
