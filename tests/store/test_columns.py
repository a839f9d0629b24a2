"""Reading answers of many rows by column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.errors import QueryError
from graph_service.model.terms import Iri, Literal
from graph_service.store.columns import columns
from graph_service.store.oxigraph import EmbeddedStore

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=9), max_size=5, unique=True)


@given(texts=TEXTS)
def test_texts_come_whole(texts: list[str]) -> None:
    """Commas, quotation marks, line breaks and empty texts come as they are."""
    store = EmbeddedStore()
    store.add([(Iri("urn:a"), Iri("urn:b"), Literal(text)) for text in texts], "urn:g")
    subjects, found = columns(store, "SELECT ?s ?text { ?s ?p ?text }")
    assert sorted(found) == sorted(texts)
    assert subjects == ("urn:a",) * len(texts)


def test_a_long_text_is_no_trouble() -> None:
    """A text longer than the reader of CSV takes by itself is read."""
    store = EmbeddedStore()
    store.add([(Iri("urn:a"), Iri("urn:b"), Literal("å" * 200_000))], "urn:g")
    assert len(columns(store, "SELECT ?s ?text { ?s ?p ?text }")[1][0]) == 200_000


def test_a_query_that_cannot_be_read_is_told() -> None:
    """What is no SELECT query raises the error of the store."""
    with pytest.raises(QueryError):
        columns(EmbeddedStore(), "SELECT")
