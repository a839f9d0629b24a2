"""Errors over HTTP: problem documents as RFC 9457 has them (https://www.rfc-editor.org/rfc/rfc9457)."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, TypeGuard

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Route

from graph_service import messages
from graph_service.api import parameters
from graph_service.api.language import language_of
from graph_service.api.preferences import sent, weighted
from graph_service.errors import (
    AmbiguousCodeError,
    FixedError,
    ForeignError,
    LedgerError,
    MediaTypeError,
    MethodError,
    NotReadyError,
    ParameterError,
    QueryError,
    QueryTimeoutError,
    RedThreadError,
    ScopeError,
    StaleBaseError,
    TokenError,
    TooLargeError,
    TooOftenError,
    UnacceptableFormatError,
    UnknownThingError,
    UnreadableInputError,
)
from graph_service.messages import Lang
from graph_service.web import rendering

MEDIA_TYPE: Final = "application/problem+json"
_STATUS: Final[tuple[tuple[type[RedThreadError], HTTPStatus], ...]] = (
    (TokenError, HTTPStatus.UNAUTHORIZED),
    (ScopeError, HTTPStatus.FORBIDDEN),
    (TooOftenError, HTTPStatus.TOO_MANY_REQUESTS),
    (UnreadableInputError, HTTPStatus.BAD_REQUEST),
    (ForeignError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (StaleBaseError, HTTPStatus.PRECONDITION_FAILED),
    (FixedError, HTTPStatus.FORBIDDEN),
    (LedgerError, HTTPStatus.SERVICE_UNAVAILABLE),
    (QueryTimeoutError, HTTPStatus.SERVICE_UNAVAILABLE),
    (NotReadyError, HTTPStatus.SERVICE_UNAVAILABLE),
    (QueryError, HTTPStatus.BAD_REQUEST),
    (UnknownThingError, HTTPStatus.NOT_FOUND),
    (AmbiguousCodeError, HTTPStatus.CONFLICT),
    (ParameterError, HTTPStatus.BAD_REQUEST),
    (UnacceptableFormatError, HTTPStatus.NOT_ACCEPTABLE),
    (MethodError, HTTPStatus.METHOD_NOT_ALLOWED),
    (MediaTypeError, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (TooLargeError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
)
_DOCUMENTED: Final[Mapping[int, str]] = {
    400: "The request is wrong; the document says what is, and the way out.",
    401: "A valid token is needed.",
    403: "The token does not allow this.",
    404: "What was named does not exist; the document suggests something close.",
    406: "The answer cannot be given in any format that is accepted.",
    409: "What was named could be several things; the document lists them.",
    412: "What was sent was made on something else than what is known now; the document says what has changed.",
    413: "What was sent is larger than what is taken.",
    415: "What was sent is of a kind that is not taken; the document says which are.",
    422: "What was sent does not hold, or speaks of what is not its own; the document says what is wrong.",
    429: "This was done too often; after a while it can be done again.",
    503: "The answer took too long, others were before it, or the ledger has to be mended.",
}
_WAIT: Final = frozenset(
    {"query_busy", "query_queue", "times_queue", "not_ready", "judging_queue", "judging_overtaken", "ledger_replaced"}
)
"""Errors that may be gone when the same is asked again."""
_BROKEN: Final = frozenset(
    f"ledger_{what}"
    for what in ("address", "damaged", "failed", "foreign", "full", "gone", "read_only", "unreachable", "version")
)
"""Errors of the ledger that stay until somebody mends it."""
_SOON: Final = "5"
"""Seconds after which it is worth asking again."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that an ambiguous name could mean.

    Attributes:
        id: Its short path, which is a name that means it alone.
        title: Its title.
    """

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem document.

    Attributes:
        title: The kind of problem, by status code; a ledger that somebody has to mend is a kind of its own.
        status: The status code.
        detail: What is wrong, where, and what to do.
        instance: The path that was asked for.
        code: What is wrong, for programs.
        candidates: What an ambiguous name could mean.
    """

    title: str
    status: int
    detail: str
    instance: str
    code: str
    candidates: tuple[Candidate, ...] = ()


def install(app: FastAPI) -> None:
    """Make every error of an application a problem document.

    Args:
        app: The application.
    """

    @app.exception_handler(RedThreadError)
    async def known(request: Request, error: RedThreadError) -> Response:
        return response(request, error)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return response(request, parameters.explain(error.errors()[0]))

    @app.exception_handler(HTTPException)
    async def other(request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        if status is not HTTPStatus.METHOD_NOT_ALLOWED:
            return _answer(request, status, "nowhere", _text("nowhere", request))
        # Several routes may answer at one address, each with a method of its own.
        methods = (route.methods or () for route in app.routes if _answers(route, request))
        allowed = ", ".join(sorted({"HEAD", "OPTIONS"}.union(*methods)))
        if request.method == "OPTIONS":  # what may be sent; browsers ask, and take nothing but a success for a yes
            return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": allowed})
        detail = _text("method", request, method=request.method, allowed=allowed)
        refusal = _answer(request, status, "method", detail)
        refusal.headers["Allow"] = allowed
        return refusal

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, _error: Exception) -> Response:
        return fault(request)


def _answers(route: BaseRoute, request: Request) -> TypeGuard[Route]:
    return isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE


def fault(request: Request) -> Response:
    """Tell that the service is to blame.

    Args:
        request: The request that could not be answered.

    Returns:
        The problem document, which says nothing of the fault itself.
    """
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "fault", _text("fault", request))


def body(lang: Lang, status: HTTPStatus, code: str, detail: str, instance: str) -> dict[str, object]:
    """Write a problem document.

    Args:
        lang: Its language.
        status: The status code.
        code: What is wrong, for programs.
        detail: What is wrong, for people.
        instance: The path that was asked for.

    Returns:
        The document.
    """
    title = messages.text("problem.ledger" if code in _BROKEN else f"problem.{status.value}", lang)
    return {"title": title, "status": status.value, "detail": detail, "instance": instance, "code": code}


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the errors of a route for the OpenAPI document.

    Args:
        *statuses: Their status codes.

    Returns:
        What FastAPI takes as ``responses``.
    """
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": _DOCUMENTED[status], "content": content} for status in statuses}


def response(request: Request, error: RedThreadError) -> Response:
    """Tell an error.

    Args:
        request: The request that it comes of.
        error: The error.

    Returns:
        The problem document, in the language of the request.
    """
    told = _of(request, error)
    told.headers.update(headers(error))
    return told


def headers(error: RedThreadError) -> dict[str, str]:
    """Give the headers of an answer that tells an error.

    Args:
        error: The error.

    Returns:
        When it is worth asking again, and how a token is shown, where that is of use.
    """
    found: dict[str, str] = {}
    if error.key in _WAIT:
        found["Retry-After"] = _SOON
    if isinstance(error, TooOftenError):
        found["Retry-After"] = str(error.values["seconds"])
    if isinstance(error, TokenError):
        found["WWW-Authenticate"] = 'Bearer realm="redthread"'
    return found


def status_of(error: RedThreadError) -> HTTPStatus:
    """Give the status code of an answer that tells an error.

    Args:
        error: The error.

    Returns:
        The status code.
    """
    return next((s for kind, s in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)


def detail_of(error: RedThreadError, lang: Lang) -> str:
    """Tell what is wrong, where, and what to do.

    Args:
        error: The error.
        lang: The language.

    Returns:
        The text, as problem documents have it.
    """
    key = f"problem.{error.key}"
    if key in messages.catalogue(lang):
        return " ".join(messages.text(key, lang, **error.values).split())
    return error.text(lang)


def _of(request: Request, error: RedThreadError) -> Response:
    status, detail = status_of(error), detail_of(error, language_of(request))
    if not isinstance(error, AmbiguousCodeError):
        return _answer(request, status, error.key, detail)
    candidates = [{"id": path, "title": title} for path, title in error.candidates]
    return _answer(request, status, error.key, detail, candidates=candidates)


def _text(key: str, request: Request, **values: object) -> str:
    return messages.text(f"problem.{key}", language_of(request), **values)


def _answer(request: Request, status: HTTPStatus, code: str, detail: str, **more: object) -> Response:
    lang = language_of(request)
    # The path as it came, still encoded: an IRI reference, whatever it holds.
    instance = request.scope["raw_path"].decode("ascii")
    content = body(lang, status, code, detail, instance) | more
    if _is_for_people(request):
        page = rendering.plain("problem.html", lang, problem=content)
        return HTMLResponse(page, status.value, {"Content-Language": lang})
    return JSONResponse(content, status.value, {"Content-Language": lang}, MEDIA_TYPE)


def _is_for_people(request: Request) -> bool:
    """Tell whether a request comes of a browser that shows a page: one that names HTML, and nothing before it."""
    weights = dict(reversed(weighted(sent(request, "accept"))))
    html = weights.get("text/html", 0.0)
    return html > 0 and all(weights.get(kind, 0.0) <= html for kind in (MEDIA_TYPE, "application/json"))
