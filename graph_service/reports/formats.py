"""The formats that a report can be written in."""

from collections.abc import Callable, Mapping
from typing import Final, Literal

from graph_service.reports import github, json_text, junit, plain_text, sarif, shacl_jsonld, shacl_turtle, web_page
from graph_service.reports.report import Report

ReportFormat = Literal["text", "json", "turtle", "jsonld", "html", "sarif", "junit", "github"]

WRITERS: Final[Mapping[ReportFormat, Callable[[Report], bytes]]] = {
    "text": plain_text.write,
    "json": json_text.write,
    "turtle": shacl_turtle.write,
    "jsonld": shacl_jsonld.write,
    "html": web_page.write,
    "sarif": sarif.write,
    "junit": junit.write,
    "github": github.write,
}
"""What writes a report in each format, as UTF-8 bytes."""


def write(report: Report, form: ReportFormat) -> bytes:
    """Write a report.

    Args:
        report: The report.
        form: The format.

    Returns:
        UTF-8 bytes.
    """
    return WRITERS[form](report)
