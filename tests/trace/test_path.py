"""Finding the chains between two things."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threads_of import EDGES, dataset, number

from graph_service.store.snapshot import Snapshot, derive
from graph_service.trace import path
from graph_service.trace.graph import Graph

NODE = st.integers(0, 7)


def _simple_paths(edges: list[tuple[int, int, str, str]], low: int, high: int, longest: int) -> list[list[int]]:
    graph = nx.DiGraph([(a, b) for a, b, _, basis in edges if basis != "proposed"])
    graph.add_nodes_from((low, high))
    return [] if low == high else list(nx.all_simple_paths(graph, low, high, cutoff=longest))


@given(edges=EDGES, first=NODE, second=NODE, longest=st.integers(1, 7))
def test_chains_are_all_simple_paths(
    edges: list[tuple[int, int, str, str]], first: int, second: int, longest: int
) -> None:
    """They are those of naive search, the shortest first; downward they are the upward ones turned round."""
    graph = Graph.read(dataset(edges))
    ways = path.find(graph, number(graph, first), number(graph, second), most=10_000, longest=longest)
    found = [[int(graph.things.iri[n].removeprefix("urn:node:")) for n in chain] for chain in ways.chains]
    up, down = (_simple_paths(edges, *ends, 8) for ends in ((first, second), (second, first)))
    whole = up or [chain[::-1] for chain in down]
    assert ways.way == ("up" if up else "down" if down else None)
    reach = max(longest, min(map(len, whole), default=1) - 1)
    assert sorted(found) == sorted(chain for chain in whole if len(chain) - 1 <= reach)
    assert [len(chain) for chain in found] == sorted(len(chain) for chain in found)
    assert ways.more == any(len(chain) - 1 > reach for chain in whole)


@settings(max_examples=60)
@given(edges=EDGES, first=NODE, second=NODE)
def test_query_gives_the_hops_between(edges: list[tuple[int, int, str, str]], first: int, second: int) -> None:
    """SPARQL gives the hops on some way from one to the other; without circles, just those that chains are made of."""
    store = dataset(edges)
    derive(store)
    graph = Graph.read(store)
    ways = path.find(graph, number(graph, first), number(graph, second), most=10_000, longest=8)
    low, high = (second, first) if ways.way == "down" else (first, second)
    if low == high:
        return
    rows = store.select(path.query(f"urn:node:{low}", f"urn:node:{high}", "sv")).rows
    assert sorted(row["link"].value for row in rows) == [graph.hops.link[hop] for hop in ways.hops]
    along = {hop.link for chain in path.describe(graph, ways, slice(None), "sv") for hop in chain.hops}
    circles = not nx.is_directed_acyclic_graph(nx.DiGraph([(a, b) for a, b, _, basis in edges if basis != "proposed"]))
    assert along <= {row["link"].value for row in rows}
    assert circles or along == {row["link"].value for row in rows}


def test_each_of_several_links_between_two_things_is_told() -> None:
    """Two links that join the same things are two hops of one chain; as a table they have the same step."""
    graph = Graph.read(
        dataset([(0, 1, "partOf", "stated"), (1, 2, "inArea", "stated"), (1, 2, "alignsWith", "inferred")])
    )
    ways = path.find(graph, number(graph, 0), number(graph, 2), most=9, longest=9)
    (chain,) = path.describe(graph, ways, slice(None), "sv")
    assert [hop.relation for hop in chain.hops] == ["partOf", "inArea", "alignsWith"]
    rows = list(path.lines([chain], 4))
    assert [(row.chain, row.step, row.relation) for row in rows] == [
        (4, 1, "partOf"),
        (4, 2, "inArea"),
        (4, 2, "alignsWith"),
    ]
    assert [row.lower.iri for row in rows] == ["urn:node:0", "urn:node:1", "urn:node:1"]


def test_no_more_chains_are_looked_for_than_asked() -> None:
    """Of many chains the first ones are given, and that there are more."""
    edges = [(n, n + step, "partOf", "stated") for n in range(7) for step in (1, 2) if n + step <= 7]
    graph = Graph.read(dataset(edges))
    ends = number(graph, 0), number(graph, 7)
    whole = path.find(graph, *ends, most=1000, longest=12)
    assert (len(whole.chains), whole.more) == (21, False)  # a Fibonacci number
    assert path.find(graph, *ends, most=21, longest=12).more is False
    some = path.find(graph, *ends, most=20, longest=12)
    assert (some.chains, some.more) == (whole.chains[:20], True)


def test_a_maze_ends_the_search() -> None:
    """Where nearly every try ends nowhere, the search gives up and says that there may be more."""
    maze = [(a, b, "partOf", "stated") for a in range(25) for b in range(25) if a != b]
    graph = Graph.read(dataset([*maze, (24, 99, "partOf", "stated")]))
    ways = path.find(graph, number(graph, 0), number(graph, 99), most=10**6, longest=12)
    assert ways.more
    assert ways.chains[0] == (number(graph, 0), number(graph, 24), number(graph, 99))


def test_where_there_is_no_chain_it_is_told_what_comes_nearest() -> None:
    """Two things that do not lead to each other may meet in what both lead to."""
    edges = [
        (0, 2, "partOf", "stated"),
        (1, 2, "partOf", "stated"),
        (2, 3, "partOf", "stated"),
        (4, 1, "partOf", "stated"),
    ]
    graph = Graph.read(dataset(edges))
    ends = number(graph, 0), number(graph, 1)
    ways = path.find(graph, *ends, most=9, longest=9)
    told = path.between(graph, ways, *ends, "sv")
    assert (told.way, told.shortest, told.hops) == (None, 0, 0)
    assert [node.iri for node in told.meets] == ["urn:node:2"]
    assert told.above is not None
    assert told.below is not None
    assert (told.above.things, told.below.things) == (2, 1)
    nowhere = path.find(graph, None, ends[1], most=9, longest=9)
    assert path.between(graph, nowhere, None, ends[1], "sv").meets == ()


@pytest.mark.parametrize("activity", ["4.1-1", "4.2-1", "4.5-2"])
def test_a_shipped_activity_leads_to_the_national_strategy_in_one_kind_of_way(
    shipped: Snapshot, base: str, activity: str
) -> None:
    """From activity over initiative, effect goal and focus area to the strategy that the plan says it starts from."""
    graph = Graph.build(shipped.store)
    low = graph.number(f"{base}fyrbodal-2020-2022/aktivitet/{activity}")
    high = graph.number(f"{base}nationell-digitaliseringsstrategi-2017")
    ways = path.find(graph, low, high, most=1000, longest=12)
    chains = path.describe(graph, ways, slice(None), "sv")
    assert {tuple(thing.kind for thing in chain.things) for chain in chains if chain.length == 4} == {
        ("Activity", "Initiative", "EffectGoal", "FocusArea", "Plan")
    }
    assert not ways.more
