"""Search over HTTP."""

import csv
import io
import re
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.api.past import PARAMETERS
from graph_service.model import answers
from graph_service.model.search import Group, Hit
from graph_service.questions.search.query import LONGEST, MOST_WORDS

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

SEARCH = "/api/v1/search"
BASE = "https://w3id.org/redthread/id/"
PLAN = "fyrbodal-2020-2022"


def _ids(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [hit["id"] for hit in answer.json()["items"]]


def test_the_answer_is_as_documented(client: httpx.Client) -> None:
    """An answer has its meta part, the groups, whether all words were found, and the hits with what they show."""
    answer = client.get(SEARCH, params={"q": "digital infrastruktur", "lang": "en"})
    body = answer.json()
    meta = TypeAdapter(answers.Meta).validate_python(body["meta"])
    hits = TypeAdapter(list[Hit]).validate_python(body["items"])
    groups = TypeAdapter(list[Group]).validate_python(body["groups"])
    assert meta.snapshot == answer.headers["x-snapshot"]
    assert meta.total == meta.count == len(hits) == sum(group.count for group in groups)
    assert body["complete"] is True
    assert (hits[0].id, hits[0].kind, hits[0].kind_label, hits[0].code) == (
        f"{PLAN}/fokusomrade/3.4",
        "FocusArea",
        "Focus area",
        "3.4",
    )
    assert [piece.text for piece in hits[0].snippet if piece.matched] == ["Digital", "infrastruktur"]
    assert f"{PLAN}/effektmal/4B" in {hit.id for hit in hits}


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "digital infrastruktur"},
        {"q": "digital", "limit": "20", "offset": "40"},
        {"q": "hälsa", "lang": "en", "kind": "Plan"},
        {"q": "kommun", "plan": PLAN, "limit": "3"},
        {"q": "halsa"},
        {"q": "xyzzy"},
    ],
)
def test_the_query_of_an_answer_gives_its_hits(client: httpx.Client, asked: dict[str, str]) -> None:
    """The SPARQL in the meta part, asked as it stands, gives the same things in the same order with the same names."""
    body = client.get(SEARCH, params=asked).json()
    answer = client.get("/sparql", params={"query": body["meta"]["sparql"], "format": "json"})
    rows = [{name: term["value"] for name, term in row.items()} for row in answer.json()["results"]["bindings"]]
    columns = [name for name in answer.json()["head"]["vars"] if name != "rank"]
    assert [[row.get(name, "") for name in columns] for row in rows] == [
        [hit[name] for name in columns] for hit in body["items"]
    ]


def test_a_page_too_long_for_a_query_says_that_there_is_none(client: httpx.Client) -> None:
    """Of more hits than fit into a query, the answer has no SPARQL, and is whole all the same."""
    body = client.get(SEARCH, params={"q": "kommun", "limit": "10000"}).json()
    assert body["meta"]["sparql"] is None
    assert len(body["items"]) == body["meta"]["total"] > 300


def test_the_pages_of_a_search_are_the_search(client: httpx.Client) -> None:
    """Following the next links gives every hit once, in order, and the groups stay the same."""
    whole = client.get(SEARCH, params={"q": "e-hälsa", "limit": "10000"})
    url: str | None = f"{SEARCH}?q=e-h%C3%A4lsa&limit=17"
    gathered: list[str] = []
    while url:
        page = client.get(url)
        gathered += _ids(page)
        assert page.json()["groups"] == whole.json()["groups"]
        url = {relation: link for link, relation in re.findall(r'<([^>]+)>; rel="(\w+)"', page.headers["link"])}.get(
            "next"
        )
    assert gathered == _ids(whole)


def test_a_kind_and_a_plan_narrow_a_search(client: httpx.Client) -> None:
    """Hits are of the kind and in the plan that are asked for, by whichever of their names."""
    goals = client.get(SEARCH, params={"q": "digital", "kind": "Goal", "limit": "1000"}).json()
    assert {hit["kind"] for hit in goals["items"]} > {"EffectGoal", "OverallGoal"}
    by_label = client.get(SEARCH, params={"q": "digital", "kind": "Mål", "limit": "1000"}).json()
    assert by_label["items"] == goals["items"]
    for name in (PLAN, BASE + PLAN, "Handlingsplan för digitalisering i Fyrbodal"):
        within = client.get(SEARCH, params={"q": "digital", "plan": name, "limit": "1000"}).json()
        assert {hit["plan"] for hit in within["items"]} == {BASE + PLAN, ""}
        assert {hit["iri"] for hit in within["items"] if not hit["plan"]} == {BASE + PLAN}


def test_a_search_is_a_table_for_a_spreadsheet(client: httpx.Client) -> None:
    """As CSV, each hit is a row, with what is shown of it in one cell."""
    hits = client.get(SEARCH, params={"q": "NPÖ", "limit": "1000"}).json()["items"]
    for answer in (
        client.get(SEARCH, params={"q": "NPÖ", "format": "csv"}),
        client.get(f"{SEARCH}.csv", params={"q": "NPÖ"}),
        client.get(SEARCH, params={"q": "NPÖ"}, headers={"Accept": "text/csv"}),
    ):
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert [row["id"] for row in rows] == [hit["id"] for hit in hits]
        assert [row["snippet"] for row in rows] == ["".join(p["text"] for p in hit["snippet"]) for hit in hits]


@pytest.mark.parametrize(("lang", "label"), [("sv", "Effektmål"), ("en", "Effect goal")])
def test_names_are_in_the_language_asked_for(client: httpx.Client, lang: str, label: str) -> None:
    """Kinds are named in the language that is asked for; what is found is the same."""
    answer = client.get(SEARCH, params={"q": "4B", "lang": lang})
    assert answer.headers["content-language"] == lang
    (hit,) = answer.json()["items"]
    assert (hit["id"], hit["kind_label"]) == (f"{PLAN}/effektmal/4B", label)


def test_nothing_found_is_an_answer(client: httpx.Client) -> None:
    """A search that finds nothing is answered with nothing."""
    body = client.get(SEARCH, params={"q": "xyzzy"}).json()
    assert (body["items"], body["groups"], body["meta"]["total"]) == ([], [], 0)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("", 400, "parameter_required"),
        ("q=", 400, "search_empty"),
        ("q=%20", 400, "search_empty"),
        ("q=%00", 400, "search_empty"),
        ("q=%22*", 400, "search_empty"),
        ("q=a&q=b", 400, "parameter_twice"),
        ("text=a", 400, "parameter_unexpected"),
        (f"q={'a' * (LONGEST + 1)}", 400, "search_long"),
        (f"q={'+'.join(f'ord{number}' for number in range(MOST_WORDS + 1))}", 400, "search_words"),
        (f"q={'a' * 10_000}", 400, "search_long"),
        ("q=a&kind=", 404, "unknown_kind"),
        ("q=a&kind=Gaol", 404, "unknown_kind"),
        (f"q=a&kind={'a' * 2_000}", 400, "parameter_long"),
        ("q=a&plan=", 404, "empty_name"),
        ("q=a&plan=nowhere", 404, "unknown_document"),
        ("q=a&plan=strategi", 409, "ambiguous_code"),
        ("q=a&limit=0", 400, "parameter_least"),
        ("q=a&format=xml", 400, "parameter_choice"),
        ("q=a&lang=fr", 400, "parameter_choice"),
    ],
)
def test_a_wrong_search_is_told_with_what_would_be_right(
    client: httpx.Client, asked: str, status: int, code: str
) -> None:
    """What cannot be searched for, and what is not there to narrow it by, is a problem document."""
    answer = client.get(f"{SEARCH}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "words", ['"', "NEAR(a b)", "a OR", "title:x", "'; DROP TABLE names", "<script>", "}{", "%00a"]
)
def test_signs_of_the_engine_mean_nothing(client: httpx.Client, words: str) -> None:
    """No sign reaches the full-text engine or the query as anything but a letter of a word."""
    answer = client.get(SEARCH, params={"q": f"npö {words}"})
    assert answer.status_code == 200
    assert answer.json()["meta"]["total"]


def test_the_documented_example_works(client: httpx.Client) -> None:
    """The example of the OpenAPI document finds something, and every parameter is described."""
    route: dict[str, Any] = client.get("/openapi.json").json()["paths"][SEARCH]["get"]
    described = {parameter["name"]: parameter for parameter in route["parameters"]}
    assert set(described) == {"q", "kind", "plan", "format", "limit", "offset", "lang", *PARAMETERS}
    assert all(parameter["description"] for parameter in described.values())
    asked = {name: described[name]["schema"]["examples"][0] for name in ("q",)}
    assert _ids(client.get(SEARCH, params=asked))
