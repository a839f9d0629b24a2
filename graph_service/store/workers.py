"""A store whose queries run in processes of their own, for code that waits for its answers."""

import asyncio
import tempfile
import threading
from collections.abc import Coroutine
from typing import IO, Self, TypeVar, cast

from graph_service.model.terms import Table
from graph_service.settings import Settings
from graph_service.store.lane import Lane
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.pool import Pool
from graph_service.store.port import Answer, DumpFormat, Graphs, ResultFormat, Triple

T = TypeVar("T")


class WorkerStore:
    """A dataset behind the workers of a lane. To be used from any thread but that of the lane's event loop."""

    def __init__(self, lane: Lane, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        """Make a store of a lane.

        Args:
            lane: The lane.
            loop: The event loop that it runs on.
            seconds: Most time that a query may take.
        """
        self._lane = lane
        self._loop = loop
        self._seconds = seconds

    def select(self, query: str) -> Table:
        """Answer a SELECT query."""
        return cast("Table", self._run("select", query))

    def ask(self, query: str) -> bool:
        """Answer an ASK query."""
        return cast("bool", self._run("ask", query))

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query."""
        return cast("tuple[Triple, ...]", self._run("construct", query))

    def answer(
        self, query: str, *, table: ResultFormat = "json", graph: ResultFormat = "turtle", graphs: Graphs | None = None
    ) -> Answer:
        """Answer any query, serialised by the engine."""
        return cast("Answer", self._run("answer", query, table=table, graph=graph, graphs=graphs))

    def graphs(self) -> tuple[str, ...]:
        """Give the IRIs of all named graphs, sorted."""
        return cast("tuple[str, ...]", self._run("graphs"))

    def dump(self, graph: str | None = None, form: DumpFormat = "trig") -> bytes:
        """Write one named graph, or the whole dataset."""
        return cast("bytes", self._run("dump", graph, form))

    def __len__(self) -> int:
        """Count the quads."""
        return cast("int", self._run("__len__"))

    def _run(self, method: str, *arguments: object, **options: object) -> object:
        called = self._lane.run(method, arguments, options, self._seconds)
        return asyncio.run_coroutine_threadsafe(called, self._loop).result()


class Workers:
    """A pool on an event loop in a thread of its own, for programs that have none.

    Example:
        >>> from graph_service.model.terms import Iri
        >>> store = EmbeddedStore()
        >>> store.add([(Iri("urn:a"), Iri("urn:b"), Iri("urn:c"))], "urn:g")
        >>> with Workers(store, Settings(workers=1)) as workers:
        ...     workers.public.ask("ASK { ?s ?p ?o }")
        True
    """

    def __init__(self, store: EmbeddedStore, settings: Settings) -> None:
        """Start the processes.

        Args:
            store: The dataset.
            settings: How many workers, and what a query may take.

        Raises:
            ParameterError: If they do not start.
        """
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._quads = spooled(store)
        try:
            self._pool = self._call(_made(self._quads, settings))
            self._call(self._pool.start())
        except BaseException:
            self._end()
            raise
        self.public = WorkerStore(self._pool.public, self._loop, settings.query_seconds)
        self.own = WorkerStore(self._pool.own, self._loop, settings.query_seconds)

    def close(self) -> None:
        """Stop all processes, those at work too."""
        self._call(_closed(self._pool))
        self._end()

    def __enter__(self) -> Self:
        """Give the workers."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop them."""
        self.close()

    def _call(self, coroutine: Coroutine[object, object, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._quads.close()


def spooled(store: EmbeddedStore) -> IO[bytes]:
    """Write a dataset to a file that is gone when it is closed.

    Args:
        store: The dataset.

    Returns:
        The file, as N-Quads.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the caller closes it
    store.write(file)
    file.flush()
    return file


async def _made(quads: IO[bytes], settings: Settings) -> Pool:
    return Pool(quads, settings)


async def _closed(pool: Pool) -> None:
    pool.close()
    await asyncio.sleep(0)  # let those who waited hear of it
