"""The things that threads run through, as columns: elements, documents, follow-ups, all that a link ends in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from graph_service import messages
from graph_service.messages import Lang
from graph_service.model.thread import Node
from graph_service.store import labels
from graph_service.store.columns import columns
from graph_service.store.internal import internal_query
from graph_service.store.port import Store
from graph_service.trace.web import Numbers
from graph_service.vocabulary import RT

Content = Literal["loaded", "partlyLoaded", "notLoaded", ""]
"""What of a document is loaded, as local names of the scheme; empty if the data do not say."""
_FULLEST_FIRST: Final[tuple[Content, ...]] = ("loaded", "partlyLoaded", "notLoaded")


@dataclass(frozen=True, slots=True, repr=False)
class Things:
    """Things, numbered in the order of their IRIs; each tuple and array has one entry per thing.

    Attributes:
        iri: Their IRIs, sorted.
        number: Their numbers by IRI.
        titles: What they are called, by language; never empty.
        code: Their codes in the source, or empty.
        kind: For each, which of ``kinds`` it is.
        kinds: Local names of the classes that things are of by their own files, such as ``"EffectGoal"``.
        level: For each, which of ``levels`` it is on.
        levels: Local names of levels; the empty one stands for none.
        plan: The number of the document that each is part of; a document is its own, and what is of none has -1.
        outdated: Whether the edition that a thing stands in has been superseded.
        documents: Numbers of documents by the IRIs of their editions.
        source: Titles of documents as they print them, in Swedish, by the document's number.
        content: What is loaded of a document, by the document's number.
        owners: IRIs of those who issued a document, by the document's number.
        members: Numbers of the things of each class, by its local name; those of its sub-classes are among them.
        coded: Numbers of the plan elements that have a code, by the code.
    """

    iri: tuple[str, ...]
    number: Mapping[str, int]
    titles: Mapping[Lang, tuple[str, ...]]
    code: tuple[str, ...]
    kind: Numbers
    kinds: tuple[str, ...]
    level: Numbers
    levels: tuple[str, ...]
    plan: Numbers
    outdated: NDArray[np.bool_]
    documents: Mapping[str, int]
    source: Mapping[int, str]
    content: Mapping[int, Content]
    owners: Mapping[int, tuple[str, ...]]
    members: Mapping[str, Numbers]
    coded: Mapping[str, tuple[int, ...]]
    _nodes: dict[tuple[int, Lang], Node] = field(default_factory=dict)

    def node(self, number: int, lang: Lang) -> Node:
        """Describe one thing. It is described once, for wide answers hold many things, and many times the same.

        Args:
            number: Its number.
            lang: The language of titles, where there is a choice.

        Returns:
            The description.
        """
        known = self._nodes.get((number, lang))
        if known is None:
            known = self._nodes[number, lang] = self._described(number, lang)
        return known

    def _described(self, number: int, lang: Lang) -> Node:
        plan, titles = int(self.plan[number]), self.titles[lang]
        owned = plan not in {-1, number}
        return Node(
            self.iri[number],
            titles[number],
            self.kinds[self.kind[number]],
            self.code[number],
            self.iri[plan] if owned else "",
            titles[plan] if owned else "",
            self.levels[self.level[number]],
        )


def read(store: Store, ends: Iterable[str]) -> Things:
    """Read the things of a dataset.

    Args:
        store: The dataset.
        ends: IRIs that are things whatever else is said of them, for links end in them.

    Returns:
        The things.
    """
    thing, code, plan, level, status = columns(store, internal_query("graph-things"))
    iri = tuple(sorted({*thing, *plan, *ends} - {""}))
    number = {name: place for place, name in enumerate(iri)}
    at = [number[name] for name in thing]
    plans = np.full(len(iri), -1, dtype=np.int64)
    owned = [(place, number[name]) for place, name in zip(at, plan, strict=True) if name]
    documents = _documents(store, number)
    plans[list(documents.content)] = list(documents.content)
    for place, owner in sorted(owned, reverse=True):
        plans[place] = owner
    classes = _classes(store, number)
    kinds, kind = _numbered([_local(min(of, key=_ours_first, default="")) for of in classes])
    levels, of_level = _numbered(_first(len(iri), at, map(_local, level)))
    members = _members(store, classes)
    return Things(
        iri=iri,
        number=number,
        titles=_titles(store, number),
        code=tuple(_first(len(iri), at, code)),
        kind=kind,
        kinds=kinds,
        level=of_level,
        levels=levels,
        plan=plans,
        outdated=np.array([standing == f"{RT}superseded" for standing in _first(len(iri), at, status)], dtype=np.bool_),
        documents=documents.editions,
        source=documents.titles,
        content=documents.content,
        owners=documents.owners,
        members=members,
        coded=_coded(at, code, set(members["Element"].tolist()) if "Element" in members else set()),
    )


def _first(size: int, at: Iterable[int], values: Iterable[str]) -> list[str]:
    """Give each thing the first of its values in the alphabet."""
    chosen = [""] * size
    for place, value in zip(at, values, strict=True):
        if value and (not chosen[place] or value < chosen[place]):
            chosen[place] = value
    return chosen


def _coded(at: Iterable[int], codes: Iterable[str], elements: set[int]) -> dict[str, tuple[int, ...]]:
    coded: dict[str, set[int]] = defaultdict(set)
    for place, code in zip(at, codes, strict=True):
        if code and place in elements:
            coded[code].add(place)
    return {code: tuple(sorted(places)) for code, places in coded.items()}


@dataclass(frozen=True, slots=True)
class _Documents:
    editions: Mapping[str, int]
    titles: Mapping[int, str]
    content: Mapping[int, Content]
    owners: Mapping[int, tuple[str, ...]]


def _documents(store: Store, number: Mapping[str, int]) -> _Documents:
    editions: dict[str, int] = {}
    titles: dict[int, str] = {}
    states: dict[int, set[str]] = defaultdict(set)
    owners: dict[int, set[str]] = defaultdict(set)
    for name, edition, state, owner, title in zip(*columns(store, internal_query("graph-documents")), strict=True):
        place = number[name]
        if edition:
            editions[edition] = place
        titles[place] = min(titles.get(place, title), title)
        states[place].add(_local(state))
        owners[place].update({owner} - {""})
    return _Documents(
        editions,
        titles,
        {place: _fullest(found) for place, found in states.items()},
        {place: tuple(sorted(who)) for place, who in owners.items()},
    )


def _fullest(states: set[str]) -> Content:
    return next((state for state in _FULLEST_FIRST if state in states), "")


def _classes(store: Store, number: Mapping[str, int]) -> list[set[str]]:
    classes: list[set[str]] = [set() for _ in number]
    for thing, kind in zip(*columns(store, internal_query("graph-classes")), strict=True):
        if thing in number:
            classes[number[thing]].add(kind)
    return classes


def _members(store: Store, classes: list[set[str]]) -> dict[str, Numbers]:
    supers: dict[str, set[str]] = defaultdict(set)
    for kind, above in zip(*columns(store, internal_query("graph-super-classes")), strict=True):
        supers[kind].add(above)
    members: dict[str, list[int]] = defaultdict(list)
    for place, kinds in enumerate(classes):
        for kind in kinds.union(*(supers[kind] for kind in kinds)):
            members[_local(kind)].append(place)
    return {kind: np.array(places, dtype=np.int64) for kind, places in members.items()}


def _titles(store: Store, number: Mapping[str, int]) -> dict[Lang, tuple[str, ...]]:
    found: dict[int, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for thing, title, lang, kind in zip(*columns(store, internal_query("graph-titles")), strict=True):
        if thing in number:
            named = found[number[thing]][kind]
            named[lang] = min(named.get(lang, title), title)
    titles: dict[Lang, list[str]] = {lang: [] for lang in messages.LANGUAGES}
    for iri, place in number.items():
        called = {**found[place]["title"], **found[place]["name"]} or found[place]["printed"]
        for lang, column in titles.items():
            column.append(labels.title(iri, called, lang))
    return {lang: tuple(column) for lang, column in titles.items()}


def _numbered(values: list[str]) -> tuple[tuple[str, ...], Numbers]:
    names = tuple(sorted(set(values)))
    place = {name: number for number, name in enumerate(names)}
    return names, np.array([place[value] for value in values], dtype=np.int64)


def _local(iri: str) -> str:
    return iri.removeprefix(RT).rsplit("#", 1)[-1]


def _ours_first(iri: str) -> tuple[bool, str]:
    return not iri.startswith(RT), iri
