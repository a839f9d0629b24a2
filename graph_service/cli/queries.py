"""A user's own SPARQL: where its text comes from, and how its answer is written."""

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from graph_service.cli import tables
from graph_service.cli.source import Source
from graph_service.cli.terminal import err, stoppable, write_bytes
from graph_service.errors import ProblemError, QueryError, UnreadableInputError
from graph_service.messages import Lang, text
from graph_service.model.terms import Table
from graph_service.settings import Settings
from graph_service.store import files, results
from graph_service.store.excerpts import is_text, shortened
from graph_service.store.port import GRAPH_FORMATS, TABLE_FORMATS, Answer, ResultFormat
from graph_service.store.sparql_text import yields

QueryFormat = Literal["table", ResultFormat]

# What looks like the beginning of SPARQL and not like a file's name, of which "ask.rq" is one.
_BEGINS: Final = re.compile(
    r"\s*(?:#.*\s+)*(?:select|ask|construct|describe|prefix|base|insert|delete|load|clear|drop|create)\b\s*[^\s.\w]",
    re.IGNORECASE,
)
_BEGINS_WITH_WORDS: Final = re.compile(r"\s*(?:describe|clear|drop|create|load)\s+\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as a user gave it.

    Attributes:
        text: SPARQL text.
        place: The file that it stands in, or empty if it was given as it is.
    """

    text: str
    place: str


def read(source: str, settings: Settings) -> Asked:
    """Find the text of a query.

    Args:
        source: A file, ``-`` for standard input, or the query itself.
        settings: The settings; they give the largest file.

    Returns:
        The query.

    Raises:
        QueryError: If it is empty, or not text.
        UnreadableInputError: If the file cannot be read.
    """
    if source == "-":
        given = sys.stdin.buffer if sys.stdin else io.BytesIO()
        asked = Asked(files.read_stream(given, "-", limit=settings.file_bytes), "-")
    elif "{" in source or _BEGINS.match(source) or _BEGINS_WITH_WORDS.match(source) or not source.strip():
        asked = Asked(source, "")
    else:
        asked = Asked(_from_file(Path(source), settings), source)
    if not asked.text.strip():
        raise QueryError("query_empty")
    if not is_text(asked.text):
        raise QueryError("not_text", text=shortened(asked.text))
    return asked


def answer(source: Source, asked: Asked, form: QueryFormat | None, *, lang: Lang) -> None:
    """Answer a query on standard output.

    Args:
        source: What is asked.
        asked: The query.
        form: How; None for a table or Turtle, as the query demands.
        lang: The language.

    Raises:
        QueryError: If it cannot be parsed or answered, or its answer cannot be written in that form.
        RemoteError: If a service that is asked cannot answer it.
    """
    with _naming(asked.place, lang):
        if yields(asked.text) == "triples":
            if form in TABLE_FORMATS:
                raise QueryError("format_graph", format=form)
            given = _given(source, asked.text, graph=form if form in GRAPH_FORMATS else "turtle")
            write_bytes(given.body)
        elif form in GRAPH_FORMATS:
            raise QueryError("format_table", format=form)
        elif form in TABLE_FORMATS:
            given = _given(source, asked.text, table=form)
            write_bytes(given.body)
        else:
            given = _given(source, asked.text)
            _print(results.read(given.body), source.base, lang)
    if given.truncated:
        err().print(text("query.truncated", lang), style="yellow")


def _given(source: Source, query: str, *, table: ResultFormat = "json", graph: ResultFormat = "turtle") -> Answer:
    store = source.store
    with stoppable():
        return store.answer(query, table=table, graph=graph)


def _print(found: Table | bool, base: str, lang: Lang) -> None:  # noqa: FBT001 -- what ASK says
    if isinstance(found, bool):
        write_bytes(text("table.yes" if found else "table.no", lang).encode())
    else:
        tables.write_table(found, "table", base=base, lang=lang)


def _from_file(path: Path, settings: Settings) -> str:
    try:
        return files.read_text(path, limit=settings.file_bytes)
    except UnreadableInputError as error:
        if error.key != "file_unreadable":
            raise
        reason = error.values["reason"]
        raise UnreadableInputError("query_missing_file", path=shortened(str(path)), reason=reason) from error


@contextmanager
def _naming(place: str, lang: Lang) -> Iterator[None]:
    # What is wrong with a query in a file names the file too.
    try:
        yield
    except (ProblemError, QueryError) as error:
        if not place:
            raise
        raise QueryError("query_in_file", path=place, reason=error.text(lang)) from error
