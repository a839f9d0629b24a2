"""A stage: the things of one plan, and all that they hang together with, as cards in columns from nation to measure."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

Column = Literal["nation", "region", "direction", "goals", "work", "answers"]
"""The columns: what the nation wants, what the region wants; of the plan its direction (overall goals and focus
areas), its goals, what is done; and last who does what, and how it is measured."""

COLUMNS: Final[tuple[Column, ...]] = get_args(Column)


@dataclass(frozen=True, slots=True)
class Card:
    """A thing on a stage.

    Attributes:
        thing: Its number.
        column: The place of its column among the columns.
        group: The number of the document that it is part of, or that it is; -1 for none.
        under: The place of the card that it stands under in its column, such as an activity under its initiative; -1
            where it stands by itself.
    """

    thing: int
    column: int
    group: int
    under: int


@dataclass(frozen=True, slots=True)
class Line:
    """What joins two cards.

    Attributes:
        left: The place of the card nearer to the nation.
        right: The place of the other.
        hops: Numbers of the hops between them, as the source has them or as they were concluded.
        stated: Whether a source states one of them.
    """

    left: int
    right: int
    hops: tuple[int, ...]
    stated: bool
