"""Reading answers in the W3C's JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.errors import QueryError
from graph_service.model.terms import BlankNode, Iri, Literal, Table, Term
from graph_service.store import results
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot
from graph_service.vocabulary import XSD

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TERMS: st.SearchStrategy[Term] = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="sv")),
    st.integers().map(lambda number: Literal(str(number), datatype=f"{XSD}integer")),
    st.sampled_from([Iri("urn:a"), Iri("https://example.org/å?b#c")]),
)


@given(st.lists(st.tuples(TERMS, st.none() | TERMS), max_size=5))
def test_rows_are_read_as_the_engine_means_them(rows: list[tuple[Term, Term | None]]) -> None:
    """What is read of a written answer are the terms that the engine itself gives, unbound ones left out."""
    values = " ".join(f"({one} {other or 'UNDEF'})" for one, other in rows)
    query = f"SELECT ?one ?other {{ VALUES (?one ?other) {{ {values} }} }}"
    store = EmbeddedStore()
    assert results.read(store.answer(query).body) == store.select(query)


def test_the_shipped_plans_are_read(shipped: Snapshot) -> None:
    """A long answer is read as the engine gives it, row by row."""
    query = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 5000"
    assert results.read(shipped.store.answer(query).body) == shipped.store.select(query)


def test_blank_nodes_are_read() -> None:
    """A blank node is read as one, whatever its label."""
    read = results.read(EmbeddedStore().answer("SELECT ?b { BIND (BNODE() AS ?b) }").body)
    assert isinstance(read, Table)
    assert isinstance(read.rows[0]["b"], BlankNode)


@pytest.mark.parametrize(("query", "holds"), [("ASK { }", True), ("ASK { FILTER(false) }", False)])
def test_truth_is_read(query: str, holds: bool) -> None:  # noqa: FBT001 -- a table
    """What ASK says is read as a truth value."""
    assert results.read(EmbeddedStore().answer(query).body) is holds


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"boolean": "true"}',
        b'{"head": {"vars": ["a"]}}',
        b'{"head": {"vars": "a"}, "results": {"bindings": []}}',
        b'{"head": {"vars": [1]}, "results": {"bindings": []}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [1]}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": "x"}]}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": "not absolute"}}]}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "literal", "value": 1}}]}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_such_document_is_refused(body: bytes) -> None:
    """Anything else is refused with one kind of error."""
    with pytest.raises(ValueError, match=r".*"):
        results.read(body)


def test_triple_terms_are_refused() -> None:
    """A triple term, which RDF 1.1 does not have, is told as such."""
    store = EmbeddedStore()
    body = store.answer("SELECT (TRIPLE(<urn:a>, <urn:b>, <urn:c>) AS ?t) { }").body
    with pytest.raises(QueryError) as caught:
        results.read(body)
    assert caught.value.key == "triple_term"
