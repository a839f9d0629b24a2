"""Writing rows: as a table for people, or as CSV, TSV or JSON for programs."""

import csv
import io
from collections.abc import Sequence
from typing import Final, Literal

from rich.table import Table as RichTable
from rich.text import Text

from graph_service.cli.terminal import err, out, write_bytes
from graph_service.messages import Lang, text
from graph_service.model.json_bytes import as_json
from graph_service.model.terms import Iri, Table, Term
from graph_service.vocabulary import compact

RowFormat = Literal["table", "csv", "tsv", "json"]
Cell = str | int

_MOST_ROWS: Final = 1000


def write_table(table: Table, form: RowFormat, *, base: str, lang: Lang) -> None:
    """Write an answer.

    Args:
        table: The answer.
        form: How.
        base: Base that IRIs are shortened by in a table for people.
        lang: Language of the line that counts the rows.
    """
    if form == "table":
        rows = [[_shown(row.get(column), base) for column in table.columns] for row in table.rows]
        print_rows(table.columns, rows, lang=lang)
        return
    rows = [[_plain(row.get(column)) for column in table.columns] for row in table.rows]
    write_bytes(serialise(table.columns, rows, form))


def serialise(columns: Sequence[str], rows: Sequence[Sequence[object]], form: RowFormat) -> bytes:
    r"""Write rows for programs.

    Args:
        columns: Names of the columns.
        rows: The rows, as long as the columns; of texts and numbers, for JSON of whatever that can hold.
        form: ``"csv"``, ``"tsv"`` or ``"json"``.

    Returns:
        UTF-8 bytes.

    Example:
        >>> serialise(["code"], [["4B"]], "csv")
        b'code\r\n4B\r\n'
    """
    if form == "json":
        return as_json([dict(zip(columns, row, strict=True)) for row in rows])
    if form == "tsv":
        lines = ["\t".join(" ".join(str(cell).split()) for cell in row) for row in (columns, *rows)]
        return ("\n".join(lines) + "\n").encode()
    buffer = io.StringIO()
    csv.writer(buffer).writerows([columns, *rows])
    return buffer.getvalue().encode()


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, lang: Lang) -> None:
    """Print rows as a table for people, and count them on standard error.

    Args:
        columns: Names of the columns.
        rows: The rows; of very many, the first are printed.
        lang: Language of the count.
    """
    if not rows:
        err().print(text("table.empty", lang))
        return
    table = RichTable(header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows[:_MOST_ROWS]:
        table.add_row(*(Text(str(cell)) for cell in row))
    out().print(table)
    if len(rows) > _MOST_ROWS:
        err().print(text("table.first", lang, shown=_MOST_ROWS, count=len(rows)), style="dim")
    else:
        count_rows(len(rows), lang=lang)


def count_rows(count: int, *, lang: Lang) -> None:
    """Say on standard error how many rows there are.

    Args:
        count: How many.
        lang: The language.
    """
    key = {0: "table.empty", 1: "table.row"}.get(count, "table.rows")
    err().print(text(key, lang, count=count), style="dim")


def _shown(term: Term | None, base: str) -> str:
    if term is None:
        return ""
    return compact(term.value, base) if isinstance(term, Iri) else term.value


def _plain(term: Term | None) -> str:
    return "" if term is None else term.value
