"""Things against groups: what the API tells row by row, arranged as a table with totals."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from graph_service.model.coverage import Contribution, CoverState, GroupCoverage, Named
from graph_service.model.names import Level
from graph_service.model.thread import Node

_RANKS: Final[Mapping[str, int]] = {level: rank for rank, level in enumerate(get_args(Level))}
_NUMBER: Final = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Row:
    """A thing and what each group does for it.

    Attributes:
        thing: The thing.
        state: How well it is covered by all of them.
        cells: For each column, how much its group does; 0 for nothing.
        total: The sum of those.
    """

    thing: Node
    state: CoverState
    cells: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Column:
    """A group and what it does for all things.

    Attributes:
        group: The group.
        total: The sum of its numbers.
    """

    group: Named
    total: int


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one document.

    Attributes:
        plan: IRI of the document; empty for what belongs to none.
        title: Its title.
        rows: Its rows.
    """

    plan: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of things against groups.

    Attributes:
        columns: The groups; that of no group last.
        rows: All things, document by document, from the highest level down.
        total: The sum of all numbers.
        different: How many different things the numbers count.
        several_things: Whether some of them count for more than one thing.
        several_groups: Whether some of them count in more than one group.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: int
    different: int
    several_things: bool
    several_groups: bool

    @property
    def gaps(self) -> bool:
        """Whether there is a thing that nothing covers."""
        return any(row.state == "uncovered" for row in self.rows)

    def parts(self, part: slice) -> tuple[Part, ...]:
        """Give some of the rows, those of a document together."""
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows[part]:
            found[row.thing.plan, row.thing.plan_title].append(row)
        return tuple(Part(plan, title, tuple(rows)) for (plan, title), rows in found.items())


def arrange(rows: Sequence[GroupCoverage], listed: Iterable[Contribution]) -> Matrix:
    """Arrange how much each group does for each thing.

    Args:
        rows: For each thing, a row for each group that does something for it, or one if none does.
        listed: What the numbers count, one by one.

    Returns:
        The table.
    """
    groups = {row.group.iri: row.group for row in rows if row.work}
    order = sorted(groups, key=lambda iri: (not iri, in_order(groups[iri].title.casefold()), iri))
    totals: Counter[str] = Counter()
    work: dict[str, dict[str, int]] = defaultdict(dict)
    nodes: dict[str, Node] = {}
    states: dict[str, CoverState] = {}
    for row in rows:
        nodes[row.thing.iri] = row.thing
        if states.get(row.thing.iri) != "coveredDeep":
            states[row.thing.iri] = row.state
        if row.work:
            work[row.thing.iri][row.group.iri] = row.work
            totals[row.group.iri] += row.work
    made = [
        Row(nodes[iri], states[iri], tuple(work[iri].get(group, 0) for group in order), sum(work[iri].values()))
        for iri in sorted(nodes, key=lambda iri: _place(nodes[iri]))
    ]
    things: dict[str, set[str]] = defaultdict(set)
    of: dict[tuple[str, str], int] = Counter()
    for one in listed:
        things[one.cover.iri].add(one.thing.iri)
        of[one.thing.iri, one.cover.iri] += 1
    return Matrix(
        tuple(Column(groups[iri], totals[iri]) for iri in order),
        tuple(made),
        totals.total(),
        len(things),
        any(len(covered) > 1 for covered in things.values()),
        any(count > 1 for count in of.values()),
    )


def in_order(text: str) -> tuple[tuple[int, str], ...]:
    """Give what texts are sorted by so that their numbers count as numbers.

    Args:
        text: A text.

    Returns:
        Its parts.

    Example:
        >>> sorted(["mal/10", "mal/2", "mal/1C"], key=in_order)
        ['mal/1C', 'mal/2', 'mal/10']
    """
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in _NUMBER.split(text))


def _place(thing: Node) -> tuple[object, ...]:
    return _RANKS.get(thing.level, len(_RANKS)), thing.plan_title, thing.plan, in_order(thing.iri)
