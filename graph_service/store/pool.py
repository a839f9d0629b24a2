"""Queries in processes of their own, which can be stopped.

The engine cannot be told to stop a query, and some queries crash it. So queries run in worker processes; one that takes
too long, or dies, is killed and replaced, in the time that a fork takes, and nobody else notices. All this happens on
one event loop.
"""

import asyncio
import socket
import subprocess
from typing import IO, Final

from graph_service.errors import ParameterError
from graph_service.settings import Settings
from graph_service.store import holder
from graph_service.store.lane import Lane, Worker

_PAUSE: Final = 0.5
"""Seconds between further tries where a process does not start."""


class Pool:
    """A process that holds a dataset, and the workers that it forks, in two lanes.

    Attributes:
        public: The lane of strangers' queries.
        own: The lane of the service's own queries, which strangers cannot fill.
    """

    def __init__(self, quads: IO[bytes], settings: Settings) -> None:
        """Prepare, without starting anything.

        Args:
            quads: A file with the dataset as N-Quads; it stays open as long as the pool.
            settings: How many workers, and what a query may take.
        """
        self._quads = quads
        self._settings = settings
        self._holder: _Holder | None = None
        self._forking = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False
        self.public = Lane(settings.query_queue, self._replace)
        self.own = Lane(None, self._replace)

    async def start(self) -> None:
        """Start all processes and wait until they are ready.

        Raises:
            ParameterError: If they do not start.
        """
        try:
            for lane in (self.public, self.own):
                for _ in range(self._settings.workers):
                    lane.admit(await self._fork(lane))
        except (EOFError, OSError) as error:
            self.close()
            raise ParameterError("workers_start") from error

    def close(self) -> None:
        """Stop all processes, those at work too."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        for lane in (self.public, self.own):
            lane.close()
        if self._holder is not None:
            self._holder.stop()

    def _replace(self, lane: Lane) -> None:
        if not self._closed:
            task = asyncio.get_running_loop().create_task(self._refill(lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _refill(self, lane: Lane) -> None:
        pause = 0.0  # a holder that was killed is noticed when it does not fork, and another starts at once
        while not self._closed:
            try:
                worker = await self._fork(lane)
            except (EOFError, OSError):
                await asyncio.sleep(pause)
                pause = _PAUSE
            else:
                lane.admit(worker)
                return

    async def _fork(self, lane: Lane) -> Worker:
        async with self._forking:
            if self._holder is None:
                self._holder = _Holder(self._quads, self._settings)
            ours, theirs = socket.socketpair()
            try:
                with theirs:
                    pid = await self._holder.fork(theirs)
                ours.setblocking(False)  # noqa: FBT003 -- the socket's own parameter
                _, worker = await asyncio.get_running_loop().create_connection(lambda: Worker(pid, lane), sock=ours)
            except (EOFError, OSError):
                ours.close()
                self._holder.stop()
                self._holder = None
                raise
            except asyncio.CancelledError:
                ours.close()
                raise
        try:
            await worker.ready
        except BaseException:
            worker.kill()
            raise
        return worker


class _Holder:
    def __init__(self, quads: IO[bytes], settings: Settings) -> None:
        self._socket, theirs = socket.socketpair()
        self._socket.setblocking(False)  # noqa: FBT003 -- the socket's own parameter
        quads.seek(0)
        limits = {"bytes": settings.result_bytes, "rows": settings.result_rows, "memory": settings.query_memory}
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 -- our own program
                holder.command(theirs.fileno(), limits), stdin=quads, pass_fds=[theirs.fileno()], start_new_session=True
            )

    async def fork(self, theirs: socket.socket) -> int:
        holder.ask_for_worker(self._socket, theirs)
        return await holder.worker_pid(self._socket)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._socket.close()
