"""Queries by GET that are answered where the connection is read, and not by the application.

A lookup takes the engine less time than a task and the layers of an application take. So a query in which nothing is
wrong is handed to a worker as soon as it is read, and what the worker gives is written as soon as it comes. Whatever
else comes of it, the application tells.
"""

from asyncio import Future
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from graph_service.api import sparql, sparql_request
from graph_service.api.generation import Generation, lines
from graph_service.api.leaving import SOON
from graph_service.api.observe import REQUEST_ID, SEEN, Observer, Seen
from graph_service.api.served import GENERATION, Served
from graph_service.settings import Settings
from graph_service.store.lane import Job
from graph_service.store.port import Answer

Headers = Sequence[tuple[bytes, bytes]]
_ADDRESS: Final = sparql.PATH.encode() + b"?"
_WITH_BODY: Final = frozenset({b"content-length", b"transfer-encoding", b"expect"})


class Lookups:
    """Begins to answer lookups."""

    def __init__(self, served: Served, limits: Settings, observer: Observer) -> None:
        """Prepare.

        Args:
            served: The snapshot whose workers answer queries.
            limits: The settings.
            observer: Counts and notes what came of each.
        """
        self._served = served
        self._closed = limits.reading == "token"
        self.limits = limits
        self.observer = observer

    def begin(self, address: bytes, headers: Headers) -> "Lookup | None":
        """Hand a query to a worker.

        Args:
            address: What a request by GET asks for.
            headers: Its headers, their names in small letters.

        Returns:
            The lookup; None if it is none, or there is something to be said about it.
        """
        if self._closed or not address.startswith(_ADDRESS):
            return None
        named = dict(headers)
        if len(named) < len(headers) or not _WITH_BODY.isdisjoint(named):
            return None
        query = address.partition(b"#")[0][len(_ADDRESS) :]
        accept = named.get(b"accept", b"").decode("latin-1")
        if "xhtml" in accept:  # a browser, which may want a page
            return None
        seen = self.observer.see(named.get(REQUEST_ID, b""))
        try:
            asked = sparql_request.asked(sparql_request.pairs(query), None, accept, self.limits)
            generation = self._served.newest
            job = generation.service.public.begin("answer", (asked.query,), asked.options, asked.seconds)
        except Exception:  # noqa: BLE001 -- the application comes upon it again, and tells of it
            return None
        return Lookup(self, generation, job, seen, query)


class _Nobody:
    """Stands where whoever waits for the rest of a request is told of it."""

    def set(self) -> None:
        """Tell nobody."""


class Lookup:
    """A query on its way, in the place of what the server calls the cycle of a request and its answer.

    Attributes:
        job: The call of the engine.
        left: True when the client has left.
        keep_alive: True if the connection is kept after the answer.
        response_complete: True when the answer has been written.
    """

    message_event = _Nobody()

    def __init__(self, lookups: Lookups, generation: Generation, job: Job, seen: Seen, query: bytes) -> None:
        """Take charge of a call.

        Args:
            lookups: Who began it.
            generation: The snapshot that is asked.
            job: The call.
            seen: The request.
            query: What stood behind the question mark of its address.
        """
        self._lookups = lookups
        self._generation = generation
        self._lane = generation.service.public
        self._seen = seen
        self._query = query
        self.job = job
        self.left = False
        self.keep_alive = True
        self.response_complete = False

    def response(self, headers: Headers) -> bytes | None:
        """Write the answer, once the call is answered.

        Args:
            headers: Headers of the server.

        Returns:
            The whole response; None if the application has to tell what came of it.
        """
        answer = self._lane.at_once(self.job)
        if not isinstance(answer, Answer):
            return None
        own = [*sparql.head(answer, self._lookups.limits), (REQUEST_ID, self._seen.identifier.encode())]
        if not self.keep_alive:
            own.append((b"connection", b"close"))
        self._note(HTTPStatus.OK, len(answer.body))
        length = b"content-length: %d\r\n\r\n" % len(answer.body)
        return b"".join(
            (b"HTTP/1.1 200 OK\r\n", lines(headers), self._generation.head, lines(own), length, answer.body)
        )

    def scope(self) -> dict[str, object]:
        """Give what the scope of the request holds besides its headers, for the application to go on with it."""
        path = sparql.PATH
        return {
            "method": "GET",
            "path": path,
            "raw_path": path.encode(),
            "query_string": self._query,
            sparql.JOB: self.job,
            GENERATION: self._generation,
            SEEN: self._seen,
        }

    def leave(self) -> None:
        """Note that the client has left; if the answer does not come soon, nobody works on it any more."""
        self.left = True
        self.job.answered.add_done_callback(Future.exception)  # else it would be noted that nobody asked for it
        self.job.loop.call_later(SOON, self._lane.abandon, self.job)
        self._note(0, 0)

    def _note(self, status: int, size: int) -> None:
        self._lookups.observer.note(self._seen, "GET", sparql.PATH, status, size)
