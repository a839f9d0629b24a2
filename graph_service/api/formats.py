"""Formats of answers, and choosing among them by the ``format`` parameter or the Accept header."""

from collections.abc import Mapping
from typing import Final, Literal, TypeVar

from graph_service.api.preferences import weighted
from graph_service.errors import ParameterError, UnacceptableFormatError
from graph_service.reports.formats import ReportFormat
from graph_service.store.port import GRAPH_FORMATS, TABLE_FORMATS, ResultFormat

F = TypeVar("F", bound=str)

MEDIA_TYPES: Final[Mapping[ResultFormat, str]] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
"""What the answer to a query says that it is."""

ROWS: Final[Mapping[str, ResultFormat]] = {
    "application/sparql-results+json": "json",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/sparql-results+xml": "xml",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Formats of rows by the media types that ask for them, the one that is given without being asked for first."""

TRIPLES: Final[Mapping[str, ResultFormat]] = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "application/xml": "rdfxml",
    "application/json": "jsonld",
    "text/plain": "nt",
}
"""The same for triples."""

ANSWERS: Final[Mapping[str, Literal["json", "csv"]]] = {"application/json": "json", "text/csv": "csv"}
"""The same for the answers to named questions."""

REPORTS: Final[Mapping[str, ReportFormat]] = {
    "application/json": "json",
    "text/plain": "text",
    "text/html": "html",
    "text/turtle": "turtle",
    "application/ld+json": "jsonld",
    "application/sarif+json": "sarif",
    "application/junit+xml": "junit",
    "application/xml": "junit",
    "text/xml": "junit",
}
"""The formats of a report, by the media types that ask for them."""
REPORT_MEDIA: Final[Mapping[ReportFormat, str]] = {
    "json": "application/json",
    "text": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "sarif": "application/sarif+json",
    "junit": "application/junit+xml",
    "github": "text/plain; charset=utf-8",
}
"""What a report says that it is."""


def choose(asked: str | None, accept: str, offered: Mapping[str, F]) -> F:
    """Choose the format of an answer.

    Args:
        asked: The ``format`` parameter, or None.
        accept: The Accept header; empty if there is none.
        offered: Formats by media type, the one to give when all are as welcome first.

    Returns:
        The format.

    Raises:
        ParameterError: If what is asked for is not offered.
        UnacceptableFormatError: If nothing that is offered is accepted.

    Example:
        >>> choose(None, "text/*;q=0.5, application/sparql-results+xml", ROWS)
        'xml'
    """
    if asked is not None:
        return _named(asked, offered)
    ranges = weighted(accept) or [("*/*", 1.0)]
    best: tuple[float, int, F] | None = None
    for media, form in offered.items():
        place, weight = _welcome(media, ranges)
        if weight and (best is None or (weight, -place) > best[:2]):
            best = (weight, -place, form)
    if best is None:
        choices = " | ".join(dict.fromkeys(offered.values()))
        raise UnacceptableFormatError("not_acceptable", types=", ".join(offered), choices=choices)
    return best[2]


def _named(asked: str, offered: Mapping[str, F]) -> F:
    forms = dict.fromkeys(offered.values())
    for form in forms:
        if form == asked:
            return form
    choices = ", ".join(forms)
    if asked in GRAPH_FORMATS and offered is ROWS:
        raise ParameterError("format_of_rows", format=asked, choices=choices)
    if asked in TABLE_FORMATS and offered is TRIPLES:
        raise ParameterError("format_of_triples", format=asked, choices=choices)
    raise ParameterError("parameter_choice", name="format", value=asked, choices=choices)


def _welcome(media: str, ranges: list[tuple[str, float]]) -> tuple[int, float]:
    """Give the place and the weight of the most specific range that a media type lies in."""
    for wanted in (media, f"{media.partition('/')[0]}/*", "*/*"):
        for place, (value, weight) in enumerate(ranges):
            if value == wanted:
                return place, weight
    return 0, 0.0
