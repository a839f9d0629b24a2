"""What came of goals, over HTTP; what is expected was read in the plan of 2018 and in Resultat 2019."""

import csv
import io
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.model.outcome import GoalOutcome

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

BASE = "https://w3id.org/redthread/id/"
OUTCOMES = "/api/v1/outcomes"
DROPPED = {
    "Västra Götaland har en kommunföreträdare i Ineras programgrupp",
    "Godkänd slutrapport",
    "1000 nöjda besökare på Offentliga rummet 2018",
    "Kommunerna har erbjudits deltagande i koncept med fokus på korta utbildningsfilmer",
    "SSVIT har beslutat om modell /riktlinjer för uppdragsportfölj",
    "Tre projekt genomförs inom uppdragsportföljen 2018.",
}
"""The goals of 2018 that have no counterpart among the goals of Resultat 2019."""
NEW = {
    "Västra Götalands kommuner erbjuds nationella tjänster som motsvarar kommunernas behov",
    "Fler Samordnade Individuella planer (SIP) ska göras 2019, jämfört med 2018",
}
"""The goals of 2019 that have no counterpart in the plan of 2018."""


def _listed(client: httpx.Client, **asked: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(OUTCOMES, params=asked).json()["items"]
    TypeAdapter(list[GoalOutcome]).validate_python(items)
    return items


def test_every_goal_of_2018_is_there_once(client: httpx.Client) -> None:
    """The 21 goals come in the order of the plan, then the two that are new in 2019."""
    items = _listed(client)
    goals = [one["goal"] for one in items]
    assert len(goals) == 23
    assert len(set(goals) - {None}) == 21
    assert goals[21:] == [None, None]
    assert {one["later_title"] for one in items[21:]} == NEW
    assert {one["match"] for one in items[21:]} == {"new"}


def test_a_goal_that_no_one_goes_on_with_is_not_taken_for_unreported(client: httpx.Client) -> None:
    """Six goals have no counterpart in 2019: they are no longer followed up, which is not a silent follow-up."""
    assert {one["goal_title"] for one in _listed(client, verdict="notFollowedUp")} == DROPPED
    assert _listed(client, verdict="notReported") == []
    assert _listed(client, verdict="noFollowUp") == []


def test_a_verdict_that_cannot_be_read_is_not_made_up(client: httpx.Client) -> None:
    """Where the symbol is missing and the words do not say how it went, that is the answer, with the words."""
    items = _listed(client, verdict="notRecoverable", lang="en")
    assert {one["outcome_label"] for one in items} == {"not recoverable"}
    (service,) = (one for one in items if (one["goal_title"] or "").startswith("Nationella tjänster nyttjas"))
    assert service["comment"] == (
        "Inga nya nationella tjänster har införts, tveksamt om någon nationell aktör vill tillhandahålla nya tjänster."
    )
    assert (service["time"], service["time_comparison"]) == ("Mer än 0%", "moreThanPlanned")
    assert service["basis"] is None
    assert all(one["rationale"] for one in items)


def test_a_verdict_that_the_words_give_is_told_with_them(client: httpx.Client) -> None:
    """Video meetings are met by the comment's own words; four goals are not met by theirs."""
    (met,) = _listed(client, verdict="met")
    assert met["goal_title"].startswith("Videomöten för samordnad vårdplanering")
    assert (met["match"], met["basis"]) == ("exact", "inferred")
    assert met["quote"] == "Över 70 procent av de möten som kallas till är distansmöten"
    assert met["source_title"] == "Resultat 2019"
    assert met["locator"]
    missed = {one["later_title"]: one["quote"] for one in _listed(client, verdict="notMet")}
    assert len(missed) == 4
    assert missed["Kommuner som tecknat fullmakt avropar tecknade optioner"].startswith("Inga optioner avropas")


def test_a_changed_target_is_told_with_both_wordings(client: httpx.Client) -> None:
    """Twenty municipalities became 49, eight seminars two: the same goals with other targets."""
    changed = {one["goal_title"]: one["later_title"] for one in _listed(client) if one["match"] == "changed"}
    assert changed["20 kommuner nyttjar NPÖ istället för fax vid samordnad vård och omsorgsplanering"].startswith("49 ")
    assert any(one.startswith("Åtta uppskattade") for one in changed)
    assert all(one["match_rationale"] for one in _listed(client) if one["later"] and one["goal"])


def test_the_counts_are_of_the_whole_whatever_is_shown(client: httpx.Client) -> None:
    """The counts by verdict and by match are of all goals, also where one verdict is asked for."""
    for asked in ({}, {"verdict": "met"}, {"limit": "1", "offset": "5"}):
        answer = client.get(OUTCOMES, params=asked).json()
        assert answer["verdicts"] == {"met": 1, "notMet": 4, "notRecoverable": 12, "notFollowedUp": 6}
        matches = answer["matches"]
        assert matches["new"] == 2
        assert matches["notContinued"] == 6
        assert matches["exact"] + matches["similar"] + matches["changed"] == 15


def test_a_project_has_the_outcomes_of_its_goals(client: httpx.Client) -> None:
    """The project GITS has six goals, by its IRI, path or title; the project of each goal is told."""
    project = "vastkom-2018/projekt/gits"
    for name in (project, BASE + project):
        items = _listed(client, project=name)
        assert len(items) == 6
        assert {tuple(one["projects"]) for one in items} == {(BASE + project,)}
    verdicts = client.get(OUTCOMES, params={"project": project}).json()["verdicts"]
    assert sum(verdicts.values()) == 6


def test_a_plan_that_nothing_follows_up_says_so(client: httpx.Client) -> None:
    """No follow-up of Fyrbodal's plan is known, which is not the same as its goals being left out of one."""
    items = _listed(client, plan="fyrbodal-2020-2022")
    assert len(items) == 11
    assert {one["outcome"] for one in items} == {"noFollowUp"}


def test_csv_has_the_same_rows(client: httpx.Client) -> None:
    """The table for a spreadsheet has a row for each goal, with the same words."""
    rows = list(csv.DictReader(io.StringIO(client.get(f"{OUTCOMES}.csv?lang=en").text)))
    assert [(row["goal"] or None, row["outcome"], row["comment"] or None) for row in rows] == [
        (one["goal"], one["outcome"], one["comment"]) for one in _listed(client, lang="en")
    ]


@pytest.mark.parametrize(
    ("asked", "status", "code", "mentions"),
    [
        ("verdict=failed", 400, "parameter_choice", "notRecoverable"),
        ("verdict=not reported", 400, "parameter_choice", "notReported"),
        ("project=4B", 404, "unknown_of_kind", "»Insats« heter »4B«"),
        ("project=vastkom", 404, "unknown_of_kind", "vastkom"),
        ("plan=2018", 409, "ambiguous_code", "vastkom-2018"),
        ("goal=1", 400, "parameter_unexpected", "verdict, project, plan"),
    ],
)
def test_a_wrong_request_is_told_with_the_way_out(
    client: httpx.Client, asked: str, status: int, code: str, mentions: str
) -> None:
    """A verdict, project or plan that does not exist is a problem that says what does."""
    answer = client.get(f"{OUTCOMES}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert mentions in answer.json()["detail"]
