"""What came of a query, as people read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from graph_service.model.terms import BlankNode, Iri, Literal, Term, is_absolute_iri
from graph_service.store.port import Answer
from graph_service.vocabulary import XSD
from graph_service.web import cells
from graph_service.web.cells import Cell
from graph_service.web.here import Here

MOST_ROWS: Final = 500
"""Rows that a page shows; a download holds all."""
MOST_TEXT: Final = 100_000
"""Characters of triples that it shows."""
_ROWS: Final = {"CSV": "csv", "TSV": "tsv", "JSON": "json", "XML": "xml"}
_TRIPLES: Final = {"Turtle": "turtle", "N-Triples": "nt", "RDF/XML": "rdfxml", "JSON-LD": "jsonld"}


@dataclass(frozen=True, slots=True)
class Result:
    """An answer.

    Attributes:
        kind: ``"select"``, ``"ask"`` or ``"construct"``.
        columns: The names of the columns, each with whether it holds nothing but numbers.
        rows: The cells of the rows that are shown.
        total: How many rows there are.
        holds: What ASK says.
        text: Triples in Turtle.
        cut: Whether there are more triples than are shown.
        truncated: Whether the service has left out what is beyond its limit.
        seconds: The time that it took.
        downloads: Names of formats, with what ``format`` calls them.
    """

    kind: str
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[Cell]]
    total: int
    holds: bool
    text: str
    cut: bool
    truncated: bool
    seconds: float
    downloads: Mapping[str, str]


def read(here: Here, answer: Answer, seconds: float) -> Result:
    """Read an answer.

    Args:
        here: Where the reader is.
        answer: The answer: rows in JSON, triples in Turtle.
        seconds: The time that it took.

    Returns:
        What is shown of it.
    """
    if answer.kind == "construct":
        text = answer.body.decode()
        shown = text if len(text) <= MOST_TEXT else text[:MOST_TEXT].rpartition("\n")[0]
        cut = len(shown) < len(text)
        return Result("construct", (), (), 0, False, shown, cut, answer.truncated, seconds, _TRIPLES)  # noqa: FBT003
    document = orjson.loads(answer.body)
    if answer.kind == "ask":
        return Result("ask", (), (), 0, document["boolean"], "", False, False, seconds, _ROWS)  # noqa: FBT003
    names: list[str] = document["head"]["vars"]
    found: list[dict[str, Any]] = document["results"]["bindings"]
    part = [{name: _term(binding) for name, binding in row.items()} for row in found[:MOST_ROWS]]
    rows = cells.cells(here, part, names, plain=False)
    columns = [(name, _numeric(rows, place)) for place, name in enumerate(names)]
    return Result("select", columns, rows, len(found), False, "", False, answer.truncated, seconds, _ROWS)  # noqa: FBT003


def _numeric(rows: Sequence[Sequence[Cell]], place: int) -> bool:
    return bool(rows) and all(row[place].number or not row[place].text for row in rows)


def _term(binding: Mapping[str, Any]) -> Term:
    """Make a term of what stands in the answer; what the engine gives and we have no term for becomes text."""
    value = binding["value"]
    match binding["type"]:
        case "uri" if is_absolute_iri(value):
            return Iri(value)
        case "bnode":
            return BlankNode(value)
        case "literal":
            return Literal(value, binding.get("xml:lang", ""), binding.get("datatype", f"{XSD}string"))
        case "triple":
            return Literal(" ".join(str(_term(value[part])) for part in ("subject", "predicate", "object")))
        case _:
            return Literal(value)
