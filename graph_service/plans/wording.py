"""Which things have another text than before, and a fingerprint by which that can be told later.

The OSLC Link Validity Service (https://github.com/oslc-op/oslc-specs) keeps a hash of both ends with a link: it is
suspect as soon as either comes to another.
"""

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from graph_service.plans.effect import Rewording, Wording
from graph_service.plans.side import Side


def fingerprint(wordings: Iterable[Wording]) -> str:
    """Give the hash of all texts of a thing.

    Args:
        wordings: Its texts, in any order.

    Returns:
        SHA-256 in hexadecimal.

    Example:
        >>> one, other = (Wording("urn:title", "sv", text) for text in ("Trygg digitalisering", "Digital trygghet"))
        >>> fingerprint([one, other]) == fingerprint([other, one]), fingerprint([one]) == fingerprint([other])
        (True, False)
    """
    lines = (f"{wording.property} {wording.lang} {wording.text}\n" for wording in sorted(wordings))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


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


def folded(text: str) -> str:
    r"""Fold what does not make a text another.

    Args:
        text: Any text.

    Returns:
        The text with composed letters and single spaces.

    Example:
        >>> folded("Ma\u030al\n och  medel") == folded("M\xe5l och medel")
        True
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def _of(side: Side, things: set[str]) -> dict[str, set[Wording]]:
    found: dict[str, set[Wording]] = defaultdict(set)
    for thing, given, text, lang in side.texts:
        if thing in things:
            found[thing].add(Wording(given, lang, folded(text)))
    return found
