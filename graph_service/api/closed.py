"""Reading that takes a token, where the settings say so."""

from typing import Final

from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.api import problems
from graph_service.api.desk import Desk
from graph_service.errors import RedThreadError, ScopeError
from graph_service.ledger.scopes import READ

_OPEN: Final = frozenset({"/health", "/ready"})
"""What whoever watches over the service asks, and what says nothing of the plans."""


class Closed:
    """An application around another, which lets nobody through without a token."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        """Close an application.

        Args:
            app: The application.
            desk: Says who may read.
        """
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as ASGI has it."""
        if scope["type"] == "http" and scope["path"] not in _OPEN and scope["method"] != "OPTIONS":
            try:
                await let_in(HTTPConnection(scope), self._desk)
            except RedThreadError as error:
                await problems.response(Request(scope), error)(scope, receive, send)
                return
        await self._app(scope, receive, send)


async def let_in(request: HTTPConnection, desk: Desk) -> None:
    """Let somebody read who shows a token.

    Args:
        request: The request.
        desk: Says who may read.

    Raises:
        TokenError: If it shows none that is valid.
        TooOftenError: If that has happened too often from its address.
        ScopeError: If it does not allow reading.
    """
    token = await desk.holder(request)
    if not token.allows(READ):
        raise ScopeError("token_not_allowed", missing=READ, scopes=", ".join(token.scopes))
