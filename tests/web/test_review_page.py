"""The page of what validation found: one verdict, each cause once, each finding at its row."""

import html
import re
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

DATA = Path(__file__).parents[2] / "data"
FYRBODAL = DATA / "subregional" / "fyrbodal-2020-2022.ttl"
PAGE = {"Accept": "text/html"}
RESULT = ox.NamedNode("http://www.w3.org/ns/shacl#ValidationResult")


def shown(client: httpx.Client, path: str, **asked: str) -> str:
    """Give a page's text with its tags."""
    answer = client.get(path, params=asked or None, headers=PAGE)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-language"] == asked.get("lang", "sv")
    return html.unescape(answer.text)


def words(page: str) -> str:
    """Give what stands on a page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_the_verdict_comes_first_and_is_that_of_the_api(client: httpx.Client) -> None:
    """The page says what the API says of the same snapshot, in both languages, before any finding."""
    verdict = client.get("/api/v1/validation").json()["meta"]["verdict"]
    counts = verdict["violations"], verdict["warnings"], verdict["infos"]
    assert verdict["conforms"]
    for lang, said in (
        ("sv", "Planerna håller: {} fel, {} varningar, {} upplysningar."),
        ("en", "The plans hold: {} violations, {} warnings, {} remarks."),
    ):
        page = shown(client, "/granskning", lang=lang)
        assert said.format(*counts) in words(page)
        assert page.index(said.split(":")[0]) < page.index("<article")


def test_a_finding_stands_at_its_row_with_the_rows_around_it(client: httpx.Client) -> None:
    """Effect goal 1C, which nothing contributes to, is shown where the file has it, marked by words."""
    lines = FYRBODAL.read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if line.startswith("<fyrbodal-2020-2022/effektmal/1C> a rt:"))
    page = shown(client, "/granskning/fyrbodal-2020-2022", form="EffectGoal-covered")
    assert f"rad {number}, kolumn 1" in words(page)
    marked = re.search(r'<li value="(\d+)" class="here"><strong class="mark">▶ här</strong> <code>(.*?)</code>', page)
    assert marked is not None
    assert (int(marked[1]), marked[2]) == (number, lines[number - 1])
    around = dict(re.findall(r'<li value="(\d+)"[^>]*>(?:<strong.*?</strong> )?<code>(.*?)</code>', page))
    assert [around[str(n)] for n in range(number - 3, number + 4)] == lines[number - 4 : number + 3]


def test_the_same_cause_is_told_once_with_all_its_places(client: httpx.Client) -> None:
    """Activities without a responsible body in one file are one cause, with as many places as the API has findings."""
    found = client.get("/api/v1/validation", params={"shape": "Activity-responsible", "limit": 1000}).json()["items"]
    assert len({one["file"] for one in found}) == 1
    page = shown(client, "/granskning", form="Activity-responsible")
    assert page.count("<article") == 1
    assert f"{len(found)} fynd har den här orsaken" in page
    assert page.count('class="here"') == len(found)
    assert found[0]["mend"] in page


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ({"allvar": "warning"}, {"severity": "warning"}),
        ({"plan": "vastkom-2018"}, {"plan": "vastkom-2018"}),
        ({"form": "Plan-publisher", "allvar": "info"}, {"shape": "Plan-publisher", "severity": "info"}),
    ],
)
def test_filters_choose_as_the_api_does(client: httpx.Client, asked: dict[str, str], chosen: dict[str, str]) -> None:
    """What is shown, and the twin in JSON, is what the API chooses; the report can be had with the same filters."""
    expected = client.get("/api/v1/validation", params=chosen).json()["items"]
    assert client.get("/granskning.json", params=asked).json()["items"] == expected
    page = shown(client, "/granskning", **asked)
    assert f"{len(expected)} fynd av " in words(page)
    (sarif,) = re.findall(r'href="(/api/v1/validation\?[^"]*format=sarif[^"]*)"', page)
    report = client.get(sarif).json()
    assert len(report["runs"][0]["results"]) == len(expected)


def test_the_twin_in_turtle_is_a_shacl_report(client: httpx.Client) -> None:
    """It holds one result for each finding; in CSV there is a row for each."""
    total = client.get("/granskning.json").json()["meta"]["total"]
    turtle = client.get("/granskning.ttl").content
    results = {quad.subject for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE) if quad.object == RESULT}
    assert len(results) == total
    assert len(client.get("/granskning.csv").text.splitlines()) == total + 1


def test_pages_of_findings_hold_all_of_them_together(client: httpx.Client) -> None:
    """Walking from page to page by the links, every finding is met once."""
    total = client.get("/granskning.json").json()["meta"]["total"]
    path, met = "/granskning?limit=60", 0
    for _ in range(total // 60 + 1):
        page = shown(client, path)
        met += page.count('class="place"')
        found = re.search(r'rel="next" href="([^"]*)"', page)
        path = found[1] if found else ""
    assert (met, path) == (total, "")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/granskning?allvar=fel", 400),
        ("/granskning?form=Nej", 404),
        ("/granskning?plan=finns-inte", 404),
        ("/granskning/finns-inte", 404),
        ("/granskning?severity=info", 400),
        (f"/granskning/{'x' * 2000}", 400),
        ("/granskning/%3Cscript%3Ealert(1)%3C%2Fscript%3E", 404),
    ],
)
def test_what_is_not_there_is_told(client: httpx.Client, path: str, status: int) -> None:
    """A wrong filter and an unknown document give a page that says so."""
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == status
    assert "<script>alert" not in answer.text
    assert "<h1>" in answer.text
