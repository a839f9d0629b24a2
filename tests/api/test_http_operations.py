"""What an operator needs: readiness, numbers, and a log."""

import json
import re
import socket
from pathlib import Path

import httpx
import pytest
import serving
from prometheus_client.parser import text_string_to_metric_families

pytestmark = pytest.mark.xdist_group("server")


def _numbers(client: httpx.Client) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = text_string_to_metric_families(answer.text)
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


def test_ready_says_what_answers(client: httpx.Client) -> None:
    """A service that can answer says so, with the number of its processes and its snapshot."""
    answer = client.get("/ready")
    assert answer.status_code == 200
    assert answer.json() == {
        "snapshot": client.get("/health").json()["snapshot"],
        "status": "ready",
        "workers": {"public": 2, "own": 2},
    }


def test_requests_are_counted_by_route_method_and_status(client: httpx.Client) -> None:
    """Each request adds one to the numbers of its route; what is unknown is counted together."""
    asked = [
        ("/sparql?query=ASK%7B%7D", "/sparql", "200"),
        ("/sparql?query=ASK", "/sparql", "400"),
        ("/api/v1/threads/fyrbodal-2020-2022/effektmal/4B", "/api/v1/threads", "200"),
        ("/api/v1/threads/nothing", "/api/v1/threads", "404"),
        ("/catalog.ttl", "/catalog", "200"),
        ("/api/v1/questions.csv", "/api/v1/questions", "200"),
        ("/id/org/skr.ttl", "/id", "200"),
        ("/nope/nope/nope", "other", "404"),
        ("/api/v1/nope", "/api/v1", "404"),
    ]
    before = _numbers(client)
    for path, _, _ in asked:
        client.get(path)
    after = _numbers(client)
    for _, route, status in asked:
        key = ("redthread_requests_total", frozenset({("route", route), ("method", "GET"), ("status", status)}))
        many = sum((route, status) == (other, code) for _, other, code in asked)
        assert after[key] - before.get(key, 0) == many


def test_numbers_have_the_names_and_kinds_that_prometheus_expects(client: httpx.Client) -> None:
    """What only grows is a counter and ends in _total, nothing else does, and no series tells when another began."""
    families = list(text_string_to_metric_families(client.get("/metrics").text))
    kinds = {family.name: family.type for family in families}
    assert kinds["redthread_workers_lost"] == kinds["redthread_requests"] == "counter"
    assert kinds["redthread_workers_busy"] == "gauge"
    for family in families:
        assert family.documentation, family.name
        names = {sample.name for sample in family.samples}
        assert not any(name.endswith("_created") for name in names)
        assert all(name.endswith("_total") for name in names) == (family.type == "counter"), family.name


def test_numbers_do_not_grow_with_what_strangers_send(client: httpx.Client) -> None:
    """Paths and methods that nobody knows are counted together, however many there are."""

    def series_after(method: str, word: str) -> set[tuple[str, frozenset[tuple[str, str]]]]:
        for path in (f"/{word}", f"/{word}.{word}", f"/id/{word}", f"/api/v1/threads/{word}", f"/catalog.{word}"):
            client.get(path)
            client.request(method, path)
        client.get("/metrics")
        return set(_numbers(client))

    assert series_after("PROPFIND", "nope") == series_after("MKCOL", "never")


def test_workers_and_snapshot_are_told_as_numbers(client: httpx.Client) -> None:
    """The numbers tell the workers of both lanes, the snapshot, and what the process takes."""
    numbers = _numbers(client)
    for lane in ("public", "own"):
        assert numbers["redthread_workers", frozenset({("lane", lane)})] == 2
    names = {name for name, _ in numbers}
    assert {"process_resident_memory_bytes", "redthread_triples", "redthread_request_seconds_bucket"} <= names
    (info,) = (dict(labels) for name, labels in numbers if name == "redthread_info")
    assert info["snapshot"] == client.get("/health").json()["snapshot"]


def test_a_killed_query_is_seen_in_the_numbers(client: httpx.Client) -> None:
    """A worker that is killed because its time is up counts as lost, and another takes its place."""
    key = ("redthread_workers_lost_total", frozenset({("lane", "public")}))
    before = _numbers(client)[key]
    client.get("/sparql", params={"query": serving.SLOW, "timeout": "1"})
    serving.wait_until(lambda: client.get("/ready").json()["workers"]["public"] == 2)
    assert _numbers(client)[key] == before + 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abc-1.2_X", True), ("a" * 64, True), ("a" * 65, False), ("a b", False), ('"}', False), ("", False)],
)
def test_a_request_has_an_identifier(client: httpx.Client, given: str, kept: bool) -> None:  # noqa: FBT001 -- a table
    """The identifier that a proxy gives is kept where it is a plain one; else the service makes one."""
    answer = client.get("/health", headers={"X-Request-Id": given})
    identifier = answer.headers["x-request-id"]
    assert (identifier == given) is kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", identifier)


def test_every_request_is_a_line_of_json_in_the_log(tmp_path: Path) -> None:
    """With the log at info, a request is noted with its identifier, path, status and time, but not with its query.

    What cannot be read as a request has nothing to tell but that.
    """
    server = serving.start(tmp_path / "log", REDTHREAD_LOG_LEVEL="info")
    with httpx.Client(base_url=server.url, timeout=serving.PATIENCE) as client:
        client.get("/sparql", params={"query": "ASK { 'hemligt' ?p ?o }"}, headers={"X-Request-Id": "this-one"})
        client.get("/nope%0A", headers={"X-Request-Id": "that-one"})
    with socket.create_connection(("127.0.0.1", httpx.URL(server.url).port or 0), serving.PATIENCE) as connection:
        connection.sendall(b'GET /a "hemligt" HTTP/1.1\r\n\r\n')
        connection.recv(65_536)
    assert server.stop() == 0
    log = server.log.read_text(encoding="utf-8")
    assert "hemligt" not in log
    *noted, last = map(json.loads, re.findall(r"^\{.*\}$", log, re.MULTILINE))
    assert (last["level"], last["event"], last["status"]) == ("info", "unreadable", 400)
    lines = {line["request"]: line for line in noted}
    assert {name: lines["this-one"][name] for name in ("level", "event", "method", "path", "status")} == {
        "level": "info",
        "event": "request",
        "method": "GET",
        "path": "/sparql",
        "status": 200,
    }
    assert lines["this-one"]["milliseconds"] > 0
    assert (lines["that-one"]["path"], lines["that-one"]["status"]) == ("/nope\n", 404)
