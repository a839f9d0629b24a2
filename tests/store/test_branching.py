"""Datasets that are made of others: what they hold, and what they know of that."""

import pyoxigraph as ox
import pytest

from graph_service.store.oxigraph import EmbeddedStore

_GRAPH = ox.NamedNode("urn:graph")
_A, _B, _C = (
    ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode(f"urn:{name}"), ox.NamedNode("urn:o"), _GRAPH) for name in "abc"
)


@pytest.mark.parametrize("cut", [False, True])
def test_what_may_be_held_follows_each_change(cut: bool) -> None:  # noqa: FBT001 -- a parameter
    """A dataset may hold what it was made with and what it got since, also once it has forgotten its origin."""
    store = EmbeddedStore()
    store.load([_A])
    assert _may(store) == {"a"}
    other = store.branch(added=[_B])
    assert _may(other) == {"a", "b"}
    if cut:
        other.cut()
    third = other.branch(removed=[_A], added=[_C])
    assert _may(third) >= {"b", "c"}
    if cut:
        third.cut()
        assert _may(third) == {"b", "c"}
    assert {str(quad.predicate) for quad in third.quads()} == {"<urn:b>", "<urn:c>"}


def test_what_comes_after_it_was_looked_up_is_seen() -> None:
    """What a dataset lacked when it was asked is there once it is put in."""
    store = EmbeddedStore()
    store.load([_A])
    assert _may(store) == {"a"}
    store.change(added=[_B])
    store.load([_C])
    assert _may(store) == {"a", "b", "c"}


def _may(store: EmbeddedStore) -> set[str]:
    return {name for name in "abc" if store.may_hold(f"urn:{name}", _GRAPH.value)}
