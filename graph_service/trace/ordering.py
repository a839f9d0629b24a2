"""Ordering the cards of columns so that the lines between them run nearly level.

Each column is put in order by the mean place of what its cards are joined to (the barycentre heuristic of K. Sugiyama,
S. Tagawa and M. Toda: Methods for Visual Understanding of Hierarchical System Structures, 1981).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

_SWEEPS: Final = 12


def ordered(columns: Sequence[Sequence[int]], joined: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Put the cards of columns in order.

    Args:
        columns: The cards of each column, from left to right, in the order that is kept where lines say nothing.
        joined: Pairs of cards that a line joins.

    Returns:
        The same cards, each column in its new order.

    Example:
        >>> ordered([[1, 2], [3, 4]], [(1, 4), (2, 3)])
        [[1, 2], [4, 3]]
    """
    found = [list(column) for column in columns]
    at = {card: number for number, column in enumerate(found) for card in column}
    left, right = _neighbours(joined, at)
    place = _places(found)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for column in found if forward else reversed(found):
            near = left if forward else right
            column.sort(key=lambda card: (_mean(near.get(card, ()), place, place[card]), place[card]))
            place |= _places([column])
    return found


def _neighbours(
    joined: Iterable[tuple[int, int]], at: Mapping[int, int]
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    left: dict[int, list[int]] = defaultdict(list)
    right: dict[int, list[int]] = defaultdict(list)
    for one, other in joined:
        if at[one] != at[other]:
            first, second = (one, other) if at[one] < at[other] else (other, one)
            right[first].append(second)
            left[second].append(first)
    return left, right


def _mean(cards: Sequence[int], place: Mapping[int, float], own: float) -> float:
    return sum(place[card] for card in cards) / len(cards) if cards else own


def _places(columns: Iterable[Sequence[int]]) -> dict[int, float]:
    """Give the place of each card in its column, from 0 to 1."""
    return {card: (number + 0.5) / len(column) for column in columns for number, card in enumerate(column)}
