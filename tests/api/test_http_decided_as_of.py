"""Links and waivers as of another time over HTTP, in a small invented ledger of which all is worked out by hand."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import decided_ledger
import httpx
import pytest
import serving
from decided_ledger import BETWEEN, EARLY, LASTING, LINKS, PASSED, VALID, WAIVERS, WITHIN

pytestmark = pytest.mark.xdist_group("decided")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the ledger."""
    return decided_ledger.make(tmp_path_factory.mktemp("ledger"))


@pytest.fixture(scope="module")
def client(ledger: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a client of a service that serves it."""
    running = serving.start(tmp_path_factory.mktemp("server") / "log", REDTHREAD_LEDGER=ledger)
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as made:
        yield made
    assert running.stop() == 0


@pytest.mark.parametrize(("time", "expected"), LINKS, ids=str)
def test_links_stand_as_they_stood(client: httpx.Client, time: Mapping[str, str], expected: Mapping[str, str]) -> None:
    """Links are those in force on the day, and stand by the texts and reviews that were known; SPARQL says the same."""
    answer = client.get("/api/v1/links", params=time)
    told = answer.json()
    assert {one["iri"]: one["validity"] for one in told["items"]} == expected
    suspect = client.get("/api/v1/links", params={"suspect": "true", **time}).json()["items"]
    assert [one["iri"] for one in suspect] == [iri for iri, validity in expected.items() if validity == "suspect"]
    rows = client.get("/sparql", params={"query": told["meta"]["sparql"], "format": "csv", **time}).text
    assert {row["iri"]: row["validity"] for row in csv.DictReader(rows.splitlines())} == expected
    assert (told["meta"]["as_of"] is None) == ("x-as-of" not in answer.headers) == (not time)


@pytest.mark.parametrize(("time", "expected"), WAIVERS, ids=str)
def test_waivers_are_those_of_then(client: httpx.Client, time: Mapping[str, str], expected: Mapping[str, bool]) -> None:
    """Waivers are those that were known, from when they were decided, and run out by the day; SPARQL says the same."""
    told = client.get("/api/v1/waivers", params=time).json()
    assert {one["iri"]: one["expired"] for one in told["items"]} == expected
    past = client.get("/api/v1/waivers", params={"expired": "true", **time}).json()["items"]
    assert [one["iri"] for one in past] == [iri for iri, passed in expected.items() if passed]
    rows = client.get("/sparql", params={"query": told["meta"]["sparql"], "format": "csv", **time}).text
    assert {row["iri"]: row["expired"] == "true" for row in csv.DictReader(rows.splitlines())} == expected


def test_a_link_of_then_is_told_with_what_was_known_of_it(client: httpx.Client) -> None:
    """What its end was reworded to, and who had reviewed it; what came later is not there."""
    (suspect,) = client.get("/api/v1/links", params={"known": "2", "suspect": "true"}).json()["items"]
    (changed,) = suspect["changed"]
    assert (suspect["review"], suspect["since"], changed["end"]) == (None, 1, "to")
    runs = [run for text in changed["texts"] for run in text["runs"]]
    assert "andra" in str(runs)
    assert "annat" in str(runs)
    reviewed = {one["iri"]: one["review"] for one in client.get("/api/v1/links?known=3&as_of=2018").json()["items"]}
    assert reviewed[WITHIN]["who"] == "en granskare"


def test_lists_of_then_lead_on_in_the_same_time(client: httpx.Client) -> None:
    """Answers say of which time they are, and links to further pages keep it, for CSV too."""
    first = client.get("/api/v1/links", params={"known": "2", "as_of": "2022", "limit": "1"})
    assert first.headers["x-as-of"] == "as_of=2022-12-31&known=2"
    assert first.json()["meta"]["as_of"]["in_force"] == "2022-12-31"
    second = client.get(first.links["next"]["url"])
    found = [one["iri"] for answer in (first, second) for one in answer.json()["items"]]
    assert found == sorted((WITHIN, BETWEEN))
    written = client.get("/api/v1/waivers.csv", params={"known": "4", "as_of": "2022-07-01", "limit": "1"})
    assert PASSED in written.text
    assert LASTING in client.get(written.links["next"]["url"]).text
    of_plan = client.get("/api/v1/links", params={"known": "2", "plan": EARLY, "as_of": "2019"}).json()["items"]
    assert [one["iri"] for one in of_plan] == [WITHIN]


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("POST", "/api/v1/reviews"),
        ("POST", "/api/v1/reviews/check"),
        ("POST", "/api/v1/waivers"),
        ("POST", "/api/v1/waivers/check"),
        ("DELETE", f"/api/v1/waivers/undantag/effektmal/{EARLY}/mal/1"),
    ],
)
def test_what_is_decided_is_of_now(client: httpx.Client, method: str, address: str) -> None:
    """Whoever decides something with a time in the address is told that there is none, and nothing is kept."""
    for name, value in (("as_of", "2019"), ("known", "1")):
        answer = client.request(method, address, params={name: value, "message": "x"}, json={})
        assert (answer.status_code, answer.json()["code"]) == (400, "decided_now"), answer.text
    assert client.get("/api/v1/changes").json()["meta"]["total"] == 5


def test_a_fixed_time_is_served_with_its_links_and_waivers(ledger: str, tmp_path: Path) -> None:
    """A service of one other time alone tells links and waivers as they stood then."""
    for arguments, links, waivers in (
        (("--known", "2"), {**VALID, WITHIN: "suspect"}, {}),
        (("--known", "4", "--as-of", "2022-07-01"), VALID, {PASSED: True, LASTING: False}),
        (("--known", "4", "--as-of", "2020"), {WITHIN: "valid"}, {PASSED: False}),
    ):
        running = serving.start(tmp_path / "log", *arguments, REDTHREAD_LEDGER=ledger)
        with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as client:
            listed = client.get("/api/v1/links").json()["items"]
            assert {one["iri"]: one["validity"] for one in listed} == links
            listed = client.get("/api/v1/waivers").json()["items"]
            assert {one["iri"]: one["expired"] for one in listed} == waivers
        assert running.stop() == 0
