"""Workers that answer queries, and the queries that wait for one; all on one event loop.

A worker is handed its next query in the moment that it has answered the last, not when whoever asked wakes up.
"""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from graph_service.errors import QueryError, QueryTimeoutError
from graph_service.store import wire

_ATTEMPTS: Final = 3
"""Workers that may die while they answer a query before it is to blame: some may have died of something else."""
_MUCH: Final = 0.1
"""Share of the time limit that a query may wait for a worker and still be the one that was too slow."""


class Lane:
    """Some workers, and what waits for one."""

    def __init__(self, waiting: int | None, replace: "Callable[[Lane], None]") -> None:
        """Make a lane without workers.

        Args:
            waiting: Most queries that wait for a worker; None sets no limit.
            replace: Has a new worker take the place of one that is gone from the lane.
        """
        self._most = waiting
        self._replace = replace
        self._workers: set[Worker] = set()
        self._free: list[Worker] = []
        self._waiting: dict[Job, None] = {}
        self._lost = 0
        self._closed = False

    async def run(
        self, method: str, arguments: tuple[object, ...], options: Mapping[str, object], seconds: float
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
        return await self.outcome(self.begin(method, arguments, options, seconds))

    def begin(self, method: str, arguments: tuple[object, ...], options: Mapping[str, object], seconds: float) -> "Job":
        """Call a method of the store in a worker, without waiting for what comes of it.

        Args:
            method: The method's name.
            arguments: Its arguments by position.
            options: Its arguments by name.
            seconds: Most time that it may take, waiting for a worker included.

        Returns:
            The call. It ends with :meth:`outcome`, :meth:`at_once` or :meth:`abandon`.

        Raises:
            QueryTimeoutError: If too many wait already.
        """
        job = Job((method, arguments, options), seconds)
        self._enter(job)
        job.overdue = job.loop.call_at(job.deadline, self._overdue, job)
        return job

    async def outcome(self, job: "Job") -> object:
        """Wait for what comes of a call.

        Args:
            job: The call.

        Returns:
            What the method gives.

        Raises:
            QueryTimeoutError: If there was no time, or too many wait already.
            QueryError: If the worker dies of it.
            RedThreadError: What the method raises.
        """
        try:
            for attempt in range(_ATTEMPTS):
                if attempt:
                    self._enter(job)
                with suppress(EOFError):
                    return wire.read_outcome(await job.answered)
        except TimeoutError:
            key = "query_timeout" if job.worker and job.waited <= _MUCH * job.seconds else "query_busy"
            raise QueryTimeoutError(key, seconds=f"{job.seconds:g}") from None
        finally:
            self.abandon(job)
        raise QueryError("query_crash")

    def at_once(self, job: "Job") -> object:
        """Give what came of a call that is answered.

        Args:
            job: The call, of which ``answered`` is done.

        Returns:
            What the method gave, or None if there is no more to it than :meth:`outcome` will tell.
        """
        if job.answered.exception() is not None:
            return None
        try:
            result = wire.read_outcome(job.answered.result())
        except Exception:  # noqa: BLE001 -- it is raised again for whoever waits for the outcome
            return None
        self.abandon(job)
        return result

    def abandon(self, job: "Job") -> None:
        """Let go of a call: nobody waits for it any more, or there is nothing left to wait for.

        Args:
            job: The call.
        """
        job.overdue.cancel()
        self._waiting.pop(job, None)
        job.leave()

    def admit(self, worker: "Worker") -> None:
        """Take in a new worker."""
        if self._closed or worker.gone:
            worker.kill()
            if worker.gone:
                self._replace(self)
            return
        self._workers.add(worker)
        self.give(worker)

    def give(self, worker: "Worker") -> None:
        """Hand a worker that has nothing to do what has waited longest."""
        while self._waiting and not worker.gone:
            job = next(iter(self._waiting))
            del self._waiting[job]
            if not job.answered.done():
                worker.begin(job)
                return
        if not worker.gone:
            self._free.append(worker)

    def lose(self, worker: "Worker") -> None:
        """Let a worker go that is no more."""
        if worker in self._free:
            self._free.remove(worker)
        if worker in self._workers:
            self._workers.discard(worker)
            self._lost += 1
            self._replace(self)

    def close(self) -> None:
        """Stop all workers; what waits is told that there is no time."""
        self._closed = True
        for worker in tuple(self._workers):
            worker.kill()
        for job in self._waiting:
            job.fail(TimeoutError())

    def load(self) -> tuple[int, int, int, int]:
        """Tell how much there is to do.

        Returns:
            The number of workers, of those at work, of queries that wait, and of workers lost so far.
        """
        return len(self._workers), len(self._workers) - len(self._free), len(self._waiting), self._lost

    def _enter(self, job: "Job") -> None:
        job.come()
        if self._closed or job.late():
            job.fail(TimeoutError())
        elif self._free:
            self._free.pop().begin(job)
        elif self._most is not None and len(self._waiting) >= self._most:
            raise QueryTimeoutError("query_queue", waiting=self._most)
        else:
            self._waiting[job] = None

    @staticmethod
    def _overdue(job: "Job") -> None:
        if not job.answered.done():
            job.fail(TimeoutError())
            job.leave()


class Job:
    """A query on its way: it waits for a worker, or one is at work on it.

    Attributes:
        loop: The event loop.
        seconds: Most time that it may take.
        deadline: When its time is up, by the loop's clock.
        overdue: What is done then.
        waited: Seconds that it has waited for workers.
        worker: The last worker that took it on, if there is one.
        answered: The frame of what comes of it; EOFError if the worker ends, TimeoutError if its time is up.
    """

    def __init__(self, call: tuple[str, tuple[object, ...], Mapping[str, object]], seconds: float) -> None:
        """Note what is asked.

        Args:
            call: The method's name, its arguments by position and by name.
            seconds: Most time that it may take.
        """
        self.loop = asyncio.get_running_loop()
        self._call = call
        self.seconds = seconds
        self.deadline = self.loop.time() + seconds
        self.overdue: asyncio.TimerHandle
        self.waited = 0.0
        self.worker: Worker | None = None
        self.answered: asyncio.Future[bytes]
        self._came: float

    def come(self) -> None:
        """Begin to wait for a worker."""
        self.answered = self.loop.create_future()
        self._came = self.loop.time()

    def taken(self, worker: "Worker") -> bytes:
        """Note who is at work on it, and write it as a request."""
        self.worker = worker
        now = self.loop.time()
        self.waited += now - self._came
        return wire.request(*self._call, max(self.deadline - now, 0.0))

    def late(self) -> bool:
        """Tell whether its time is up."""
        return self.loop.time() >= self.deadline

    def fail(self, error: Exception) -> None:
        """Tell whoever asked that nothing comes of it."""
        if not self.answered.done():
            self.answered.set_exception(error)

    def leave(self) -> None:
        """End the process of the worker that is at work on it: nothing else would stop it."""
        if self.worker is not None:
            self.worker.stop(self)


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
        self._job: Job | None = None
        self.ready: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport
        self.gone = False

    def begin(self, job: Job) -> None:
        """Take on a query."""
        self._job = job
        self._transport.write(job.taken(self))

    def stop(self, job: Job) -> None:
        """End the process, if this query is what it is at work on."""
        if self._job is job:
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
        if self._data or not wire.whole(data):
            self._data += data
            if not wire.whole(self._data):
                return
            data, self._data = bytes(self._data), bytearray()
        job, self._job = self._job, None
        answered = job.answered if job is not None else self.ready
        if not answered.done():
            answered.set_result(data)
        if job is not None:
            self._lane.give(self)

    def connection_lost(self, _error: Exception | None) -> None:
        """Notice that the process has ended."""
        if not self.ready.done():
            self.ready.set_exception(EOFError())
        job, self._job = self._job, None
        if job is not None:
            job.fail(EOFError())
        self.kill()
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


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
