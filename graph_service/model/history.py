"""What was changed, when, by whom and why."""

from dataclasses import dataclass
from typing import Literal

from graph_service.model.validity import Decision


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """What was decided, and about what.

    Attributes:
        kind: Whether it is a review of a link or a waiver.
        about: IRI of the link that was reviewed, or of the thing that need not meet a rule.
        path: What follows the base in that IRI.
        validity: What a review found; null for a waiver.
        rule: IRI of the coverage rule of a waiver; null for a review.
        until: The last day on which a waiver counts; null if it does not end, and for a review.
    """

    kind: Literal["review", "waiver"]
    about: str
    path: str
    validity: Decision | None = None
    rule: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class ChangedGraph:
    """A graph that a change put in or took out.

    Attributes:
        graph: Its IRI.
        path: What follows the base in its IRI.
        file: The name of its file.
        content: The content address of its statements; null if it was taken out.
        decision: What was decided, or taken back, if the graph is a decision; else null.
    """

    graph: str
    path: str
    file: str
    content: str | None
    decision: DecisionMade | None = None


@dataclass(frozen=True, slots=True)
class ChangeMade:
    """A change that was made: a commit of the ledger.

    Attributes:
        number: Its number, from 1.
        address: Its content address.
        parent: The content address of the one before it; empty for the first.
        at: When it was made, in UTC.
        who: Who made it: a role, a body or a user's name.
        why: Why.
        violations: How many violations validation found in the plans after it; null if they were not counted.
        warnings: How many warnings.
        infos: How many infos.
        graphs: What it changed.
    """

    number: int
    address: str
    parent: str
    at: str
    who: str
    why: str
    violations: int | None
    warnings: int | None
    infos: int | None
    graphs: tuple[ChangedGraph, ...]


@dataclass(frozen=True, slots=True)
class EditionMade:
    """What a plan or register was made to say by a change.

    Attributes:
        number: Number of the change.
        at: When it was made, in UTC.
        who: Who made it.
        why: Why.
        graph: IRI of the graph.
        file: The name of its file.
        content: The content address of its statements, which is what ``If-Match`` takes; null if it was taken out.
        current: Whether it is what is known now.
    """

    number: int
    at: str
    who: str
    why: str
    graph: str
    file: str
    content: str | None
    current: bool
