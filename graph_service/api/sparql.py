"""The SPARQL endpoint (https://www.w3.org/TR/sparql11-protocol/).

It stands in front of the other routes, as an ASGI application of its own: a lookup spends more time in a framework than
in the engine.
"""

from http import HTTPStatus
from typing import Final

from fastapi import Request
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.api import formats, problems, sparql_request
from graph_service.api.description import Description
from graph_service.api.leaving import unless_left
from graph_service.api.service import Service
from graph_service.errors import MethodError, RedThreadError, TooLargeError
from graph_service.settings import Settings
from graph_service.store.port import Answer
from graph_service.web.sparql import page
from graph_service.web.sparql.page import SparqlPage

PATH: Final = "/sparql"
METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST")
JOB: Final = "redthread.job"
"""Key in the scope of a request whose query has been asked before it came to the endpoint."""
_MEDIA: Final = {form: media.encode() for form, media in formats.MEDIA_TYPES.items()}


class SparqlEndpoint:
    """The endpoint, in front of another application that answers all other paths."""

    def __init__(self, service: Service, others: ASGIApp) -> None:
        """Put the endpoint in front of an application.

        Args:
            service: What it answers from.
            others: Answers what is not for the endpoint.
        """
        self._limits = service.settings
        self._lane = service.public
        self._others = others
        self._page = SparqlPage(service)
        self._description = Description(service, self._page)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as ASGI has it."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._others(scope, receive, send)
            return
        try:
            await self._answer(scope, receive, send)
        except ClientDisconnect:
            pass  # there is nobody to be told
        except RedThreadError as error:
            response = problems.response(_asking(scope), error)
            if isinstance(error, MethodError):
                response.headers["Allow"] = ", ".join(METHODS)
            await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        given = sparql_request.pairs(scope["query_string"])
        match scope["method"]:
            case "GET" | "HEAD":
                if not {name for name, _ in given} - {"lang", "format"}:
                    await self._description.answer(scope, receive, send)
                    return
                query = None
            case "POST":
                content = await _body(receive, sparql_request.longest_body(self._limits))
                query, more = sparql_request.body(headers, content)
                given += more
            case "OPTIONS":
                await _send(send, HTTPStatus.NO_CONTENT, [(b"allow", ", ".join(METHODS).encode())], b"")
                return
            case method:
                raise MethodError("method_not_allowed", method=method, allowed=", ".join(METHODS))
        job = scope.get(JOB)
        if job is None:
            accept = ", ".join(headers.getlist("accept"))
            if page.is_wanted(given, accept):
                await self._page.answer(scope, receive, send, given, query)
                return
            asked = sparql_request.asked(given, query, accept, self._limits)
            job = self._lane.begin("answer", (asked.query,), asked.options, asked.seconds)
        answer = await unless_left(receive, self._lane.outcome(job))
        if not isinstance(answer, Answer):
            raise TypeError(answer)
        await _send(send, HTTPStatus.OK, head(answer, self._limits), answer.body)


def head(answer: Answer, limits: Settings) -> list[tuple[bytes, bytes]]:
    """Give the headers that tell of an answer.

    Args:
        answer: The answer.
        limits: The settings.

    Returns:
        Their names and values.
    """
    told = [(b"content-type", _MEDIA[answer.format])]
    if answer.truncated:
        told.append((b"x-truncated", b"rows; limit=%d" % limits.result_rows))
    return told


def _asking(scope: Scope) -> Request:
    """Give the request that an error is told to: a program's gets a problem document even where it names HTML."""
    if page.is_browsing(", ".join(Headers(scope=scope).getlist("accept"))):
        return Request(scope)
    return Request({**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"accept"]})


async def _body(receive: Receive, limit: int) -> bytes:
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > limit:
            raise TooLargeError("body_too_large", limit=limit)
    return body


async def _send(send: Send, status: HTTPStatus, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status.value,
            "headers": [*headers, (b"content-length", b"%d" % len(body))],
        }
    )
    await send({"type": "http.response.body", "body": body})
