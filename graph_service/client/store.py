"""The store port over HTTP: what asks a dataset here asks that of a running service too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import httpx
import orjson

from graph_service.client.connection import Connection, path_of
from graph_service.client.decoding import decoded
from graph_service.errors import QueryError, RemoteError
from graph_service.model.terms import Table
from graph_service.store import reading, results
from graph_service.store.internal import internal_query
from graph_service.store.port import Answer, DumpFormat, Graphs, ResultFormat, Triple
from graph_service.store.sparql_text import kind

_ENDINGS: Final[Mapping[DumpFormat, str]] = {
    "trig": "trig",
    "nquads": "nq",
    "turtle": "ttl",
    "ntriples": "nt",
    "jsonld": "jsonld",
}
_ALL: Final = "all"
_CUT: Final = "X-Truncated"


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    graphs: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class _Files:
    items: tuple[_File, ...]


class RemoteStore:
    """The dataset of a running service."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection.

        Args:
            connection: The connection to the service.
        """
        self._connection = connection

    def select(self, query: str) -> Table:
        """Answer a SELECT query; an error where the service cuts rows off."""
        given = self._ask(query, "json")
        self._whole(given)
        return self._rows(given)

    def rows(self, query: str) -> tuple[Table, bool]:
        """Answer a SELECT query, as far as the service does.

        Args:
            query: SPARQL text.

        Returns:
            The rows, and whether the service cut more off.

        Raises:
            QueryError: If it is no SELECT.
            ProblemError: If the service cannot answer it.
            RemoteError: If the service cannot be reached.
        """
        given = self._ask(query, "json")
        return self._rows(given), _CUT in given.headers

    def ask(self, query: str) -> bool:
        """Answer an ASK query."""
        found = self._read(self._ask(query, "json"))
        if not isinstance(found, bool):
            raise QueryError("not_ask")
        return found

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query; an error where the service cuts triples off."""
        body = self.triples(query, "nt")
        try:
            return reading.triples(body)
        except ValueError as error:
            raise self._connection.unreadable(error) from error

    def triples(self, query: str, form: ResultFormat) -> bytes:
        """Answer a CONSTRUCT or DESCRIBE query; an error where the service cuts triples off.

        Args:
            query: SPARQL text.
            form: How the triples are to be written.

        Returns:
            The triples in that form.

        Raises:
            QueryError: If it gives no triples.
            ProblemError: If the service cannot answer it.
            RemoteError: If the service cannot be reached.
        """
        if kind(query) != "construct":
            raise QueryError("not_construct")
        return self._whole(self._ask(query, form))

    def answer(
        self, query: str, *, table: ResultFormat = "json", graph: ResultFormat = "turtle", graphs: Graphs | None = None
    ) -> Answer:
        """Answer any query, serialised by the service; it may have been cut."""
        sort = kind(query)
        form = graph if sort == "construct" else table
        given = self._ask(query, form, graphs)
        if form == "json":
            self._read(given)  # whoever gets it relies on its being what it should be
        return Answer(sort, form, given.content, _CUT in given.headers)

    def graphs(self) -> tuple[str, ...]:
        """Give the IRIs of all named graphs, sorted."""
        return tuple(row["graph"].value for row in self.select(internal_query("graphs")).rows)

    def dump(self, graph: str | None = None, form: DumpFormat = "trig") -> bytes:
        """Write one named graph, or the whole dataset."""
        name = _ALL if graph is None else self._file(graph)
        if name is not None:
            return self._connection.get(f"/dumps/{path_of(name)}.{_ENDINGS[form]}", accept="*/*").content
        # The service has no file of that graph alone.
        try:
            return reading.dataset(self.dump(form="nquads")).dump(graph, form)
        except ValueError as error:
            raise self._connection.unreadable(error) from error

    def __len__(self) -> int:
        """Count the quads."""
        return sum(int(row["statements"].value) for row in self.select(internal_query("graphs")).rows)

    def _file(self, graph: str) -> str | None:
        listed = self._connection.get("/dumps")
        try:
            files = decoded(_Files, orjson.loads(listed.content)).items
        except ValueError as error:
            raise self._connection.unreadable(error) from error
        return next((file.name for file in files if file.graphs == (graph,)), None)

    def _ask(self, query: str, form: ResultFormat, graphs: Graphs | None = None) -> httpx.Response:
        named = {} if graphs is None else {"default-graph-uri": graphs.default, "named-graph-uri": graphs.named}
        return self._connection.post("/sparql", {"query": query, "format": form, **named}, accept="*/*")

    def _rows(self, given: httpx.Response) -> Table:
        found = self._read(given)
        if not isinstance(found, Table):
            raise QueryError("not_select")
        return found

    def _read(self, given: httpx.Response) -> Table | bool:
        try:
            return results.read(given.content)
        except ValueError as error:
            raise self._connection.unreadable(error) from error

    def _whole(self, given: httpx.Response) -> bytes:
        if _CUT in given.headers:
            raise RemoteError("service_cut", url=self._connection.url)
        return given.content
