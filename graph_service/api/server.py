"""Starting the HTTP door and stopping it."""

import asyncio
import gc
import hashlib
import io
import json
import logging
import math
import signal
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from http import HTTPStatus
from typing import Final

import uvicorn
import uvloop
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graph_service.api import observe, problems
from graph_service.api.app import create
from graph_service.api.service import Service
from graph_service.messages import text
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
_LONGEST_HEAD: Final = 400_000
"""Bytes that the address and all headers may take. One character of a query may take twelve: four, each as ``%xx``."""


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
    observe.start_log(settings.log_level)
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
            config = uvicorn.Config(
                create(service),
                host=settings.host,
                port=settings.port,
                http=_Protocol,
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


class _Gathered:
    """A transport that sends together what is written in one go: the head of an answer and its body."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._parts:
            asyncio.get_running_loop().call_soon(self._send)
        self._parts.append(data)

    def close(self) -> None:
        self._send()
        self._transport.close()

    def _send(self) -> None:
        if self._parts:
            data = b"".join(self._parts)
            self._parts.clear()
            self._transport.write(data)

    def __getattr__(self, name: str) -> object:
        return getattr(self._transport, name)


class _Protocol(HttpToolsProtocol):
    """Takes no endless headers, and tells of requests that cannot be read as of everything else."""

    _head = 0
    _in_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.transport = _Gathered(transport)  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._head = self._head + len(data) if self._in_head else 0
        if self._head > _LONGEST_HEAD and not self.transport.is_closing():
            self.send_400_response("")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head = True

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._in_head = False

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_head = True
        self._head = 0

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 -- its words are English
        observe.note(logging.INFO, "unreadable", status=HTTPStatus.BAD_REQUEST.value)
        detail = text("problem.unreadable", "sv")  # its language cannot be known
        body = problems.body("sv", HTTPStatus.BAD_REQUEST, "unreadable", detail, "/")
        content = json.dumps(body, ensure_ascii=False).encode()
        lines = (
            "HTTP/1.1 400 Bad Request",
            f"Content-Type: {problems.MEDIA_TYPE}",
            f"Content-Length: {len(content)}",
            "Content-Language: sv",
            "Connection: close",
            "\r\n",
        )
        self.transport.write("\r\n".join(lines).encode() + content)
        self.transport.close()
