"""Which things have another text than before."""

from collections import defaultdict

from graph_service.model.texts import Wording, fingerprint, folded
from graph_service.plans.effect import Rewording
from graph_service.plans.side import Side


def reworded(before: Side, after: Side) -> dict[str, Rewording]:
    """Find what has another text than before.

    A text is what a thing is called and described by: its title, description, label, name and definition. How much
    white space is in it, and how its letters are composed, is no part of it. What has come or gone is not reworded.

    Args:
        before: The graph before the change.
        after: The graph after it.

    Returns:
        How each such thing is reworded, by its IRI.
    """
    things = {thing for thing, *_ in before.texts ^ after.texts if thing in before.graphs and thing in after.graphs}
    old, new = _of(before, things), _of(after, things)
    return {
        thing: Rewording(
            thing,
            tuple(sorted(old[thing] - new[thing])),
            tuple(sorted(new[thing] - old[thing])),
            fingerprint(old[thing]),
            fingerprint(new[thing]),
        )
        for thing in sorted(things)
        if old[thing] != new[thing]
    }


def _of(side: Side, things: set[str]) -> dict[str, set[Wording]]:
    found: dict[str, set[Wording]] = defaultdict(set)
    for thing, given, text, lang in side.texts:
        if thing in things:
            found[thing].add(Wording(given, lang, folded(text)))
    return found
