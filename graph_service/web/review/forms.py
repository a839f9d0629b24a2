"""Forms that are sent: read within limits, whatever they hold, and from no page but our own.

Cross-site request forgery is of no use here: no cookie and no session lets anybody in, so nothing is ever changed
without a token that somebody has typed in the very form. What comes from another site all the same is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request, Response
from python_multipart.exceptions import FormParserError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.types import Message

from graph_service.api import problems
from graph_service.errors import MediaTypeError, ParameterError, RedThreadError, ScopeError, TooLargeError
from graph_service.model.printable import one_line
from graph_service.settings import Settings
from graph_service.store.excerpts import shortened
from graph_service.web.answer import html
from graph_service.web.here import Here
from graph_service.web.rendering import render

TYPES: Final = ("multipart/form-data", "application/x-www-form-urlencoded")
_FIELDS: Final = 20
_OTHERS: Final = 100_000
"""Bytes of all fields together besides the plan itself."""
_DRAINED: Final = 10
"""How many times as much as is taken is read and thrown away, so that a browser hears what was wrong with it."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that was uploaded.

    Attributes:
        name: What it is called where it comes from; only ever shown.
        content: Its bytes.
    """

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent.

    Attributes:
        fields: The fields by name.
        file: The file, if one was chosen.
        error: What is wrong with the form as a whole; None if it could be read.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    file: File | None = None
    error: RedThreadError | None = None

    def text(self, name: str) -> str:
        """Give a field without white space around it; empty if it was not sent."""
        return self.fields.get(name, "").strip()

    def choice(self, name: str, choices: tuple[str, ...], default: str = "") -> str:
        """Give a field that can have some values only.

        Args:
            name: The field.
            choices: What it can be.
            default: What it is if it was not sent.

        Returns:
            Its value.

        Raises:
            ParameterError: If it is another.
        """
        given = self.text(name) or default
        if given not in choices:
            listed = ", ".join(one for one in choices if one)
            raise ParameterError("form_field", name=name, value=shortened(given), choices=listed)
        return given


def most(settings: Settings) -> int:
    """Give the most bytes that a form may have; a plan that a page carries along takes a third more than by itself."""
    return settings.upload_bytes * 4 // 3 + _OTHERS


async def read(request: Request, settings: Settings, limit: int | None = None) -> Form:
    """Read a form.

    Args:
        request: The request.
        settings: The settings; they say how large a plan may be.
        limit: Most bytes; None for as many as a plan may need.

    Returns:
        What was sent. Where it is too large, what came before that.

    Raises:
        ScopeError: If it comes from another site.
        MediaTypeError: If it is no form.
    """
    refuse_other_sites(request, settings)
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in TYPES:
        raise MediaTypeError("body_type", media=shortened(media) or "–", types=", ".join(TYPES))
    limit = most(settings) if limit is None else limit
    content, whole = await _body(request, limit)
    form = await _parsed(request, content, whole=whole)
    if not whole or (form.file is not None and len(form.file.content) > settings.upload_bytes):
        return Form(form.fields, None, TooLargeError("upload_too_large", limit=settings.upload_bytes))
    return form


def refuse_other_sites(request: Request, settings: Settings) -> None:
    """Refuse what a page of another site sends.

    Args:
        request: The request.
        settings: The settings; they say at which address the service is reached.

    Raises:
        ScopeError: If it comes from another site.
    """
    told = request.headers.get("sec-fetch-site")
    if told is not None:
        other = told not in {"same-origin", "none"}
    else:
        # Our pages send no referrer, so browsers say "null" of them. What is left to an old browser on plain HTTP is
        # guarded by the token alone, as all of it is.
        origin = request.headers.get("origin", "null")
        own = {request.headers.get("host", "").lower(), urlsplit(settings.url).netloc.lower()}
        other = origin != "null" and urlsplit(origin).netloc.lower() not in own
    if other:
        raise ScopeError("form_cross_site")


def refusal(template: str, here: Here, error: RedThreadError, **values: object) -> Response:
    """Answer with a page that tells what was wrong, and has the form still filled in.

    Args:
        template: The page's template.
        here: Where the reader is.
        error: What was wrong.
        **values: What else the page shows.

    Returns:
        The answer.
    """
    body = render(template, here, error=problems.detail_of(error, here.lang), **values)
    return posted(html(body, here, problems.status_of(error).value, **problems.headers(error)))


def posted(response: Response) -> Response:
    """Mark what answers a form as something that is not kept."""
    response.headers["Cache-Control"] = "no-store"
    return response


async def _body(request: Request, limit: int) -> tuple[bytes, bool]:
    """Read what was sent as far as it is taken, and tell whether that is all."""
    read, size = bytearray(), 0
    async for piece in request.stream():
        read += piece[: max(0, limit - len(read))]
        size += len(piece)
        if size > limit * _DRAINED:
            break
    return bytes(read), size <= limit


async def _parsed(request: Request, content: bytes, *, whole: bool) -> Form:
    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    again = Request(request.scope, receive)
    try:
        async with again.form(max_files=1, max_fields=_FIELDS, max_part_size=len(content) + 1) as sent:
            fields = {name: value for name, value in sent.multi_items() if isinstance(value, str)}
            files = [value for _, value in sent.multi_items() if isinstance(value, UploadFile)]
            file = None
            if files and files[0].filename and whole:
                file = File(shortened(one_line(files[0].filename)), await files[0].read())
    except (HTTPException, FormParserError) as error:
        reason = error.detail if isinstance(error, HTTPException) else HTTPStatus.BAD_REQUEST.phrase
        return Form({}, None, ParameterError("form_unreadable", reason=shortened(str(reason)).rstrip(".")))
    return Form({name: _clean(value) for name, value in fields.items()}, file)


def _clean(value: str) -> str:
    """Give a text of a form as it was meant: browsers send other line ends than files have."""
    return value.replace("\r\n", "\n").encode("utf-8", "replace").decode()
