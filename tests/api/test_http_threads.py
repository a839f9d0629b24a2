"""Threads over HTTP."""

from urllib.parse import quote

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.api import answers

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

BASE = "https://w3id.org/redthread/id/"
GOAL = "fyrbodal-2020-2022/effektmal/4B"
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
    assert answer.json()["start"] == BASE + GOAL


def test_words_with_swedish_letters_name_a_thing(client: httpx.Client) -> None:
    """A title is found by its words, in any case, as UTF-8 in percent-encoding."""
    starts = {client.get(THREADS + quote(words)).json()["start"] for words in ("Digitala möten", "DIGITALA MÖTEN")}
    assert len(starts) == 1


def test_a_thread_says_what_it_is_and_where_it_comes_from(client: httpx.Client) -> None:
    """The answer is as documented, and its meta part has snapshot, verdict, counts and whether anything is left out."""
    answer = client.get(THREADS + GOAL)
    thread = TypeAdapter(answers.ThreadAnswer).validate_json(answer.content)
    health = client.get("/health").json()
    assert thread.meta.snapshot == health["snapshot"] == answer.headers["x-snapshot"]
    assert thread.meta.verdict.conforms
    assert thread.meta.count == thread.meta.total == len(thread.up) + len(thread.down)
    assert not thread.meta.truncated
    ends = {end for hop in (*thread.up, *thread.down) for end in (hop.lower, hop.upper)}
    assert ends | {thread.start} == set(thread.nodes)


def test_the_hops_of_a_thread_are_rows_of_its_query(client: httpx.Client) -> None:
    """The SPARQL in the meta part, asked as it stands, gives every hop of the thread."""
    thread = client.get(THREADS + GOAL).json()
    rows = client.get("/sparql", params={"query": thread["meta"]["sparql"]}).json()["results"]["bindings"]
    stated = {(row["link"]["value"], row["from"]["value"], row["to"]["value"]) for row in rows}
    assert {(hop["link"], hop["lower"], hop["upper"]) for hop in (*thread["up"], *thread["down"])} <= stated


def test_direction_basis_and_depth_narrow_a_thread(client: httpx.Client) -> None:
    """One direction leaves the other out, a basis leaves other links out, and a cut thread says that it is cut."""
    whole = client.get(THREADS + GOAL).json()
    up = client.get(THREADS + GOAL, params={"direction": "up"}).json()
    assert (up["up"], up["down"]) == (whole["up"], [])
    stated = client.get(THREADS + GOAL, params={"basis": "stated"}).json()
    assert {hop["evidence"]["basis"] for hop in (*stated["up"], *stated["down"])} == {"stated"}
    both = client.get(THREADS + GOAL, params={"basis": ["stated", "inferred"]}).json()
    assert both == whole
    near = client.get(THREADS + GOAL, params={"depth": 1}).json()
    assert near["meta"]["truncated"]
    assert near["meta"]["count"] < whole["meta"]["count"]


def test_an_unknown_name_suggests_a_known_one(client: httpx.Client) -> None:
    """A name that is nearly right is 404, with the right one in the message and where to search."""
    answer = client.get(THREADS + GOAL.replace("effektmal", "effektmål"), params={"lang": "en"})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_thing")
    assert "Did you mean fyrbodal-2020-2022/effektmal/4" in answer.json()["detail"]
    assert "/api/v1/questions/var-star-det" in answer.json()["detail"]


def test_an_ambiguous_code_lists_what_it_could_mean(client: httpx.Client) -> None:
    """A code of several things is 409, and each candidate is a name that means one thing."""
    answer = client.get(f"{THREADS}7")
    assert (answer.status_code, answer.json()["code"]) == (409, "ambiguous_code")
    candidates = answer.json()["candidates"]
    assert len(candidates) > 1
    for candidate in candidates:
        assert client.get(THREADS + candidate["id"]).json()["start"] == BASE + candidate["id"]


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
        ("Depth=1", "parameter_unexpected", "direction, depth, basis, lang"),
        ("%00=1", "parameter_unexpected", "depth"),
    ],
)
def test_a_wrong_parameter_is_told_with_what_would_be_right(
    client: httpx.Client, asked: str, code: str, mentions: str
) -> None:
    """A parameter that is unknown, doubled or out of range is 400, and the message says what it takes."""
    answer = client.get(f"{THREADS}{GOAL}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert mentions in answer.json()["detail"]
