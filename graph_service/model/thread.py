"""A thread: what an element leads to and what leads to it, hop by hop with the evidence."""

from dataclasses import dataclass
from typing import Literal

Direction = Literal["up", "down", "both"]
Basis = Literal["stated", "inferred", "proposed"]


@dataclass(frozen=True, slots=True)
class Node:
    """A thing that a thread runs through.

    Attributes:
        iri: Its IRI.
        title: Its text in the source's wording, or its name.
        kind: Local name of its class, such as ``"EffectGoal"``.
        code: Its code in the source, or empty.
        plan: IRI of the document that owns it, or empty.
        plan_title: That document's title, or empty.
        level: Local name of that document's level, such as ``"national"``, or empty.
    """

    iri: str
    title: str
    kind: str
    code: str
    plan: str
    plan_title: str
    level: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a hop rests on.

    Attributes:
        basis: Whether the source states it, a reader inferred it, or it is only proposed.
        source: Title of the document that it stands in, or empty.
        locator: Where in the document, or empty.
        quote: The exact words, or empty.
        rationale: Why it was inferred, in the reader's language, or empty.
    """

    basis: Basis
    source: str
    locator: str
    quote: str
    rationale: str


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a thread, always told in the upward direction.

    Attributes:
        link: IRI of the link that states it.
        lower: IRI of the end that leads.
        upper: IRI of the end that is led to.
        relation: Local name of the relation, such as ``"contributesTo"``.
        evidence: What it rests on.
    """

    link: str
    lower: str
    upper: str
    relation: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Thread:
    """Everything that one element leads to, or that leads to it, or both.

    Attributes:
        start: IRI of the element that the thread was asked for.
        direction: Which way it was followed.
        nodes: All nodes by IRI, the start among them.
        up: Hops on the way up, nearest first.
        down: Hops on the way down, nearest first.
        truncated: True if the thread goes on beyond the depth that was asked for.
    """

    start: str
    direction: Direction
    nodes: dict[str, Node]
    up: tuple[Hop, ...]
    down: tuple[Hop, ...]
    truncated: bool
