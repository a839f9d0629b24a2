"""What was changed, when, by whom and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChangedGraph:
    """A graph that a change put in or took out.

    Attributes:
        graph: Its IRI.
        path: What follows the base in its IRI.
        file: The name of its file.
        content: The content address of its statements; null if it was taken out.
    """

    graph: str
    path: str
    file: str
    content: str | None


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
