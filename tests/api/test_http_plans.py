"""Documents over HTTP; what is expected was read in the source documents."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.model.plan import Plan, PlanEntry, PlanHrefs

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

BASE = "https://w3id.org/redthread/id/"
PLANS = "/api/v1/plans"
FYRBODAL = "fyrbodal-2020-2022"
SOURCES = {
    FYRBODAL,
    "vastkom-2018",
    "vastkom-resultat-2019",
    "e-halsa-mall-2016",
    "regional-digital-agenda-bakgrund",
}
"""The five source documents."""


def _listed(client: httpx.Client, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(PLANS, params=asked).json()["items"]
    return found


def test_the_list_is_as_documented_and_complete(client: httpx.Client) -> None:
    """Every document that the graph knows is listed once, the highest level first."""
    listed = _listed(client)
    TypeAdapter(list[PlanEntry]).validate_python(listed)
    named = client.get("/api/v1/questions/dokument").json()["items"]
    assert {one["iri"] for one in listed} == {row["document"] for row in named}
    assert len(listed) == len(named) > 80
    levels = [one["level"] for one in listed]
    order = ["international", "national", "regional", "subregional", "local", None]
    assert levels == sorted(levels, key=order.index)


def test_what_is_loaded_is_told_apart_from_what_is_not(client: httpx.Client) -> None:
    """The five sources are loaded whole; each other document is partly loaded or not at all, and said to be so."""
    by_content = {content: _listed(client, loaded=content) for content in ("loaded", "partlyLoaded", "notLoaded")}
    assert {one["iri"].removeprefix(BASE) for one in by_content["loaded"]} == SOURCES
    for content, listed in by_content.items():
        assert {one["content"] for one in listed} == {content}
    assert sum(map(len, by_content.values())) == len(_listed(client))
    labels = {listed[0]["content_label"] for listed in by_content.values()}
    assert labels == {"inläst", "delvis inläst", "inte inläst"}


def test_the_levels_divide_the_list(client: httpx.Client) -> None:
    """Each level has its documents, and only a document without a level is in none of them."""
    levels = ("international", "national", "regional", "subregional", "local")
    divided = [one["iri"] for level in levels for one in _listed(client, level=level)]
    assert set(divided) == {one["iri"] for one in _listed(client) if one["level"]}
    assert len(divided) == len(set(divided))


def test_an_entry_says_what_the_plan_is(client: httpx.Client) -> None:
    """Title, level, publisher and period are those of the plan; its six versions are its editions."""
    (plan,) = (one for one in _listed(client, level="subregional") if one["iri"] == BASE + FYRBODAL)
    assert plan["title"] == "Handlingsplan för digitalisering i Fyrbodal 2020–2022"
    assert plan["publishers"] == ["Fyrbodals kommunalförbund"]
    assert (plan["printed"], plan["start"], plan["end"]) == (["2020–2022"], "2020-01-01", "2022-12-31")
    assert plan["editions"] == 6
    assert plan["elements"] == client.get(f"/api/v1/elements?plan={FYRBODAL}").json()["meta"]["total"]
    english = next(one for one in _listed(client, lang="en") if one["iri"] == BASE + FYRBODAL)
    assert (english["level_label"], english["title"]) == ("sub-regional", plan["title"])


@pytest.mark.parametrize("name", [FYRBODAL, quote(FYRBODAL), BASE + FYRBODAL, quote(BASE + FYRBODAL, safe="")])
def test_a_document_can_be_named_in_many_ways(client: httpx.Client, name: str) -> None:
    """A short path or an IRI leads to the same document, encoded or not; so do words of its title."""
    assert client.get(f"{PLANS}/{name}").json()["plan"]["iri"] == BASE + FYRBODAL
    words = client.get(f"{PLANS}/{quote('handlingsplan digitalisering i fyrbodal')}").json()
    assert words["plan"]["iri"] == BASE + FYRBODAL


def test_a_document_tells_its_history(client: httpx.Client) -> None:
    """The version history has the eleven rows of the table in its order; only version 1.0 is loaded."""
    plan = client.get(f"{PLANS}/{FYRBODAL}").json()["plan"]
    TypeAdapter(Plan).validate_python(plan)
    assert [event["version"] for event in plan["events"]] == [
        *("0.1", "0.2", "0.3", "0.3", "0.4", "0.4", "0.4", "0.5", "0.5", "0.5", "1.0")
    ]
    first, last = plan["events"][0], plan["events"][-1]
    assert (first["date"], first["event"]) == ("2019-10-31", "Första utkast")
    assert (last["date"], last["event"]) == ("2020-04-03", "Publicerad på Fyrbodals hemsida.")
    assert [event["actors"][0]["title"] for event in plan["events"][6:8]] == [
        "Kommundirektörsnätverket",
        "Fyrbodals e-råd",
    ]
    assert {edition["version"]: edition["content"] for edition in plan["editions"]} == {
        **dict.fromkeys(("0.1", "0.2", "0.3", "0.4", "0.5"), "notLoaded"),
        "1.0": "loaded",
    }
    assert [edition["status"] for edition in plan["editions"]] == ["draft"] * 5 + ["current"]


def test_a_document_says_what_it_holds_and_where(client: httpx.Client) -> None:
    """The counts of each kind are those of the plan, and each list is as long as its count says."""
    answer = client.get(f"{PLANS}/{FYRBODAL}").json()
    counts = {kind["kind"]: kind["count"] for kind in answer["plan"]["kinds"]}
    assert (counts["FocusArea"], counts["EffectGoal"], counts["Initiative"], counts["Activity"]) == (5, 11, 5, 18)
    hrefs = TypeAdapter(PlanHrefs).validate_python(answer["hrefs"])
    assert set(hrefs.kinds) == set(counts)
    for kind, href in hrefs.kinds.items():
        listed = client.get(href, params={**httpx.URL(href).params, "limit": "1000"}).json()
        assert listed["meta"]["total"] == counts[kind] == len(listed["items"])
    for href in (hrefs.linked_data, hrefs.elements, hrefs.timeline, hrefs.effort, hrefs.outcomes, hrefs.validation):
        assert client.get(href).status_code == 200, href


def test_a_document_says_what_it_is_connected_with_and_why(client: httpx.Client) -> None:
    """Each connection says whether it is stated, with the words and their place, or inferred, with the reason."""
    plan = client.get(f"{PLANS}/{FYRBODAL}").json()["plan"]
    assert len(plan["links"]) > 5
    for link in plan["links"]:
        if link["basis"] == "stated":
            assert link["quote"]
            assert link["source"]["locator"]
            assert link["source"]["title"]
        else:
            assert link["rationale"]
    strategy = BASE + "nationell-digitaliseringsstrategi-2017"
    aligned = next(one for one in plan["neighbours"] if one["other"] == strategy)
    assert (aligned["relation"], aligned["direction"], aligned["links"]) == ("alignsWith", "out", 5)
    back = client.get(f"{PLANS}/nationell-digitaliseringsstrategi-2017").json()["plan"]["neighbours"]
    assert ("alignsWith", "in", 5) in {
        (one["relation"], one["direction"], one["links"]) for one in back if one["other"] == BASE + FYRBODAL
    }


def test_who_stands_behind_a_document_is_told_by_role(client: httpx.Client) -> None:
    """Who published a plan, who decided it and who answers for it are different things."""
    bodies = client.get(f"{PLANS}/{FYRBODAL}").json()["plan"]["bodies"]
    assert {(body["relation"], body["title"]) for body in bodies} >= {
        ("publisher", "Fyrbodals kommunalförbund"),
        ("decidedBy", "Kommundirektörsnätverket"),
        ("responsible", "Fyrbodals e-råd"),
    }


def test_a_document_that_is_only_named_says_where(client: httpx.Client) -> None:
    """A document that no file holds has no elements to say anything of; the words that name it are quoted."""
    plan = client.get(f"{PLANS}/dataskyddsforordningen").json()["plan"]
    assert (plan["content"], plan["editions"], plan["kinds"]) == ("notLoaded", [], [])
    assert plan["named_in"]
    assert plan["quotes"]
    assert plan["locators"]


def test_what_cannot_be_read_in_a_source_is_said(client: httpx.Client) -> None:
    """The page Resultat 2019 has a date of issue that cannot be read, which is not the same as having none."""
    plan = client.get(f"{PLANS}/vastkom-resultat-2019").json()["plan"]
    assert [(one["state"], one["property"]) for one in plan["silences"]] == [("notReadable", "issued")]


@pytest.mark.parametrize(
    ("asked", "status", "code", "mentions"),
    [
        ("?level=municipal", 400, "parameter_choice", "subregional"),
        ("?loaded=yes", 400, "parameter_choice", "partlyLoaded"),
        ("?loaded=loaded&loaded=notLoaded", 400, "parameter_twice", "loaded"),
        ("?Level=local", 400, "parameter_unexpected", "level"),
        ("?format=xml", 400, "parameter_choice", "json, csv"),
        ("/fyrbodal-2020-2023", 404, "unknown_document", "fyrbodal-2020-2022"),
        (f"/{FYRBODAL}/effektmal/4B", 404, "unknown_document", "/api/v1/plans"),
        ("/handlingsplan%20digitalisering", 409, "ambiguous_code", "vastkom-2018"),
        (f"/{FYRBODAL}?format=csv", 400, "parameter_choice", "json"),
        (f"/{FYRBODAL}.csv", 406, "not_acceptable", "application/json"),
        (f"/{'a' * 2000}", 400, "parameter_long", "1000"),
        ("/%00", 404, "unknown_document", "/api/v1/plans"),
        ("/urn:x%3E%20%3Chttp:a", 404, "unknown_document", "/api/v1/plans"),
    ],
)
def test_a_wrong_request_is_told_with_the_way_out(
    client: httpx.Client, asked: str, status: int, code: str, mentions: str
) -> None:
    """What is unknown, ambiguous, too long or of a wrong kind is a problem that says what would be right."""
    answer = client.get(PLANS + asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert mentions in answer.json()["detail"]
