"""Showing where the searched words stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph_service.model.search import MATCHES, Field, Match, Piece
from graph_service.questions.search.gather import FIELDS, Text
from graph_service.questions.search.query import Sought, allowed
from graph_service.questions.search.words import Terms, Word, with_compounds, words

_LENGTH: Final = 200
_LEAD: Final = 40
_CUT: Final = "… "


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the searched words stand in a thing.

    Attributes:
        field: What the text is to the thing.
        pieces: The text, or the part of it where they stand.
        match: How the words were found; of several, that of the one that was found least exactly.
        missing: The words that the thing does not have.
    """

    field: Field
    pieces: tuple[Piece, ...]
    match: Match
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    sought: int
    match: Match


def show(texts: Sequence[Text], sought: Sequence[Sought], nearness: int, terms: Terms, language: str) -> Shown:
    """Choose the text of a thing that has most of the searched words, and mark them in it.

    Args:
        texts: Its texts.
        sought: The words.
        nearness: How near to what was searched for it was found.
        terms: The stems of all words of the texts.
        language: Of several texts that have as many of the words, one in this language is chosen.

    Returns:
        What to show.
    """
    if not texts:
        return Shown("title", (), "exact", ())
    places = [list(_places(text, sought, nearness, terms[text.language])) for text in texts]
    number = min(range(len(texts)), key=lambda one: _worth(texts[one], _best(places[one]), language))
    best = _best(place for found in places for place in found)
    missing = tuple(word.word for one, word in enumerate(sought) if one not in best)
    match: Match = max(best.values(), key=MATCHES.index) if best else "exact"
    return Shown(texts[number].field, tuple(_pieces(texts[number].text, places[number])), match, missing)


def _best(places: Iterable[_Place]) -> dict[int, Match]:
    """Give how each searched word was found, by its number; those that were not found are not there."""
    best: dict[int, Match] = {}
    for place in places:
        best[place.sought] = min(place.match, best.get(place.sought, place.match), key=MATCHES.index)
    return best


def _worth(text: Text, best: Mapping[int, Match], language: str) -> tuple[int, int, int, bool]:
    """Give what makes a text worth showing; the lower, the more."""
    return -len(best), sum(map(MATCHES.index, best.values())), FIELDS.index(text.field), text.language != language


def _places(text: Text, sought: Sequence[Sought], nearness: int, stems: Mapping[str, str]) -> Iterator[_Place]:
    for word in with_compounds(text.text, words(text.text)):
        for number, one in enumerate(sought):
            match = _match(word, stems[word.form], one)
            if match in allowed(nearness, last=one is sought[-1]):
                yield _Place(word.start, word.end, number, match)


def _match(word: Word, stem: str, sought: Sought) -> Match | None:
    if word.form in sought.forms:
        return "exact"
    return sought.stems.get(stem)


def _pieces(text: str, places: Iterable[_Place]) -> Iterator[Piece]:
    """Cut a text at the words that are to be marked; of a long text, only the part that has most of them."""
    ordered = sorted(places, key=lambda place: (place.start, -place.end))
    start, end = _window(text, ordered)
    if start:
        yield Piece(_CUT, matched=False)
    done = start
    for place in ordered:
        if place.start >= done and place.end <= end:
            if place.start > done:
                yield Piece(text[done : place.start], matched=False)
            yield Piece(text[place.start : place.end], matched=True)
            done = place.end
    if done < end:
        yield Piece(text[done:end], matched=False)
    if end < len(text):
        yield Piece(_CUT[::-1], matched=False)


def _window(text: str, places: Sequence[_Place]) -> tuple[int, int]:
    if len(text) <= _LENGTH:
        return 0, len(text)

    def shown(first: _Place) -> tuple[int, int]:
        end = first.start + _LENGTH - 2 * _LEAD
        best = _best(place for place in places if first.start <= place.start and place.end <= end)
        return -len(best), sum(map(MATCHES.index, best.values()))

    first = min(places, key=lambda place: (shown(place), place.start), default=None)
    if first is None:
        return 0, _space(text, 0, _LENGTH)
    start = text.rfind(" ", 0, max(first.start - _LEAD, 0)) + 1
    return start, _space(text, first.end, start + _LENGTH)


def _space(text: str, least: int, most: int) -> int:
    """Give the last place between two where a text can be cut."""
    if len(text) <= most:
        return len(text)
    space = text.rfind(" ", least, most)
    return space if space >= 0 else max(least, most)
