"""Errors over HTTP, and what every answer has in common."""

import json
import socket
from urllib.parse import urlsplit

import httpx
import pytest
import serving

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

ROUTES = (
    "/",
    "/api/v1",
    "/docs",
    "/static/style.css",
    "/health",
    "/openapi.json",
    "/api/v1/questions",
    "/api/v1/questions/begrepp",
    "/api/v1/threads/4B",
)


def _raw(server: serving.Server, request: bytes) -> tuple[str, dict[str, str], bytes]:
    """Send bytes as they are; give the status line, the headers and the body that come back."""
    address = urlsplit(server.url)
    assert address.hostname
    assert address.port
    received = b""
    with socket.create_connection((address.hostname, address.port), timeout=serving.PATIENCE) as connection:
        connection.sendall(request)
        try:
            while part := connection.recv(65_536):
                received += part
        except ConnectionResetError:  # it closes while more is on its way
            pass
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    return status, {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}, body


@pytest.mark.parametrize("path", ["/nope", "/docs/", "/api/v1/threads", "/api/v1/questions/", "/favicon.ico", "/..%2f"])
def test_a_path_without_anything_is_a_problem_with_the_way_out(client: httpx.Client, path: str) -> None:
    """An unknown path is 404 in both languages, is not redirected, and says where to look."""
    for lang, title in (("sv", "Finns inte"), ("en", "Not found")):
        answer = client.get(path, headers={"Accept-Language": lang})
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == lang
        problem = answer.json()
        assert (problem["title"], problem["status"], problem["instance"]) == (title, 404, path)
        assert "/docs" in problem["detail"]


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_other_methods_are_refused_with_those_that_work(client: httpx.Client, method: str, path: str) -> None:
    """What is not GET, HEAD or OPTIONS is 405, and the answer's Allow header has these three."""
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert "GET, HEAD, OPTIONS" in answer.json()["detail"]


@pytest.mark.parametrize("path", [*ROUTES, "/id/org/skr", "/dumps/all.ttl", "/catalog"])
def test_a_page_of_another_site_may_ask_with_headers_of_its_own(client: httpx.Client, path: str) -> None:
    """A browser asks before it sends such headers, and goes on only if the answer is a success that allows them."""
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match,x-request-id",
    }
    answer = client.options(path, headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["access-control-allow-origin"] == "*"
    allowed = answer.headers["access-control-allow-headers"].lower().split(", ")
    assert {"if-none-match", "x-request-id"} <= set(allowed)
    exposed = client.get(path).headers["access-control-expose-headers"].split(", ")
    assert {"ETag", "Link"} <= set(exposed)


def test_options_of_nothing_is_a_problem(client: httpx.Client) -> None:
    """Where there is nothing, nothing may be sent."""
    assert client.options("/nope").status_code == 404


@pytest.mark.parametrize("path", ROUTES)
def test_head_is_get_without_the_body(client: httpx.Client, path: str) -> None:
    """HEAD gives the status and the headers of GET, and no body."""
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    differing = {"date", "x-request-id"}
    assert {n: v for n, v in head.headers.items() if n not in differing} == {
        n: v for n, v in get.headers.items() if n not in differing
    }


@pytest.mark.parametrize("path", [*ROUTES, "/nope", "/sparql"])
def test_every_answer_carries_the_same_safe_headers(client: httpx.Client, path: str) -> None:
    """Good answers and errors alike forbid sniffing and scripts, name the snapshot, and may be read from any page."""
    answer = client.get(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-snapshot"]
    assert answer.headers["vary"] == "Accept, Accept-Language"
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("lang", "accepted", "given"),
    [
        (None, None, "sv"),
        ("en", "sv", "en"),
        ("sv", "en", "sv"),
        (None, "en", "en"),
        (None, "en-GB", "en"),
        (None, "fr, en;q=0.5", "en"),
        (None, "en;q=0.1, sv;q=0.2", "sv"),
        (None, "sv; q=0.1, en; q=0.9", "en"),
        (None, "sv;q=0, en;q=0.1", "en"),
        (None, "de", "sv"),
        (None, "*", "sv"),
        (None, "en;q=rubbish", "sv"),
    ],
)
def test_problems_are_in_the_language_of_the_user(
    client: httpx.Client, lang: str | None, accepted: str | None, given: str
) -> None:
    """The lang parameter goes before Accept-Language, whose weights count; else a problem is in Swedish."""
    answer = client.get(
        "/api/v1/questions/nope",
        params={"lang": lang} if lang else {},
        headers={"Accept-Language": accepted or ""},
    )
    assert answer.headers["content-language"] == given
    assert answer.json()["detail"].startswith({"sv": "Det finns ingen", "en": "There is no"}[given])


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /health HTTP/1.1\r\nno colon",
        b"GET /\xc3\xa5 HTTP/1.1",
        b"GET /sparql?query=" + b"a" * 1_000_000 + b" HTTP/1.1",
        b"GET /health HTTP/1.1\r\nAccept: " + b"text/csv;q=0.1," * 1_200,
        b"GET /health HTTP/1.1" + b"\r\nAccept: text/csv;q=0.1" * 1_200,
        b"\x16\x03\x01\x00\xff",
    ],
)
def test_what_is_not_http_is_a_problem_too(server: serving.Server, request_line: bytes) -> None:
    """A request that cannot be read, or is longer than any may be, gets a problem document and no more."""
    status, headers, body = _raw(server, request_line + b"\r\nHost: x\r\n\r\n")
    assert status == "HTTP/1.1 400 Bad Request"
    assert headers["content-type"] == "application/problem+json"
    assert json.loads(body)["code"] == "unreadable"


@pytest.mark.parametrize("host", [b"[", b"evil.example", b"a b", b"\xff"])
def test_the_host_header_steers_nothing(server: serving.Server, host: bytes) -> None:
    """Whatever the Host header says, no answer leads there, and none fails of it."""
    for path in (b"/", b"/docs/", b"/nope"):
        status, headers, body = _raw(
            server, b"GET " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n"
        )
        assert status.split(" ")[1] in {"200", "400", "404"}
        assert "evil.example" not in headers.get("location", "")
        assert b"evil.example" not in body


def test_strange_headers_are_read_as_they_are(server: serving.Server) -> None:
    """Bytes beyond ASCII in headers that matter are wishes that cannot be met, not faults."""
    headers = b"Host: x\r\nAccept: \xff\r\nAccept-Language: \xe5\r\nConnection: close"
    status, _, _ = _raw(server, b"GET /api/v1/questions/begrepp HTTP/1.1\r\n" + headers + b"\r\n\r\n")
    assert status == "HTTP/1.1 406 Not Acceptable"
