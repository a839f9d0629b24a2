"""One thread that is worth showing first, chosen by a rule from whatever is loaded."""

from itertools import pairwise
from typing import Final, cast

import numpy as np

from graph_service.messages import Lang
from graph_service.model.layer import ExampleThread
from graph_service.trace import path
from graph_service.trace.graph import COUNTED, Graph
from graph_service.trace.layers import LEVELS
from graph_service.trace.standing import Mask, marked, members, on_level, reached
from graph_service.trace.web import Numbers

_MOST_CHAINS: Final = 20
"""Chains that are looked at, to find the one that passes most levels."""
_LONGEST: Final = 12
_OF_NO_LEVEL: Final = len(LEVELS)


def example(graph: Graph, lang: Lang) -> ExampleThread | None:
    """Choose a thread that shows what a thread is.

    It is that of the goal whose thread, up and down, passes most layers: levels, and what is measured; of several, one
    that reaches a vision, then the one that most activities lead straight to, then the first by IRI. The chain that is
    shown runs from an activity on the lowest level there is below the goal (one that addresses an indicator before
    others, then the nearest) to a vision, or else to the highest that the goal leads to.

    Args:
        graph: The threads.
        lang: The language of titles and reasons.

    Returns:
        The thread; None if no activity leads to any goal.
    """
    goal = _goal(graph)
    if goal is None:
        return None
    number, layers = goal
    doer, top = _lowest(graph, number), _highest(graph, number)
    if doer is None:
        return None
    up = _chain(graph, doer, number)
    whole = up if top in {None, *up} else _joined(up, _chain(graph, number, cast("int", top)))
    hops = np.concatenate([_between(graph, low, high) for low, high in pairwise(whole)])
    (told,) = path.describe(graph, path.Ways("up", hops, (whole,), more=False), slice(None), lang)
    onward = graph.hops_up(doer)
    addressing = onward[members(graph, "Indicator")[graph.hops.upper[onward]]].tolist()
    addressed = dict.fromkeys(int(graph.hops.upper[hop]) for hop in addressing)
    return ExampleThread(
        goal=graph.node(number, lang),
        layers=layers,
        chain=told,
        indicators=tuple(graph.node(indicator, lang) for indicator in addressed),
        addressing=tuple(graph.hop(hop, lang) for hop in addressing),
    )


def _goal(graph: Graph) -> tuple[int, int] | None:
    lower, upper = _ends(graph)
    activity, indicator = members(graph, "Activity"), members(graph, "Indicator")
    goal = members(graph, "Goal") & ~members(graph, "Vision") & reached(activity, lower, upper)
    goals = np.flatnonzero(goal)
    if not len(goals):
        return None
    layers = np.zeros(len(goal), dtype=np.int64)
    for level in LEVELS:
        there = on_level(graph, level) & ~indicator
        layers += there | reached(there, lower, upper) | reached(there, upper, lower)
    addressing = activity & reached(indicator, upper, lower)
    layers += reached(addressing, lower, upper)
    visionary = reached(members(graph, "Vision"), upper, lower)
    doers = np.bincount(upper[activity[lower]], minlength=len(goal))
    order = np.lexsort((goals, -doers[goals], ~visionary[goals], -layers[goals]))
    chosen = int(goals[order[0]])
    return chosen, int(layers[chosen])


def _lowest(graph: Graph, goal: int) -> int | None:
    below = graph.below(goal)
    doing = members(graph, "Activity")[below.nodes] & (below.nodes != goal)
    nodes, steps = below.nodes[doing], below.steps[doing]
    if not len(nodes):
        return None
    addressing = marked(graph, graph.hops.lower[graph.hops_down(graph.of_class("Indicator"))])
    order = np.lexsort((nodes, steps, ~addressing[nodes], -_depths(graph)[nodes]))
    return int(nodes[order[0]])


def _highest(graph: Graph, goal: int) -> int | None:
    above = graph.above(goal)
    others: Mask = (above.nodes != goal) & ~members(graph, "Indicator")[above.nodes]
    nodes, steps = above.nodes[others], above.steps[others]
    if not len(nodes):
        return None
    order = np.lexsort((nodes, -steps, _ranks(graph)[nodes], ~members(graph, "Vision")[nodes]))
    return int(nodes[order[0]])


def _ranks(graph: Graph) -> Numbers:
    """Give the place of each thing's level, from 0 for the highest."""
    places = [LEVELS.index(level) if level in LEVELS else _OF_NO_LEVEL for level in graph.things.levels]
    ranks: Numbers = np.array(places, dtype=np.int64)[graph.things.level]
    return ranks


def _depths(graph: Graph) -> Numbers:
    """Give the same, from -1 for what is on no level, so that nothing is taken for lower than what is local."""
    ranks = _ranks(graph)
    depths: Numbers = np.where(ranks == _OF_NO_LEVEL, -1, ranks)
    return depths


def _chain(graph: Graph, low: int, high: int) -> tuple[int, ...]:
    """Give the chain that passes most levels; of several, the shortest."""
    found = path.find(graph, low, high, most=_MOST_CHAINS, longest=_LONGEST).chains
    level = graph.things.level
    return min(found, key=lambda chain: (-len({int(level[thing]) for thing in chain}), len(chain)))


def _joined(lower: tuple[int, ...], upper: tuple[int, ...]) -> tuple[int, ...]:
    """Put two chains together; where circles lead the second back to the first, what lies in the circle is left out."""
    whole = list(lower)
    for thing in upper[1:]:
        if thing in whole:
            del whole[whole.index(thing) + 1 :]
        else:
            whole.append(thing)
    return tuple(whole)


def _between(graph: Graph, low: int, high: int) -> Numbers:
    hops = graph.hops_up(low)
    there: Numbers = hops[graph.hops.upper[hops] == high]
    return there


def _ends(graph: Graph) -> tuple[Numbers, Numbers]:
    counted = graph.hops.of_basis(COUNTED)
    return graph.hops.lower[counted], graph.hops.upper[counted]
