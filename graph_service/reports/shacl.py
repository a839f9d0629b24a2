"""A report as SHACL has it (https://www.w3.org/TR/shacl/#validation-report), in no syntax of RDF yet."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from graph_service.messages import LANGUAGES
from graph_service.model.terms import BlankNode, Iri, Literal, Term, is_absolute_iri
from graph_service.model.verdict import Place, Severity
from graph_service.reports.paths import Path, parsed
from graph_service.reports.report import Entry, Report
from graph_service.vocabulary import RDF, SH, SHAPES, XSD

_SEVERITIES: Final[Mapping[Severity, Iri]] = {
    Severity.VIOLATION: Iri(f"{SH}Violation"),
    Severity.WARNING: Iri(f"{SH}Warning"),
    Severity.INFO: Iri(f"{SH}Info"),
}
_TYPE: Final = f"{RDF}type"
_NUMBER: Final = re.compile("0|[1-9][0-9]{0,14}")


@dataclass(frozen=True, slots=True)
class Node:
    """A blank node with what is said of it.

    Attributes:
        statements: Pairs of property and value.
    """

    statements: tuple[tuple[str, "Value"], ...]


@dataclass(frozen=True, slots=True)
class Several:
    """An RDF list.

    Attributes:
        items: What is in it.
    """

    items: tuple["Value", ...]


Value = Term | Node | Several


def node(report: Report) -> Node:
    """Give a report as RDF.

    Args:
        report: The report.

    Returns:
        The node of the report, with its results. By SHACL a graph conforms if there is no result at all, of whatever
        severity; the verdict is milder, and is not told here.
    """
    labels: dict[str, BlankNode] = {}
    results = tuple((f"{SH}result", Node(tuple(_result(entry, report, labels)))) for entry in report.entries)
    conforms = Literal("false" if results else "true", datatype=f"{XSD}boolean")
    return Node(((_TYPE, Iri(f"{SH}ValidationReport")), (f"{SH}conforms", conforms), *results))


def is_bare(value: Value) -> bool:
    """Tell whether a value can be written without quotes, in Turtle as in JSON.

    Args:
        value: The value.

    Returns:
        True for truth values and whole numbers as they are usually written.

    Example:
        >>> is_bare(Literal("12", datatype=f"{XSD}integer")), is_bare(Literal("012", datatype=f"{XSD}integer"))
        (True, False)
    """
    if not isinstance(value, Literal) or value.language:
        return False
    if value.datatype == f"{XSD}boolean":
        return value.value in {"true", "false"}
    return value.datatype == f"{XSD}integer" and _NUMBER.fullmatch(value.value) is not None


def _result(entry: Entry, report: Report, labels: dict[str, BlankNode]) -> Iterator[tuple[str, Value]]:
    finding = entry.finding
    path = parsed(finding.path) if finding.path else None
    yield _TYPE, Iri(f"{SH}ValidationResult")
    yield f"{SH}resultSeverity", _SEVERITIES[finding.severity]
    yield f"{SH}focusNode", _term(finding.focus, labels)
    if path is not None:
        yield f"{SH}resultPath", _path(path)
    if finding.value is not None:
        yield f"{SH}value", _term(finding.value, labels)
    yield f"{SH}sourceConstraintComponent", _iri(finding.component)
    yield f"{SH}sourceShape", _shape(finding.shape, labels)
    for lang in LANGUAGES:
        if lang in finding.messages:
            yield f"{SH}resultMessage", _text(finding.messages[lang], lang)
    for lang in LANGUAGES:
        if lang in finding.mend:
            yield f"{SHAPES}mend", _text(finding.mend[lang], lang)
    if entry.plan is not None:
        yield f"{SHAPES}plan", _iri(entry.plan)
    if finding.place is not None:
        yield from _place(finding.place)
    yield f"{SHAPES}fingerprint", _text(entry.fingerprint)
    if report.gone is not None:
        yield f"{SHAPES}new", Literal("true" if entry.new else "false", datatype=f"{XSD}boolean")


def _place(place: Place) -> Iterator[tuple[str, Value]]:
    yield f"{SHAPES}file", _text(place.file)
    yield f"{SHAPES}line", Literal(str(place.line), datatype=f"{XSD}integer")
    if place.column is not None:
        yield f"{SHAPES}column", Literal(str(place.column), datatype=f"{XSD}integer")


def _path(path: Path) -> Value:
    if isinstance(path, Iri):
        return path
    parts = tuple(_path(part) for part in path.parts)
    if path.kind in {"", "alternativePath"}:
        listed = Several(parts)
        return Node(((f"{SH}{path.kind}", listed),)) if path.kind else listed
    return Node(((f"{SH}{path.kind}", parts[0]),))


def _shape(shape: str, labels: dict[str, BlankNode]) -> Term:
    return Iri(shape) if is_absolute_iri(shape) else _term(BlankNode(f"shape {shape}"), labels)


def _term(term: Term, labels: dict[str, BlankNode]) -> Term:
    """Give a blank node a label of the report's own; the store's tell nothing to others."""
    if isinstance(term, BlankNode):
        return labels.setdefault(term.value, BlankNode(f"b{len(labels)}"))
    return term


def _iri(text: str) -> Iri:
    return Iri(text if is_absolute_iri(text) else f"urn:x-unknown:{quote(text, safe='')}")


def _text(words: str, language: str = "") -> Literal:
    return Literal(words.encode(errors="backslashreplace").decode(), language)
