"""Threads over HTTP."""

import csv
import io
from urllib.parse import quote

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.model import answers
from graph_service.model.thread import Counts, Step, Way

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

BASE = "https://w3id.org/redthread/id/"
GOAL = "fyrbodal-2020-2022/effektmal/4B"
STRATEGY = "nationell-digitaliseringsstrategi-2017/overgripande-mal/1"
THREADS = "/api/v1/threads/"


@pytest.mark.parametrize(
    "name",
    [
        GOAL,
        quote(GOAL, safe=""),
        BASE + GOAL,
        quote(BASE + GOAL, safe=""),
        "4B",
        "4b",
        "%204B%20",
    ],
)
def test_a_thing_can_be_named_in_many_ways(client: httpx.Client, name: str) -> None:
    """A short path, a full IRI or a code leads to the same thread, encoded or not."""
    answer = client.get(THREADS + name)
    assert answer.status_code == 200
    assert answer.json()["start"]["iri"] == BASE + GOAL


def test_words_with_swedish_letters_name_a_thing(client: httpx.Client) -> None:
    """A title is found by its words, in any case, as UTF-8 in percent-encoding."""
    names = (quote(words) for words in ("Digitala möten", "DIGITALA MÖTEN"))
    starts = {client.get(THREADS + name).json()["start"]["iri"] for name in names}
    assert len(starts) == 1


def test_a_thread_says_what_it_is_and_where_it_comes_from(client: httpx.Client) -> None:
    """The answer is as documented, and its meta part has snapshot, verdict, counts and whether anything is left out."""
    answer = client.get(THREADS + GOAL)
    body = answer.json()
    meta = TypeAdapter(answers.Meta).validate_python(body["meta"])
    steps = TypeAdapter(list[Step]).validate_python(body["items"])
    counts = TypeAdapter(dict[Way, Counts]).validate_python(body["counts"])
    health = client.get("/health").json()
    assert meta.snapshot == health["snapshot"] == answer.headers["x-snapshot"]
    assert meta.verdict.conforms
    assert meta.count == meta.total == len(steps) == sum(way.hops for way in counts.values())
    assert not meta.truncated
    for step in steps:
        assert step.thing.iri == (step.upper if step.way == "up" else step.lower)
    assert body["start"]["title"].startswith("En digital infrastruktur")


def test_a_goal_hangs_together_as_the_plan_says(client: httpx.Client) -> None:
    """4B lies in focus area 3.4; the initiatives whose sections name it, 4.1 and 4.2, lead to it, with their words."""
    steps = client.get(THREADS + GOAL, params={"depth": 1, "lang": "en"}).json()["items"]
    told = [(s["way"], s["relation"], s["thing"]["code"], s["evidence"]["locator"]) for s in steps]
    assert told == [
        ("up", "inArea", "3.4", "avsnitt 3.4, rubrik EFFEKT MÅL"),
        ("down", "contributesTo", "4.1", "avsnitt 4.1, rubrik EFFEKT MÅL"),
        ("down", "contributesTo", "4.2", "avsnitt 4.2, rubrik EFFEKT MÅL"),
    ]
    assert {s["evidence"]["source"] for s in steps} == {"Handlingsplan för digitalisering i Fyrbodal 2020–2022"}


@pytest.mark.parametrize("asked", ["", "direction=up", "direction=down&depth=1", "basis=stated", "basis=proposed"])
@pytest.mark.parametrize("name", [GOAL, "e-halsa-mall-2016/aktivitet/8", STRATEGY, "org/skr"])
def test_the_query_of_a_thread_gives_its_steps(client: httpx.Client, name: str, asked: str) -> None:
    """The SPARQL in the meta part, asked as it stands, gives the same hops with the same words, whatever the page."""
    thread = client.get(f"{THREADS}{name}?{asked}", params={"limit": 10_000, "lang": "en"}).json()
    rows = client.get("/sparql", params={"query": thread["meta"]["sparql"]}).json()["results"]["bindings"]
    stated = {(r["way"]["value"], r["link"]["value"], r.get("quote", {}).get("value", "")) for r in rows}
    assert {(s["way"], s["link"], s["evidence"]["quote"]) for s in thread["items"]} == stated
    assert len(rows) == thread["meta"]["total"]
    page = client.get(f"{THREADS}{name}?{asked}", params={"limit": 1, "lang": "en"}).json()
    assert page["meta"]["sparql"] == thread["meta"]["sparql"]
    assert page["counts"] == thread["counts"]


def test_direction_basis_and_depth_narrow_a_thread(client: httpx.Client) -> None:
    """One direction leaves the other out, a basis leaves other links out, and a cut thread says that it goes on."""
    whole = client.get(THREADS + GOAL).json()
    up = client.get(THREADS + GOAL, params={"direction": "up"}).json()
    assert up["items"] == [step for step in whole["items"] if step["way"] == "up"]
    assert up["counts"] == {"up": whole["counts"]["up"]}
    stated = client.get(THREADS + GOAL, params={"basis": "stated"}).json()
    assert {step["evidence"]["basis"] for step in stated["items"]} == {"stated"}
    both = client.get(THREADS + GOAL, params={"basis": ["stated", "inferred"]}).json()
    assert both == whole
    assert not any(way["more"] for way in whole["counts"].values())
    near = client.get(THREADS + GOAL, params={"depth": 1}).json()
    assert near["counts"]["up"]["more"]
    assert near["items"] == [step for step in whole["items"] if step["depth"] == 1]


def test_a_wide_thread_comes_in_pages(client: httpx.Client) -> None:
    """Following the links to the next page gives every step once, the nearest first; the counts are of the whole."""
    asked = f"{THREADS}{STRATEGY}?direction=down"
    whole = client.get(asked, params={"direction": "down", "limit": 10_000}).json()
    steps, page = [], client.get(asked, params={"direction": "down", "limit": 60})
    while True:
        body = page.json()
        assert (body["counts"], body["meta"]["total"]) == (whole["counts"], whole["meta"]["total"])
        assert body["meta"]["truncated"]
        steps += body["items"]
        if "next" not in page.links:
            break
        page = client.get(page.links["next"]["url"])
    assert steps == whole["items"]
    assert [step["depth"] for step in steps] == sorted(step["depth"] for step in steps)
    assert len(steps) > 60


def test_a_thread_is_a_table_too(client: httpx.Client) -> None:
    """As CSV there is a row for each step, with the thing that it reaches and the words it rests on."""
    steps = client.get(THREADS + GOAL).json()["items"]
    answer = client.get(f"{THREADS}{GOAL}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(r["way"], r["depth"], r["thing_title"], r["evidence_quote"]) for r in rows] == [
        (s["way"], str(s["depth"]), s["thing"]["title"], s["evidence"]["quote"]) for s in steps
    ]


def test_what_no_thread_runs_through_has_an_empty_one(client: httpx.Client) -> None:
    """An organisation is known, and nothing leads to it or from it."""
    body = client.get(f"{THREADS}org/skr", params={"lang": "en"}).json()
    assert body["start"]["title"] == "Swedish Association of Local Authorities and Regions"
    assert (body["items"], body["meta"]["total"], body["counts"]["up"]["things"]) == ([], 0, 0)


def test_a_link_has_no_thread(client: httpx.Client) -> None:
    """A link is a step of threads, and an empty thread would say that nothing hangs on it: the way out is its ends."""
    answer = client.get(f"{THREADS}fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B", params={"lang": "en"})
    assert (answer.status_code, answer.json()["code"]) == (400, "link_meant")
    assert "what it goes from or to" in answer.json()["detail"]


def test_an_unknown_name_suggests_a_known_one(client: httpx.Client) -> None:
    """A name that is nearly right is 404, with the right one in the message and where to search."""
    answer = client.get(THREADS + GOAL.replace("effektmal", "effektmål"), params={"lang": "en"})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_thing")
    assert "Did you mean fyrbodal-2020-2022/effektmal/4" in answer.json()["detail"]
    assert "/api/v1/search?q=" in answer.json()["detail"]


def test_an_ambiguous_code_lists_what_it_could_mean(client: httpx.Client) -> None:
    """A code of several things is 409, and each candidate is a name that means one thing."""
    answer = client.get(f"{THREADS}7")
    assert (answer.status_code, answer.json()["code"]) == (409, "ambiguous_code")
    candidates = answer.json()["candidates"]
    assert len(candidates) > 1
    for candidate in candidates:
        assert client.get(THREADS + candidate["id"]).json()["start"]["iri"] == BASE + candidate["id"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "%20",
        "%00",
        "a%00b",
        "%E5",
        "%ED%A0%80",
        "%EF%BF%BF",
        "%zz%4",
        "%0d%0aX-Evil:%20yes",
        "%F0%9F%98%80",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "%22%3E%20%7D%20%7B",
        "urn:x%3E%20%3Chttp:a",
        "http:%2F%2F%5Bx",
        "http://a:b/",
        "a:%23b%23c",
        "file:///etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "_:a",
        GOAL + "/",
    ],
)
def test_a_hostile_name_stands_for_nothing(client: httpx.Client, name: str) -> None:
    """Control characters, markup, broken encodings and IRIs that are none are simply unknown, and change no header."""
    answer = client.get(THREADS + name)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "x-evil" not in answer.headers


@pytest.mark.parametrize("name", ["a" * 5_000, "a%20" * 5_000])
def test_a_name_too_long_to_be_one_is_refused(client: httpx.Client, name: str) -> None:
    """A name longer than any title is not looked up, and the limit is told."""
    answer = client.get(THREADS + name)
    assert (answer.status_code, answer.json()["code"]) == (400, "parameter_long")
    assert "1000" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("asked", "code", "mentions"),
    [
        ("direction=sideways", "parameter_choice", "up, down, both"),
        ("direction=UP", "parameter_choice", "UP"),
        ("direction=", "parameter_choice", "direction"),
        ("depth=0", "parameter_least", "1"),
        ("depth=-1", "parameter_least", "-1"),
        ("depth=101", "parameter_most", "100"),
        (f"depth={'9' * 30}", "parameter_most", "100"),
        (f"depth={'9' * 5_000}", "parameter_number", "…"),
        ("depth=1e3", "parameter_number", "1e3"),
        ("depth=", "parameter_number", "depth"),
        ("depth=1&depth=2", "parameter_twice", "2"),
        ("basis=hearsay", "parameter_choice", "stated, inferred, proposed"),
        ("basis=stated,inferred", "parameter_choice", "stated,inferred"),
        ("lang=fr", "parameter_choice", "sv, en"),
        ("lang=en&lang=sv", "parameter_twice", "lang"),
        ("Depth=1", "parameter_unexpected", "direction, depth, basis, format, limit, offset, lang"),
        ("%00=1", "parameter_unexpected", "depth"),
        ("limit=0", "parameter_least", "1"),
        ("limit=10001", "parameter_most", "10000"),
        ("format=turtle", "parameter_choice", "json, csv"),
    ],
)
def test_a_wrong_parameter_is_told_with_what_would_be_right(
    client: httpx.Client, asked: str, code: str, mentions: str
) -> None:
    """A parameter that is unknown, doubled or out of range is 400, and the message says what it takes."""
    answer = client.get(f"{THREADS}{GOAL}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert mentions in answer.json()["detail"]
