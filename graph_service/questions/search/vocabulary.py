"""All words of the index, and which of them a searched word can stand for."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from graph_service.model.search import MATCHES, Match
from graph_service.questions.search.words import definite, fold, stems_of

_BEGINNING: Final = 2
"""Fewest letters that a word is completed from."""
_PART: Final = 4
"""Fewest letters that are taken for a part of a compound wherever they stand in it."""
_SHORT_PART: Final = 3
"""Fewest letters that are taken for one if the rest of the compound is words too."""
_SLIP: Final = 5
"""Fewest letters of a word that may hold a slip, or that one may have been made in."""
_TWO_SLIPS: Final = 9
"""Fewest letters of a word that may hold two, if nothing else answers to it."""
_LINKS: Final = "aeosu"
"""What may join a part of a compound to the next, as in hälsotjänst, gatukontor and kvalitetsmål."""


class Vocabulary:
    """All words of the index.

    Example:
        >>> known = Vocabulary({"nämndsmöten": ["nämndsmöt"], "möte": ["möt"], "hälsa": ["häls"]})
        >>> known.meanings("möten")
        {'möt': 'stem', 'nämndsmöt': 'part'}
        >>> known.meanings("halsa")
        {'häls': 'typo'}
    """

    def __init__(self, terms: Mapping[str, Collection[str]]) -> None:
        """Take in the words.

        Args:
            terms: The stems that stand for each word in the index, by word.
        """
        self._plain = _Lexicon(terms, str)
        self._folded = _Lexicon(terms, fold)

    def meanings(self, form: str, *, last: bool = False, slips: bool = True) -> dict[str, Match]:
        """Find what a searched word can stand for.

        Args:
            form: The word.
            last: Whether it is the last one of the search, which may still be being written.
            slips: Whether it may be misspelled.

        Returns:
            Stems with how they answer to the word, nearest first.
        """
        found: dict[str, Match] = {}
        for match, stem in self._plain.near(form, last=last):
            found.setdefault(stem, match)
        for stem in self._slips(form, last=last, found=bool(found)) if slips else ():
            found.setdefault(stem, "typo")
        return dict(sorted(found.items(), key=lambda item: (MATCHES.index(item[1]), len(item[0]), item[0])))

    def _slips(self, form: str, *, last: bool, found: bool) -> Iterator[str]:
        written = fold(form)
        if written == form:  # as one writes who has no å, ä and ö
            yield from (stem for _, stem in self._folded.near(form, last=last))
        close = list(self._folded.close(written, 1))
        yield from close
        if not found and not close and len(form) >= _TWO_SLIPS:
            yield from self._folded.close(written, 2)


class _Lexicon:
    """Words and stems, as they are spelled in one way of writing."""

    def __init__(self, terms: Mapping[str, Collection[str]], spelled: Callable[[str], str]) -> None:
        self._spelled = spelled
        self.forms = _Entries((spelled(form), stem) for form, stems in terms.items() for stem in stems)
        self.stems = _Entries((spelled(stem), stem) for stems in terms.values() for stem in stems)

    def near(self, form: str, *, last: bool) -> Iterator[tuple[Match, str]]:
        stems = sorted({self._spelled(stem) for stem in self.forms[form]} or stems_of(form))
        yield from (("stem", stem) for one in stems for stem in self.stems[one])
        yield from (("stem", stem) for other in definite(form) for stem in self.forms[other])
        if last and (len(form) >= _BEGINNING or form.isdigit()):
            yield from (("prefix", stem) for word in self.forms.beginning(form) for stem in self.forms[word])
        if len(form) >= _PART:
            yield from (("part", stem) for word in self.forms.holding(form) for stem in self.forms[word])
        for part in stems:
            compounds = (whole for whole in self.stems.holding(part) if self._is_compound(whole, part))
            yield from (("part", stem) for whole in compounds for stem in self.stems[whole])

    def close(self, form: str, slips: int) -> Iterator[str]:
        yield from (stem for near in self.forms.close(form, slips) for stem in self.forms[near])

    def _is_compound(self, whole: str, part: str) -> bool:
        before, _, after = whole.partition(part)
        if len(part) < _PART and (len(part) < _SHORT_PART or not self._is_word(before)):
            return False
        return self._is_word(after) or (after[0] in _LINKS and self._is_word(after[1:]))

    def _is_word(self, rest: str) -> bool:
        return not rest or any(form in self.forms or form in self.stems for form in (rest, rest.removesuffix("s")))


class _Entries:
    """Spellings in the order of the alphabet, with the stems that they stand for."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        found: dict[str, dict[str, None]] = {}
        for spelling, stem in pairs:
            found.setdefault(spelling, {})[stem] = None
        self._stems = {spelling: tuple(sorted(stems)) for spelling, stems in found.items()}
        self._spellings = sorted(found)

    def __contains__(self, spelling: str) -> bool:
        return spelling in self._stems

    def __getitem__(self, spelling: str) -> tuple[str, ...]:
        return self._stems.get(spelling, ())

    def beginning(self, letters: str) -> Sequence[str]:
        start = bisect_left(self._spellings, letters)
        return self._spellings[start : bisect_left(self._spellings, letters + "\U0010ffff", lo=start)]

    def holding(self, part: str) -> Iterator[str]:
        return (spelling for spelling in self._spellings if part in spelling)

    def close(self, form: str, slips: int) -> Iterator[str]:
        found = process.extract(form, self._spellings, scorer=OSA.distance, score_cutoff=slips, limit=None)
        return (near for near, _, _ in found if max(len(near), len(form)) >= _SLIP)
