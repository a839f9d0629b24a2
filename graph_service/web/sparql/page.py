"""The page of the SPARQL endpoint: for browsers, which get the answer to a query below the query itself."""

import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from graph_service.api import formats, problems, sparql_request
from graph_service.api.leaving import unless_left
from graph_service.api.preferences import weighted
from graph_service.api.service import Service
from graph_service.errors import RedThreadError
from graph_service.store.internal import internal_query
from graph_service.store.port import Answer
from graph_service.vocabulary import PREFIXES
from graph_service.web.answer import html
from graph_service.web.here import Here
from graph_service.web.rendering import render
from graph_service.web.sparql import results
from graph_service.web.sparql.examples import FIRST, Examples

_XHTML: Final = "application/xhtml+xml"
"""What every browser names when it opens a page, and no program does that reads results."""
_ANYTHING: Final = "*/*"
_CHOOSING: Final = frozenset({"format", "output"})
_AROUND: Final = 2
"""Lines before and after a wrong one that are shown with it."""


def is_wanted(given: Sequence[tuple[str, str]], accept: str) -> bool:
    """Tell whether somebody wants to see an answer as a page.

    Args:
        given: The parameters of the request.
        accept: Its header of that name.

    Returns:
        True if the page is asked for by name, or if no format is, and the request is of a browser that opens a page.

    Example:
        >>> is_wanted([], "text/html,application/xhtml+xml,*/*;q=0.8"), is_wanted([], "text/html, */*;q=0.1")
        (True, False)
    """
    chosen = [value for name, value in given if name in _CHOOSING]
    return chosen == ["html"] if chosen else is_browsing(accept)


def is_browsing(accept: str) -> bool:
    """Tell whether a request is of a browser that opens a page.

    Args:
        accept: Its header of that name.

    Returns:
        True if it names what all browsers name, and nothing before it.
    """
    if _XHTML not in accept:
        return False
    weights = dict(reversed(weighted(accept)))
    most = max(weights.values())
    return most > 0 and weights.get(_XHTML) == weights.get("text/html") == most


class SparqlPage:
    """The page."""

    def __init__(self, service: Service) -> None:
        """Prepare the page.

        Args:
            service: What it answers from.
        """
        self._service = service
        self._limits = service.settings
        self._examples = Examples(service)

    def empty(self, request: Request) -> Response:
        """Give the page without a query.

        Args:
            request: The request.

        Returns:
            The answer.
        """
        return self._page(request, "", None, None)

    async def answer(
        self, scope: Scope, receive: Receive, send: Send, given: Sequence[tuple[str, str]], direct: str | None
    ) -> None:
        """Answer a query with the page; what is wrong with it stands there too.

        Args:
            scope: The request.
            receive: Tells when the client leaves.
            send: Takes the answer.
            given: The parameters of the request.
            direct: The query, if it is the body itself.
        """
        request = Request(scope)
        rest = [pair for pair in given if pair[0] not in _CHOOSING]
        query = next((value for name, value in rest if name == "query"), direct or "")
        lane = self._service.public
        try:
            asked = sparql_request.asked(rest, direct, _ANYTHING, self._limits)
            began = time.perf_counter()
            job = lane.begin("answer", (asked.query,), asked.options, asked.seconds)
            found = await unless_left(receive, lane.outcome(job))
            seconds = time.perf_counter() - began
            if not isinstance(found, Answer):
                raise TypeError(found)
        except RedThreadError as error:
            response = await run_in_threadpool(self._page, request, query, None, error)
        else:
            here = Here.of(request, self._service)
            result = await run_in_threadpool(results.read, here, found, seconds)
            response = await run_in_threadpool(self._page, request, query, result, None)
        await response(scope, receive, send)

    def _page(
        self, request: Request, query: str, result: results.Result | None, error: RedThreadError | None
    ) -> Response:
        here = Here.of(request, self._service)
        place = str(error.values.get("line", "")) if error is not None else ""
        line = int(place) if place.isdecimal() else 0
        asked = result is not None or error is not None
        body = render(
            "sparql.html",
            here,
            query=query if asked else internal_query(FIRST),
            asked=asked,
            result=result,
            wrong=problems.detail_of(error, here.lang) if error is not None else "",
            line=line,
            excerpt=_around(query, line),
            examples=self._examples.all(here),
            more=[pair for pair in here.query if pair[0] not in {"query", *_CHOOSING}],
            settings=self._limits,
            prefixes=PREFIXES,
            formats=formats,
            most=results.MOST_ROWS,
        )
        status = HTTPStatus.OK if error is None else problems.status_of(error)
        response = html(body, here, status.value)
        if error is not None:
            response.headers.update(problems.headers(error))
        return response


def _around(query: str, line: int) -> list[tuple[int, str]]:
    """Give the lines around one, with their numbers; none if there is no such line."""
    lines = query.splitlines()
    if not 1 <= line <= len(lines):
        return []
    first = max(1, line - _AROUND)
    return list(enumerate(lines[first - 1 : line + _AROUND], first))
