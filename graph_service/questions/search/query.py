"""What is asked: the words of a search, what each can stand for, and how FTS5 is asked for them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from graph_service.errors import ParameterError
from graph_service.model.search import MATCHES, Match
from graph_service.questions.search.vocabulary import Vocabulary
from graph_service.questions.search.words import Word, clean, solid, stop_words, words

LONGEST: Final = 1000
"""Most characters of a search; the longest title of the plans has some 600."""
MOST_WORDS: Final = 40
"""Most words of a search that say something; the longest title of the plans has 30."""
_MOST_STEMS: Final = 300
"""Most stems that FTS5 is asked for at once; those that answer least exactly are left out."""
_SAME: Final[frozenset[Match]] = frozenset({"exact", "stem"})
_NEARNESS: Final[tuple[tuple[frozenset[Match], frozenset[Match]], ...]] = (
    (_SAME, _SAME),
    (_SAME, _SAME | {"prefix"}),
    (_SAME | {"prefix", "part"}, _SAME | {"prefix", "part"}),
    (frozenset(MATCHES), frozenset(MATCHES)),
)
"""How all words but the last, and the last, may be found: as the same word; the last one as if it were still being
written; as a part of another; with a slip."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One searched word.

    Attributes:
        word: The word as it was written.
        forms: What it is in just the same form: itself, and compounds that it makes with its neighbours.
        stems: The stems that it can stand for, with how they answer to it, nearest first.
    """

    word: str
    forms: frozenset[str]
    stems: dict[str, Match]


@dataclass(frozen=True, slots=True)
class Asked:
    """A search.

    Attributes:
        name: What a thing would be called that is called just so, written as one word.
        sought: The words that are to be found, those that say nothing left out.
    """

    name: str
    sought: tuple[Sought, ...]


def read(text: str, vocabulary: Vocabulary, base: str) -> Asked:
    """Read what is searched for.

    Args:
        text: What a user wrote.
        vocabulary: All words that can be found.
        base: Base that resources lie under, so that an IRI is found too.

    Returns:
        The search.

    Raises:
        ParameterError: If there is no word in it, or it is too long.
    """
    if len(text) > LONGEST:
        raise ParameterError("search_long", limit=LONGEST)
    written = clean(text.strip()).removeprefix(base)
    found = words(written)
    if not found:
        raise ParameterError("search_empty")
    return Asked(solid(found), tuple(_sought(written, found, vocabulary)))


def expressions(sought: Sequence[Sought], *, every: bool) -> dict[int, str]:
    """Write down how FTS5 is asked (https://www.sqlite.org/fts5.html#full_text_query_syntax).

    Args:
        sought: The words.
        every: Whether all words have to be there, or some.

    Returns:
        Expressions by nearness, without those that nothing could answer to; every word in them is quoted.
    """
    each = _MOST_STEMS // max(len(sought), 1)
    asked = {}
    for nearness in range(len(_NEARNESS)):
        terms = [term for word in sought if (term := _term(word, allowed(nearness, last=word is sought[-1]), each))]
        if terms and (len(terms) == len(sought) or not every):
            asked[nearness] = (" AND " if every else " OR ").join(terms)
    return asked


def allowed(nearness: int, *, last: bool) -> frozenset[Match]:
    """Tell how a word may be found.

    Args:
        nearness: A key of the expressions.
        last: Whether it is the last word.

    Returns:
        The ways.
    """
    return _NEARNESS[nearness][last]


def _sought(written: str, found: Sequence[Word], vocabulary: Vocabulary) -> Iterable[Sought]:
    telling = {word.form: word for word in found if word.form not in stop_words()} or {
        word.form: word for word in found
    }
    if len(telling) > MOST_WORDS:
        raise ParameterError("search_words", count=len(telling), limit=MOST_WORDS)
    compounds: dict[str, list[str]] = defaultdict(list)
    for one, other in pairwise(word.form for word in found):
        if {one, other} <= telling.keys() and one.isalpha() and other.isalpha():
            compounds[one].append(one + other)
            compounds[other].append(one + other)
    for form, word in telling.items():
        last = word is found[-1]
        stems = vocabulary.meanings(form, last=last)
        for compound in compounds[form]:
            for stem, match in vocabulary.meanings(compound, last=last, slips=False).items():
                stems[stem] = min(match, stems.get(stem, match), key=MATCHES.index)
        ordered = sorted(stems.items(), key=lambda item: MATCHES.index(item[1]))
        yield Sought(written[word.start : word.end], frozenset({form, *compounds[form]}), dict(ordered))


def _term(word: Sought, matches: frozenset[Match], most: int) -> str:
    stems = [stem for stem, match in word.stems.items() if match in matches][:most]
    if not stems:
        return ""
    return f"(-words : ({_any(stems)}) OR words : ({_any(sorted(word.forms))}))"


def _any(words: Iterable[str]) -> str:
    return " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
