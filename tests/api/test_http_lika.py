"""The self-assessment LIKA over HTTP; what is expected was read in the template's column »Område i LIKA«."""

import csv
import io
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.model.lika import Addressing, AreaCount, StatusCount

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

LIKA = "/api/v1/lika"


def _answer(client: httpx.Client, **asked: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(LIKA, params=asked).json()
    TypeAdapter(list[Addressing]).validate_python(answer["items"])
    return answer


def test_the_areas_have_the_indicators_that_the_template_names(client: httpx.Client) -> None:
    """27 indicators are known, in the order of the word LIKA, and some row of the template addresses each."""
    areas = TypeAdapter(list[AreaCount]).validate_python(_answer(client)["areas"])
    assert [(area.letter, area.indicators) for area in areas] == [("L", 8), ("I", 5), ("K", 6), ("A", 8)]
    assert [area.not_addressed for area in areas] == [0, 0, 0, 0]
    items = _answer(client)["items"]
    assert len({one["indicator"] for one in items}) == 27
    assert all(one["addressed"] for one in items)


def test_each_link_is_told_with_its_evidence(client: httpx.Client) -> None:
    """Indicator L6 is addressed by row 4 and by »Ansluta till NPÖ.«, which writes »Se ovan«."""
    six = [one for one in _answer(client, area="likaManagement")["items"] if one["indicator_code"] == "L6"]
    assert [(one["code"], one["title"][:12]) for one in six] == [("4", "Bidra i regi"), (None, "Ansluta till")]
    assert six[1]["quote"] == "L6: Se ovan."
    assert {one["basis"] for one in six} == {"stated"}
    assert all(one["locator"] and one["source_title"] for one in six)


def test_an_area_has_its_own(client: httpx.Client) -> None:
    """Asked for one area, there are its indicators and its count alone; together the areas are the whole."""
    whole = {one["link"] for one in _answer(client)["items"]}
    divided = set()
    for area in ("likaManagement", "likaInfrastructure", "likaCompetence", "likaUse"):
        answer = _answer(client, area=area)
        assert {one["area"] for one in answer["items"]} == {area}
        assert [one["area"] for one in answer["areas"]] == [area]
        divided |= {one["link"] for one in answer["items"]}
    assert divided == whole


def test_the_statuses_say_what_counts(client: httpx.Client) -> None:
    """Of the six statuses all but »Ej relevant« count in the denominator of a share; no assessment is known."""
    statuses = TypeAdapter(list[StatusCount]).validate_python(_answer(client)["statuses"])
    assert {status.status_label: status.counts_in_denominator for status in statuses} == {
        "Uppnådd": True,
        "Nästan där": True,
        "Påbörjad": True,
        "Planerad": True,
        "Ej planerad": True,
        "Ej relevant": False,
    }
    assert {status.assessments for status in statuses} == {0}


def test_the_indicators_agree_with_the_named_question(client: httpx.Client) -> None:
    """What addresses each indicator is what the named question lists."""
    named = client.get("/api/v1/questions/lika-indikatorer", params={"limit": "100"}).json()["items"]
    listed: dict[str, list[str]] = {}
    for one in _answer(client)["items"]:
        listed.setdefault(one["indicator_code"], []).append(one["code"] or one["title"])
    assert listed == {row["code"]: row["activities"].split(", ") for row in named}


def test_csv_has_the_same_rows(client: httpx.Client) -> None:
    """The table for a spreadsheet has a row for each link."""
    rows = list(csv.DictReader(io.StringIO(client.get(f"{LIKA}.csv").text)))
    assert [(row["indicator"], row["link"]) for row in rows] == [
        (one["indicator"], one["link"]) for one in _answer(client)["items"]
    ]


@pytest.mark.parametrize(
    ("asked", "code", "mentions"),
    [
        ("area=Ledning", "parameter_choice", "likaManagement"),
        ("area=", "parameter_choice", "likaUse"),
        ("status=likaAchieved", "parameter_unexpected", "area"),
    ],
)
def test_a_wrong_request_is_told_with_the_way_out(client: httpx.Client, asked: str, code: str, mentions: str) -> None:
    """An area that does not exist is a problem that says which do."""
    answer = client.get(f"{LIKA}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert mentions in answer.json()["detail"]
