"""The timeline: bars over the years of the plans, and what has no dates in the source's words."""

import csv
import io

import httpx
import page_tables
import pytest
from page_tables import Row

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

PAGE = "/tidslinje"
TEMPLATE = "e-halsa-mall-2016"


def _rows(client: httpx.Client, **asked: str) -> list[Row]:
    answer = client.get(PAGE, params={"lang": "sv", "limit": "1000", **asked})
    assert answer.status_code == 200, answer.text
    return page_tables.tables(answer.text)[0]


def _bar(row: Row, head: Row) -> tuple[str, str]:
    """Give the first and the last year that a row's bar stands under."""
    at = 0
    for cell in row.cells:
        wide = int(cell.said.get("colspan", "1"))
        if "run" in cell.said.get("class", "").split():
            return head.texts[at], head.texts[at + wide - 1]
        at += wide
    raise AssertionError(row.texts)


def _row(rows: list[Row], start: str) -> Row:
    return next(row for row in rows if row.cells[0].text.startswith(start))


def test_the_template_runs_in_the_years_that_its_table_prints(client: httpx.Client) -> None:
    """Row 2 of the template says 2016-2021, row 26 says 2019: so do the bars, under the years that there are."""
    rows = _rows(client, plan=TEMPLATE)
    head = rows[0]
    assert head.texts[3:] == ["2016", "2017", "2018", "2019", "2020", "2021"]
    printed = {"2 ": "2016-2021", "3 ": "2016-2020", "15 ": "2017-2018", "26 ": "2019"}
    for start, period in printed.items():
        row = _row(rows, start)
        assert row.cells[2].text == period
        assert _bar(row, head) == (period[:4], period[-4:])
        assert "egen tid" in row.texts


def test_a_time_of_the_plan_is_said_to_be_the_plans(client: httpx.Client) -> None:
    """Fyrbodal's activities have no time of their own; the bar takes the plan's three years and says so."""
    rows = _rows(client, plan="fyrbodal-2020-2022")
    row = _row(rows, "Framtagande av handbok")
    assert row.cells[2].text == "2020–2022"
    assert "planens tid" in row.texts
    assert _bar(row, rows[0]) == ("2020", "2022")


def test_what_has_no_dates_has_the_words_of_the_source(client: httpx.Client) -> None:
    """Three activities of the template are to be done »Utifrån behov«: last in their plan, over all years, in words."""
    rows = _rows(client, plan=TEMPLATE)
    last = rows[-3:]
    assert {row.cells[0].text.partition(" Aktivitet")[0] for row in last} == {
        "Ansluta till NPÖ.",
        "Ansluta till SSBTEK",
        "Utreda anslutning till Mina Meddelanden",
    }
    for row in last:
        assert row.cells[-1].text == "»Utifrån behov« – inga datum i källan"
        assert row.cells[-1].said["colspan"] == "6"
    english = client.get(PAGE, params={"plan": TEMPLATE, "lang": "en"}).text
    assert '<span lang="sv">»Utifrån behov«</span> – no dates in the source' in english


def test_a_year_keeps_what_runs_then_or_may(client: httpx.Client) -> None:
    """In 2019 nothing of what the template ends before runs; what has no dates may."""
    rows = _rows(client, plan=TEMPLATE, ar="2019")
    names = {row.cells[0].text.partition(" Aktivitet")[0] for row in rows[2:]}
    assert any(name.startswith("26 ") for name in names)
    assert not any(name.startswith("28 ") for name in names)
    assert "Ansluta till NPÖ." in names
    assert next(cell for cell in rows[0].cells if cell.text == "2019").said["data-now"] == ""


def test_an_organisation_keeps_what_it_answers_for_or_issued(client: httpx.Client) -> None:
    """By short path or name; the choices are those who have to do with something."""
    by_path = _rows(client, organisation="org/fyrbodals-kommunalforbund")
    assert by_path == _rows(client, organisation="Fyrbodals kommunalförbund")
    assert {row.cells[0].text[:40] for row in by_path if row.said.get("class") == "group"} == {
        "Handlingsplan för digitalisering i Fyrbo"
    }
    assert len([row for row in by_path if row.cells[0].said.get("scope") == "row"]) == 23


def test_all_of_it_stands_in_the_twins(client: httpx.Client) -> None:
    """109 activities and initiatives, as CSV too, and by the query behind them."""
    assert len([row for row in _rows(client) if row.cells[0].said.get("scope") == "row"]) == 109
    body = client.get(f"{PAGE}.json", params={"ar": "2018", "limit": 1000}).json()
    table = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}.csv", params={"ar": "2018"}).text)))
    assert [row["iri"] for row in table] == [item["iri"] for item in body["items"]]
    answer = client.get("/sparql", params={"query": body["meta"]["sparql"]}, headers={"accept": "text/csv"})
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == body["meta"]["total"]
    assert "rt:period" in client.get(f"{PAGE}.ttl", params={"plan": TEMPLATE, "limit": 1}).text


def test_a_form_that_nothing_was_chosen_in_asks_for_everything(client: httpx.Client) -> None:
    """Empty fields are as none; a year without anything is said to have nothing."""
    assert _rows(client, ar="", plan="", organisation="") == _rows(client)
    page = client.get(PAGE, params={"ar": "1850", "plan": "fyrbodal-2020-2022", "lang": "sv"}).text
    assert "Inget pågår som svarar mot valet." in page


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"ar": "i år"}, 400),
        ({"ar": "99"}, 400),
        ({"ar": "99999999999999999999999999"}, 400),
        ({"plan": "finns-inte"}, 404),
        ({"organisation": "javascript:alert(1)"}, 404),
        ({"kommun": "x"}, 400),
    ],
)
def test_what_is_asked_for_wrongly_is_told(client: httpx.Client, asked: dict[str, str], status: int) -> None:
    """As a page for who reads."""
    answer = client.get(PAGE, params=asked, headers={"accept": "text/html"})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
