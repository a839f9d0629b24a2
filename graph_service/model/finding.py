"""A finding of validation as it is told, and how many there are of a kind."""

from dataclasses import dataclass
from typing import Literal

SeverityName = Literal["violation", "warning", "info"]
"""How bad a finding is, the worst first."""


@dataclass(frozen=True, slots=True)
class FindingSeen:
    """One thing that validation found.

    Attributes:
        severity: How bad it is.
        message: What is wrong, in the reader's language.
        mend: What would mend it, where the shape says so.
        iri: IRI of what was checked.
        title: What that is called.
        plan: IRI of the document that it belongs to.
        plan_title: That document's title.
        path: The property path as SPARQL text, where a property is meant.
        value: The value that is wrong.
        shape: Local name of the shape.
        component: Local name of the SHACL constraint component.
        file: The file that it is written in, below the folder of the plans.
        line: The line on which its block begins, from 1.
        column: The column in which it begins there, from 1.
        graph: IRI of the graph that the file holds.
    """

    severity: SeverityName
    message: str
    mend: str | None
    iri: str
    title: str
    plan: str | None
    plan_title: str | None
    path: str | None
    value: str | None
    shape: str
    component: str
    file: str | None
    line: int | None
    column: int | None = None
    graph: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """How many findings there are of one kind.

    Attributes:
        severity: How bad they are.
        shape: Local name of the shape.
        count: How many there are.
    """

    severity: SeverityName
    shape: str
    count: int
