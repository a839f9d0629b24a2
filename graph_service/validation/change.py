"""Judging a change by what it can concern: the verdict that judging everything gives, for the price of the change.

Example:
    One dataset that changes in place; it might as well be two, one before the change and one after it.

    >>> from graph_service.settings import Settings
    >>> from graph_service.store import snapshot
    >>> from graph_service.validation import affected, raw, telling
    >>> from graph_service.validation.delta import Delta
    >>> from graph_service.vocabulary import DCTERMS
    >>> plans, rules = snapshot.build(snapshot.shipped_files(Settings())), raw.shipped()
    >>> before = raw.judge(plans.store, rules)
    >>> goal = ox.NamedNode(Settings().base + "fyrbodal-2020-2022/effektmal/4B")
    >>> title = next(plans.store.matching(goal, ox.NamedNode(DCTERMS + "title")))
    >>> delta = Delta.of(plans.store, removed=[title])
    >>> plans.store.take_out([title])
    >>> changed = revalidate(before, plans.store, affected.find(plans.store, delta, rules), rules)
    >>> len(changed.mended), [raw.finding.shape.rpartition("#")[2] for raw in changed.introduced]
    (0, ['Element-title'])

    What is derived is part of the delta; a title has no part in any rule. Names, places and words are worked out for
    what is told alone:

    >>> [finding.messages["en"] for finding in telling.tell(plans, changed.introduced, rules.shapes)]
    ['Effect goal 4B has no text in Swedish, or more than one.']
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from graph_service.model.terms import BlankNode, Term
from graph_service.store.oxigraph import EmbeddedStore, term_of
from graph_service.validation.affected import Affected, Foci
from graph_service.validation.around import Around
from graph_service.validation.compiler import Check
from graph_service.validation.raw import Found, Raw, RawVerdict, Rules, by_focus, run

_AT_ONCE: Final = 500
"""Nodes that one query names."""
MOST_ASKED: Final = 5_000
"""Most nodes that are asked one by one; where there are more, all are asked, which is quicker then."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What validation finds after a change, beside what it found before.

    Attributes:
        after: All that is found after it.
        introduced: What is found only then.
        mended: What was found only before.
        asked: The number of pairs of a check and a node that were asked; None if any check was asked of all its nodes.
    """

    after: RawVerdict
    introduced: tuple[Raw, ...]
    mended: tuple[Raw, ...]
    asked: int | None


def revalidate(
    before: RawVerdict, store: EmbeddedStore, affected: Affected, rules: Rules, *, most: int = MOST_ASKED
) -> Changed:
    """Judge a dataset after a change, asking only what the change can concern.

    A blank node is another whenever a file is read anew; findings about one are told as mended and introduced then, as
    ``plans.findings.compare`` of the two will see.

    Args:
        before: What was found before the change.
        store: The dataset after it.
        affected: What it can concern, as ``affected.find`` gives it.
        rules: The rules, with which all of this was worked out.
        most: Most nodes to ask one by one, before a check is asked of all.

    Returns:
        What is found now: just what ``raw.judge`` would find.
    """
    around = Around(store)
    after: list[Found] = []
    introduced: list[Raw] = []
    mended: list[Raw] = []
    asked: int | None = 0
    for check, found, foci in zip(rules.checks, before.by_check, affected.by_check, strict=True):
        if foci is not None and not foci:
            after.append(found)
            continue
        if foci is None or len(foci) > most:
            now = by_focus(run(store, check, check.query))
            was, asked = found, None
        else:
            was, now = _of(found, foci), by_focus(_ask(store, around, check, foci))
            asked = None if asked is None else asked + len(foci)
        mended += _missing(was, now)
        introduced += _missing(now, was)
        after.append({**{focus: raws for focus, raws in found.items() if focus not in was}, **now})
    return Changed(RawVerdict(tuple(after)), tuple(introduced), tuple(mended), asked)


def _of(found: Found, foci: Foci) -> Found:
    """Give what was found about some nodes."""
    named = {term_of(node) for node in foci or () if not isinstance(node, ox.BlankNode)}
    nameless = any(isinstance(node, ox.BlankNode) for node in foci or ())
    if nameless:
        named |= {focus for focus in found if isinstance(focus, BlankNode)}
    return {focus: found[focus] for focus in named if focus in found}


def _ask(store: EmbeddedStore, around: Around, check: Check, foci: Foci) -> Iterator[Raw]:
    nodes = [node for node in foci or () if around.is_target(node, check.target)]
    # A query cannot name a blank node; so all that there are are asked together.
    if any(isinstance(node, ox.BlankNode) for node in nodes):
        yield from run(store, check, check.asked_of_nameless())
    names = sorted(str(node) for node in nodes if not isinstance(node, ox.BlankNode))
    for first in range(0, len(names), _AT_ONCE):
        yield from run(store, check, check.asked_of(names[first : first + _AT_ONCE]))


def _missing(found: Found, other: Found) -> Iterable[Raw]:
    """Give what is found here and not there, as many times more as it is found here."""
    for focus, raws in found.items():
        left = Counter(map(_identity, other.get(focus, ())))
        for raw in raws:
            if left[_identity(raw)] > 0:
                left[_identity(raw)] -= 1
            else:
                yield raw


def _identity(raw: Raw) -> tuple[str, Term | None]:
    return raw.finding.path, raw.finding.value
