"""Where changes are handed in: who may make them, who judges and keeps them, and who is told when one is kept."""

import asyncio
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.requests import HTTPConnection

from graph_service.api.admission import Admission
from graph_service.errors import FixedError, UnknownThingError
from graph_service.keeper.keeper import Keeper
from graph_service.keeper.request import Answer, Request
from graph_service.ledger.head import Head
from graph_service.ledger.ledger import Ledger
from graph_service.ledger.tokens import Token
from graph_service.model.validity import Kept
from graph_service.plans.suspects import Earlier
from graph_service.store.files import GraphFile


@dataclass(slots=True)
class Desk:
    """What the routes need that change something or tell of changes; it outlasts the snapshots.

    Attributes:
        admission: Says who may do what.
        keeper: Judges changes, and keeps what holds; None where the plans that are served are fixed.
        head: The ledger, to read in; None where the plans that are served are fixed.
        seconds: Time between looks at the ledger, which others write in too.
        files: The plans that are served, where they are fixed.
        kept: What the ends of their links said when what the links state came in.
        earlier: What ends of links have been found to say when they were reviewed; no change makes that another.
        looked_up_in: Number and address of a commit of the ledger in which that was found; None as long as none was.
        look: Called when a change has been kept.
        listeners: How many listen for changes.
        leaving: Set when the service stops, so that those who listen are let go.
    """

    admission: Admission
    keeper: Keeper | None
    head: Head | None
    seconds: float
    files: tuple[GraphFile, ...] = ()
    kept: Kept = field(default_factory=dict)
    earlier: Earlier = field(default_factory=dict)
    looked_up_in: tuple[int, str] | None = None
    look: Callable[[], None] = lambda: None
    listeners: int = 0
    leaving: asyncio.Event = field(default_factory=asyncio.Event)
    _kept: asyncio.Event = field(default_factory=asyncio.Event)

    async def holder(self, request: HTTPConnection, typed: str | None = None) -> Token:
        """Find whose token a request shows.

        Args:
            request: The request.
            typed: The token that somebody has typed in a form; None if the request shows it in its head.

        Returns:
            The token, which is valid.

        Raises:
            TokenError: If it shows none that is valid.
            TooOftenError: If that has happened too often from its address.
        """
        address = request.client.host if request.client else ""
        shown = request.headers.get("authorization") if typed is None else f"Bearer {typed}" if typed else None
        return await asyncio.to_thread(
            self.admission.holder, shown, address, now=time.monotonic(), moment=datetime.now(UTC)
        )

    def admit(self, token: Token, needed: Collection[str]) -> None:
        """Let a change be tried with a token.

        Args:
            token: The token.
            needed: The scopes that the change needs.

        Raises:
            ScopeError: If it does not allow one of them.
            TooOftenError: If changes have been tried too often with it.
        """
        self.admission.admit(token, needed, now=time.monotonic())

    def close(self) -> None:
        """Let go of the keeper and of the ledger."""
        if self.keeper is not None:
            self.keeper.close()
        if self.head is not None:
            self.head.close()
        self.admission.close()

    def ledger(self) -> Ledger | None:
        """Give the ledger to read in; None if there is none yet, for nothing has been changed.

        Raises:
            FixedError: If the plans that are served are fixed.
            LedgerError: If it cannot be reached.
        """
        if self.head is None:
            raise FixedError("plans_fixed")
        return self.head.ledger()

    def history(self) -> Ledger:
        """Give the ledger to read in.

        Raises:
            FixedError: If the plans that are served are fixed.
            UnknownThingError: If there is none yet, for nothing has been changed.
            LedgerError: If it cannot be reached.
        """
        ledger = self.ledger()
        if ledger is None:
            raise UnknownThingError("history_none")
        return ledger

    async def news(self) -> None:
        """Wait until a change has been kept, the service stops, or some time has passed in which others may have."""
        waiting = [asyncio.ensure_future(event.wait()) for event in (self._kept, self.leaving)]
        _, left = await asyncio.wait(waiting, timeout=self.seconds, return_when=asyncio.FIRST_COMPLETED)
        for one in left:
            one.cancel()

    async def hand_in(self, sent: Request) -> Answer:
        """Have a change judged, and kept if that is asked for; or one that was made.

        Args:
            sent: The change.

        Returns:
            What came of it.

        Raises:
            RedThreadError: If it cannot be read, judged or kept.
        """
        if self.keeper is None:
            raise FixedError("plans_fixed")
        answer = await self.keeper.ask(sent)
        if answer.commit is not None:
            self.look()
            self._kept.set()
            self._kept = asyncio.Event()
        return answer
