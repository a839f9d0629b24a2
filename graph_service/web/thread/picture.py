"""The chosen thread as one picture (SVG), for paper and for pages of others; it needs no script and no style sheet.

See https://www.w3.org/TR/SVG2/. Nothing measures text here: lines are broken by how many letters surely fit.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import Final

from graph_service.model.printable import one_line
from graph_service.model.stage import COLUMNS
from graph_service.web.here import Here
from graph_service.web.thread import columns
from graph_service.web.thread.scene import Scene

_WIDTH: Final = 1180
_BETWEEN: Final = 44
_WIDEST: Final = 260
_TOP: Final = 70
_APART: Final = 8
_PADDING: Final = 9
_LINE: Final = 15.5
_SIZE: Final = 12.5
_SMALL: Final = 11.5
_INDENT: Final = 14
_FONT: Final = "Arial, Liberation Sans, Helvetica, sans-serif"
_NARROW: Final = frozenset("iIjl.,:;'!|()[]- ftr")
_WIDE: Final = frozenset("mwMW%@—…")
_MOST_LINES: Final = 30
_MOST_CARDS: Final = 12
_RED: Final = "#a8141c"
_INK: Final = "#16202b"
_MUTED: Final = "#525d6a"
_GAP: Final = "#7a4b00"


@dataclass(frozen=True, slots=True)
class _Box:
    place: int
    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    code: tuple[str, ...]
    gap: tuple[str, ...]

    @property
    def height(self) -> float:
        return 2 * _PADDING + _LINE * (len(self.lines) + len(self.code) + len(self.gap)) - 3

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def draw(scene: Scene, here: Here) -> str:
    """Draw the chosen thread.

    Args:
        scene: The stage, and what is chosen.
        here: Where the reader is; addresses in the picture are whole.

    Returns:
        An ``svg`` element; whatever stands in a plan is text in it.
    """
    by_column: dict[int, list[int]] = defaultdict(list)
    for place in sorted(scene.thread):
        by_column[scene.stage.cards[place].column].append(place)
    used = sorted(by_column)
    width = min(_WIDEST, (_WIDTH - _BETWEEN * (len(used) - 1)) / max(len(used), 1))
    stacks, more = _stacks(scene, [by_column[at] for at in used], width)
    high = max((_bottom(stack) for stack in stacks), default=_TOP) + 30 * any(more)
    total = width * len(used) + _BETWEEN * max(len(used) - 1, 0)
    parts = [
        *_headings(scene, here, [by_column[at] for at in used], width),
        *_lines(scene, stacks),
        *(_card(scene, here, box) for stack in stacks for box in stack),
        *_rests(here, stacks, more),
    ]
    title = escape(here.gettext("The red thread: %(title)s", title=_title(scene)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total:.0f} {high + 12:.0f}" role="img" '
        f'aria-label="{title}" font-family="{_FONT}" font-size="{_SIZE}" lang="{here.lang}">'
        f"<title>{title}</title>{''.join(parts)}</svg>"
    )


def document(scene: Scene, here: Here) -> bytes:
    """Give the picture as a file of its own.

    Args:
        scene: The stage, and what is chosen.
        here: Where the reader is.

    Returns:
        UTF-8 bytes.
    """
    drawn = draw(scene, here).replace("<title>", '<rect width="100%" height="100%" fill="#fff"/><title>', 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}\n'.encode()


def _title(scene: Scene) -> str:
    if scene.chosen is None:
        return scene.title(scene.stage.plan)
    node = scene.node(scene.stage.cards[scene.chosen].thing)
    return one_line(f"{node.code} {node.title}".strip())[:200]


def _stacks(scene: Scene, places: Sequence[Sequence[int]], width: float) -> tuple[list[list[_Box]], list[int]]:
    stacks: list[list[_Box]] = []
    more = []
    for number, column in enumerate(places):
        shown = sorted(column, key=lambda place: place != scene.chosen)[:_MOST_CARDS]
        more.append(len(column) - len(shown))
        y, stack = float(_TOP), []
        for place in sorted(shown):
            box = _box(scene, place, number * (width + _BETWEEN), y, width)
            stack.append(box)
            y += box.height + _APART
        stacks.append(stack)
    deepest = max(map(_bottom, stacks), default=0)
    return [_lowered(stack, (deepest - _bottom(stack)) / 2) for stack in stacks], more


def _box(scene: Scene, place: int, x: float, y: float, width: float) -> _Box:
    card = scene.stage.cards[place]
    node, indent = scene.node(card.thing), _INDENT if card.under in scene.thread else 0
    width -= indent
    gap = tuple(_broken(f"⚠ {scene.gap(card.thing)}", width - 2 * _PADDING, _SMALL)) if scene.gap(card.thing) else ()
    label = one_line(node.code or scene.whose(card.thing))
    code = tuple(_broken(label, width - 2 * _PADDING - 4, _SMALL)) if label else ()
    return _Box(place, x + indent, y, width, _wrapped(node.title, width), code, gap)


def _lowered(stack: Iterable[_Box], by: float) -> list[_Box]:
    return [replace(box, y=box.y + by) for box in stack]


def _bottom(stack: Sequence[_Box]) -> float:
    return stack[-1].y + stack[-1].height if stack else _TOP


def _wrapped(title: str, width: float) -> tuple[str, ...]:
    lines = list(_broken(one_line(title)[:2000], width - 2 * _PADDING - 4, _SIZE))
    return tuple(lines[:_MOST_LINES] + ["…"] * (len(lines) > _MOST_LINES)) or ("–",)


def _broken(text: str, width: float, size: float) -> Iterable[str]:
    """Break a text into lines that fit, words that do not fit among them."""
    line = ""
    for word in text.split(" "):
        rest = word
        if line and _long(f"{line} {rest}", size) > width:
            yield line
            line = ""
        while _long(rest, size) > width:
            fits = next(n for n in range(len(rest), 0, -1) if n == 1 or _long(rest[:n], size) <= width)
            yield rest[:fits]
            rest = rest[fits:]
        line = f"{line} {rest}" if line else rest
    if line:
        yield line


def _long(text: str, size: float) -> float:
    """Tell how many pixels a bold text takes, a little too much rather than too little."""
    return size * sum(0.36 if c in _NARROW else 0.93 if c in _WIDE else 0.75 if c.isupper() else 0.6 for c in text)


def _headings(scene: Scene, here: Here, places: Iterable[Sequence[int]], width: float) -> Iterable[str]:
    for number, column in enumerate(places):
        cards = [scene.stage.cards[place] for place in column]
        kinds = frozenset(scene.node(card.thing).kind for card in cards)
        heading = columns.heading(COLUMNS[cards[0].column], here, kinds)
        x = number * (width + _BETWEEN)
        yield f'<rect x="{x:.1f}" y="8" width="{width:.1f}" height="4" fill="#14365c"/>'
        for line, text in enumerate(_broken(f"{heading} ({len(cards)})", width, 14)):
            y = 30 + 16 * line
            yield f'<text x="{x:.1f}" y="{y}" font-size="14" font-weight="700" fill="{_INK}">{escape(text)}</text>'


def _card(scene: Scene, here: Here, box: _Box) -> str:
    chosen = box.place == scene.chosen
    fill, ink, quiet, missing = (_RED, *["#fff"] * 3) if chosen else ("#fff", _INK, _MUTED, _GAP)
    y = box.y + _PADDING + 10
    texts = []
    for line in box.code:
        text = escape(line)
        texts.append(f'<text x="{box.x + 11:.1f}" y="{y:.1f}" font-size="{_SMALL}" fill="{quiet}">{text}</text>')
        y += _LINE
    for line in box.lines:
        texts.append(f'<text x="{box.x + 11:.1f}" y="{y:.1f}" font-weight="600" fill="{ink}">{escape(line)}</text>')
        y += _LINE
    for line in box.gap:
        text = escape(line)
        texts.append(f'<text x="{box.x + 11:.1f}" y="{y:.1f}" font-size="{_SMALL}" fill="{missing}">{text}</text>')
        y += _LINE
    drawn = (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="4" '
        f'fill="{fill}" stroke="{_RED}"/><rect x="{box.x:.1f}" y="{box.y:.1f}" width="4" height="{box.height:.1f}" '
        f'fill="{_RED}"/>{"".join(texts)}'
    )
    address = here.thing(scene.node(scene.stage.cards[box.place].thing).iri)
    whole = f"{here.service.settings.url}{address}" if address.startswith("/") else address
    return f'<a href="{escape(whole)}">{drawn}</a>' if whole else drawn


def _lines(scene: Scene, stacks: Sequence[Sequence[_Box]]) -> Iterable[str]:
    at = {box.place: (number, box) for number, stack in enumerate(stacks) for box in stack}
    for line in scene.stage.lines:
        if line.left in at and line.right in at and at[line.left][0] < at[line.right][0]:
            dashes = "" if line.stated else ' stroke-dasharray="7 4"'
            way = _way(at[line.left], at[line.right], stacks)
            yield f'<path d="{way}" fill="none" stroke="{_RED}" stroke-width="2.25"{dashes}/>'


def _way(left: tuple[int, _Box], right: tuple[int, _Box], stacks: Sequence[Sequence[_Box]]) -> str:
    """Draw a line from one card to another; where columns lie between, it passes between their cards."""
    (first, one), (last, other) = left, right
    x, y = one.x + one.width, one.middle
    drawn = f"M{x:.1f} {y:.1f}"
    for number in range(first + 1, last):
        stack = stacks[number]
        wanted = y + (other.middle - y) / (last - number + 1)
        level = min(_free(stack), key=lambda gap: abs(gap - wanted))
        drawn += _curve(x, y, stack[0].x, level) + f"H{stack[0].x + stack[0].width:.1f}"
        x, y = stack[0].x + stack[0].width, level
    return drawn + _curve(x, y, other.x, other.middle)


def _free(stack: Sequence[_Box]) -> list[float]:
    """Give the levels at which a line passes the cards of a column."""
    between = [(one.y + one.height + other.y) / 2 for one, other in pairwise(stack)]
    return [stack[0].y - 6, *between, _bottom(stack) + 6]


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    middle = (x + to_x) / 2
    return f"C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"


def _rests(here: Here, stacks: Sequence[Sequence[_Box]], more: Sequence[int]) -> Iterable[str]:
    for stack, count in zip(stacks, more, strict=True):
        if count:
            said = escape(here.ngettext("and %(num)s more", "and %(num)s more", count))
            yield f'<text x="{stack[0].x:.1f}" y="{_bottom(stack) + 22:.1f}" fill="{_MUTED}">{said}</text>'
