"""Which texts of a property were reworded, and which are just gone or new."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final

from graph_service.model.difference import TextChange
from graph_service.model.terms import Literal, Term
from graph_service.plans.words import Work, likeness, word_diff
from graph_service.vocabulary import XSD

_MOST_PAIRS: Final = 400
"""Most pairs of texts of one property that are looked at; where there are more, all are told as gone and new."""


def reworded(
    removed: Collection[Term], added: Collection[Term], work: Work | None = None
) -> tuple[tuple[TextChange, ...], tuple[Term, ...], tuple[Term, ...]]:
    """Pair texts that are gone with the texts that took their place.

    Only texts of the same language are paired. One gone and one new are a pair; of several, those are that share words,
    the most alike first.

    Args:
        removed: Values that are gone.
        added: Values that are new.
        work: How many words may still be compared; None for these texts alone.

    Returns:
        The texts that were reworded, the other values that are gone, and the other values that are new.

    Example:
        >>> texts, gone, new = reworded([Literal("Fler mål", "sv")], [Literal("Färre mål", "sv"), Literal("3")])
        >>> texts[0].language, gone, new[0].value
        ('sv', (), '3')
    """
    sides = _texts(removed), _texts(added)
    pairs = [pair for language in sides[0] for pair in _pairs(sides[0][language], sides[1].get(language, []))]
    texts = tuple(TextChange(old.language, word_diff(old.value, new.value, work)) for old, new in sorted(pairs))
    gone, come = {old for old, _ in pairs}, {new for _, new in pairs}
    return texts, tuple(t for t in removed if t not in gone), tuple(t for t in added if t not in come)


def _texts(values: Collection[Term]) -> dict[str, list[Literal]]:
    found: dict[str, list[Literal]] = defaultdict(list)
    for value in values:
        if isinstance(value, Literal) and (value.language or value.datatype == f"{XSD}string"):
            found[value.language].append(value)
    return found


def _pairs(old: list[Literal], new: list[Literal]) -> Iterator[tuple[Literal, Literal]]:
    if len(old) == len(new) == 1:
        yield old[0], new[0]
    elif len(old) * len(new) <= _MOST_PAIRS:
        alike = sorted((-likeness(a.value, b.value), a, b) for a in old for b in new)
        met: set[tuple[str, Literal]] = set()
        for unlike, a, b in alike:
            if unlike and not {("old", a), ("new", b)} & met:
                met |= {("old", a), ("new", b)}
                yield a, b
