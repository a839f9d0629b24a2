"""The embedded engine behind the store's port."""

import csv
import io
import json
import subprocess
import sys
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from graph_service.errors import QueryError
from graph_service.model.terms import BlankNode, Iri, Literal
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.port import DumpFormat, ResultFormat
from graph_service.vocabulary import DCTERMS, XSD

A, B, P = Iri("urn:a"), Iri("urn:b"), Iri(f"{DCTERMS}title")
ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?o"


@pytest.fixture
def store() -> EmbeddedStore:
    """Give two graphs with three triples."""
    store = EmbeddedStore()
    store.add([(A, P, Literal("mål", language="sv")), (A, P, B)], "urn:g1")
    store.add([(B, P, Literal("01", datatype="urn:datatype"))], "urn:g2")
    return store


def test_default_graph_is_the_union_of_all(store: EmbeddedStore) -> None:
    """A query sees the triples of all graphs, and a single graph by its name; prefixes need no declaration."""
    assert len(store.select(ALL).rows) == 3
    assert len(store.select("SELECT * { GRAPH <urn:g2> { ?s dcterms:title ?o } }").rows) == 1
    assert len(store) == 3
    assert store.graphs() == ("urn:g1", "urn:g2")


def test_triple_of_several_graphs_is_met_once(store: EmbeddedStore) -> None:
    """In a settled dataset a triple that two graphs hold counts once, and each graph still holds it."""
    store.add([(A, P, B)], "urn:g2")
    before = store.dump()
    store.settle()
    assert len(store.select(ALL).rows) == 3
    assert len(store.select("SELECT ?g { GRAPH ?g { <urn:a> ?p <urn:b> } }").rows) == 2
    assert len(store.select("SELECT ?o FROM <urn:g2> { ?s ?p ?o }").rows) == 2
    assert (len(store), store.dump(), store.graphs()) == (4, before, ("urn:g1", "urn:g2"))


def test_what_comes_after_settling_is_met_too(store: EmbeddedStore) -> None:
    """A settled dataset still takes and gives up graphs, and may be settled again."""
    store.add([(A, P, B)], "urn:g2")
    store.settle()
    store.add([(B, P, A)], "urn:g3")
    assert Iri("urn:b") in {row["s"] for row in store.select(f"SELECT ?s {{ ?s ?p {A} }}").rows}
    store.remove_graph("urn:g1")
    store.settle()
    assert len(store.select(ALL).rows) == len(store) == 3


def test_rows_hold_terms_as_plain_values(store: EmbeddedStore) -> None:
    """Rows hold IRIs, literals with language or datatype, and blank nodes; what is unbound is left out."""
    table = store.select("SELECT ?o ?none { ?s ?p ?o OPTIONAL { ?s <urn:none> ?none } } ORDER BY ?o")
    assert table.columns == ("o", "none")
    values = [row["o"] for row in table.rows]
    assert values == [B, Literal("01", datatype="urn:datatype"), Literal("mål", language="sv")]
    assert all("none" not in row for row in table.rows)
    blank = store.select("SELECT (BNODE() AS ?b) { }").rows[0]["b"]
    assert isinstance(blank, BlankNode)


def test_ask_and_construct_answer(store: EmbeddedStore) -> None:
    """ASK answers a truth value, and CONSTRUCT and DESCRIBE answer triples."""
    assert store.ask("ASK { <urn:a> ?p <urn:b> }")
    assert not store.ask("ASK { <urn:b> ?p <urn:a> }")
    assert store.construct("CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o FILTER(isIRI(?o)) }") == ((B, P, A),)
    assert len(store.construct("DESCRIBE <urn:a>")) == 2


def test_each_method_refuses_other_kinds_of_query(store: EmbeddedStore) -> None:
    """A query of another kind than the method answers is refused with the kind that is needed."""
    for method, query, key in (
        (store.select, "ASK { }", "not_select"),
        (store.ask, ALL, "not_ask"),
        (store.construct, ALL, "not_construct"),
    ):
        with pytest.raises(QueryError) as caught:
            method(query)
        assert caught.value.key == key


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_rows_are_written_in_each_format(store: EmbeddedStore, form: ResultFormat) -> None:
    """SELECT and ASK are answered in the format asked for."""
    answer = store.answer(ALL, table=form)
    assert (answer.kind, answer.format) == ("select", form)
    body = answer.body.decode()
    if form == "csv":
        assert next(csv.reader(io.StringIO(body))) == ["s", "p", "o"]
    elif form == "json":
        assert len(json.loads(body)["results"]["bindings"]) == 3
    assert "mål" in body
    assert "true" in store.answer("ASK { ?s ?p ?o }", table=form).body.decode()


@pytest.mark.parametrize(
    ("form", "format_"),
    [("turtle", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES), ("rdfxml", ox.RdfFormat.RDF_XML)],
)
def test_triples_are_written_in_each_format(store: EmbeddedStore, form: ResultFormat, format_: ox.RdfFormat) -> None:
    """CONSTRUCT is answered in the format asked for, and reads back as the same triples."""
    answer = store.answer("CONSTRUCT WHERE { ?s ?p ?o }", graph=form)
    assert (answer.kind, answer.format) == ("construct", form)
    assert len({quad.triple for quad in ox.parse(answer.body, format=format_)}) == 3


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("\\u0001" AS ?x) { }',
        'SELECT ("\\uFFFE" AS ?x) { }',
        'CONSTRUCT { <urn:s> <urn:p> "\\u0001" } WHERE { }',
        "CONSTRUCT { <urn:s> <urn:2019> 1 } WHERE { }",
        "CONSTRUCT { <urn:s> <https://example.org/> 1 } WHERE { }",
    ],
)
def test_what_xml_cannot_hold_is_told(store: EmbeddedStore, query: str) -> None:
    """An answer that would be no XML is refused, and given in other formats."""
    with pytest.raises(QueryError) as caught:
        store.answer(query, table="xml", graph="rdfxml")
    assert caught.value.key == "query_not_xml"
    assert store.answer(query, table="json", graph="nt").body


@pytest.mark.parametrize("query", ["SELECT (?x AS ?y) {}", "CONSTRUCT { <urn:s> <urn:p> ?x } WHERE {}"])
def test_texts_in_xml_are_what_they_were(store: EmbeddedStore, query: str) -> None:
    """Line ends, tabs and what means something to XML are read back from it as they were."""
    answer = store.answer(query.replace("{}", '{ BIND ("a\\rb\\r\\nc\\td<&>" AS ?x) }'), table="xml", graph="rdfxml")
    assert "a\rb\r\nc\td<&>" in [part.text for part in ET.fromstring(answer.body).iter()]  # noqa: S314 -- our own


def test_answer_that_grows_too_large_is_given_up() -> None:
    """An answer larger than the store's limit is given up with the limit named."""
    store = EmbeddedStore(answer_bytes=100)
    store.add([(A, P, Literal("x" * 200))], "urn:g")
    with pytest.raises(QueryError) as caught:
        store.answer(ALL)
    assert str(caught.value) == "The answer is larger than 100 bytes. Narrow the query down, or add LIMIT."


@pytest.mark.parametrize(("form", "quads"), [("trig", 4), ("nquads", 4), ("jsonld", 4), ("turtle", 3), ("ntriples", 3)])
def test_dump_is_sorted_and_whole(store: EmbeddedStore, form: DumpFormat, quads: int) -> None:
    """A dump holds everything in the same order whatever came first, and each triple once where there are no graphs."""
    formats = {
        "trig": ox.RdfFormat.TRIG,
        "nquads": ox.RdfFormat.N_QUADS,
        "jsonld": ox.RdfFormat.JSON_LD,
        "turtle": ox.RdfFormat.TURTLE,
        "ntriples": ox.RdfFormat.N_TRIPLES,
    }
    store.add([(A, P, B)], "urn:g2")
    dumped = store.dump(form=form)
    assert len(list(ox.parse(dumped, format=formats[form]))) == quads
    other = EmbeddedStore()
    other.load(reversed(list(store.quads())))
    assert other.dump(form=form) == dumped


def test_one_graph_is_dumped_by_itself(store: EmbeddedStore) -> None:
    """A dump of one graph holds that graph only."""
    assert store.dump("urn:g1", "nquads").count(b"<urn:g1>") == 2
    assert b"urn:g2" not in store.dump("urn:g1")


def test_triples_as_text_leave_out_the_graphs(store: EmbeddedStore) -> None:
    """As plain N-Triples, a triple that stands in two graphs comes once."""
    store.add([(A, P, B)], "urn:g2")
    assert len(store.triples_as_text().splitlines()) == 3


def test_removed_graph_is_gone(store: EmbeddedStore) -> None:
    """Taking a graph out leaves the others, and taking out one that is not there changes nothing."""
    store.remove_graph("urn:g1")
    store.remove_graph("urn:none")
    assert store.graphs() == ("urn:g2",)
    assert len(store) == 1


def test_literal_cannot_be_a_subject(store: EmbeddedStore) -> None:
    """A triple whose subject is a literal is refused, and nothing is added."""
    with pytest.raises(TypeError):
        store.add([(Literal("x"), P, A)], "urn:g1")
    assert len(store) == 3


def test_triple_term_is_told(store: EmbeddedStore) -> None:
    """A triple term of RDF 1.2 in a row is told, not shown wrongly."""
    with pytest.raises(QueryError) as caught:
        store.select("SELECT (<<( <urn:a> <urn:b> <urn:c> )>> AS ?t) { }")
    assert caught.value.key == "triple_term"


def test_error_while_the_rows_are_read_is_told(store: EmbeddedStore) -> None:
    """A function that the engine does not know is told, also where it is met only while the rows are read."""
    with pytest.raises(QueryError) as caught:
        store.select(f"SELECT * {{ ?s ?p ?o FILTER(<{XSD}none>(?o)) }}")
    assert caught.value.key == "query_failed"


def test_no_query_ends_the_process() -> None:
    """No nesting and no chain, however long, makes the engine end the process: all are refused before it sees them."""
    program = """
import sys
from graph_service.errors import RedThreadError
from graph_service.store.oxigraph import EmbeddedStore

store = EmbeddedStore()
for size in (300, 3_000, 100_000):
    for before, middle, after in (
        ("ASK { FILTER(", "!", "true) }"),
        ("ASK { FILTER(true", "||true", ") }"),
        ("ASK { FILTER(1", " - 1", "> 0) }"),
        ("ASK { FILTER(1 IN (1", ",1", ")) }"),
        ("ASK { ?s <urn:a>", "|<urn:a>", " ?o }"),
        ("ASK { ?s ", "^(", "<urn:a>" + ")" * size + " ?o }"),
        ("ASK { FILTER(", "STR(", "1" + ")" * size + "= 1) }"),
        ("ASK ", "{", "}" * size),
        ("ASK { ", "OPTIONAL {", "}" * size + "}"),
        ("ASK { ", "MINUS {} ", "}"),
        ("ASK { ", "FILTER NOT EXISTS {", "}" * size + "}"),
        ("ASK { {} ", "UNION {} ", "}"),
        ("ASK { ?s ?p ", "[ ?p ", "1" + "]" * size + "}"),
        ("ASK { ?s ?p ", "<<( ?s ?p ", "1" + ")>>" * size + "}"),
        ("DESCRIBE ", "<urn:a> ", ""),
        ("SELECT ?s { } GROUP BY ?s HAVING ", "(true) ", ""),
    ):
        try:
            store.answer(before + middle * size + after)
        except RedThreadError as error:
            if size > 300 and error.key not in {"query_too_deep", "query_too_complex"}:
                sys.exit(f"{middle} {size}: {error}")
        else:
            if size > 3_000:
                sys.exit(f"{middle} {size} was answered")
print("alive")
"""
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=100, check=False)
    assert (finished.stdout, finished.returncode) == ("alive\n", 0), finished.stderr
