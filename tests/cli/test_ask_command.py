"""``redthread ask`` and ``redthread questions``: the named questions in the terminal."""

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from graph_service.questions import catalogue

if TYPE_CHECKING:
    from conftest import Redthread

GAPS = "effektmal-utan-insats"


def test_answer_is_clean_csv(redthread: "Redthread") -> None:
    """An answer as CSV has the question's columns and nothing else; standard error is empty."""
    finished = redthread("ask", GAPS, "--param", "document=fyrbodal-2020-2022", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(finished.stdout)))
    assert (finished.returncode, finished.stderr) == (0, "")
    assert tuple(rows[0]) == catalogue.find(GAPS).columns
    assert [row["code"] for row in rows] == ["1C", "2B", "3B"]


def test_title_and_count_stand_beside_the_table(redthread: "Redthread") -> None:
    """As a table, the question's title in the user's language and the count of rows go to standard error."""
    finished = redthread("ask", GAPS, "-p", "document=fyrbodal-2020-2022", "--lang", "sv")
    assert finished.stderr == "Vilka effektmål har ingen insats eller aktivitet?\n3 rader\n"
    assert "fyrbodal-2020-2022/effektmal/1C" in finished.stdout


def test_shown_sparql_gives_the_same_answer(redthread: "Redthread") -> None:
    """The SPARQL that --sparql shows, with the parameters in it, is the query that gives the answer."""
    given = ("ask", "pagar-under-ar", "-p", "year=2018", "--lang", "sv")
    shown = redthread(*given, "--sparql").stdout
    asked = redthread("query", "-", "--format", "csv", stdin=shown).stdout
    assert '"2018"^^<http://www.w3.org/2001/XMLSchema#integer>' in shown
    assert list(csv.reader(io.StringIO(asked))) == list(
        csv.reader(io.StringIO(redthread(*given, "--format", "csv").stdout))
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("effektmal-utan-insat",),
            "There is no question »effektmal-utan-insat«. Did you mean effektmal-utan-insats? ",
        ),
        (("zzz",), "There is no question »zzz«. All questions: redthread questions"),
        ((GAPS, "-p", "document"), "»document« is not of the form name=value."),
        ((GAPS, "-p", "=x"), "»=x« is not of the form name=value."),
        ((GAPS, "-p", "document=a", "-p", "document=b"), "The parameter »document« is given more than once."),
        ((GAPS, "-p", "year=2018"), "The question »effektmal-utan-insats« has no parameter »year«. It has: document"),
        ((GAPS, "-p", "document=org/skr"), "No document is called »org/skr«. All documents: redthread ask dokument"),
        ((GAPS, "-p", "document=e-hälsa"), "»e-hälsa« stands for several things."),
        (("pagar-under-ar", "-p", "year=20"), "The parameter »year« takes a year; »20« is not that."),
    ],
    ids=["close", "unknown", "no value", "no name", "twice", "other", "kind", "thing", "type"],
)
def test_wrong_question_or_parameter_is_told(redthread: "Redthread", arguments: tuple[str, ...], told: str) -> None:
    """A question or parameter that does not exist or does not fit ends with exit code 2 and what would fit."""
    finished = redthread("ask", *arguments)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(told)


def test_questions_are_listed(redthread: "Redthread") -> None:
    """All questions are listed with their titles in the user's language, for programs too."""
    finished = redthread("questions", "--format", "json", "--lang", "sv")
    listed = {item["name"]: item["title"] for item in json.loads(finished.stdout)}
    assert finished.stderr == ""
    assert listed == {question.name: question.title["sv"] for question in catalogue.questions()}


def test_one_question_is_explained(redthread: "Redthread") -> None:
    """A question is explained with its parameters, columns and an example that can be run."""
    finished = redthread("questions", GAPS, "--lang", "sv")
    question = catalogue.find(GAPS)
    assert finished.stdout.startswith(f"{question.title['sv']}\n{question.description['sv']}\n")
    assert "--param document=…" in finished.stdout
    assert f"Kolumner: {', '.join(question.columns)}" in finished.stdout
    assert f'redthread ask {GAPS} --param document="fyrbodal-2020-2022"' in finished.stdout


def test_one_question_is_listed_for_programs(redthread: "Redthread") -> None:
    """With a format for programs a question is listed alone, in the columns of the list."""
    rows = list(csv.DictReader(io.StringIO(redthread("questions", GAPS, "--format", "csv").stdout)))
    assert [(row["name"], row["parameters"]) for row in rows] == [(GAPS, "document")]
