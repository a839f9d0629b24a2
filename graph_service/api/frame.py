"""What stands around every answer: its headers, its ETag, and the endings of addresses that ask for a format."""

import hashlib
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service import __version__
from graph_service.api import problems
from graph_service.api.service import Service
from graph_service.reports import web_page
from graph_service.web import paths as pages

_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Location, Retry-After, X-Request-Id, X-As-Of, X-Snapshot, "
    "X-Truncated",
    "Content-Security-Policy": f"default-src 'none'; script-src 'self'; style-src 'self' {web_page.style_source()}; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept, Accept-Language",
    "X-Content-Type-Options": "nosniff",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Authorization, Content-Type, If-Match, If-None-Match, "
    "Last-Event-ID, X-Request-Id",
    "Access-Control-Allow-Methods": "DELETE, GET, HEAD, OPTIONS, POST, PUT",
    "Access-Control-Max-Age": "86400",
}
"""What a browser asks before a page of another site may send more than a plain request."""
_API: Final = "/api/v1/"
_ENDINGS: Final = {".csv": b"text/csv", ".json": b"application/json"}
_PAGE_ENDINGS: Final = {**_ENDINGS, ".ttl": b"text/turtle"}
_FLEETING: Final = frozenset({"/health", "/ready", "/metrics", "/sparql"})
"""Paths whose answers may be different the next time though the snapshot is the same."""
_READING: Final = frozenset({"GET", "HEAD"})
_ETAG_LENGTH: Final = 24
REFUSED: Final = "redthread.refused"
"""Key in the scope of a request of which it is known what is wrong before it comes to the application."""


class Frame:
    """An application around another, which puts on every answer what all answers have in common.

    Attributes:
        headers: The headers that all answers have in common.
        paths: Beginnings of the paths that are answered, such as ``/api/v1/threads``.
    """

    def __init__(
        self, app: ASGIApp, service: Service, paths: frozenset[str], pages: frozenset[str] = frozenset()
    ) -> None:
        """Put the frame around an application.

        Args:
            app: The application.
            service: What it answers from.
            paths: Beginnings of the paths that it answers.
            pages: Paths of the pages that have twins in other formats; one that ends with a slash stands for all
                that begin with it.
        """
        self.paths = paths
        self._pages = pages
        self._app = app
        self._source = (service.snapshot, __version__, service.settings)
        headers = {**_HEADERS, "X-Snapshot": service.snapshot}
        time = {"as_of": service.told.in_force, "known": service.told.commit}
        if any(time.values()):
            headers["X-As-Of"] = urlencode({name: value for name, value in time.items() if value is not None})
        self.headers = _raw(headers)
        self._preflight = _raw(headers | _PREFLIGHT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        lasting = scope["method"] in _READING and scope["path"] not in _FLEETING
        known = Headers(scope=scope).get("if-none-match", "") if lasting else None
        unchanged = False

        async def framed(message: Message) -> None:
            nonlocal unchanged
            if message["type"] == "http.response.start":
                common = self._preflight if scope["method"] == "OPTIONS" else self.headers
                message["headers"] = [*message["headers"], *common]
                headers = MutableHeaders(scope=message)
                if known is not None and message["status"] == HTTPStatus.OK and "cache-control" not in headers:
                    headers["ETag"] = self._etag(headers)
                    headers["Cache-Control"] = "no-cache"
                    unchanged = _matches(known, headers["ETag"])
                    if unchanged:
                        message["status"] = HTTPStatus.NOT_MODIFIED.value
                        del headers["Content-Length"]
                        del headers["Content-Type"]
            elif unchanged:
                message = {**message, "body": b""}
            await send(message)

        refused = scope.get(REFUSED)
        app = self._app if refused is None else problems.response(Request(scope), refused)
        await app(self._without_ending(_as_get(scope)), receive, framed)

    def _without_ending(self, scope: Scope) -> Scope:
        path = scope["path"]
        if scope["method"] == "GET":
            scope = {**scope, "query_string": pages.cleaned(path, scope["query_string"])}
        for ending, media in (_ENDINGS if path.startswith(_API) else _PAGE_ENDINGS).items():
            stem = path.removesuffix(ending)
            if stem != path and (path.startswith(_API) or self._has_twins(stem)):
                others = [(name, value) for name, value in scope["headers"] if name != b"accept"]
                return {**scope, "path": stem, "headers": [*others, (b"accept", media)]}
        return scope

    def _has_twins(self, path: str) -> bool:
        return path in self._pages or any(page.endswith("/") and path.startswith(page) for page in self._pages)

    def _etag(self, headers: Headers) -> str:
        # An answer follows from its address, the snapshot, the program and the settings; what was chosen by Accept
        # stands in these headers. A page says on which day it was printed.
        kind = headers.get("content-type", "")
        day = date.today().isoformat() if kind.startswith("text/html") else ""  # noqa: DTZ011 -- the reader's, near enough
        chosen = (self._source, kind, headers.get("content-language", ""), day)
        return f'W/"{hashlib.sha256(repr(chosen).encode()).hexdigest()[:_ETAG_LENGTH]}"'


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _matches(known: str, etag: str) -> bool:
    """Compare weakly (https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2)."""
    tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
    return known.strip() == "*" or etag.removeprefix("W/") in tags


def _as_get(scope: Scope) -> Scope:
    # HEAD is GET without the body, which the server leaves out.
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
