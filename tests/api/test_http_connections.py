"""Clients that are slow, or that only pretend to be clients."""

import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
import serving

pytestmark = pytest.mark.xdist_group("server-connections")

POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\n"
LARGE = b"GET /sparql?query=SELECT*%7B?s?p?o%7D&format=xml HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Server]:
    """Serve the shipped plans with little patience and large answers."""
    log = tmp_path_factory.mktemp("patience") / "log"
    running = serving.start(
        log, REDTHREAD_CLIENT_SECONDS="1", REDTHREAD_RESULT_BYTES="20000000", REDTHREAD_RESULT_ROWS="100000"
    )
    yield running
    assert running.stop() == 0
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture
def connection(server: serving.Server) -> Iterator[socket.socket]:
    """Give a connection to the service, which the client reads from in small portions."""
    address = urlsplit(server.url)
    with socket.socket() as made:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        made.settimeout(serving.PATIENCE)
        made.connect((address.hostname, address.port))
        yield made


def _rest(connection: socket.socket) -> bytes:
    """Read all that still comes until the service closes the connection."""
    got = b""
    try:
        while more := connection.recv(1 << 20):
            got += more
    except ConnectionResetError:
        pass
    return got


@pytest.mark.parametrize("sent", [b"", b"GET /health HTTP/1.1\r\n", POST, POST + b"ASK", b"\r\n"])
def test_a_request_that_does_not_come_is_not_waited_for(
    server: serving.Server, connection: socket.socket, sent: bytes
) -> None:
    """A client that sends nothing, or half a request, is cut off, and its half is never taken for a whole."""
    connection.sendall(sent)
    assert _rest(connection) == b""
    assert httpx.get(f"{server.url}/health", timeout=serving.PATIENCE).status_code == 200


def test_an_answer_that_is_not_taken_is_not_kept(connection: socket.socket) -> None:
    """A client that asks for much and does not read it is cut off, so that its answer takes no memory for ever."""
    connection.sendall(LARGE)
    head = connection.recv(4096)
    announced = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    serving.wait_until(lambda: _closed(connection))
    assert len(_rest(connection)) < announced


def _closed(connection: socket.socket) -> bool:
    # The other end has reset the connection: nothing more can be sent to it.
    try:
        connection.send(b"\r\n")
    except OSError:
        return True
    return False


def test_a_slow_reader_gets_the_whole_answer(connection: socket.socket) -> None:
    """A client that takes its time, but goes on taking, gets all of a large answer."""
    connection.sendall(LARGE)
    got = connection.recv(4096)
    length = int(got.partition(b"content-length: ")[2].partition(b"\r\n")[0]) + got.index(b"\r\n\r\n") + 4
    for _ in range(6):
        time.sleep(0.5)
        got += connection.recv(1 << 20)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    while len(got) < length:
        more = connection.recv(1 << 20)
        assert more
        got += more
    assert got.endswith(b"</sparql>")
