"""Following threads."""

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.model.terms import Iri, Literal
from graph_service.model.thread import Direction
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot, build
from graph_service.trace.thread import all_hops, trace
from graph_service.vocabulary import RDF, RT

if TYPE_CHECKING:
    from graph_service.store.port import Triple

NATIONAL_STRATEGY = "nationell-digitaliseringsstrategi-2017"
VISION = "vision-e-halsa-2025/vision"
RELATIONS = ("contributesTo", "partOf", "inArea", "alignsWith", "respondsTo", "addresses")
EDGES = st.lists(
    st.tuples(
        st.integers(0, 7), st.integers(0, 7), st.sampled_from(RELATIONS), st.sampled_from(("stated", "inferred"))
    ),
    max_size=14,
)


def _links(edges: list[tuple[int, int, str, str]]) -> EmbeddedStore:
    dataset = build([])
    for number, (low, high, relation, basis) in enumerate(edges):
        link = Iri(f"urn:link:{number:02}")
        triples: list[Triple] = [
            (link, Iri(f"{RDF}type"), Iri(f"{RT}Link")),
            (link, Iri(f"{RT}from"), Iri(f"urn:node:{low}")),
            (link, Iri(f"{RT}to"), Iri(f"urn:node:{high}")),
            (link, Iri(f"{RT}relation"), Iri(f"{RT}{relation}")),
            (link, Iri(f"{RT}basis"), Iri(f"{RT}{basis}")),
            (link, Iri(f"{RT}quote"), Literal(f"ord {number}", language="sv")),
        ]
        dataset.store.add(triples, "urn:graph")
    return dataset.store


@given(edges=EDGES, depth=st.integers(1, 5), basis=st.sampled_from((("stated",), ("stated", "inferred"))))
def test_thread_reaches_what_naive_path_search_reaches(
    edges: list[tuple[int, int, str, str]], depth: int, basis: tuple[str, ...]
) -> None:
    """Upward and downward a thread holds just the nodes within the depth, and each hop between them once."""
    graph = nx.MultiDiGraph([(low, high) for low, high, _, kind in edges if kind in basis])
    graph.add_node(0)
    thread = trace(_links(edges), "urn:node:0", depth=depth, basis=frozenset(basis))  # type: ignore[arg-type]
    for hops, directed in ((thread.up, graph), (thread.down, graph.reverse())):
        near = nx.single_source_shortest_path_length(directed, 0, cutoff=depth)
        reached = {int(end[-1]) for hop in hops for end in (hop.lower, hop.upper)} | {0}
        assert reached == set(near)
        crossed = sum(1 for start, _ in directed.edges() if start in near and near[start] < depth)
        assert len(hops) == len({hop.link for hop in hops}) == crossed


@pytest.mark.parametrize(("direction", "silent"), [("up", "down"), ("down", "up")])
def test_direction_leaves_the_other_way_out(direction: Direction, silent: str) -> None:
    """A thread that is asked for one way holds no hop of the other."""
    store = _links([(1, 0, "partOf", "stated"), (0, 2, "contributesTo", "stated")])
    thread = trace(store, "urn:node:0", direction=direction)
    assert getattr(thread, silent) == ()
    assert len(getattr(thread, direction)) == 1


def test_thread_that_goes_on_says_so() -> None:
    """A thread that is cut at its depth is marked as truncated; one that ends there is not."""
    store = _links([(0, 1, "partOf", "stated"), (1, 2, "partOf", "stated")])
    assert trace(store, "urn:node:0", depth=1).truncated
    assert not trace(store, "urn:node:0", depth=2).truncated


def test_every_fyrbodal_activity_reaches_the_national_strategy(shipped: Snapshot, base: str) -> None:
    """From each activity of Fyrbodal's plan the thread leads up to the national strategy, with evidence all the way."""
    query = f"SELECT ?a {{ ?a a rt:Activity ; dcterms:isPartOf <{base}fyrbodal-2020-2022> }}"
    activities = [row["a"].value for row in shipped.store.select(query).rows]
    assert len(activities) == 18  # 3 + 4 + 4 + 5 + 2 under the headings AKTIVITETER of 4.1-4.5
    for activity in activities:
        thread = trace(shipped.store, activity, direction="up")
        assert f"{base}{NATIONAL_STRATEGY}/overgripande-mal/1" in thread.nodes
        assert f"{base}{NATIONAL_STRATEGY}" in thread.nodes
        assert all(hop.evidence.quote for hop in thread.up)


@pytest.mark.parametrize("number", ["4", "6", "7", "8", "12"])
def test_activity_that_cites_the_vision_reaches_it(shipped: Snapshot, base: str, number: str) -> None:
    """The five activities with something in the column Vision eHälsa 2025 lead up to that vision."""
    thread = trace(shipped.store, f"{base}e-halsa-mall-2016/aktivitet/{number}", direction="up")
    assert f"{base}{VISION}" in thread.nodes
    assert all(hop.evidence.quote for hop in thread.up)


def test_every_hop_has_its_evidence(shipped: Snapshot) -> None:
    """A stated hop gives document, place and words; an inferred one gives its reason."""
    hops = all_hops(shipped.store)
    assert hops
    for hop in hops:
        evidence = hop.evidence
        if evidence.basis == "stated":
            assert evidence.source, hop.link
            assert evidence.locator, hop.link
            assert evidence.quote, hop.link
        else:
            assert evidence.rationale, hop.link
