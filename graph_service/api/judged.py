"""What came of a change, as it is answered: a report on it, the commit that keeps it, or why it is refused."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final, Literal

import orjson
from fastapi import Query, Request, Response

from graph_service.api import formats, problems
from graph_service.errors import ParameterError, TooLargeError
from graph_service.keeper.request import Answer
from graph_service.messages import Lang
from graph_service.plans.told import JudgementTold
from graph_service.reports.formats import ReportFormat
from graph_service.store.excerpts import shortened

MOST_WORDS: Final = 2000
"""Most characters of the reason for a change."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The commit by which a change was kept.

    Attributes:
        number: Its number.
        address: Its content address.
        at: When it was made, in UTC.
    """

    number: int
    address: str
    at: str


@dataclass(frozen=True, slots=True)
class ChangeAnswer:
    """What came of a change.

    Attributes:
        accepted: Whether it holds.
        changed: Whether it says anything else than what is known already.
        graph: IRI of the graph that it is about.
        address: The content address of what was sent: what ``If-Match`` takes once it is kept; null if the graph goes.
        current: The content addresses of what was known before.
        commit: The commit by which it was kept; null if it was not.
        judgement: What there is to say of it; null where nothing changes.
    """

    accepted: bool
    changed: bool
    graph: str
    address: str | None
    current: tuple[str, ...]
    commit: Kept | None
    judgement: JudgementTold | None


Strict = Annotated[bool, Query(description="New warnings refuse the change too.")]
Form = Annotated[
    Literal["json", "text", "html", "turtle", "jsonld", "sarif", "junit", "github"] | None,
    Query(alias="format", description="Format of the report; else Accept."),
]


def report_format(form: ReportFormat | None, accept: str) -> ReportFormat:
    """Choose the format of a report.

    Args:
        form: The ``format`` parameter, or None.
        accept: The Accept header; empty if there is none.

    Returns:
        The format. Annotations for GitHub have no media type of their own, so only the parameter asks for them.

    Raises:
        UnacceptableFormatError: If nothing that is offered is accepted.

    Example:
        >>> report_format("github", ""), report_format(None, "text/html")
        ('github', 'html')
    """
    return form if form == "github" else formats.choose(form, accept, formats.REPORTS)


def reported(answer: Answer, lang: Lang, form: ReportFormat) -> Response:
    """Answer what was only to be judged.

    Args:
        answer: What came of it.
        lang: The language of the report.
        form: The format of the report.

    Returns:
        The answer.
    """
    body = orjson.dumps(_body(answer)) if form == "json" else answer.report
    return Response(body, headers={"Content-Language": lang}, media_type=formats.REPORT_MEDIA[form])


def kept(request: Request, answer: Answer, lang: Lang) -> Response:
    """Answer what was to be kept.

    Args:
        request: The request.
        answer: What came of it.
        lang: The language of the answer.

    Returns:
        201 if nothing was known of it before, else 200; 422 with the judgement if it does not hold.
    """
    if not answer.accepted:
        return _refused(request, answer, lang)
    new = answer.commit is not None and not answer.current
    headers: dict[str, str] = {"Content-Language": lang}
    if answer.address is not None:
        headers["ETag"] = f'"{answer.address}"'
    status = HTTPStatus.CREATED if new else HTTPStatus.OK
    return Response(orjson.dumps(_body(answer)), status.value, headers, formats.REPORT_MEDIA["json"])


def _refused(request: Request, answer: Answer, lang: Lang) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    judgement = orjson.loads(answer.report)
    detail = " ".join((judgement["text"], *judgement["reasons"]))
    instance = request.scope["raw_path"].decode("ascii")
    body = problems.body(lang, status, "change_refused", detail, instance) | {"judgement": judgement}
    return Response(orjson.dumps(body), status.value, {"Content-Language": lang}, problems.MEDIA_TYPE)


def _body(answer: Answer) -> dict[str, object]:
    return {
        "accepted": answer.accepted,
        "changed": answer.changed,
        "graph": answer.graph,
        "address": answer.address,
        "current": answer.current,
        "commit": answer.commit,
        "judgement": orjson.loads(answer.report) if answer.changed else None,
    }


def reason(given: str) -> str:
    """Take the reason for a change.

    Args:
        given: What the request says.

    Returns:
        The reason, without white space around it.

    Raises:
        ParameterError: If it is none in one line.
    """
    why = given.strip()
    if not why or not why.isprintable():
        raise ParameterError("commit_words", option="message", value=shortened(why), most=MOST_WORDS)
    return why


def media_type(request: Request) -> str:
    """Tell of which kind what is sent says that it is."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def content(request: Request, limit: int, too_large: str = "upload_too_large") -> bytes:
    """Read what is sent.

    Args:
        request: The request.
        limit: Most bytes.
        too_large: Key of what is told if there are more.

    Returns:
        The bytes.

    Raises:
        TooLargeError: If there are more.
    """
    size = request.headers.get("content-length", "0")
    if size.isdigit() and int(size) > limit:
        raise TooLargeError(too_large, limit=limit)
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > limit:
            raise TooLargeError(too_large, limit=limit)
    return bytes(read)
