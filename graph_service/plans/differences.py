"""Telling of a difference in words: what happened to which thing, by what they are called."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal

from graph_service.messages import Lang, text
from graph_service.model import wording
from graph_service.model.difference import Changed, Changes, Difference, Move, PropertyChange
from graph_service.model.differing import (
    ChangesTold,
    DifferenceRow,
    DifferenceTold,
    EditionMove,
    MoveTold,
    PropertyTold,
    Said,
    ThingTold,
)
from graph_service.model.terms import Iri, Term
from graph_service.model.terms import Literal as Text
from graph_service.plans.difference_json import counts
from graph_service.store import labels
from graph_service.store.labels import Label
from graph_service.store.port import Store
from graph_service.vocabulary import DCTERMS, compact

_SORTS: Final = (("elements", "element"), ("links", "link"), ("others", "other"))
_WHATS: Final = ("added", "removed", "changed", "moved")
_FIRST: Final = (f"{DCTERMS}title", f"{DCTERMS}description")
"""Properties that are told before others."""


def tell(difference: Difference, store: Store, *, base: str, lang: Lang, most: int | None = None) -> DifferenceTold:
    """Tell of a difference in words.

    Args:
        difference: The difference.
        store: A dataset that knows what classes, properties and the things of other plans are called.
        base: Base that IRIs are shortened by.
        lang: The language of names.
        most: Most things of a sort to which the same happened, and most values of a property; None for all.

    Returns:
        The difference in words.
    """
    return _Words(difference, store, base, lang, most).told()


def rows(told: DifferenceTold) -> Iterator[DifferenceRow]:
    """Write a difference as rows of a table.

    Args:
        told: The difference in words.

    Yields:
        A row for each thing that was added or removed, and for each property and place that changed.
    """
    for sort, name in _SORTS:
        changes: ChangesTold = getattr(told, sort)
        for what in _WHATS:
            for thing in getattr(changes, what):
                for changed, before, after in _row_values(thing):
                    yield DifferenceRow(
                        name, what, thing.iri, thing.kind, thing.code, thing.title, changed, before, after
                    )


def _row_values(thing: ThingTold) -> Iterator[tuple[str, str, str]]:
    if not thing.properties and not thing.moves:
        yield "", "", ""
    for change in thing.properties:
        for reworded in change.texts:
            yield change.name, wording.before(reworded.runs), wording.after(reworded.runs)
        if change.removed or change.added:
            yield change.name, _joined(change.removed), _joined(change.added)
    for move in thing.moves:
        yield move.name, _joined(move.before), _joined(move.after)


def _joined(values: Iterable[Said]) -> str:
    return "; ".join(value.text for value in values)


class _Words:
    def __init__(self, difference: Difference, store: Store, base: str, lang: Lang, most: int | None) -> None:
        self._difference = difference
        self._base = base
        self._lang: Lang = lang
        self._most = most
        self._store = store
        self._names: Mapping[str, Label] = {}
        self._needed: set[str] = set()

    def told(self) -> DifferenceTold:
        self._told()  # finds out what has to be named
        self._names = labels.describe(self._store, {iri for iri in self._needed if not iri.startswith("_:")})
        return self._told()

    def _told(self) -> DifferenceTold:
        sorts = {sort: getattr(self._difference, sort) for sort, _ in _SORTS}
        editions = Counter(
            move for changes in sorts.values() for moved in changes.moved for move in moved.moves if _is_edition(move)
        )
        return DifferenceTold(
            differs=bool(self._difference),
            **{sort: self._changes(changes) for sort, changes in sorts.items()},
            editions=tuple(
                EditionMove(count, self._edition(move, "before"), self._edition(move, "after"))
                for move, count in editions.items()
            ),
        )

    def _changes(self, changes: Changes) -> ChangesTold:
        moved = [one for one in changes.moved if not all(map(_is_edition, one.moves))]
        some = slice(self._most)
        return ChangesTold(
            counts={**counts(changes), "moved": len(moved)},
            added=tuple(self._thing(one.iri) for one in changes.added[some]),
            removed=tuple(self._thing(one.iri) for one in changes.removed[some]),
            changed=tuple(self._thing(one.iri, self._properties(one)) for one in changes.changed[some]),
            moved=tuple(
                self._thing(one.iri, (), (self._move(move) for move in one.moves if not _is_edition(move)))
                for one in moved[some]
            ),
        )

    def _thing(self, iri: str, properties: Iterable[PropertyTold] = (), moves: Iterable[MoveTold] = ()) -> ThingTold:
        ends, described = self._difference.ends.get(iri), self._difference.described.get(iri)
        kind, code, title, language = "", "", compact(iri, self._base), ""
        if ends is not None:
            title = f"{self._short(ends.start)} —{self._word(ends.relation)}→ {self._short(ends.end)}"
        if described is not None:
            kind = self._word(described.kind) if described.kind else ""
            if ends is None and described.titles:
                code, title = described.code, labels.title(iri, described.titles, self._lang)
                language = next((tag for tag, text_ in described.titles.items() if text_ == title), "")
        return ThingTold(iri, kind, code, title, language, tuple(properties), tuple(moves))

    def _properties(self, changed: Changed) -> list[PropertyTold]:
        ordered = sorted(changed.properties, key=lambda one: (one.property not in _FIRST, one.property))
        return [self._property(change) for change in ordered]

    def _property(self, change: PropertyChange) -> PropertyTold:
        return PropertyTold(
            change.property,
            self._word(change.property),
            change.texts[: self._most],
            self._values(change.removed),
            self._values(change.added),
        )

    def _move(self, move: Move) -> MoveTold:
        return MoveTold(text(f"diff.way_{move.way}", self._lang), self._values(move.before), self._values(move.after))

    def _values(self, terms: Iterable[Term]) -> tuple[Said, ...]:
        return tuple(map(self._said, tuple(terms)[: self._most]))

    def _said(self, term: Term) -> Said:
        if isinstance(term, Iri):
            return Said(self._short(term.value), "", term.value)
        return Said(term.value, term.language, "") if isinstance(term, Text) else Said(str(term), "", "")

    def _edition(self, move: Move, side: Literal["before", "after"]) -> str:
        terms: tuple[Term, ...] = getattr(move, side)
        return compact(terms[0].value, self._base)

    def _short(self, iri: str) -> str:
        described = self._difference.described.get(iri)
        if described is None or not described.titles:
            return self._called(iri, lambda label: label.short(self._lang))
        kinds: dict[str, str] = {self._lang: self._word(described.kind)} if described.kind else {}
        return Label(iri, described.titles, described.code, described.kind, kinds, "", "", "").short(self._lang)

    def _word(self, iri: str) -> str:
        return self._called(iri, lambda label: label.title(self._lang))

    def _called(self, iri: str, name: Callable[[Label], str]) -> str:
        self._needed.add(iri)
        label = self._names.get(iri)
        return name(label) if label is not None and label.titles else compact(iri, self._base)


def _is_edition(move: Move) -> bool:
    return move.way == "edition"
