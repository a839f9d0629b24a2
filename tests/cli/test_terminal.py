"""What every command shares: the language, what is shown on a screen, and rows for programs."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table
from rich.text import Text

from graph_service.cli import tables
from graph_service.cli.terminal import err, language, out
from graph_service.model.json_bytes import as_json

STEERING = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@pytest.mark.parametrize(
    ("arguments", "environment", "chosen"),
    [
        ([], {}, "en"),
        ([], {"LANG": "sv_SE.UTF-8"}, "sv"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LC_ALL": "en_GB", "LANG": "sv_SE"}, "en"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "sv", "LANG": "en_US"}, "sv"),
        ([], {"REDTHREAD_LANG": "sv", "LC_ALL": "en_GB"}, "sv"),
        ([], {"REDTHREAD_LANG": "fi", "LANG": "sv_FI"}, "sv"),
        (["trace", "4B", "--lang", "en"], {"REDTHREAD_LANG": "sv"}, "en"),
        (["--lang=sv", "stats"], {"LANG": "en_US"}, "sv"),
        (["stats", "--lang"], {}, "en"),
    ],
)
def test_language_is_the_first_that_is_asked_for(
    arguments: list[str], environment: dict[str, str], chosen: str
) -> None:
    """The option comes before REDTHREAD_LANG, that before the locale, and where none is known it is English."""
    assert language(arguments, environment) == chosen


@pytest.mark.parametrize("stderr", [False, True])
def test_nothing_shown_steers_the_terminal(capsys: pytest.CaptureFixture[str], *, stderr: bool) -> None:
    """Control characters, escape sequences and direction marks in a text are taken away wherever it is shown."""
    hostile = f"före{STEERING.replace(chr(10), '')}\x1b[31m\x1b]0;titel\x07efter"
    screen = err() if stderr else out()
    screen.print(hostile, soft_wrap=True)
    screen.print(Text(hostile), soft_wrap=True)
    grid = Table("rubrik")
    grid.add_row(hostile)
    screen.print(grid)
    captured = capsys.readouterr()
    shown = captured.err if stderr else captured.out
    assert not set(shown) & (set(STEERING) - {"\n", "\t"})
    assert shown.count("efter") == 3


@pytest.mark.parametrize(
    "text", ["[red]mål[/red]", "[/]", ":smile:", "[link=file:///etc/passwd]x[/link]", "\\[x]", "4B"]
)
def test_texts_are_shown_as_they_are(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """What looks like markup or an emoji code in a text is shown letter by letter."""
    out().print(text)
    tables.print_rows(["kolumn"], [[text]], lang="sv")
    assert capsys.readouterr().out.count(text) == 2


def test_rows_are_counted_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """The count of the rows is told beside the answer, not in it."""
    tables.print_rows(["a", "b"], [["x", 1]], lang="sv")
    tables.print_rows(["a", "b"], [["x", 1], ["y", 2]], lang="sv")
    tables.print_rows(["a", "b"], [], lang="sv")
    captured = capsys.readouterr()
    assert captured.err.splitlines() == ["1 rad", "2 rader", "Inga rader."]
    assert "rad" not in captured.out


def test_very_many_rows_are_cut_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Of very many rows a table for people shows the first thousand, and says how to get all."""
    tables.print_rows(["n"], [[number] for number in range(1500)], lang="en")
    captured = capsys.readouterr()
    assert "999" in captured.out
    assert "1000" not in captured.out
    assert captured.err == "The first 1000 of 1500 rows. All of them: --format csv\n"


def test_very_long_words_are_folded(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that is longer than the terminal is wide is folded, and none of it is lost."""
    monkeypatch.setenv("COLUMNS", "40")
    tables.print_rows(["ord"], [["x" * 500]], lang="sv")
    shown = capsys.readouterr().out
    assert shown.count("x") == 500
    assert max(map(len, shown.splitlines())) == 40


@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_csv_and_json_give_back_what_went_in(rows: list[tuple[str, str]]) -> None:
    """Whatever cells hold, CSV and JSON read back as the same rows, and TSV has one line per row."""
    columns = ("första", "andra")
    read = list(csv.reader(io.StringIO(tables.serialise(columns, rows, "csv").decode(), newline="")))
    assert [tuple(row) for row in read] == [columns, *rows]
    objects = json.loads(tables.serialise(columns, rows, "json"))
    assert [tuple(item.values()) for item in objects] == rows
    lines = tables.serialise(columns, rows, "tsv").decode().removesuffix("\n").split("\n")
    assert [line.count("\t") for line in lines] == [1] * (len(rows) + 1)


def test_numbers_stay_numbers_in_json() -> None:
    """A count is a number in JSON, and the same digits in CSV."""
    assert json.loads(tables.serialise(["n"], [[7]], "json")) == [{"n": 7}]
    assert tables.serialise(["n"], [[7]], "csv") == b"n\r\n7\r\n"


def test_json_holds_file_names_that_are_not_text() -> None:
    """A file name that is not UTF-8 is escaped in JSON, which stays valid."""
    assert json.loads(as_json({"file": "pl\udce5n.ttl"})) == {"file": "pl\udce5n.ttl"}
