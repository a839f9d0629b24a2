"""What strangers must not be able to do: reach out, read files, take the service down."""

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import serving

from graph_service.settings import Settings

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

ENDS_AT_LAST = 20.0
"""Seconds that are plenty for anything with a limit of three, and that a hang would pass."""


class Canary:
    """Listens on this machine and counts who comes."""

    def __init__(self) -> None:
        """Begin to listen."""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.visits = 0
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _listen(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    """Give a listener that nobody must visit."""
    listening = Canary()
    yield listening
    listening.close()
    assert listening.visits == 0


def test_the_canary_notices_a_visit() -> None:
    """The listener of these tests counts a connection, so that its silence means something."""
    listening = Canary()
    with pytest.raises(httpx.TransportError):
        httpx.get(listening.url, timeout=serving.PATIENCE)
    listening.close()
    assert listening.visits == 1


REACHING_OUT = {
    "plain": "SELECT * { SERVICE <U> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <U> { ?s ?p ?o } }",
    "lower case": "SELECT * { service <U> { ?s ?p ?o } }",
    "nested": "SELECT * { ?a ?b ?c OPTIONAL { { SERVICE <U> { ?s ?p ?o } } UNION { } } }",
    "in a filter": "ASK { FILTER EXISTS { SERVICE <U> { ?s ?p ?o } } }",
    "in a subquery": "SELECT * { { SELECT * { SERVICE <U> { ?s ?p ?o } } } }",
    "in minus": "SELECT * { ?s ?p ?o MINUS { SERVICE <U> { ?s ?p ?o } } }",
    "in a graph": "SELECT * { GRAPH ?g { SERVICE <U> { ?s ?p ?o } } }",
    "in a construction": "CONSTRUCT { ?s ?p ?o } { SERVICE <U> { ?s ?p ?o } }",
    "in the order": "SELECT * { ?s ?p ?o } ORDER BY EXISTS { SERVICE <U> { } }",
    "variable": "SELECT * { VALUES ?u { <U> } SERVICE ?u { ?s ?p ?o } }",
    "prefixed": "PREFIX x: <U> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "prefix without space": "PREFIX x: <U> SELECT * { SERVICEx:a { ?s ?p ?o } }",
    "empty prefix without space": "PREFIX : <U> SELECT * { SERVICE:a { ?s ?p ?o } }",
    "silent without space": "SELECT * { SERVICESILENT<U> { ?s ?p ?o } }",
    "after a boolean": "SELECT * { ?s ?p trueSERVICE <U> { ?s ?p ?o } }",
    "after a number": "SELECT * { OPTIONAL { ?s ?p 1.0SERVICE <U> { ?s ?p ?o } } }",
    "after a number and a dot": "SELECT * { { ?s ?p 1.SERVICE <U> { } } UNION { } }",
    "after a prefix and a dot": "PREFIX x: <urn:x> SELECT * { OPTIONAL { ?s ?p x:.SERVICE <U> { } } }",
    "after a comment": "SELECT * { #\rSERVICE <U> { ?s ?p ?o }\n}",
    "escaped": r"SELECT * { \u0053ERVICE <U> { ?s ?p ?o } }",
    "escaped at length": r"SELECT * { \U00000053\u0045RVICE <U> { ?s ?p ?o } }",
    "behind an escaped quote": 'SELECT * { BIND ("x\\u0022 AS ?y) SERVICE <U> { } #"\n}',
    "behind a bad escape": 'SELECT * { VALUES ?x { """ " } SERVICE <U> { } #\\q"""\n}',
    "behind half a character": 'SELECT * { VALUES ?x { """ " } SERVICE <U> { } #\\uD800"""\n}',
    "behind a less-than": "SELECT * { ?s ?p ?o FILTER (?s <?o#>'''\n) SERVICE <U> { ?s ?p ?o } #'''\n}",
    "behind what looks like an IRI": "SELECT * { BIND ((1 <1#>'''\n) AS ?z) SERVICE <U> { ?s ?p ?o } #'''\n}",
    "load": "LOAD <U>",
    "load into a graph": "LOAD SILENT <U> INTO GRAPH <urn:g>",
}


@pytest.mark.parametrize("how", REACHING_OUT)
def test_no_query_reaches_out(client: httpx.Client, canary: Canary, how: str) -> None:
    """However SERVICE or LOAD is written, the query is refused and no connection is made.

    Where the text does not give it away, as in the last one with SERVICE, the process is still unable to connect.
    """
    query = REACHING_OUT[how].replace("<U>", f"<{canary.url}>")
    for answer in (
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", content=query.encode(), headers={"Content-Type": "application/sparql-query"}),
    ):
        assert answer.status_code == 400
        assert answer.json()["code"].startswith("query_")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <U> { ?s ?p ?o }",
        "SELECT * FROM NAMED <U> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { GRAPH <U> { ?s ?p ?o } }",
        "DESCRIBE <U>",
        "SELECT * { <U> ?p ?o }",
        "SELECT ?s { ?s ?p 'SERVICE <U> {}' } # SERVICE <U> {}",
    ],
)
def test_an_address_in_a_query_is_only_a_name(client: httpx.Client, canary: Canary, query: str) -> None:
    """An address after FROM or GRAPH names a graph, which is not there; nobody goes and fetches it."""
    answer = client.get("/sparql", params={"query": query.replace("<U>", f"<{canary.url}>")})
    assert answer.status_code == 200
    assert canary.url not in answer.text


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
def test_an_address_as_a_graph_of_the_protocol_is_only_a_name(
    client: httpx.Client, canary: Canary, parameter: str
) -> None:
    """An address as default or named graph names a graph that is not there; nobody goes and fetches it."""
    for url in (canary.url, "file:///etc/passwd", f"{canary.url}x.ttl"):
        given = {"query": "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", parameter: url}
        assert client.get("/sparql", params=given).json()["results"]["bindings"] == []
        assert client.post("/sparql", data=given).json()["results"]["bindings"] == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/sparql-update", "LOAD <U>"),
        ("application/sparql-update", "LOAD SILENT <U> INTO GRAPH <urn:g>"),
        ("application/sparql-update", "INSERT { ?s ?p ?o } WHERE { SERVICE <U> { ?s ?p ?o } }"),
        ("application/x-www-form-urlencoded", "update=LOAD+<U>"),
        ("application/ld+json", '{"@context": "U", "@id": "U"}'),
        ("application/xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "U">]><x>&e;</x>'),
        ("application/rdf+xml", '<!DOCTYPE x [<!ENTITY % e SYSTEM "U"> %e;]><x/>'),
        ("text/turtle", "@prefix owl: <http://www.w3.org/2002/07/owl#> . <U> owl:imports <U> ."),
    ],
)
def test_no_body_makes_the_service_go_anywhere(client: httpx.Client, canary: Canary, kind: str, body: str) -> None:
    """Neither an update, nor a JSON-LD context, nor an XML entity, nor an import is fetched; all are refused."""
    content = body.replace("U", canary.url).encode()
    for path in ("/sparql", "/api/v1/questions", "/id/fyrbodal-2020-2022"):
        answer = client.post(path, content=content, headers={"Content-Type": kind})
        assert answer.status_code in {400, 405, 415}


@pytest.mark.parametrize(
    "header",
    ["Host", "Origin", "Referer", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Accept", "Link", "Destination"],
)
def test_no_header_makes_the_service_go_anywhere(client: httpx.Client, canary: Canary, header: str) -> None:
    """An address in a header is never gone to."""
    for value in (canary.url, f'<{canary.url}>; rel="http://www.w3.org/ns/json-ld#context"', canary.url[7:-1]):
        for path in ("/sparql?query=ASK%7B%7D", "/api/v1/questions", "/id/fyrbodal-2020-2022"):
            assert client.get(path, headers={header: value}).status_code < 500


def test_an_address_as_a_name_is_only_a_name(client: httpx.Client, canary: Canary) -> None:
    """Neither a thread nor a question's parameter makes the service go to the address that it is given."""
    for name in (canary.url, quote(canary.url, safe="")):
        for route in ("/api/v1/threads/", "/id/", "/api/v1/plans/", "/api/v1/elements/", "/api/v1/impact/"):
            assert client.get(route + name).status_code == 404
    for name, parameter in (("vad-leder-till", "goal"), ("versionshistorik", "document")):
        assert client.get(f"/api/v1/questions/{name}", params={parameter: canary.url}).status_code == 404


def test_workers_can_open_nothing(server: serving.Server) -> None:
    """The processes that answer queries may open no file and no connection, and dump no core."""
    for worker in server.wait_for_workers():
        assert serving.limit(worker, "Max open files") == "0"
        assert serving.limit(worker, "Max core file size") == "0"


def test_workers_hold_nothing_but_their_socket(server: serving.Server) -> None:
    """Nothing is open in a process that answers queries but its socket: it cannot even write into the log."""
    for worker in server.wait_for_workers():
        opened = {int(path.name): path.readlink() for path in Path(f"/proc/{worker}/fd").iterdir()}
        assert {opened.pop(0), opened.pop(1), opened.pop(2)} == {Path(os.devnull)}
        assert [str(path).partition(":")[0] for path in opened.values()] == ["socket"]


def test_a_query_that_takes_too_long_ends_with_a_problem(client: httpx.Client) -> None:
    """A query is stopped at its limit, which is told, and the next one is answered."""
    answer = client.get("/sparql", params={"query": serving.SLOW, "lang": "en"}, timeout=ENDS_AT_LAST)
    assert (answer.status_code, answer.json()["code"]) == (503, "query_timeout")
    assert "3 seconds" in answer.json()["detail"]
    assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_many_slow_queries_hold_up_nobody_else(server: serving.Server) -> None:
    """Forty slow queries at once all end in time; meanwhile other routes answer, and afterwards queries do too."""
    with (
        httpx.Client(base_url=server.url, timeout=ENDS_AT_LAST, limits=httpx.Limits(max_connections=50)) as client,
        ThreadPoolExecutor(40) as strangers,
    ):
        slow = [strangers.submit(client.get, "/sparql", params={"query": serving.SLOW}) for _ in range(40)]
        meanwhile = [
            client.get(path).status_code
            for path in ("/health", "/docs", "/api/v1/threads/4B", "/api/v1/questions/effektmal-utan-insats")
        ]
        still_slow = not all(future.done() for future in slow)
        answers = [future.result() for future in slow]
        assert meanwhile == [200, 200, 200, 200]
        assert still_slow
        assert {answer.status_code for answer in answers} == {503}
        codes = {answer.json()["code"] for answer in answers}
        assert "query_queue" in codes
        assert codes <= {"query_timeout", "query_busy", "query_queue"}
        for answer in answers:
            assert ("retry-after" in answer.headers) == (answer.json()["code"] != "query_timeout")
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_a_query_ends_when_nobody_waits_for_it(server: serving.Server, client: httpx.Client) -> None:
    """When those who asked slow queries leave, no process goes on with them, and the next query is answered at once."""
    workers = server.wait_for_workers()
    for _ in range(2 * Settings().workers):
        with pytest.raises(httpx.ReadTimeout):
            client.get("/sparql", params={"query": serving.SLOW}, timeout=0.5)
    serving.wait_until(lambda: not any(serving.running(worker) for worker in workers))
    metrics = client.get("/metrics").text
    assert 'redthread_queries_waiting{lane="public"} 0.0' in metrics
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"]


def test_a_query_that_takes_too_much_memory_is_a_problem(client: httpx.Client) -> None:
    """A query that would need more memory than there is ends with a problem, and writes nothing into the log."""
    doubled = " ".join(f"BIND (CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    query = f'SELECT (STRLEN(?x40) AS ?n) {{ BIND ("{"x" * 1000}" AS ?x0) {doubled} }}'
    answer = client.get("/sparql", params={"query": query}, timeout=ENDS_AT_LAST)
    assert answer.status_code in {400, 503}
    assert answer.json()["code"] in {"query_crash", "query_timeout"}
    assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT], ids=lambda number: number.name)
def test_the_next_request_does_not_notice_that_workers_died(
    server: serving.Server, client: httpx.Client, number: signal.Signals
) -> None:
    """When every worker is killed at rest, the very next requests are answered by new ones."""
    serving.kill(server.wait_for_workers(), number)
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"]
    assert client.get("/api/v1/threads/4B").status_code == 200
    server.wait_for_workers()


def test_a_query_survives_the_death_of_its_worker(server: serving.Server, client: httpx.Client) -> None:
    """A query whose worker is killed for no fault of its own is answered by another one."""
    query = "SELECT (COUNT(*) AS ?n) { ?a rt:from ?b . ?c rt:to ?d }"
    whole = client.get("/sparql", params={"query": query}).json()
    workers = server.wait_for_workers()
    with ThreadPoolExecutor(1) as stranger:
        asked = stranger.submit(client.get, "/sparql", params={"query": query})
        serving.wait_until(lambda: asked.done() or any(serving.running(worker) for worker in workers))
        serving.kill(filter(serving.running, workers))
        assert asked.result().json() == whole
    assert server.wait_for_workers() != workers


def test_a_query_that_kills_every_worker_is_to_blame(server: serving.Server, client: httpx.Client) -> None:
    """A query whose workers die one after the other is refused as the cause, and the service goes on."""
    with serving.repeatedly(lambda: serving.kill(server.workers(), signal.SIGSEGV)):
        answer = client.get("/sparql", params={"query": serving.SLOW}, timeout=ENDS_AT_LAST)
    assert (answer.status_code, answer.json()["code"]) in {(400, "query_crash"), (503, "query_busy")}
    server.wait_for_workers()
    assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_the_service_survives_the_loss_of_all_its_processes(server: serving.Server, client: httpx.Client) -> None:
    """Even when all workers are killed together with the process that they are forked from, others take over."""
    workers = server.wait_for_workers()
    (parent,) = (pid for pid in serving.descendants(server.process.pid) if serving.descendants(pid))
    serving.kill((parent, *workers))
    serving.wait_until(lambda: client.get("/sparql", params={"query": "ASK {}"}).is_success)
    serving.wait_until(lambda: client.get("/api/v1/threads/4B").is_success)
    server.wait_for_workers()


@pytest.mark.parametrize("whose", ["worker", "holder", "all"])
def test_processes_killed_under_load_cost_no_right_answer(
    server: serving.Server, client: httpx.Client, whose: str
) -> None:
    """While many ask and processes are killed, every answer is right or a clean error; then all goes on as before."""
    asked = ("/sparql?query=SELECT*%7B?s%20a%20rt:Plan%7DORDER%20BY%20?s", "/api/v1/questions/effektmal-utan-insats")
    right = {path: client.get(path).content for path in asked}
    server.wait_for_workers()
    got = set()

    def ask(path: str) -> None:
        answer = client.get(path)
        problem = answer.headers["content-type"] == "application/problem+json"
        got.add((answer.status_code, problem if answer.is_error else answer.content == right[path]))

    with serving.repeatedly(*(partial(ask, path) for path in asked * 3)):
        for _ in range(4):
            workers = server.wait_for_workers()
            holders = {pid for pid in serving.descendants(server.process.pid) if serving.descendants(pid)}
            one = {min(workers)}
            serving.kill({"worker": one, "holder": holders | one, "all": holders | workers}[whose])
        server.wait_for_workers()
    assert got <= {(200, True), (400, True), (503, True)}
    assert {path: client.get(path).content for path in asked} == right


@pytest.mark.parametrize("text", ["a." * 9_900, 'ASK { ?s ?p "' + '\\"' * 9_900, "'''" + "''\\'" * 4_900, "<a" * 9_900])
def test_reading_a_query_takes_no_time_to_speak_of(client: httpx.Client, text: str) -> None:
    """A text made to be hard to read is refused at once; it would take seconds if reading it were quadratic."""
    answer = client.get("/sparql", params={"query": text}, timeout=ENDS_AT_LAST)
    assert answer.status_code == 400
    assert _seconds(lambda: client.get("/sparql", params={"query": text})) < 2


def _seconds(what: Callable[[], httpx.Response]) -> float:
    return what().elapsed.total_seconds()
