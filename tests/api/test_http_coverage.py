"""Coverage over HTTP."""

import csv
import io
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.api.coverage import CoverageList
from graph_service.model.coverage import GroupCoverage, RuleCoverage, ThingCoverage

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

COVERAGE = "/api/v1/coverage"
BASE = "https://w3id.org/redthread/id/"
BY = ("plan", "level", "area", "organisation")


def _ask(client: httpx.Client, **asked: str | int) -> Any:  # noqa: ANN401 -- whatever JSON can hold
    answer = client.get(COVERAGE, params=asked)
    assert answer.status_code == 200, answer.text
    TypeAdapter(CoverageList).validate_json(answer.content)
    return answer.json()


def test_each_rule_says_how_much_is_covered(client: httpx.Client) -> None:
    """Of the shipped plans, 38 of 41 effect goals have an initiative or activity, and every indicator is addressed."""
    rows = TypeAdapter(list[RuleCoverage]).validate_python(_ask(client, lang="en")["items"])
    assert {row.rule.iri.removeprefix(f"{BASE}regel/"): (row.covered, row.of) for row in rows} == {
        "ansvarig": (41, 87),
        "effektmal": (38, 41),
        "indikator": (27, 27),
        "leveransmal": (38, 38),
        "uppfoljning": (32, 38),
    }
    assert rows[1].rule.title == "Effect goals have an initiative or activity"


def test_rules_are_divided_by_what_the_things_belong_to(client: httpx.Client) -> None:
    """Of Fyrbodal's effect goals eight of eleven are covered; one of each of the areas 3.1, 3.2 and 3.3 is not."""
    by_plan = TypeAdapter(list[RuleCoverage]).validate_python(_ask(client, by="plan")["items"])
    goals = {row.group.iri.removeprefix(BASE): row for row in by_plan if row.rule.iri.endswith("/effektmal")}
    assert {plan: (row.covered, row.of) for plan, row in goals.items()} == {
        "e-halsa-mall-2016": (30, 30),
        "fyrbodal-2020-2022": (8, 11),
    }
    assert goals["fyrbodal-2020-2022"].group.title == "Handlingsplan för digitalisering i Fyrbodal 2020–2022"
    by_area = TypeAdapter(list[RuleCoverage]).validate_python(_ask(client, by="area")["items"])
    lacking = {row.group.iri.removeprefix(BASE): row.uncovered for row in by_area if "fyrbodal" in row.group.iri}
    assert lacking == {f"fyrbodal-2020-2022/fokusomrade/3.{n}": int(n in {1, 2, 3}) for n in range(1, 6)}


def test_the_things_of_a_rule_say_how_well_they_are_covered(client: httpx.Client) -> None:
    """With a rule there is an entry for each thing; the states of all of them are counted beside every page."""
    whole = _ask(client, rule="effektmal", lang="sv")
    rows = TypeAdapter(list[ThingCoverage]).validate_python(whole["items"])
    assert len(rows) == whole["meta"]["total"] == 41
    assert {row.thing.code for row in rows if row.state == "uncovered"} == {"1C", "2B", "3B"}
    assert {row.state_text for row in rows} == {"täckt hela vägen", "otäckt"}
    assert {count["state"]: count["count"] for count in whole["counts"] if count["count"]} == {
        "coveredDeep": 38,
        "uncovered": 3,
    }
    page = _ask(client, rule="effektmal", limit=5, offset=10)
    assert page["items"] == whole["items"][10:15]
    assert page["counts"] == whole["counts"]
    assert (page["meta"]["count"], page["meta"]["total"], page["meta"]["truncated"]) == (5, 41, True)


def test_the_work_of_groups_makes_a_matrix(client: httpx.Client) -> None:
    """Divided by level, a delivery goal of the region has work on its own level, and some from the local template."""
    body = _ask(client, rule="leveransmal", by="level", limit=1000, lang="en")
    rows = TypeAdapter(list[GroupCoverage]).validate_python(body["items"])
    assert {row.group.title for row in rows} == {"regional", "local"}
    threads = {
        step["thing"]["iri"]
        for step in client.get("/api/v1/threads/vastkom-2018/mal/gits-5?direction=down&limit=1000").json()["items"]
        if step["thing"]["kind"] == "Activity"
    }
    counted = {row.group.title: row.deep for row in rows if row.thing.iri == f"{BASE}vastkom-2018/mal/gits-5"}
    assert sum(counted.values()) == len(threads)
    assert counted["local"] == len({thing for thing in threads if "/e-halsa-mall-2016/" in thing})


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("page", [{}, {"limit": 4, "offset": 3}], ids=["whole", "page"])
@pytest.mark.parametrize(
    "asked",
    [{}, *({"by": by} for by in BY), {"rule": "ansvarig"}, *({"rule": "leveransmal", "by": by} for by in BY)],
    ids=lambda asked: "-".join(asked.values()) or "rules",
)
def test_the_query_of_an_answer_gives_its_entries(
    client: httpx.Client, asked: dict[str, str], page: dict[str, int], lang: str
) -> None:
    """The SPARQL in the meta part gives the same rows in the same order, page by page, in either language."""
    body = _ask(client, **asked, **page, lang=lang)
    table = client.post("/sparql", data={"query": body["meta"]["sparql"]}).json()
    columns = [column for column in table["head"]["vars"] if column != "rule" or "rule" in body["items"][0]]
    rows = [[row.get(c, {}).get("value", "") for c in columns] for row in table["results"]["bindings"]]
    assert rows == [[_written(item[column]) for column in columns] for item in body["items"]]
    assert len(rows) == body["meta"]["count"]


def _written(value: object) -> str:
    if isinstance(value, dict):
        return str(value["iri"])
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("asked", [{}, {"rule": "effektmal"}, {"rule": "effektmal", "by": "organisation"}])
def test_an_answer_is_a_table_too(client: httpx.Client, asked: dict[str, str]) -> None:
    """As CSV every entry is a row, with IRI and title of what it is about."""
    items = _ask(client, **asked)["items"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"{COVERAGE}.csv", params=asked).text)))
    assert len(rows) == len(items)
    about = "thing" if asked else "rule"
    assert [row[f"{about}_title"] for row in rows] == [item[about]["title"] for item in items]
    assert not asked or [row["state"] for row in rows] == [item["state"] for item in items]


@pytest.mark.parametrize("name", ["effektmal", "regel/effektmal", f"{BASE}regel/effektmal", "Effect goals have an"])
def test_a_rule_can_be_named_in_many_ways(client: httpx.Client, name: str) -> None:
    """The last part of its IRI, a short path, the IRI and words from its title mean the same rule."""
    assert _ask(client, rule=name, lang="en") == _ask(client, rule="effektmal", lang="en")


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("rule=", 404, "empty_name"),
        ("rule=9Z9Z", 404, "unknown_of_kind"),
        ("rule=4B", 404, "unknown_of_kind"),
        ("rule=fyrbodal-2020-2022/effektmal/4B", 404, "unknown_of_kind"),
        ("rule=Leveransm%C3%A5l", 409, "ambiguous_code"),
        ("rule=%00", 404, "unknown_of_kind"),
        (f"rule={'a' * 1001}", 400, "parameter_long"),
        ("by=", 400, "parameter_choice"),
        ("by=year", 400, "parameter_choice"),
        ("by=plan&by=level", 400, "parameter_twice"),
        ("kind=Goal", 400, "parameter_unexpected"),
        ("limit=0", 400, "parameter_least"),
        ("format=xlsx", 400, "parameter_choice"),
    ],
)
def test_what_is_wrong_is_told(client: httpx.Client, asked: str, status: int, code: str) -> None:
    """A rule that is none, a way to divide that is none, and the like end in a problem document."""
    answer = client.get(f"{COVERAGE}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_page_after_the_end_is_empty(client: httpx.Client) -> None:
    """Beyond the last entry there are none, and how many there are is still told."""
    body = _ask(client, rule="effektmal", by="plan", offset=100_000)
    assert (body["items"], body["meta"]["total"] > 0) == ([], True)
