"""How decisions are made, as a page: the flow and the same as a table."""

import csv
import io
import re

import httpx
import page_tables
import pytest

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

PAGE = "/beslutsprocess"
STEPS = ["Idé", "Initiera", "Utreda", "Etablera", "Genomförande", "Avveckling", "Realisera"]


def _page(client: httpx.Client, **asked: str) -> str:
    answer = client.get(PAGE, params={"lang": "sv", **asked})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_flow_has_the_steps_of_appendix_5_1_in_order(client: httpx.Client) -> None:
    """Seven steps in an ordered list, each with its decisions and what is handed over."""
    page = _page(client)
    assert "7 steg, 13 beslut, 12 leveranser." in page
    flow = page.partition('<ol class="flow">')[2].partition("</ol>")[0]
    assert re.findall(r'class="step"><a href="[^"]+">(\d)\. <span>([^<]+)</span>', flow) == [
        (str(number), step) for number, step in enumerate(STEPS, 1)
    ]
    assert flow.count('<span class="kind">Beslut</span>') == 13
    assert flow.count('<span class="kind">Leverans</span>') == 12
    assert flow.count("godkänns genom beslutet ovan") == 9
    first = flow.partition("Initiera")[0]
    assert "E-rådet beslutar om insatsen prioritet." in first
    assert "källan knyter inget beslut till den" in first


def test_the_table_says_who_decides_and_where_it_stands(client: httpx.Client) -> None:
    """Each decision and deliverable once, linked to its page, with its place in the source."""
    (rows,) = page_tables.tables(_page(client))
    parts = [row for row in rows if row.cells[1].text in {"Beslut", "Leverans"}]
    assert len(parts) == 25
    row = next(row for row in parts if row.cells[0].text.startswith("Effektbokslutet godkänns"))
    assert row.texts[2:] == [
        "Fyrbodals e-råd, kommundirektörer",
        "Effektbokslut",
        "Handlingsplan för digitalisering i Fyrbodal 2020–2022, avsnitt 5.1, steget REALISERA, beslut 1",
    ]
    assert all(row.cells[0].links[0].startswith("/id/fyrbodal-2020-2022/") for row in parts)
    for address in {link for row in rows for cell in row.cells for link in cell.links}:
        assert client.get(address).status_code == 200


def test_a_document_without_a_process_leads_to_those_that_have_one(client: httpx.Client) -> None:
    """VästKom's plan has decisions, but no steps."""
    page = _page(client, plan="vastkom-2018", lang="en")
    assert "This document describes no decision process in steps." in page
    assert "/beslutsprocess?plan=fyrbodal-2020-2022" in page
    assert page_tables.tables(page) == []


def test_the_twins_hold_the_same(client: httpx.Client) -> None:
    """Seven steps and 25 parts, as CSV, by the query, and as Turtle."""
    body = client.get(f"{PAGE}.json").json()
    assert body["meta"]["total"] == 32
    answer = client.get("/sparql", params={"query": body["meta"]["sparql"]}, headers={"accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["iri"] for row in rows] == [item["iri"] for item in body["items"]]
    table = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}.csv").text)))
    assert [row["part"] for row in table] == [row["part"] for row in rows]
    assert "rt:ProcessStep" in client.get(f"{PAGE}.ttl").text


@pytest.mark.parametrize(
    ("asked", "status"), [({"plan": "finns-inte"}, 404), ({"steg": "1"}, 400), ({"plan": ""}, 200)]
)
def test_what_is_asked_for_wrongly_is_told(client: httpx.Client, asked: dict[str, str], status: int) -> None:
    """As a page for who reads; an empty field is as none."""
    answer = client.get(PAGE, params=asked, headers={"accept": "text/html"})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
