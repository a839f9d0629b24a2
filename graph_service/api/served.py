"""Which snapshot answers a request, from its first byte to the last of its answer: the newest, or that of a time."""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.api.frame import REFUSED
from graph_service.api.generation import Generation, Retiring
from graph_service.api.past import Past
from graph_service.api.service import Service
from graph_service.errors import RedThreadError

GENERATION: Final = "redthread.generation"
"""Key in the scope of a request for which a snapshot has been chosen before it came to the application."""


class Served:
    """An application that hands each request to the routes of one snapshot.

    Attributes:
        newest: The snapshot that new requests are answered from.
    """

    def __init__(self, first: Generation, past: Past) -> None:
        """Begin with a snapshot.

        Args:
            first: The snapshot.
            past: Those of other times.
        """
        self.newest = first
        self._past = past
        self._retiring = Retiring()

    @property
    def service(self) -> Service:
        """What the newest snapshot's routes answer from."""
        return self.newest.service

    def follow(self, generation: Generation) -> None:
        """Answer from a new snapshot from now on; requests that have come get their answers from the old one.

        Args:
            generation: The new snapshot.
        """
        old, self.newest = self.newest, generation
        self._past.follow()
        self._retiring.add(old)

    def close(self) -> None:
        """End all workers, those of older snapshots too."""
        self.newest.close()
        self._retiring.close()
        self._past.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as ASGI has it."""
        generation = scope.get(GENERATION) or self.newest
        if scope["type"] == "http" and GENERATION not in scope:
            try:
                asked = await self._past.asked(scope, generation.service)
            except RedThreadError as error:
                scope = {**scope, REFUSED: error}
            else:
                generation, scope = asked or (self.newest, scope)
        with generation.held():
            app: ASGIApp = generation.application
            await app(scope, receive, send)
