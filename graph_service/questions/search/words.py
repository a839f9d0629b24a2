"""Words: how a text is cut into them, and which forms are the same word."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import snowballstemmer

# A number with points, such as 4.1, is one word, and the ending of an abbreviation (SKL:s) is none.
_WORD: Final = re.compile(r"(\d+(?:\.\d+)+[^\W_]*|[^\W_]+)(?::(?:s|n|t|er|en|et|ar)(?!\w))?")
_HYPHENS: Final = frozenset("-\u2010\u2011")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_VOWELS: Final = frozenset("aeiouyåäöé")
_DEFINITE: Final = ("n", "ns")
_SHORTEST: Final = 3
_ALGORITHMS: Final[dict[str, str]] = {"sv": "swedish", "en": "english"}

Terms = Mapping[str, Mapping[str, str]]
"""Stems by the language of the text and by word."""


class Word(NamedTuple):
    """A word of a text.

    Attributes:
        form: The word without its case.
        start: Where it begins in the text.
        end: Where it ends.
    """

    form: str
    start: int
    end: int


def clean(text: str) -> str:
    """Write a text so that the same letters are the same characters, and without those that nobody sees.

    Args:
        text: Any text.

    Returns:
        The text in Unicode's normal form C (https://unicode.org/reports/tr15/), without soft hyphens and the like.
    """
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def words(text: str) -> list[Word]:
    """Cut a text into words.

    Args:
        text: A clean text.

    Returns:
        The words in order.

    Example:
        >>> [word.form for word in words("SKL:s E-hälsa, avsnitt 4.1")]
        ['skl', 'e', 'hälsa', 'avsnitt', '4.1']
    """
    return [Word(match[1].casefold(), *match.span()) for match in _WORD.finditer(text)]


def with_compounds(text: str, found: Sequence[Word]) -> list[Word]:
    """Add to words what is written with hyphens, as it would be written without them.

    Args:
        text: A clean text.
        found: Its words.

    Returns:
        The words, and then the compounds.

    Example:
        >>> text = "Nationell e-hälsa"
        >>> [word.form for word in with_compounds(text, words(text))]
        ['nationell', 'e', 'hälsa', 'ehälsa']
    """
    compounds: list[Word] = []
    for one, other in pairwise(found):
        if text[one.end : other.start] in _HYPHENS and one.form.isalpha() and other.form.isalpha():
            begun = compounds.pop() if compounds and compounds[-1].end == one.end else one
            compounds.append(Word(begun.form + other.form, begun.start, other.end))
    return [*found, *compounds]


def solid(found: Iterable[Word]) -> str:
    """Write a name as one word, so that it is the same however it is spaced, hyphenated and capitalised.

    Args:
        found: Its words.

    Returns:
        The words without anything between them.

    Example:
        >>> solid(words("eHälsa")) == solid(words("E-hälsa")) == solid(words("e hälsa"))
        True
    """
    return "".join(word.form for word in found)


def fold(form: str) -> str:
    """Take the marks off the letters of a word.

    Args:
        form: The word.

    Returns:
        The word as one writes it without å, ä and ö.

    Example:
        >>> fold("hälsa")
        'halsa'
    """
    if form.isascii():
        return form
    parts = unicodedata.normalize("NFD", form)
    return "".join(part for part in parts if not unicodedata.combining(part)) or form


def stems(forms: Iterable[str], lang: str) -> dict[str, str]:
    """Find what all forms of a word have in common.

    Args:
        forms: Words.
        lang: Their language; what is neither Swedish nor English is taken for Swedish.

    Returns:
        Stems by word.

    Example:
        >>> stems(["aktiviteterna", "aktivitet"], "sv")
        {'aktiviteterna': 'aktivitet', 'aktivitet': 'aktivitet'}
    """
    # A stemmer remembers what it is at work on, so that no two threads can share one.
    stemmer = snowballstemmer.stemmer(_ALGORITHMS.get(lang, _ALGORITHMS["sv"]))
    return {form: stemmer.stemWord(form) for form in forms}


def stems_of(form: str) -> frozenset[str]:
    """Give the stems that a word has if it is Swedish, and if it is English.

    Args:
        form: The word.

    Returns:
        One or two stems.
    """
    return frozenset(stems([form], lang)[form] for lang in _ALGORITHMS)


def definite(form: str) -> Iterator[str]:
    """Give other forms of a noun that ends in a vowel, which the stemmer takes for other words.

    Args:
        form: The word.

    Yields:
        What the word is without the ending of the definite form, and with it, as far as it could be such a noun.

    Example:
        >>> list(definite("hälsa")), list(definite("hälsans"))
        (['hälsan', 'hälsans'], ['hälsa', 'hälsan'])
    """
    if form[-1] in _VOWELS:
        yield from (form + ending for ending in _DEFINITE)
    for ending in _DEFINITE:
        base = form.removesuffix(ending)
        if base != form and len(base) >= _SHORTEST and base[-1] in _VOWELS:
            yield from (base + other for other in ("", *_DEFINITE) if other != ending)


@cache
def stop_words() -> frozenset[str]:
    """Give the words, Swedish and English, that say nothing of what is looked for."""
    return frozenset(Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").split())
