"""Which gaps matter most, so that a few of them can be shown before all the others."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from graph_service.model.gap import Cause, GapType
from graph_service.trace.missing import TYPES, Found

WORST: Final[tuple[tuple[GapType, Cause], ...]] = (
    ("uncovered", "noActivity"),
    ("coveredShallow", "shallowOnly"),
    ("notAddressed", "noActivity"),
    ("notReported", "notMentioned"),
    ("outdated", "outdatedTarget"),
    ("noResponsible", "statedEmpty"),
    ("noResponsible", "notStated"),
    ("orphaned", "noLinkUp"),
    ("noNationalThread", "endsBelow"),
    ("notReported", "noFollowUp"),
    ("noResponsible", "notReadable"),
)
"""What is missing, the worst first: goals that nobody works towards before what is only not said. Left out is what is
missing only because a document is not loaded, and what need not be there."""
_RANKS: Final = {(TYPES.index(name), cause): rank for rank, (name, cause) in enumerate(WORST)}


def worst(found: Iterable[Found], most: int, each: int) -> tuple[Found, ...]:
    """Choose the worst gaps.

    Args:
        found: Gaps.
        most: Most gaps to choose.
        each: Most of one type, so that a type with many gaps does not hide the others.

    Returns:
        The worst first, then in the order of gaps.
    """
    chosen: list[Found] = []
    taken: Counter[int] = Counter()
    known = ((_RANKS[gap.type, gap.cause], gap) for gap in found if (gap.type, gap.cause) in _RANKS)
    for _, gap in sorted(known):
        if len(chosen) == most:
            break
        if taken[gap.type] < each:
            taken[gap.type] += 1
            chosen.append(gap)
    return tuple(chosen)
