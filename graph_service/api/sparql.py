"""The SPARQL endpoint (https://www.w3.org/TR/sparql11-protocol/).

It stands in front of the other routes, as an ASGI application of its own: a lookup spends more time in a framework than
in the engine.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote_to_bytes

from fastapi import Request
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.api import formats, problems
from graph_service.api.description import EXAMPLE, Description
from graph_service.api.leaving import unless_left
from graph_service.api.service import Service
from graph_service.errors import (
    MediaTypeError,
    MethodError,
    ParameterError,
    QueryRefusedError,
    RedThreadError,
    TooLargeError,
    UnacceptableFormatError,
)
from graph_service.messages import LANGUAGES
from graph_service.model.terms import is_absolute_iri
from graph_service.settings import Settings
from graph_service.store import sparql_text
from graph_service.store.port import Answer, Graphs, ResultFormat

PATH: Final = "/sparql"
METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST")
QUERY_FORMAT: Final = "sparql-query"
"""What the OpenAPI document calls the format of a query."""
_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_SEVERAL: Final = frozenset({"default-graph-uri", "named-graph-uri"})
_ONCE: Final = frozenset({"query", "update", "format", "output", "timeout", "lang"})
_UPDATE_ONLY: Final = frozenset({"update", "using-graph-uri", "using-named-graph-uri"})
_KNOWN: Final = _SEVERAL | _ONCE | _UPDATE_ONLY
_ALIASES: Final[Mapping[str, ResultFormat]] = {
    **{media.partition(";")[0]: form for form, media in formats.MEDIA_TYPES.items()},
    **{form: form for form in formats.MEDIA_TYPES},
    "json-ld": "jsonld",
    "ttl": "turtle",
    "ntriples": "nt",
    "rdf": "rdfxml",
}
_ENCODED: Final = 12
"""Bytes that one character of a query may take in a form: four of UTF-8, each as ``%xx``."""
_REST: Final = 20_000
"""Bytes that the other parts of a form may take."""
_CHARSETS: Final = frozenset({"utf-8", "utf8", "us-ascii"})
_MEDIA: Final = {form: media.encode() for form, media in formats.MEDIA_TYPES.items()}


@dataclass(frozen=True, slots=True)
class _Asked:
    query: str
    graphs: Graphs | None
    form: str | None
    seconds: float


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
        self._description = Description(service)

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
            response = problems.response(Request(scope), error)
            if isinstance(error, MethodError):
                response.headers["Allow"] = ", ".join(METHODS)
            await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        given = _pairs(scope["query_string"])
        match scope["method"]:
            case "GET" | "HEAD":
                if not {name for name, _ in given} - {"lang", "format"}:
                    await self._description.answer(scope, receive, send)
                    return
                query = None
            case "POST":
                query, more = await self._posted(_kind(headers), receive)
                given += more
            case "OPTIONS":
                await _send(send, HTTPStatus.NO_CONTENT, [(b"allow", ", ".join(METHODS).encode())], b"")
                return
            case method:
                raise MethodError("method_not_allowed", method=method, allowed=", ".join(METHODS))
        asked = self._read(given, query)
        rows, triples = _forms(asked.form, ", ".join(headers.getlist("accept")))
        options: dict[str, object] = {
            "table": rows if isinstance(rows, str) else "json",
            "graph": triples if isinstance(triples, str) else "turtle",
            "graphs": asked.graphs,
        }
        if not isinstance(rows, str) or not isinstance(triples, str):
            _refuse(rows if sparql_text.yields(asked.query) == "rows" else triples)
        answer = await unless_left(receive, self._lane.run("answer", (asked.query,), options, asked.seconds))
        if not isinstance(answer, Answer):
            raise TypeError(answer)
        head = [(b"content-type", _MEDIA[answer.format])]
        if answer.truncated:
            head.append((b"x-truncated", b"rows; limit=%d" % self._limits.result_rows))
        await _send(send, HTTPStatus.OK, head, answer.body)

    async def _posted(self, kind: str, receive: Receive) -> tuple[str | None, list[tuple[str, str]]]:
        body = await _body(receive, _ENCODED * self._limits.query_length + _REST)
        if kind == _UPDATE:
            raise QueryRefusedError("update_refused")
        if kind == _QUERY:
            return _text(body), []
        if kind == _FORM:
            return None, _pairs(body)
        raise MediaTypeError("media_type", given=kind or "–", known=f"{_FORM}, {_QUERY}")

    def _read(self, given: list[tuple[str, str]], direct: str | None) -> _Asked:
        values: dict[str, list[str]] = {}
        for name, value in given:
            values.setdefault(name, []).append(value)
        if values.keys() & _UPDATE_ONLY:
            raise QueryRefusedError("update_refused")
        for name, several in values.items():
            if name not in _KNOWN:
                known = ", ".join(sorted(_KNOWN - _UPDATE_ONLY))
                raise ParameterError("parameter_unexpected", name=name[:80], known=known)
            if len(several) > 1 and name not in _SEVERAL:
                raise ParameterError("parameter_twice", name=name, count=len(several))
        for lang in values.get("lang", []):
            if lang not in LANGUAGES:
                raise ParameterError("parameter_choice", name="lang", value=lang[:80], choices=", ".join(LANGUAGES))
        queries = ([direct] if direct is not None else []) + values.get("query", [])
        if len(queries) != 1:
            key = "parameter_twice" if queries else "parameter_required"
            raise ParameterError(key, name="query", count=len(queries))
        limits = self._limits
        sparql_text.check_public(
            queries[0], length=limits.query_length, depth=limits.query_depth, size=limits.query_size
        )
        # A longer one names nothing either, but would be remembered.
        form = next((form[:80] for form in values.get("format", []) + values.get("output", [])), None)
        seconds = _seconds(values.get("timeout", [None])[0], limits.query_seconds)
        return _Asked(queries[0], _graphs(values), form, seconds)


def _pairs(text: bytes) -> list[tuple[str, str]]:
    """Read what a form or an address holds (https://url.spec.whatwg.org/#urlencoded-parsing)."""
    if not text.isascii():
        raise ParameterError("parameters_unreadable")
    parted = (pair.partition(b"=") for pair in text.replace(b"+", b" ").split(b"&") if pair)
    try:
        return [(unquote_to_bytes(name).decode(), unquote_to_bytes(value).decode()) for name, _, value in parted]
    except UnicodeDecodeError as error:
        raise ParameterError("parameters_unreadable") from error


def _kind(headers: Headers) -> str:
    """Give the media type of a body; what is not plain text in UTF-8 is refused rather than taken for it."""
    kind, *parameters = (part.strip().lower() for part in headers.get("content-type", "").split(";"))
    charsets = {part.removeprefix("charset=").strip('"') for part in parameters if part.startswith("charset=")}
    codings = {part.strip().lower() for part in headers.get("content-encoding", "identity").split(",")}
    for given in (charsets - _CHARSETS) | (codings - {"identity", ""}):
        raise MediaTypeError("body_coding", given=given[:80])
    return kind


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise ParameterError("body_not_text") from error


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


def _graphs(values: Mapping[str, list[str]]) -> Graphs | None:
    default, named = values.get("default-graph-uri", []), values.get("named-graph-uri", [])
    for iri in (*default, *named):
        if not is_absolute_iri(iri):
            raise ParameterError("graph_iri", value=iri[:80])
    return Graphs(tuple(default), tuple(named)) if default or named else None


def _seconds(given: str | None, most: float) -> float:
    if given is None:
        return most
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not _least(most) <= seconds <= most:
        raise ParameterError("timeout", value=given[:80], least=f"{_least(most):g}", most=f"{most:g}")
    return seconds


def _least(most: float) -> float:
    # With less, a query would fail of nothing but a busy machine.
    return min(1.0, most)


@lru_cache(maxsize=1000)
def _forms(form: str | None, accept: str) -> tuple[ResultFormat | RedThreadError, ResultFormat | RedThreadError]:
    """Choose a format for rows and one for triples; an error where there is none."""
    asked = form if form is None else _ALIASES.get(form, form)
    if asked == "json":
        return "json", "jsonld"
    if asked == "xml":
        return "xml", "rdfxml"
    rows = _chosen(lambda: formats.choose(asked, accept, formats.ROWS))
    triples = _chosen(lambda: formats.choose(asked, accept, formats.TRIPLES))
    return rows, triples


def _chosen(choose: Callable[[], ResultFormat]) -> ResultFormat | RedThreadError:
    try:
        return choose()
    except (ParameterError, UnacceptableFormatError) as error:
        return error


def _refuse(form: ResultFormat | RedThreadError) -> None:
    if not isinstance(form, str):
        raise form.with_traceback(None)  # the same error is raised again and again


async def _send(send: Send, status: HTTPStatus, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status.value,
            "headers": [*headers, (b"content-length", b"%d" % len(body))],
        }
    )
    await send({"type": "http.response.body", "body": body})


def documented(settings: Settings) -> dict[str, object]:
    """Describe the endpoint for the OpenAPI document.

    Args:
        settings: The limits.

    Returns:
        The path item.
    """
    seconds: dict[str, object] = {
        "type": "number",
        "minimum": _least(settings.query_seconds),
        "maximum": settings.query_seconds,
    }
    query: dict[str, object] = {
        "type": "string",
        "format": QUERY_FORMAT,
        "minLength": 1,
        "maxLength": settings.query_length,
    }
    graphs: dict[str, object] = {"type": "array", "items": {"type": "string", "format": "uri"}}
    fields: dict[str, tuple[str, dict[str, object]]] = {
        "query": ("SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE. The usual prefixes need no declaration.", query),
        "format": ("Format of the answer, whatever the query gives; else Accept.", {"enum": ["json", "xml"]}),
        "timeout": ("Most seconds that the query may take.", seconds),
        "default-graph-uri": ("A graph of the default graph, instead of those that the query names.", graphs),
        "named-graph-uri": ("A named graph, instead of those that the query names.", graphs),
    }
    parameters = [
        {
            "name": name,
            "in": "query",
            "description": text,
            "required": name == "query",
            "schema": schema,
            **({"example": EXAMPLE} if name == "query" else {}),
        }
        for name, (text, schema) in fields.items()
    ]
    form = {
        "type": "object",
        "properties": {name: schema for name, (_, schema) in fields.items()},
        "required": ["query"],
    }
    bodies = {
        _FORM: {"schema": form, "example": {"query": EXAMPLE}},
        _QUERY: {"schema": query, "example": EXAMPLE},
    }
    content: dict[str, object] = {media.partition(";")[0]: {"schema": {}} for media in formats.MEDIA_TYPES.values()}
    answers: dict[int | str, object] = {"200": {"description": "The whole answer.", "content": content}}
    return {
        "get": {
            "summary": "Answer a SPARQL query; asked nothing at all, describe the service.",
            "operationId": "sparql_get",
            "parameters": parameters,
            "responses": {**answers, **problems.problem_responses(400, 406, 503)},
        },
        "post": {
            "summary": "Answer a SPARQL query that is sent as a form or as it is.",
            "operationId": "sparql_post",
            "requestBody": {"required": True, "content": bodies},
            "responses": {**answers, **problems.problem_responses(400, 406, 413, 415, 503)},
        },
    }
