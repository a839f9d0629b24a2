"""What runs when, over HTTP; what is expected was read in the source documents."""

import csv
import io
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.model.timeline import Running

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

TIMELINE = "/api/v1/timeline"
TEMPLATE = "e-halsa-mall-2016"


def _listed(client: httpx.Client, **asked: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(TIMELINE, params={"limit": "1000", **asked}).json()
    TypeAdapter(list[Running]).validate_python(answer["items"])
    return answer


@pytest.mark.parametrize(
    ("year", "numbers"),
    [
        ("2015", set()),
        ("2017", {*range(1, 22), 28}),
        ("2018", None),
    ],
)
def test_the_rows_of_the_template_run_when_their_cells_say(
    client: httpx.Client, year: str, numbers: set[int] | None
) -> None:
    """In 2017 all numbered rows but 22–27 run, in 2015 none; the three printed »Utifrån behov« may run any year."""
    answer = _listed(client, year=year, plan=TEMPLATE)
    runs = {int(one["code"]) for one in answer["items"] if one["state"] == "runs"}
    if numbers is not None:
        assert runs == numbers
    undated = [one for one in answer["items"] if one["state"] == "undated"]
    assert [one["printed"] for one in undated] == [["Utifrån behov"]] * 3
    assert all("utan datum" in one["why"] for one in undated)
    assert answer["items"][-3:] == undated
    assert answer["states"] == {**({"runs": len(runs)} if runs else {}), "undated": 3}


def test_a_period_is_told_as_printed_and_as_read(client: httpx.Client) -> None:
    """The years of a cell stand for their first and last day, and the precision says that they are years."""
    items = _listed(client, plan=TEMPLATE)["items"]
    (seven,) = (one for one in items if one["code"] == "7")
    assert (seven["printed"], seven["start"], seven["end"]) == (["2016-2018"], "2016-01-01", "2018-12-31")
    assert (seven["precision"], seven["why"], seven["kind"]) == ("yearPrecision", None, "Activity")


def test_what_has_no_time_of_its_own_runs_by_its_plan(client: httpx.Client) -> None:
    """The activities and initiatives of Fyrbodal have no periods; the plan's covers 2020–2022 and no other year."""
    during = _listed(client, year="2021", plan="fyrbodal-2020-2022")
    assert during["states"] == {"runsByPlan": 18 + 5}
    assert {one["printed"][0] for one in during["items"]} == {"2020–2022"}
    for year in ("2019", "2023"):
        assert _listed(client, year=year, plan="fyrbodal-2020-2022")["items"] == []


def test_without_a_year_there_is_all(client: httpx.Client) -> None:
    """All time has all that any year has, and nothing twice."""
    whole = [one["iri"] for one in _listed(client)["items"]]
    assert len(whole) == len(set(whole))
    for year in ("2016", "2018", "2019", "2022"):
        assert {one["iri"] for one in _listed(client, year=year)["items"]} <= set(whole)


def test_reasons_are_in_the_language_asked_for_and_texts_in_the_source_s(client: httpx.Client) -> None:
    """What we say is in Swedish or English; what the plan prints stays."""
    swedish, english = (_listed(client, plan=TEMPLATE, lang=lang)["items"] for lang in ("sv", "en"))
    assert [one["title"] for one in swedish] == [one["title"] for one in english]
    assert english[-1]["why"].startswith("The source gives a time without dates")


def test_csv_has_the_same_rows(client: httpx.Client) -> None:
    """The table for a spreadsheet has a row for each entry, with empty cells where there is nothing."""
    items = _listed(client, year="2018")["items"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"{TIMELINE}.csv?year=2018").text)))
    assert [(row["iri"], row["state"], row["why"]) for row in rows] == [
        (one["iri"], one["state"], one["why"] or "") for one in items
    ]


@pytest.mark.parametrize(
    ("asked", "status", "code", "mentions"),
    [
        ("year=twenty", 400, "parameter_number", "twenty"),
        ("year=2018.5", 400, "parameter_number", "2018.5"),
        ("year=999", 400, "parameter_least", "1000"),
        ("year=3000", 400, "parameter_most", "2999"),
        (f"year={'9' * 5000}", 400, "parameter_number", "…"),
        ("year=", 400, "parameter_number", "year"),
        ("year=2017&year=2018", 400, "parameter_twice", "year"),
        ("plan=nothing", 404, "unknown_document", "nothing"),
        ("plan=", 404, "empty_name", ""),
        ("from=2017", 400, "parameter_unexpected", "year, plan"),
        ("lang=de", 400, "parameter_choice", "sv, en"),
    ],
)
def test_a_wrong_request_is_told_with_the_way_out(
    client: httpx.Client, asked: str, status: int, code: str, mentions: str
) -> None:
    """A year that is none, a plan that does not exist, or a parameter that is not there is a problem that says so."""
    answer = client.get(f"{TIMELINE}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert mentions in answer.json()["detail"]
