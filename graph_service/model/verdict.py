"""One verdict for the terminal, the API and everything else that tells whether plans hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from graph_service.messages import Lang
from graph_service.model.terms import Term


class Severity(IntEnum):
    """How bad a finding is; see https://www.w3.org/TR/shacl/#severity.

    A violation means that the graph would lie or break, a warning that the plan is weaker than it should be, info
    that something is worth knowing.
    """

    VIOLATION = 3
    WARNING = 2
    INFO = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding's subject is written.

    Attributes:
        file: The file's name as it was given.
        line: The line where the subject's block begins, from 1.
        column: The column where it begins there, from 1; None where that is not known.
        graph: IRI of the graph that the file holds; empty where that is not known.
    """

    file: str
    line: int
    column: int | None = None
    graph: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that validation found.

    Attributes:
        severity: How bad it is.
        focus: The node that was checked.
        path: The property path as SPARQL text, or empty where the whole node is meant.
        value: The value that is wrong, or None where there is none.
        component: IRI of the SHACL constraint component.
        shape: IRI of the shape that the constraint stands in.
        messages: What is wrong, by language.
        place: Where the focus node is written, when that is known.
        mend: What would mend it, by language; empty where the shape does not say.
    """

    severity: Severity
    focus: Term
    path: str
    value: Term | None
    component: str
    shape: str
    messages: Mapping[Lang, str]
    place: Place | None = None
    mend: Mapping[Lang, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What validation found in one dataset.

    Attributes:
        findings: All findings, the worst first, in a stable order.
        shapes: Number of shapes that were checked.
        triples: Number of triples that were checked.
        engine: Name of the engine that judged.
    """

    findings: tuple[Finding, ...]
    shapes: int
    triples: int
    engine: str

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity.

        Args:
            severity: Which.

        Returns:
            How many there are.
        """
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def conforms(self) -> bool:
        """True if there is no violation: warnings and infos do not stop a plan."""
        return self.count(Severity.VIOLATION) == 0
