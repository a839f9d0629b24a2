"""What all formats are written from: a verdict, what its findings are about, and what is new in it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph_service.messages import Lang
from graph_service.model.finding import FindingSeen
from graph_service.model.verdict import Finding, Severity, Verdict
from graph_service.plans.told import JudgementTold
from graph_service.reports.fingerprint import fingerprint


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding, with what it is about.

    Attributes:
        finding: The finding.
        title: What the thing that was checked is called.
        plan: IRI of the document that it belongs to.
        plan_title: What that is called.
        fingerprint: What is the same for the same finding in another report.
        new: False if the earlier report has it too.
    """

    finding: Finding
    title: str
    plan: str | None
    plan_title: str | None
    fingerprint: str
    new: bool = True


@dataclass(frozen=True, slots=True)
class Earlier:
    """One finding of an earlier report.

    Attributes:
        fingerprint: What is the same for the same finding in another report.
        severity: How bad it was, in English.
        message: What was wrong, in the language that is known.
        file: The file that it was in, if it is told.
    """

    fingerprint: str
    severity: str
    message: str
    file: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """What a shape demands, for those who have no findings of it before them.

    Attributes:
        shape: IRI of the shape.
        severity: How bad it is when it is not met.
        says: What is wrong then, by language.
        mend: What would mend it, by language.
    """

    shape: str
    severity: Severity
    says: Mapping[Lang, str]
    mend: Mapping[Lang, str]


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be reported.

    Attributes:
        lang: The language of what people read.
        verdict: The verdict.
        entries: Its findings in their order, with what they are about.
        rules: The shapes that were checked.
        files: Names of the files that were judged; empty where that is not known.
        strict: Whether warnings count as violations do.
        gone: Findings of the earlier report that are no more; None if this was compared with none.
        change: What there is to say of the change that was judged; None if it is plans that were.
    """

    lang: Lang
    verdict: Verdict
    entries: tuple[Entry, ...]
    rules: tuple[Rule, ...] = ()
    files: tuple[str, ...] = ()
    strict: bool = False
    gone: tuple[Earlier, ...] | None = None
    change: JudgementTold | None = None

    def fails(self, entry: Entry) -> bool:
        """Tell whether a finding stops the plans: it is bad enough, and new.

        Args:
            entry: The finding.

        Returns:
            True if it does.
        """
        return entry.new and entry.finding.severity >= (Severity.WARNING if self.strict else Severity.VIOLATION)

    @property
    def failed(self) -> bool:
        """True if a finding stops the plans."""
        return any(self.fails(entry) for entry in self.entries)


def make(
    verdict: Verdict,
    seen: Iterable[FindingSeen],
    *,
    lang: Lang,
    rules: tuple[Rule, ...] = (),
    files: Iterable[str] = (),
    strict: bool = False,
    baseline: tuple[Earlier, ...] | None = None,
) -> Report:
    """Make a report.

    Args:
        verdict: The verdict.
        seen: Its findings in the same order, as they are told.
        lang: The language of what people read.
        rules: The shapes that were checked.
        files: Names of the files that were judged.
        strict: Whether warnings count as violations do.
        baseline: The findings of an earlier report, if this is to be compared with one.

    Returns:
        The report. Of several findings with one fingerprint as many are known as the earlier report has.
    """
    left = Counter(earlier.fingerprint for earlier in baseline or ())
    entries = []
    for finding, told in zip(verdict.findings, seen, strict=True):
        mark = fingerprint(finding)
        known = left[mark] > 0
        left[mark] -= known
        entries.append(Entry(finding, told.title, told.plan, told.plan_title, mark, new=not known))
    gone = None if baseline is None else tuple(earlier for earlier in baseline if _taken(left, earlier.fingerprint))
    return Report(lang, verdict, tuple(entries), rules, tuple(files), strict, gone)


def _taken(left: Counter[str], mark: str) -> bool:
    left[mark] -= 1
    return left[mark] >= 0
