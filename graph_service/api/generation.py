"""One snapshot as it is served: its data, its workers and its routes, which come and go together."""

import asyncio
import gc
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import IO, Final

import fastapi.dependencies.models

from graph_service.api.frame import Frame
from graph_service.api.service import Service
from graph_service.model.as_of import NOTHING, NOW, AsOf, Told
from graph_service.model.verdict import Verdict
from graph_service.plans import moments
from graph_service.questions.search.index import SearchIndex
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.pool import Pool
from graph_service.store.snapshot import Snapshot
from graph_service.store.workers import WorkerStore, spooled
from graph_service.trace.coverage import Coverage
from graph_service.trace.facts import Facts
from graph_service.trace.gaps import Gaps
from graph_service.trace.graph import Graph

_OFTEN: Final = 0.05
"""Seconds between looks at whether anybody still asks the workers something."""


class Generation:
    """A snapshot that is served until a later one takes its place, and whoever asked it has an answer.

    Attributes:
        service: What its routes answer from.
        application: Its routes.
        head: The headers that all their answers have in common, as HTTP/1.1 writes them.
        paths: Beginnings of the paths that they answer.
        number: The commit that it stands after; None if it does not come from a ledger.
    """

    def __init__(self, pool: Pool, quads: IO[bytes], service: Service, frame: Frame, number: int | None) -> None:
        """Take charge of a snapshot's workers.

        Args:
            pool: Its workers, which have started.
            quads: The file that they read.
            service: What its routes answer from.
            frame: Its routes.
            number: The commit that it stands after.
        """
        self._pool = pool
        self._quads = quads
        self._held = 0
        self.service = service
        self.application = frame
        self.head = lines(frame.headers)
        self.paths = frame.paths
        self.number = number

    def gather(self, store: EmbeddedStore) -> None:
        """Begin to gather what can be searched for, beside everything else; whoever searches waits for it.

        Args:
            store: The dataset.
        """
        threading.Thread(target=self._gather, args=(store,), daemon=True).start()

    def _gather(self, store: EmbeddedStore) -> None:
        index = self.service.index
        try:
            index.set_result(SearchIndex(store, self.service.settings.base))
        except BaseException as error:  # noqa: BLE001 -- whoever searches hears of it
            index.set_exception(error)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the workers for as long as the block takes."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1

    async def retire(self) -> None:
        """End the workers once nobody waits for an answer from them; a query does not take longer than it may."""
        while self._asked():  # noqa: ASYNC110 -- it is looked at, not told
            await asyncio.sleep(_OFTEN)
        self.close()

    def _asked(self) -> bool:
        lanes = (self.service.public, self.service.own)
        return self._held > 0 or any(sum(lane.load()[1:3]) for lane in lanes)

    def close(self) -> None:
        """End the workers, those at work too."""
        self._pool.close()
        self._quads.close()


class Retiring:
    """Snapshots that no new request is answered from: they go once whoever asked them has an answer, and wholly.

    To be used on one event loop.
    """

    def __init__(self, *, frozen: bool = True) -> None:
        """Begin with none.

        Args:
            frozen: Whether what they need has been frozen; to look through all that is takes half a second, in which
                nobody gets an answer.
        """
        self._frozen = frozen
        self._tasks: dict[asyncio.Task[None], Generation] = {}

    def add(self, old: Generation) -> None:
        """Let a snapshot go.

        Args:
            old: The snapshot.
        """
        task = asyncio.get_running_loop().create_task(old.retire())
        self._tasks[task] = old
        task.add_done_callback(self._gone)

    def close(self) -> None:
        """End their workers at once."""
        for one in self._tasks.values():
            one.close()

    def _gone(self, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        asyncio.get_running_loop().call_soon(_forget, self._frozen)


def _forget(frozen: bool) -> None:  # noqa: FBT001 -- call_soon passes no names
    """Let go of what only retired snapshots needed.

    FastAPI remembers thousands of the functions that answer requests, and with them whatever they answer from. And what
    is frozen is never looked through again, be it needed or not.

    Args:
        frozen: Whether what is frozen is looked through too.
    """
    for remembered in vars(fastapi.dependencies.models).values():
        forget = getattr(remembered, "cache_clear", None)
        if forget is not None:
            forget()
    if frozen:
        gc.unfreeze()
    gc.collect()
    if frozen:
        gc.freeze()


def lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    r"""Write headers as HTTP/1.1 has them.

    Args:
        headers: Names and values.

    Returns:
        A line for each.

    Example:
        >>> lines([(b"vary", b"Accept")])
        b'vary: Accept\r\n'
    """
    return b"".join([b"%b: %b\r\n" % header for header in headers])


async def begun(
    dataset: Snapshot,
    judging: Awaitable[Verdict],
    settings: Settings,
    create: Callable[[Service], Frame],
    commit: tuple[int, str] | None,
    *,
    asked: AsOf = NOW,
    told: Told = NOTHING,
) -> Generation:
    """Prepare a snapshot to be served. To be called on the event loop that serves it.

    Args:
        dataset: The dataset.
        judging: The verdict on it, which may take a while: processes are started in the meantime.
        settings: The settings.
        create: Makes its routes.
        commit: Number and address of the commit that it stands after; None if it does not come from a ledger.
        asked: The time that a request has to ask for to be answered from it.
        told: What a reader must be told of its time.

    Returns:
        The snapshot; what can be searched for in it is still to be gathered, see :meth:`Generation.gather`.

    Raises:
        ParameterError: If the processes that answer queries do not start.
    """
    store, (number, address) = dataset.store, commit or (None, "")
    quads = await asyncio.to_thread(spooled, store)
    pool = Pool(quads, settings)
    started = asyncio.create_task(pool.start())
    try:
        identifier, facts, coverage, gaps = await asyncio.to_thread(_read, store)
        verdict = await judging
        await started
        service = Service(
            store=WorkerStore(pool.own, asyncio.get_running_loop(), settings.query_seconds),
            public=pool.public,
            own=pool.own,
            verdict=verdict,
            snapshot=identifier,
            settings=settings,
            graph=facts.graph,
            facts=facts,
            coverage=coverage,
            gaps=gaps,
            index=Future(),
            graphs=store.graphs(),
            triples=len(store),
            told=told,
            time=moments.written(asked),
            commit=number,
            address=address,
        )
        frame = await asyncio.to_thread(create, service)  # a quarter of a second, in which others get their answers
        return Generation(pool, quads, service, frame, number)
    except BaseException:
        started.cancel()
        pool.close()
        quads.close()
        await asyncio.gather(started, return_exceptions=True)  # if it failed, nobody needs to know any more
        raise


def _read(store: EmbeddedStore) -> tuple[str, Facts, Coverage, Gaps]:
    facts = Facts.build(store, Graph.build(store))
    return snapshot.identifier(store), facts, Coverage.build(store, facts), Gaps(facts)
