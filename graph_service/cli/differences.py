"""Showing a difference in the terminal. Each line begins with a sign, so that it reads without colours too."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from rich.text import Text

from graph_service.cli.terminal import out
from graph_service.cli.wordings import shown
from graph_service.messages import Lang, text
from graph_service.model.difference import Changed, Changes, Difference, Move, PropertyChange
from graph_service.model.terms import Iri, Literal, Term
from graph_service.plans.difference_json import SORTS, counts
from graph_service.store import labels
from graph_service.store.labels import Label
from graph_service.store.port import Store
from graph_service.vocabulary import RT, compact

_STYLES: Final = {"+": "green", "-": "red", "~": "yellow", ">": "cyan"}


def print_difference(difference: Difference, vocabulary: Store, *, base: str, lang: Lang) -> None:
    """Show a difference.

    Args:
        difference: The difference.
        vocabulary: A dataset that knows what classes, properties and concepts are called.
        base: Base that IRIs are shortened by.
        lang: The language.
    """
    console = out()
    view = _View(difference, vocabulary, base, lang)
    for sort in SORTS:
        changes: Changes = getattr(difference, sort)
        if changes:
            console.print(Text(text(f"diff.{sort}", lang), style="bold"))
            for line in view.lines(changes):
                console.print(line, soft_wrap=True)
            console.print()
    if not difference:
        console.print(text("diff.nothing", lang))
        return
    for sort in SORTS:
        named = text(f"diff.{sort}", lang)
        summed = text("diff.counts", lang, sort=named, **counts(getattr(difference, sort)))
        console.print(summed, soft_wrap=True)


class _View:
    def __init__(self, difference: Difference, vocabulary: Store, base: str, lang: Lang) -> None:
        self._difference = difference
        self._names = labels.describe(vocabulary, _words(difference))
        self._base = base
        self._lang = lang

    def lines(self, changes: Changes) -> Iterator[Text]:
        for one in changes.removed:
            yield self._line("-", one.iri)
        for one in changes.added:
            yield self._line("+", one.iri)
        for changed in changes.changed:
            yield self._line("~", changed.iri)
            yield from (line for change in changed.properties for line in self._property(change))
        editions: Counter[Move] = Counter()
        for moved in changes.moved:
            editions.update(move for move in moved.moves if move.way == "edition")
            others = [move for move in moved.moves if move.way != "edition"]
            if others:
                yield self._line(">", moved.iri)
                yield from (self._move(move) for move in others)
        for move, count in editions.items():
            ends = {side: compact(getattr(move, side)[0].value, self._base) for side in ("before", "after")}
            yield self._signed(">", Text(text("diff.edition", self._lang, count=count, **ends)))

    def _line(self, sign: str, iri: str) -> Text:
        ends = self._difference.ends.get(iri)
        if ends is not None:
            line = Text.assemble(self._short(ends.start), (f" —{self._word(ends.relation)}→ ", "magenta"))
            return self._signed(sign, line.append(self._short(ends.end)))
        described = self._difference.described.get(iri)
        if described is None:
            return self._signed(sign, Text(compact(iri, self._base)))
        name = f"{self._word(described.kind)} {described.code}".strip()
        title = labels.title(iri, described.titles, self._lang) if described.titles else ""
        return self._signed(sign, Text.assemble((name, "bold"), f" {title} ", (compact(iri, self._base), "dim")))

    def _property(self, change: PropertyChange) -> Iterator[Text]:
        name = (f"    {self._word(change.property)}: ", "dim")
        yield from (Text.assemble(name, shown(reworded.runs)) for reworded in change.texts)
        for sign, terms in (("-", change.removed), ("+", change.added)):
            for term in terms:
                yield Text.assemble(name, (f"{sign} {self._term(term)}", _STYLES[sign]))

    def _move(self, move: Move) -> Text:
        name = text(f"diff.way_{move.way}", self._lang)
        return Text.assemble((f"    {name}: ", "dim"), f"{self._terms(move.before)} → {self._terms(move.after)}")

    def _signed(self, sign: str, line: Text) -> Text:
        return Text.assemble((f"{sign} ", _STYLES[sign]), line)

    def _terms(self, terms: Iterable[Term]) -> str:
        return ", ".join(self._term(term) for term in terms)

    def _term(self, term: Term) -> str:
        if isinstance(term, Iri):
            return self._short(term.value)
        return term.value if isinstance(term, Literal) else str(term)

    def _short(self, iri: str) -> str:
        described = self._difference.described.get(iri)
        if described is None or not described.titles:
            return self._word(iri)
        kinds: dict[str, str] = {self._lang: self._word(described.kind)} if described.kind else {}
        return Label(iri, described.titles, described.code, described.kind, kinds, "", "", "").short(self._lang)

    def _word(self, iri: str) -> str:
        label = self._names.get(iri)
        if label is not None and label.titles:
            return label.title(self._lang)
        return compact(iri, self._base)


def _words(difference: Difference) -> set[str]:
    """Give the IRIs of the vocabulary that a difference names."""
    named = {described.kind for described in difference.described.values()}
    named |= {ends.relation for ends in difference.ends.values()}
    for sort in SORTS:
        for changed in getattr(difference, sort).changed:
            named |= set(_of(changed))
    return {iri for iri in named if iri}


def _of(changed: Changed) -> Iterator[str]:
    for change in changed.properties:
        yield change.property
        yield from (t.value for t in (*change.removed, *change.added) if isinstance(t, Iri) and t.value.startswith(RT))
