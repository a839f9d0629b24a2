"""The texts of a thing, and a fingerprint by which it can be told whether they are still the same.

The OSLC Link Validity Service (https://github.com/oslc-op/oslc-specs) keeps a hash of both ends with a link: it is
suspect as soon as either comes to another.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Wording:
    """A text of a thing.

    Attributes:
        property: IRI of the property that gives it.
        lang: Its language, or empty.
        text: The text, with single spaces.
    """

    property: str
    lang: str
    text: str


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
