"""Pages of plans that nobody would write: hostile texts, circles, no end, no beginning, a single thing, nothing."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import page_tables
import pytest
import serving

pytestmark = pytest.mark.xdist_group("odd")

PAGES = ("/tackning", "/tidslinje", "/utfall", "/beslutsprocess")
LONG = "Ö" * 10_000
ODD = f"""@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<javascript:alert(1)> a org:Organization ; skos:prefLabel "<b>Elak</b> org"@sv, "<b>Evil</b> org"@en .
<odd> a rt:Plan ; dcterms:title "<script>alert('plan')</script>\\u202Eplan"@sv ; rt:level rt:local ;
    dcterms:publisher <javascript:alert(1)> .
<odd/utgava/1> a rt:PlanEdition ; rt:editionOf <odd> ; rt:version "1" ; rt:editionStatus rt:current ;
    rt:content rt:loaded .
<odd/mal/1> a rt:EffectGoal ; dcterms:isPartOf <odd> ; dcterms:source <odd/utgava/1> ; rt:locator "rad 1"@sv ;
    dcterms:title "{LONG}"@sv .
<odd/mal/2> a rt:EffectGoal ; dcterms:isPartOf <odd> ; dcterms:source <odd/utgava/1> ; rt:locator "rad 2"@sv ;
    dcterms:title "<img src=x onerror=alert(2)>"@sv .
<odd/indikator/1> a rt:Indicator ; dcterms:isPartOf <odd> ; dcterms:source <odd/utgava/1> ; rt:locator "rad 3"@sv ;
    dcterms:title "<i>Ingen berör</i>"@sv ; dcterms:identifier "L<9>" ; rt:indicatorArea rt:likaManagement .
<odd/aktivitet/1> a rt:Activity ; dcterms:isPartOf <odd> ; dcterms:source <odd/utgava/1> ; rt:locator "rad 4"@sv ;
    dcterms:title "Från 1850 och framåt"@sv ; rt:responsible <javascript:alert(1)> ; rt:period <odd/tid/1> .
<odd/tid/1> a dcterms:PeriodOfTime ; rt:asPrinted "från <1850>"@sv ; dcat:startDate "1850-01-01"^^xsd:date ;
    rt:precision rt:yearPrecision .
<odd/aktivitet/2> a rt:Activity ; dcterms:isPartOf <odd> ; dcterms:source <odd/utgava/1> ; rt:locator "rad 5"@sv ;
    dcterms:title "Till 2050"@sv ; rt:period <odd/tid/2> .
<odd/tid/2> a dcterms:PeriodOfTime ; rt:asPrinted "till 2050"@sv ; dcat:endDate "2050-12-31"^^xsd:date ;
    rt:precision rt:yearPrecision .
<odd/aktivitet/3> a rt:Activity ; dcterms:isPartOf <odd> ; dcterms:source <odd/utgava/1> ; rt:locator "rad 6"@sv ;
    dcterms:title "När som helst"@sv .
<odd/lank/1> a rt:Link ; rt:from <odd/aktivitet/1> ; rt:to <odd/mal/2> ; rt:relation rt:contributesTo ;
    rt:basis rt:stated ; rt:validity rt:valid ; dcterms:source <odd/utgava/1> ; rt:locator "rad 4"@sv ;
    rt:quote "<q>"@sv .
<odd/steg/1> a rt:ProcessStep ; dcterms:isPartOf <odd> ; dcterms:source <odd/utgava/1> ; rt:locator "rad 7"@sv ;
    dcterms:title "{LONG}"@sv ; rt:followedBy <odd/steg/2> .
<odd/steg/2> a rt:ProcessStep ; dcterms:isPartOf <odd> ; dcterms:source <odd/utgava/1> ; rt:locator "rad 8"@sv ;
    dcterms:title "<b>Andra</b>"@sv ; rt:followedBy <odd/steg/1> .
<odd/beslut/1> a rt:Decision ; dcterms:isPartOf <odd> ; dcterms:source <odd/utgava/1> ; rt:locator "rad 9"@sv ;
    dcterms:title "<script>alert('beslut')</script>"@sv ; rt:inStep <odd/steg/1> ;
    rt:decidedBy <javascript:alert(1)> .
"""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve the odd plan alone."""
    folder = tmp_path_factory.mktemp("odd")
    Path(folder / "odd.ttl").write_text(ODD, encoding="utf-8")
    running = serving.start(folder / "log", folder / "odd.ttl")
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as made:
        yield made
    assert running.stop() == 0
    assert '"fault"' not in running.log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve a plan that holds nothing."""
    folder = tmp_path_factory.mktemp("empty")
    Path(folder / "odd.ttl").write_text(ODD.partition("<odd/mal/1>")[0], encoding="utf-8")
    running = serving.start(folder / "log", folder / "odd.ttl")
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as made:
        yield made
    assert running.stop() == 0
    assert '"fault"' not in running.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    "path", [*PAGES, "/tackning?visa=lista", "/tackning?lika=likaManagement", "/tackning?regel=ansvarig"]
)
def test_hostile_texts_are_texts(odd: httpx.Client, path: str, lang: str) -> None:
    """Tags stand as they are written, no link runs anything, and nothing is cut."""
    answer = odd.get(path, params={**httpx.QueryParams(path.partition("?")[2]), "lang": lang})
    assert answer.status_code == 200
    for wrong in ("<script>", "<img", "<b>", "<i>Ingen", 'href="javascript:', "onerror=alert(2)>"):
        assert wrong not in answer.text, wrong


def test_long_words_are_whole(odd: httpx.Client) -> None:
    """A word of ten thousand characters is not cut."""
    assert LONG in odd.get("/tackning").text
    assert LONG in odd.get("/beslutsprocess").text


def test_a_single_activity_covers_one_of_two_goals(odd: httpx.Client) -> None:
    """The number is a one, and its list has one row; the other goal is a gap, and so is the indicator."""
    page = odd.get("/tackning", params={"lang": "sv"}).text
    first, second = page_tables.tables(page)
    assert [row.texts[1:] for row in first if row.cells[0].said.get("scope") == "row"] == [
        ["–", "0"],
        ["1", "1"],
        ["1", "1"],
    ]
    assert "1 indikator som ingen aktivitet berör:" in page
    assert second[0].texts[1].startswith("L Ledning 0 av 1 ")
    lika = odd.get("/tackning", params={"lika": "likaManagement", "lang": "sv"}).text
    assert "0 kopplingar" in lika
    assert "Ingen aktivitet berör den" in lika


def test_two_hundred_years_are_columns_of_several(odd: httpx.Client) -> None:
    """From 1850 to 2050: no more than 24 columns, bars that say that an end is not given, and a reason in words."""
    rows = page_tables.tables(odd.get("/tidslinje", params={"lang": "sv"}).text)[0]
    years = rows[0].texts[3:]
    assert years[0].startswith("1850–")
    assert years[-1].endswith("2050")
    assert 12 < len(years) <= 24
    texts = {row.cells[0].text.partition(" Aktivitet")[0]: row.texts for row in rows}
    assert texts["Från 1850 och framåt"][-1] == "egen tid – inget slut anges"
    assert texts["Från 1850 och framåt"][2] == "från <1850>"
    assert "egen tid – ingen början anges" in texts["Till 2050"]
    assert texts["När som helst"][-1] == "Källan ger ingen tid, och planen har ingen period."


def test_steps_in_a_circle_are_steps(odd: httpx.Client) -> None:
    """Each is there once, whatever follows on whatever."""
    body = odd.get("/beslutsprocess.json").json()
    assert [item["part"] for item in body["items"]] == ["step", "decision", "step"]
    assert odd.get("/beslutsprocess").text.count('class="step"') == 2


@pytest.mark.parametrize("path", PAGES)
def test_a_plan_that_holds_nothing_has_pages(empty: httpx.Client, path: str) -> None:
    """They say that there is nothing, in words, and so do their twins."""
    page = empty.get(path, params={"lang": "sv"})
    assert page.status_code == 200
    assert '<p class="note">' in page.text
    assert empty.get(f"{path}.json").json()["items"] == []
    assert empty.get(f"{path}.csv").status_code == empty.get(f"{path}.ttl").status_code == 200
