"""Named questions over HTTP."""

import csv
import io
import unicodedata
from urllib.parse import quote

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.model import answers
from graph_service.questions import catalogue

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

QUESTIONS = "/api/v1/questions"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_list_has_every_question_in_the_language_asked_for(client: httpx.Client, lang: str) -> None:
    """All questions are listed, as documented, with titles in the language of the request."""
    listed = client.get(QUESTIONS, params={"lang": lang}).json()
    titles = {question.name: dict(question.title)[lang] for question in catalogue.questions()}  # type: ignore[index]
    assert {question["name"]: question["title"] for question in listed["items"]} == titles
    assert listed["meta"]["count"] == listed["meta"]["total"] == len(titles)
    assert not listed["meta"]["truncated"]


@pytest.mark.parametrize("name", [question.name for question in catalogue.questions()])
def test_the_listed_example_of_a_question_is_answered(client: httpx.Client, name: str) -> None:
    """The example of every question gives rows, as documented, with the columns that the list announces."""
    (listed,) = (question for question in client.get(QUESTIONS).json()["items"] if question["name"] == name)
    answer = client.get(listed["href"])
    assert answer.status_code == 200
    table = TypeAdapter(answers.RowsAnswer).validate_json(answer.content)
    assert list(table.columns) == listed["columns"]
    assert table.meta.count == len(table.items) > 0
    assert not table.meta.truncated
    assert table.meta.snapshot == answer.headers["x-snapshot"]


def test_the_sparql_of_an_answer_gives_the_same_rows(client: httpx.Client) -> None:
    """The query in the meta part, asked as it stands at the SPARQL endpoint, gives the answer's rows."""
    answer = client.get(f"{QUESTIONS}/pagar-under-ar", params={"year": "2021"}).json()
    bindings = client.get("/sparql", params={"query": answer["meta"]["sparql"]}).json()["results"]["bindings"]
    rows = [{c: row[c]["value"] if c in row else None for c in answer["columns"]} for row in bindings]
    assert rows == answer["items"]
    assert rows


@pytest.mark.parametrize("how", [{"format": "csv"}, {}])
def test_csv_holds_the_same_rows(client: httpx.Client, how: dict[str, str]) -> None:
    """CSV, by the format parameter or by Accept, has the rows of the JSON answer."""
    url = f"{QUESTIONS}/effektmal-utan-insats"
    answer = client.get(url, params=how, headers={} if how else {"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert list(csv.DictReader(io.StringIO(answer.text))) == client.get(url).json()["items"]


def test_what_cannot_be_given_as_accepted_is_406(client: httpx.Client) -> None:
    """Where neither JSON nor CSV is accepted, the problem says so."""
    answer = client.get(f"{QUESTIONS}/begrepp", headers={"Accept": "application/pdf"})
    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")


@pytest.mark.parametrize(
    ("asked", "status", "code", "mentions"),
    [
        ("effektmal-utan-insatser", 404, "unknown_question", "effektmal-utan-insats?"),
        ("xyz", 404, "unknown_question", "/api/v1/questions"),
        ("%00", 404, "unknown_question", "/api/v1/questions"),
        ("..%2F..%2Fpyproject", 404, "nowhere", "/docs"),
        (f"{'a' * 2000}", 400, "parameter_long", "1000"),
        ("vad-leder-till?målet=4B", 400, "unknown_parameter", "goal"),
        ("vad-leder-till?goal=4B&goal=4A", 400, "parameter_twice", "goal"),
        ("vad-leder-till?goal=9Z9Z", 404, "unknown_thing", "9Z9Z"),
        ("vad-leder-till?goal=7", 409, "ambiguous_code", "aktivitet/7"),
        ("pagar-under-ar?year=2021.5", 400, "parameter_type", "2021.5"),
        ("pagar-under-ar?year=", 400, "parameter_type", "year"),
        ("var-star-det?text=%20", 400, "parameter_type", "text"),
        ("dokument?level=nationell", 400, "parameter_choice", "national"),
        ("dokument?level=National", 400, "parameter_choice", "national"),
        ("lika-indikatorer?area=national", 400, "parameter_choice", "likaUse"),
        (f"var-star-det?text={'a' * 2000}", 400, "parameter_long", "1000"),
        ("begrepp?format=xml", 400, "parameter_choice", "json, csv"),
        ("begrepp?lang=de", 400, "parameter_choice", "sv, en"),
        ("begrepp?format=csv&format=csv", 400, "parameter_twice", "format"),
    ],
)
def test_a_wrong_request_is_told_with_the_way_out(
    client: httpx.Client, asked: str, status: int, code: str, mentions: str
) -> None:
    """An unknown question or parameter, or a value that does not fit, is a problem that names it and what would fit."""
    answer = client.get(f"{QUESTIONS}/{asked}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert mentions in answer.json()["detail"]
    assert "--param" not in answer.json()["detail"]


@pytest.mark.parametrize(
    "text", ["x } SERVICE <urn:x> { ", '" } #', "\\", "\\u0022", "\0\n\r\t", "'''", "\U0001f600", "{% raw %}", "<b>"]
)
def test_a_hostile_text_is_only_a_text(client: httpx.Client, text: str) -> None:
    """Whatever a text holds, it is looked for as it stands, and found nowhere."""
    answer = client.get(f"{QUESTIONS}/var-star-det?text={quote(text + ' ¤')}")
    assert answer.status_code == 200
    assert answer.json()["items"] == []


def test_a_text_with_swedish_letters_is_found_however_it_is_written(client: httpx.Client) -> None:
    """Searching ignores the case of letters beyond ASCII too, and whether their dots are characters of their own."""
    ways = ("NPÖ", "npö", unicodedata.normalize("NFD", "npö"))
    found = [client.get(f"{QUESTIONS}/var-star-det", params={"text": text}).json()["items"] for text in ways]
    assert found[0]
    assert found[0] == found[1] == found[2]
