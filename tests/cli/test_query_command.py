"""``redthread query``: where the query comes from, how the answer is written, and what is told of a bad one."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib

if TYPE_CHECKING:
    from conftest import Redthread

GOALS = "SELECT ?code ?title { ?goal a rt:EffectGoal ; dcterms:identifier ?code ; dcterms:title ?title } ORDER BY ?code"


def test_rows_are_clean_csv(redthread: "Redthread", tmp_path: Path) -> None:
    """CSV on standard output is nothing but CSV, Swedish letters and all, and standard error is empty."""
    finished = redthread("query", GOALS, "--format", "csv", cwd=tmp_path, LANG="sv_SE.UTF-8")
    rows = list(csv.DictReader(io.StringIO(finished.stdout)))
    assert (finished.returncode, finished.stderr) == (0, "")
    assert rows[0]["code"] == "1A"
    assert "digitaliseringsområdet" in "".join(row["title"] for row in rows)


def test_file_and_standard_input_are_the_same_query(redthread: "Redthread", tmp_path: Path) -> None:
    """A query in a file, with a byte order mark, and from standard input gives the same answer as JSON."""
    (tmp_path / "fråga.rq").write_bytes(b"\xef\xbb\xbf" + GOALS.encode())
    from_file = redthread("query", "fråga.rq", "--format", "json", cwd=tmp_path)
    from_input = redthread("query", "-", "--format", "json", stdin=GOALS)
    assert from_file.stdout == from_input.stdout
    assert len(json.loads(from_file.stdout)["results"]["bindings"]) == 11


def test_table_is_for_people(redthread: "Redthread") -> None:
    """Without a format rows come as a table with short names, markup unread, and the count on standard error."""
    query = 'SELECT (rt:Goal AS ?kind) ("[red]x[/]" AS ?text) { }'
    finished = redthread("query", query, "--lang", "sv")
    assert "│ rt:Goal │ [red]x[/] │" in finished.stdout
    assert finished.stderr == "1 rad\n"


def test_ask_answers_in_the_language(redthread: "Redthread") -> None:
    """ASK is answered with yes or no in the user's language."""
    assert redthread("query", "ASK { ?s a rt:Vision }", "--lang", "sv").stdout == "ja\n"
    assert redthread("query", "ask where { ?s a rt:Nothing }", "--lang", "en").stdout == "no\n"


def test_describe_gives_turtle(redthread: "Redthread") -> None:
    """DESCRIBE needs no braces to be seen as a query, and is answered in Turtle."""
    finished = redthread("query", "DESCRIBE <https://w3id.org/redthread/id/fyrbodal-2020-2022/effektmal/4B>")
    graph = rdflib.Graph().parse(data=finished.stdout, format="turtle")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert rdflib.Literal("4B") in set(graph.objects())


@pytest.mark.parametrize(
    ("query", "form", "told"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "An answer of triples cannot be written as csv. Choose turtle, nt or"),
        ("ASK { ?s ?p ?o }", "turtle", "An answer of rows cannot be written as turtle. Choose table, csv, tsv, json"),
    ],
)
def test_format_that_does_not_fit_is_told(redthread: "Redthread", query: str, form: str, told: str) -> None:
    """Triples cannot be written as CSV nor a truth value as Turtle: exit code 2, and what can be chosen."""
    finished = redthread("query", query, "--format", form)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(told)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ASK {\n ?s dct:title ?o }", "Rad 2: prefixet dct: är inte deklarerat. Menade du dcat:, dcterms:?"),
        ("ASK {\n ?s ?p }", "Frågan går inte att läsa, vid eller strax före rad 2, kolumn 9"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "Rad 1: INSERT ändrar data; bara SELECT, ASK, CONSTRUCT och DESCRIBE"),
        ("CLEAR ALL", "Rad 1: CLEAR ändrar data;"),
        ("ASK {\n\nSERVICE <http://127.0.0.1:9/> {} }", "Rad 3: SERVICE är inte tillåtet;"),
        ("ASK " + "{" * 200 + "}" * 200, "Rad 1: frågan har mer än 100 parenteser inuti varandra."),
        ("ASK { FILTER(" + "!" * 20_000 + "true) }", "Rad 1: frågan har mer än 1500 ord och tecken utanför VALUES."),
        ("  ", "Frågan är tom. Ange en fil, - för standard in, eller frågans text."),
        ("hej", "hej: ingen sådan frågefil (No such file or directory). Ange en fil, - för standard in, eller"),
        ("a" * 5000, f"{'a' * 120} …: ingen sådan frågefil (File name too long)."),
    ],
    ids=["prefix", "syntax", "insert", "clear", "service", "deep", "chain", "empty", "no file", "long name"],
)
def test_bad_query_is_told(redthread: "Redthread", query: str, told: str) -> None:
    """A query that cannot be asked ends with exit code 2 and one message with the place and the way out."""
    finished = redthread("query", query, "--lang", "sv")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(told)
    assert finished.stderr.count("\n") == 1


def test_error_in_a_file_names_the_file(redthread: "Redthread", tmp_path: Path) -> None:
    """What is wrong with a query in a file is told with the file's name before it."""
    (tmp_path / "half.rq").write_text("SELECT * {\n ?s ?p ?o\n", encoding="utf-8")
    finished = redthread("query", "half.rq", cwd=tmp_path)
    assert finished.returncode == 2
    assert finished.stderr == (
        "half.rq: The query ends too early, on line 3: something is missing, such as a bracket.\n"
    )


def test_file_that_is_not_utf8_is_told_with_the_line(redthread: "Redthread") -> None:
    """A query in Latin-1 on standard input is told with its line."""
    finished = redthread("query", "-", stdin='ASK {\n ?s ?p "å" }'.encode("latin-1"))
    assert finished.returncode == 2
    assert finished.stderr == "-, line 2: not UTF-8. Save the file as UTF-8 and try again.\n"


def test_endless_input_is_read_no_further_than_it_may_be_long(redthread: "Redthread") -> None:
    """A query on standard input that is longer than a file may be is refused with the limit and the way out."""
    finished = redthread("query", "-", stdin="# mål\n" * 1000, REDTHREAD_FILE_BYTES="100")
    assert finished.returncode == 2
    assert finished.stderr == ("-: 101 bytes; at most 100 are read. Split the file, or set REDTHREAD_FILE_BYTES.\n")


def test_query_that_is_no_text_is_told() -> None:
    """A query whose bytes are not text is refused as such, not as a fault of the program."""
    command: list[str | bytes] = [sys.executable, "-m", "graph_service", "query", b"ASK { ?s ?p '\xff' }"]
    finished = subprocess.run(command, capture_output=True, timeout=100, check=False, env={"PYTHONUTF8": "1"})
    assert finished.returncode == 2
    assert finished.stderr.endswith(
        b"is not text in UTF-8. Check how your terminal writes \xc3\xa5, \xc3\xa4 and \xc3\xb6.\n"
    )
