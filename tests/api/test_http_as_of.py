"""The plans of another time over HTTP: on either clock, at every address, and each answer says of which time it is."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import serving

from graph_service.api.past import PARAMETERS, can_be_asked
from graph_service.client import Client
from graph_service.ledger.ledger import Ledger
from graph_service.ledger.tokens import Tokens
from graph_service.settings import Settings
from graph_service.store import files
from graph_service.store.files import GraphFile

pytestmark = pytest.mark.xdist_group("changing")

PLAN = """@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<NAME> a rt:Plan ; dcterms:title "Påhittad plan NAME"@sv ; rt:level rt:local .
<NAME/utgava/1> a rt:PlanEdition ; rt:editionOf <NAME> ; rt:version "1" ; rt:editionStatus rt:current ;
    rt:content rt:loaded ; dcterms:issued "ISSUED"^^xsd:date .
<NAME/mal/1> a rt:EffectGoal ; dcterms:isPartOf <NAME> ; dcterms:source <NAME/utgava/1> ; dcterms:identifier "1" ;
    rt:locator "rad 1"@sv ; rt:position 1 ; dcterms:title "TEXT"@sv .
"""
EARLY, LATE = "pahittad-tidig", "pahittad-sen"
ASK = "ASK { ?goal a rt:EffectGoal ; dcterms:title ?title FILTER (STR(?title) = 'Andra ord') }"


def _file(folder: Path, name: str, issued: str, text: str) -> GraphFile:
    path = folder / f"{name}.ttl"
    path.write_text(PLAN.replace("NAME", name).replace("ISSUED", issued).replace("TEXT", text), encoding="utf-8")
    return files.read(path, limit=100_000, base=Settings().base)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a ledger with two plans, of which the earlier one gets other words by the second commit."""
    folder = tmp_path_factory.mktemp("ledger")
    place = str(folder / "plan.sqlite")
    with Ledger.open(place) as opened:
        both = [_file(folder, EARLY, "2018-03-01", "Första ord"), _file(folder, LATE, "2021-05-01", "Senare ord")]
        first = opened.record(None, who="en roll", why="Först.", verdict={}, put=both)
        other = _file(folder, EARLY, "2018-03-01", "Andra ord")
        opened.record(first, who="en roll", why="Sedan.", verdict={}, put=[other])
    return place


@pytest.fixture(scope="module")
def server(ledger: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Server]:
    """Serve it."""
    running = serving.start(tmp_path_factory.mktemp("server") / "log", REDTHREAD_LEDGER=ledger)
    yield running
    assert running.stop() == 0
    assert running.log.read_text(encoding="utf-8").count('"level"') == 0


@pytest.fixture(scope="module")
def client(server: serving.Server) -> Iterator[httpx.Client]:
    """Give a client of it."""
    with httpx.Client(base_url=server.url, timeout=serving.PATIENCE) as made:
        yield made


def _titles(client: httpx.Client, **time: str) -> list[str]:
    return [item["title"] for item in client.get("/api/v1/elements", params=time).json()["items"]]


def test_each_clock_can_be_set_and_both(client: httpx.Client) -> None:
    """What was in force on a day, what was known after a change, and what was known then to be in force."""
    assert _titles(client) == ["Senare ord", "Andra ord"]
    assert _titles(client, as_of="2019") == ["Andra ord"]
    assert _titles(client, known="1") == ["Senare ord", "Första ord"]
    assert _titles(client, as_of="2019", known="1") == ["Första ord"]
    assert _titles(client, as_of="2017-12-31") == []
    assert _titles(client, as_of="2021-05-01") == ["Senare ord", "Andra ord"]


def test_every_answer_says_of_which_time_it_is(client: httpx.Client, ledger: str) -> None:
    """JSON tells it in its meta, every answer in a header; the snapshot lists what was not in force, and why."""
    with Ledger.open(ledger) as opened:
        made = opened.commit("1").moment
    answer = client.get("/api/v1/gaps", params={"as_of": "2019", "known": "1"})
    told = answer.json()["meta"]["as_of"]
    assert told | {"at": datetime.fromisoformat(told["at"])} == {
        "in_force": "2019-12-31",
        "commit": 1,
        "at": made,
        "left_out": 1,
        "unknown": 0,
    }
    assert answer.headers["x-as-of"] == "as_of=2019-12-31&known=1"
    assert client.get("/api/v1/gaps").json()["meta"]["as_of"] is None
    assert "x-as-of" not in client.get("/api/v1/gaps").headers
    assert client.get("/api/v1/gaps.csv?as_of=2019").headers["x-as-of"] == "as_of=2019-12-31"
    held = client.get("/api/v1/snapshot?as_of=2019").json()
    (left,) = held["left_out"]
    assert (left["iri"], left["why"], left["when"]) == (f"{Settings().base}{LATE}", "not_issued", "2021-05-01")
    assert client.get("/api/v1/snapshot").json()["left_out"] == []


def test_sparql_linked_data_and_files_are_of_that_time(client: httpx.Client) -> None:
    """Queries by GET and by POST, descriptions of things, and the files of the dataset."""
    for time, expected in (({}, True), ({"known": "1"}, False), ({"known": "HEAD"}, True), ({"as_of": "2017"}, False)):
        for answer in (
            client.get("/sparql", params={"query": ASK, **time}),
            client.post("/sparql", params=time, data={"query": ASK}),
            client.post("/sparql", params=time, content=ASK, headers={"Content-Type": "application/sparql-query"}),
        ):
            assert answer.json()["boolean"] is expected, answer.url
    goal = f"/id/{EARLY}/mal/1.ttl"
    assert "Första ord" in client.get(goal, params={"known": "1"}).text
    assert "Andra ord" in client.get(goal).text
    assert client.get(goal, params={"as_of": "2017"}).status_code == 404
    assert "Första ord" in client.get(f"/dumps/{EARLY}.ttl", params={"known": "1"}).text


def test_links_lead_on_in_the_same_time(client: httpx.Client) -> None:
    """The next page and the addresses in an answer keep the time that was asked for."""
    first = client.get("/api/v1/elements", params={"known": "1", "limit": "1"})
    second = client.get(first.links["next"]["url"])
    assert [item["title"] for item in second.json()["items"]] == ["Första ord"]
    plan = client.get(f"/api/v1/plans/{EARLY}", params={"known": "1"}).json()
    assert "Första ord" in client.get(plan["hrefs"]["elements"]).text


def test_however_a_change_is_named_its_plans_are_the_same(client: httpx.Client, ledger: str) -> None:
    """By number, address, moment or as the last one: links lead to its number, and nothing is prepared twice."""
    with Ledger.open(ledger) as opened:
        last = opened.commit("HEAD")
    for name in ("2", "HEAD", "head", last.address[:8], last.address, last.at, "2100"):
        answer = client.get("/api/v1/elements", params={"known": name, "limit": "1"})
        if name == "2100":  # digits alone are a change
            assert answer.json()["code"] == "commit_unknown"
            continue
        assert "known=2>" in answer.headers["link"].replace("&", ">") + ">"
        assert answer.headers["x-as-of"] == "known=2"


def test_answers_of_each_time_are_cached_apart(client: httpx.Client) -> None:
    """A tag of one time is none of another; that of the same time is."""
    now = client.get("/api/v1/elements").headers["etag"]
    then = client.get("/api/v1/elements?known=1").headers["etag"]
    assert now != then
    for address, tag, status in (("?known=1", then, 304), ("?known=1", now, 200), ("", now, 304)):
        assert client.get(f"/api/v1/elements{address}", headers={"If-None-Match": tag}).status_code == status


def test_the_client_asks_of_a_time(server: serving.Server) -> None:
    """Made for a time, it asks everything of it, page after page and by POST."""
    with Client(server.url, known="1") as asked:
        assert [element.title for element in asked.elements()] == ["Senare ord", "Första ord"]
        assert asked.store.ask(ASK) is False
        assert asked.snapshot().meta.as_of is not None
    with Client(server.url, as_of="2019") as asked:
        assert [left.iri for left in asked.snapshot().left_out] == [f"{Settings().base}{LATE}"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("as_of=igar", 400, "day_form"),
        ("as_of=", 400, "day_form"),
        ("as_of=2019&as_of=2019", 400, "parameter_twice"),
        ("known=2019-02-30", 400, "known_form"),
        ("known=99", 404, "commit_unknown"),
        ("known=2001-01-01", 404, "known_before"),
        ("as_of=%FF", 400, "parameters_unreadable"),
        ("as_of=" + "9" * 5000, 400, "day_form"),
    ],
)
def test_a_time_that_is_none_is_told(client: httpx.Client, query: str, status: int, code: str) -> None:
    """Whatever is wrong with a time is told as with any parameter, with the headers of every answer."""
    for address in ("/api/v1/gaps", "/sparql"):
        answer = client.get(f"{address}?query=ASK+%7B%7D&{query}")
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert len(answer.content) < 1000
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_tells_of_changes_knows_no_other_time(client: httpx.Client) -> None:
    """The feed, the editions and the state of the service are of now; where a time is given there, it is refused."""
    for address in ("/api/v1/changes", f"/api/v1/plans/{EARLY}/editions"):
        answer = client.get(address, params={"as_of": "2019"})
        assert (answer.status_code, answer.json()["code"]) == (400, "parameter_unexpected")
    assert "x-as-of" not in client.get("/health", params={"as_of": "2019"}).headers
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method, operation in methods.items():
            named = {parameter["name"] for parameter in operation.get("parameters", ())}
            assert (set(PARAMETERS) <= named) == can_be_asked(method.upper(), path), path


def test_few_times_are_kept_and_the_rest_are_let_go(server: serving.Server, client: httpx.Client) -> None:
    """However many times are asked for, one after the other or at once, only some processes are kept for them."""
    for year in range(2001, 2006):
        assert client.get("/api/v1/elements", params={"as_of": str(year)}).status_code == 200
    most = serving.WORKERS + 2 * Settings().other_times
    serving.wait_until(lambda: len(server.workers()) == most)


def test_a_ledger_that_is_damaged_or_gone_is_told_and_no_other_plans_are_shown(ledger: str, tmp_path: Path) -> None:
    """What came of the ledger is not made up from the plans that are shipped, and nobody is told where it was."""
    own = tmp_path / "own.sqlite"
    own.write_bytes(Path(ledger).read_bytes())
    running = serving.start(tmp_path / "log", REDTHREAD_LEDGER=str(own))
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as client:
        with closing(sqlite3.connect(own)) as database, database:
            database.execute("UPDATE commits SET verdict = '{'")
        for lang, title in (("sv", "Något är fel med huvudboken"), ("en", "Something is wrong with the ledger")):
            damaged = client.get("/api/v1/changes", params={"lang": lang})
            assert (damaged.status_code, damaged.json()["code"]) == (503, "ledger_damaged")
            assert damaged.json()["title"] == title
            assert "retry-after" not in damaged.headers
        own.unlink()
        answer = client.get("/api/v1/gaps?as_of=2019&lang=en")
        assert answer.json()["title"] == "Something is wrong with the ledger"
        assert (answer.status_code, answer.json()["code"]) == (503, "ledger_gone")
        assert str(tmp_path) not in answer.text
    assert running.stop() == 0


def test_closed_reading_is_closed_for_other_times_too(ledger: str, tmp_path: Path) -> None:
    """Nobody without a token has anything prepared; and who has one is told if too many wait already."""
    now = datetime.now(UTC)
    with Tokens(ledger) as tokens:
        token = tokens.create(["read"], holder="en roll", expires=now + timedelta(days=1), moment=now).text
    running = serving.start(
        tmp_path / "log", REDTHREAD_LEDGER=ledger, REDTHREAD_READING="token", REDTHREAD_OTHER_TIMES_QUEUE="1"
    )
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as client:
        assert client.get("/api/v1/gaps?as_of=2019").status_code == 401
        with ThreadPoolExecutor(4) as others:
            headers = {"Authorization": f"Bearer {token}"}
            asked = [f"/api/v1/gaps?as_of={year}" for year in range(2001, 2005)]
            answers = list(others.map(lambda address: client.get(address, headers=headers), asked))
        refused = [answer for answer in answers if answer.status_code != 200]
        assert 0 < len(refused) < len(answers)
        for answer in refused:
            assert (answer.status_code, answer.json()["code"]) == (503, "times_queue")
            assert answer.json()["title"] in {"Hinner inte just nu", "No time right now"}
            assert int(answer.headers["retry-after"]) > 0
    assert running.stop() == 0


def test_strangers_cannot_take_the_places_of_whoever_shows_a_token(ledger: str, tmp_path: Path) -> None:
    """While strangers are refused since too many wait, whoever shows a token gets answers; a false one is no help."""
    now = datetime.now(UTC)
    with Tokens(ledger) as tokens:
        token = tokens.create(["read"], holder="en roll", expires=now + timedelta(days=1), moment=now).text
    running = serving.start(tmp_path / "log", REDTHREAD_LEDGER=ledger, REDTHREAD_OTHER_TIMES_QUEUE="1")
    statuses: list[int] = []

    def ask(year: int, token: str = "") -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.get(f"{running.url}/api/v1/gaps?as_of={year}", headers=headers, timeout=serving.PATIENCE)

    years = iter(range(1000, 9000))
    with serving.repeatedly(*[lambda: statuses.append(ask(next(years)).status_code)] * 3):
        serving.wait_until(lambda: 503 in statuses)
        for _ in range(3):
            answer = ask(next(years), token)
            assert answer.status_code == 200, answer.text
        before = len(statuses)
        serving.wait_until(lambda: 200 in statuses[before:] and 503 in statuses[before:])
        serving.wait_until(lambda: ask(next(years), "rtt_falsk").status_code == 503)
    assert set(statuses) == {200, 503}
    assert running.stop() == 0


def test_one_time_that_many_ask_for_takes_one_place(ledger: str, tmp_path: Path) -> None:
    """However many ask for the same time at once, written in whichever way, it is prepared once for all of them."""
    running = serving.start(tmp_path / "log", REDTHREAD_LEDGER=ledger, REDTHREAD_OTHER_TIMES_QUEUE="1")
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as client, ThreadPoolExecutor(6) as many:
        asked = ["as_of=2019", "as_of=2019-12", "as_of=2019-12-31"] * 2
        answers = list(many.map(lambda query: client.get(f"/api/v1/elements?{query}"), asked))
        assert [answer.status_code for answer in answers] == [200] * 6
        assert {item["title"] for answer in answers for item in answer.json()["items"]} == {"Andra ord"}
    assert running.stop() == 0


@pytest.mark.parametrize("name", ["as%5Fof", "%61s_of", "%61%73%5f%6F%66"])
def test_the_name_of_a_parameter_may_be_encoded(client: httpx.Client, name: str) -> None:
    """A name is read as its percent signs have it, as values are, for lists and for SPARQL alike."""
    answer = client.get(f"/api/v1/elements?{name}=20%319&limit=1")
    assert answer.headers["x-as-of"] == "as_of=2019-12-31"
    assert [item["title"] for item in answer.json()["items"]] == ["Andra ord"]
    asked = client.get(f"/sparql?query=ASK%7B%3Fs%20%3Fp%20%22Senare%20ord%22%40sv%7D&{name}=2019")
    assert (asked.json()["boolean"], asked.headers["x-as-of"]) == (False, "as_of=2019-12-31")
    known = client.get("/sparql?qu%65ry=ASK%7B%3Fs%20%3Fp%20%22F%C3%B6rsta%20ord%22%40sv%7D&kn%6Fwn=1")
    assert (known.json()["boolean"], known.headers["x-as-of"]) == (True, "known=1")
    twice = client.get(f"/api/v1/gaps?as_of=2019&{name}=2019")
    assert (twice.status_code, twice.json()["code"]) == (400, "parameter_twice")
    refused = client.get(f"/api/v1/changes?{name}=2019")
    assert (refused.status_code, refused.json()["code"]) == (400, "parameter_unexpected")


def test_files_that_are_served_can_be_asked_of_a_day(tmp_path: Path) -> None:
    """They say when they are in force, but not what was known when."""
    _file(tmp_path, EARLY, "2018-03-01", "Första ord")
    _file(tmp_path, LATE, "2021-05-01", "Senare ord")
    running = serving.start(tmp_path / "log", tmp_path / f"{EARLY}.ttl", tmp_path / f"{LATE}.ttl")
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as client:
        assert _titles(client, as_of="2019") == ["Första ord"]
        answer = client.get("/api/v1/gaps?known=1")
        assert (answer.status_code, answer.json()["code"]) == (400, "known_fixed")
    assert running.stop() == 0
