"""The page of the thread over HTTP: what it shows, its twins, its picture, and what it does with bad addresses."""

import csv
import io
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
import serving
import wide_plan

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

GOAL = "fyrbodal-2020-2022/effektmal/4B"
PAGE = {"Accept": "text/html"}
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> & \u202egnirts " onload="x'


def _page(client: httpx.Client, **given: str) -> str:
    answer = client.get("/trad", params=given, headers=PAGE)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    return unescape(answer.text)


def _rows(client: httpx.Client, **given: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get("/trad.csv", params=given).text)))


def test_it_opens_on_a_thread_from_the_vision_to_what_is_measured(client: httpx.Client) -> None:
    """The bare address shows a thread through all columns: the vision of 2025 is in it, and an indicator of LIKA."""
    page = _page(client)
    assert "År 2025 ska Sverige vara bäst i världen" in page
    on = [row for row in _rows(client) if row["on_thread"] == "true"]
    assert {row["column"] for row in on} == {"nation", "region", "direction", "goals", "work", "answers"}
    assert any(row["thing_kind"] == "Indicator" for row in on)


def test_each_step_says_what_it_rests_on(client: httpx.Client) -> None:
    """The source, the place in it and its words stand at each step, and whether the source or we say so."""
    page = _page(client, vald=GOAL)
    source, place = "Handlingsplan för digitalisering i Fyrbodal 2020–2022", "avsnitt 4.1, rubrik EFFEKT MÅL"
    assert f"Så står det: <span>{source}</span>, <span>{place}</span>" in page
    assert "4B: En digital infrastruktur som möjliggör informationsutbyte inom kommunal sektor" in page
    assert "Därför drar vi slutsatsen:" in page
    assert "står i källan" in page


def test_whose_role_it_is_stands_with_the_role(client: httpx.Client) -> None:
    """Chapter 4 gives roles to the e-council and to the municipalities; a role is told with its holder."""
    page = _page(client, vald="fyrbodal-2020-2022/insats/4.1")
    roles = page[page.index('id="in-text"') :]
    assert "Besvara inkommande förfrågningar av underlag" in roles
    assert "kommun" in roles[roles.index("Besvara inkommande förfrågningar") :][:200].lower()


@pytest.mark.parametrize(("lang", "words"), [("sv", "Den röda tråden i text:"), ("en", "The red thread in words:")])
def test_it_speaks_both_languages_and_marks_what_stays_swedish(client: httpx.Client, lang: str, words: str) -> None:
    """Its own words are in the language that is asked for; texts of plans say that they are Swedish where it is not."""
    page = _page(client, vald=GOAL, lang=lang)
    assert words in page
    assert ('<span lang="sv">En digital infrastruktur' in page) == (lang == "en")
    assert f"&lang={lang}" in page or f"?lang={lang}" in page


def test_the_twins_hold_what_the_page_shows(client: httpx.Client) -> None:
    """JSON and CSV have a row for each box with what is missing there; Turtle has the thread with its links."""
    rows = _rows(client, plan="fyrbodal-2020-2022")
    assert len(rows) == 7 + 5 + 11 + 5 + 18 + 37
    assert [row["thing_code"] for row in rows if row["gap"] and row["column"] == "goals"] == ["3B", "1C", "2B"]
    told = client.get("/trad.json", params={"vald": GOAL, "limit": 1000}).json()
    assert told["meta"]["sparql"]
    assert sum(item["on_thread"] for item in told["items"]) == 27
    turtle = client.get("/trad.ttl", params={"vald": GOAL}).text
    assert "insats-4.1--effektmal-4B" in turtle
    for form in ("application/json", "text/csv", "text/turtle"):
        assert client.get("/trad", headers={"Accept": form}).headers["content-type"].startswith(form)


def test_gathered_or_whole(client: httpx.Client) -> None:
    """A chosen thread is gathered, the rest folded with its number; ``samla=0`` shows everything in its place."""
    assert "10 utanför tråden" in _page(client, vald=GOAL)
    assert "utanför tråden" not in _page(client, vald=GOAL, samla="0")


@pytest.mark.parametrize(
    ("given", "column", "count"),
    [
        ({"plan": "fyrbodal-2020-2022", "luckor": "1"}, "goals", 3),
        ({"plan": "fyrbodal-2020-2022", "luckor": "1"}, "work", 0),
        ({"plan": "fyrbodal-2020-2022", "ar": "2021"}, "work", 23),
        ({"plan": "fyrbodal-2020-2022", "ar": "2016"}, "work", 0),
    ],
)
def test_filters(client: httpx.Client, given: dict[str, str], column: str, count: int) -> None:
    """Only gaps: the goals that nobody works towards. A year: what runs then, which is all of 2020 to 2022."""
    assert sum(row["column"] == column for row in _rows(client, **given)) == count


def test_one_bodys_work_and_where_it_leads(client: httpx.Client) -> None:
    """Chapter 4 expects things of the municipalities in each initiative; these serve eight of eleven goals."""
    page = _page(client, plan="fyrbodal-2020-2022")
    assert '<option value="org/fyrbodals-kommuner">Fyrbodals kommuner</option>' in page
    rows = _rows(client, plan="fyrbodal-2020-2022", kommun="org/fyrbodals-kommuner")
    counts = {name: sum(row["column"] == name for row in rows) for name in ("goals", "work", "answers")}
    assert counts == {"goals": 8, "work": 5, "answers": 2 + 2 + 3 + 3 + 3}


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"vald": "finns-inte-xyz"}, 404),
        ({"plan": "finns-inte-xyz"}, 404),
        ({"kommun": "finns-inte-xyz"}, 404),
        ({"vald": "7"}, 409),
        ({"ar": "i fjol"}, 400),
        ({"samla": "kanske"}, 400),
        ({"okand": "1"}, 400),
        ({"vald": "x" * 5000}, 400),
    ],
)
def test_bad_addresses_are_told_as_pages(client: httpx.Client, given: dict[str, str], status: int) -> None:
    """What is wrong is told on a page in a browser, and as a problem document to programs."""
    answer = client.get("/trad", params=given, headers=PAGE)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert client.get("/trad", params=given, headers={"Accept": "application/json"}).status_code == status


def test_what_stands_in_no_column_is_told_so(client: httpx.Client) -> None:
    """A chapter is no goal, work or measure: the page says so, and leads to its own page."""
    section = "fyrbodal-2020-2022/avsnitt/4"
    page = _page(client, vald=section, plan="fyrbodal-2020-2022")
    assert "står inte i den här planens kolumner" in page
    assert f"/id/{section}" in page


def test_the_picture_is_one_that_any_page_can_show(client: httpx.Client) -> None:
    """It is SVG with no script, no style sheet and nothing from elsewhere; it holds the thread's texts and links."""
    answer = client.get("/trad.svg", params={"vald": GOAL})
    assert answer.headers["content-type"].startswith("image/svg+xml")
    root = ET.fromstring(answer.content)  # noqa: S314 -- our own answer
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "a", "rect", "text", "path"}
    texts = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    assert "4B" in texts
    assert "Digital infrastruktur" in texts
    dashed = [path for path in root.iter(f"{SVG}path") if path.get("stroke-dasharray")]
    assert len(dashed) == 1  # that the area aligns with the national goal is our conclusion


def test_another_time_is_told_and_kept(client: httpx.Client) -> None:
    """In June 2018 the plan of 2020 to 2022 was not in force: it cannot be chosen, and every link keeps the day."""
    page = _page(client, as_of="2018-06-30", lang="sv")
    assert "En annan tid än nu." in page
    assert "Bara det som gällde 30 juni 2018 visas" in page
    assert '<option value="fyrbodal-2020-2022"' not in page
    assert '<option value="vastkom-2018"' in page
    assert "/luckor?lang=sv&as_of=2018-06-30" in page


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve an invented plan with hostile texts, one with a word of ten thousand letters, and 300 activities."""
    folder = tmp_path_factory.mktemp("hostile")
    plan = folder / "bred.ttl"
    said = HOSTILE.replace('"', '\\"')
    text = wide_plan.written(300).replace('Påhittat mål nummer 1"', f'{said}"', 1)
    plan.write_text(text.replace('Påhittat mål nummer 2"', f'{"ord" * 3333}"', 1), encoding="utf-8")
    running = serving.start(folder / "log", plan)
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as made:
        yield made
    assert running.stop() == 0


def test_hostile_texts_are_text(hostile: httpx.Client) -> None:
    """What looks like markup in a plan is shown as it stands, on the page and in the picture."""
    for path in ("/trad?vald=M1", "/trad?plan=pahittad-bred"):
        page = hostile.get(path, headers=PAGE).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
    drawn = ET.fromstring(hostile.get("/trad.svg?vald=M1").content)  # noqa: S314 -- our own answer
    assert not list(drawn.iter(f"{SVG}script"))
    assert hostile.get("/trad.svg?vald=M2").status_code == 200


def test_hundreds_of_activities_are_grouped_and_folded(hostile: httpx.Client) -> None:
    """300 activities stand in the areas of their plan, each with its number, folded until they are asked for."""
    page = unescape(hostile.get("/trad?plan=pahittad-bred", headers=PAGE).text)
    for number in range(1, 9):
        assert f"Påhittat område {number}</span> (3" in page  # 37 or 38 of 300
    chosen = hostile.get("/trad?plan=pahittad-bred&vald=A5&samla=0", headers=PAGE).text
    assert chosen.count('<details class="grp">') == page.count('<details class="grp">') - 1


def test_a_service_without_plans_has_a_page(tmp_path: Path) -> None:
    """A plan that holds nothing is told so, and nothing fails."""
    plan = tmp_path / "tom.ttl"
    plan.write_text(wide_plan.written(0, 0, 0), encoding="utf-8")
    running = serving.start(tmp_path / "log", plan)
    page = httpx.get(f"{running.url}/trad", headers=PAGE, timeout=serving.PATIENCE)
    assert page.status_code == 200
    assert "Det finns inget att visa" in page.text
    for ending in (".json", ".csv", ".ttl", ".svg"):
        assert httpx.get(f"{running.url}/trad{ending}", timeout=serving.PATIENCE).status_code == 200
    assert running.stop() == 0
