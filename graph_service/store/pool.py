"""Queries in processes of their own, which can be stopped.

The engine cannot be told to stop a query, and some queries crash it. So queries run in worker processes; one that takes
too long, or dies, is killed and replaced, in the time that a fork takes, and nobody else notices. All this happens on
one event loop.
"""

import asyncio
import os
import signal
import socket
import subprocess
from collections import deque
from contextlib import suppress
from typing import IO, Final

from graph_service.errors import ParameterError, QueryError, QueryTimeoutError
from graph_service.settings import Settings
from graph_service.store import holder, wire

_ATTEMPTS: Final = 3
"""Workers that may die while they answer a query before it is to blame: some may have died of something else."""
_MUCH: Final = 0.1
"""Share of the time limit that a query may wait for a worker and still be the one that was too slow."""
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
        self.closed = False
        self.public = Lane(self, settings.query_queue)
        self.own = Lane(self, None)

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
        self.closed = True
        for task in self._tasks:
            task.cancel()
        for lane in (self.public, self.own):
            lane.close()
        if self._holder is not None:
            self._holder.stop()

    def replace(self, lane: "Lane") -> None:
        """Have a new worker take the place of one that is gone.

        Args:
            lane: The lane that it is missing in.
        """
        if not self.closed:
            task = asyncio.get_running_loop().create_task(self._refill(lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _refill(self, lane: "Lane") -> None:
        pause = 0.0  # a holder that was killed is noticed when it does not fork, and another starts at once
        while not self.closed:
            try:
                worker = await self._fork(lane)
            except (EOFError, OSError):
                await asyncio.sleep(pause)
                pause = _PAUSE
            else:
                lane.admit(worker)
                return

    async def _fork(self, lane: "Lane") -> "Worker":
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


class Lane:
    """Some workers, and those who wait for one."""

    def __init__(self, pool: Pool, waiting: int | None) -> None:
        """Make a lane without workers.

        Args:
            pool: The pool that it belongs to.
            waiting: Most requests that wait for a worker; None sets no limit.
        """
        self._pool = pool
        self._most = waiting
        self._workers: set[Worker] = set()
        self._free: list[Worker] = []
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._lost = 0

    async def run(
        self, method: str, arguments: tuple[object, ...], options: dict[str, object], seconds: float
    ) -> object:
        """Call a method of the store in a worker.

        Args:
            method: The method's name.
            arguments: Its arguments by position.
            options: Its arguments by name.
            seconds: Most time that it may take, waiting for a worker included.

        Returns:
            What the method gives.

        Raises:
            QueryTimeoutError: If there was no time, or too many wait already.
            QueryError: If the worker dies of it.
            RedThreadError: What the method raises.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        waited = 0.0
        for _ in range(_ATTEMPTS):
            came = loop.time()
            worker = self._free.pop() if self._free else await self._wait(deadline, seconds)
            waited += loop.time() - came
            answered = worker.begin(wire.request(method, arguments, options, max(deadline - loop.time(), 0.0)))
            overdue = loop.call_at(deadline, worker.overdue)
            try:
                data = await answered
            except TimeoutError:
                key = "query_busy" if waited > _MUCH * seconds else "query_timeout"
                raise QueryTimeoutError(key, seconds=f"{seconds:g}") from None
            except EOFError:
                continue
            except asyncio.CancelledError:
                worker.kill()
                raise
            finally:
                overdue.cancel()
            self._give(worker)
            return wire.read_outcome(data)
        raise QueryError("query_crash")

    def admit(self, worker: "Worker") -> None:
        """Take in a new worker."""
        if self._pool.closed or worker.gone:
            worker.kill()
            if worker.gone:
                self._pool.replace(self)
            return
        self._workers.add(worker)
        self._give(worker)

    def lose(self, worker: "Worker") -> None:
        """Let a worker go that is no more."""
        if worker in self._free:
            self._free.remove(worker)
        if worker in self._workers:
            self._workers.discard(worker)
            self._lost += 1
            self._pool.replace(self)

    def close(self) -> None:
        """Stop all workers; who waits is told that there is no time."""
        for worker in tuple(self._workers):
            worker.kill()
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_exception(TimeoutError())

    def load(self) -> tuple[int, int, int, int]:
        """Tell how much there is to do.

        Returns:
            The number of workers, of those at work, of requests that wait, and of workers lost so far.
        """
        return len(self._workers), len(self._workers) - len(self._free), len(self._waiting), self._lost

    async def _wait(self, deadline: float, seconds: float) -> "Worker":
        if self._pool.closed:
            raise QueryTimeoutError("query_busy", seconds=f"{seconds:g}")
        if self._most is not None and len(self._waiting) >= self._most:
            raise QueryTimeoutError("query_queue", waiting=self._most)
        loop = asyncio.get_running_loop()
        free: asyncio.Future[Worker] = loop.create_future()
        self._waiting.append(free)
        over = loop.call_at(deadline, _expire, free)
        try:
            return await free
        except TimeoutError:
            raise QueryTimeoutError("query_busy", seconds=f"{seconds:g}") from None
        except asyncio.CancelledError:
            if free.done() and not free.cancelled():
                self._give(free.result())
            raise
        finally:
            over.cancel()
            with suppress(ValueError):
                self._waiting.remove(free)

    def _give(self, worker: "Worker") -> None:
        if worker.gone:
            return
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(worker)
                return
        self._free.append(worker)


class Worker(asyncio.Protocol):
    """One worker, as the service sees it.

    Attributes:
        ready: Done when it can be sent its first request; EOFError if its process ends before.
        gone: True when its process has ended.
    """

    def __init__(self, pid: int, lane: Lane) -> None:
        """Take charge of a worker.

        Args:
            pid: The number of its process.
            lane: The lane that it works in.
        """
        self._pid = pid
        self._handle = _handle(pid)
        self._lane = lane
        self._data = bytearray()
        self.ready: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._answered = self.ready
        self._transport: asyncio.Transport
        self.gone = False

    def begin(self, request: bytes) -> "asyncio.Future[bytes]":
        """Send a request.

        Args:
            request: The request, as a frame.

        Returns:
            The frame of what comes of it; EOFError if the process ends, TimeoutError if it is overdue.
        """
        self._answered = asyncio.get_running_loop().create_future()
        if self.gone:
            self._answered.set_exception(EOFError())
        else:
            self._transport.write(request)
        return self._answered

    def overdue(self) -> None:
        """End the process, because its time is up."""
        self._settle(TimeoutError())
        self.kill()

    def kill(self) -> None:
        """End the process."""
        if not self.gone:
            self.gone = True
            _kill(self._pid, self._handle)
            self._transport.abort()
            self._lane.lose(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to listen."""
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Gather a frame."""
        self._data += data
        if len(self._data) >= wire.HEAD and len(self._data) >= wire.HEAD + wire.size(bytes(self._data[: wire.HEAD])):
            whole, self._data = bytes(self._data), bytearray()
            if not self._answered.done():
                self._answered.set_result(whole)

    def connection_lost(self, _error: Exception | None) -> None:
        """Notice that the process has ended."""
        self._settle(EOFError())
        self.kill()
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _settle(self, error: Exception) -> None:
        if not self._answered.done():
            self._answered.set_exception(error)


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


def _expire(waiting: "asyncio.Future[Worker]") -> None:
    if not waiting.done():
        waiting.set_exception(TimeoutError())


def _handle(pid: int) -> int | None:
    # A handle stands for this very process; its number might be another's by the time that it is killed.
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


def _kill(pid: int, handle: int | None) -> None:
    with suppress(ProcessLookupError):
        if handle is None:
            os.kill(pid, signal.SIGKILL)
        else:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
