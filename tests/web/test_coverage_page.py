"""The coverage page: matrices whose numbers are those of the lists that they lead to."""

import csv
import io
from typing import Any

import httpx
import page_tables
import pytest
from page_tables import Row

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

PAGE = "/tackning"


def _page(client: httpx.Client, path: str = PAGE, **asked: str) -> str:
    answer = client.get(path, params={"lang": "sv", **asked} if "?" not in path else None)
    assert answer.status_code == 200, answer.text
    return answer.text


def _matrix(client: httpx.Client, **asked: str) -> list[Row]:
    return page_tables.tables(_page(client, **asked))[0]


def _row(rows: list[Row], start: str) -> Row:
    return next(row for row in rows if row.cells and row.cells[0].text.startswith(start))


def _listed(client: httpx.Client, address: str) -> int:
    body = client.get(address.replace("/tackning?", "/tackning.json?") + "&limit=10000").json()
    assert body["meta"]["total"] == len(body["items"])
    shown = page_tables.tables(_page(client, address + "&limit=10000"))
    assert sum(cell.said.get("scope") == "row" for row in shown[0] for cell in row.cells) == len(body["items"])
    return len(body["items"])


def test_each_rule_says_how_many_of_how_many(client: httpx.Client) -> None:
    """Of the effect goals 38 of 41 are covered and three are not; the rule that is shown is marked."""
    page = _page(client)
    for told in ("41 av 87", "38 av 41", "27 av 27", "38 av 38", "32 av 38"):
        assert told in page
    assert "3 otäckta" in page
    assert "15 delvis inlästa" in page
    chosen = page.partition('<li aria-current="true">')[2].partition("</li>")[0]
    assert "38 av 41" in chosen
    other = _page(client, regel="uppfoljning").partition('<li aria-current="true">')[2].partition("</li>")[0]
    assert "32 av 38" in other


def test_what_leads_to_goal_4b_is_what_the_plan_says(client: httpx.Client) -> None:
    """Initiatives 4.1, with three activities, and 4.2, with four, contribute to effect goal 4B: that is nine."""
    row = _row(_matrix(client), "4B")
    assert row.texts[1:] == ["9", "–", "9"]
    page = _page(client, row.cells[1].links[0])
    rows = page_tables.tables(page)[0][1:]
    assert len(rows) == 9
    direct = {row.cells[0].text.partition(" Insats")[0] for row in rows if row.cells[-1].text.startswith("direkt")}
    assert direct == {
        "4.1 Koncept för samordnad upphandling av IT-lösningar",
        "4.2 Digitala processer inom socialtjänst",
    }
    assert "Fyrbodals kommunalförbund" in page


def test_goals_that_nothing_leads_to_are_marked_in_words(client: httpx.Client) -> None:
    """Effect goals 1C, 2B and 3B of Fyrbodal: a dashed row that says what is missing, and 0."""
    rows = [row for row in _matrix(client) if row.said.get("class") == "bare"]
    assert [row.cells[0].text[:2] for row in rows] == ["1C", "2B", "3B"]
    assert all("Ingen insats eller aktivitet leder hit" in row.cells[0].text for row in rows)
    assert all(row.texts[-1] == "0" for row in rows)


def test_not_loaded_is_not_uncovered(client: httpx.Client) -> None:
    """Who answers for activities of a document that is loaded in part is not known, which is no gap."""
    rows = _matrix(client, regel="ansvarig")
    unknown = [row for row in rows if row.said.get("class") == "hid"]
    bare = [row for row in rows if row.said.get("class") == "bare"]
    assert (len(unknown), len(bare)) == (15, 31)
    assert all("bara delvis inläst" in row.cells[0].text for row in unknown)
    assert all("Ingen ansvarig är angiven" in row.cells[0].text for row in bare)


@pytest.mark.parametrize(
    ("rule", "by"),
    [("effektmal", "organisation"), ("leveransmal", "plan"), ("uppfoljning", "niva"), ("ansvarig", "organisation")],
)
def test_a_number_leads_to_as_many_rows(client: httpx.Client, rule: str, by: str) -> None:
    """Numbers of cells, rows, columns and of the whole: each leads to a list of just so many rows."""
    rows = _matrix(client, regel=rule, efter=by)
    numbers = [cell for row in rows for cell in row.cells if cell.tag == "td" and cell.links]
    seen = {cell.links[0]: int(cell.text.replace("\xa0", "")) for cell in numbers}
    assert len(seen) == len(numbers)
    totals = [address for address in seen if "mal=" not in address]
    for address in {*totals, *list(seen)[:4]}:
        assert _listed(client, address) == seen[address], address
    whole = next(address for address in seen if "visa=lista" in address)
    for row in rows[1:-1]:
        cells = [int(cell.text) for cell in row.cells if cell.links and cell.tag == "td"]
        assert not cells or sum(cells[:-1]) == cells[-1]
    assert seen[whole] == sum(int(row.cells[-1].text) for row in rows[1:-1] if row.cells[-1].text)


def test_the_sum_is_explained_only_where_it_needs_to_be(client: httpx.Client) -> None:
    """Activities lead to several effect goals; of the delivery goals' follow-ups each is of one goal in one plan."""
    page = _page(client)
    assert "Summan är 72 och inte 54, eftersom en aktivitet kan bidra till flera mål." in page
    rows = client.get(f"{PAGE}.json", params={"visa": "lista", "limit": 10000}).json()["items"]
    assert (len(rows), len({row["cover"]["iri"] for row in rows})) == (72, 54)
    assert "Summan är" not in _page(client, plan="e-halsa-mall-2016")
    areas = _page(client, efter="omrade", lang="en")
    assert "an activity can lead to several goals, and the same can belong to several columns" in areas


def test_activities_show_which_indicators_they_address(client: httpx.Client) -> None:
    """Table row 15 of the template names L12 and K13, row 3 names I5, I7 and I10; all known indicators are there."""
    page = _page(client)
    rows = page_tables.tables(page)[1]
    assert rows[0].texts[1:] == [
        "L Ledning 8 av 8 indikatorer berörs",
        "I Infrastruktur 5 av 5 indikatorer berörs",
        "K Kompetens 6 av 6 indikatorer berörs",
        "A Användning 8 av 8 indikatorer berörs",
    ]
    assert _row(rows, "15 ").texts[1:] == ["L12", "–", "K13", "–"]
    assert _row(rows, "3 ").texts[1:] == ["–", "I5 I7 I10", "–", "–"]
    for cell in rows[-1].cells[1:]:
        assert _listed(client, cell.links[0]) == int(cell.text)
    assert [cell.text for cell in rows[-1].cells[1:]] == ["10", "5", "6", "8"]


def test_rows_and_columns_are_chosen_with_a_form(client: httpx.Client) -> None:
    """Fields that nothing was chosen in are as none; the plan goes on into the lists and the twins."""
    rows = _matrix(client, efter="plan", plan="fyrbodal-2020-2022", mal="", grupp="", visa="", lika="")
    assert rows[0].texts == ["Mål", "Handlingsplan för digitalisering i Fyrbodal 2020–2022", "Summa"]
    assert len([row for row in rows if row.cells[0].said.get("scope") == "row"]) == 11 + 1
    body = client.get(f"{PAGE}.json", params={"plan": "fyrbodal-2020-2022", "limit": 1000}).json()
    assert body["meta"]["total"] == 11
    answer = client.get("/sparql", params={"query": body["meta"]["sparql"]}, headers={"accept": "text/csv"})
    assert [row["work"] for row in csv.DictReader(io.StringIO(answer.text))] == [str(r["work"]) for r in body["items"]]


def test_the_twins_hold_the_same(client: httpx.Client) -> None:
    """The list of a number as CSV, as JSON with its query, and as Turtle that speaks of what it lists."""
    asked = {"mal": "4B", "grupp": "org/fyrbodals-kommunalforbund"}
    body = client.get(f"{PAGE}.json", params=asked).json()
    answer = client.get("/sparql", params={"query": body["meta"]["sparql"]}, headers={"accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["cover"] for row in rows] == [item["cover"]["iri"] for item in body["items"]]
    table = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}.csv", params=asked).text)))
    assert [row["cover_iri"] for row in table] == [row["cover"] for row in rows]
    turtle = client.get(f"{PAGE}.ttl", params=asked).text
    assert "insats/4.1" in turtle


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"regel": "finns-inte"}, 404),
        ({"efter": "farg"}, 400),
        ({"plan": "finns-inte"}, 404),
        ({"mal": "finns-inte"}, 404),
        ({"grupp": "org/finns-inte"}, 404),
        ({"lika": "likaNothing"}, 400),
        ({"visa": "karta"}, 400),
        ({"mal": "x" * 1001}, 400),
        ({"okand": "1"}, 400),
        ({"plan": "<script>alert(1)</script>"}, 404),
    ],
)
def test_what_is_asked_for_wrongly_is_told(client: httpx.Client, asked: dict[str, str], status: int) -> None:
    """As a page for who reads, in their language, with nothing that runs."""
    answer = client.get(PAGE, params=asked, headers={"accept": "text/html"})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "<script" not in answer.text


def test_a_page_beyond_the_end_is_empty_and_leads_back(client: httpx.Client) -> None:
    """Its totals are still those of all rows."""
    page = _page(client, offset="10000")
    assert 'rel="prev"' in page
    assert page_tables.tables(page)[0][-1].texts[-1] == "72"


def test_english_pages_mark_what_is_swedish(client: httpx.Client) -> None:
    """The page is English; the goals keep the language of the plan."""
    page = _page(client, lang="en")
    assert "No initiative or activity leads here" in page
    assert '<span lang="sv">En digital infrastruktur som möjliggör' in page
    assert "Ingen insats" not in page


def test_the_json_says_what_the_page_does(client: httpx.Client) -> None:
    """Each cell has a row, with the number that the page shows; beside them the rules and the states."""
    body: dict[str, Any] = client.get(f"{PAGE}.json", params={"limit": 1000}).json()
    (cell,) = [item for item in body["items"] if item["thing"]["code"] == "4B"]
    assert (cell["work"], cell["direct"], cell["deep"]) == (9, 2, 7)
    assert [rule["covered"] for rule in body["rules"]] == [41, 38, 27, 38, 32]
    assert sum(item["work"] for item in body["items"]) == 72
