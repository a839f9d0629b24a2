"""What a later plan carries on of an earlier one: kept, reworded, split, merged, moved, dropped."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, cast, get_args

from graph_service.errors import UnknownThingError
from graph_service.messages import Lang
from graph_service.model.names import Content
from graph_service.model.succession import GONE, Carried, Fate, Fated, Likeness, Pointing, Succession, Word
from graph_service.model.terms import Iri, Row, Term
from graph_service.model.terms import Literal as Text
from graph_service.model.thread import Basis, Node
from graph_service.plans.headings import Headings, main_headings
from graph_service.plans.words import word_diff
from graph_service.store import labels
from graph_service.store.internal import internal_query
from graph_service.store.port import Store
from graph_service.store.sparql_text import with_values
from graph_service.trace.thread import node
from graph_service.vocabulary import RT, compact

_FATES: Final[Mapping[Likeness, Fate]] = {"exact": "kept", "similar": "reworded", "changed": "changed"}
_FULLEST: Final[tuple[Content, ...]] = ("loaded", "partlyLoaded", "notLoaded")


@dataclass(frozen=True, slots=True)
class _Link:
    iri: str
    earlier: str
    later: str
    match: Likeness
    basis: Basis
    rationale: str


def successions(store: Store, plan: str, *, base: str, lang: Lang) -> tuple[Succession, ...]:
    """Tell what a plan carries on of each plan that it continues.

    A plan continues another if a link ``rt:continues`` says so of the plans, or of an element of each. What an element
    becomes is read from such links alone: that two texts are alike says nothing.

    Args:
        store: The dataset.
        plan: IRI of the later plan.
        base: Base that resources lie under.
        lang: Language of names and reasons.

    Returns:
        One succession for each earlier plan; at least one.

    Raises:
        UnknownThingError: If the plan continues no other; names those that continue it.
    """
    ways: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in _ask(store, "succession-plans", plan=[Iri(plan)]):
        ways[row["way"].value][row["other"].value].add(_local(row, "content"))
    earlier = sorted(ways["earlier"])
    if not earlier:
        later = ", ".join(compact(other, base) for other in sorted(ways["later"]))
        key = "succession_earliest" if later else "succession_none"
        raise UnknownThingError(key, plan=compact(plan, base), later=later)
    content = _fullest(ways["self"][plan])
    return tuple(
        _Plans(store, (before, plan), (_fullest(ways["earlier"][before]), content), lang).compared()
        for before in earlier
    )


def pairs(store: Store) -> tuple[tuple[str, str], ...]:
    """Tell which plans continue which.

    Args:
        store: The dataset.

    Returns:
        Pairs of the IRIs of an earlier plan and of one that continues it.
    """
    return tuple((row["earlier"].value, row["later"].value) for row in _ask(store, "succession-pairs"))


class _Plans:
    """Two plans of which one continues the other."""

    def __init__(self, store: Store, plans: tuple[str, str], contents: tuple[Content, Content], lang: Lang) -> None:
        self._store, self._lang = store, lang
        self._earlier, self._later = earlier, later = plans
        self._contents = contents
        both: list[Term] = [Iri(earlier), Iri(later)]
        self._headings = Headings.read(store, (earlier, later))
        elements = _ask(store, "succession-elements", plan=both)
        self._plan = {row["element"].value: row["plan"].value for row in elements}
        self._goals = {row["element"].value for row in elements if row["goal"].value == "true"}
        found = _ask(store, "succession-links", old=both[:1], new=both[1:], lang=[Text(lang)])
        above = {heading for element in self._plan for heading in self._headings.of(element)}
        ends = {row[end].value for row in found for end in ("earlier", "later")}
        self._names = labels.describe(store, {*self._plan, *above, *ends, earlier, later})
        self._links = self._read(found)
        self._main = main_headings((link.earlier, link.later, link.match) for link in self._links)

    def compared(self) -> Succession:
        before, after = self._of(self._earlier), self._of(self._later)
        continuing: dict[str, list[_Link]] = defaultdict(list)
        continued: dict[str, set[str]] = defaultdict(set)
        for link in self._links:
            continuing[link.earlier].append(link)
            continued[link.later].add(link.earlier)
        words = self._words(element for element in before if not continuing[element])
        fated = tuple(self._fated(e, continuing[e], continued, words.get(e, ())) for e in before)
        new = tuple(self._node(element) for element in after if not continued[element])
        counts = Counter(one.fate for one in fated)
        more = {"moved": sum(any(c.moved for c in one.carried) for one in fated), "new": len(new)}
        return Succession(
            earlier=self._node(self._earlier),
            later=self._node(self._later),
            earlier_content=self._contents[0],
            content=self._contents[1],
            counts={fate: counts[fate] for fate in get_args(Fate)} | more,
            elements=fated,
            new=new,
            pointing=tuple(self._pointing(fated)),
        )

    def _of(self, plan: str) -> list[str]:
        return sorted((e for e, of in self._plan.items() if of == plan), key=self._headings.place)

    def _read(self, rows: Iterable[Row]) -> list[_Link]:
        links = {}
        for row in rows:
            earlier, later = row["earlier"].value, row["later"].value
            match = row["match"].value if "match" in row else self._alike(earlier, later)
            links[row["link"].value, earlier, later] = _Link(
                row["link"].value,
                earlier,
                later,
                cast("Likeness", match),
                cast("Basis", row["basis"].value),
                row["rationale"].value if "rationale" in row else "",
            )
        return list(links.values())

    def _alike(self, earlier: str, later: str) -> Likeness:
        return "exact" if self._node(earlier).title == self._node(later).title else "similar"

    def _fated(
        self, element: str, links: list[_Link], continued: Mapping[str, set[str]], words: tuple[Word, ...]
    ) -> Fated:
        laters = {link.later for link in links}
        if not laters:
            fate: Fate = "dropped" if words else "unknown" if self._contents[1] == "notLoaded" else "silent"
        elif len(laters) > 1:
            fate = "split"
        else:
            fate = "merged" if len(continued[links[0].later]) > 1 else _FATES[links[0].match]
        carried = tuple(self._carried(link) for link in sorted(links, key=lambda one: self._headings.place(one.later)))
        return Fated(self._node(element), self._nodes(self._headings.of(element)), fate, carried, words)

    def _carried(self, link: _Link) -> Carried:
        later = self._node(link.later)
        return Carried(
            later=later,
            match=link.match,
            wording=word_diff(self._node(link.earlier).title, later.title),
            headings=self._nodes(self._headings.of(link.later)),
            moved=self._headings.elsewhere(link.earlier, link.later, self._main),
            link=link.iri,
            basis=link.basis,
            rationale=link.rationale,
        )

    def _words(self, elements: Iterable[str]) -> dict[str, tuple[Word, ...]]:
        found: dict[str, dict[str, Word]] = defaultdict(dict)
        for row in _ask(self._store, "succession-words", element=[Iri(element) for element in elements]):
            said = partial(_text, row)
            word = Word(said("follow_up"), said("verdict"), said("comment"), said("source"), said("locator"))
            found[said("element")].setdefault(word.follow_up, word)
        return {element: tuple(words.values()) for element, words in found.items()}

    def _pointing(self, fated: Iterable[Fated]) -> list[Pointing]:
        fates = {one.element.iri: one.fate for one in fated}
        goals = [Iri(iri) for iri, fate in fates.items() if fate in GONE and iri in self._goals]
        rows = _ask(self._store, "succession-pointing", goal=goals)
        self._names |= labels.describe(self._store, {row["start"].value for row in rows})
        starts = {row["start"].value: self._node(row["start"].value) for row in rows}
        found = [
            Pointing(
                starts[row["start"].value],
                row["relation"].value,
                self._node(row["goal"].value),
                row["link"].value,
                cast("Basis", row["basis"].value),
                fates.get(row["start"].value),
            )
            for row in rows
        ]
        return sorted(found, key=lambda one: (one.start.plan == self._earlier, one.fate in GONE))

    def _nodes(self, iris: Iterable[str]) -> tuple[Node, ...]:
        return tuple(self._node(iri) for iri in sorted(iris, key=self._headings.place))

    def _node(self, iri: str) -> Node:
        return node(self._names[iri], self._lang)


def _fullest(states: set[str]) -> Content:
    return next((state for state in _FULLEST if state in states), "notLoaded")


def _ask(store: Store, name: str, **values: list[Iri] | list[Term] | list[Text]) -> tuple[Row, ...]:
    query = internal_query(name)
    for variable, terms in values.items():
        query = with_values(query, variable, terms)
    return store.select(query).rows


def _text(row: Row, column: str) -> str:
    return row[column].value if column in row else ""


def _local(row: Row, column: str) -> str:
    return _text(row, column).removeprefix(RT)
