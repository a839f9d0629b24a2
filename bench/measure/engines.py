"""The service and its peers as processes: starting, waiting until ready, stopping, and how much memory they take."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

from bench.measure import client
from bench.measure.errors import EngineFailedError, NoAnswerError, ToolMissingError
from bench.measure.load import Request

ROOT: Final = Path(__file__).resolve().parent.parent.parent
"""The checkout."""
WORKERS: Final = 2
"""Worker processes that the service is started with: one for each core that the engines have."""
_PATIENCE: Final = 1800.0
"""Seconds after which an engine that is not ready never will be."""
_STOP: Final = 20.0
"""Seconds that an engine gets to stop by itself."""
_POLL: Final = 0.005


@dataclass(frozen=True, slots=True)
class Engine:
    """A running engine.

    Attributes:
        name: What it is called in the results.
        process: Its first process.
        url: Scheme, host and port.
        sparql: Path that SPARQL queries are sent to.
        start_seconds: How long it took from start to ready, its data loaded.
    """

    name: str
    process: subprocess.Popen[bytes]
    url: str
    sparql: str
    start_seconds: float

    def memory(self) -> int:
        """Give its memory in bytes: the proportional set sizes of all its processes."""
        return sum(_proportional_set_size(pid) for pid in (self.process.pid, *_descendants(self.process.pid)))


@contextmanager
def redthread(plans: Sequence[Path], log: Path) -> Iterator[Engine]:
    """Run the service.

    Args:
        plans: Folders of plans to serve; none for the shipped ones.
        log: File for what it writes.

    Yields:
        The engine, ready.
    """
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    options = ["--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS)]
    command = [sys.executable, "-m", "graph_service", "serve", *map(str, plans), *options]
    began = time.monotonic()
    with _process(command, log) as process:
        _wait(process, command, log, lambda: _ready(url, "/ready"))
        yield Engine("redthread", process, url, "/sparql", time.monotonic() - began)


@contextmanager
def oxigraph(peers: Path, data: Path, log: Path, *, give_up: int | None = None) -> Iterator[Engine]:
    """Run the ``oxigraph`` server with the data in memory.

    Args:
        peers: The environment that the peers are installed in.
        data: N-Quads to load.
        log: File for what it writes.
        give_up: Seconds after which it gives a query up. Each query then takes a thread for as long, so that the server
            fails under load; for trying queries only.

    Yields:
        The engine, its data loaded.
    """
    address = f"127.0.0.1:{_free_port()}"
    url = f"http://{address}"
    began = time.monotonic()
    command = [installed(peers, "oxigraph"), "serve", "--bind", address]
    command += ["--timeout-s", str(give_up)] if give_up else []
    with _process(command, log) as process:
        _wait(process, command, log, lambda: _ready(url, "/"))
        if client.upload(url, "/store", data, media_type="application/n-quads").status >= HTTPStatus.BAD_REQUEST:
            raise EngineFailedError(command, log)
        yield Engine("oxigraph", process, url, "/query", time.monotonic() - began)


@contextmanager
def rdflib_endpoint(peers: Path, data: Path, log: Path) -> Iterator[Engine]:
    """Run ``rdflib-endpoint`` with the data in rdflib's own store.

    Args:
        peers: The environment that the peers are installed in.
        data: N-Triples to load.
        log: File for what it writes.

    Yields:
        The engine, its data loaded.
    """
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    began = time.monotonic()
    command = [installed(peers, "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), str(data)]
    with _process(command, log) as process:
        _wait(process, command, log, lambda: _ready(url, "/?query=ASK%7B%7D"))
        yield Engine("rdflib-endpoint", process, url, "/", time.monotonic() - began)


def installed(peers: Path, program: str) -> str:
    """Find a program of the peers.

    Args:
        peers: The environment that they are installed in.
        program: Its name.

    Returns:
        Its path.

    Raises:
        ToolMissingError: If it is not there; says how to get it.
    """
    path = peers / "bin" / program
    if not path.is_file():
        raise ToolMissingError(str(path), "`make bench` installs the peers.")
    return str(path)


@contextmanager
def _process(command: Sequence[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as written:
        process = subprocess.Popen(command, cwd=ROOT, stdout=written, stderr=written, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], command: Sequence[str], log: Path, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise EngineFailedError(command, log)
        time.sleep(_POLL)


def _ready(url: str, path: str) -> bool:
    try:
        return client.send(url, Request(path)).status == HTTPStatus.OK
    except NoAnswerError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _descendants(pid: int) -> set[int]:
    parents = {int(path.name): _number(path / "status", "PPid") for path in Path("/proc").glob("[0-9]*")}
    below: set[int] = set()
    new = {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - below
        below |= new
    return below


def _proportional_set_size(pid: int) -> int:
    return _number(Path("/proc", str(pid), "smaps_rollup"), "Pss") * 1024


def _number(file: Path, field: str) -> int:
    try:
        found = re.search(rf"^{field}:\s+(\d+)", file.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    except OSError:  # the process is gone
        return 0
    return int(found[1]) if found else 0
