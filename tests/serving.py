"""The service as a process of its own, for tests that speak HTTP with it."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from graph_service.settings import Settings

ROOT: Final = Path(__file__).resolve().parent.parent
LIMITS: Final[Mapping[str, str]] = {
    "REDTHREAD_QUERY_SECONDS": "3",
    "REDTHREAD_RESULT_BYTES": "1000000",
    "REDTHREAD_RESULT_ROWS": "5000",
    "REDTHREAD_FAILED_TOKENS": "100000",
    "REDTHREAD_LOG_LEVEL": "warning",
}
"""Small limits, so that tests reach them soon; all tests come from one address, and may fail to show a token."""
SLOW: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""A query that takes longer than any limit."""
WORKERS: Final = 2 * Settings().workers
"""How many processes answer queries: as many for strangers as for the service itself."""
MARK: Final = "STARTED_BY"
"""Variable that tells processes of one service from those of others, even when their parent is gone."""
PATIENCE: Final = 60.0
"""Seconds after which something that has not happened never will."""


@dataclass(frozen=True)
class Server:
    """A running service."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def workers(self) -> set[int]:
        """Give the processes that answer queries."""
        return {pid for pid in started_by(self.url) if alive(pid) and limit(pid, "Max open files") == "0"}

    def wait_for_workers(self) -> set[int]:
        """Use the service until all workers are there; a dead one is replaced when it would have been its turn."""
        wait_until(lambda: len(self.workers()) == WORKERS or not self._use())
        return self.workers()

    def _use(self) -> bool:
        for path in ("/sparql?query=ASK%7B%7D", "/api/v1/threads/4B"):
            httpx.get(self.url + path, timeout=PATIENCE)
        return True

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop it, and give its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def start(log: Path, *plans: Path | str, **environment: str) -> Server:
    """Start the service on a free port and wait until it answers.

    Args:
        log: File for what it writes.
        *plans: Files that are served instead of the shipped plans, or other arguments.
        **environment: Variables besides the small limits.

    Returns:
        The running service.
    """
    port = free_port()
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "graph_service", "serve", "--port", str(port), *map(str, plans)],
            cwd=ROOT,
            env={**os.environ, **LIMITS, **environment, MARK: f"http://127.0.0.1:{port}"},
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    server = Server(process, f"http://127.0.0.1:{port}", log)
    wait_until(lambda: process.poll() is not None or _answers(server.url))
    assert process.poll() is None, log.read_text(encoding="utf-8")
    return server


def free_port() -> int:
    """Give a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until a condition holds; fail if it never does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def kill(pids: Iterable[int], number: signal.Signals = signal.SIGKILL) -> None:
    """Kill processes, and wait until they are gone: a signal takes a moment, in which they still seem to be alive."""
    killed = tuple(pids)
    for pid in killed:
        with suppress(ProcessLookupError):  # it may have ended a moment ago
            os.kill(pid, number)
    wait_until(lambda: not any(alive(pid) for pid in killed))


@contextmanager
def repeatedly(*actions: Callable[[], object]) -> Iterator[None]:
    """Do some things over and over, each in a thread of its own, until the block ends, however it ends."""
    over = threading.Event()

    def repeat(action: Callable[[], object]) -> None:
        while not over.is_set():
            action()

    with ThreadPoolExecutor(len(actions)) as others:
        repeated = [others.submit(repeat, action) for action in actions]
        try:
            yield
        finally:
            over.set()
    for one in repeated:
        one.result()


def descendants(pid: int) -> set[int]:
    """Give all processes below one."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    below: set[int] = set()
    new = {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - below
        below |= new
    return below


def started_by(mark: str) -> set[int]:
    """Give all processes that were started, by whomever, with this mark in their environment."""
    wanted = f"{MARK}={mark}\0"
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return {pid for pid in pids if wanted in _read(Path("/proc", str(pid), "environ"))}


def alive(pid: int) -> bool:
    """Tell whether a process runs."""
    return re.search(r"^State:\s+[^ZX]", _read(Path("/proc", str(pid), "status")), re.MULTILINE) is not None


def limit(pid: int, name: str) -> str:
    """Give a process's limit on a resource, such as ``Max open files``; empty if there is no such process."""
    found = re.search(rf"^{name}\s+(\S+)", _read(Path("/proc", str(pid), "limits")), re.MULTILINE)
    return found[1] if found else ""


def _parent(path: Path) -> int:
    found = re.search(r"^PPid:\s+(\d+)", _read(path / "status"), re.MULTILINE)
    return int(found[1]) if found else 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:  # the process is gone
        return ""


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=PATIENCE).is_success
    except httpx.TransportError:
        return False


def running(pid: int) -> bool:
    """Tell whether a process is computing and not waiting for something."""
    try:
        threads = [path / "status" for path in Path("/proc", str(pid), "task").iterdir()]
    except OSError:  # the process is gone
        return False
    return any(re.search(r"^State:\s+R", _read(path), re.MULTILINE) for path in threads)
