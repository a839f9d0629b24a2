"""The store port over HTTP: what asks a dataset here asks that of a running service too."""

import re
from collections.abc import Mapping
from typing import Final

import httpx

from graph_service.client.connection import Connection, path_of
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
_LIMIT: Final = re.compile(r"limit=(\d+)")


class RemoteStore:
    """The dataset of a running service."""

    def __init__(self, connection: Connection, base: str) -> None:
        """Take a connection.

        Args:
            connection: The connection to the service.
            base: Base that the resources of the service lie under.
        """
        self._connection = connection
        self._base = base

    def select(self, query: str) -> Table:
        """Answer a SELECT query; an error where the service cuts rows off."""
        found = self._read(self._ask(query, "json"))
        if not isinstance(found, Table):
            raise QueryError("not_select")
        return found

    def ask(self, query: str) -> bool:
        """Answer an ASK query."""
        found = self._read(self._ask(query, "json"))
        if not isinstance(found, bool):
            raise QueryError("not_ask")
        return found

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query; an error where the service cuts triples off."""
        if kind(query) != "construct":
            raise QueryError("not_construct")
        body = self._whole(self._ask(query, "nt"))
        try:
            return reading.triples(body)
        except ValueError as error:
            raise self._connection.unreadable(error) from error

    def answer(
        self, query: str, *, table: ResultFormat = "json", graph: ResultFormat = "turtle", graphs: Graphs | None = None
    ) -> Answer:
        """Answer any query, serialised by the service; it may have been cut."""
        sort = kind(query)
        form = graph if sort == "construct" else table
        given = self._ask(query, form, graphs)
        return Answer(sort, form, given.content, _limit(given) is not None)

    def graphs(self) -> tuple[str, ...]:
        """Give the IRIs of all named graphs, sorted."""
        return tuple(row["graph"].value for row in self.select(internal_query("graphs")).rows)

    def dump(self, graph: str | None = None, form: DumpFormat = "trig") -> bytes:
        """Write one named graph, or the whole dataset."""
        if graph is None or graph.startswith(self._base):
            name = "all" if graph is None else path_of(graph.removeprefix(self._base))
            return self._connection.get(f"/dumps/{name}.{_ENDINGS[form]}", accept="*/*").content
        # The service has no file of it alone.
        try:
            return reading.dataset(self.dump(form="nquads")).dump(graph, form)
        except ValueError as error:
            raise self._connection.unreadable(error) from error

    def __len__(self) -> int:
        """Count the quads."""
        return sum(int(row["statements"].value) for row in self.select(internal_query("graphs")).rows)

    def _ask(self, query: str, form: ResultFormat, graphs: Graphs | None = None) -> httpx.Response:
        named = {} if graphs is None else {"default-graph-uri": graphs.default, "named-graph-uri": graphs.named}
        return self._connection.post("/sparql", {"query": query, "format": form, **named}, accept="*/*")

    def _read(self, given: httpx.Response) -> Table | bool:
        body = self._whole(given)
        try:
            return results.read(body)
        except ValueError as error:
            raise self._connection.unreadable(error) from error

    def _whole(self, given: httpx.Response) -> bytes:
        limit = _limit(given)
        if limit is not None:
            raise RemoteError("service_cut", url=self._connection.url, rows=limit)
        return given.content


def _limit(given: httpx.Response) -> str | None:
    """Give the number of rows that an answer was cut at."""
    found = _LIMIT.search(given.headers.get("X-Truncated", ""))
    return found[1] if found else None
