"""A report as JUnit XML: a suite for each file, a case for each finding.

There is no standard; this keeps to what Jenkins, GitLab and others read (https://github.com/testmoapp/junitxml).
"""

import re
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from graph_service.messages import text
from graph_service.model.verdict import Severity
from graph_service.reports import tool, wording
from graph_service.reports.report import Entry, Report

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold (https://www.w3.org/TR/xml/#charsets)."""


def write(report: Report) -> bytes:
    """Write a report as JUnit XML.

    Args:
        report: The report.

    Returns:
        UTF-8 bytes. What stops the plans is a failure; warnings and what the earlier report had are skipped, so that
        they are seen; infos pass. A file without findings has one case that passes.
    """
    by_file: dict[str, list[Entry]] = {file: [] for file in report.files}
    for entry in report.entries:
        place = entry.finding.place
        by_file.setdefault(place.file if place else text("report.no_file", report.lang), []).append(entry)
    suites = [_suite(file, entries, report) for file, entries in by_file.items()]
    root = ET.Element("testsuites", {"name": tool.NAME, **_counts(suites)})
    root.extend(suites)
    if report.gone:
        last = suites[-1] if suites else ET.SubElement(root, "testsuite", {"name": tool.NAME, **_counts([])})
        ET.SubElement(last, "system-out").text = _text("\n".join(wording.gone(one, report) for one in report.gone))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _suite(file: str, entries: list[Entry], report: Report) -> ET.Element:
    cases = [_case(entry, report) for entry in entries]
    if not cases:
        cases = [ET.Element("testcase", {"classname": tool.NAME, "name": text("report.no_findings", report.lang)})]
    failures, skipped = (sum(case.find(kind) is not None for case in cases) for kind in ("failure", "skipped"))
    counts = {"tests": str(len(cases)), "failures": str(failures), "errors": "0", "skipped": str(skipped)}
    suite = ET.Element("testsuite", {"name": _text(file), **counts})
    suite.extend(cases)
    return suite


def _case(entry: Entry, report: Report) -> ET.Element:
    name, shape = _text(wording.message(entry, report)), _text(wording.shape(entry.finding.shape))
    case = ET.Element("testcase", {"classname": f"{tool.NAME}.{shape}", "name": name})
    head = f"{wording.severity(entry, report)}: {wording.message(entry, report)}"
    told = (
        wording.spot(entry.finding.place),
        wording.about(entry, report),
        wording.document(entry, report),
        wording.mend(entry, report),
    )
    body = _text("\n".join(line for line in told if line))
    if report.fails(entry):
        ET.SubElement(case, "failure", {"type": shape, "message": _text(head)}).text = body
    elif entry.finding.severity is Severity.INFO:
        ET.SubElement(case, "system-out").text = f"{_text(head)}\n{body}"
    else:
        ET.SubElement(case, "skipped", {"message": f"{_text(head)} {' '.join(body.splitlines())}"})
    return case


def _counts(suites: Iterable[ET.Element]) -> dict[str, str]:
    suites = tuple(suites)
    return {name: str(sum(int(suite.get(name, "0")) for suite in suites)) for name in ("tests", "failures", "errors")}


def _text(words: str) -> str:
    """Write a text with the replacement character for what XML cannot hold."""
    return _NO_XML.sub("\ufffd", words)
