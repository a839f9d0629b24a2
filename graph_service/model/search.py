"""What a search finds."""

from dataclasses import dataclass
from typing import Final, Literal

Match = Literal["exact", "stem", "prefix", "part", "typo"]
"""How a word of a text answers to a word that was searched for: it is the same, another form of the same, begins with
it, has it as a part of a compound, or is it but for a slip of the pen or the dots over å, ä and ö."""

MATCHES: Final[tuple[Match, ...]] = ("exact", "stem", "prefix", "part", "typo")
"""All of them, nearest first."""

Field = Literal["code", "title", "alternative", "text"]
"""Where words were found: in the code, a title or name, another name, or what a thing says."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text.

    Attributes:
        text: The piece.
        matched: Whether it answers to what was searched for.
    """

    text: str
    matched: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a search has found.

    Attributes:
        iri: Its IRI.
        id: Its short path.
        title: Its title or name; what it says, if it has neither.
        kind: Local name of its class, such as ``"EffectGoal"``.
        kind_label: The class's name.
        code: Its code in the source, or empty.
        plan: IRI of the document that owns it, or empty.
        plan_title: That document's title, or empty.
        level: Local name of its level, such as ``"national"``, or empty.
        match: How the searched words were found; of several words, that of the one that was found least exactly.
        missing: Searched words that it does not have.
        field: Where the words of the snippet stand.
        snippet: The place where they stand, in pieces.
        score: How well it answers; to be compared only among hits with the same ``match``.
    """

    iri: str
    id: str
    title: str
    kind: str
    kind_label: str
    code: str
    plan: str
    plan_title: str
    level: str
    match: Match
    missing: tuple[str, ...]
    field: Field
    snippet: tuple[Piece, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """How many things of one kind a search has found.

    Attributes:
        kind: Local name of the class.
        kind_label: The class's name.
        count: The number of things.
    """

    kind: str
    kind_label: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found.

    Attributes:
        total: Number of hits.
        hits: The hits that were asked for, best first.
        groups: Number of hits per kind, largest first; of all kinds, though only one was asked for.
        complete: Whether the hits have all words; if nothing has, those that have some are given.
        sparql: The query that gives the same hits in the same order.
    """

    total: int
    hits: tuple[Hit, ...]
    groups: tuple[Group, ...]
    complete: bool
    sparql: str
