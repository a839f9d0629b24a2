"""Errors over HTTP: problem documents as RFC 9457 has them (https://www.rfc-editor.org/rfc/rfc9457)."""

from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from graph_service.api.language import language_of
from graph_service.errors import (
    AmbiguousCodeError,
    ParameterError,
    QueryError,
    QueryTimeoutError,
    RedThreadError,
    UnknownThingError,
)

MEDIA_TYPE: Final = "application/problem+json"
_STATUS: Final[tuple[tuple[type[RedThreadError], HTTPStatus], ...]] = (
    (QueryTimeoutError, HTTPStatus.SERVICE_UNAVAILABLE),
    (QueryError, HTTPStatus.BAD_REQUEST),
    (UnknownThingError, HTTPStatus.NOT_FOUND),
    (AmbiguousCodeError, HTTPStatus.CONFLICT),
    (ParameterError, HTTPStatus.BAD_REQUEST),
)


def install(app: FastAPI) -> None:
    """Make every error of an application a problem document.

    Args:
        app: The application.
    """

    @app.exception_handler(RedThreadError)
    async def known(request: Request, error: RedThreadError) -> JSONResponse:
        status = next((s for kind, s in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)
        more: dict[str, object] = {"code": error.key}
        if isinstance(error, AmbiguousCodeError):
            more["candidates"] = [{"id": path, "title": title} for path, title in error.candidates]
        return _problem(request, status, error.text(language_of(request)), more)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        details = "; ".join(f"{'.'.join(str(p) for p in e['loc'][1:])}: {e['msg']}" for e in error.errors())
        return _problem(request, HTTPStatus.BAD_REQUEST, details, {"code": "request"})

    @app.exception_handler(HTTPException)
    async def other(request: Request, error: HTTPException) -> JSONResponse:
        status = HTTPStatus(error.status_code)
        response = _problem(request, status, str(error.detail), {"code": "http"})
        response.headers.update(error.headers or {})
        return response


def _problem(request: Request, status: HTTPStatus, detail: str, more: dict[str, object]) -> JSONResponse:
    body = {"title": status.phrase, "status": status.value, "detail": detail, "instance": request.url.path, **more}
    return JSONResponse(body, status_code=status.value, media_type=MEDIA_TYPE)
