"""One connection of a client: how its requests are read, how its answers are sent, and when it is given up."""

import asyncio
import fcntl
import json
import struct
import termios
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Final

from uvicorn._types import HTTPScope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from graph_service.api import problems
from graph_service.api.log import Log
from graph_service.api.lookups import Lookup, Lookups
from graph_service.messages import text

_LONGEST_HEAD: Final = 400_000
"""Bytes that the address and all headers may take. One character of a query may take twelve: four, each as ``%xx``."""
_LONGEST_FIELDS: Final = 16_384
"""Bytes that all headers may take without the address: reading one such as Accept takes time, and holds up others."""
_INT: Final = struct.Struct("i")


def connections(seconds: float, log: Log, lookups: Lookups) -> type[HttpToolsProtocol]:
    """Give the class of connections.

    Args:
        seconds: Longest time that a client may take to send a request, or go on taking nothing of an answer.
        log: Where it is noted what cannot be read.
        lookups: Answers queries before they come to the application.

    Returns:
        What uvicorn takes as ``http``.
    """

    class Patient(_Connection):
        patience = seconds
        noting = log
        looking_up = lookups

    return Patient


class _Gathered:
    """A transport that sends together what is written in one go: the head of an answer and its body."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._parts:
            asyncio.get_running_loop().call_soon(self._send)
        self._parts.append(data)

    def write_whole(self, data: bytes) -> None:
        self._send()
        self._transport.write(data)

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


class _Timer:
    """Calls something after some time, unless it is stopped before."""

    def __init__(self, seconds: float, call: Callable[[], object]) -> None:
        self._seconds = seconds
        self._call = call
        self._handle: asyncio.TimerHandle | None = None

    def start(self) -> None:
        if self._handle is None:
            self._handle = asyncio.get_running_loop().call_later(self._seconds, self._over)

    def stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _over(self) -> None:
        self._handle = None
        self._call()


class _Connection(HttpToolsProtocol):
    """Takes no endless headers, waits for no client endlessly, and tells of what cannot be read as of all else."""

    patience: float
    noting: Log
    looking_up: Lookups
    _lookup: Lookup | None = None
    _head = 0
    _fields = 0
    _in_head = True
    _whole = True
    _unsent = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._gathered = _Gathered(transport)
        self.transport = self._gathered  # type: ignore[assignment]
        self._sending = _Timer(self.patience, transport.abort)
        self._taking = _Timer(self.patience, self._look)
        self._sending.start()

    def connection_lost(self, exc: Exception | None) -> None:
        self._sending.stop()
        self._taking.stop()
        if self._lookup is not None:
            self._lookup.leave()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unsent = self._left()
        self._taking.start()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._taking.stop()

    def _look(self) -> None:
        unsent, self._unsent = self._unsent, self._left()
        if self._unsent < unsent:
            self._taking.start()
        else:
            self.transport.abort()

    def _left(self) -> int:
        # What the client has not taken of an answer lies in our memory, and some of it in the system's.
        queued = fcntl.ioctl(self.transport.get_extra_info("socket").fileno(), termios.TIOCOUTQ, bytes(_INT.size))
        return self.transport.get_write_buffer_size() + int(*_INT.unpack(queued))

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self._whole and not self.transport.is_closing():
            self._sending.start()
        self._head = self._head + len(data) if self._in_head else 0
        if self._head > _LONGEST_HEAD and not self.transport.is_closing():
            self.send_400_response("")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._fields = 0
        self._in_head = True
        self._whole = False

    def on_header(self, name: bytes, value: bytes) -> None:
        self._fields += len(name) + len(value)
        if self._fields > _LONGEST_FIELDS:
            raise OverflowError  # the parser takes it for a request that cannot be read
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head = False
        if not self._look_up():
            super().on_headers_complete()

    def _look_up(self) -> bool:
        parser = self.parser
        if parser.get_method() != b"GET" or parser.get_http_version() != "1.1" or parser.should_upgrade():
            return False
        before: RequestResponseCycle | None = self.cycle
        if self.flow.write_paused or (before is not None and not before.response_complete):
            return False  # what has been asked before is answered before
        lookup = self.looking_up.begin(self.url, self.headers)
        if lookup is None:
            return False
        lookup.keep_alive = parser.should_keep_alive()
        self._lookup = self.cycle = lookup  # type: ignore[assignment]
        lookup.job.answered.add_done_callback(partial(self._looked_up, lookup, self.scope))
        return True

    def _looked_up(self, lookup: Lookup, scope: HTTPScope, _: asyncio.Future[bytes]) -> None:
        if lookup.left:
            return
        self._lookup = None
        try:
            response = lookup.response(self.server_state.default_headers)
        except Exception:  # noqa: BLE001 -- the application comes upon it again, and tells of it
            response = None
        if response is None:
            self._hand_over(lookup, scope)
            return
        self._gathered.write_whole(response)
        lookup.response_complete = True
        if not lookup.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def _hand_over(self, lookup: Lookup, scope: HTTPScope) -> None:
        scope.update(lookup.scope())  # type: ignore[typeddict-item]
        cycle = RequestResponseCycle(
            scope=scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=lookup.keep_alive,
            on_response=self.on_response_complete,
        )
        cycle.more_body = False
        cycle.message_event.set()
        last: object = self.cycle
        if last is lookup:
            self.cycle = cycle
        self._start_asgi_task(cycle, self.app)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_head = True
        self._whole = True
        self._head = 0
        self._sending.stop()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 -- its words are English
        self.noting.note("info", "unreadable", status=HTTPStatus.BAD_REQUEST.value)
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
