"""The index: everything that a user may look for, in a full-text table of SQLite (https://www.sqlite.org/fts5.html)."""

import json
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, Self

from graph_service.model.search import Field
from graph_service.questions.search.gather import FIELDS, Text, Thing, gather
from graph_service.questions.search.vocabulary import Vocabulary
from graph_service.questions.search.words import Terms, Word, clean, solid, stems, with_compounds, words
from graph_service.store.port import Store
from graph_service.vocabulary import compact

_NAMES: Final[tuple[tuple[Field, ...], ...]] = (("code",), ("title",), ("alternative",))
_WHOLE: Final[tuple[tuple[Field, ...], ...]] = (FIELDS,)

_Cut = Mapping[Text, Sequence[Word]]
_Forms = Mapping[Text, Sequence[str]]
"""The words of texts, and what they make together where they are written with hyphens."""


class Matched(NamedTuple):
    """How a thing was found by words.

    Attributes:
        nearness: The lowest number of an expression that found it.
        in_texts: Whether some of the words stand in its texts only, and not in what it is called.
        rank: Its BM25 by that expression; the lower, the better.
    """

    nearness: int
    in_texts: bool
    rank: float


class SearchIndex:
    """Everything in a dataset that a user may look for; any number of threads may read it.

    Attributes:
        base: Base that resources lie under.
        things: Everything, by IRI; the number of a thing is its place here.
        terms: The stems of all words of their texts.
        kinds: What the classes of all things are called, by IRI.
        vocabulary: All words of their texts.
        spellings: How each word is mostly written, by word; the words that come most often first.
    """

    def __init__(self, store: Store, base: str) -> None:
        """Index a dataset.

        Args:
            store: The dataset; it is read once.
            base: Base that resources lie under.
        """
        self.base = base
        self.things, self.kinds = gather(store)
        cut = {text: words(text.text) for thing in self.things for text in thing.texts}
        forms = {text: [word.form for word in with_compounds(text.text, found)] for text, found in cut.items()}
        self.terms = _terms(forms)
        self.vocabulary = Vocabulary(_merged(self.terms))
        self.spellings = _spellings(cut)
        self._names = _names(self.things, cut, base)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection.executescript(_sql("schema"))
        self._connection.executemany(
            "INSERT INTO names (rowid, code, title, alternative, words) VALUES (?, ?, ?, ?, ?)",
            _rows(self.things, forms, self.terms, _NAMES),
        )
        self._connection.executemany(
            "INSERT INTO whole (rowid, stems, words) VALUES (?, ?, ?)", _rows(self.things, forms, self.terms, _WHOLE)
        )
        self._connection.commit()
        self._connection.execute("PRAGMA query_only = TRUE")

    def close(self) -> None:
        """Let go of the index; nothing can be found in it any more."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Use the index in a ``with`` statement, which closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the index."""
        self.close()

    def match(self, expressions: Mapping[int, str]) -> dict[int, Matched]:
        """Find things by words.

        Args:
            expressions: What FTS5 is asked, by nearness.

        Returns:
            How each thing was found, by its number.
        """
        # What lies in memory is seen by one connection only, and that serves one reader at a time.
        with self._lock:
            rows = self._connection.execute(_sql("find"), (json.dumps(expressions),)).fetchall()
        return {thing: Matched(*found) for thing, *found in rows}

    def called(self, name: str) -> Mapping[int, int]:
        """Find things by a whole name.

        Args:
            name: A code, title, path or other name, written as one word.

        Returns:
            By the number of a thing, 0 if that is its code, title or path, 1 if it is another name of it.
        """
        return self._names.get(name, {})


def _rows(
    things: tuple[Thing, ...], forms: _Forms, terms: Terms, columns: Sequence[Sequence[Field]]
) -> Iterator[tuple[object, ...]]:
    """Give rows for a table: the number of a thing, columns with the stems of some fields, the words of all these."""
    for number, thing in enumerate(things):
        texts = [[text for text in thing.texts if text.field in fields] for fields in columns]
        stemmed = [[terms[text.language][form] for text in some for form in forms[text]] for some in texts]
        yield (
            number,
            *map(" ".join, stemmed),
            " ".join(form for some in texts for text in some for form in forms[text]),
        )


def _names(things: tuple[Thing, ...], cut: _Cut, base: str) -> Mapping[str, dict[int, int]]:
    names: dict[str, dict[int, int]] = defaultdict(dict)
    for number, thing in enumerate(things):
        for name in (compact(thing.iri, base), *thing.codes):
            names[solid(words(clean(name)))][number] = 0
        for text in thing.texts:
            if text.field != "text":
                names[solid(cut[text])].setdefault(number, int(text.field == "alternative"))
    return names


def _terms(forms: _Forms) -> Terms:
    by_language: dict[str, set[str]] = defaultdict(set)
    for text, found in forms.items():
        by_language[text.language].update(found)
    return {language: stems(found, language) for language, found in by_language.items()}


def _merged(terms: Terms) -> Mapping[str, set[str]]:
    merged: dict[str, set[str]] = defaultdict(set)
    for found in terms.values():
        for form, stem in found.items():
            merged[form].add(stem)
    return merged


def _spellings(cut: _Cut) -> Mapping[str, str]:
    written = Counter((word.form, text.text[word.start : word.end]) for text, found in cut.items() for word in found)
    often: Counter[str] = Counter()
    mostly: dict[str, str] = {}
    for (form, spelling), count in sorted(written.items(), key=lambda item: (-item[1], item[0])):
        often[form] += count
        mostly.setdefault(form, spelling)
    return {form: mostly[form] for form in sorted(mostly, key=lambda form: (-often[form], form))}


@cache
def _sql(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
