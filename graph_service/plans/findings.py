"""What validation finds anew, no longer, and still: two verdicts beside each other."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from graph_service.model.terms import BlankNode, Term
from graph_service.model.verdict import Finding, Severity, Verdict

_Identity = tuple[Severity, Term, str, Term | None, str, str]
_NAMELESS = BlankNode("")


@dataclass(frozen=True, slots=True)
class Difference:
    """How two verdicts differ.

    Attributes:
        introduced: What only the later one has, in its order.
        mended: What only the earlier one has, in its order.
        remained: What both have, as the later one tells it.
    """

    introduced: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    remained: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """Count the new findings of one severity.

        Args:
            severity: Which.

        Returns:
            How many there are.
        """
        return sum(finding.severity is severity for finding in self.introduced)


def compare(before: Verdict, after: Verdict) -> Difference:
    """Tell how two verdicts differ.

    Two findings are the same if the same constraint finds the same wrong in the same place of the graph. Where it is
    written does not matter, for lines move; nor do the labels of blank nodes, which are new each time a file is read.
    What is found several times is counted.

    Args:
        before: The earlier verdict.
        after: The later one.

    Returns:
        The difference.

    Example:
        >>> from graph_service.model.terms import Iri
        >>> shape, component = "urn:shape", "urn:component"
        >>> old, new = (
        ...     Finding(Severity.WARNING, Iri(goal), "", None, component, shape, {}) for goal in ("urn:1C", "urn:2B")
        ... )
        >>> verdicts = (Verdict(found, 1, 1, "set") for found in ((old,), (old, new)))
        >>> [finding.focus.value for finding in compare(*verdicts).introduced]
        ['urn:2B']
    """
    remained, introduced = _split(after.findings, before.findings)
    _, mended = _split(before.findings, after.findings)
    return Difference(introduced, mended, remained)


def _split(findings: Iterable[Finding], others: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Part findings into those that are among others too, each as many times as there, and the rest."""
    left = Counter(map(_identity, others))
    shared: list[Finding] = []
    own: list[Finding] = []
    for finding in findings:
        identity = _identity(finding)
        (shared if left[identity] > 0 else own).append(finding)
        left[identity] -= 1
    return tuple(shared), tuple(own)


def _identity(finding: Finding) -> _Identity:
    focus, value = _named(finding.focus), finding.value and _named(finding.value)
    return finding.severity, focus, finding.path, value, finding.component, finding.shape


def _named(term: Term) -> Term:
    return _NAMELESS if isinstance(term, BlankNode) else term
