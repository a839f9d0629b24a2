"""The page of gaps: what is missing, why, what would close it, and where it stands."""

import csv
import html
import io
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import serving
from page_texts import page as page_of
from page_texts import text as text_of

from graph_service.trace.gaps import CAUSES
from graph_service.web import words

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

LONG: Final = "å" * 10_000
HOSTILE: Final = f"""@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<elak> a rt:Plan ; dcterms:title "<script>alert('plan')</script> \u202eplan"@sv ; rt:level rt:local .
<elak/utgava/1> a rt:PlanEdition ; rt:editionOf <elak> ; rt:version "1\\"><script>" ; rt:editionStatus rt:current ;
    rt:content rt:loaded .
<org/namnden> a org:Organization ; skos:prefLabel "Nämnden <img src=x onerror=alert(1)>"@sv .
<elak/mal/1> a rt:EffectGoal ; dcterms:isPartOf <elak> ; dcterms:source <elak/utgava/1> ; rt:position 1 ;
    dcterms:identifier "<u>1</u>" ; rt:locator "rad <svg onload=alert(1)>"@sv ;
    dcterms:title "{{{{ 7 * 7 }}}} \\" onmouseover=\\"alert(1)"@sv .
<elak/mal/2> a rt:EffectGoal ; dcterms:isPartOf <elak> ; dcterms:source <elak/utgava/1> ; rt:position 2 ;
    rt:locator "rad 2"@sv ; dcterms:title "{LONG}"@sv .
<elak/period/2030> a dcterms:PeriodOfTime ; dcat:endDate "2030-06-30"^^xsd:date ;
    rt:precision rt:dayPrecision ; rt:asPrinted "2030-06-30"@sv .
<elak/undantag/1> a rt:Waiver ; rt:concerns <elak/mal/2> ; rt:rule <regel/effektmal> ;
    rt:rationale "Sköts av <i>grannen</i>"@sv ; rt:decidedBy <org/namnden> ; rt:period <elak/period/2030> .
"""


def test_it_tells_how_many_gaps_there_are_of_each_type_and_cause(client: httpx.Client) -> None:
    """Three goals that nobody works towards, 31 activities whose place for someone responsible is empty."""
    text = text_of(page_of(client, "/luckor?lang=sv"))
    assert "224 luckor" in text
    assert "3 Mål utan insats eller aktivitet 3 ingen gör något för att nå dit" in text
    assert "31 planen har en plats för det, och den är tom" in text


def test_each_count_leads_to_as_many_gaps(client: httpx.Client) -> None:
    """Following the counts gives every gap once."""
    page = page_of(client, "/luckor?lang=sv")
    counts = re.findall(r'<li><a href="([^"]+)"><b>(\d+)</b>', page)
    assert sum(int(many) for _, many in counts) == 224
    for address, many in counts:
        asked = html.unescape(address).replace("/luckor?", "/luckor.json?")
        assert client.get(asked).json()["meta"]["total"] == int(many), address


def test_a_gap_says_why_what_would_close_it_and_where_it_stands(client: httpx.Client) -> None:
    """Effect goal 1C stands in section 3.1; initiative 4.4 leads to its neighbour 1B."""
    page = page_of(client, "/luckor?typ=uncovered&lang=sv")
    text = text_of(page)
    assert "Effektmål 1C: ingen insats och ingen aktivitet leder dit, och de dokument som berörs är inlästa." in text
    assert "Insats 4.4 leder till Effektmål 1B, i samma område." in text
    assert "Handlingsplan för digitalisering i Fyrbodal 2020–2022 , avsnitt 3.1, rubrik EFFEKT MÅL" in text
    assert 'href="/id/fyrbodal-2020-2022/effektmal/1C?lang=sv"' in page
    assert 'href="/id/fyrbodal-2020-2022/insats/4.4?lang=sv"' in page
    assert 'href="/trad?vald=fyrbodal-2020-2022%2Feffektmal%2F1C&amp;lang=sv"' in page


def test_words_of_the_plans_keep_their_language_on_english_pages(client: httpx.Client) -> None:
    """The page is English, a goal is marked as Swedish."""
    page = page_of(client, "/luckor?typ=uncovered&lang=en")
    assert '<html lang="en">' in page
    assert '<span lang="sv">Informationssäkerhetsarbete är en naturlig del' in page
    assert "Nobody does anything towards it" in page


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ({"plan": "fyrbodal-2020-2022", "typ": "uncovered"}, 3),
        ({"regel": "uppfoljning"}, 6),
        ({"regel": "effektmal"}, 3),
        ({"regel": "https://w3id.org/redthread/id/regel/indikator"}, 0),
        ({"niva": "local", "orsak": "statedEmpty"}, 31),
        ({"typ": "", "orsak": "", "plan": "", "niva": "", "regel": ""}, 224),
    ],
)
def test_filters_choose_among_the_gaps(client: httpx.Client, asked: dict[str, str], total: int) -> None:
    """A form sends a field that nothing was chosen in as an empty text, which chooses nothing."""
    page = client.get("/luckor", params={**asked, "lang": "sv"})
    assert page.status_code == 200
    assert f"{total} luck" in page.text
    assert client.get("/luckor.json", params=asked).json()["meta"]["total"] == total


def test_the_form_shows_what_was_chosen_and_has_words_for_every_choice(client: httpx.Client) -> None:
    """What stands in the address is chosen in the form, so that it can be changed."""
    page = page_of(client, "/luckor?typ=outdated&plan=e-halsa-mall-2016&lang=sv")
    assert '<option value="outdated" selected>Pekar på något som har ersatts</option>' in page
    assert '<option value="e-halsa-mall-2016" selected>' in page
    assert re.findall(r'<option value="([A-Za-z]+)"[^>]*>\1</option>', page) == []
    assert set(words.CAUSES) == set(CAUSES)


def test_a_long_list_comes_in_parts(client: httpx.Client) -> None:
    """Following the next page until there is none gives every gap once."""
    address: str | None = "/luckor?lang=sv"
    seen = 0
    while address is not None:
        page = page_of(client, address)
        seen += page.count('<li class="gapbox">') + page.count('<li class="excepted">')
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = html.unescape(following[1]) if following else None
    assert seen == 224


def test_its_twins_hold_the_same(client: httpx.Client) -> None:
    """CSV has the nearest thing in columns of its own, and the query behind the page gives the gaps."""
    rows = list(csv.DictReader(io.StringIO(client.get("/luckor.csv?regel=effektmal&lang=sv").text)))
    assert [(row["thing_code"], row["nearest_thing_code"]) for row in rows] == [
        ("1C", "4.4"),
        ("2B", "4.5"),
        ("3B", "4.3"),
    ]
    body = client.get("/luckor.json?regel=effektmal").json()
    answer = client.post("/sparql", data={"query": body["meta"]["sparql"], "format": "json"}).json()
    assert [row["thing"]["value"] for row in answer["results"]["bindings"]] == [
        item["thing"]["iri"] for item in body["items"]
    ]
    assert "effektmal/1C" in client.get("/luckor.ttl?regel=effektmal").text


@pytest.mark.parametrize(
    ("asked", "status"),
    [("typ=nothing", 400), ("orsak=1", 400), ("plan=finnsinte-alls", 404), ("regel=finnsinte", 404), ("x=1", 400)],
)
def test_what_cannot_be_asked_is_told(client: httpx.Client, asked: str, status: int) -> None:
    """A browser gets a page that says what is wrong."""
    answer = client.get(f"/luckor?{asked}&lang=sv", headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert "<h1>" in answer.text


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve a plan whose texts are meant to break pages, with a gap that a decision excuses."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "plan.ttl").write_text(HOSTILE, encoding="utf-8")
    running = serving.start(folder / "log", folder / "plan.ttl")
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as made:
        yield made
    assert running.stop() == 0


@pytest.mark.parametrize("address", ["/", "/luckor", "/om", "/om/tillganglighet"])
def test_hostile_texts_are_shown_as_text(hostile: httpx.Client, address: str) -> None:
    """Markup, template code and quotation marks in a plan are read as they stand, and do nothing."""
    page = page_of(hostile, f"{address}?lang=en")
    assert not [tag for tag in ("<u>", "<i>", "<img", "<svg onload", "<script>") if tag in page]
    assert re.findall(r"<[^>]*\son[a-z]+=", page) == []
    if address == "/luckor":
        assert "{{ 7 * 7 }}" in page


def test_a_declared_exception_says_who_why_and_until_when(hostile: httpx.Client) -> None:
    """It is listed with its decision, and not as something that is missing."""
    page = page_of(hostile, "/luckor?orsak=declaredNotNeeded&lang=sv")
    text = text_of(page)
    assert page.count('<li class="excepted">') == 1
    assert '<li class="gapbox">' not in page
    assert "Beslutat av: Nämnden <img src=x onerror=alert(1)>." in text
    assert "Skäl: Sköts av <i>grannen</i>" in text
    assert "Till och med: 30 juni 2030." in text
    assert LONG in text


def test_an_exception_is_not_counted_among_the_worst(hostile: httpx.Client) -> None:
    """The overview shows the goal that nobody works towards, not the one that need not be worked towards."""
    worst = hostile.get("/oversikt.json").json()["worst"]
    assert "uncovered" in {gap["type"] for gap in worst if gap["thing"]["iri"].endswith("/mal/1")}
    assert {gap["cause"] for gap in worst}.isdisjoint({"declaredNotNeeded"})


def test_links_keep_the_language(client: httpx.Client) -> None:
    """Every link of the page to another page here is in the language that was chosen."""
    page = page_of(client, "/luckor?typ=uncovered&lang=en")
    main = page[page.index("<main") : page.index("</main>")]
    links = [html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', main)]
    assert links
    assert {parse_qs(urlsplit(link).query).get("lang", ["?"])[0] for link in links} == {"en"}
