"""Putting queries together."""

import pytest

from graph_service.errors import BrokenFileError
from graph_service.model.terms import Iri, Literal
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.sparql_parts import renamed, with_subquery

OUTER = "SELECT ?x ?y { VALUES ?x { <urn:1> } ?x <urn:next> ?y }"
INNER = "# What is red.\nPREFIX : <urn:>\nSELECT ?x { ?x <urn:colour> 'red' }"


@pytest.fixture
def store() -> EmbeddedStore:
    """Give a row of three things, the second of which is red."""
    made = EmbeddedStore()
    made.add([(Iri("urn:1"), Iri("urn:next"), Iri("urn:2")), (Iri("urn:2"), Iri("urn:next"), Iri("urn:3"))], "urn:g")
    made.add([(Iri("urn:2"), Iri("urn:colour"), Literal("red"))], "urn:g")
    return made


def test_a_query_gives_another_what_it_asks_about(store: EmbeddedStore) -> None:
    """What the inner query finds takes the place of the terms in the outer one."""
    assert [row["y"].value for row in store.select(with_subquery(OUTER, "x", INNER)).rows] == ["urn:3"]


def test_queries_can_be_put_into_each_other_again_and_again(store: EmbeddedStore) -> None:
    """With its variables renamed, a query can be put into itself."""
    step = "SELECT ?far { VALUES ?near { <urn:1> } ?near <urn:next> ?far }"
    inner = renamed(step, {"near": "a", "far": "b"})
    outer = renamed(with_subquery(renamed(step, {"near": "b"}), "b", inner), {"far": "c"})
    assert [row["c"].value for row in store.select(outer).rows] == ["urn:3"]


@pytest.mark.parametrize("query", ["ASK { }", "ASK { VALUES ?x { 1 } VALUES ?x { 2 } }"])
def test_a_query_without_one_place_for_it_takes_no_other(query: str) -> None:
    """A file that has no such block, or two, is broken."""
    with pytest.raises(BrokenFileError):
        with_subquery(query, "x", INNER)
