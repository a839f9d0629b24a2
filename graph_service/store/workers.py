"""A store whose queries run in processes of their own, which can be stopped.

The engine cannot be told to stop a query, and some queries crash it. So the queries of strangers run in worker
processes over the snapshot; one that takes too long, or dies, is replaced, and nobody else notices.
"""

import multiprocessing
import queue
import resource
import threading
from multiprocessing.connection import Connection
from typing import Final, Literal, cast

import pyoxigraph as ox

from graph_service.errors import QueryError, QueryTimeoutError, RedThreadError
from graph_service.model.terms import Table
from graph_service.settings import Settings
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.port import Answer, DumpFormat, ResultFormat, Triple

_SPAWN: Final = multiprocessing.get_context("spawn")
_Method = Literal["select", "ask", "construct", "answer", "graphs", "dump", "__len__"]


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
        """
        self._snapshot = store.dump(form="nquads")
        self._settings = settings
        self._free: queue.Queue[_Worker] = queue.Queue()
        self._closed = threading.Event()
        for _ in range(settings.workers):
            self._start()

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
        """Stop all processes."""
        self._closed.set()
        while not self._free.empty():
            self._free.get().stop()

    def _start(self) -> None:
        worker = _Worker(self._snapshot, self._settings)
        if self._closed.is_set():
            worker.stop()
        else:
            self._free.put(worker)

    def _run(self, method: _Method, *arguments: object, **options: object) -> object:
        seconds = self._settings.query_seconds
        try:
            worker = self._free.get(timeout=seconds)
        except queue.Empty:
            raise QueryTimeoutError("query_busy", seconds=seconds) from None
        try:
            outcome = worker.ask(method, arguments, options, seconds)
        except BaseException:
            worker.stop()
            threading.Thread(target=self._start, daemon=True).start()
            raise
        self._free.put(worker)
        if isinstance(outcome, RedThreadError):
            raise outcome
        return outcome


class _Worker:
    def __init__(self, snapshot: bytes, settings: Settings) -> None:
        self._connection, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_work, args=(theirs, settings), daemon=True)
        self._process.start()
        theirs.close()
        self._connection.send_bytes(snapshot)

    def ask(self, method: _Method, arguments: tuple[object, ...], options: dict[str, object], seconds: float) -> object:
        try:
            self._connection.send((method, arguments, options))
            if not self._connection.poll(seconds):
                raise QueryTimeoutError("query_timeout", seconds=seconds)
            return self._connection.recv()
        except (EOFError, OSError) as error:
            raise QueryError("query_crash") from error

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self._connection.close()


def _work(connection: Connection, settings: Settings) -> None:
    store = EmbeddedStore()
    store.load(ox.parse(connection.recv_bytes(), format=ox.RdfFormat.N_QUADS))
    # From here on this process can open nothing: no file, no connection. And it may not eat all memory.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (settings.query_memory, settings.query_memory))
    while True:
        try:
            method, arguments, options = connection.recv()
        except (EOFError, KeyboardInterrupt):
            return
        connection.send(_outcome(store, method, arguments, options, settings.result_bytes))


def _outcome(
    store: EmbeddedStore, method: _Method, arguments: tuple[object, ...], options: dict[str, object], limit: int
) -> object:
    try:
        outcome = getattr(store, method)(*arguments, **options)
    except RedThreadError as error:
        return error
    except MemoryError:
        return QueryError("query_too_large", limit=limit)
    if isinstance(outcome, Answer) and len(outcome.body) > limit:
        return QueryError("query_too_large", limit=limit)
    return outcome
