"""The answer of a page: HTML for people, and the same as JSON, CSV and Turtle for programs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Final, Literal, Self

from fastapi import Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from graph_service.api import formats, reply
from graph_service.api.preferences import sent
from graph_service.api.reply import Limit, Offset, Paging
from graph_service.api.service import Service
from graph_service.linked.description import of_things
from graph_service.messages import Lang
from graph_service.store.writing import write
from graph_service.web.here import Here
from graph_service.web.rendering import render

Form = Literal["html", "json", "csv", "turtle"]

FORMS: Final[Mapping[str, Form]] = {
    "text/html": "html",
    "application/json": "json",
    "text/csv": "csv",
    "text/turtle": "turtle",
}
"""The formats of a page by their media types, the one that is given without being asked for first."""
ENDINGS: Final[Mapping[str, str]] = {".json": "application/json", ".csv": "text/csv", ".ttl": "text/turtle"}
"""The endings of addresses that ask for a format, with the media types that they stand for."""
ASKED: Final = ("format", "limit", "offset")
"""The parameters that every page with a list has."""
ROWS: Final = 100
"""Entries of a list that a page shows if nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a page is asked for.

    Attributes:
        form: The format.
        limit: Most entries; None for as many as are usual in that format.
        offset: Entries to leave out at the beginning.
    """

    form: Form
    limit: int | None
    offset: int

    def part(self) -> slice:
        """Give the part of a list that belongs on the page."""
        most = self.limit or (reply.MOST if self.form == "csv" else ROWS)
        return slice(self.offset, self.offset + most)

    def fewer(self, most: int) -> Self:
        """Show fewer entries on a page than usual, where each takes much room, unless a number is asked for."""
        return replace(self, limit=most) if self.limit is None and self.form == "html" else self

    def paging(self, lang: Lang) -> Paging:
        """Give the same as the API has it."""
        return reply.page("csv" if self.form == "csv" else "json", self.limit, self.offset, lang)


def _asked(
    request: Request,
    form: Annotated[Form | None, Query(alias="format", description="A format; else the ending, else Accept.")] = None,
    limit: Limit = None,
    offset: Offset = 0,
) -> Asked:
    return Asked(formats.choose(form, sent(request, "accept"), FORMS), limit, offset)


AskedPage = Annotated[Asked, Depends(_asked)]
"""How a page is asked for, as a route's argument."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a page shows, and what its twins hold.

    Attributes:
        template: The template's file name.
        values: What the template shows, besides ``here``, ``asked``, ``total`` and ``sparql``.
        entries: The records of the list, for JSON and CSV: all of them, or, where ``total`` is given, those asked for.
        total: How many entries there are, if ``entries`` are not all.
        sparql: The query whose rows are the entries; None if no query can give them.
        things: IRIs of what the page tells of, for Turtle.
        more: What else stands in the JSON.
    """

    template: str
    values: Mapping[str, object]
    entries: Sequence[Any]
    total: int | None = None
    sparql: str | None = None
    things: Iterable[str] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


def answer(request: Request, service: Service, asked: Asked, content: Content) -> Response:
    """Answer with a page, or with one of its twins.

    Args:
        request: The request.
        service: What is answered from.
        asked: How the page is asked for.
        content: What it shows.

    Returns:
        The answer.
    """
    here = Here.of(request, service)
    sparql = reply.askable(service, content.sparql)
    if asked.form == "turtle":
        turtle = write(of_things(service.store, content.things), "turtle")
        return Response(turtle, media_type=formats.MEDIA_TYPES["turtle"])
    if asked.form != "html":
        return reply.many(
            request,
            service,
            content.entries,
            paging=asked.paging(here.lang),
            sparql=sparql,
            total=content.total,
            more=content.more,
        )
    total = len(content.entries) if content.total is None else content.total
    values = {"twins": (".json", ".csv", ".ttl"), **content.values}
    body = render(content.template, here, asked=asked, total=total, sparql=sparql, **values)
    return html(body, here)


def html(body: str, here: Here, status: int = 200, **headers: str) -> HTMLResponse:
    """Answer with a page that has no twins.

    Args:
        body: The page.
        here: Where the reader is.
        status: The status code.
        **headers: Headers, with ``_`` for ``-``.

    Returns:
        The answer.
    """
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return HTMLResponse(body, status, headers={"Content-Language": here.lang, **more})
