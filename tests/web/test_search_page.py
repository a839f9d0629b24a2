"""Searching, as a page, and what is suggested while a search is written."""

import csv
import io
import re
from html import unescape
from typing import Any

import httpx
import pytest

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

PLAN = "fyrbodal-2020-2022"
BASE = "https://w3id.org/redthread/id/"


def _text(html: str) -> str:
    """Give what a reader sees."""
    return re.sub(r"\s+(?=[,.])|(?<=\s)\s+", "", re.sub(r"\s", " ", unescape(re.sub(r"<[^>]+>", " ", html))))


def _main(html: str) -> str:
    return html.partition("<main")[2].partition("</main>")[0]


def _suggested(client: httpx.Client, text: str, **more: str) -> list[dict[str, Any]]:
    answer = client.get("/sok/forslag", params={"q": text, **more})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


@pytest.mark.parametrize("text", ["4B", "4b", " 4B ", "Effektmål 4B", "effect goal 4b"])
def test_a_code_that_one_thing_has_opens_its_page(client: httpx.Client, text: str) -> None:
    """The code alone, or with the kind before it, leads to the page, in the language that was chosen."""
    answer = client.get("/sok", params={"q": text, "lang": "en"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/id/{PLAN}/effektmal/4B?lang=en")


def test_of_several_things_with_a_code_the_reader_chooses(client: httpx.Client) -> None:
    """Two sections, a principle and an activity have the code 1: they stand before all else."""
    page = _main(client.get("/sok", params={"q": "1", "lang": "sv"}).text)
    assert "4 saker har koden 1: välj en." in _text(page)
    first = page.partition("Har koden 1</h2>")[2].partition("</section>")[0]
    assert {unescape(href) for href in re.findall(r'class="hit"><a href="([^"?]+)', first)} == {
        f"/id/{PLAN}/avsnitt/1",
        "/id/regional-digital-agenda-bakgrund/avsnitt/1",
        "/id/svenskt-ramverk-digital-samverkan/princip/1",
        "/id/e-halsa-mall-2016/aktivitet/1",
    }


@pytest.mark.parametrize("more", [{"slag": "EffectGoal"}, {"plan": PLAN}, {"offset": "1"}, {"format": "json"}])
def test_who_narrows_a_search_gets_a_list(client: httpx.Client, more: dict[str, str]) -> None:
    """A code with filters, another part, or for a program, is answered with what was found."""
    assert client.get("/sok", params={"q": "4B", **more}).status_code == 200


def test_hits_stand_by_kind_with_their_way_up_and_their_place(client: httpx.Client) -> None:
    """Goal 4B is found by its words: marked, with plan and level, what it leads to, and where it stands."""
    page = _main(client.get("/sok", params={"q": "digital infrastruktur", "lang": "en"}).text)
    goals = re.search(r"<h2>Effect goal</h2>.*?</section>", page, re.DOTALL)
    assert goals
    hit = next(one for one in goals[0].split("<li>") if f"/id/{PLAN}/effektmal/4B" in one)
    assert re.findall(r"<mark>([^<]+)</mark>", hit) == ["digital", "infrastruktur"]
    text = _text(hit)
    assert "Handlingsplan för digitalisering i Fyrbodal 2020–2022 · sub-regional" in text
    assert "Leads to Focus area 3.4 →" in text
    assert "Stands in: Handlingsplan för digitalisering i Fyrbodal 2020–2022, avsnitt 3.4, rubrik EFFEKT MÅL" in text


def test_filters_are_fields_and_addresses(client: httpx.Client) -> None:
    """Only goals of one plan are left, the fields say so, and the links to other kinds keep the words."""
    page = _main(client.get("/sok", params={"q": "digital", "slag": "EffectGoal", "plan": PLAN, "lang": "sv"}).text)
    found = set(re.findall(r'class="hit"><a href="/id/([^"?]+)', page))
    assert found
    assert all(path.startswith(f"{PLAN}/effektmal/") for path in found)
    assert re.search(r'<option value="EffectGoal" selected>Effektmål', page)
    assert f'<option value="{PLAN}" selected>' in page
    assert 'href="/sok?q=digital&amp;plan=fyrbodal-2020-2022&amp;slag=Activity&amp;lang=sv"' in page


def test_the_parts_of_a_search_are_the_search(client: httpx.Client) -> None:
    """The links to the next part lead through all hits, each once."""
    whole = client.get("/sok.json", params={"q": "digital", "limit": "1000"}).json()
    address: str | None = "/sok?q=digital&limit=100"
    found: list[str] = []
    while address:
        page = client.get(address).text
        found += re.findall(r'class="hit"><a href="([^"?]+)', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(following[1]) if following else None
    assert len(found) == len(set(found)) == whole["meta"]["total"]


def test_programs_get_the_same(client: httpx.Client) -> None:
    """JSON and CSV are as those of the API, and Turtle tells of the hits."""
    api = client.get("/api/v1/search", params={"q": "NPÖ"}).json()
    for answer in (
        client.get("/sok.json", params={"q": "NPÖ"}),
        client.get("/sok", params={"q": "NPÖ"}, headers={"Accept": "application/json"}),
    ):
        assert answer.json()["items"] == api["items"]
        assert answer.json()["groups"] == api["groups"]
    rows = list(csv.DictReader(io.StringIO(client.get("/sok.csv", params={"q": "NPÖ"}).text)))
    assert [row["iri"] for row in rows] == [hit["iri"] for hit in api["items"]]
    assert f"<{BASE}{PLAN}/effektmal/4B>" in client.get("/sok.ttl", params={"q": "4B"}).text


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_an_empty_search_is_a_friendly_page(client: httpx.Client, lang: str) -> None:
    """Without words there are examples, each of which finds something."""
    for text in ("", " ", "!!"):
        page = _main(client.get("/sok", params={"q": text, "lang": lang}).text)
        examples = [unescape(href) for href in re.findall(r'<li><a href="(/sok[^"]+)"', page)]
        assert len(examples) > 3
    for example in examples:
        answer = client.get(example, follow_redirects=True)
        assert re.search(r'class="hit"|class="actions', answer.text)
    assert client.get("/sok.json").json()["items"] == []


def test_nothing_found_leads_on(client: httpx.Client) -> None:
    """What nothing has is said in the reader's words as text, with words that begin alike, and ways on."""
    page = _main(client.get("/sok", params={"q": "digitaxyzzy<b>", "lang": "sv"}).text)
    assert "Inget hittades" in page
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert "Menade du:" in page
    assert re.search(r'href="/sok\?q=digita[^"]*"', page)
    assert 'href="/fragor?lang=sv"' in page


def test_a_slip_of_the_pen_finds_what_was_meant(client: httpx.Client) -> None:
    """»infrastrktur« finds the infrastructure, marked."""
    page = client.get("/sok", params={"q": "infrastrktur"}).text
    assert re.search(r"<mark>[Ii]nfrastruktur</mark>", page)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("q=a&q=b", 400, "parameter_twice"),
        ("text=a", 400, "parameter_unexpected"),
        (f"q={'a' * 1001}", 400, "parameter_long"),
        ("q=digital&slag=Gaol", 404, "unknown_kind"),
        ("q=digital&plan=nope", 404, "unknown_document"),
        ("q=digital&limit=0", 400, "parameter_least"),
        ("q=digital&format=xml", 400, "parameter_choice"),
    ],
)
@pytest.mark.parametrize("path", ["/sok", "/sok/forslag"])
def test_what_cannot_be_asked_is_told(client: httpx.Client, path: str, asked: str, status: int, code: str) -> None:
    """Wrong parameters are problems, for programs and, as a page, for people."""
    if path != "/sok" and ("limit" in asked or "format" in asked):
        code = "parameter_unexpected"
    problem = client.get(f"{path}?{asked}", headers={"Accept": "application/json"})
    assert (problem.status_code, problem.json()["code"]) == (status, code)
    page = client.get(f"{path}?{asked}", headers={"Accept": "text/html"})
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")


def test_suggestions_are_few_and_small(client: httpx.Client) -> None:
    """From two letters on there are at most eight, each with what it is, where it belongs, and its page."""
    assert _suggested(client, "d") == []
    assert _suggested(client, "") == _suggested(client, "??") == []
    found = _suggested(client, "digital infra", lang="en")
    assert 0 < len(found) <= 8
    area = next(one for one in found if one["code"] == "3.4")
    assert area == {
        "code": "3.4",
        "title": "Digital infrastruktur",
        "kind": "Focus area",
        "plan": "Handlingsplan för digitalisering i Fyrbodal 2020–2022",
        "href": f"/id/{PLAN}/fokusomrade/3.4?lang=en",
    }
    goals = _suggested(client, "digital", slag="EffectGoal", plan=PLAN)
    assert {one["kind"] for one in goals} == {"Effektmål"}


@pytest.mark.parametrize(("lang", "status"), [("sv", "1 förslag."), ("en", "1 suggestion.")])
def test_how_many_suggestions_there_are_is_said(client: httpx.Client, lang: str, status: str) -> None:
    """The text that a screen reader reads out is in the reader's language."""
    said = client.get("/sok/forslag", params={"q": "4B", "lang": lang}).json()["status"]
    assert said.startswith(status)
