"""A small picture of a thread: what a thing leads to, the thing, and what leads to it, as boxes with lines between.

As on the page of the thread, what is served stands to the left.

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
        above: What the thing leads to.
        thing: The thing.
        below: What leads to it.
        served: Lines between above and the thing.
        serving: Lines between the thing and below.
    """

    above: tuple[Box, ...]
    thing: Box
    below: tuple[Box, ...]
    served: tuple[Line, ...]
    serving: tuple[Line, ...]


def draw(above: Sequence[Box], thing: Box, below: Sequence[Box]) -> Picture:
    """Draw the lines between boxes.

    Args:
        above: What the thing leads to.
        thing: The thing.
        below: What leads to it.

    Returns:
        The picture.

    Example:
        >>> picture = draw([Box("urn:b", "Vision", "Bäst")], Box("urn:a", "Mål 1", "Bättre vård"), [])
        >>> picture.served, picture.serving
        ((Line(path='M0 500C50 500 50 500 100 500', inferred=False),), ())
    """
    middle = HEIGHT // 2
    served = tuple(Line(f"M0 {y}C50 {y} 50 {middle} 100 {middle}", box.inferred) for y, box in _places(above))
    serving = tuple(Line(f"M0 {middle}C50 {middle} 50 {y} 100 {y}", box.inferred) for y, box in _places(below))
    return Picture(tuple(above), thing, tuple(below), served, serving)


def _places(boxes: Sequence[Box]) -> list[tuple[int, Box]]:
    return [(HEIGHT * (2 * row + 1) // (2 * len(boxes)), box) for row, box in enumerate(boxes)]
