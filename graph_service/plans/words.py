"""What differs between two texts, word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from operator import eq
from typing import Final

from graph_service.model.wording import Run, RunKind

_TOKEN: Final = re.compile(r"[\w\u0300-\u036f]+(?:[-’'][\w\u0300-\u036f]+)*|\s+|[^\w\s]")
"""A word, with its marks and what is joined to it by hyphens; or spaces; or one other sign."""
_MOST_OF_ONE: Final = 20_000_000
"""Most comparisons of words that two texts may take: a second at the worst. A thousand words seldom take as many."""
_MOST_OF_ALL: Final = 1_000_000_000
"""Most comparisons that all texts of a version may take together."""

_Told = tuple[RunKind, Sequence[str]]


class Work:
    """How many comparisons of words may still be made, so that no texts keep anybody waiting."""

    def __init__(self, most: int = _MOST_OF_ALL) -> None:
        """Allow for some comparisons.

        Args:
            most: How many.
        """
        self._left = most

    def take(self, comparisons: int) -> bool:
        """Take some, if they are not too many.

        Args:
            comparisons: How many two texts need in the worst case.

        Returns:
            Whether they may be made.
        """
        enough = comparisons <= min(_MOST_OF_ONE, self._left)
        self._left -= comparisons if enough else 0
        return enough


def word_diff(before: str, after: str, work: Work | None = None) -> tuple[Run, ...]:
    """Tell what differs between two texts.

    Args:
        before: The earlier text.
        after: The later text.
        work: What may still be compared; None for these texts alone.

    Returns:
        The words of both in order. Joined, what is kept and removed is the earlier text, and what is kept and added the
        later. Of texts that are too long to be compared, all between their common beginning and end is replaced.

    Example:
        >>> [(run.kind, run.text) for run in word_diff("20 kommuner nyttjar NPÖ", "49 kommuner nyttjar NPÖ")]
        [('removed', '20'), ('added', '49'), ('kept', ' kommuner nyttjar NPÖ')]
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    head = sum(1 for _ in takewhile(bool, map(eq, old, new)))
    shorter = min(len(old), len(new)) - head
    tail = min(shorter, sum(1 for _ in takewhile(bool, map(eq, reversed(old), reversed(new)))))
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail], work or Work())
    return tuple(_runs([("kept", old[:head]), *middle, ("kept", old[len(old) - tail :])]))


def likeness(before: str, after: str) -> float:
    """Tell how many words two texts share, whatever their order.

    Args:
        before: A text.
        after: Another.

    Returns:
        From 0, no word, to 1, the same words.

    Example:
        >>> likeness("5 kommuner", "20 kommuner")
        0.5
    """
    old, new = (
        Counter(token.casefold() for token in _TOKEN.findall(text) if token.strip()) for text in (before, after)
    )
    return 2 * (old & new).total() / max(1, old.total() + new.total())


def _middle(old: list[str], new: list[str], work: Work) -> Iterator[_Told]:
    if not work.take(_comparisons(old, new)):
        yield from (("removed", old), ("added", new))
        return
    # Spaces find no places of their own: they go with the words beside them.
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            yield "kept", old[first:last]
        else:
            yield from (("removed", old[first:last]), ("added", new[new_first:new_last]))


def _comparisons(old: list[str], new: list[str]) -> int:
    """Give the most that may be needed: all pairs of the same word, as often as there can be places where they meet."""
    ours, theirs = (Counter(token for token in tokens if not token.isspace()) for tokens in (old, new))
    same = sum(count * theirs[token] for token, count in ours.items())
    return same * min(ours.total(), theirs.total()) + len(old) + len(new)


def _runs(told: list[_Told]) -> Iterator[Run]:
    """Join what follows on itself; spaces between changed words change with them."""
    removed, added = "", ""
    kept = ""
    for kind, tokens in told:
        text = "".join(tokens)
        if not text:
            continue
        if kind == "kept":
            kept += text
            continue
        if kept and not (kept.isspace() and removed and added):
            yield from _changed(removed, added)
            yield Run("kept", kept)
            removed, added = "", ""
        else:
            removed, added = removed + kept, added + kept
        kept = ""
        removed, added = (removed + text, added) if kind == "removed" else (removed, added + text)
    yield from _changed(removed, added)
    if kept:
        yield Run("kept", kept)


def _changed(removed: str, added: str) -> Iterator[Run]:
    if removed:
        yield Run("removed", removed)
    if added:
        yield Run("added", added)
