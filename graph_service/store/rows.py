"""Cutting a serialised table after so many rows.

The engine writes whole answers only; the formats are those of https://www.w3.org/TR/sparql11-overview/.
"""

import csv
import io
from typing import Final

import orjson

from graph_service.store.port import ResultFormat

_SHORTEST: Final = 2
"""Bytes that a row takes at least, in any format."""
_RESULT: Final = b"<result>"
_XML_END: Final = b"</results></sparql>"


def cut(body: bytes, form: ResultFormat, most: int) -> tuple[bytes, bool]:
    r"""Cut a table after so many rows.

    Args:
        body: The answer to a SELECT query, as the engine writes it.
        form: Its format.
        most: Most rows.

    Returns:
        The answer with no more rows than that, and whether any were cut off.

    Example:
        >>> cut(b"a\r\n1\r\n2\r\n3\r\n", "csv", 2)
        (b'a\r\n1\r\n2\r\n', True)
    """
    if len(body) <= most * _SHORTEST:
        return body, False
    match form:
        case "json":
            return _json(body, most)
        case "xml":
            return _xml(body, most)
        case "tsv":
            return _lines(body, most)
        case _:
            return _csv(body, most)


def _json(body: bytes, most: int) -> tuple[bytes, bool]:
    table = orjson.loads(body)
    rows = table.get("results", {}).get("bindings", [])
    if len(rows) <= most:
        return body, False
    del rows[most:]
    return orjson.dumps(table), True


def _xml(body: bytes, most: int) -> tuple[bytes, bool]:
    # In texts, the engine writes < as &lt;: what looks like the beginning of a row is one.
    place = -1
    for _ in range(most + 1):
        place = body.find(_RESULT, place + 1)
        if place < 0:
            return body, False
    return body[:place] + _XML_END, True


def _lines(body: bytes, most: int) -> tuple[bytes, bool]:
    # In texts, the engine writes a line break as \n: every line is a row, but for the first.
    place = -1
    for _ in range(most + 1):
        place = body.find(b"\n", place + 1)
        if place < 0:
            return body, False
    end = place + 1
    return (body[:end], True) if end < len(body) else (body, False)


def _csv(body: bytes, most: int) -> tuple[bytes, bool]:
    csv.field_size_limit(max(csv.field_size_limit(), len(body)))  # it is the whole process's: never lowered
    kept = io.StringIO(newline="")
    writer = csv.writer(kept)
    for number, row in enumerate(csv.reader(io.StringIO(body.decode(), newline=""))):
        if number > most:  # the first line names the columns
            return kept.getvalue().encode(), True
        writer.writerow(row)
    return body, False
