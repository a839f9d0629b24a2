"""What came of the goals of 2018, as a page: verdicts in words, with what was read for them."""

import csv
import io
import re

import httpx
import page_tables
import pytest
from page_tables import Row

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

PAGE = "/utfall"


def _page(client: httpx.Client, **asked: str) -> str:
    answer = client.get(PAGE, params={"lang": "sv", **asked})
    assert answer.status_code == 200, answer.text
    return answer.text


def _row(client: httpx.Client, start: str, **asked: str) -> Row:
    rows = page_tables.tables(_page(client, **asked))[0]
    return next(row for row in rows if row.cells[0].text.startswith(start))


def test_the_outcomes_are_counted_of_all_goals(client: httpx.Client) -> None:
    """Of the 21 goals of 2018 one is met, four are not, ten cannot be told, and six are no longer followed up."""
    page = _page(client)
    told = re.findall(r'<span class="big">(\d+ av 21)</span> <span class="name">([^<]+)</span>', page)
    assert told == [
        ("1 av 21", "Uppfyllt"),
        ("4 av 21", "Inte uppfyllt"),
        ("10 av 21", "Går inte att läsa ut"),
        ("6 av 21", "Följs inte upp längre"),
    ]
    goals, new = page_tables.tables(page)
    assert (len(goals) - 1, len(new) - 1) == (21, 2)


def test_a_goal_stands_beside_what_the_follow_up_says(client: httpx.Client) -> None:
    """The goal of 20 municipalities became 49, and the project was ended without success: not met, as we read it."""
    row = _row(client, "20 kommuner nyttjar NPÖ")
    goal, continued, says, time = row.texts
    assert goal.endswith("GITS – Förvaltning och fortsatt utveckling")
    assert continued.startswith("ändrat målvärde 20 49 kommuner nyttjar NPÖ istället för fax")
    assert says.startswith("Inte uppfyllt härlett ur källans ord")
    assert "Projektet som tillsattes för detta uppdrag har avslutats utan att lyckas med sitt uppdrag." in says
    assert "Så lästes orden: Det är det enda målet under rubriken" in says
    assert "rubrik Ersätta FAX av Epikris med NPÖ, kolumn Kommentar" in says
    assert time == "–"


def test_reworded_goals_show_which_words_changed(client: httpx.Client) -> None:
    """What is gone is struck out and what is new is underlined; where nothing changed there is neither."""
    page = _page(client)
    assert "<del>20</del> <ins>49</ins> kommuner nyttjar NPÖ" in page
    assert "blivit producenter till NPÖ<ins>/tjänsteplattform</ins>" in page
    rows = page_tables.tables(page)[0]
    same = [row for row in rows if row.cells[1].text.startswith("ordagrant lika")]
    assert len(same) == 8


def test_the_time_spent_is_as_printed_beside_the_plans(client: httpx.Client) -> None:
    """Row 3 of the national work: »Mer än 0 %«, where 0 % were planned."""
    assert _row(client, "Nationell tjänst för säkra digitala").cells[3].text == (
        "»Mer än 0 %«: mer än planerat planerat: »0 %«"
    )


@pytest.mark.parametrize(
    ("verdict", "goals", "new"), [("met", 1, 0), ("notMet", 4, 0), ("notRecoverable", 10, 2), ("notReported", 0, 0)]
)
def test_verdicts_are_kept_apart(client: httpx.Client, verdict: str, goals: int, new: int) -> None:
    """A choice shows as many goals as its box says, and those that are new in the later plan below."""
    page = _page(client, omdome=verdict)
    tables = page_tables.tables(page)
    assert sum(len(table) - 1 for table in tables) == goals + new
    assert f'<option value="{verdict}" selected>' in page
    assert page.count('<li aria-current="true">') == bool(goals)
    assert len(client.get(f"{PAGE}.json", params={"omdome": verdict}).json()["items"]) == goals + new
    assert ("Inget av planens mål har det utfallet." in page) == (not goals + new)


def test_a_plan_that_nothing_follows_up_says_so(client: httpx.Client) -> None:
    """No follow-up of Fyrbodal's plan is known: that is not the same as not met."""
    page = _page(client, plan="fyrbodal-2020-2022", lang="en")
    rows = page_tables.tables(page)[0]
    assert {row.cells[2].text for row in rows[1:]} == {
        "No follow-up is known Nothing that follows up the plan is known."
    }


def test_the_twins_hold_the_same(client: httpx.Client) -> None:
    """JSON with counts, CSV, the query behind them, and Turtle that speaks of the follow-ups."""
    body = client.get(f"{PAGE}.json").json()
    assert body["verdicts"] == {"met": 1, "notMet": 4, "notRecoverable": 10, "notFollowedUp": 6}
    table = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}.csv").text)))
    assert [row["goal"] for row in table] == [item["goal"] or "" for item in body["items"]]
    answer = client.get("/sparql", params={"query": body["meta"]["sparql"]}, headers={"accept": "text/csv"})
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == 23
    assert "rt:FollowUp" in client.get(f"{PAGE}.ttl").text


@pytest.mark.parametrize(
    ("asked", "status"),
    [({"omdome": "kanske"}, 400), ({"plan": "finns-inte"}, 404), ({"projekt": "gits"}, 400), ({"plan": "4B"}, 404)],
)
def test_what_is_asked_for_wrongly_is_told(client: httpx.Client, asked: dict[str, str], status: int) -> None:
    """As a page for who reads."""
    answer = client.get(PAGE, params=asked, headers={"accept": "text/html"})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
