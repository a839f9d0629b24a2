"""The process that holds the snapshot, and the workers that it forks.

It is started as ``python -m graph_service.store.holder``, with the quads of the snapshot on standard input, the
settings as its argument and a socket to the service. For every socket that the service sends, it forks a worker, which
has the whole dataset at once. It says on that socket that it is ready, and answers requests, one at a time, until the
service closes it.
"""

import asyncio
import gc
import json
import os
import resource
import signal
import socket
import sys
import threading
from contextlib import suppress
from typing import IO, Any, Final

import pyoxigraph as ox

from graph_service.errors import QueryError
from graph_service.store import wire
from graph_service.store.oxigraph import EmbeddedStore

_PROGRAM: Final = "graph_service.store.holder"
_GRACE: Final = 1.0
"""Seconds after its limit when a query ends its own process, should the service not be there to do it."""
_STACK: Final = 100_000_000
"""Stack of a worker in bytes. With the usual 8 MB, 8 000 characters of ``(1 1 1 …)`` or ``!!!…`` crash the engine."""
_FORK: Final = b"f"
_PID: Final = 8
_CHUNK: Final = 1 << 16


def command(fd: int, limits: "dict[str, int]") -> list[str]:
    """Give the command that starts the process.

    Args:
        fd: The file descriptor of its socket to the service.
        limits: ``bytes`` and ``rows`` of an answer, and ``memory`` of a worker in bytes.

    Returns:
        The command and its arguments.
    """
    return [sys.executable, "-P", "-m", _PROGRAM, json.dumps({"fd": fd, **limits})]


def ask_for_worker(holder: socket.socket, theirs: socket.socket) -> None:
    """Ask the process for a worker; the answer comes when it is there.

    Args:
        holder: The socket to the process.
        theirs: The worker's end of its socket.
    """
    socket.send_fds(holder, [_FORK], [theirs.fileno()])


async def worker_pid(holder: socket.socket) -> int:
    """Wait for the worker that was asked for.

    Args:
        holder: The socket to the process, which does not block.

    Returns:
        The number of the worker's process.

    Raises:
        EOFError: If the process has ended.
    """
    got = b""
    while len(got) < _PID:
        more = await asyncio.get_running_loop().sock_recv(holder, _PID - len(got))
        if not more:
            raise EOFError
        got += more
    return int.from_bytes(got)


def main(settings: dict[str, Any]) -> None:
    """Load the snapshot, then fork a worker whenever one is asked for, until the service is gone.

    Args:
        settings: The socket's file descriptor and the limits.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the service stops its processes itself
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # workers that have ended are forgotten at once
    service = socket.socket(fileno=settings["fd"])
    store = EmbeddedStore(answer_bytes=settings["bytes"], answer_rows=settings["rows"])
    store.load(ox.parse(sys.stdin.buffer, format=ox.RdfFormat.N_QUADS))
    # The file is the service's: a worker that a query has taken over must not be able to write in it.
    _let_go_of(sys.stdin)
    store.settle()
    gc.freeze()  # else the collector would touch, and so copy, the memory that the workers share
    with suppress(OSError):
        while True:
            asked, sockets, *_ = socket.recv_fds(service, 1, 1)
            if not asked:
                return
            pid = os.fork()
            if not pid:
                service.close()
                _work(store, socket.socket(fileno=sockets[0]), settings)
                os._exit(0)
            os.close(sockets[0])
            service.sendall(pid.to_bytes(_PID))


def _let_go_of(*files: IO[str]) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for file in files:
        os.dup2(nothing, file.fileno())
    os.close(nothing)


def _work(store: EmbeddedStore, service: socket.socket, settings: dict[str, Any]) -> None:
    _let_go_of(sys.stdout, sys.stderr)  # what the engine says when it dies is no line of the service's log
    _stand_back()
    _confine(settings["memory"])
    # The C library keeps memory apart for each thread. What loading has left of the first one's is in so many pieces
    # that at the size of a country a lookup would take twice as long; and what is not touched is not copied either.
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_answer, args=(store, service, settings["bytes"]))
    thread.start()
    thread.join()


def _answer(store: EmbeddedStore, service: socket.socket, limit: int) -> None:
    with suppress(EOFError, OSError, MemoryError):  # the service is gone, or will notice that this process is
        service.sendall(wire.frame("ready"))
        while True:
            method, arguments, options, seconds = wire.read_request(_receive(service))
            signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
            service.sendall(wire.outcome(_outcome(store, method, arguments, options, limit)))
            signal.setitimer(signal.ITIMER_REAL, 0)


def _receive(service: socket.socket) -> bytes:
    data = service.recv(_CHUNK)
    while data and not wire.whole(data):
        more = service.recv(_CHUNK)
        if not more:
            break
        data += more
    if not data:
        raise EOFError
    return data


def _outcome(
    store: EmbeddedStore, method: str, arguments: list[object], options: dict[str, object], limit: int
) -> object:
    try:
        return getattr(store, method)(*arguments, **options)
    except MemoryError:
        return QueryError("query_too_large", limit=limit)
    except Exception as error:  # noqa: BLE001 -- the service tells it, or notes it as a fault
        return error


def _stand_back() -> None:
    # However many queries there are, the process that speaks with the clients goes first; and one that is handed a
    # query does not push aside the one that is about to hand out more of them.
    with suppress(AttributeError, OSError):  # another system, or one that does not allow it
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _confine(memory: int) -> None:
    # From here on this process can open nothing, no file and no connection. It dumps no core and eats no more memory
    # than it may.
    limits = {
        resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_AS: memory,
    }
    for kind, wanted in limits.items():
        highest = resource.getrlimit(kind)[1]
        limit = wanted if highest == resource.RLIM_INFINITY else min(wanted, highest)
        resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
