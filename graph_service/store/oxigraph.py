"""The embedded engine: a pyoxigraph store in memory."""

import io
import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final, Self

import pyoxigraph as ox

from graph_service.errors import QueryError
from graph_service.model.terms import BlankNode, Iri, Literal, Table, Term
from graph_service.store import rows, sparql_text, xml_text
from graph_service.store.branch import Branch, as_stored
from graph_service.store.port import Answer, DumpFormat, Graphs, ResultFormat, Triple
from graph_service.vocabulary import PREFIXES, XSD

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

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
    "jsonld": ox.RdfFormat.JSON_LD,
}
_DUMP: Final[dict[DumpFormat, ox.RdfFormat]] = {
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_OVERLAP: Final = "ASK { GRAPH ?a { ?s ?p ?o } GRAPH ?b { ?s ?p ?o } FILTER (?a != ?b) }"
_Pattern = tuple[
    ox.NamedNode | ox.BlankNode | ox.Triple, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
]
_QueryResults = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class EmbeddedStore:
    """A dataset in this process.

    Example:
        >>> store = EmbeddedStore()
        >>> store.add([(Iri("urn:a"), Iri("urn:b"), Literal("1"))], "urn:g")
        >>> store.select("SELECT ?o { ?s ?p ?o }").rows
        ({'o': Literal(value='1', language='', datatype='http://www.w3.org/2001/XMLSchema#string')},)
    """

    def __init__(self, *, answer_bytes: int | None = None, answer_rows: int | None = None) -> None:
        """Make an empty dataset.

        Args:
            answer_bytes: Largest serialised answer; one that grows larger is given up at once. None sets no limit.
            answer_rows: Most rows or triples of a serialised answer; the rest is cut off. None sets no limit.
        """
        self._branch = Branch()
        self._answer_bytes = answer_bytes
        self._answer_rows = answer_rows
        self._merged = False
        self._few = False
        self._origin: EmbeddedStore | None = None
        self._held: dict[tuple[str, str], bool] = {}

    @property
    def _store(self) -> ox.Store:
        """The engine's store, with this dataset in it."""
        return self._branch.store

    def branch(self, *, removed: Iterable[ox.Quad] = (), added: Iterable[ox.Quad] = ()) -> Self:
        """Make another dataset that differs little from this one, at the price of the difference.

        Both are there as long as they are needed, and share the memory: whichever is asked takes the place of the other
        in the engine. So they must be used by one thread at a time, and this one must not be changed any more.

        Args:
            removed: What the other lacks.
            added: What the other has besides.

        Returns:
            The other dataset.

        Example:
            >>> quad = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("1"), ox.NamedNode("urn:g"))
            >>> one = EmbeddedStore()
            >>> other = one.branch(added=[quad])
            >>> len(one), len(other), len(one)
            (0, 1, 0)
        """
        other = type(self)(answer_bytes=self._answer_bytes, answer_rows=self._answer_rows)
        other._branch = self._branch.grow()  # noqa: SLF001 -- the same class
        other._merged, other._few = self._merged, True  # noqa: SLF001
        other._origin = self  # noqa: SLF001
        other.change(removed=removed, added=added)
        return other

    def cut(self) -> None:
        """Forget what this dataset was made of, so that no chain of them grows.

        What it was made of, and whatever else was made of that, must not be used any more.
        """
        lacking = {key: False for key in self._looked_up() if not self.may_hold(*key)}
        self._branch.cut()
        self._origin = None
        self._held = lacking

    def change(self, *, removed: Iterable[ox.Quad] = (), added: Iterable[ox.Quad] = ()) -> None:
        """Take quads out, and put others in; what was settled stays so.

        Args:
            removed: What to take out; nothing happens with what is not there.
            added: What to put in then.
        """
        gone, come = as_stored(removed), as_stored(added)
        self._alter(gone, come)
        triples = {quad.triple for quad in gone | come}
        if self._merged:
            standing = {triple for triple in triples if any(self.matching(*_pattern(triple)))}
            self._alter(map(_merged, triples - standing), map(_merged, standing))

    @property
    def difference(self) -> tuple[frozenset[ox.Quad], frozenset[ox.Quad]]:
        """What it lacks of the dataset that it was made of by ``branch``, and what it has besides."""
        gone, come = self._branch.difference
        nowhere = ox.DefaultGraph()
        return (
            frozenset(quad for quad in gone if quad.graph_name != nowhere),
            frozenset(quad for quad in come if quad.graph_name != nowhere),
        )

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads as the engine's own parser gives them; all or none.

        Args:
            quads: What to add.
        """
        self._unmerge()
        self._alter((), quads)

    def take_out(self, quads: Iterable[ox.Quad]) -> None:
        """Take quads out.

        Args:
            quads: What to take out; nothing happens with those that are not there.
        """
        self._unmerge()
        self._alter(quads, ())

    def add(self, triples: Iterable[Triple], graph: str) -> None:
        """Add triples to a named graph."""
        self._unmerge()
        name = ox.NamedNode(graph)
        self._alter((), (ox.Quad(_subject(s), ox.NamedNode(p.value), _engine_term(o), name) for s, p, o in triples))

    def infer(self, rule: str, graph: str) -> None:
        """Add what a CONSTRUCT query gives.

        Args:
            rule: The query.
            graph: The named graph that it is added to.

        Raises:
            QueryError: If it cannot be parsed or is no CONSTRUCT.
        """
        found = self.inferred(rule, graph)
        self._unmerge()
        self._alter((), found)

    def inferred(self, rule: str, graph: str) -> list[ox.Quad]:
        """Tell what a CONSTRUCT query gives, without adding it.

        Args:
            rule: The query.
            graph: The named graph that it would be added to.

        Returns:
            What it gives, as quads of that graph.

        Raises:
            QueryError: If it cannot be parsed or is no CONSTRUCT.
        """
        name = ox.NamedNode(graph)
        with _told(rule):
            results = self._query(rule)
            if not isinstance(results, ox.QueryTriples):
                raise QueryError("not_construct")
            return [ox.Quad(one.subject, one.predicate, one.object, name) for one in results]

    def settle(self) -> None:
        """See to it that a triple which stands in several graphs is met once where a query names no graph.

        To be called when the dataset is whole. The engine's own union gives such a triple once per graph; where there
        is one, the merge of all graphs is kept beside them. What is added later is met as before, until settled again.
        """
        if not self._merged and self._overlaps():
            self._alter((), [ox.Quad(q.subject, q.predicate, q.object) for q in self._store])
            self._merged = True

    def select(self, query: str) -> Table:
        """Answer a SELECT query."""
        with _told(query):
            results = self._query(query)
            if not isinstance(results, ox.QuerySolutions):
                raise QueryError("not_select")
            columns = tuple(variable.value for variable in results.variables)
            rows = tuple(
                {column: term_of(term) for column, term in zip(columns, solution, strict=True) if term is not None}
                for solution in results
            )
            return Table(columns, rows)

    def ask(self, query: str) -> bool:
        """Answer an ASK query."""
        with _told(query):
            results = self._query(query)
            if not isinstance(results, ox.QueryBoolean):
                raise QueryError("not_ask")
            return bool(results)

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query."""
        with _told(query):
            results = self._query(query)
            if not isinstance(results, ox.QueryTriples):
                raise QueryError("not_construct")
            return tuple((term_of(t.subject), term_of(t.predicate), term_of(t.object)) for t in results)

    def answer(
        self, query: str, *, table: ResultFormat = "json", graph: ResultFormat = "turtle", graphs: Graphs | None = None
    ) -> Answer:
        """Answer any query, serialised by the engine."""
        body = _Body(self._answer_bytes)
        most = self._answer_rows
        with _told(query):
            results = self._query(query, graphs)
            if isinstance(results, ox.QueryTriples):
                triples = results if most is None else itertools.islice(results, most)
                ox.serialize(triples, body, format=_GRAPH[graph], prefixes=PREFIXES)
                written = xml_text.checked(body.getvalue()) if graph == "rdfxml" else body.getvalue()
                return Answer("construct", graph, written, next(results, None) is not None)
            if isinstance(results, ox.QueryBoolean) and table in {"csv", "tsv"}:
                return Answer("ask", table, b"true\n" if results else b"false\n")
            results.serialize(body, format=_TABLE[table])
        if isinstance(results, ox.QueryBoolean):
            return Answer("ask", table, body.getvalue())
        written = xml_text.checked(body.getvalue()) if table == "xml" else body.getvalue()
        return Answer("select", table, *(written, False) if most is None else rows.cut(written, table, most))

    def graphs(self) -> tuple[str, ...]:
        """Give the IRIs of all named graphs, sorted."""
        # One that has become empty the engine still knows.
        return tuple(
            sorted(
                graph.value
                for graph in self._store.named_graphs()
                if isinstance(graph, ox.NamedNode) and any(self._store.quads_for_pattern(None, None, None, graph))
            )
        )

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Give the quads of one graph, or of all.

        Args:
            graph: IRI of the graph; None for all.

        Returns:
            The quads in the engine's order.
        """
        found = self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph) if graph else None)
        return (quad for quad in found if quad.graph_name != ox.DefaultGraph()) if self._merged else found

    def matching(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None = None,
        predicate: ox.NamedNode | None = None,
        object_: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None = None,
    ) -> Iterator[ox.Quad]:
        """Look quads up, in whatever graph they stand.

        Args:
            subject: Their subject; None for any.
            predicate: Their predicate; None for any.
            object_: Their object; None for any.

        Returns:
            The quads in the engine's order.
        """
        found = self._store.quads_for_pattern(subject, predicate, object_)
        return (quad for quad in found if quad.graph_name != ox.DefaultGraph()) if self._merged else found

    def may_hold(self, predicate: str, graph: str) -> bool:
        """Tell whether a graph may hold statements with a predicate: false only if there is none.

        What is made of another dataset may hold what that holds. That is looked up once.

        Args:
            predicate: IRI of the predicate.
            graph: IRI of the graph.

        Returns:
            Whether there may be one.
        """
        names = ox.NamedNode(predicate), ox.NamedNode(graph)
        if self._origin is None:
            if (predicate, graph) not in self._held:
                self._held[predicate, graph] = any(self._store.quads_for_pattern(None, names[0], None, names[1]))
            return self._held[predicate, graph]
        _, come = self._branch.difference
        return self._origin.may_hold(predicate, graph) or any((q.predicate, q.graph_name) == names for q in come)

    def _alter(self, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> None:
        self._held.clear()
        self._branch.change(gone, come)

    def _looked_up(self) -> Iterable[tuple[str, str]]:
        """Give the predicates and graphs that have been looked for in what this is made of, or in itself."""
        return self._held if self._origin is None else self._origin._looked_up()  # noqa: SLF001 -- the same class

    def dump(self, graph: str | None = None, form: DumpFormat = "trig") -> bytes:
        """Write one named graph, or the whole dataset, sorted so that it is always the same."""
        quads = sorted(self.quads(graph), key=str)
        if form in {"trig", "nquads"} or (form == "jsonld" and graph is None):
            return ox.serialize(quads, format=_DUMP[form], prefixes=PREFIXES) or b""
        triples = dict.fromkeys(quad.triple for quad in quads)
        return ox.serialize(triples, format=_DUMP[form], prefixes=PREFIXES) or b""

    def write(self, file: IO[bytes]) -> None:
        """Write the whole dataset as N-Quads, in no order.

        Args:
            file: Where to.
        """
        ox.serialize(self.quads(), file, format=ox.RdfFormat.N_QUADS)

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
        self._unmerge()
        self._branch.clear(ox.NamedNode(graph))

    def __len__(self) -> int:
        """Count the quads."""
        return sum(1 for _ in self.quads()) if self._merged else len(self._store)

    def _overlaps(self) -> bool:
        if not self._few:
            return bool(self._store.query(_OVERLAP))
        # No triple stood in several graphs when it was settled the last time.
        _, come = self._branch.difference
        return any(len(list(self._store.quads_for_pattern(*_pattern(quad.triple)))) > 1 for quad in come)

    def _unmerge(self) -> None:
        if self._merged:
            self._branch.clear(ox.DefaultGraph())
            self._merged = self._few = False

    def _query(self, query: str, graphs: Graphs | None = None) -> _QueryResults:
        sparql_text.check_nesting(query)
        sparql_text.check_read_only(query)
        if graphs is not None:
            return self._store.query(
                query,
                prefixes=_needed(query),
                default_graph=[ox.NamedNode(name) for name in graphs.default],
                named_graphs=[ox.NamedNode(name) for name in graphs.named],
            )
        # Asked to take the union, the engine takes no notice of FROM.
        union = not self._merged and not sparql_text.names_graphs(query)
        return self._store.query(query, prefixes=_needed(query), use_default_graph_as_union=union)


_SIGNS: Final = tuple((prefix, f"{prefix}:", namespace) for prefix, namespace in PREFIXES.items())


def _needed(query: str) -> dict[str, str]:
    # The engine reads each of them anew for each query.
    return {prefix: namespace for prefix, sign, namespace in _SIGNS if sign in query}


@contextmanager
def _told(query: str) -> Iterator[None]:
    # Some errors come only while the rows are read or written.
    try:
        yield
    except SyntaxError as error:
        raise sparql_text.explain(query, str(error), PREFIXES) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError("query_failed", reason=error) from error


class _Body(io.BytesIO):
    def __init__(self, limit: int | None) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: "ReadableBuffer", /) -> int:
        size = super().write(data)
        if self._limit is not None and self.tell() > self._limit:
            raise QueryError("query_too_large", limit=self._limit)
        return size


def term_of(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> Term:
    """Make a plain value of one of the engine's terms.

    Args:
        term: The engine's term.

    Returns:
        The value.

    Raises:
        QueryError: If it is a triple term.
    """
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


def _pattern(triple: ox.Triple) -> _Pattern:
    return triple.subject, triple.predicate, triple.object


def _merged(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object)


def _subject(term: Term) -> ox.NamedNode | ox.BlankNode:
    node = _engine_term(term)
    if isinstance(node, ox.Literal):
        raise TypeError(term)
    return node
