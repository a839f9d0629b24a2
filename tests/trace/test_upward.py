"""Finding every way up."""

from itertools import pairwise

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st
from threads_of import EDGES, dataset, number

from graph_service.store.snapshot import Snapshot
from graph_service.trace import upward
from graph_service.trace.graph import Graph

BASE = "https://w3id.org/redthread/id/"


def _ways(edges: list[tuple[int, int, str, str]], start: int) -> list[list[int]]:
    """Walk up by naive search, to what leads no further; where there is no such, to where the circle closes."""
    graph = nx.DiGraph([(a, b) for a, b, _, basis in edges if basis != "proposed"])
    graph.add_node(start)
    tops = {node for node in graph if not graph.out_degree(node)}
    hopeless = {node for node in graph if not tops & ({node} | nx.descendants(graph, node))}
    found = []
    waiting = [[start]]
    while waiting:
        chain = waiting.pop()
        onward = [node for node in graph.successors(chain[-1]) if node not in chain]
        waiting += [[*chain, node] for node in onward]
        if not onward and len(chain) > 1 and chain[-1] in tops | hopeless:
            found.append(chain)
    return found


@given(edges=EDGES, start=st.integers(0, 7))
def test_ways_are_all_chains_to_a_top(edges: list[tuple[int, int, str, str]], start: int) -> None:
    """They are those of naive search, the shortest first, and each step has its hop."""
    graph = Graph.read(dataset(edges))
    ways = upward.find(graph, number(graph, start), most=100_000)
    found = [[int(graph.things.iri[one].removeprefix("urn:node:")) for one in chain] for chain in ways.chains]
    assert sorted(found) == sorted(_ways(edges, start))
    assert [len(chain) for chain in found] == sorted(len(chain) for chain in found)
    assert not ways.more
    joined = {(int(graph.hops.lower[hop]), int(graph.hops.upper[hop])) for hop in ways.hops}
    assert {pair for chain in ways.chains for pair in pairwise(chain)} <= joined


def test_of_many_ways_the_shortest_are_given() -> None:
    """Where there are more ways than are wanted, those that are given are the shortest, and it is told."""
    edges = [(0, 1, "partOf", "stated"), (1, 2, "partOf", "stated"), (0, 2, "partOf", "stated")]
    graph = Graph.read(dataset(edges))
    ways = upward.find(graph, number(graph, 0), most=1)
    assert [len(chain) for chain in ways.chains] == [2]
    assert ways.more


def test_a_local_activity_reaches_the_national_vision(shipped: Snapshot) -> None:
    """Activity 7 of the template leads by the area Standarder, and by the forum within it, to the vision."""
    graph = Graph.build(shipped.store)
    ways = upward.find(graph, graph.number(f"{BASE}e-halsa-mall-2016/aktivitet/7"), most=100)
    ends = [graph.things.iri[chain[-1]].removeprefix(BASE) for chain in ways.chains]
    assert ends.count("vision-e-halsa-2025/vision") == 2
    assert "e-halsa-mall-2016/effektmal/7" in ends


def test_what_leads_nowhere_has_no_ways(shipped: Snapshot) -> None:
    """A vision, and what no thread can run through, have none."""
    graph = Graph.build(shipped.store)
    vision = graph.number(f"{BASE}vision-e-halsa-2025/vision")
    assert vision is not None
    assert upward.find(graph, vision, most=10).chains == ()
    assert upward.find(graph, None, most=10).chains == ()
