"""The embedded engine: a pyoxigraph store in memory."""

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from graph_service.errors import QueryError
from graph_service.model.terms import BlankNode, Iri, Literal, Table, Term
from graph_service.store import sparql_text
from graph_service.store.port import Answer, DumpFormat, QueryKind, ResultFormat, Triple
from graph_service.vocabulary import PREFIXES, XSD

_TABLE: Final[dict[ResultFormat, ox.QueryResultsFormat]] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPH: Final[dict[ResultFormat, ox.RdfFormat]] = {
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_DUMP: Final[dict[DumpFormat, ox.RdfFormat]] = {
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_QueryResults = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class EmbeddedStore:
    """A dataset in this process.

    Example:
        >>> store = EmbeddedStore()
        >>> store.add([(Iri("urn:a"), Iri("urn:b"), Literal("1"))], "urn:g")
        >>> store.select("SELECT ?o { ?s ?p ?o }").rows
        ({'o': Literal(value='1', language='', datatype='http://www.w3.org/2001/XMLSchema#string')},)
    """

    def __init__(self) -> None:
        """Make an empty dataset."""
        self._store = ox.Store()

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads as the engine's own parser gives them; all or none.

        Args:
            quads: What to add.
        """
        self._store.extend(quads)

    def add(self, triples: Iterable[Triple], graph: str) -> None:
        """Add triples to a named graph."""
        name = ox.NamedNode(graph)
        self._store.extend(ox.Quad(_subject(s), ox.NamedNode(p.value), _engine_term(o), name) for s, p, o in triples)

    def select(self, query: str) -> Table:
        """Answer a SELECT query."""
        results = self._query(query)
        if not isinstance(results, ox.QuerySolutions):
            raise QueryError("not_select")
        columns = tuple(variable.value for variable in results.variables)
        rows = tuple(
            {column: _term(term) for column, term in zip(columns, solution, strict=True) if term is not None}
            for solution in results
        )
        return Table(columns, rows)

    def ask(self, query: str) -> bool:
        """Answer an ASK query."""
        results = self._query(query)
        if not isinstance(results, ox.QueryBoolean):
            raise QueryError("not_ask")
        return bool(results)

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query."""
        results = self._query(query)
        if not isinstance(results, ox.QueryTriples):
            raise QueryError("not_construct")
        return tuple((_term(t.subject), _term(t.predicate), _term(t.object)) for t in results)

    def answer(self, query: str, *, table: ResultFormat = "json", graph: ResultFormat = "turtle") -> Answer:
        """Answer any query, serialised by the engine."""
        results = self._query(query)
        kind: QueryKind
        if isinstance(results, ox.QueryTriples):
            body = ox.serialize(results, format=_GRAPH[graph], prefixes=PREFIXES) or b""
            return Answer("construct", graph, body)
        kind = "ask" if isinstance(results, ox.QueryBoolean) else "select"
        if kind == "ask" and table in {"csv", "tsv"}:
            return Answer(kind, table, b"true\n" if results else b"false\n")
        return Answer(kind, table, results.serialize(format=_TABLE[table]) or b"")

    def graphs(self) -> tuple[str, ...]:
        """Give the IRIs of all named graphs, sorted."""
        return tuple(sorted(g.value for g in self._store.named_graphs() if isinstance(g, ox.NamedNode)))

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Give the quads of one graph, or of all.

        Args:
            graph: IRI of the graph; None for all.

        Returns:
            The quads in the engine's order.
        """
        name = ox.NamedNode(graph) if graph else None
        return self._store.quads_for_pattern(None, None, None, name)

    def dump(self, graph: str | None = None, form: DumpFormat = "trig") -> bytes:
        """Write one named graph, or the whole dataset, sorted so that it is always the same."""
        quads = sorted(self.quads(graph), key=str)
        if form in {"trig", "nquads"} or (form == "jsonld" and graph is None):
            return ox.serialize(quads, format=_DUMP[form], prefixes=PREFIXES) or b""
        triples = dict.fromkeys(quad.triple for quad in quads)
        return ox.serialize(triples, format=_DUMP[form], prefixes=PREFIXES) or b""

    def triples_as_text(self) -> bytes:
        """Write all triples as N-Triples, without their graphs.

        Returns:
            One line per triple; one that stands in several graphs comes once.
        """
        triples = {quad.triple for quad in self.quads()}
        return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""

    def remove_graph(self, graph: str) -> None:
        """Take a named graph out.

        Args:
            graph: IRI of the graph; nothing happens if there is none.
        """
        self._store.remove_graph(ox.NamedNode(graph))

    def __len__(self) -> int:
        """Count the quads."""
        return len(self._store)

    def _query(self, query: str) -> _QueryResults:
        sparql_text.check_nesting(query)
        try:
            return self._store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise sparql_text.explain(query, str(error), PREFIXES) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError("query_failed", reason=error) from error


def _term(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> Term:
    match term:
        case ox.NamedNode():
            return Iri(term.value)
        case ox.Literal():
            return Literal(
                term.value, term.language or "", term.datatype.value if not term.language else f"{XSD}string"
            )
        case ox.BlankNode():
            return BlankNode(term.value)
        case _:
            raise QueryError("triple_term")


def _engine_term(term: Term) -> ox.NamedNode | ox.Literal | ox.BlankNode:
    match term:
        case Iri(value):
            return ox.NamedNode(value)
        case BlankNode(value):
            return ox.BlankNode(value)
        case Literal(value, language, datatype):
            return (
                ox.Literal(value, language=language) if language else ox.Literal(value, datatype=ox.NamedNode(datatype))
            )


def _subject(term: Term) -> ox.NamedNode | ox.BlankNode:
    node = _engine_term(term)
    if isinstance(node, ox.Literal):
        raise TypeError(term)
    return node
