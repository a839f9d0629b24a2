"""A small picture of a thread: what leads to a thing, the thing, and what it leads to, as boxes with lines between.

The boxes of a column have rows of the same height, so that it is known where they stand whatever they say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HEIGHT: Final = 1000
"""The height of a column, in the units of its lines; the width between two columns is 100."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box.

    Attributes:
        iri: IRI of what it stands for; empty for one that stands for many.
        kind: What kind of thing that is, and its code.
        text: What it says.
        inferred: Whether its line stands for a link that was inferred.
    """

    iri: str
    kind: str
    text: str
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line between a box and the thing in the middle.

    Attributes:
        path: Where it runs, as SVG has it.
        inferred: Whether it stands for a link that was inferred.
    """

    path: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    Attributes:
        below: What leads to the thing.
        thing: The thing.
        above: What it leads to.
        rising: Lines from below.
        leaving: Lines to above.
    """

    below: tuple[Box, ...]
    thing: Box
    above: tuple[Box, ...]
    rising: tuple[Line, ...]
    leaving: tuple[Line, ...]


def draw(below: Sequence[Box], thing: Box, above: Sequence[Box]) -> Picture:
    """Draw the lines between boxes.

    Args:
        below: What leads to the thing.
        thing: The thing.
        above: What it leads to.

    Returns:
        The picture.

    Example:
        >>> picture = draw([], Box("urn:a", "Mål 1", "Bättre vård"), [Box("urn:b", "Vision", "Bäst")])
        >>> picture.rising, picture.leaving
        ((), (Line(path='M0 500C50 500 50 500 100 500', inferred=False),))
    """
    middle = HEIGHT // 2
    rising = tuple(Line(f"M0 {y}C50 {y} 50 {middle} 100 {middle}", box.inferred) for y, box in _places(below))
    leaving = tuple(Line(f"M0 {middle}C50 {middle} 50 {y} 100 {y}", box.inferred) for y, box in _places(above))
    return Picture(tuple(below), thing, tuple(above), rising, leaving)


def _places(boxes: Sequence[Box]) -> list[tuple[int, Box]]:
    return [(HEIGHT * (2 * row + 1) // (2 * len(boxes)), box) for row, box in enumerate(boxes)]
