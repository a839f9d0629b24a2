"""What follows from changes, over HTTP."""

import csv
import io
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.model import answers
from graph_service.model.impact import Consequence, KindCount
from graph_service.model.thread import Node

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

IMPACT = "/api/v1/impact/"
BASE = "https://w3id.org/redthread/id/"
GOAL = "fyrbodal-2020-2022/effektmal/4B"
COLUMNS = ("kind", "thing", "rule", "before", "after", "relation", "link", "basis")


def _rows(client: httpx.Client, query: str) -> list[tuple[str, ...]]:
    answer = client.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code == 200, answer.text
    return [tuple(row.get(c, {"value": ""})["value"] for c in COLUMNS) for row in answer.json()["results"]["bindings"]]


def _told(item: dict[str, Any]) -> tuple[str, ...]:
    return tuple(item["thing"]["iri"] if column == "thing" else item[column] or "" for column in COLUMNS)


def test_the_answer_is_as_documented(client: httpx.Client) -> None:
    """An answer has its meta part, what changes and how, counts by kind, and the consequences of the page."""
    answer = client.get(IMPACT + GOAL, params={"lang": "en"})
    body = answer.json()
    meta = TypeAdapter(answers.Meta).validate_python(body["meta"])
    found = TypeAdapter(list[Consequence]).validate_python(body["items"])
    counts = TypeAdapter(list[KindCount]).validate_python(body["counts"])
    assert TypeAdapter(Node).validate_python(body["start"]).iri == BASE + GOAL
    assert body["change"] == "remove"
    assert meta.snapshot == answer.headers["x-snapshot"]
    assert (meta.count, meta.total, meta.truncated) == (14, 14, False)
    assert [(count.kind, count.count) for count in counts] == [("losesNational", 11), ("pointsAtNothing", 3)]
    assert found[0].through == f"{BASE}fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B"
    assert answer.headers["content-language"] == "en"


@pytest.mark.parametrize("change", ["remove", "alter"])
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        (GOAL, {}),
        (GOAL, {"limit": "3", "offset": "2"}),
        ("vision-e-halsa-2025/vision", {"limit": "20", "offset": "40"}),
        ("vastkom-2019/mal/gits-2", {"lang": "en"}),
        ("vastkom-2019/mal/gits-2", {"kind": "becomesSuspect"}),
        ("vastkom-resultat-2019/uppfoljning/mal-gits-2", {}),
        ("e-halsa-mall-2016/aktivitet/28", {"kind": "losesCoverage"}),
        ("org/fyrbodals-e-rad", {}),
        ("overenskommelse-2014", {}),
        ("lika-socialtjanst/L2", {}),
    ],
)
def test_the_query_of_an_answer_gives_its_consequences(
    client: httpx.Client, name: str, asked: dict[str, str], change: str
) -> None:
    """The SPARQL in the meta part, asked as it stands, gives the consequences of the page in the same order."""
    body = client.get(IMPACT + name, params={**asked, "change": change}).json()
    assert _rows(client, body["meta"]["sparql"]) == [_told(item) for item in body["items"]]


@pytest.mark.parametrize("kind", ["pointsAtNothing", "losesEvidence"])
@pytest.mark.parametrize("name", ["fyrbodal-2020-2022", "vastkom-2018", "vastkom-resultat-2019"])
def test_what_rests_on_a_document_is_given_by_a_query(client: httpx.Client, name: str, kind: str) -> None:
    """What points at a document or what it holds, and what stands nowhere else, is told by the SPARQL of the answer."""
    body = client.get(IMPACT + name, params={"kind": kind, "limit": "1000"}).json()
    assert _rows(client, body["meta"]["sparql"]) == [_told(item) for item in body["items"]]
    assert body["items"] or kind == "losesEvidence"


def test_a_document_has_consequences_that_no_query_gives(client: httpx.Client) -> None:
    """A document takes what it holds with it; the answer says that no query tells who loses the thread."""
    body = client.get(IMPACT + "skl-rekommendation-natt-2017", params={"kind": "losesNational"}).json()
    assert body["meta"]["sparql"] is None
    assert "1" in {item["thing"]["code"] for item in body["items"]}
    altered = client.get(IMPACT + "skl-rekommendation-natt-2017", params={"change": "alter"}).json()
    assert altered["meta"]["sparql"] is not None


@pytest.mark.parametrize("name", [GOAL, quote(GOAL, safe=""), quote(BASE + GOAL, safe=""), "4B", "4b"])
def test_a_thing_can_be_named_in_many_ways(client: httpx.Client, name: str) -> None:
    """A short path, a full IRI or a code leads to the same consequences, encoded or not."""
    assert client.get(IMPACT + name).json()["start"]["iri"] == BASE + GOAL


def test_all_pages_together_are_the_list(client: httpx.Client) -> None:
    """Following the links to the next page gives every consequence once."""
    whole = client.get(f"{IMPACT}vision-e-halsa-2025/vision", params={"limit": 10_000}).json()["items"]
    found: list[dict[str, Any]] = []
    answer = client.get(f"{IMPACT}vision-e-halsa-2025/vision", params={"limit": 30})
    while True:
        found += answer.json()["items"]
        if "next" not in answer.links:
            break
        answer = client.get(answer.links["next"]["url"])
    assert found == whole


def test_consequences_come_as_a_table(client: httpx.Client) -> None:
    """As CSV each consequence is a row, with the links of its path and the bodies concerned in one cell each."""
    answer = client.get(f"{IMPACT}fyrbodal-2020-2022/insats/4.4.csv", params={"kind": "losesCoverage"})
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["thing_code"], row["before"], row["after"]) == ("1B", "coveredDeep", "uncovered")
    assert row["path"] == row["through"] == f"{BASE}fyrbodal-2020-2022/lank/insats-4.4--effektmal-1B"
    assert row["bodies"] == f"{BASE}org/fyrbodals-e-rad; {BASE}org/fyrbodals-kommunalforbund"
    assert row["text"].startswith("Effektmål 1B är nu täckt hela vägen")


def test_nothing_follows_is_an_answer(client: httpx.Client) -> None:
    """Where nothing follows, the list is empty."""
    body = client.get(IMPACT + GOAL, params={"kind": "losesVision"}).json()
    assert (body["items"], body["counts"], body["meta"]["total"]) == ([], [], 0)


@pytest.mark.parametrize(
    ("asked", "status", "code", "mentions"),
    [
        (f"{GOAL}?change=burn", 400, "parameter_choice", "remove, alter"),
        (f"{GOAL}?change=", 400, "parameter_choice", "remove"),
        (f"{GOAL}?change=remove&change=alter", 400, "parameter_twice", "change"),
        (f"{GOAL}?kind=gets-better", 400, "parameter_choice", "losesNational"),
        (f"{GOAL}?what=1", 400, "parameter_unexpected", "change, kind"),
        (f"{GOAL}?limit=-1", 400, "parameter_least", "1"),
        (f"{GOAL}?format=turtle", 400, "parameter_choice", "json, csv"),
        ("fyrbodal-2020-2022/effektmål/4B", 404, "unknown_thing", "fyrbodal-2020-2022/effektmal/4"),
        ("nosuch", 404, "unknown_thing", "nosuch"),
        ("", 404, "empty_name", ""),
        ("%00", 404, "unknown_thing", ""),
        ("%22%3E%20%7D%20UNION%20%7B", 404, "unknown_thing", ""),
        ("7", 409, "ambiguous_code", "e-halsa-mall-2016/aktivitet/7"),
        ("a" * 2000, 400, "parameter_long", "1000"),
        ("fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B", 400, "link_meant", "lank/insats-4.1"),
    ],
)
def test_a_wrong_request_is_told_with_what_would_be_right(
    client: httpx.Client, asked: str, status: int, code: str, mentions: str
) -> None:
    """A wrong parameter is 400, an unknown name 404, an ambiguous one 409; a link has no consequences of its own."""
    answer = client.get(IMPACT + asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert mentions in answer.text


def test_what_cannot_be_written_is_told(client: httpx.Client) -> None:
    """A client that accepts only what there is not gets 406."""
    assert client.get(IMPACT + GOAL, headers={"Accept": "image/png"}).status_code == 406


def test_the_answer_has_an_etag(client: httpx.Client) -> None:
    """The same question of the same snapshot has the same tag, and 304 if the client has the answer already."""
    tag = client.get(IMPACT + GOAL).headers["etag"]
    assert client.get(IMPACT + GOAL, headers={"If-None-Match": tag}).status_code == 304


def test_the_document_tells_of_the_route(client: httpx.Client) -> None:
    """The OpenAPI document tells of the answers and problems, and its example works."""
    document = client.get("/openapi.json").json()
    (path,) = (path for path in document["paths"] if path.startswith("/api/v1/impact/"))
    route = document["paths"][path]["get"]
    assert {"200", "400", "404", "406", "409", "503"} <= set(route["responses"])
    (name,) = (parameter for parameter in route["parameters"] if parameter["in"] == "path")
    for example in name["schema"].get("examples", []) or name.get("examples", []):
        assert client.get(IMPACT + str(example)).status_code == 200
