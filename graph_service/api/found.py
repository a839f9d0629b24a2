"""What validation found in the snapshot, as the API and the pages tell it: one verdict, chosen from and reported."""

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import Final

from fastapi import Response

from graph_service.api import formats
from graph_service.api.service import Service
from graph_service.errors import UnknownThingError
from graph_service.messages import Lang, text
from graph_service.model.finding import FindingSeen, SeverityName
from graph_service.model.verdict import Finding
from graph_service.questions import findings
from graph_service.reports import plain_text
from graph_service.reports.cut import MOST
from graph_service.reports.formats import ReportFormat, write
from graph_service.reports.report import Report, make
from graph_service.reports.rules import rules
from graph_service.store.excerpts import shortened
from graph_service.validation.shapes import load, names

Told = tuple[tuple[Finding, FindingSeen], ...]
"""Findings, each with what is told of it."""
FILTERS: Final = ("severity", "plan", "shape")
"""What findings are chosen by."""


class Found:
    """The findings of the snapshot, told when they are first asked for."""

    def __init__(self, service: Service) -> None:
        """Tell nothing yet.

        Args:
            service: What is answered from.
        """
        self._service = service
        self._told = cache(self._tell)

    def choose(self, severity: SeverityName | None, plan: str | None, shape: str | None, lang: Lang) -> Told:
        """Choose findings.

        Args:
            severity: Only those as bad as this.
            plan: Only those about the document with this IRI.
            shape: Only those of the shape with this local name.
            lang: The language of messages.

        Returns:
            The findings, the worst first.

        Raises:
            UnknownThingError: If there is no such shape.
        """
        if shape is not None:
            _refuse_unknown(shape, lang)
        return tuple(
            (finding, one)
            for finding, one in self._told(lang)
            if severity in {None, one.severity} and plan in {None, one.plan} and shape in {None, one.shape}
        )

    def query(self, told: Told, severity: SeverityName | None, plan: str | None, shape: str | None) -> str | None:
        """Give the query whose rows are chosen findings.

        Args:
            told: The findings.
            severity: What they were chosen by.
            plan: The same.
            shape: The same.

        Returns:
            SPARQL text; None if no finding is left.
        """
        shapes = {one.shape for _, one in told} if shape is None else {shape}
        return findings.findings_query(shapes, severity=severity, plan=plan)

    def report(self, told: Told, lang: Lang) -> Report:
        """Make a report of findings.

        Args:
            told: The findings.
            lang: The language.

        Returns:
            The report, which does not tell where this machine keeps its files.
        """
        part = replace(self._service.verdict, findings=tuple(_placed(told)))
        return make(part, (one for _, one in told), lang=lang, rules=rules(load()))

    def written(self, told: Told, form: ReportFormat, lang: Lang) -> Response:
        """Answer with a report of findings.

        Args:
            told: The findings.
            form: The format.
            lang: The language.

        Returns:
            The answer.
        """
        report = self.report(told, lang)
        content = plain_text.write(report, MOST) if form == "text" else write(report, form)
        return Response(content, headers={"Content-Language": lang}, media_type=formats.REPORT_MEDIA[form])

    def _tell(self, lang: Lang) -> Told:
        verdict = self._service.verdict
        return tuple(zip(verdict.findings, findings.findings(self._service.store, verdict, lang), strict=True))


def _placed(told: Told) -> Iterator[Finding]:
    for finding, one in told:
        place = finding.place
        yield finding if place is None or one.file is None else replace(finding, place=replace(place, file=one.file))


def _refuse_unknown(shape: str, lang: Lang) -> None:
    if shape not in names():
        close = get_close_matches(shape, names(), 1)
        hint = text("error.did_you_mean", lang, suggestion=close[0]) if close else ""
        raise UnknownThingError("unknown_shape", name=shortened(shape), hint=hint)
