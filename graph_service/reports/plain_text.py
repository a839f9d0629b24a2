"""A report as plain text: one line a cause, as compilers write them, and what belongs to it below."""

from collections.abc import Iterator

from graph_service.messages import text
from graph_service.model.printable import one_line
from graph_service.reports import wording
from graph_service.reports.causes import sentence
from graph_service.reports.cut import cut
from graph_service.reports.groups import Group, groups
from graph_service.reports.report import Report


def write(report: Report, most: int | None = None) -> bytes:
    """Write a report as plain text.

    Args:
        report: The report.
        most: Most lines that tell of findings; None for all.

    Returns:
        UTF-8 bytes; findings with the same cause in one file stand together, and what breaks below its cause.
    """
    lines = cut([line for group in groups(report.entries) for line in _group(group, report)], report.lang, most)
    lines += [wording.gone(earlier, report) for earlier in report.gone or ()]
    for caused in wording.broken(report):
        lines += [wording.because(caused, report), *(f"    {sentence(one)}" for one in caused.effects)]
    lines += [wording.outcome(report), *wording.summary(report)]
    return "".join(f"{wording.inert(line)}\n" for line in lines).encode()


def _group(group: Group, report: Report) -> Iterator[str]:
    entry = group.first
    head = (
        wording.spot(entry.finding.place),
        wording.severity(entry, report),
        f"{wording.message(entry, report)} [{wording.shape(entry.finding.shape)}]",
    )
    yield ": ".join(part for part in head if part)
    alone = len(group.entries) == 1
    told = [wording.about(entry, report) if alone else "", wording.document(entry, report), wording.mend(entry, report)]
    if not alone:
        told.append(text("report.same_cause", report.lang, count=len(group.entries)))
        told += [f"  {wording.spot(one.finding.place)} {one_line(one.title)}" for one in group.entries]
    yield from (f"    {line}" for line in told if line)
