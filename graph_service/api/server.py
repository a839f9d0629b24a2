"""Starting the HTTP door and stopping it."""

import asyncio
import gc
import math
import signal
import socket
from collections.abc import Callable
from concurrent.futures import Future

import uvicorn
import uvloop

from graph_service.api import generation
from graph_service.api.admission import Admission
from graph_service.api.app import create
from graph_service.api.connection import connections
from graph_service.api.desk import Desk
from graph_service.api.following import Following
from graph_service.api.frame import Frame
from graph_service.api.log import Log
from graph_service.api.lookups import Lookups
from graph_service.api.observe import Metrics, Observer
from graph_service.api.past import Past
from graph_service.api.served import Served
from graph_service.api.service import Service
from graph_service.keeper.keeper import Keeper
from graph_service.ledger.head import Origin
from graph_service.ledger.tokens import KnownTokens
from graph_service.model.as_of import NOTHING, Told
from graph_service.model.verdict import Verdict
from graph_service.settings import Settings
from graph_service.store.snapshot import Snapshot


def run(
    dataset: Snapshot,
    judging: Future[Verdict],
    settings: Settings,
    origin: Origin | None,
    *,
    told: Told = NOTHING,
    judged: Callable[[Verdict], None],
    ready: Callable[[], None],
) -> None:
    """Serve until stopped by SIGINT or SIGTERM; requests that are being answered get their answer.

    Args:
        dataset: The dataset.
        judging: The verdict on it, which may take a while: processes are started in the meantime.
        settings: The settings.
        origin: The ledger that is followed; None if the dataset is all that is to be served.
        told: What a reader must be told of the time of the dataset.
        judged: Called with the verdict; what it raises ends the service before it has begun.
        ready: Called once the door is open.

    Raises:
        ParameterError: If the processes that answer queries do not start.
    """
    uvloop.run(_serve(dataset, judging, settings, origin, told=told, judged=judged, ready=ready))


async def _serve(
    dataset: Snapshot,
    judging: Future[Verdict],
    settings: Settings,
    origin: Origin | None,
    *,
    told: Told,
    judged: Callable[[Verdict], None],
    ready: Callable[[], None],
) -> None:
    log, metrics = Log(settings.log_level), Metrics()

    async def verdict() -> Verdict:
        found = await asyncio.wrap_future(judging)
        judged(found)
        return found

    desk = _desk(settings, origin, log, dataset)

    def routes(service: Service) -> Frame:
        return create(service, metrics, desk)

    first = await generation.begun(dataset, verdict(), settings, routes, origin and origin.point, told=told)
    served = Served(first, Past(settings, routes, desk, None if origin else dataset))
    following = Following(served, settings, routes, log)
    beside: list[asyncio.Task[None]] = []
    try:
        metrics.watch(lambda: served.service, first.paths)
        observer = Observer(served, metrics, log)
        config = uvicorn.Config(
            observer,
            host=settings.host,
            port=settings.port,
            http=connections(settings.client_seconds, log, Lookups(served, settings, observer)),
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=math.ceil(max(settings.query_seconds, settings.judging_seconds)) + 1,
        )
        gc.freeze()
        gc.enable()

        def opened() -> None:
            ready()
            first.gather(dataset.store)
            if origin is not None:
                desk.look = following.look
                beside.append(asyncio.create_task(following.run(origin)))

        # When it has stopped, the server sends itself the signal again; by then, that must not end the program.
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, lambda *_: None)
        await _Server(config, opened, desk.leaving.set).serve()
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        served.close()
        desk.close()


def _desk(settings: Settings, origin: Origin | None, log: Log, dataset: Snapshot) -> Desk:
    admission = Admission(KnownTokens(settings), settings, log)
    if origin is None:
        return Desk(admission, None, None, settings.follow_seconds, tuple(dataset.files.values()), dataset.kept)
    return Desk(admission, Keeper(settings), origin.head, settings.follow_seconds)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], leaving: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self._leaving = leaving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._leaving()  # who listens for changes would be waited for
        await super().shutdown(sockets)
