"""What a snapshot holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holding:
    """A named graph.

    Attributes:
        iri: Its IRI.
        kind: ``edition``, ``register``, ``ontology``, ``derived`` or ``other``.
        title: Title of the edition's document, or the graph's own.
        plan: IRI of the edition's document.
        version: The edition's version.
        content: ``loaded`` or ``partlyLoaded``.
        statements: How many statements it holds.
    """

    iri: str
    kind: str
    title: str | None
    plan: str | None
    version: str | None
    content: str | None
    statements: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client has to keep to.

    Attributes:
        query_seconds: Longest time that a query may take, in seconds.
        query_length: Longest query, in characters.
        query_depth: Deepest nesting of brackets in a query.
        query_size: Most words and signs of a query, what stands in VALUES left out.
        result_bytes: Largest result of a query, in bytes.
        result_rows: Most rows or triples of a result.
        trace_depth: Depth that threads are followed to if nothing else is asked for, in steps.
        page: Entries of a list in JSON if nothing else is asked for.
        page_most: Most entries of a list that one answer holds.
    """

    query_seconds: float
    query_length: int
    query_depth: int
    query_size: int
    result_bytes: int
    result_rows: int
    trace_depth: int
    page: int
    page_most: int
