"""What the page of the thread shows: columns of cards, and the steps of the thread that is chosen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph_service.model.gap import Gap
from graph_service.model.stage import COLUMNS, Card, Column
from graph_service.model.thread import Hop, Node
from graph_service.trace.stage import Stage
from graph_service.web.thread.scene import Scene

_MANY: Final = 60
"""Cards of a column beyond which they stand in groups that can be folded."""


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as it is shown.

    Attributes:
        place: Its place on the stage.
        thing: What it shows.
        kind: What kind of thing that is, in words, where its column has several; of a role whose it is; else empty.
        when: When it runs, as printed; empty if nothing is said.
        gap: What is missing there, in words; empty if nothing is.
        under: Whether it stands under the one before it.
        on: Whether it is on the chosen thread.
        chosen: Whether it is the chosen one.
        left: The lines to the left: places, with an ``i`` where they were only concluded.
    """

    place: int
    thing: Node
    kind: str
    when: str
    gap: str
    under: bool
    on: bool
    chosen: bool
    left: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """Cards that belong together.

    Attributes:
        title: What they are of; empty where their column has only one group.
        cards: The cards.
        folded: Whether they are shown only when asked for.
    """

    title: str
    cards: tuple[CardView, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column as it is shown.

    Attributes:
        name: Which one.
        source: Title of the document that all its cards are of; empty if they are of several.
        kinds: Local names of the kinds of its cards.
        count: How many cards there are.
        on: How many of them are on the chosen thread.
        groups: The cards that are shown.
        rest: Those that are left out, as the thread is gathered.
    """

    name: Column
    source: str
    kinds: frozenset[str]
    count: int
    on: int
    groups: tuple[GroupView, ...]
    rest: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the chosen thread, with what it rests on.

    Attributes:
        hop: The step.
        lower: The end that leads.
        upper: The end that is led to.
    """

    hop: Hop
    lower: Node
    upper: Node


@dataclass(frozen=True, slots=True)
class Entry:
    """A card for programs.

    Attributes:
        column: Its column.
        on_thread: Whether it is on the chosen thread.
        thing: What it shows.
        kind_text: What kind of thing that is, in words.
        gap: What is missing there, in words; empty if nothing is.
        leads_to: IRIs of the things on the stage that it is joined to, to the left.
    """

    column: Column
    on_thread: bool
    thing: Node
    kind_text: str
    gap: str
    leads_to: tuple[str, ...]


def columns(scene: Scene, *, gathered: bool) -> tuple[ColumnView, ...]:
    """Show the columns that have cards.

    Args:
        scene: The stage, what is shown of it, and what is chosen.
        gathered: Whether only the chosen thread is shown.

    Returns:
        The columns, from left to right.
    """
    by_column: dict[int, list[int]] = defaultdict(list)
    for place in scene.shown:
        by_column[scene.stage.cards[place].column].append(place)
    return tuple(_column(scene, COLUMNS[at], by_column[at], gathered=gathered) for at in sorted(by_column))


def _column(scene: Scene, name: Column, places: Sequence[int], *, gathered: bool) -> ColumnView:
    cards = [scene.stage.cards[place] for place in places]
    kinds = frozenset(scene.node(card.thing).kind for card in cards)
    seen = {place: _card(scene, place, several=len(kinds) > 1) for place in places}
    on = [place for place in places if place in scene.thread]
    kept = on if gathered and scene.chosen is not None else places
    documents = dict.fromkeys(card.group for card in cards)
    return ColumnView(
        name=name,
        source=scene.title(next(iter(documents))) if len(documents) == 1 else "",
        kinds=kinds,
        count=len(places),
        on=len(on),
        groups=tuple(_groups(scene, kept, seen, several=len(documents) > 1)),
        rest=tuple(seen[place] for place in places if place not in set(kept)),
    )


def _groups(scene: Scene, places: Sequence[int], seen: Mapping[int, CardView], *, several: bool) -> Iterable[GroupView]:
    by_document: dict[int, list[int]] = defaultdict(list)
    for place in places:
        by_document[scene.stage.cards[place].group].append(place)
    many = len(places) > _MANY
    for document, of in by_document.items():
        title = scene.title(document) if several else ""
        if not many:
            yield GroupView(title, tuple(seen[place] for place in of), folded=False)
            continue
        parts = _parts(scene.stage, of) if len(of) > _MANY or not several else {-1: of}
        for part, members in parts.items():
            named = scene.node(scene.stage.cards[part].thing).title if part >= 0 else ""
            on = any(place in scene.thread for place in members)
            heading = ": ".join(filter(None, (title, named)))
            yield GroupView(heading, tuple(seen[place] for place in members), folded=bool(heading) and not on)


def _parts(stage: Stage, places: Iterable[int]) -> dict[int, list[int]]:
    """Divide cards of one document by the leftmost thing of the same document that they lead to; -1 for none."""
    left: dict[int, list[int]] = defaultdict(list)
    for line in stage.lines:
        left[line.right].append(line.left)
    parts: dict[int, list[int]] = defaultdict(list)
    at = -1
    for place in places:
        if stage.cards[place].under < 0:
            own = [one for one in left[place] if _is_heading(stage.cards[one], stage.cards[place])]
            at = min(own, key=lambda one: (stage.cards[one].column, one), default=-1)
        parts[at].append(place)
    return parts


def _is_heading(one: Card, card: Card) -> bool:
    return one.group == card.group and one.column < card.column


def _card(scene: Scene, place: int, *, several: bool) -> CardView:
    card = scene.stage.cards[place]
    left = [f"{one}{'' if stated else 'i'}" for one, stated in scene.left(place)]
    return CardView(
        place=place,
        thing=scene.node(card.thing),
        kind=scene.whose(card.thing) or (scene.facts.kind(card.thing, scene.lang) if several else ""),
        when=scene.when.get(scene.node(card.thing).iri, ""),
        gap=scene.gap(card.thing),
        under=card.under >= 0 and card.under in scene.kept,
        on=place in scene.thread,
        chosen=place == scene.chosen,
        left=" ".join(left),
    )


def steps(scene: Scene) -> tuple[StepView, ...]:
    """Give the steps of the chosen thread, from left to right.

    Args:
        scene: The stage, and what is chosen.

    Returns:
        The steps; none if nothing is chosen.
    """
    graph = scene.facts.graph
    found = []
    for line in scene.stage.lines:
        if line.left in scene.thread and line.right in scene.thread:
            for number in line.hops:
                lower, upper = int(graph.hops.lower[number]), int(graph.hops.upper[number])
                found.append(StepView(graph.hop(number, scene.lang), scene.node(lower), scene.node(upper)))
    return tuple(found)


def entries(scene: Scene) -> tuple[Entry, ...]:
    """Give the cards that are shown, for programs.

    Args:
        scene: The stage, and what is shown of it.

    Returns:
        The cards in their order.
    """
    cards = scene.stage.cards
    return tuple(
        Entry(
            column=COLUMNS[cards[place].column],
            on_thread=place in scene.thread,
            thing=scene.node(cards[place].thing),
            kind_text=scene.facts.kind(cards[place].thing, scene.lang),
            gap=scene.gap(cards[place].thing),
            leads_to=tuple(scene.node(cards[one].thing).iri for one, _ in scene.left(place)),
        )
        for place in scene.shown
    )


def worst(gaps: Iterable[Gap]) -> dict[str, Gap]:
    """Choose for each thing the first of its gaps, by the thing's IRI."""
    found: dict[str, Gap] = {}
    for gap in gaps:
        found.setdefault(gap.thing.iri, gap)
    return found
