"""What plans set aside, over HTTP; the sums were worked out from the source documents."""

import csv
import io
from collections import Counter
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.model.effort import Sum
from graph_service.questions import catalogue

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

BASE = "https://w3id.org/redthread/id/"
EFFORT = "/api/v1/effort"
TEMPLATE = "e-halsa-mall-2016"


def _listed(client: httpx.Client, **asked: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(EFFORT, params={"limit": "1000", **asked}).json()["items"]
    TypeAdapter(list[Sum]).validate_python(items)
    assert [one["summed"] for one in items] == sorted((one["summed"] for one in items), reverse=True)
    return items


def _sums(items: list[dict[str, Any]]) -> dict[tuple[str, str, str | None], tuple[float, int]]:
    return {
        (", ".join(one["group_titles"]), one["unit"], one["bound"]): (one["amount"], one["measures"])
        for one in items
        if one["summed"]
    }


def test_the_hours_of_the_template_are_summed_and_the_rest_is_listed(client: httpx.Client) -> None:
    """Eleven rows have plain hours, 3 674 together, one has a post; of the other nineteen one has two measures."""
    items = _listed(client, plan=TEMPLATE, by="unit")
    assert _sums(items) == {
        ("timmar", "hour", None): (3674, 11),
        ("heltidstjänster", "fullTimePost", "atLeast"): (1, 1),
    }
    why = Counter(one["why"] for one in items if not one["summed"])
    assert why == {
        "ownCalculation": 11,
        "ordinaryWork": 1,
        "alternativeTo": 2,
        "hourPerPerson": 3,
        "hourPerEmployee": 1,
        "hourPerObject": 1,
        "hourPerSystem": 1,
    }


def test_the_areas_of_the_template_have_their_own_sums(client: httpx.Client) -> None:
    """The hours of the four areas are those of their rows, and add up to the whole."""
    sums = _sums(_listed(client, plan=TEMPLATE, by="area"))
    hours = {area: amount for (area, unit, _), amount in sums.items() if unit == "hour"}
    assert hours == {
        "Arkitektur": (350, 2),
        "Inköp": (1300, 2),
        "Kompetens välfärdsteknik": (824, 3),
        "Organisation": (1200, 4),
    }


def test_the_posts_and_the_money_of_2018(client: httpx.Client) -> None:
    """Twelve posts are 575 per cent, the sums of money that are no part of another 5 261 590 kronor."""
    items = _listed(client, plan="vastkom-2018")
    title = "Handlingsplan – Digitalisering 2018"
    assert _sums(items) == {
        (title, "percentOfFullTimePost", None): (575, 12),
        (title, "sek", None): (3_711_590 + 440_000 + 60_000 + 50_000 + 1_000_000, 5),
    }
    rest = {(one["printed"], one["why"]) for one in items if not one["summed"]}
    assert ("Kommunikatör", "amountNotStated") in rest
    parts = {printed for printed, why in rest if why == "includedIn"}
    assert parts == {
        "Lokal och förtäring: 40 000 kr per tillfälle.",
        "Föreläsare och konferensadministration: 15 000kr.",
        "55 000, beräknat på åtta tillfälle.",
    }


def test_work_that_two_share_is_counted_once(client: httpx.Client) -> None:
    """What a director and a coordinator hold together is theirs together; no sum of either holds it."""
    sums = _sums(_listed(client, plan="vastkom-2018", by="organisation"))
    posts = {holder: amount for (holder, unit, _), (amount, _) in sums.items() if unit == "percentOfFullTimePost"}
    assert posts["Direktör, Länssamordnare"] == 20
    assert posts["Länssamordnare"] == 30
    assert sum(posts.values()) == 575


def test_the_projects_of_2018_have_their_own_sums(client: httpx.Client) -> None:
    """GITS has its share of the budget and 30 per cent of a post; »Vårdinformationsmiljö« has five posts."""
    items = _listed(client, plan="vastkom-2018", by="project")
    by_project = {(tuple(one["groups"]), one["unit"]): one["amount"] for one in items if one["summed"]}
    gits = (f"{BASE}vastkom-2018/projekt/gits",)
    assert by_project[gits, "sek"] == 3_711_590
    assert by_project[gits, "percentOfFullTimePost"] == 30
    assert by_project[(f"{BASE}vastkom-2018/projekt/vardinformationsmiljo",), "percentOfFullTimePost"] == 340


def test_what_is_at_most_is_not_added_to_what_is(client: httpx.Client) -> None:
    """70 million kronor and »upp till 20 miljoner« are two sums, of which one says that it is at most."""
    sums = _sums(_listed(client, plan="regional-digital-agenda-bakgrund", by="unit"))
    assert sums == {("kronor", "sek", None): (70_000_000, 1), ("kronor", "sek", "atMost"): (20_000_000, 1)}


def test_the_sums_agree_with_the_named_questions(client: httpx.Client) -> None:
    """Hours by area, and what cannot be summed, are what the named questions say."""
    hours = client.get("/api/v1/questions/timmar-som-kan-summeras").json()["items"]
    sums = _sums(_listed(client, plan=TEMPLATE, by="area"))
    assert {row["area"]: float(row["hours"]) for row in hours if row["activities"] != "0"} == {
        **{area: amount for (area, unit, _), (amount, _) in sums.items() if unit == "hour"},
        "Summa": 3674,
    }
    rest = client.get("/api/v1/questions/timmar-som-inte-kan-summeras").json()["items"]
    assert catalogue.find("timmar-som-inte-kan-summeras").columns[0] == "activity"
    listed = {one["element"] for one in _listed(client, plan=TEMPLATE) if not one["summed"]}
    posts = {row["activity"] for row in rest if row["printed"] == "Minst 1 heltids-tjänst"}
    assert listed == {row["activity"] for row in rest} - posts


def test_reasons_are_told_in_words(client: httpx.Client) -> None:
    """What keeps a measure from being summed is said in the language asked for."""
    for lang, words in (("sv", "antalet personer är inte känt"), ("en", "the number of persons is not known")):
        told = [one["why_text"] for one in _listed(client, plan=TEMPLATE, lang=lang) if one["why"] == "hourPerPerson"]
        assert len(told) == 3
        assert all(words in text for text in told)


def test_csv_has_the_same_rows(client: httpx.Client) -> None:
    """The table for a spreadsheet has a row for each sum and for each measure that is in none."""
    items = _listed(client, by="project")
    rows = list(csv.DictReader(io.StringIO(client.get(f"{EFFORT}.csv?by=project").text)))
    assert [(row["summed"] == "true", row["iri"] or None) for row in rows] == [
        (one["summed"], one["iri"]) for one in items
    ]


@pytest.mark.parametrize(
    ("asked", "status", "code", "mentions"),
    [
        ("by=person", 400, "parameter_choice", "plan, project, area, unit, organisation"),
        ("by=", 400, "parameter_choice", "by"),
        ("by=plan&by=unit", 400, "parameter_twice", "by"),
        ("plan=4B", 404, "unknown_document", "4B"),
        ("unit=hour", 400, "parameter_unexpected", "by, plan"),
    ],
)
def test_a_wrong_request_is_told_with_the_way_out(
    client: httpx.Client, asked: str, status: int, code: str, mentions: str
) -> None:
    """What cannot be summed by, a plan that is none, or a parameter that is not there is a problem that says so."""
    answer = client.get(f"{EFFORT}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert mentions in answer.json()["detail"]
