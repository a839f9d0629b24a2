"""The keeper as the service sees it: a process that is asked one thing at a time."""

import asyncio
import socket
import subprocess
from typing import Final

from graph_service.errors import JudgingError
from graph_service.keeper import process
from graph_service.keeper.request import Answer, Request
from graph_service.settings import Settings
from graph_service.store import wire

_GRACE: Final = 60.0
"""Seconds that the keeper may take besides judging: it reads the plans anew when others have changed them."""


class Keeper:
    """Has changes judged and kept, one after the other. To be used on one event loop."""

    def __init__(self, settings: Settings) -> None:
        """Prepare, without starting anything: the process starts when it is first needed.

        Args:
            settings: How long judging may take, and how many may wait.
        """
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter
        self._turn = asyncio.Condition()
        self._busy = False
        self._waiting = {True: 0, False: 0}

    async def ask(self, sent: Request) -> Answer:
        """Have a plan or a decision judged, and kept if that is asked for.

        Args:
            sent: The plan, the decision, or two versions.

        Returns:
            What came of it.

        Raises:
            JudgingError: If too many wait already, or it takes too long.
            RedThreadError: If it cannot be read, judged or kept.
        """
        # Strangers may have as much judged as they like; whoever may publish has places that they cannot take.
        if self._waiting[sent.publish] >= self._settings.judging_queue:
            raise JudgingError("judging_queue", waiting=self._settings.judging_queue)
        self._waiting[sent.publish] += 1
        # Whoever leaves must not leave half an answer behind for the next; and until it is done, it counts.
        asked = asyncio.ensure_future(self._in_turn(sent.frame(), publish=sent.publish))
        asked.add_done_callback(_heard)
        return Answer.read(await asyncio.shield(asked))

    def close(self) -> None:
        """End the process; what is being kept is kept whole or not at all."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            self._writer.close()

    async def _in_turn(self, data: bytes, *, publish: bool) -> bytes:
        try:
            async with self._turn:
                await self._turn.wait_for(lambda: not self._busy and (publish or not self._waiting[True]))
                self._busy = True
            try:
                return await self._asked(data, publish=publish)
            finally:
                self._busy = False
        finally:
            async with self._turn:
                self._waiting[publish] -= 1
                self._turn.notify_all()

    async def _asked(self, data: bytes, *, publish: bool) -> bytes:
        try:
            async with asyncio.timeout(self._settings.judging_seconds + _GRACE):
                await self._started()
                self._writer.write(data)
                await self._writer.drain()
                return await self._frame()
        except (EOFError, OSError) as error:
            self.close()
            raise JudgingError("judging_unknown" if publish else "judging_died") from error
        except TimeoutError:
            self.close()
            if publish:
                raise JudgingError("judging_unknown") from None
            raise JudgingError("judging_slow", seconds=f"{self._settings.judging_seconds:g}") from None

    async def _started(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        ours, self._process = _begun()
        self._reader, self._writer = await asyncio.open_connection(sock=ours)
        first = await self._frame()
        if wire.parts(first)[0] != process.READY:
            self.close()
            wire.read_outcome(first)

    async def _frame(self) -> bytes:
        head = await self._reader.readexactly(wire.HEAD)
        return head + await self._reader.readexactly(wire.length(head))


def _heard(asked: asyncio.Future[bytes]) -> None:
    if not asked.cancelled():
        asked.exception()  # else it would be noted that nobody asked for it


def _begun() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    ours, theirs = socket.socketpair()
    with theirs:
        begun = subprocess.Popen(  # noqa: S603 -- our own program
            process.command(theirs.fileno()),
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    return ours, begun
