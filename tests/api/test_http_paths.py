"""Chains between two things over HTTP."""

import csv
import io

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.model.path import Between, Chain

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

PATHS = "/api/v1/paths"
ACTIVITY = "e-halsa-mall-2016/aktivitet/8"
VISION = "vision-e-halsa-2025/vision"
GOAL = "fyrbodal-2020-2022/effektmal/4B"
STRATEGY = "nationell-digitaliseringsstrategi-2017"


def _ask(client: httpx.Client, first: str, second: str, **more: str | int) -> httpx.Response:
    return client.get(PATHS, params={"from": first, "to": second, **more})


def test_a_chain_says_why_each_step_holds(client: httpx.Client) -> None:
    """Activity 8 of the template names "Regelverk" of the national action plan, which carries out the vision."""
    body = _ask(client, ACTIVITY, VISION, lang="en").json()
    (chain,) = TypeAdapter(list[Chain]).validate_python(body["items"])
    between = TypeAdapter(Between).validate_python(body["between"])
    assert (between.way, between.shortest, between.things, between.hops, between.more) == ("up", 2, 3, 2, False)
    assert [thing.title for thing in chain.things][:2] == ["Införa Singel-Sign-On (SSO).", "Regelverk"]
    first, second = chain.hops
    assert (first.relation, first.evidence.basis) == ("alignsWith", "stated")
    assert (first.evidence.locator, first.evidence.quote) == (
        "tabellrad Nr 8, kolumn Vision eHälsa 2025",
        "Regelverk (sid 6)",
    )
    assert (second.relation, second.evidence.basis) == ("contributesTo", "inferred")
    assert second.evidence.rationale.startswith("The whole action plan")
    assert body["first"]["code"] == "8"
    assert body["second"]["kind"] == "Vision"


def test_a_chain_can_be_read_from_either_end(client: httpx.Client) -> None:
    """Asked the other way round, the same chains come turned round; hops are still told upward."""
    up, down = (_ask(client, *ends).json() for ends in ((GOAL, STRATEGY), (STRATEGY, GOAL)))
    assert (up["between"]["way"], down["between"]["way"]) == ("up", "down")
    turned = [{**chain, "things": chain["things"][::-1], "hops": chain["hops"][::-1]} for chain in down["items"]]
    assert turned == up["items"]
    assert up["meta"]["sparql"] == down["meta"]["sparql"]


@pytest.mark.parametrize(
    "ends",
    [
        (ACTIVITY, VISION),
        (GOAL, STRATEGY),
        (STRATEGY, "fyrbodal-2020-2022/aktivitet/4.2-1"),
        ("vastkom-2018/projekt/digitala-moten", "vision-e-halsa-2025"),
        (VISION, GOAL),
        (GOAL, GOAL),
        ("org/skr", GOAL),
    ],
)
def test_the_query_of_paths_gives_the_hops_between(client: httpx.Client, ends: tuple[str, str]) -> None:
    """The SPARQL in the meta part gives the hops that the chains are made of, with the same words."""
    if ends[0].startswith("vastkom"):
        ends = (client.get("/api/v1/threads/Digitala möten").json()["start"]["iri"], ends[1])
    body = _ask(client, *ends, limit=1000, lang="en").json()
    rows = client.get("/sparql", params={"query": body["meta"]["sparql"]}).json()["results"]["bindings"]
    stated = {(row["link"]["value"], row.get("quote", {}).get("value", "")) for row in rows}
    assert stated == {(hop["link"], hop["evidence"]["quote"]) for chain in body["items"] for hop in chain["hops"]}
    assert body["between"]["hops"] == len(rows)


def test_chains_come_in_pages_and_as_a_table(client: httpx.Client) -> None:
    """The shortest chains come first; a page holds whole chains, and as CSV a row for each hop of them."""
    activity = "fyrbodal-2020-2022/aktivitet/4.2-1"
    whole = _ask(client, activity, STRATEGY).json()
    lengths = [chain["length"] for chain in whole["items"]]
    assert lengths == sorted(lengths)
    assert whole["meta"]["total"] == len(lengths) > 1
    second = _ask(client, activity, STRATEGY, limit=1, offset=1).json()
    assert second["items"] == whole["items"][1:2]
    assert second["meta"]["truncated"]
    answer = _ask(client, activity, STRATEGY, limit=1, offset=1, format="csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    hops = whole["items"][1]["hops"]
    assert [(row["chain"], row["link"], row["evidence_quote"]) for row in rows] == [
        ("2", hop["link"], hop["evidence"]["quote"]) for hop in hops
    ]
    assert 'rel="prev"' in answer.headers["link"]
    assert answer.headers["x-truncated"] == f"entries; limit=1; total={len(lengths)}"


def test_no_chain_is_an_answer(client: httpx.Client) -> None:
    """Two effect goals of one area do not lead to each other; they meet in the area, and what each reaches is told."""
    body = _ask(client, "fyrbodal-2020-2022/effektmal/4A", GOAL).json()
    between = TypeAdapter(Between).validate_python(body["between"])
    assert (body["items"], body["meta"]["total"]) == ([], 0)
    assert (between.way, between.shortest) == (None, 0)
    assert [thing.code for thing in between.meets] == ["3.4"]
    assert between.above is not None
    assert between.above.levels == {"national": 3, "subregional": 1}
    assert between.below is not None
    assert between.below.kinds["Initiative"] == 2


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("", 400, "parameter_required"),
        ("from=4B", 400, "parameter_required"),
        ("from=4B&to=", 404, "empty_name"),
        ("from=4B&to=9Z9Z", 404, "unknown_thing"),
        ("from=7&to=4B", 409, "ambiguous_code"),
        (f"from=4B&to={'a' * 1001}", 400, "parameter_long"),
        ("from=4B&to=4A&to=4B", 400, "parameter_twice"),
        ("from=4B&to=4A&depth=2", 400, "parameter_unexpected"),
        ("from=4B&to=%00", 404, "unknown_thing"),
        ("from=4B&to=fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B", 400, "link_meant"),
    ],
)
def test_what_is_wrong_is_told(client: httpx.Client, asked: str, status: int, code: str) -> None:
    """A missing, unknown, ambiguous or hostile end ends in a problem document."""
    answer = client.get(f"{PATHS}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_another_format_is_refused(client: httpx.Client) -> None:
    """Chains come as JSON or CSV and as nothing else."""
    answer = client.get(PATHS, params={"from": GOAL, "to": STRATEGY}, headers={"Accept": "text/turtle"})
    assert answer.status_code == 406
