"""Queries by GET, which are answered where the connection is read: nobody can tell but by the time that it takes."""

import socket
from collections.abc import Iterator
from http.client import parse_headers
from urllib.parse import quote, urlsplit

import httpx
import pytest
import serving

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

PLANS = "SELECT ?plan { ?plan a rt:Plan } ORDER BY ?plan"
QUERIES = {
    "rows": PLANS,
    "no rows": "SELECT * { <urn:x> ?p ?o }",
    "cut rows": "SELECT ?s { ?s ?p ?o }",
    "a boolean": "ASK {}",
    "triples": "CONSTRUCT { ?plan a rt:Plan } WHERE { ?plan a rt:Plan }",
    "an error": "SELECT ?x {",
    "an error of the engine": "SELECT * { ?s nobody:knows ?o }",
    "an update": "CLEAR ALL",
    "too slow": serving.SLOW,
}
ACCEPTED = ("*/*", "text/csv, text/turtle", "application/xml", "image/png")


@pytest.fixture
def connection(server: serving.Server) -> Iterator[socket.socket]:
    """Give a connection to the service."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=serving.PATIENCE) as made:
        yield made


def _request(path: str, *headers: str, version: str = "1.1") -> bytes:
    return "\r\n".join((f"GET {path} HTTP/{version}", "Host: x", *headers, "\r\n")).encode()


def _lookup(query: str, *headers: str, version: str = "1.1") -> bytes:
    return _request(f"/sparql?query={quote(query)}", *headers, version=version)


def _answers(connection: socket.socket, count: int) -> list[tuple[int, bytes]]:
    """Read some answers."""
    got = []
    with connection.makefile("rb") as stream:
        for _ in range(count):
            status = int(stream.readline().split()[1])
            headers = parse_headers(stream)
            got.append((status, stream.read(int(headers["Content-Length"]))))
    return got


def _closed(connection: socket.socket) -> bool:
    return connection.recv(1) == b""


@pytest.mark.parametrize(
    ("what", "accept"),
    [(what, accept) for what in QUERIES for accept in ACCEPTED if what != "too slow" or accept == "*/*"],
)
def test_a_lookup_is_answered_as_by_the_application(client: httpx.Client, what: str, accept: str) -> None:
    """What is answered where the connection is read has the status, the headers and the body of what comes by POST."""
    headers = {"Accept": accept, "Accept-Language": "en"}
    looked_up = client.get("/sparql", params={"query": QUERIES[what]}, headers=headers)
    posted = client.post("/sparql", data={"query": QUERIES[what]}, headers=headers)
    assert looked_up.status_code == posted.status_code
    assert looked_up.content == posted.content
    assert {*looked_up.headers.items()} - {*posted.headers.items()} == {
        (name, looked_up.headers[name]) for name in {"x-request-id"} | _changed(looked_up, posted, "date")
    }
    assert int(looked_up.headers["content-length"]) == len(looked_up.content)


def _changed(one: httpx.Response, other: httpx.Response, name: str) -> set[str]:
    return {name} if one.headers[name] != other.headers[name] else set()


def test_requests_that_come_together_are_answered_in_their_order(connection: socket.socket) -> None:
    """On one connection each gets its own answer, though some could be answered before others."""
    numbers = range(40)
    asked = [
        _lookup(f"SELECT ({number} AS ?n) {{}}", "Accept: text/csv") if number % 3 else _request(f"/id/{number}.ttl")
        for number in numbers
    ]
    connection.sendall(b"".join(asked))
    for number, (status, body) in zip(numbers, _answers(connection, len(asked)), strict=True):
        if number % 3:
            assert (status, body) == (200, b"n\r\n%d\r\n" % number)
        else:
            assert (status, str(number).encode() in body) == (404, True)


def test_a_lookup_behind_one_that_fails_is_answered(connection: socket.socket) -> None:
    """A query that is wrong, and is told of by the application, does not lose the one that is waiting behind it."""
    connection.sendall(
        _lookup("SELECT ?x {") + _lookup("ASK {}", "Accept: text/csv") + _lookup("ASK { ?s nobody:x 1 }")
    )
    (wrong, right, unknown) = _answers(connection, 3)
    assert wrong[0] == unknown[0] == 400
    assert right == (200, b"true\n")


@pytest.mark.parametrize(
    ("header", "version"), [("Connection: close", "1.1"), ("Connection: Keep-Alive, close", "1.1"), ("X: y", "1.0")]
)
@pytest.mark.parametrize("query", ["ASK {}", "SELECT ?x {"])
def test_a_connection_is_closed_when_that_is_asked(
    connection: socket.socket, query: str, header: str, version: str
) -> None:
    """A client that wants no further answer, or speaks HTTP/1.0, gets the whole one that it asked for, and the end."""
    connection.sendall(_lookup(query, header, version=version))
    assert _answers(connection, 1)[0][0] == (200 if query == "ASK {}" else 400)
    assert _closed(connection)


@pytest.mark.parametrize(
    "header",
    ["Content-Length: 3\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0", "Expect: 100-continue"],
)
def test_a_lookup_may_have_a_body(connection: socket.socket, header: str) -> None:
    """A body means nothing to a request by GET (https://www.rfc-editor.org/rfc/rfc9110#section-9.3.1)."""
    connection.sendall(
        _lookup("ASK {}", header) if "Expect" in header else _lookup("ASK {}", header)[:-4] + b"\r\n\r\n"
    )
    assert _answers(connection, 1)[0][0] == 200


def test_several_headers_of_a_name_count_together(connection: socket.socket) -> None:
    """Two Accept headers are one (https://www.rfc-editor.org/rfc/rfc9110#section-5.3)."""
    connection.sendall(_lookup("ASK {}", "Accept: image/png", "Accept: text/csv"))
    assert _answers(connection, 1) == [(200, b"true\n")]


@pytest.mark.parametrize(
    "address", ["/sparql?query=ASK%7B%7D#x", "/sparql?query=ASK%7B%7D", "http://x/sparql?query=ASK%7B%7D"]
)
def test_an_address_may_be_written_in_several_ways(connection: socket.socket, address: str) -> None:
    """An address with a fragment, or with the name of the server, asks for the same."""
    connection.sendall(_request(address, "Accept: text/csv"))
    assert _answers(connection, 1) == [(200, b"true\n")]


def test_a_lookup_has_the_name_that_it_is_given(client: httpx.Client) -> None:
    """A request that says what it is called is called that; a name that could be anything else is not taken."""
    for given, taken in (("a-1.b_2", True), ("x" * 65, False), ("a b", False)):
        answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"X-Request-Id": given})
        assert (answer.headers["x-request-id"] == given) == taken


def test_who_leaves_a_lookup_is_counted_as_gone(client: httpx.Client, server: serving.Server) -> None:
    """A lookup whose client leaves before the answer is counted with status 0, once."""
    line = 'redthread_requests_total{method="GET",route="/sparql",status="0"}'

    def gone() -> float:
        counted = [text for text in client.get("/metrics").text.splitlines() if text.startswith(line)]
        return float(counted[0].split()[-1]) if counted else 0.0

    before = gone()
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=serving.PATIENCE) as leaving:
        leaving.sendall(_lookup(serving.SLOW))
        serving.wait_until(lambda: 'redthread_workers_busy{lane="public"} 1.0' in client.get("/metrics").text)
    serving.wait_until(lambda: gone() == before + 1)
    serving.wait_until(lambda: 'redthread_workers_busy{lane="public"} 0.0' in client.get("/metrics").text)
    server.wait_for_workers()
    assert gone() == before + 1
