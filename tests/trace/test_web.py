"""Following hops as arrays."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.trace.web import Reach, Web

SIZE = 9
EDGES = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), max_size=24)
DEPTH = st.none() | st.integers(0, 6)


def _web(edges: list[tuple[int, int]], *, size: int = SIZE, most_pairs: int = 1000) -> Web:
    lower = np.array([low for low, _ in edges], dtype=np.int64)
    upper = np.array([high for _, high in edges], dtype=np.int64)
    return Web(size, lower, upper, most_pairs=most_pairs)


def _naive(edges: list[tuple[int, int]], starts: set[int], depth: int | None) -> list[tuple[int, int]]:
    """Give (steps, node) of all that one or more hops lead to, by walking."""
    found: dict[int, int] = {}
    frontier, step = starts, 0
    while frontier and step != depth:
        step += 1
        frontier = {high for low, high in edges if low in frontier} - set(found)
        found |= dict.fromkeys(frontier, step)
    return sorted((step, node) for node, step in found.items())


def _told(reach: Reach) -> list[tuple[int, int]]:
    return list(zip(reach.steps.tolist(), reach.nodes.tolist(), strict=True))


@given(edges=EDGES, start=st.integers(0, SIZE - 1), depth=DEPTH)
def test_search_finds_what_naive_walking_finds(edges: list[tuple[int, int]], start: int, depth: int | None) -> None:
    """Both ways, in circles too, the nodes are those of naive walking, with the fewest steps, the nearest first."""
    web = _web(edges)
    turned = [(high, low) for low, high in edges]
    for _ in range(2):
        assert _told(web.above(start, depth)) == _naive(edges, {start}, depth)
        assert _told(web.below(start, depth)) == _naive(turned, {start}, depth)
        assert web.close()  # kept or searched, the answer is the same


@given(edges=EDGES, starts=st.sets(st.integers(0, SIZE - 1)), depth=DEPTH)
def test_search_may_begin_at_several_nodes(edges: list[tuple[int, int]], starts: set[int], depth: int | None) -> None:
    """From several nodes it finds what one of them leads to, by the fewest steps from any of them."""
    web = _web(edges)
    web.close()
    assert _told(web.above(np.array(sorted(starts), dtype=np.int64), depth)) == _naive(edges, starts, depth)


@given(edges=EDGES, node=st.integers(0, SIZE - 1))
def test_hops_at_a_node_are_in_order(edges: list[tuple[int, int]], node: int) -> None:
    """The hops at a node are all those that begin, or end, there, by number; of several between two nodes, each."""
    web = _web(edges)
    assert web.hops_up(node).tolist() == [number for number, (low, _) in enumerate(edges) if low == node]
    assert web.hops_down(node).tolist() == [number for number, (_, high) in enumerate(edges) if high == node]


@given(edges=EDGES, kept=st.sets(st.integers(0, 23)), start=st.integers(0, SIZE - 1))
def test_only_chosen_hops_are_followed(edges: list[tuple[int, int]], kept: set[int], start: int) -> None:
    """Hops that were not chosen are not there, and the others keep their numbers."""
    chosen = [number for number in range(len(edges)) if number in kept]
    lower, upper = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    web = Web(SIZE, lower, upper, np.array(chosen, dtype=np.int64))
    some = [edges[number] for number in chosen]
    assert _told(web.above(start)) == _naive(some, {start}, None)
    assert web.hops_up(start).tolist() == [number for number in chosen if edges[number][0] == start]


@pytest.mark.parametrize(
    ("size", "edges", "most"),
    [
        (200, [(n, n + 1) for n in range(199)], 10**6),  # a chain of more steps than are kept
        (40, [(low, high) for low in range(40) for high in range(40)], 1000),  # everything leads to everything
    ],
    ids=["long", "dense"],
)
def test_what_is_too_much_to_keep_is_searched(size: int, edges: list[tuple[int, int]], most: int) -> None:
    """Of a strange graph nothing is kept, and every question is still answered."""
    web = _web(edges, size=size, most_pairs=most)
    assert not web.close()
    graph = nx.DiGraph(edges)
    assert set(web.above(0).nodes.tolist()) - {0} == nx.descendants(graph, 0)
    assert set(web.below(size - 1).nodes.tolist()) - {size - 1} == nx.ancestors(graph, size - 1)


def test_nothing_is_no_trouble() -> None:
    """Without hops nothing leads anywhere, and there may be no nodes at all."""
    assert _web([], size=0).close()
    web = _web([], size=1)
    assert web.close()
    assert _told(web.above(0)) == _told(web.below(0, 3)) == []
    assert web.hops_up(0).tolist() == []
