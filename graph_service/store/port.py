"""The port between the service and whatever engine holds the quads."""

from dataclasses import dataclass
from typing import Literal, Protocol

from graph_service.model.terms import Table, Term

ResultFormat = Literal["csv", "tsv", "json", "xml", "turtle", "nt", "rdfxml", "jsonld"]
DumpFormat = Literal["trig", "nquads", "turtle", "ntriples", "jsonld"]
QueryKind = Literal["select", "ask", "construct"]

TABLE_FORMATS: tuple[ResultFormat, ...] = ("csv", "tsv", "json", "xml")
GRAPH_FORMATS: tuple[ResultFormat, ...] = ("turtle", "nt", "rdfxml", "jsonld")

Triple = tuple[Term, Term, Term]


@dataclass(frozen=True, slots=True)
class Answer:
    """A serialised answer.

    Attributes:
        kind: What sort of query it answers.
        format: The format that it is written in.
        body: The bytes.
        truncated: True if a limit on rows cut it.
    """

    kind: QueryKind
    format: ResultFormat
    body: bytes
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs that a query is asked of, in place of those that it may name itself.

    See https://www.w3.org/TR/sparql11-protocol/#dataset.

    Attributes:
        default: IRIs of the graphs whose merge is the default graph.
        named: IRIs of the named graphs.
    """

    default: tuple[str, ...]
    named: tuple[str, ...]


class Store(Protocol):
    """A dataset that can be asked. Without FROM, a query's default graph is the merge of all named graphs."""

    def select(self, query: str) -> Table:
        """Answer a SELECT query.

        Args:
            query: SPARQL text; the usual prefixes need not be declared.

        Returns:
            The rows.

        Raises:
            QueryError: If it cannot be parsed or is no SELECT.
        """
        ...

    def ask(self, query: str) -> bool:
        """Answer an ASK query.

        Args:
            query: SPARQL text.

        Returns:
            The answer.

        Raises:
            QueryError: If it cannot be parsed or is no ASK.
        """
        ...

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query.

        Args:
            query: SPARQL text.

        Returns:
            The triples.

        Raises:
            QueryError: If it cannot be parsed or gives no triples.
        """
        ...

    def answer(
        self, query: str, *, table: ResultFormat = "json", graph: ResultFormat = "turtle", graphs: Graphs | None = None
    ) -> Answer:
        """Answer any query, serialised by the engine.

        Args:
            query: SPARQL text.
            table: Format for SELECT and ASK.
            graph: Format for CONSTRUCT and DESCRIBE.
            graphs: The graphs that are asked; None leaves that to the query.

        Returns:
            The serialised answer.

        Raises:
            QueryError: If it cannot be parsed.
        """
        ...

    def graphs(self) -> tuple[str, ...]:
        """Give the IRIs of all named graphs, sorted."""
        ...

    def dump(self, graph: str | None = None, form: DumpFormat = "trig") -> bytes:
        """Write one named graph, or the whole dataset.

        Args:
            graph: IRI of the graph; None for everything.
            form: How; formats without graphs give the triples of all graphs once.

        Returns:
            The serialised quads, with the usual prefixes.
        """
        ...

    def __len__(self) -> int:
        """Count the quads."""
        ...
