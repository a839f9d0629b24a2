"""Gaps over HTTP."""

import csv
import io
from collections import Counter
from typing import Any, get_args

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.model import answers
from graph_service.model.gap import Gap, GapCount, GapType

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

GAPS = "/api/v1/gaps"
BASE = "https://w3id.org/redthread/id/"
PLAN = "fyrbodal-2020-2022"


def _rows(client: httpx.Client, query: str) -> list[tuple[str, ...]]:
    answer = client.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code == 200, answer.text
    columns = ("type", "thing", "cause", "target", "link")
    return [tuple(row.get(c, {"value": ""})["value"] for c in columns) for row in answer.json()["results"]["bindings"]]


def _told(item: dict[str, Any]) -> tuple[str, ...]:
    return item["type"], item["thing"]["iri"], item["cause"], item["target"], item["link"]


def test_the_answer_is_as_documented(client: httpx.Client) -> None:
    """An answer has its meta part, counts by type and cause over the whole list, and the gaps of the page."""
    answer = client.get(GAPS, params={"lang": "en"})
    body = answer.json()
    meta = TypeAdapter(answers.Meta).validate_python(body["meta"])
    gaps = TypeAdapter(list[Gap]).validate_python(body["items"])
    counts = TypeAdapter(list[GapCount]).validate_python(body["counts"])
    assert meta.snapshot == answer.headers["x-snapshot"]
    assert (meta.count, meta.truncated) == (len(gaps), True)
    assert meta.total == sum(count.count for count in counts)
    assert 'rel="next"' in answer.headers["link"]
    assert answer.headers["content-language"] == "en"


@pytest.mark.parametrize(
    "asked",
    [
        *({"type": name} for name in get_args(GapType)),
        {},
        {"limit": "7", "offset": "100"},
        {"plan": PLAN},
        {"plan": "vastkom-2018", "type": "orphaned", "limit": "3"},
        {"level": "local", "cause": "endsBelow"},
        {"cause": "declaredNotNeeded"},
        {"cause": "planNotLoaded", "lang": "en"},
    ],
)
def test_the_query_of_an_answer_gives_its_gaps(client: httpx.Client, asked: dict[str, str]) -> None:
    """The SPARQL in the meta part, asked as it stands, gives the gaps of the page in the same order."""
    body = client.get(GAPS, params=asked).json()
    assert _rows(client, body["meta"]["sparql"]) == [_told(item) for item in body["items"]]


def test_all_pages_together_are_the_list(client: httpx.Client) -> None:
    """Following the links to the next page gives every gap once, in the order of the whole list."""
    whole = client.get(GAPS, params={"limit": 10_000}).json()["items"]
    found: list[dict[str, Any]] = []
    answer = client.get(GAPS, params={"limit": 90})
    while True:
        found += answer.json()["items"]
        if "next" not in answer.links:
            break
        answer = client.get(answer.links["next"]["url"])
    assert found == whole
    assert len({_told(item) for item in whole}) == len(whole)


def test_gaps_come_as_a_table(client: httpx.Client) -> None:
    """As CSV each gap is a row, with what is near and what it rests on in columns of their own."""
    answer = client.get(f"{GAPS}.csv", params={"type": "uncovered", "lang": "sv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert [(row["thing_code"], row["nearest_thing_code"], row["cause"]) for row in rows] == [
        ("1C", "4.4", "noActivity"),
        ("2B", "4.5", "noActivity"),
        ("3B", "4.3", "noActivity"),
    ]
    assert rows[0]["nearest_text"] == "Insats 4.4 leder till Effektmål 1B, i samma område."
    assert rows[0]["evidence_locator"] == "avsnitt 3.1, rubrik EFFEKT MÅL"


def test_a_table_has_the_same_columns_whether_or_not_something_is_near(client: httpx.Client) -> None:
    """Where nothing is near, the cells of what is near are empty."""
    rows = list(csv.DictReader(io.StringIO(client.get(f"{GAPS}.csv", params={"type": "noResponsible"}).text)))
    assert "nearest" not in rows[0]
    by_code = {row["thing_code"]: row["nearest_reason"] for row in rows}
    assert (by_code["1"], by_code["8"]) == ("expectedOf", "")


def test_a_document_can_be_named_in_many_ways(client: httpx.Client) -> None:
    """A short path, an IRI or the title of a document narrow to the same gaps."""
    names = (PLAN, BASE + PLAN, "Handlingsplan för digitalisering i Fyrbodal 2020–2022")
    found = [client.get(GAPS, params={"plan": name}).json() for name in names]
    assert found[0] == found[1] == found[2]
    assert Counter(item["type"] for item in found[0]["items"]) == {"uncovered": 3, "notReported": 11}
    assert {item["thing"]["plan"] for item in found[0]["items"]} == {BASE + PLAN}


def test_a_list_without_gaps_is_an_answer(client: httpx.Client) -> None:
    """Where nothing is missing, the list is empty, as JSON and as CSV."""
    body = client.get(GAPS, params={"type": "notAddressed"}).json()
    assert (body["items"], body["counts"], body["meta"]["total"]) == ([], [], 0)
    assert client.get(f"{GAPS}.csv", params={"type": "notAddressed"}).text == ""
    assert client.get(GAPS, params={"offset": 100_000}).json()["items"] == []


@pytest.mark.parametrize(
    ("asked", "status", "code", "mentions"),
    [
        ("type=hole", 400, "parameter_choice", "uncovered, coveredShallow"),
        ("type=", 400, "parameter_choice", "notAddressed"),
        ("type=uncovered&type=orphaned", 400, "parameter_twice", "type"),
        ("type=UNCOVERED", 400, "parameter_choice", "UNCOVERED"),
        ("cause=bad+luck", 400, "parameter_choice", "declaredNotNeeded"),
        ("level=galactic", 400, "parameter_choice", "international, national"),
        ("kind=orphaned", 400, "parameter_unexpected", "type, cause, plan, level"),
        ("plan=nosuch", 404, "unknown_document", "nosuch"),
        ("plan=", 404, "empty_name", ""),
        ("plan=%00", 404, "unknown_document", ""),
        ("plan=org/skr", 404, "unknown_document", "org/skr"),
        ("plan=4B", 404, "unknown_document", "4B"),
        ("plan=nationell", 409, "ambiguous_code", "nationell-it-strategi-2006"),
        (f"plan={'a' * 2000}", 400, "parameter_long", "1000"),
        ("plan=%22%3E%20%7D%20UNION%20%7B", 404, "unknown_document", ""),
        ("limit=0", 400, "parameter_least", "1"),
        ("limit=10001", 400, "parameter_most", "10000"),
        ("format=xml", 400, "parameter_choice", "json, csv"),
        ("lang=fi", 400, "parameter_choice", "sv, en"),
    ],
)
def test_a_wrong_request_is_told_with_what_would_be_right(
    client: httpx.Client, asked: str, status: int, code: str, mentions: str
) -> None:
    """A parameter that is unknown, doubled or out of range is 400, an unknown document 404, an ambiguous one 409."""
    answer = client.get(f"{GAPS}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert mentions in answer.text


def test_what_cannot_be_written_is_told(client: httpx.Client) -> None:
    """A client that accepts only what there is not gets 406."""
    assert client.get(GAPS, headers={"Accept": "image/png"}).status_code == 406


def test_the_answer_has_an_etag(client: httpx.Client) -> None:
    """The same question of the same snapshot has the same tag, and 304 if the client has the answer already."""
    tag = client.get(GAPS).headers["etag"]
    assert client.get(GAPS, headers={"If-None-Match": tag}).status_code == 304


def test_the_document_tells_of_the_route(client: httpx.Client) -> None:
    """The OpenAPI document names the types and causes, and the examples work."""
    document = client.get("/openapi.json").json()
    route = document["paths"][GAPS]["get"]
    assert {"200", "400", "404", "406", "409", "503"} <= set(route["responses"])
    parameters = {parameter["name"]: parameter for parameter in route["parameters"]}
    assert set(get_args(GapType)) <= set(str(parameters["type"]).replace("'", " ").split())
    for example in parameters["plan"]["schema"].get("examples", []) or parameters["plan"].get("examples", []):
        assert client.get(GAPS, params={"plan": example}).status_code == 200
