"""A small picture of a thread: what leads to a thing, the thing, and what it leads to, as boxes and lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_WIDTH: Final = 270
_GAP: Final = 70
_MARGIN: Final = 3
_BETWEEN: Final = 10
_LINE: Final = 16
_PADDING: Final = 8
_ROOM: Final = 35.0
"""How wide a line can be, in letters of usual width at 13 px, in the widest of the fonts that the pages may have."""
_NARROW: Final = frozenset("iljtfrI.,:;!'()|/- ")
_BROAD: Final = frozenset("mwMWOQGDÅÄÖ@%—…")
_MOST_LINES: Final = 7


@dataclass(frozen=True, slots=True)
class Box:
    """A box, before it has a place.

    Attributes:
        iri: IRI of what it stands for; empty for one that stands for many.
        heading: Its first line: kind and code.
        text: What else it says.
        inferred: Whether its line stands for a link that was inferred.
    """

    iri: str
    heading: str
    text: str
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A box in its place.

    Attributes:
        box: The box.
        x: Its left edge.
        y: Its upper edge.
        height: Its height.
        lines: Its text in lines, each with the height of its baseline.
        path: The line between it and the thing in the middle; empty for that itself.
    """

    box: Box
    x: int
    y: int
    height: int
    lines: tuple[tuple[int, str], ...]
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    Attributes:
        width: Its width.
        height: Its height.
        box_width: The width of each box.
        below: The boxes of what leads to the thing.
        thing: The box of the thing.
        above: The boxes of what it leads to.
    """

    width: int
    height: int
    box_width: int
    below: tuple[Placed, ...]
    thing: Placed
    above: tuple[Placed, ...]


def draw(below: Sequence[Box], thing: Box, above: Sequence[Box]) -> Picture:
    """Give boxes their places: what leads to the thing to its left, what it leads to on its right.

    Args:
        below: What leads to it.
        thing: The thing.
        above: What it leads to.

    Returns:
        The picture; a side without boxes takes no room.

    Example:
        >>> picture = draw([], Box("urn:a", "Mål 1", "Bättre vård"), [Box("urn:b", "Vision", "Bäst")])
        >>> picture.thing.x < picture.above[0].x, [text for _, text in picture.thing.lines]
        (True, ['Bättre vård'])
    """
    columns = [column for column in (below, [thing], above) if column]
    height = max(sum(map(_height, column)) + _BETWEEN * (len(column) - 1) for column in columns) + 2 * _MARGIN
    middle = _MARGIN + (_WIDTH + _GAP if below else 0)
    (itself,) = _column([thing], middle, height, None)
    y = itself.y + itself.height // 2
    width = len(columns) * (_WIDTH + _GAP) - _GAP + 2 * _MARGIN
    return Picture(
        width,
        height,
        _WIDTH,
        _column(below, _MARGIN, height, (middle, y)),
        itself,
        _column(above, middle + _WIDTH + _GAP, height, (middle + _WIDTH, y)),
    )


def _column(boxes: Sequence[Box], x: int, height: int, to: tuple[int, int] | None) -> tuple[Placed, ...]:
    heights = [_height(box) for box in boxes]
    y = (height - sum(heights) - _BETWEEN * (len(boxes) - 1)) // 2
    placed = []
    for box, tall in zip(boxes, heights, strict=True):
        first = y + _PADDING + _LINE - 4 + (_LINE if box.heading else 0)
        lines = tuple((first + _LINE * number, line) for number, line in enumerate(_wrapped(box.text)))
        placed.append(Placed(box, x, y, tall, lines, "" if to is None else _curve(x, y + tall // 2, *to)))
        y += tall + _BETWEEN
    return tuple(placed)


def _curve(x: int, y: int, to_x: int, to_y: int) -> str:
    start = x + _WIDTH if x < to_x else x
    half = (start + to_x) // 2
    return f"M{start} {y}C{half} {y} {half} {to_y} {to_x} {to_y}"


def _height(box: Box) -> int:
    return _LINE * (len(_wrapped(box.text)) + bool(box.heading)) + 2 * _PADDING


def _wrapped(text: str) -> list[str]:
    """Break a text into lines; what is longer than a box can be goes on in the list beside the picture."""
    lines = [""]
    for word in text.split():
        for piece in _pieces(word):
            if lines[-1] and _wide(f"{lines[-1]} {piece}") > _ROOM:
                lines.append("")
            lines[-1] = f"{lines[-1]} {piece}".strip()
        if len(lines) > _MOST_LINES:
            return [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1].rpartition(' ')[0]} …".strip()]
    return [line for line in lines if line]


def _pieces(word: str) -> list[str]:
    """Break a word that is wider than a line."""
    if _wide(word) <= _ROOM:
        return [word]
    long = int(_ROOM / 1.6)
    return [word[start : start + long] for start in range(0, min(len(word), long * (_MOST_LINES + 1)), long)]


def _wide(text: str) -> float:
    return sum(0.6 if letter in _NARROW else 1.6 if letter in _BROAD else 1.0 for letter in text)
