"""A store whose queries run in processes of their own, which can be stopped.

The engine cannot be told to stop a query, and some queries crash it. So the queries of strangers run in worker
processes over the snapshot; one that takes too long, or dies, is replaced, and nobody else notices.
"""

import multiprocessing
import queue
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Final, Literal, cast

import pyoxigraph as ox

from graph_service.errors import ParameterError, QueryError, QueryTimeoutError, RedThreadError
from graph_service.model.terms import Table
from graph_service.settings import Settings
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.port import Answer, DumpFormat, ResultFormat, Triple

# Workers are forked, in some milliseconds, from a process that has loaded the code and nothing else.
_FORK_SERVER: Final = multiprocessing.get_context("forkserver")
_FORK_SERVER.set_forkserver_preload(["__main__", __name__])
_ATTEMPTS: Final = 2
"""Workers that may die while they answer a query before it is to blame: one may have died of something else."""
_MUCH: Final = 0.1
"""Share of the time limit that a query may wait for a worker and still be the one that was too slow."""
_GRACE: Final = 1.0
"""Seconds after its limit when a query ends its own process, should the service not be there to do it."""
_PAUSE: Final = 0.5
"""Seconds between tries where a process does not start."""
_STACK: Final = 100_000_000
"""Stack of a worker in bytes. With the usual 8 MB, 8 000 characters of ``(1 1 1 …)`` or ``!!!…`` crash the engine."""
_READY: Final = "ready"
_BEGUN: Final = "begun"
_Method = Literal["select", "ask", "construct", "answer", "graphs", "dump", "__len__"]
_Request = tuple[_Method, tuple[object, ...], dict[str, object]]


class WorkerStore:
    """A dataset behind a few processes that each hold all of it and answer one query at a time.

    Example:
        >>> from graph_service.model.terms import Iri
        >>> store = EmbeddedStore()
        >>> store.add([(Iri("urn:a"), Iri("urn:b"), Iri("urn:c"))], "urn:g")
        >>> workers = WorkerStore(store, Settings(workers=1))
        >>> workers.ask("ASK { ?s ?p ?o }")
        True
        >>> workers.close()
    """

    def __init__(self, store: EmbeddedStore, settings: Settings) -> None:
        """Start the processes.

        Args:
            store: The dataset; each process gets a copy.
            settings: How many processes, and what a query may take.

        Raises:
            ParameterError: If they do not start.
        """
        self._snapshot = store.dump(form="nquads")
        self._settings = settings
        self._workers: set[_Worker] = set()
        self._free: queue.Queue[_Worker] = queue.Queue()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        started: list[_Worker] = []
        try:
            with _deaf_to_interrupts():
                started.extend(_Worker(self._snapshot, settings) for _ in range(settings.workers))
            for worker in started:
                self._admit(worker)
        except (EOFError, OSError) as error:
            for worker in started:
                worker.stop()
            raise ParameterError("workers_start") from error

    def select(self, query: str) -> Table:
        """Answer a SELECT query."""
        return cast("Table", self._run("select", query))

    def ask(self, query: str) -> bool:
        """Answer an ASK query."""
        return cast("bool", self._run("ask", query))

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query."""
        return cast("tuple[Triple, ...]", self._run("construct", query))

    def answer(self, query: str, *, table: ResultFormat = "json", graph: ResultFormat = "turtle") -> Answer:
        """Answer any query, serialised by the engine."""
        return cast("Answer", self._run("answer", query, table=table, graph=graph))

    def graphs(self) -> tuple[str, ...]:
        """Give the IRIs of all named graphs, sorted."""
        return cast("tuple[str, ...]", self._run("graphs"))

    def dump(self, graph: str | None = None, form: DumpFormat = "trig") -> bytes:
        """Write one named graph, or the whole dataset."""
        return cast("bytes", self._run("dump", graph, form))

    def __len__(self) -> int:
        """Count the quads."""
        return cast("int", self._run("__len__"))

    def close(self) -> None:
        """Stop all processes, those at work too."""
        with self._lock:
            self._closed.set()
            for worker in self._workers:
                worker.stop()

    def _run(self, method: _Method, *arguments: object, **options: object) -> object:
        seconds = self._settings.query_seconds
        began = time.monotonic()
        died = 0
        while died < _ATTEMPTS:
            worker = self._take(began + seconds)
            waited = time.monotonic() - began
            begun = healthy = False
            try:
                worker.begin((method, arguments, options), began + seconds)
                begun = True
                outcome = worker.outcome(began + seconds)
                healthy = True
            except TimeoutError:
                key = "query_busy" if waited > _MUCH * seconds else "query_timeout"
                raise QueryTimeoutError(key, seconds=f"{seconds:g}") from None
            except (EOFError, OSError):
                died += begun
                continue
            finally:
                if healthy:
                    self._free.put(worker)
                else:
                    self._replace(worker)
            if isinstance(outcome, RedThreadError):
                raise outcome
            return outcome
        raise QueryError("query_crash")

    def _take(self, deadline: float) -> "_Worker":
        try:
            return self._free.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise QueryTimeoutError("query_busy", seconds=f"{self._settings.query_seconds:g}") from None

    def _replace(self, worker: "_Worker") -> None:
        with self._lock:
            self._workers.discard(worker)
        worker.stop()
        threading.Thread(target=self._refill, daemon=True).start()

    def _refill(self) -> None:
        while not self._closed.is_set():
            try:
                self._admit(_Worker(self._snapshot, self._settings))
            except (EOFError, OSError):
                self._closed.wait(_PAUSE)
            else:
                return

    def _admit(self, worker: "_Worker") -> None:
        worker.wait_until_loaded()
        with self._lock:
            if self._closed.is_set():
                worker.stop()
            else:
                self._workers.add(worker)
                self._free.put(worker)


class _Worker:
    def __init__(self, snapshot: bytes, settings: Settings) -> None:
        self._connection, theirs = _FORK_SERVER.Pipe()
        self._process = _FORK_SERVER.Process(target=_work, args=(theirs, settings), daemon=True)
        self._process.start()
        theirs.close()
        self._connection.send_bytes(snapshot)

    def wait_until_loaded(self) -> None:
        self._connection.recv()

    def begin(self, request: _Request, deadline: float) -> None:
        self._connection.send(request)
        self.outcome(deadline)

    def outcome(self, deadline: float) -> object:
        if not self._connection.poll(max(0.0, deadline - time.monotonic())):
            raise TimeoutError
        return self._connection.recv()

    def stop(self) -> None:
        self._process.kill()
        self._process.join()


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    # A terminal sends Ctrl-C to all processes. Those that are started in here never hear it: the service stops them.
    resource_tracker.ensure_running()  # else it would be started in here, and undo what follows
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(connection: Connection, settings: Settings) -> None:
    with suppress(EOFError, OSError, MemoryError):  # the service is gone, or will notice that this process is
        store = EmbeddedStore(answer_bytes=settings.result_bytes)
        store.load(ox.parse(connection.recv_bytes(), format=ox.RdfFormat.N_QUADS))
        store.settle()
        _confine(settings)
        connection.send(_READY)
        while True:
            request: _Request = connection.recv()
            signal.setitimer(signal.ITIMER_REAL, settings.query_seconds + _GRACE)
            connection.send(_BEGUN)
            connection.send(_outcome(store, request, settings.result_bytes))
            signal.setitimer(signal.ITIMER_REAL, 0)


def _confine(settings: Settings) -> None:
    # From here on this process can open nothing, no file and no connection. It dumps no core and eats no more memory
    # than it may.
    limits = {
        resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_AS: settings.query_memory,
        resource.RLIMIT_STACK: _STACK,
    }
    for kind, wanted in limits.items():
        highest = resource.getrlimit(kind)[1]
        limit = wanted if highest == resource.RLIM_INFINITY else min(wanted, highest)
        resource.setrlimit(kind, (limit, limit))


def _outcome(store: EmbeddedStore, request: _Request, limit: int) -> object:
    method, arguments, options = request
    try:
        return getattr(store, method)(*arguments, **options)
    except RedThreadError as error:
        return error
    except MemoryError:
        return QueryError("query_too_large", limit=limit)
