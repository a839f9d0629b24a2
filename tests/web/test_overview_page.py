"""The first page: what there is, in words, with the numbers that everything else has."""

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest
import serving
from conftest import Redthread

from graph_service.ledger.ledger import Ledger
from graph_service.settings import Settings
from graph_service.store import snapshot

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

ACTIVITY: Final = "Genomföra informationsklassning med kommunens antagna metod"
VISION: Final = "År 2025 ska Sverige vara bäst i världen"
EMPTY: Final = """@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<tom> a rt:Plan ; dcterms:title "Tom plan"@sv ; rt:level rt:local .
<tom/utgava/1> a rt:PlanEdition ; rt:editionOf <tom> ; rt:version "1" ; rt:editionStatus rt:current ;
    rt:content rt:loaded .
"""
"""A plan that says nothing."""


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))


def _read(client: httpx.Client, address: str) -> _Page:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return _Page(answer.text)


def test_it_opens_on_a_thread_from_the_vision_to_what_a_municipality_does(client: httpx.Client) -> None:
    """The words of the plans stand in their order, and every step says whether it is stated or inferred."""
    page = _read(client, "/?lang=sv")
    assert (
        page.text.index(VISION) < page.text.index("Antal informationssäkerhetsincidenter") < page.text.index(ACTIVITY)
    )
    assert "står i källan, tabellrad Nr 14, kolumn Effektmål" in page.text
    assert "vår slutsats, avsnitt Bakgrund, stycke 4" in page.text
    goal = client.get("/oversikt.json?lang=sv").json()["example"]["goal"]
    assert goal["title"].startswith("Antal informationssäkerhetsincidenter")
    chosen = quote(goal["iri"].removeprefix("https://w3id.org/redthread/id/"), safe="")
    assert f"/trad?vald={chosen}&lang=sv" in page.links


def test_each_layer_is_told_in_a_sentence_with_its_counts(client: httpx.Client) -> None:
    """As many as the documents have: 11 effect goals, 5 initiatives and 18 activities in Fyrbodal's plan."""
    page = _read(client, "/?lang=sv")
    assert "Vad grannkommuner gör ihop: 11 mål, 5 insatser och 18 aktiviteter i 1 dokument." in page.text
    assert "27 av 27 berörs av någon aktivitet." in page.text
    english = _read(client, "/?lang=en")
    assert "What neighbouring municipalities do together: 11 goals, 5 initiatives and 18 activities in 1 document." in (
        english.text
    )


def test_coverage_has_its_denominator_and_leads_on(client: httpx.Client) -> None:
    """38 of the 41 effect goals are covered; the box leads to the coverage, and to those three that are not."""
    page = _read(client, "/?lang=sv")
    assert "38 av 41" in page.text
    assert "%" not in page.text.replace("25 %", "")
    assert "/tackning?regel=effektmal&lang=sv" in page.links
    assert "/luckor?regel=effektmal&lang=sv" in page.links
    assert "Det finns 3" not in page.text
    assert "Se de 3 luckorna" in page.text


def test_the_worst_gaps_are_goals_that_nobody_works_towards(client: httpx.Client) -> None:
    """1C, 2B and 3B come before what a follow-up leaves out, and the page says by which rule."""
    worst = client.get("/oversikt.json?lang=sv").json()["worst"]
    assert [gap["thing"]["code"] for gap in worst[:3]] == ["1C", "2B", "3B"]
    page = _read(client, "/?lang=sv")
    assert "Först visas mål som ingen arbetar mot" in page.text
    assert "/trad?vald=fyrbodal-2020-2022%2Feffektmal%2F1C&lang=sv" in page.links


def test_the_verdict_is_that_of_the_command_line(client: httpx.Client, redthread: Redthread) -> None:
    """The same numbers as ``redthread validate`` prints."""
    done = redthread("validate", "--lang", "sv")
    numbers = re.search(r"(\d+) fel, (\d+) varningar, (\d+) upplysningar", done.stdout + done.stderr)
    assert numbers is not None, done.stdout
    page = _read(client, "/?lang=sv")
    assert f"{numbers[1]} fel {numbers[2]} varningar {numbers[3]} upplysningar" in page.text
    assert ("Planerna håller." in page.text) == (done.returncode == 0)


def test_the_questions_that_it_leads_to_are_there(client: httpx.Client) -> None:
    """Each named question is one of the catalogue, with parameters that it takes."""
    page = _read(client, "/")
    named = [urlsplit(link) for link in page.links if link.startswith("/fragor/")]
    assert len(named) > 3
    for link in named:
        given = {name: values[0] for name, values in parse_qs(link.query).items()}
        answer = client.get(link.path.replace("/fragor/", "/api/v1/questions/"), params=given)
        assert answer.status_code == 200, link
    (year,) = (parse_qs(urlsplit(link).query)["ar"][0] for link in page.links if link.startswith("/tidslinje?"))
    assert client.get("/api/v1/timeline", params={"year": year, "plan": "e-halsa-mall-2016"}).json()["items"]


def test_both_addresses_give_the_page_and_its_twins(client: httpx.Client) -> None:
    """The coverage of each rule as a table, all of it as JSON, and what it tells of as Turtle."""
    assert _read(client, "/oversikt?lang=sv").text == _read(client, "/?lang=sv").text.replace("/?", "/oversikt?")
    rows = list(csv.DictReader(io.StringIO(client.get("/oversikt.csv?lang=sv").text)))
    assert {(row["rule_title"], row["covered"], row["of"]) for row in rows} >= {
        ("Effektmål har insats eller aktivitet", "38", "41")
    }
    body = client.get("/oversikt.json").json()
    assert [layer["layer"] for layer in body["layers"]] == [
        "national",
        "regional",
        "subregional",
        "local",
        "indicators",
    ]
    assert body["gaps"] == client.get("/api/v1/gaps").json()["meta"]["total"]
    assert body["changed"] is None
    turtle = client.get("/oversikt.ttl")
    assert turtle.headers["content-type"].startswith("text/turtle")
    assert "vision-e-halsa-2025/vision" in turtle.text
    assert client.get("/", headers={"Accept": "application/json"}).json()["items"] == body["items"]


def test_what_it_does_not_know_is_refused(client: httpx.Client) -> None:
    """A parameter that it does not have is told, and no page is guessed at."""
    assert client.get("/?plan=fyrbodal-2020-2022", headers={"Accept": "application/json"}).status_code == 400


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve a plan that says nothing."""
    folder: Path = tmp_path_factory.mktemp("empty")
    (folder / "plan.ttl").write_text(EMPTY, encoding="utf-8")
    running = serving.start(folder / "log", folder / "plan.ttl")
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as made:
        yield made
    assert running.stop() == 0


def test_an_empty_plan_makes_pages_that_say_so(empty: httpx.Client) -> None:
    """Nothing is shown as covered, missing or known that is not."""
    page = _read(empty, "/?lang=sv")
    assert "Ingen aktivitet leder till något mål" in page.text
    assert "Inget är inläst här, så inget är känt om det." in page.text
    assert "Inget av det inlästa omfattas av regeln." in page.text
    assert "Ingen känd lucka" in page.text
    assert empty.get("/oversikt.json").json()["example"] is None
    assert "Det finns ingen sådan lucka." in _read(empty, "/luckor?lang=sv").text
    assert "Inget är känt som saknas." in _read(empty, "/om?lang=sv").text
    assert "Det finns inga sådana dokument." in _read(empty, "/om?niva=national&lang=sv").text


def test_the_last_change_is_told_where_there_is_a_ledger(tmp_path: Path) -> None:
    """The moment is that of the last commit."""
    ledger = tmp_path / "ledger.sqlite"
    with Ledger.open(str(ledger)) as opened:
        opened.record(None, who="redthread", why="Ny plan.", verdict={}, put=snapshot.shipped_files(Settings()))
    running = serving.start(tmp_path / "log", REDTHREAD_LEDGER=str(ledger))
    try:
        with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as client:
            changed = client.get("/oversikt.json").json()["changed"]
            (last,) = client.get("/api/v1/changes?limit=1").json()["items"]
            assert changed[:19] == last["at"][:19]
            page = _read(client, "/?lang=sv")
            assert "Planerna ändrades senast" in page.text
            assert "/versioner?lang=sv" in page.links
    finally:
        assert running.stop() == 0
