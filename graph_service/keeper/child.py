"""A child of the keeper: a fork of it, which has all that the keeper has read, does one thing, and is gone.

It takes in what strangers have sent, so it is ended when that takes too long or too much memory. It may be forked
before there is anything to do, and rehearse: what it touches first costs a copy of memory that it shares with the
keeper, which is most of what judging a change costs in a large process.
"""

import ctypes
import gc
import os
import resource
import select
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from graph_service.errors import JudgingError
from graph_service.settings import Settings
from graph_service.store import wire

_REHEARSED: Final = b"r"
_PR_SET_PDEATHSIG: Final = 1
"""What prctl is told to send a signal when the parent dies (https://man7.org/linux/man-pages/man2/pr_set_pdeathsig.2const.html)."""


class Child:
    """A process that waits for one thing to do.

    Attributes:
        pid: The number of the process; 0 once it is known to be gone.
    """

    def __init__(
        self,
        work: Callable[[bytes], bytes],
        rehearse: Callable[[], object],
        settings: Settings,
        service: int | None = None,
    ) -> None:
        """Fork it.

        Args:
            work: What it does with what it is asked: gives a frame, or raises.
            rehearse: What it does before.
            settings: How long it may take, and how much memory.
            service: The socket to whom it works for, which it does not hold; None if there is none.
        """
        self._service = service
        parent = os.getpid()
        self._seconds = settings.judging_seconds
        self._rehearsed = False
        asking, self._questions = os.pipe()
        self._answers, answering = os.pipe()
        try:
            self.pid = os.fork()
            if not self.pid:
                os.close(self._questions)
                os.close(self._answers)
                if service is not None:
                    os.close(service)
                _die_with(parent)
                _live(work, rehearse, settings, asking, answering)
        finally:
            os.close(asking)
            os.close(answering)

    def ready(self, *, wait: bool = True) -> bool:
        """Tell whether it has rehearsed.

        Args:
            wait: Whether to wait for it.

        Returns:
            Whether it has; if not, it is at it still, or has died of it.
        """
        if not self._rehearsed and (wait or select.select([self._answers], [], [], 0)[0]):
            self._rehearsed = os.read(self._answers, 1) == _REHEARSED
        return self._rehearsed

    def ask(self, data: bytes) -> bytes:
        """Have it do what it is for; to be asked once.

        Args:
            data: What it is asked.

        Returns:
            The frame that it gives, or one that tells what it raised.

        Raises:
            JudgingError: If it takes too long, or dies of it.
            EOFError: If whom it works for is gone; then it is too.
        """
        self.ready()
        with os.fdopen(self._answers, "rb") as answers:
            with suppress(BrokenPipeError), os.fdopen(self._questions, "wb") as questions:
                questions.write(data)
            watched = [self._answers] if self._service is None else [self._answers, self._service]
            if self._answers not in select.select(watched, [], [])[0]:
                os.kill(self.pid, signal.SIGKILL)
                raise EOFError
            told = answers.read()
        if wire.whole(told):
            return told
        if os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]) == -signal.SIGALRM:
            self.pid = 0
            raise JudgingError("judging_slow", seconds=f"{self._seconds:g}")
        self.pid = 0
        raise JudgingError("judging_died")

    def dismiss(self) -> None:
        """Let go of it unasked."""
        os.close(self._questions)
        os.close(self._answers)

    def gone(self) -> bool:
        """Tell whether it is gone. To give back its memory takes longer than anybody wants to wait."""
        if self.pid and os.waitpid(self.pid, os.WNOHANG)[0]:
            self.pid = 0
        return not self.pid


def _die_with(parent: int) -> None:
    """See to it that this process is killed when its parent is gone, however that ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _live(
    work: Callable[[bytes], bytes], rehearse: Callable[[], object], settings: Settings, asking: int, answering: int
) -> None:
    status = 1
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, settings.judging_seconds)
        rehearse()
        gc.freeze()
        signal.setitimer(signal.ITIMER_REAL, 0)
        os.write(answering, _REHEARSED)
        with os.fdopen(asking, "rb") as questions:
            data = questions.read()
        if data:
            signal.setitimer(signal.ITIMER_REAL, settings.judging_seconds)
            _confine(settings.judging_memory)
            with os.fdopen(answering, "wb") as answers:  # closed, so that nobody waits until all memory is given back
                answers.write(_done(work, data))
        status = 0
    finally:
        os._exit(status)


def _done(work: Callable[[bytes], bytes], data: bytes) -> bytes:
    try:
        return work(data)
    except MemoryError:
        return wire.outcome(JudgingError("judging_large"))
    except Exception as error:  # noqa: BLE001 -- the service tells it, or notes it as a fault
        return wire.outcome(error)


def _confine(more: int) -> None:
    size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (size + more, size + more))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
