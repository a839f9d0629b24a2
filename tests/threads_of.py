"""Datasets of a few links, for tests of what follows them."""

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from graph_service.model.terms import Iri, Literal
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import build
from graph_service.trace.graph import Graph
from graph_service.vocabulary import RDF, RT

if TYPE_CHECKING:
    from graph_service.store.port import Triple

RELATIONS = ("contributesTo", "partOf", "inArea", "alignsWith", "respondsTo", "addresses")
EDGES = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.integers(0, 7),
        st.sampled_from(RELATIONS),
        st.sampled_from(("stated", "inferred", "proposed")),
    ),
    max_size=14,
)
"""Links as tuples of lower end, upper end, relation and basis; circles are among them."""


def dataset(edges: list[tuple[int, int, str, str]]) -> EmbeddedStore:
    """Make a dataset of the ontology and some links between nodes named by number."""
    made = build([])
    triples: list[Triple] = []
    for place, (low, high, relation, basis) in enumerate(edges):
        link = Iri(f"urn:link:{place:03}")
        triples += [
            (link, Iri(f"{RDF}type"), Iri(f"{RT}Link")),
            (link, Iri(f"{RT}from"), Iri(f"urn:node:{low}")),
            (link, Iri(f"{RT}to"), Iri(f"urn:node:{high}")),
            (link, Iri(f"{RT}relation"), Iri(f"{RT}{relation}")),
            (link, Iri(f"{RT}basis"), Iri(f"{RT}{basis}")),
            (link, Iri(f"{RT}quote"), Literal(f"ord {place}", language="sv")),
        ]
    made.store.add(triples, "urn:graph")
    return made.store


def number(graph: Graph, node: int) -> int | None:
    """Give the number that a node of such a dataset has in its graph."""
    return graph.number(f"urn:node:{node}")
