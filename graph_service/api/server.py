"""Starting the HTTP door and stopping it."""

import hashlib
import json
import math
import signal
import socket
from collections.abc import Callable
from contextlib import closing
from http import HTTPStatus
from typing import Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from graph_service.api import problems
from graph_service.api.app import create
from graph_service.api.service import Service
from graph_service.errors import ParameterError
from graph_service.messages import text
from graph_service.model.verdict import Verdict
from graph_service.settings import Settings
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot
from graph_service.store.workers import WorkerStore

_IDENTIFIER_LENGTH: Final = 16
_ENCODED: Final = 12
"""Bytes that one character of a query may take in an address: four of UTF-8, each as ``%xx``."""
_HEADERS: Final = 65_536
"""Bytes that an address without its query, and all headers, may take."""


def identifier(store: EmbeddedStore) -> str:
    """Name a snapshot by what it holds.

    Args:
        store: The dataset.

    Returns:
        The beginning of the SHA-256 of its sorted quads, in hexadecimal.
    """
    lines = sorted(store.dump(form="nquads").splitlines())
    return hashlib.sha256(b"\n".join(lines)).hexdigest()[:_IDENTIFIER_LENGTH]


def ensure_free(host: str, port: int) -> None:
    """Find out early that an address cannot be listened on.

    Args:
        host: The address.
        port: The port.

    Raises:
        ParameterError: If it is taken or does not exist here.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ParameterError("address", host=host, port=port, reason=reason) from error


def run(
    dataset: Snapshot, verdict: Verdict, settings: Settings, host: str, port: int, ready: Callable[[], None]
) -> None:
    """Serve until stopped by SIGINT or SIGTERM; requests that are being answered get their answer.

    Args:
        dataset: The dataset.
        verdict: The verdict on it.
        settings: The settings.
        host: Address to listen on.
        port: Port to listen on.
        ready: Called once the door is open.

    Raises:
        ParameterError: If the processes that answer queries do not start.
    """
    with (
        closing(WorkerStore(dataset.store, settings)) as public,
        closing(WorkerStore(dataset.store, settings)) as own,
    ):
        config = uvicorn.Config(
            create(Service(own, public, verdict, identifier(dataset.store), settings)),
            host=host,
            port=port,
            http=_Protocol,
            ws="none",
            lifespan="off",
            log_level="error",
            server_header=False,
            h11_max_incomplete_event_size=_ENCODED * settings.query_length + _HEADERS,
            timeout_graceful_shutdown=math.ceil(settings.query_seconds) + 1,
        )
        server = _Server(config, ready)
        # When it has stopped, the server sends itself the signal again; by then, that must not end the program.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        server.run()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


class _Protocol(H11Protocol):
    """Tells of requests that cannot be read as of everything else; their language cannot be known."""

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 -- its words are English
        detail = text("problem.unreadable", "sv")
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
