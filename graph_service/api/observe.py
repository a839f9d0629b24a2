"""What an operator sees of the service: a line of JSON for each request, and numbers for Prometheus."""

import itertools
import os
import re
import time
import traceback
from collections.abc import Callable, Collection, Iterator
from typing import Final, NamedTuple

from fastapi import Request
from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service import __version__
from graph_service.api import problems
from graph_service.api.log import Log
from graph_service.api.service import Service

METRICS_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_METHODS: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"})
REQUEST_ID: Final = b"x-request-id"
"""Header that says what a request is called."""
SEEN: Final = "redthread.seen"
"""Key in the scope of a request that has been noticed before it came to the application."""
_PARTS: Final = 3
"""Parts of a path that tell which route it is, as in ``/api/v1/threads``."""


class Observer:
    """An application around another, which counts and notes every request and every fault."""

    def __init__(self, app: ASGIApp, metrics: "Metrics", log: Log) -> None:
        """Put the observer around an application.

        Args:
            app: The application.
            metrics: Where it counts.
            log: Where it notes.
        """
        self._app = app
        self._metrics = metrics
        self._log = log
        self._run = os.urandom(4).hex()
        self._number = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = scope.get(SEEN) or self.see(dict(scope["headers"]).get(REQUEST_ID, b""))
        status = 0
        size = 0

        async def noted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (REQUEST_ID, seen.identifier.encode())]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception:  # noqa: BLE001 -- whatever it is, it is told and noted, and the service goes on
            told = traceback.format_exc()
            self._log.note("error", "fault", request=seen.identifier, path=scope["path"], traceback=told)
            if not status:
                await problems.fault(Request(scope))(scope, receive, noted)
        self.note(seen, scope["method"], scope["path"], status, size)

    def see(self, asked: bytes) -> "Seen":
        """Notice that a request has come.

        Args:
            asked: What its header asks that it be called; empty if there is none.

        Returns:
            What it is called, and when it came.
        """
        given = asked.decode("latin-1")
        identifier = given if _IDENTIFIER.fullmatch(given) else f"{self._run}-{next(self._number)}"
        return Seen(identifier, time.perf_counter())

    def note(self, seen: "Seen", method: str, path: str, status: int, size: int) -> None:
        """Count and note what came of a request.

        Args:
            seen: The request.
            method: Its method.
            path: Its path.
            status: The status code of the answer; 0 if the client left before.
            size: Bytes of the answer.
        """
        seconds = time.perf_counter() - seen.began
        self._metrics.count(method, path, status, seconds)
        if self._log.notes("info"):
            self._log.note(
                "info",
                "request",
                request=seen.identifier,
                method=method,
                path=path,
                status=status,
                milliseconds=round(seconds * 1000, 2),
                bytes=size,
            )


class Seen(NamedTuple):
    """A request that has come.

    Attributes:
        identifier: What it is called in the log and in its answer.
        began: When it came, by the clock for measuring.
    """

    identifier: str
    began: float


class Metrics:
    """Numbers of the service (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

    def __init__(self) -> None:
        """Begin to count."""
        self._routes: frozenset[str] = frozenset()
        disable_created_metrics()  # type: ignore[no-untyped-call]  # they would be as many series again
        self._registry = CollectorRegistry()
        for collector in (ProcessCollector, GCCollector, PlatformCollector):
            collector(registry=self._registry)
        labels = ("route", "method", "status")
        self._requests = Counter("redthread_requests", "Requests answered.", labels, registry=self._registry)
        self._seconds = Histogram(
            "redthread_request_seconds", "Time to an answer.", ("route",), buckets=_BUCKETS, registry=self._registry
        )
        self._children: dict[tuple[str, str, int], Counter] = {}
        self._timers: dict[str, Histogram] = {}

    def watch(self, service: Callable[[], Service], routes: Collection[str]) -> None:
        """Begin to count what the workers do.

        Args:
            service: Gives what is answered from at the moment.
            routes: Beginnings of paths that are counted apart, such as ``/api/v1/threads``; the rest is one.
        """
        self._routes = frozenset(routes)
        self._registry.register(_Workers(service))

    def count(self, method: str, path: str, status: int, seconds: float) -> None:
        """Count a request.

        Args:
            method: Its method.
            path: Its path.
            status: The status code of the answer; 0 if the client left before.
            seconds: How long it took.
        """
        key = (self._route(path), method if method in _METHODS else "other", status)
        child = self._children.get(key)
        if child is None:
            child = self._children[key] = self._requests.labels(*key)
            self._timers[key[0]] = self._seconds.labels(key[0])
        child.inc()
        self._timers[key[0]].observe(seconds)

    def _route(self, path: str) -> str:
        for whole in (path, path.rpartition(".")[0]):  # an ending asks for a format
            if whole in self._routes:
                return whole
        route = "/".join(path.split("/", _PARTS + 1)[: _PARTS + 1])
        while route and route not in self._routes:
            route = route.rpartition("/")[0]
        return route or "other"

    def text(self) -> bytes:
        """Write all numbers."""
        return generate_latest(self._registry)


class _Workers(Collector):
    """What the workers are doing at the moment that it is asked."""

    def __init__(self, service: Callable[[], Service]) -> None:
        self._now = service

    def collect(self) -> Iterator[GaugeMetricFamily | CounterMetricFamily]:
        """Give the numbers."""
        service = self._now()
        about = {"snapshot": service.snapshot, "version": __version__}
        yield _gauge("redthread_info", "The snapshot and the program.", about, 1)
        yield _gauge("redthread_triples", "Triples in the snapshot.", {}, service.triples)
        families: tuple[GaugeMetricFamily | CounterMetricFamily, ...] = (
            GaugeMetricFamily("redthread_workers", "Workers.", labels=("lane",)),
            GaugeMetricFamily("redthread_workers_busy", "Workers at work.", labels=("lane",)),
            GaugeMetricFamily("redthread_queries_waiting", "Queries that wait for a worker.", labels=("lane",)),
            CounterMetricFamily("redthread_workers_lost", "Workers that were killed or died.", labels=("lane",)),
        )
        loads = {"public": service.public.load(), "own": service.own.load()}
        for number, family in enumerate(families):
            for lane, load in loads.items():
                family.add_metric([lane], load[number])
            yield family


def _gauge(name: str, text: str, labels: dict[str, str], value: float) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=tuple(labels))
    family.add_metric(list(labels.values()), value)
    return family
