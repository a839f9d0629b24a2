"""Following a thread: breadth first along the hops, every one with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.messages import Lang
from graph_service.model.terms import Iri, Literal
from graph_service.model.thread import Basis, Counts, Direction, Hop, Node, Step, Thread, Way
from graph_service.store import labels
from graph_service.store.internal import internal_query
from graph_service.store.labels import Label
from graph_service.store.port import Store
from graph_service.store.sparql_parts import renamed, with_subquery
from graph_service.store.sparql_text import with_values
from graph_service.trace.graph import COUNTED, Graph
from graph_service.trace.things import Things
from graph_service.trace.web import Numbers, Reach
from graph_service.vocabulary import RT

WAYS: Final[dict[Direction, tuple[Way, ...]]] = {"up": ("up",), "down": ("down",), "both": ("up", "down")}
"""The ways that a thread goes, by what is asked for."""
_NEAR: Final[dict[Way, str]] = {"up": "from", "down": "to"}
"""The end of a hop that is nearer to the start, as it is called in queries."""
_MOST_NESTED: Final = 25
"""Most steps that a query goes one by one; a longer one would be refused."""


@dataclass(frozen=True, slots=True)
class Strand:
    """What a thread holds in one direction, by number.

    Attributes:
        way: The direction.
        reach: The things that are reached, nearest first.
        hops: The hops that they are reached by, nearest first, then in the order of their links.
        depths: For each hop, the steps from the start to the thing that it reaches.
        more: True if the thread goes on beyond the depth that was asked for.
    """

    way: Way
    reach: Reach
    hops: Numbers
    depths: Numbers
    more: bool


def follow(graph: Graph, start: int, way: Way, *, depth: int | None, basis: frozenset[Basis] = COUNTED) -> Strand:
    """Follow a thread in one direction.

    Args:
        graph: The threads.
        start: Number of the thing to begin at.
        way: The direction.
        depth: Most steps, at least 1; None for any number.
        basis: Which links to follow.

    Returns:
        What is found.
    """
    web = graph.web(basis)
    reach = (web.above if way == "up" else web.below)(start, depth)
    onward, ends = (web.hops_up, graph.hops.lower) if way == "up" else (web.hops_down, graph.hops.upper)
    steps = np.zeros(len(graph.things.iri), dtype=np.int64)
    steps[reach.nodes] = reach.steps
    steps[start] = 0  # a circle may lead back to it
    last = steps == depth if depth is not None else np.zeros_like(steps, dtype=np.bool_)
    near = np.append(reach.nodes[reach.nodes != start], start)
    hops = onward(near[~last[near]])
    depths = steps[ends[hops]] + 1
    order = np.argsort(depths * len(graph.hops.link) + hops)
    return Strand(way, reach, hops[order], depths[order], len(onward(near[last[near]])) > 0)


def strands(
    graph: Graph, start: int | None, direction: Direction, *, depth: int | None, basis: frozenset[Basis] = COUNTED
) -> tuple[Strand, ...]:
    """Follow a thread in one direction, or in both.

    Args:
        graph: The threads.
        start: Number of the thing to begin at; None for one that no thread can run through.
        direction: The direction.
        depth: Most steps in each direction, at least 1; None for any number.
        basis: Which links to follow.

    Returns:
        What is found, upward first.
    """
    if start is None:
        none = np.empty(0, dtype=np.int64)
        return tuple(Strand(way, Reach(none, none), none, none, more=False) for way in WAYS[direction])
    return tuple(follow(graph, start, way, depth=depth, basis=basis) for way in WAYS[direction])


def trace(
    store: Store,
    start: str,
    *,
    direction: Direction = "both",
    depth: int = 12,
    basis: frozenset[Basis] = COUNTED,
    lang: Lang = "sv",
) -> Thread:
    """Follow the whole thread of one thing in a dataset that nothing else is asked of.

    Args:
        store: The dataset; one that sets no limit to its answers.
        start: IRI of the thing.
        direction: ``"up"`` for what it leads to, ``"down"`` for what leads to it, or ``"both"``.
        depth: Most steps in each direction, at least 1.
        basis: Which links to follow.
        lang: Language of names and reasons; texts of plans keep theirs.

    Returns:
        The thread.
    """
    graph = Graph.read(store)
    found = strands(graph, graph.number(start), direction, depth=depth, basis=basis)
    hops: dict[Way, tuple[Hop, ...]] = {s.way: tuple(graph.hop(int(n), lang) for n in s.hops) for s in found}
    ends = {end for taken in hops.values() for hop in taken for end in (hop.lower, hop.upper)}
    nodes = {iri: graph.node(graph.things.number[iri], lang) for iri in sorted(ends)}
    nodes[start] = described(store, graph, start, lang)
    more = any(strand.more for strand in found)
    return Thread(start, direction, nodes, hops.get("up", ()), hops.get("down", ()), more)


def described(store: Store, graph: Graph, iri: str, lang: Lang) -> Node:
    """Describe a thing, also one that no thread can run through.

    Args:
        store: The dataset.
        graph: Its threads.
        iri: The thing's IRI.
        lang: The language of its title, where there is a choice.

    Returns:
        The description.
    """
    number = graph.number(iri)
    return node(labels.describe(store, [iri])[iri], lang) if number is None else graph.node(number, lang)


def node(label: Label, lang: Lang) -> Node:
    """Make a thread's node of what a thing is called.

    Args:
        label: What it is called.
        lang: The language of its title, where there is a choice.

    Returns:
        The node.
    """
    kind = label.kind.removeprefix(RT).rsplit("#", 1)[-1]
    return Node(label.iri, label.title(lang), kind, label.code, label.plan, label.plan_title, label.level)


def count(things: Things, strand: Strand) -> Counts:
    """Count what a thread holds in one direction.

    Args:
        things: The things.
        strand: The thread.

    Returns:
        The counts.
    """
    nodes = strand.reach.nodes
    return Counts(
        things=len(nodes),
        hops=len(strand.hops),
        depth=int(strand.reach.steps.max(initial=0)),
        kinds=_counted(things.kinds, things.kind[nodes]),
        levels=_counted(things.levels, things.level[nodes]),
        more=strand.more,
    )


def steps(
    graph: Graph, strands: Sequence[Strand], lang: Lang, *, offset: int = 0, limit: int | None = None
) -> list[Step]:
    """Describe the hops of a thread, or some of them.

    Args:
        graph: The threads.
        strands: What was found, in one direction after the other.
        lang: Language of names and reasons; texts of plans keep theirs.
        offset: How many hops to leave out at the beginning, counted through all directions.
        limit: How many to describe at most; None for all.

    Returns:
        The hops, each with the thing that it reaches.
    """
    found: list[Step] = []
    for strand in strands:
        left = None if limit is None else limit - len(found)
        here = slice(offset, None if left is None else offset + left)
        numbers, depths = strand.hops[here], strand.depths[here].tolist()
        found += [
            graph.step(number, depth, strand.way, lang) for number, depth in zip(numbers.tolist(), depths, strict=True)
        ]
        offset = max(0, offset - len(strand.hops))
    return found


def query(start: str, strands: Sequence[Strand], *, basis: frozenset[Basis] = COUNTED, lang: Lang) -> str | None:
    """Give the query whose rows are the hops of a thread.

    Args:
        start: IRI of the thing that it begins at.
        strands: What was found.
        basis: Which links were followed.
        lang: Language of reasons.

    Returns:
        SPARQL text, its rows by direction and link; None if it would be too long to be asked.
    """
    found = {strand.way: strand for strand in strands}
    text = with_values(_on(internal_query("thread"), basis), "lang", [Literal(lang)])
    for way, near in _NEAR.items():
        if way not in found:
            text = with_values(text, near, [])
        elif basis == COUNTED and not found[way].more:
            whole = internal_query("thread-above" if way == "up" else "thread-below")
            text = with_subquery(text, near, with_values(whole, "start", [Iri(start)]))
        else:
            nested = int(found[way].depths.max(initial=1)) - 1
            if nested > _MOST_NESTED:
                return None
            text = _within(text, way, start, nested, basis)
    return text


def _within(text: str, way: Way, start: str, nested: int, basis: frozenset[Basis]) -> str:
    """Have the hops begin at what lies within some steps of the start."""
    inner = ""
    for step in range(1, nested + 1):
        names = {"near": f"step{step - 1}", "far": f"step{step}" if step < nested else _NEAR[way]}
        outer = with_values(_on(internal_query(f"thread-step-{way}"), basis), "far", [Iri(start)])
        outer = with_subquery(outer, "near", inner) if inner else with_values(outer, "near", [Iri(start)])
        inner = renamed(outer, names)
    return with_subquery(text, _NEAR[way], inner) if inner else with_values(text, _NEAR[way], [Iri(start)])


def _on(text: str, basis: frozenset[Basis]) -> str:
    return with_values(text, "basis", [Iri(f"{RT}{one}") for one in sorted(basis, reverse=True)])


def _counted(names: Sequence[str], places: Numbers) -> dict[str, int]:
    counts = np.bincount(places, minlength=len(names)).tolist()
    return {name: number for number, name in sorted(zip(counts, names, strict=True), key=_most_first) if number}


def _most_first(counted: tuple[int, str]) -> tuple[int, str]:
    return -counted[0], counted[1]
