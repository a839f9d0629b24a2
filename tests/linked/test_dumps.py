"""The files that the dataset can be fetched in."""

import pyoxigraph as ox
import pytest

from graph_service.linked.dumps import ALL, ENDINGS, Dump, dumps, write
from graph_service.model.terms import Iri, Literal
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.port import DumpFormat
from graph_service.store.snapshot import Snapshot
from graph_service.vocabulary import DCTERMS, ONTOLOGY_GRAPH, RT

BASE = "https://w3id.org/redthread/id/"
FORMATS: dict[DumpFormat, ox.RdfFormat] = {
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def _quads(written: bytes, form: DumpFormat) -> set[str]:
    """Read a dump; what has no graphs is in the default graph."""
    return {str(quad) for quad in ox.parse(written, format=FORMATS[form])}


def _two_editions() -> EmbeddedStore:
    """Give a plan with two editions that both say the same of it, and one thing each of their own."""
    store = EmbeddedStore()
    plan = Iri(f"{BASE}plan")
    for version in ("1", "2"):
        edition = Iri(f"{BASE}plan/utgava/{version}")
        goal = Iri(f"{BASE}plan/mal/{version}")
        store.add(
            [
                (plan, Iri(f"{DCTERMS}title"), Literal("Plan", language="sv")),
                (edition, Iri(f"{RT}editionOf"), plan),
                (edition, Iri(f"{RT}version"), Literal(version)),
                (goal, Iri(f"{DCTERMS}isPartOf"), plan),
            ],
            edition.value,
        )
    store.add([(Iri("urn:a"), Iri("urn:b"), Iri("urn:c"))], "urn:graph:elsewhere")
    return store


def test_every_graph_under_the_base_can_be_fetched(shipped: Snapshot) -> None:
    """Each named graph has a dump of its own, each document one of all its editions, and there is one of everything."""
    listed = dumps(shipped.store, shipped.store.graphs(), BASE)
    assert listed[0].name == ALL
    assert listed[0].graphs is None
    alone = {dump.graphs[0] for dump in listed if dump.graphs and dump.part != "document"}
    assert alone == set(shipped.store.graphs()) - {ONTOLOGY_GRAPH}
    assert len({dump.name for dump in listed}) == len(listed)
    parts = [dump.part for dump in listed]
    assert parts.count("document") == parts.count("edition") == 13
    assert parts.count("register") == 8
    assert all(title for dump in listed for title in dump.titles.values())


@pytest.mark.parametrize("form", FORMATS)
def test_everything_is_all_there_is(shipped: Snapshot, form: DumpFormat) -> None:
    """The dump of everything holds all quads, or all triples where the format has no graphs."""
    everything = dumps(shipped.store, shipped.store.graphs(), BASE)[0]
    written = write(shipped.store, everything, form)
    quads = list(shipped.store.quads())
    if form in {"turtle", "ntriples"}:
        assert _quads(written, form) == {str(ox.Quad(*quad.triple)) for quad in quads}
    else:
        assert _quads(written, form) == {str(quad) for quad in quads}


@pytest.mark.parametrize("form", FORMATS)
def test_a_document_is_fetched_with_all_its_editions(form: DumpFormat) -> None:
    """The dump of a document is what its editions hold together; a triple of several graphs stands once."""
    store = _two_editions()
    listed = {dump.name: dump for dump in dumps(store, store.graphs(), BASE)}
    assert list(listed) == [ALL, "plan", "plan/utgava/1", "plan/utgava/2"]
    assert listed["plan/utgava/2"].titles == {"sv": "Plan, 2", "en": "Plan, 2"}
    together = write(store, listed["plan"], form)
    apart = [write(store, listed[f"plan/utgava/{version}"], form) for version in "12"]
    assert _quads(together, form) == set().union(*(_quads(one, form) for one in apart))
    if form == "ntriples":
        assert len(together.splitlines()) == len(set(together.splitlines())) == 7
    if form in {"trig", "nquads"}:
        assert len(_quads(together, form)) == 8


def test_a_dump_is_always_the_same() -> None:
    """The same dataset gives the same file, to the byte, in the line-based formats."""
    first, second = _two_editions(), _two_editions()
    for form in ("nquads", "ntriples"):
        for name in (0, 1, 2):
            one, other = (write(s, dumps(s, s.graphs(), BASE)[name], form) for s in (first, second))
            assert one == other


def test_an_empty_dataset_has_one_dump() -> None:
    """Where there is nothing, everything can still be fetched, and holds nothing."""
    store = EmbeddedStore()
    (everything,) = dumps(store, store.graphs(), BASE)
    assert everything == Dump(ALL, "all", {"sv": "Hela datamängden", "en": "The whole dataset"}, None)
    assert all(_quads(write(store, everything, form), form) == set() for form in ENDINGS.values())
