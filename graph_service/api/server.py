"""Starting the HTTP door and stopping it."""

import asyncio
import gc
import hashlib
import io
import math
import signal
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final

import uvicorn
import uvloop

from graph_service.api.app import create
from graph_service.api.connection import connections
from graph_service.api.log import Log
from graph_service.api.service import Service
from graph_service.model.verdict import Verdict
from graph_service.questions.search.index import SearchIndex
from graph_service.settings import Settings
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.pool import Pool
from graph_service.store.snapshot import Snapshot
from graph_service.store.workers import WorkerStore, spooled
from graph_service.trace.coverage import Coverage
from graph_service.trace.facts import Facts
from graph_service.trace.graph import Graph

_IDENTIFIER_LENGTH: Final = 16


def identifier(store: EmbeddedStore) -> str:
    """Name a snapshot by what it holds.

    Args:
        store: The dataset.

    Returns:
        The beginning of the SHA-256 of its sorted quads, in hexadecimal.
    """
    written = io.BytesIO()
    store.write(written)
    lines = sorted(written.getvalue().splitlines())
    return hashlib.sha256(b"\n".join(lines)).hexdigest()[:_IDENTIFIER_LENGTH]


def run(
    dataset: Snapshot,
    judging: Future[Verdict],
    settings: Settings,
    *,
    judged: Callable[[Verdict], None],
    ready: Callable[[], None],
) -> None:
    """Serve until stopped by SIGINT or SIGTERM; requests that are being answered get their answer.

    Args:
        dataset: The dataset.
        judging: The verdict on it, which may take a while: processes are started in the meantime.
        settings: The settings.
        judged: Called with the verdict; what it raises ends the service before it has begun.
        ready: Called once the door is open.

    Raises:
        ParameterError: If the processes that answer queries do not start.
    """
    uvloop.run(_serve(dataset, judging, settings, judged, ready))


async def _serve(
    dataset: Snapshot,
    judging: Future[Verdict],
    settings: Settings,
    judged: Callable[[Verdict], None],
    ready: Callable[[], None],
) -> None:
    log = Log(settings.log_level)
    with spooled(dataset.store) as quads:
        pool = Pool(quads, settings)
        started = asyncio.create_task(pool.start())
        try:
            snapshot, facts, coverage = await asyncio.to_thread(_indexed, dataset.store)
            verdict = await asyncio.wrap_future(judging)
            judged(verdict)
            await started
            store = WorkerStore(pool.own, asyncio.get_running_loop(), settings.query_seconds)
            index: Future[SearchIndex] = Future()
            service = Service(
                store=store,
                public=pool.public,
                own=pool.own,
                verdict=verdict,
                snapshot=snapshot,
                settings=settings,
                graph=facts.graph,
                facts=facts,
                coverage=coverage,
                index=index,
                graphs=dataset.store.graphs(),
                triples=len(dataset.store),
            )
            application, lookups = create(service, log)
            config = uvicorn.Config(
                application,
                host=settings.host,
                port=settings.port,
                http=connections(settings.client_seconds, log, lookups),
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="error",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=math.ceil(settings.query_seconds) + 1,
            )
            gc.freeze()
            gc.enable()

            def opened() -> None:
                ready()
                threading.Thread(target=_gather, args=(index, dataset.store, settings.base), daemon=True).start()

            # When it has stopped, the server sends itself the signal again; by then, that must not end the program.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: None)
            await _Server(config, opened).serve()
        finally:
            started.cancel()
            pool.close()
            await asyncio.gather(started, return_exceptions=True)  # if it failed, nobody needs to know any more


def _indexed(store: EmbeddedStore) -> tuple[str, Facts, Coverage]:
    facts = Facts.build(store, Graph.build(store))
    return identifier(store), facts, Coverage.build(store, facts)


def _gather(index: Future[SearchIndex], store: EmbeddedStore, base: str) -> None:
    try:
        index.set_result(SearchIndex(store, base))
    except BaseException as error:  # noqa: BLE001 -- whoever searches hears of it
        index.set_exception(error)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()
