"""The way to a service: what is told when there is none, or another, and where the way ends."""

import json
import socket
from collections.abc import Iterator

import pytest
import stranger
from stranger import Stranger

from graph_service.client import Client
from graph_service.client.connection import Connection, Values, is_same_way, path_of
from graph_service.errors import ParameterError, ProblemError, RemoteError

OURS = {"X_Snapshot": "0123", "Content_Type": "application/json"}
PROBLEM = {
    "title": "Står för flera saker",
    "status": 409,
    "detail": "»1« står för flera saker.",
    "instance": "/x",
    "code": "ambiguous_code",
    "candidates": [{"id": "a/1", "title": "Ett"}, {"id": "b/1", "title": "En"}],
}


@pytest.fixture
def other() -> Iterator[Stranger]:
    """Give a server that is not ours."""
    with Stranger({}) as running:
        yield running


def _connection(url: str, timeout: float = 30.0, token: str | None = None) -> Connection:
    return Connection(url, token=token, timeout=timeout, lang="sv")


def _refusal(url: str, timeout: float = 30.0) -> RemoteError:
    with pytest.raises(RemoteError) as caught:
        _connection(url, timeout).get("/x")
    assert url in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "127.0.0.1:8000",
        "localhost",
        "ftp://plans.example",
        "http://",
        "https:///x",
        "http://user:secret@plans.example",
        "http://plans.example?x=y",
        "http://plans.example/#x",
        "http://plans.example:port",
        "http://plans\n.example",
        "http://" + "a" * 70_000,
    ],
)
def test_what_is_no_address_is_told_before_anything_is_asked(url: str) -> None:
    """An address without scheme or host, or with more than a path after the host, is refused, and shown short."""
    with pytest.raises(ParameterError) as caught:
        _connection(url)
    assert caught.value.key == "service_url"
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "http://127.0.0.1:99999", "http://a..b", "http://%5bx"])
def test_no_service_is_told(url: str) -> None:
    """An address that nothing listens on, or that no machine can have, is told as such."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    assert _refusal(url.format(port=port)).key in {"service_unreachable", "service_broken"}


def test_silence_is_told_with_the_time(other: Stranger) -> None:
    """A service that takes the request and says nothing is told after the time that it was given."""
    other.say("/x", stranger.FOREVER)
    assert "0.2 seconds" in str(_refusal(other.url, timeout=0.2))


@pytest.mark.parametrize(
    "said",
    [b"", b"HTTP/1.1 200 OK\r\n", b"nonsense\r\n\r\n", stranger.answer(b"{}", Content_Length="100", **OURS)],
    ids=["nothing", "half a head", "nonsense", "half a body"],
)
def test_broken_connection_is_told(other: Stranger, said: bytes) -> None:
    """A connection that ends before the answer does is told as broken."""
    other.say("/x", said)
    assert _refusal(other.url).key == "service_broken"


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found", "502 Bad Gateway", "304 Not Modified"])
def test_another_program_is_told_with_its_status(other: Stranger, status: str) -> None:
    """What does not carry the mark of our services is told as not ours, with its status code."""
    other.say("/x", stranger.answer(b"<html>", status, Content_Type="text/html"))
    error = _refusal(other.url)
    assert error.key == "service_foreign"
    assert f"status code {status[:3]}" in str(error)


def test_endless_answer_of_another_program_is_not_read(other: Stranger) -> None:
    """What is not ours is not read: it may never end."""
    other.say("/x", stranger.answer(Content_Length="999999999999", Content_Type="text/html") + stranger.ENDLESS)
    assert _refusal(other.url).key == "service_foreign"


def test_problem_is_told_in_the_words_of_the_service(other: Stranger) -> None:
    """A problem document becomes an error with its status, code, words and candidates."""
    body = json.dumps(PROBLEM).encode()
    other.say("/x", stranger.answer(body, "409 Conflict", Content_Type="application/problem+json"))
    with pytest.raises(ProblemError) as caught:
        _connection(other.url).get("/x")
    error = caught.value
    assert (error.status, error.code, error.detail) == (409, "ambiguous_code", "»1« står för flera saker.")
    assert error.candidates == (("a/1", "Ett"), ("b/1", "En"))
    assert str(error) == error.text("sv") == error.detail


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b'{"code": "x"}', b'{"code": "x", "detail": "y", "candidates": [1]}']
)
def test_problem_that_is_none_is_told(other: Stranger, body: bytes) -> None:
    """What calls itself a problem document and is none is told as unreadable."""
    other.say("/x", stranger.answer(body, "400 Bad Request", Content_Type="application/problem+json"))
    assert _refusal(other.url).key == "service_unreadable"


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("http://a.example/x", "http://a.example/y", True),
        ("http://a.example/x", "https://a.example/x", True),
        ("http://a.example", "http://a.example:8080", True),
        ("https://a.example/x", "http://a.example/x", False),
        ("http://a.example/x", "http://b.example/x", False),
        ("http://a.example/x", "http://a.example.b.example/x", False),
        ("http://a.example/x", "http://a.example@b.example/x", False),
        ("http://a.example/x", "ftp://a.example/x", False),
    ],
)
def test_way_goes_on_only_on_the_same_host_and_not_less_safely(before: str, after: str, same: bool) -> None:  # noqa: FBT001 -- a table
    """From one address to another the way goes on if the host is the same and encryption is not given up."""
    assert is_same_way(before, after) is same


def test_redirect_on_the_same_host_is_followed(other: Stranger) -> None:
    """A redirect to another path of the same host is followed, whether it says the host or not."""
    other.say("/x", stranger.answer(status="301 Moved", Location="/y"))
    other.say("/y", stranger.answer(status="307 Moved", Location=f"{other.url}/z"))
    other.say("/z", stranger.answer(b"{}", **OURS))
    assert _connection(other.url).get("/x").content == b"{}"


def test_redirect_to_another_host_is_not_followed(other: Stranger) -> None:
    """A redirect to another host is told with where it leads, and nothing is sent there."""
    with Stranger({"/x": stranger.answer(b"{}", **OURS)}) as elsewhere:
        target = elsewhere.url.replace("127.0.0.1", "localhost") + "/x"
        other.say("/x", stranger.answer(status="302 Found", Location=target))
        error = _refusal(other.url)
        assert (error.key, error.values["target"], elsewhere.asked) == ("service_moved", target, [])


def test_redirect_that_would_lose_the_question_is_not_followed(other: Stranger) -> None:
    """A redirect that makes a form a plain request, which would ask something else, is told."""
    other.say("/x", stranger.answer(status="301 Moved", Location="/y"))
    other.say("/y", stranger.answer(b"{}", **OURS))
    with pytest.raises(RemoteError) as caught:
        _connection(other.url).post("/x", {"query": "ASK {}"}, accept="*/*")
    assert caught.value.key == "service_moved"


@pytest.mark.parametrize("location", ["/x", "http://[", "http://127.0.0.1:99999/x", ""])
def test_redirect_to_nowhere_ends(other: Stranger, location: str) -> None:
    """A circle of redirects, and one that leads to no address, end in an error."""
    other.say("/x", stranger.answer(status="302 Found", Location=location))
    assert _refusal(other.url).key.startswith("service_")
    assert len(other.asked) < 10


def test_next_page_is_found_by_its_link(other: Stranger) -> None:
    """The page after one is the one that its Link header names; without a link there is none."""
    other.say("/x", stranger.answer(b"1", Link='</y?offset=1>; rel="next", </x>; rel="first"', **OURS))
    other.say("/y", stranger.answer(b"2", **OURS))
    connection = _connection(other.url)
    first = connection.get("/x", {"limit": 1})
    second = connection.following(first)
    assert second is not None
    assert (second.content, connection.following(second)) == (b"2", None)
    assert "GET /y?offset=1 HTTP/1.1" in other.asked[-1]


@pytest.mark.parametrize("link", ["http://localhost/y", "http://[", "ftp://127.0.0.1/y"])
def test_next_page_elsewhere_is_not_fetched(other: Stranger, link: str) -> None:
    """A next page on another host, or at no address, is told and not fetched."""
    other.say("/x", stranger.answer(b"1", Link=f'<{link}>; rel="next"', **OURS))
    connection = _connection(other.url)
    first = connection.get("/x")
    with pytest.raises(RemoteError):
        connection.following(first)
    assert len(other.asked) == 1


def test_language_token_and_parameters_are_sent(other: Stranger) -> None:
    """A request carries the language, the token, the parameters that are given, and no others."""
    other.say("/a/x", stranger.answer(b"{}", **OURS))
    values: Values = {"q": "å&b", "basis": ["stated", "inferred"], "plan": None, "depth": 3}
    key = "abc.DEF-1=="
    _connection(f"{other.url}/a/", token=key).get("/x", values)
    (asked,) = other.asked
    assert asked.startswith("GET /a/x?q=%C3%A5%26b&basis=stated&basis=inferred&depth=3 HTTP/1.1\r\n")
    headers = dict(line.lower().split(": ", 1) for line in asked.split("\r\n")[1:-2])
    assert headers["authorization"] == "bearer abc.def-1=="
    assert (headers["accept-language"], headers["accept"]) == ("sv", "application/json")


@pytest.mark.parametrize("token", ["", "a b", "a\r\nX-Other: b", "å", "==="])
def test_token_that_cannot_be_one_is_refused_and_not_shown(token: str) -> None:
    """A token with characters that would not stay in its header is refused, and the error does not repeat it."""
    with pytest.raises(ParameterError) as caught:
        _connection("http://plans.example", token=token)
    assert caught.value.values == {}


def test_names_become_paths() -> None:
    """What could be taken for a query, a fragment or an escape is escaped; IRIs and short paths stay readable."""
    assert path_of("fyrbodal-2020-2022/effektmal/4B") == "fyrbodal-2020-2022/effektmal/4B"
    assert path_of("https://w3id.org/x?y#z") == "https://w3id.org/x%3Fy%23z"
    assert path_of("50 % å") == "50%20%25%20%C3%A5"


def test_the_time_that_is_meant_goes_with_every_request(other: Stranger) -> None:
    """A client of another time says so in the address of whatever it asks, with a form too."""
    client = Client(other.url, as_of="2019-12-31", known="2026-11-28T12:00Z")
    for ask in (client.snapshot, lambda: client.holds("ASK {}"), lambda: client.store.dump("urn:g")):
        with pytest.raises(RemoteError):
            ask()
    wanted = "as_of=2019-12-31&known=2026-11-28T12%3A00Z"
    lines = [request.splitlines()[0] for request in other.asked]
    assert [line.split("?")[0] for line in lines] == ["GET /api/v1/snapshot", "POST /sparql", "GET /dumps"]
    assert all(wanted in line for line in lines)
