"""The named questions as pages: their list, and each as a form with its answer."""

import csv
import html
import io
import re
from collections.abc import Mapping
from pathlib import Path

import httpx
import invented_plan
import pytest
import serving

from graph_service.questions import catalogue
from graph_service.web.questions import words

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

NAMES = [question.name for question in catalogue.questions()]
HTML = {"Accept": "text/html"}
FYRBODAL = "Handlingsplan för digitalisering i Fyrbodal 2020–2022"


def _page(client: httpx.Client, path: str, lang: str = "sv", status: int = 200, **given: str) -> str:
    answer = client.get(path, params={**given, "lang": lang}, headers=HTML)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-language"] == lang
    return answer.text


def _cells(page: str) -> list[list[str]]:
    """Give the texts of the answer's table, row by row."""
    (body,) = re.findall(r"<tbody.*?</tbody>", page, re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return [[_text(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in rows]


def _text(part: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", part)).strip()


def _chosen(page: str) -> list[str]:
    return [html.unescape(value) for value in re.findall(r'<option value="([^"]*)"[^>]* selected>', page)]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_all_questions_are_listed_in_their_groups(client: httpx.Client, lang: str) -> None:
    """Each question is a link with its title and what it answers, under the name of its group."""
    page = _page(client, "/fragor", lang)
    for question in catalogue.questions():
        assert f'href="/fragor/{question.name}?lang={lang}"' in page
        assert html.escape(dict(question.title)[lang], quote=False) in html.unescape(page)  # type: ignore[index]
    assert {question.group for question in catalogue.questions()} == set(words.GROUPS)
    assert page.count("<section>") == len(words.GROUPS)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("timmar summera", {"timmar-som-kan-summeras", "timmar-som-inte-kan-summeras"}),
        ("BYTT namn", {"organisationers-namn"}),
        ("changed their name", {"organisationers-namn"}),
        ("<b>", set()),
    ],
)
def test_the_list_is_filtered_by_words(client: httpx.Client, q: str, found: set[str]) -> None:
    """Those are listed that hold all words, in either language; the words stand in the field, as text."""
    page = _page(client, "/fragor", q=q)
    assert set(re.findall(r'href="/fragor/([a-z0-9-]+)\?', page)) == found
    assert f'value="{html.escape(q)}"' in page
    items = client.get("/fragor.json", params={"q": q}).json()["items"]
    assert {item["name"] for item in items} == found


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_question_opens_with_the_answer_to_its_example(client: httpx.Client, name: str, lang: str) -> None:
    """Its page has a field for each parameter, the rows of its example, and no column without a heading."""
    question = catalogue.find(name)
    page = _page(client, f"/fragor/{name}", lang)
    fields = set(re.findall(r'<(?:select|input) id="f-([^"]+)"', page))
    assert fields == {parameter.name for parameter in question.parameters}
    rows = client.get(f"/api/v1/questions/{name}", params={**question.example, "lang": lang}).json()["items"]
    assert len(_cells(page)) == len(rows) > 0
    assert ("Det här är svaret på ett exempel" in page) == (bool(question.parameters) and lang == "sv")
    assert set(question.columns) <= set(words.COLUMNS)


def test_goals_without_initiatives_are_links(client: httpx.Client) -> None:
    """The goals 1C, 2B and 3B of Fyrbodal's plan, which no initiative contributes to, are links with their codes."""
    page = _page(client, "/fragor/effektmal-utan-insats", document="fyrbodal-2020-2022")
    cells = _cells(page)
    assert [row[0] for row in cells] == ["1C", "2B", "3B"]
    assert {row[-1] for row in cells} == {FYRBODAL}
    for code in ("1C", "2B", "3B"):
        assert f'href="/id/fyrbodal-2020-2022/effektmal/{code}?lang=sv"' in page
    assert 'href="/id/fyrbodal-2020-2022?lang=sv"' in page
    assert _chosen(page) == ["fyrbodal-2020-2022"]


def test_an_answer_of_labels_and_numbers_has_bars(client: httpx.Client) -> None:
    """The areas of LIKA have a bar for each number, as long as it is large, with the number beside it; and a table."""
    page = _page(client, "/fragor/lika-per-omrade", "en")
    figures = re.findall(r"<figure>.*?</figure>", page, re.DOTALL)
    assert len(figures) == 3
    bars = re.findall(r'class="label"[^>]*>([^<]+)<.*?width="([\d.]+)%".*?class="num">(\d+)<', figures[0], re.DOTALL)
    assert bars == [
        ("L Management", "80.0", "8"),
        ("I Infrastructure", "50.0", "5"),
        ("K Competence", "60.0", "6"),
        ("A Use", "80.0", "8"),
    ]
    assert [row[2] for row in _cells(page)] == ["8", "5", "6", "8"]
    for name in ("leveranser-i-processen", "pengar", "rankningar", "principer"):
        assert "<figure>" not in _page(client, f"/fragor/{name}")


def test_a_document_may_be_named_in_any_way(client: httpx.Client) -> None:
    """Words of its title choose it in the field; an empty field stands for any."""
    page = _page(client, "/fragor/effektmal-utan-insats", document=FYRBODAL)
    assert _chosen(page) == ["fyrbodal-2020-2022"]
    everything = _page(client, "/fragor/effektmal-utan-insats", document="")
    assert len(_cells(everything)) >= len(_cells(page))
    assert "svaret på ett exempel" not in everything
    assert _chosen(everything) == []


def test_a_goal_is_told_by_its_title(client: httpx.Client) -> None:
    """Beside the field stands which thing is meant by what is written in it."""
    page = _page(client, "/fragor/vad-leder-till", "en", goal="4B")
    assert 'name="goal" value="4B"' in page
    (meant,) = re.findall(r"That is\s*(<a .*?</a>)", page, re.DOTALL)
    assert 'href="/id/fyrbodal-2020-2022/effektmal/4B?lang=en" lang="sv"' in meant


@pytest.mark.parametrize(
    ("name", "given", "status", "said"),
    [
        ("vad-leder-till", {"goal": "9Z9Z"}, 404, "9Z9Z"),
        ("vad-leder-till", {"goal": "7"}, 409, "stands for several things"),
        ("vad-leder-till", {"goal": ""}, 404, "A name is missing"),
        ("vad-leder-till", {"goal": "x" * 1500}, 400, "1000"),
        ("pagar-under-ar", {"year": "2021.5", "document": ""}, 400, "2021.5"),
        ("pagar-under-ar", {"year": "2018", "document": "Nowhere"}, 404, "Nowhere"),
        ("dokument", {"level": "nationell"}, 400, "nationell"),
        ("var-star-det", {"text": " "}, 400, "text"),
        ("var-star-det", {"text": "<script>alert(1)</script>", "nope": "1"}, 400, "nope"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    client: httpx.Client, name: str, given: Mapping[str, str], status: int, said: str
) -> None:
    """The form comes again with what was written in it, the error at its field, and the status of the error."""
    page = _page(client, f"/fragor/{name}", "en", status, **given)
    (wrong,) = re.findall(r'<p class="wrong".*?</p>', page, re.DOTALL)
    assert said in _text(wrong)
    assert "<title>Error: " in page
    for field, value in given.items():
        if field != "nope":
            assert f'value="{html.escape(value)}"' in page
    if "id=" in wrong:
        (at,) = re.findall(r'id="error-([^"]+)"', wrong)
        assert re.search(rf'id="f-{at}"[^>]* aria-invalid="true"[^>]* aria-describedby="[^"]*error-{at}"', page)
    told = client.get(f"/fragor/{name}.json", params={**given, "lang": "en"})
    assert (told.status_code, told.headers["content-type"]) == (status, "application/problem+json")


def test_what_could_be_meant_is_chosen_by_a_link(client: httpx.Client) -> None:
    """A code of several things gives a link to the answer for each of them."""
    page = _page(client, "/fragor/vad-leder-till", status=409, goal="7")
    path = "e-halsa-mall-2016/aktivitet/7"
    assert f"<code>{path}</code>" in page
    assert _page(client, "/fragor/vad-leder-till", goal=path)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/fragor/nope", 404), ("/fragor?x=1", 400), ("/fragor/begrepp?lang=de", 400), ("/fragor/begrepp?limit=0", 400)],
)
def test_a_wrong_address_is_a_problem(client: httpx.Client, path: str, status: int) -> None:
    """What has no form to stand in is told on a page of its own."""
    answer = client.get(path, headers=HTML)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_the_twins_hold_the_same_as_the_page(client: httpx.Client) -> None:
    """JSON, CSV and Turtle hold the rows of the page, the query gives them, and the example is that of the page."""
    path = "/fragor/pagar-under-ar"
    given = {"year": "2021", "document": "e-halsa-mall-2016", "lang": "sv"}
    answer = client.get(f"{path}.json", params=given).json()
    rows = client.get("/api/v1/questions/pagar-under-ar", params=given).json()["items"]
    assert answer["items"] == rows
    assert answer["parameters"] == {"year": "2021", "document": "e-halsa-mall-2016"}
    assert list(csv.DictReader(io.StringIO(client.get(f"{path}.csv", params=given).text))) == [
        {name: value or "" for name, value in row.items()} for row in rows
    ]
    asked = client.get("/sparql", params={"query": answer["meta"]["sparql"]}).json()["results"]["bindings"]
    assert [row["activity"]["value"] for row in asked] == [row["activity"] for row in rows]
    turtle = client.get(f"{path}.ttl", params=given)
    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    assert all(row["activity"].partition("/id/")[2] in turtle.text for row in rows)
    assert client.get(f"{path}.json").json()["parameters"] == dict(catalogue.find("pagar-under-ar").example)


def test_a_long_answer_has_pages(client: httpx.Client) -> None:
    """What does not fit is on further pages, which keep what was asked."""
    page = _page(client, "/fragor/var-star-det", text="NPÖ", limit="10")
    assert len(_cells(page)) == 10
    (following,) = re.findall(r'rel="next" href="([^"]+)"', page)
    second = client.get(html.unescape(following), headers=HTML).text
    assert len(_cells(second)) == 10
    assert not {tuple(row) for row in _cells(second)} & {tuple(row) for row in _cells(page)}
    beyond = _page(client, "/fragor/var-star-det", text="NPÖ", offset="5000")
    assert "<tbody" not in beyond


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "\u202eabc", "x" * 900, '" onload="x', "¤"])
def test_a_hostile_text_is_text(client: httpx.Client, text: str) -> None:
    """Whatever is looked for stands in the field, in the query and in the command as text, and finds nothing."""
    page = _page(client, "/fragor/var-star-det", text=text)
    assert text not in page or html.escape(text) == text
    assert text in [html.unescape(value) for value in re.findall(r' name="text" value="([^"]*)"', page)]
    assert "Inget i det som är inläst svarar" in page


def test_the_question_can_be_asked_elsewhere(client: httpx.Client) -> None:
    """The page holds the query, a link that opens it in the editor, and the command for the terminal."""
    page = _page(client, "/fragor/var-star-det", text="det 'är' NPÖ")
    command = _text(re.findall(r"<code>(redthread ask.*?)</code>", page, re.DOTALL)[0])
    assert command == """redthread ask var-star-det --param 'text=det '"'"'är'"'"' NPÖ'"""
    assert 'href="/sparql?query=' in page
    assert "SELECT" in _text(re.findall(r"<pre><code>.*?</pre>", page, re.DOTALL)[1])


def test_a_small_plan_can_be_asked_too(tmp_path: Path) -> None:
    """Where the examples are about plans that are not there, each question is a form; what is there is answered."""
    plan = tmp_path / "plan.ttl"
    plan.write_text(invented_plan.written("pahittad", 1, "<b>" + "lång" * 2500), encoding="utf-8")
    running = serving.start(tmp_path / "log", plan)
    try:
        with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as client:
            for name in NAMES:
                page = _page(client, f"/fragor/{name}")
                assert "Fel: " not in page
                assert 'class="wrong"' not in page
            assert "handlar om andra planer" in _page(client, "/fragor/vad-leder-till")
            assert client.get("/fragor/vad-leder-till.json").status_code == 404
            goals = _page(client, "/fragor/effektmal-utan-insats", document="pahittad")
            assert "<b>" not in goals
            ((code, title, document),) = _cells(goals)
            assert (code, document) == ("1", "Påhittad plan")
            assert "lång" * 2500 in title
            listed = client.get("/sparql", headers={"Accept": "text/html"}).text
            assert "Vilka dokument finns?" in listed
            assert "Vad leder till ett mål?" not in listed
    finally:
        assert running.stop() == 0
