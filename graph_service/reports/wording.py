"""The sentences that several formats have in common, each on one line."""

from graph_service.messages import Lang, text
from graph_service.model.printable import one_line
from graph_service.model.verdict import Place, Severity, Verdict
from graph_service.plans.concerning import counted as number
from graph_service.plans.told import JudgementTold
from graph_service.reports.causes import Caused, by_cause
from graph_service.reports.report import Earlier, Entry, Report
from graph_service.vocabulary import SHAPES

_WORKFLOW_COMMAND = "##["


def message(entry: Entry, report: Report) -> str:
    """Tell what is wrong.

    Args:
        entry: The finding.
        report: The report that it is in.

    Returns:
        The sentence.
    """
    return one_line(entry.finding.messages[report.lang])


def mend(entry: Entry, report: Report) -> str:
    """Tell what would mend a finding.

    Args:
        entry: The finding.
        report: The report that it is in.

    Returns:
        The sentence, after a word that says what it is; empty where it is not known.
    """
    known = entry.finding.mend.get(report.lang)
    return text("report.mend", report.lang, mend=one_line(known)) if known else ""


def about(entry: Entry, report: Report) -> str:
    """Tell what a finding is about.

    Args:
        entry: The finding.
        report: The report that it is in.

    Returns:
        What it is called and its IRI, after a word that says what they are.
    """
    focus = one_line(entry.finding.focus.value)
    return text("report.about", report.lang, title=one_line(entry.title), focus=focus)


def document(entry: Entry, report: Report) -> str:
    """Tell which document a finding is about.

    Args:
        entry: The finding.
        report: The report that it is in.

    Returns:
        Its title, after a word that says what it is; empty where it is not known.
    """
    called = entry.plan_title or entry.plan
    return text("report.document", report.lang, document=one_line(called)) if called else ""


def severity(entry: Entry, report: Report) -> str:
    """Name how bad a finding is, and whether it is new.

    Args:
        entry: The finding.
        report: The report that it is in.

    Returns:
        For instance ``new violation``, where the report was compared with an earlier one.
    """
    name = text(f"validate.{entry.finding.severity.name.lower()}", report.lang)
    return text("report.new", report.lang, severity=name) if report.gone is not None and entry.new else name


def shape(iri: str) -> str:
    """Name a shape.

    Args:
        iri: Its IRI.

    Returns:
        The end of the IRI for our own, the whole for another's.

    Example:
        >>> shape("https://w3id.org/redthread/shapes#Plan-level"), shape("urn:x#y")
        ('Plan-level', 'urn:x#y')
    """
    return one_line(iri.removeprefix(SHAPES))


def spot(place: Place | None) -> str:
    """Write a place as compilers do: file, line and column with colons.

    Args:
        place: The place, if it is known.

    Returns:
        The place; empty if it is not known. It never begins with a colon.

    Example:
        >>> spot(Place("plan.ttl", 4, 1))
        'plan.ttl:4:1'
    """
    if place is None:
        return ""
    name = one_line(place.file)
    known = (f"./{name}" if name.startswith(":") else name, place.line, place.column)
    return ":".join(str(part) for part in known if part is not None)


def outcome(report: Report) -> str:
    """Tell whether the plans hold, or whether nothing new stops them; of a change whether it may be made, and why not.

    Args:
        report: The report.

    Returns:
        The sentence.
    """
    if report.change is not None:
        return one_line(" ".join((report.change.text, *report.change.reasons)))
    if report.verdict.conforms and not report.failed:
        return text("validate.conforms", report.lang)
    if report.failed:
        return text("validate.strict" if report.verdict.conforms else "validate.refused", report.lang)
    return text("report.nothing_new", report.lang)


def counts(verdict: Verdict, lang: Lang) -> str:
    """Count a verdict's findings in one line.

    Args:
        verdict: The verdict.
        lang: The language.

    Returns:
        The line.
    """
    return text(
        "validate.summary",
        lang,
        violations=verdict.count(Severity.VIOLATION),
        warnings=verdict.count(Severity.WARNING),
        infos=verdict.count(Severity.INFO),
        triples=verdict.triples,
        shapes=verdict.shapes,
    )


def summary(report: Report) -> tuple[str, ...]:
    """Count a report's findings.

    Args:
        report: The report.

    Returns:
        One line, and one more where the report was compared with an earlier one; of a change a third, on what breaks.
    """
    counted = counts(report.verdict, report.lang)
    if report.gone is None:
        return (counted,)
    new = sum(entry.new for entry in report.entries)
    known = len(report.entries) - new
    key = "compared" if report.change is None else "compared_change"
    compared = text(f"report.{key}", report.lang, new=new, known=known, gone=len(report.gone))
    return (counted, compared) if report.change is None else (counted, compared, breaks(report.change))


def breaks(change: JudgementTold) -> str:
    """Count what a change breaks.

    Args:
        change: What there is to say of it.

    Returns:
        The sentence.
    """
    count = len(change.breaks)
    return number("judgement.breaks", count, change.lang) if count else text("judgement.breaks_nothing", change.lang)


def broken(report: Report) -> tuple[Caused, ...]:
    """Give what the change that was judged breaks, each cause once.

    Args:
        report: The report.

    Returns:
        The causes with what comes of them; none if no change was judged.
    """
    return () if report.change is None else by_cause(report.change.breaks)


def because(caused: Caused, report: Report) -> str:
    """Tell a cause.

    Args:
        caused: What has it.
        report: The report that tells it.

    Returns:
        The sentence, after a word that says what it is.
    """
    return text("breaks.because", report.lang, cause=one_line(caused.cause.text))


def gone(earlier: Earlier, report: Report) -> str:
    """Tell a finding of the earlier report that is no more.

    Args:
        earlier: The finding.
        report: The report that tells it.

    Returns:
        The sentence.
    """
    where = f" ({one_line(earlier.file)})" if earlier.file else ""
    return text("report.gone", report.lang, message=one_line(earlier.message)) + where


def inert(line: str) -> str:
    """Write a line so that no runner of workflows takes it, or a part of it, for a command.

    A command is ``::name::`` at the beginning of a line, or ``##[name]`` anywhere
    (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).

    Args:
        line: A line.

    Returns:
        The line, with a space in what could be such a command.

    Example:
        >>> inert("##[group]Mål"), inert("::error::Mål"), inert("Mål::error::")
        ('## [group]Mål', ': :error::Mål', 'Mål::error::')
    """
    line = line.replace(_WORKFLOW_COMMAND, "## [")
    return line.replace("::", ": :", 1) if line.lstrip().startswith("::") else line
