"""An answer of many rows as columns of text: some ten times quicker to read than row by row."""

import csv
import io

from graph_service.store.port import Store


def columns(store: Store, query: str) -> tuple[tuple[str, ...], ...]:
    """Answer a SELECT query with the text of each column's values.

    What is an IRI and what is a literal is not told apart, and what is unbound is empty.

    Args:
        store: The dataset; one that sets no limit to its answers.
        query: SPARQL text.

    Returns:
        The columns in order, each as long as there are rows.

    Raises:
        QueryError: If it cannot be parsed.

    Example:
        >>> from graph_service.model.terms import Iri, Literal
        >>> from graph_service.store.oxigraph import EmbeddedStore
        >>> store = EmbeddedStore()
        >>> store.add([(Iri("urn:a"), Iri("urn:b"), Literal("mål", language="sv"))], "urn:g")
        >>> columns(store, "SELECT ?s (LANG(?o) AS ?l) ?none { ?s ?p ?o }")
        (('urn:a',), ('sv',), ('',))
    """
    body = store.answer(query, table="csv").body
    csv.field_size_limit(max(csv.field_size_limit(), len(body) + 1))
    rows = csv.reader(io.StringIO(body.decode(), newline=""))
    head = next(rows)
    # A row of one empty value is an empty line, which the reader takes for no row: ask for two columns then.
    return tuple(zip(*rows, strict=True)) or tuple(() for _ in head)
