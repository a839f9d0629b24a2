"""Following threads."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threads_of import EDGES, dataset

from graph_service.model.thread import Basis, Direction, Evidence
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot, derive
from graph_service.trace.graph import COUNTED, Graph
from graph_service.trace.thread import count, query, steps, strands, trace
from graph_service.vocabulary import RT

NATIONAL_STRATEGY = "nationell-digitaliseringsstrategi-2017"
VISION = "vision-e-halsa-2025/vision"
BASES = st.sampled_from((("stated",), ("stated", "inferred"), ("proposed",), ("stated", "inferred", "proposed")))


@given(edges=EDGES, depth=st.integers(1, 5), basis=BASES)
def test_thread_reaches_what_naive_path_search_reaches(
    edges: list[tuple[int, int, str, str]], depth: int, basis: tuple[Basis, ...]
) -> None:
    """Upward and downward a thread holds just the nodes within the depth, and each hop between them once."""
    graph = nx.MultiDiGraph([(low, high) for low, high, _, kind in edges if kind in basis])
    graph.add_node(0)
    thread = trace(dataset(edges), "urn:node:0", depth=depth, basis=frozenset(basis))
    for hops, directed in ((thread.up, graph), (thread.down, graph.reverse())):
        near = nx.single_source_shortest_path_length(directed, 0, cutoff=depth)
        reached = {int(end[-1]) for hop in hops for end in (hop.lower, hop.upper)} | {0}
        assert reached == set(near)
        crossed = sum(1 for start, _ in directed.edges() if start in near and near[start] < depth)
        assert len(hops) == len({hop.link for hop in hops}) == crossed


@pytest.mark.parametrize(("direction", "silent"), [("up", "down"), ("down", "up")])
def test_direction_leaves_the_other_way_out(direction: Direction, silent: str) -> None:
    """A thread that is asked for one way holds no hop of the other."""
    store = dataset([(1, 0, "partOf", "stated"), (0, 2, "contributesTo", "stated")])
    thread = trace(store, "urn:node:0", direction=direction)
    assert getattr(thread, silent) == ()
    assert len(getattr(thread, direction)) == 1


def test_thread_that_goes_on_says_so() -> None:
    """A thread that is cut at its depth is marked as truncated; one that ends there is not."""
    store = dataset([(0, 1, "partOf", "stated"), (1, 2, "partOf", "stated")])
    assert trace(store, "urn:node:0", depth=1).truncated
    assert not trace(store, "urn:node:0", depth=2).truncated


def test_every_fyrbodal_activity_reaches_the_national_strategy(shipped: Snapshot, base: str) -> None:
    """From each activity of Fyrbodal's plan the thread leads up to the national strategy, with evidence all the way."""
    query = f"SELECT ?a {{ ?a a rt:Activity ; dcterms:isPartOf <{base}fyrbodal-2020-2022> }}"
    activities = [row["a"].value for row in shipped.store.select(query).rows]
    assert len(activities) == 18  # 3 + 4 + 4 + 5 + 2 under the headings AKTIVITETER of 4.1-4.5
    graph = Graph.read(shipped.store)
    for activity in activities:
        thread = steps(graph, strands(graph, graph.number(activity), "up", depth=None), "sv")
        reached = {step.thing.iri for step in thread}
        assert {f"{base}{NATIONAL_STRATEGY}/overgripande-mal/1", f"{base}{NATIONAL_STRATEGY}"} <= reached
        assert all(step.evidence.quote for step in thread)


@pytest.mark.parametrize("number", ["4", "6", "7", "8", "12"])
def test_activity_that_cites_the_vision_reaches_it(shipped: Snapshot, base: str, number: str) -> None:
    """The five activities with something in the column Vision eHälsa 2025 lead up to that vision."""
    thread = trace(shipped.store, f"{base}e-halsa-mall-2016/aktivitet/{number}", direction="up")
    assert f"{base}{VISION}" in thread.nodes
    assert all(hop.evidence.quote for hop in thread.up)


def test_every_hop_has_its_evidence(shipped: Snapshot) -> None:
    """A stated hop gives document, place and words; an inferred one gives its reason."""
    graph = Graph.read(shipped.store)
    assert graph.hops.link
    for number in range(len(graph.hops.link)):
        hop = graph.hop(number, "sv")
        evidence = hop.evidence
        if evidence.basis == "stated":
            assert evidence.source, hop.link
            assert evidence.locator, hop.link
            assert evidence.quote, hop.link
        else:
            assert evidence.rationale, hop.link


def _agrees(
    store: EmbeddedStore, graph: Graph, start: str, direction: Direction, depth: int | None, basis: frozenset[Basis]
) -> None:
    """Demand that the query of a thread gives its steps, with the same evidence, and that they are well counted."""
    found = strands(graph, graph.number(start), direction, depth=depth, basis=basis)
    told = steps(graph, found, "en")
    asked = query(start, found, basis=basis, lang="en")
    assert asked is not None
    columns = ("way", "link", "from", "to", "relation", "basis", "source", "locator", "quote", "rationale")
    rows = [tuple(row[c].value if c in row else "" for c in columns) for row in store.select(asked).rows]
    assert sorted(rows) == sorted(
        (s.way, s.link, s.lower, s.upper, RT + s.relation, RT + s.evidence.basis, *_words(s.evidence)) for s in told
    )
    for strand in found:
        counts = count(graph.things, strand)
        reached = {step.thing.iri for step in told if step.way == strand.way} - {start}
        assert counts.hops == sum(step.way == strand.way for step in told)
        assert sum(counts.kinds.values()) == sum(counts.levels.values()) == counts.things
        assert counts.things - len(reached) in {0, 1}  # a circle leads back to the start


def _words(evidence: Evidence) -> tuple[str, ...]:
    return evidence.source, evidence.locator, evidence.quote, evidence.rationale


@settings(max_examples=60)
@given(
    edges=EDGES,
    direction=st.sampled_from(("up", "down", "both")),
    depth=st.none() | st.integers(1, 5),
    basis=BASES,
)
def test_query_of_a_thread_gives_its_steps(
    edges: list[tuple[int, int, str, str]], direction: Direction, depth: int | None, basis: tuple[Basis, ...]
) -> None:
    """For any links, circles among them, any depth, direction and basis, SPARQL gives the same."""
    store = dataset(edges)
    derive(store)
    _agrees(store, Graph.read(store), "urn:node:0", direction, depth, frozenset(basis))


@pytest.mark.parametrize("basis", [{"stated"}, {"stated", "inferred"}], ids=["stated", "counted"])
@pytest.mark.parametrize("depth", [1, 3, 12])
def test_query_of_a_shipped_thread_gives_its_steps(shipped: Snapshot, basis: set[Basis], depth: int) -> None:
    """For every tenth thing of the shipped plans, and for what most leads to, SPARQL gives the same."""
    graph = Graph.build(shipped.store)
    widest = sorted(graph.things.iri, key=lambda iri: -len(graph.below(graph.things.number[iri]).nodes))[:3]
    for start in (*graph.things.iri[:: 10 * depth], *widest):
        _agrees(shipped.store, graph, start, "both", depth, frozenset(basis))


def test_steps_come_in_parts(shipped: Snapshot, base: str) -> None:
    """Parts of a thread, one after the other, are the whole: upward first, then downward, each nearest first."""
    graph = Graph.build(shipped.store)
    found = strands(graph, graph.number(f"{base}fyrbodal-2020-2022/fokusomrade/3.4"), "both", depth=None)
    whole = steps(graph, found, "sv")
    assert [(s.way == "down", s.depth) for s in whole] == sorted((s.way == "down", s.depth) for s in whole)
    for limit in (1, 3, 1000):
        parts = [
            step
            for offset in range(0, len(whole), limit)
            for step in steps(graph, found, "sv", offset=offset, limit=limit)
        ]
        assert parts == whole


def test_a_thread_of_many_steps_has_no_query() -> None:
    """A query that would go too many steps one by one is not given; one that can name all of them at once is."""
    store = dataset([(n, n + 1, "partOf", "stated") for n in range(40)])
    graph = Graph.read(store)
    start = graph.number("urn:node:0")
    stated: frozenset[Basis] = frozenset({"stated"})
    for depth, basis, given_ in ((30, COUNTED, False), (None, COUNTED, True), (None, stated, False)):
        found = strands(graph, start, "up", depth=depth, basis=basis)
        assert (query("urn:node:0", found, basis=basis, lang="sv") is not None) == given_
