"""What follows for others if something disappears, or if its text changes."""

from dataclasses import dataclass
from typing import Literal

from graph_service.model.said import Named
from graph_service.model.thread import Hop, Node

Change = Literal["remove", "alter"]
"""What happens to it: it disappears, or its text changes."""

Kind = Literal[
    "losesNational",
    "doubtfulNational",
    "losesVision",
    "doubtfulVision",
    "losesCoverage",
    "doubtfulCoverage",
    "losesEvidence",
    "pointsAtNothing",
    "becomesSuspect",
]
"""What follows. A thread or a coverage that is lost if links go is doubtful if they have to be reviewed."""

Covered = Literal["uncovered", "coveredShallow", "coveredDeep"]
"""How well a thing is covered."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that follows.

    Attributes:
        kind: What follows.
        kind_text: The same in words.
        thing: For what it follows.
        text: What follows for it, as a sentence.
        rule: For coverage, IRI of the rule; else empty.
        before: For coverage, how well the thing is covered now; else null.
        after: For coverage, how well it would be; else null.
        relation: Local name of the property by which it points, or is pointed at; else empty.
        link: IRI of the link that states that; empty where it is stated directly.
        basis: What that link rests on: ``stated``, ``inferred`` or ``proposed``; else empty.
        through: IRI of the link by which it follows: where the path breaks, or the link itself; else empty.
        path: For threads and coverage by chains, the hops that would no longer hold together.
        bodies: The bodies concerned: who answers for the thing, and who issued or answers for its document.
    """

    kind: Kind
    kind_text: str
    thing: Node
    text: str
    rule: str
    before: Covered | None
    after: Covered | None
    relation: str
    link: str
    basis: str
    through: str
    path: tuple[Hop, ...]
    bodies: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class KindCount:
    """How much of one kind follows.

    Attributes:
        kind: What follows.
        kind_text: The same in words.
        count: For how many.
    """

    kind: Kind
    kind_text: str
    count: int
