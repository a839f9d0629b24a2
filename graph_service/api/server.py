"""Starting the HTTP door and stopping it."""

import hashlib
import socket
from collections.abc import Callable
from typing import Final

import uvicorn

from graph_service.api.app import Service, create
from graph_service.errors import ParameterError
from graph_service.model.verdict import Verdict
from graph_service.settings import Settings
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot
from graph_service.store.workers import WorkerStore

_IDENTIFIER_LENGTH: Final = 16


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
    except OSError as error:
        raise ParameterError("port_taken", host=host, port=port) from error


def run(
    dataset: Snapshot, verdict: Verdict, settings: Settings, host: str, port: int, ready: Callable[[], None]
) -> None:
    """Serve until stopped.

    Args:
        dataset: The dataset.
        verdict: The verdict on it.
        settings: The settings.
        host: Address to listen on.
        port: Port to listen on.
        ready: Called once the door is open.
    """
    store = WorkerStore(dataset.store, settings)
    service = Service(store, verdict, identifier(dataset.store), settings)
    config = uvicorn.Config(create(service), host=host, port=port, log_level="warning", server_header=False)
    server = _Server(config, ready)
    try:
        server.run()
    finally:
        store.close()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()
