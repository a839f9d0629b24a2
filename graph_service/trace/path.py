"""How two things hang together: the chains of hops from one to the other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from graph_service.messages import Lang
from graph_service.model.path import Between, Chain, Line
from graph_service.model.terms import Iri, Literal
from graph_service.model.thread import Node, Way
from graph_service.store.internal import internal_query
from graph_service.store.sparql_text import with_values
from graph_service.trace import thread
from graph_service.trace.graph import Graph
from graph_service.trace.web import Numbers

_MOST_MEETINGS: Final = 5
_MOST_TRIES: Final = 200_000
"""Steps that are tried in looking for chains. In a strange graph nearly all of them may end nowhere."""
_Ahead = Mapping[int, list[int]]


@dataclass(frozen=True, slots=True)
class Ways:
    """What lies between two things, by number.

    Attributes:
        way: Whether the first leads up to the second, or the other way round; None if neither.
        hops: The hops on some way from one to the other, ascending.
        chains: The things along each chain from the first to the second: the shortest chains first, then by IRI.
        more: True if there are more, or longer, chains than were looked for.
    """

    way: Way | None
    hops: Numbers
    chains: tuple[tuple[int, ...], ...]
    more: bool


def find(graph: Graph, first: int | None, second: int | None, *, most: int, longest: int) -> Ways:
    """Find the chains from one thing to another, by links that are stated or inferred.

    Args:
        graph: The threads.
        first: Number of the one; None for a thing that no thread can run through.
        second: Number of the other.
        most: Most chains to find.
        longest: Most steps of a chain; where the shortest one is longer, as many as that has.

    Returns:
        The chains; none if neither thing leads to the other.
    """
    ends: tuple[tuple[Way, int | None, int | None], ...] = (("up", first, second), ("down", second, first))
    for way, low, high in ends:
        if low is None or high is None or low == high:
            continue
        above, below = graph.above(low), graph.below(high)
        if high not in above.nodes:
            continue
        left = dict(zip(below.nodes.tolist(), below.steps.tolist(), strict=True)) | {high: 0}
        hops = graph.hops_up(np.append(above.nodes[above.nodes != low], low))
        hops = np.sort(hops[np.isin(graph.hops.upper[hops], np.append(below.nodes, high))])
        search = _Search(_ahead(graph, hops), left, low, high)
        chains, more = search.chains(most, max(longest, left[low]))
        return Ways(way, hops, tuple(chain if way == "up" else chain[::-1] for chain in chains), more)
    return Ways(None, np.empty(0, dtype=np.int64), (), more=False)


def describe(graph: Graph, ways: Ways, part: slice, lang: Lang) -> tuple[Chain, ...]:
    """Describe some of the chains.

    Args:
        graph: The threads.
        ways: The chains.
        part: Which of them.
        lang: Language of names and reasons; texts of plans keep theirs.

    Returns:
        The chains in words.
    """
    joining: dict[tuple[int, int], list[int]] = {}
    for hop in ways.hops.tolist():
        joining.setdefault((int(graph.hops.lower[hop]), int(graph.hops.upper[hop])), []).append(hop)
    return tuple(
        Chain(
            length=len(chain) - 1,
            things=tuple(graph.node(number, lang) for number in chain),
            hops=tuple(
                graph.hop(hop, lang)
                for here, there in pairwise(chain)
                for hop in joining[(there, here) if ways.way == "down" else (here, there)]
            ),
        )
        for chain in ways.chains[part]
    )


def lines(chains: Iterable[Chain], first: int = 1) -> Iterator[Line]:
    """Write chains as rows of a table.

    Args:
        chains: The chains.
        first: Number of the first one.

    Yields:
        A row for each hop.
    """
    for number, chain in enumerate(chains, first):
        steps = {frozenset((a.iri, b.iri)): step for step, (a, b) in enumerate(pairwise(chain.things), 1)}
        things = {thing.iri: thing for thing in chain.things}
        for hop in chain.hops:
            step = steps[frozenset((hop.lower, hop.upper))]
            yield Line(number, step, things[hop.lower], hop.relation, things[hop.upper], hop.evidence, hop.link)


def between(graph: Graph, ways: Ways, first: int | None, second: int | None, lang: Lang) -> Between:
    """Tell what lies between two things; where there is no chain, what comes nearest to one.

    Args:
        graph: The threads.
        ways: The chains that were found.
        first: Number of the one; None for a thing that no thread can run through.
        second: Number of the other.
        lang: Language of names.

    Returns:
        What lies between them.
    """
    if ways.way is not None:
        things = np.union1d(graph.hops.lower[ways.hops], graph.hops.upper[ways.hops])
        return Between(ways.way, len(ways.chains[0]) - 1, len(things), len(ways.hops), ways.more, None, None, ())
    (above,) = thread.strands(graph, first, "up", depth=None)
    (below,) = thread.strands(graph, second, "down", depth=None)
    counts = thread.count(graph.things, above), thread.count(graph.things, below)
    return Between(None, 0, 0, 0, ways.more, *counts, _meetings(graph, first, second, lang))


def query(low: str, high: str, lang: Lang) -> str:
    """Give the query whose rows are the hops on some way from one thing up to another.

    Args:
        low: IRI of the thing that leads.
        high: IRI of the thing that is led to.
        lang: Language of reasons.

    Returns:
        SPARQL text.
    """
    text = with_values(internal_query("path"), "low", [Iri(low)])
    return with_values(with_values(text, "high", [Iri(high)]), "lang", [Literal(lang)])


class _Search:
    """Looks for chains of one length after the other, and only where the end can still be reached in time."""

    def __init__(self, ahead: _Ahead, left: Mapping[int, int], low: int, high: int) -> None:
        self._ahead = ahead
        self._left = left
        self._low = low
        self._high = high
        self._tries = 0

    def chains(self, most: int, longest: int) -> tuple[list[tuple[int, ...]], bool]:
        found: list[tuple[int, ...]] = []
        for length in range(self._left[self._low], min(longest, len(self._ahead)) + 1):
            for chain in self._of_length(length):
                if len(found) == most:
                    return found, True
                found.append(chain)
            if self._tries > _MOST_TRIES:
                return found, True
        return found, longest < len(self._ahead) and self._longer(longest)

    def _longer(self, longest: int) -> bool:
        """Tell whether there is some chain that is longer than those looked for, or that might be."""
        for length in range(longest + 1, len(self._ahead) + 1):
            if next(self._of_length(length), None) or self._tries > _MOST_TRIES:
                return True
        return False

    def _of_length(self, length: int) -> Iterator[tuple[int, ...]]:
        chain = [self._low]
        choices = [iter(self._ahead[self._low])]
        while choices:
            self._tries += 1
            if self._tries > _MOST_TRIES:
                return
            there = next(choices[-1], None)
            if there is None:
                choices.pop()
                chain.pop()
            elif there == self._high:
                if len(chain) == length:
                    yield (*chain, there)
            elif there not in chain and len(chain) + self._left[there] <= length:
                chain.append(there)
                choices.append(iter(self._ahead[there]))


def _ahead(graph: Graph, hops: Numbers) -> _Ahead:
    ahead: dict[int, set[int]] = {}
    for hop in hops.tolist():
        ahead.setdefault(int(graph.hops.lower[hop]), set()).add(int(graph.hops.upper[hop]))
    return {number: sorted(there) for number, there in ahead.items()}


def _meetings(graph: Graph, first: int | None, second: int | None, lang: Lang) -> tuple[Node, ...]:
    if first is None or second is None or first == second:
        return ()
    one, other = graph.above(first), graph.above(second)
    common, at_one, at_other = np.intersect1d(one.nodes, other.nodes, return_indices=True)
    steps = one.steps[at_one] + other.steps[at_other]
    nearest = common[steps == steps.min()] if len(common) else common
    return tuple(graph.node(number, lang) for number in nearest[:_MOST_MEETINGS].tolist())
