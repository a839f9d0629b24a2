"""Errors over HTTP: problem documents as RFC 9457 has them (https://www.rfc-editor.org/rfc/rfc9457)."""

import math
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from graph_service import messages
from graph_service.api import parameters
from graph_service.api.language import language_of
from graph_service.errors import (
    AmbiguousCodeError,
    ParameterError,
    QueryError,
    QueryTimeoutError,
    RedThreadError,
    UnacceptableFormatError,
    UnknownThingError,
)
from graph_service.messages import Lang

MEDIA_TYPE: Final = "application/problem+json"
_STATUS: Final[tuple[tuple[type[RedThreadError], HTTPStatus], ...]] = (
    (QueryTimeoutError, HTTPStatus.SERVICE_UNAVAILABLE),
    (QueryError, HTTPStatus.BAD_REQUEST),
    (UnknownThingError, HTTPStatus.NOT_FOUND),
    (AmbiguousCodeError, HTTPStatus.CONFLICT),
    (ParameterError, HTTPStatus.BAD_REQUEST),
    (UnacceptableFormatError, HTTPStatus.NOT_ACCEPTABLE),
)
_WAIT: Final = frozenset({"query_busy", "query_queue"})
"""Errors that may be gone when the same is asked again."""


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
        title: The kind of problem, by status code.
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


def install(app: FastAPI, seconds: float) -> None:
    """Make every error of an application a problem document.

    Args:
        app: The application.
        seconds: Longest time that a query may take; after that, it is worth trying again.
    """

    @app.exception_handler(RedThreadError)
    async def known(request: Request, error: RedThreadError) -> JSONResponse:
        response = _of(request, error)
        if error.key in _WAIT:
            response.headers["Retry-After"] = str(math.ceil(seconds))
        return response

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return _of(request, parameters.explain(error.errors()[0]))

    @app.exception_handler(HTTPException)
    async def other(request: Request, error: HTTPException) -> JSONResponse:
        status = HTTPStatus(error.status_code)
        if status is not HTTPStatus.METHOD_NOT_ALLOWED:
            return _answer(request, status, "nowhere", _text("nowhere", request))
        allowed = ", ".join(sorted({*(error.headers or {}).get("Allow", "").split(", "), "HEAD"}))
        detail = _text("method", request, method=request.method, allowed=allowed)
        response = _answer(request, status, "method", detail)
        response.headers["Allow"] = allowed
        return response

    @app.exception_handler(Exception)
    async def fault(request: Request, _error: Exception) -> JSONResponse:
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
    title = messages.text(f"problem.{status.value}", lang)
    return {"title": title, "status": status.value, "detail": detail, "instance": instance, "code": code}


def _of(request: Request, error: RedThreadError) -> JSONResponse:
    status = next((s for kind, s in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)
    lang = language_of(request)
    detail = error.text(lang)
    if f"problem.{error.key}" in messages.catalogue(lang):
        detail = " ".join(_text(error.key, request, **error.values).split())
    if not isinstance(error, AmbiguousCodeError):
        return _answer(request, status, error.key, detail)
    candidates = [{"id": path, "title": title} for path, title in error.candidates]
    return _answer(request, status, error.key, detail, candidates=candidates)


def _text(key: str, request: Request, **values: object) -> str:
    return messages.text(f"problem.{key}", language_of(request), **values)


def _answer(request: Request, status: HTTPStatus, code: str, detail: str, **more: object) -> JSONResponse:
    lang = language_of(request)
    # The path as it came, still encoded: an IRI reference, whatever it holds.
    instance = request.scope["raw_path"].decode("ascii")
    content = body(lang, status, code, detail, instance) | more
    return JSONResponse(content, status.value, {"Content-Language": lang}, MEDIA_TYPE)
