"""What is told of a thing when its IRI is looked up."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.linked.description import MOST, describe, description_query, ordered
from graph_service.model.terms import Iri, Literal
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.port import Triple
from graph_service.store.snapshot import Snapshot
from graph_service.vocabulary import DERIVED_GRAPH, ONTOLOGY_GRAPH, RT

BASE = "https://w3id.org/redthread/id/"
SAMPLE = (
    "fyrbodal-2020-2022",
    "fyrbodal-2020-2022/utgava/1.0",
    "fyrbodal-2020-2022/effektmal/4B",
    "fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B",
    "e-halsa-mall-2016/aktivitet/7",
    "e-halsa-mall-2016/resurs/aktivitet-7",
    "org/vgr",
    "register/organisationer",
    "regel/effektmal",
)
ENDS = (f"{RT}from", f"{RT}to")
PROVENANCE = ("http://purl.org/dc/terms/source", "http://www.w3.org/ns/prov#wasAttributedTo")


@cache
def _quads() -> tuple[tuple[Triple, str], ...]:
    store = snapshot.build(snapshot.shipped_files(Settings())).store
    return tuple((triple, graph) for graph in store.graphs() for triple in _triples(store, graph))


def _triples(store: EmbeddedStore, graph: str) -> tuple[Triple, ...]:
    return store.construct(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")


def test_every_iri_under_the_base_is_described(shipped: Snapshot) -> None:
    """Whatever the dataset names under the base, be it as subject, value or graph, it says something of."""
    said = {triple[0].value for triple, _ in _quads()}
    named = {term.value for triple, _ in _quads() for term in triple if isinstance(term, Iri)} | {
        g for _, g in _quads()
    }
    assert {iri for iri in named if iri.startswith(BASE)} - said == set()
    assert all(describe(shipped.store, iri) for iri in sorted(said)[::50])


@pytest.mark.parametrize("path", SAMPLE)
def test_a_description_is_what_reading_the_quads_one_by_one_gives(shipped: Snapshot, path: str) -> None:
    """It holds all that is said of the thing, all of its links, what else points at it, and names of these."""
    thing = Iri(BASE + path)
    own = {t for t, _ in _quads() if t[0] == thing}
    links = {t[0] for t, _ in _quads() if t[1].value in ENDS and t[2] == thing}
    linked = {t for t, _ in _quads() if t[0] in links}
    pointing = {
        t
        for t, graph in _quads()
        if t[2] == thing and t[1].value not in {*ENDS, *PROVENANCE} and graph != DERIVED_GRAPH
    }
    told = set(describe(shipped.store, thing.value))
    assert own | linked | pointing <= told
    mentioned = {term for t in (own | linked | pointing) for term in t}
    names = told - own - linked - pointing
    stated = {t for t, graph in _quads() if graph not in {DERIVED_GRAPH, ONTOLOGY_GRAPH}}
    assert names <= stated
    titled = {t[2] for t in names if t[1].value == f"{RT}editionOf"}
    assert {t[0] for t in names} <= mentioned | titled


def test_it_begins_with_the_thing_itself(shipped: Snapshot) -> None:
    """The triples about the thing come first, its types before all, and each triple comes once."""
    thing = BASE + "fyrbodal-2020-2022/effektmal/4B"
    told = describe(shipped.store, thing)
    own = [t for t in told if t[0].value == thing]
    assert list(told[: len(own)]) == own
    assert own[0][2] == Iri(f"{RT}EffectGoal")
    assert len(set(told)) == len(told)


_IRIS = st.sampled_from([Iri(f"urn:{letter}") for letter in "abc"])
_VALUES = st.one_of(_IRIS, st.text(max_size=3).map(Literal))


@given(st.lists(st.tuples(_IRIS, _IRIS, _VALUES)), st.randoms())
def test_the_order_does_not_depend_on_the_engine(triples: list[Triple], chance: object) -> None:
    """In whatever order triples come, they are put in the same."""
    mixed = list(triples)
    getattr(chance, "shuffle")(mixed)  # noqa: B009 -- hypothesis gives it no type
    assert ordered(mixed, "urn:b") == ordered(triples, "urn:b")
    assert set(ordered(mixed, "urn:b")) == set(triples)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x",
        BASE,
        BASE + "nothing",
        BASE + "%zz",
        BASE + "a b",
        BASE + "a\0b",
        BASE + "a>b",
        BASE + '"} SELECT',
        BASE + "\udcff",
        BASE + "x" * 100_000,
        "https://[x",
        "http://example.org:port/",
        "javascript:alert(1)",
    ],
    ids=lambda name: repr(name)[:40],
)
def test_of_what_the_dataset_does_not_know_nothing_is_told(shipped: Snapshot, name: str) -> None:
    """An unknown IRI, and what is no IRI at all, has no description, and asking for it harms nothing."""
    assert describe(shipped.store, name) == ()


def test_a_description_has_a_limit() -> None:
    """Of very many links, the first ones by IRI are told, whole."""
    store = EmbeddedStore()
    goal = Iri("urn:goal")
    for number in range(MOST + 100):
        link = Iri(f"urn:link:{number:04}")
        store.add([(link, Iri(ENDS[1]), goal), (link, Iri(f"{RT}quote"), Literal("ord", language="sv"))], "urn:graph")
    told = describe(store, goal.value)
    assert {t[0].value for t in told} == {f"urn:link:{number:04}" for number in range(MOST)}
    assert len(told) == 2 * MOST
    assert f"LIMIT {MOST}" in description_query(goal.value)
