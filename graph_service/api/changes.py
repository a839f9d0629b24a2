"""The changes as they come, over HTTP: as JSON, as an Atom feed, and as events that are sent while one listens."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Final, Literal

import orjson
from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BeforeValidator, Field

from graph_service.api import atom, formats, parameters, reply
from graph_service.api.desk import Desk
from graph_service.api.language import Language
from graph_service.api.preferences import sent
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.errors import LedgerError, ParameterError, QueryTimeoutError, UnknownThingError
from graph_service.model.history import ChangeMade
from graph_service.plans import history

PATH: Final = "/api/v1/changes"
Form = Literal["json", "csv", "atom", "events"]
_ATOM: Final = "application/atom+xml"
_TYPES: Final[dict[str, Form]] = {
    "application/json": "json",
    "text/csv": "csv",
    _ATOM: "atom",
    "text/event-stream": "events",
}
_MOST_LISTENING: Final = 100
_AT_ONCE: Final = 100
_SIGN_OF_LIFE: Final = 15.0
"""Seconds after which a listener who has heard nothing is told that nothing has happened."""
_DIGITS: Final = 18
"""Digits of the highest number that is told as it was given; no change has one that is nearly as high."""


def add(app: FastAPI, service: Service, desk: Desk) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
        desk: Where the ledger is read.
    """
    base = service.settings.base

    @app.get(
        PATH,
        summary="The changes that were made, the last first; those after one in their order; or as they come.",
        response_class=Response,
        responses={
            200: {
                **reply.listing(ChangeMade)[200],
                "content": {
                    "text/csv": {"schema": {"type": "string"}},
                    "application/atom+xml": {"schema": {"type": "string"}},
                    "text/event-stream": {"schema": {"type": "string"}},
                },
            },
            **problem_responses(400, 403, 404, 406, 503),
        },
        dependencies=[Depends(parameters.only("format", "limit", "before", "after"))],
    )
    async def changes(
        request: Request,
        lang: Language,
        form: Annotated[Form | None, Query(alias="format", description="Format; else Accept.")] = None,
        limit: Annotated[int, Query(ge=1, le=1000, description="Most changes.")] = 50,
        before: Annotated[int | None, Query(ge=0, le=2**31, description="Only those with a lower number.")] = None,
        after: Annotated[
            Annotated[int, Field(ge=0)] | None,
            BeforeValidator(_bounded),
            Query(description="Only those with a higher number than this one, the first of them first."),
        ] = None,
    ) -> Response:
        chosen = formats.choose(form, sent(request, "accept"), _TYPES)
        if chosen == "events":
            return _listening(desk, base, _resumed(request, after))
        found, head = await asyncio.to_thread(_read, desk, base, limit, before, after)
        if after is not None and after > head:
            raise UnknownThingError("changes_after", after=after, head=head)
        more = _more(found, limit, after, head)
        headers = {"Content-Language": lang, **reply.LIVE}
        if more:
            headers["Link"] = f'<{more}>; rel="next"'
        if chosen == "csv":
            return Response(reply.table(found), headers=headers, media_type=formats.MEDIA_TYPES["csv"])
        if chosen == "atom":
            return Response(atom.write(found, service.settings, lang, more), headers=headers, media_type=_ATOM)
        body = {"items": found}
        answer = reply.one(service, body, sparql=None, lang=lang, count=len(found), total=head)
        answer.headers.update(headers)
        return answer


def _read(
    desk: Desk, base: str, limit: int, before: int | None, after: int | None
) -> tuple[tuple[ChangeMade, ...], int]:
    ledger = desk.ledger()
    head = None if ledger is None else ledger.head()
    if ledger is None or head is None:
        return (), 0
    # A number may be too high for the database to compare with.
    before = None if before is None else min(before, head.number + 1)
    after = None if after is None else min(after, head.number)
    commits = ledger.log(limit, before=before, after=after)
    return history.told(ledger, commits, base), head.number


def _more(found: tuple[ChangeMade, ...], limit: int, after: int | None, head: int) -> str:
    """Give the address of the next page; empty if there is none."""
    if not found:
        return ""
    last = found[-1].number
    if after is None:
        return f"{PATH}?limit={limit}&before={last}" if last > 1 else ""
    return f"{PATH}?limit={limit}&after={last}" if last < head else ""


def _resumed(request: Request, after: int | None) -> int | None:
    """Tell after which change events are to be sent (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
    last = request.headers.get("last-event-id", "")
    if not last:
        return after
    if not _is_number(last):
        raise ParameterError("parameter_number", name="Last-Event-ID", value=last[:80], limit="", choices="")
    return int(str(_bounded(last)))


def _is_number(given: str) -> bool:
    return given.isascii() and given.isdigit()


def _bounded(given: object) -> object:
    """Bound a number that has more digits than any change will have: it lies beyond the last one all the same."""
    if isinstance(given, str) and _is_number(given) and len(given.lstrip("0")) > _DIGITS:
        return "9" * _DIGITS
    return given


def _listening(desk: Desk, base: str, after: int | None) -> Response:
    if desk.listeners >= _MOST_LISTENING:
        raise QueryTimeoutError("query_queue", waiting=_MOST_LISTENING)
    return StreamingResponse(_events(desk, base, after), media_type="text/event-stream", headers=reply.LIVE)


async def _events(desk: Desk, base: str, after: int | None) -> AsyncIterator[bytes]:
    """Send changes as they come.

    Whoever has heard of changes that the ledger does not have, for it was restored from a backup, is told so and what
    its last one is, and hears what comes after that.
    """
    desk.listeners += 1
    try:
        number = (await asyncio.to_thread(_read, desk, base, 1, None, None))[1] if after is None else after
        yield b": r\xc3\xb6da tr\xc3\xa5den\n\n"
        quiet = time.monotonic()
        while not desk.leaving.is_set():
            with suppress(LedgerError):  # what cannot be read now is read the next time
                found, head = await asyncio.to_thread(_read, desk, base, _AT_ONCE, None, number)
                if head < number:
                    yield _event(head, "reset", {"after": number, "head": head})
                    number, quiet = head, time.monotonic()
                for one in found:
                    number = one.number
                    yield _event(number, "change", one)
                if found:
                    quiet = time.monotonic()
                    continue
            if time.monotonic() - quiet > _SIGN_OF_LIFE:
                quiet = time.monotonic()
                yield b":\n\n"
            await desk.news()
    finally:
        desk.listeners -= 1


def _event(number: int, name: str, told: object) -> bytes:
    return b"id: %d\nevent: %b\ndata: %b\n\n" % (number, name.encode(), orjson.dumps(told))
