"""``redthread search``."""

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Redthread

GOAL = "fyrbodal-2020-2022/effektmal/4B"


def test_a_search_lists_what_it_finds_with_kind_code_plan_and_path(redthread: "Redthread") -> None:
    """Each hit is a line that says what it is and where it belongs; the count and the kinds go to standard error."""
    answer = redthread("search", "digital", "infrastruktur", "--lang", "sv")
    assert answer.returncode == 0
    lines = answer.stdout.splitlines()
    assert lines[0].startswith("Fokusområde 3.4  Digital infrastruktur  [Handlingsplan för digitalisering i Fyrbodal")
    assert any(line.startswith("Effektmål 4B  En digital infrastruktur") and line.endswith(GOAL) for line in lines)
    assert "12 hittade\n" in answer.stderr
    assert "Effektmål 1" in answer.stderr


def test_words_that_stand_in_a_text_are_shown_below_the_title(redthread: "Redthread") -> None:
    """Where the words do not stand in the title, the place where they stand is shown."""
    line, below = redthread("search", "elevhälsa", "--lang", "sv", "--kind", "Initiative").stdout.splitlines()
    assert line.startswith("Insats  Kommunernas framtida vårdinforationsmiljö  [Handlingsplan – Digitalisering 2018]")
    assert below.startswith("  … ")
    assert " inklusive elevhälsa en tydlig aktör " in below


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_a_search_can_be_read_by_programs(redthread: "Redthread", form: str) -> None:
    """As CSV, TSV or JSON the hits come in the same order, narrowed to what was asked for."""
    plan = ("--plan", "vastkom-2019", "--kind", "insats", "--format", form)
    answer = redthread("search", "NPÖ", "--limit", "5", *plan)
    if form == "json":
        ids = [hit["id"] for hit in json.loads(answer.stdout)]
    else:
        dialect = "excel" if form == "csv" else "excel-tab"
        ids = [row["id"] for row in csv.DictReader(io.StringIO(answer.stdout), dialect=dialect)]
    assert ids == ["vastkom-2019/projekt/ersatta-fax"]


def test_what_is_left_out_is_told(redthread: "Redthread") -> None:
    """A list that is cut says so, and so does one whose hits have some of the words only."""
    answer = redthread("search", "nyttan", "distansmöte", "--limit", "2", "--lang", "en")
    assert len(answer.stdout.splitlines()) == 2
    assert "Nothing has all the words; these have some of them." in answer.stderr
    assert "The first 2 of " in answer.stderr


def test_nothing_found_is_no_error(redthread: "Redthread") -> None:
    """A search that finds nothing says so on standard error, and writes nothing."""
    answer = redthread("search", "xyzzy", "--lang", "en")
    assert (answer.returncode, answer.stdout) == (0, "")
    assert "Nothing found." in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (['"'], "There is no word to search for"),
        ([""], "There is no word to search for"),
        (["a" * 2_000], "1000 characters"),
        (["NPÖ", "--kind", "Gaol"], "No kind of thing is called »Gaol«"),
        (["NPÖ", "--plan", "nowhere"], "No document is called »nowhere«"),
        (["NPÖ", "--limit", "0"], "--limit"),
    ],
)
def test_a_wrong_search_ends_with_a_message(redthread: "Redthread", arguments: list[str], words: str) -> None:
    """What cannot be searched for ends with exit code 2 and what to do."""
    answer = redthread("search", *arguments, "--lang", "en")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr
