"""A thread: what an element leads to and what leads to it, hop by hop with the evidence.

The records have no slots, for those without are written as JSON ten times as quickly, and wide threads have thousands.
"""

from dataclasses import dataclass
from typing import Literal

Way = Literal["up", "down"]
Direction = Literal["up", "down", "both"]
Basis = Literal["stated", "inferred", "proposed"]


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Step:
    """One hop of a thread as it is met on the way from the start.

    Attributes:
        way: Whether the thread goes up or down here.
        depth: How many steps from the start the thing that is reached lies by this hop, from 1.
        thing: What is reached.
        relation: Local name of the relation, such as ``"contributesTo"``; always told in the upward direction.
        lower: IRI of the end that leads.
        upper: IRI of the end that is led to.
        link: IRI of the link that states it.
        evidence: What it rests on.
    """

    way: Way
    depth: int
    thing: Node
    relation: str
    lower: str
    upper: str
    link: str
    evidence: Evidence


@dataclass(frozen=True)
class Counts:
    """How much a thread holds in one direction.

    Attributes:
        things: How many things are reached.
        hops: How many hops they are reached by.
        depth: How many steps the farthest of them is away.
        kinds: How many things of each kind, by local name of the class, the most first.
        levels: How many things on each level, by local name, the most first; those of no level under the empty name.
        more: True if the thread goes on beyond the depth that was asked for.
    """

    things: int
    hops: int
    depth: int
    kinds: dict[str, int]
    levels: dict[str, int]
    more: bool


@dataclass(frozen=True)
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
