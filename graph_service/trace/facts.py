"""What gaps and consequences rest on besides the threads: who answers, what follows, what is declared."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Self, cast

import numpy as np
from numpy.typing import NDArray

from graph_service.messages import Lang
from graph_service.model.gap import Place, Waiver
from graph_service.model.thread import Node
from graph_service.store import labels
from graph_service.store.columns import columns
from graph_service.store.internal import internal_query
from graph_service.store.labels import Label
from graph_service.store.port import Store
from graph_service.trace.graph import Graph
from graph_service.trace.thread import node
from graph_service.vocabulary import RT

Fact = Literal[
    "continues",
    "responsible",
    "statedEmpty",
    "notReadable",
    "expectedOf",
    "indicatorArea",
    "follows",
    "silent",
    "reports",
    "assessed",
    "current",
]
"""Short names of statements, as in ``graph-facts.rq``; a follow-up that says that it says nothing is ``silent``."""

_BODIES: Final[tuple[Fact, ...]] = ("responsible", "expectedOf")
_Said = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Facts:
    """Statements about things, by IRI.

    Attributes:
        said: What is said of a thing, by fact and thing; sorted.
        saying: Which things say it, by fact and value; sorted.
        graph: The graph of the threads between the things.
        relation: Local name of the relation of each hop, by its number.
    """

    said: Mapping[Fact, _Said]
    saying: Mapping[Fact, _Said]
    graph: Graph
    relation: NDArray[np.str_]
    _places: Mapping[str, tuple[str, str]]
    _waivers: Mapping[tuple[str, str], tuple[str, ...]]
    _reasons: Mapping[tuple[str, str], str]
    _labels: Mapping[str, Label]

    @classmethod
    def build(cls, store: Store, graph: Graph) -> Self:
        """Read the statements of a dataset.

        Args:
            store: The dataset; one that sets no limit to its answers.
            graph: The graph of its threads.

        Returns:
            The statements.
        """
        said: dict[Fact, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        saying: dict[Fact, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for fact, thing, value in sorted(zip(*columns(store, internal_query("graph-facts")), strict=True)):
            said[cast("Fact", fact)][thing].append(value)
            saying[cast("Fact", fact)][value].append(thing)
        places: dict[str, tuple[str, str]] = {}
        for thing, edition, locator in sorted(zip(*columns(store, internal_query("graph-places")), strict=True)):
            places.setdefault(thing, (edition, locator))
        waivers: dict[tuple[str, str], tuple[str, ...]] = {}
        reasons: dict[tuple[str, str], str] = {}
        for row in sorted(zip(*columns(store, internal_query("graph-waivers")), strict=True)):
            waiver, thing, rule, who, why, lang, until = row
            waivers.setdefault((thing, rule), (waiver, who, until))
            reasons.setdefault((waiver, lang), why)
        bodies = {body for fact in _BODIES for body in saying[fact]} | {who for _, who, _ in waivers.values()}
        bodies |= {owner for owners in graph.things.owners.values() for owner in owners}
        kinds = {f"{RT}{kind}" for kind in graph.things.kinds if kind}
        named = labels.describe(store, (bodies | kinds) - {""})
        relation = np.array(graph.hops.relation, dtype=np.str_)
        return cls(_frozen(said), _frozen(saying), graph, relation, places, waivers, reasons, named)

    def of(self, fact: Fact, thing: str) -> tuple[str, ...]:
        """Give what is said of a thing.

        Args:
            fact: What kind of statement.
            thing: The thing's IRI.

        Returns:
            The values, sorted.
        """
        return self.said.get(fact, {}).get(thing, ())

    def to(self, fact: Fact, value: str) -> tuple[str, ...]:
        """Give the things that something is said of.

        Args:
            fact: What kind of statement.
            value: What is said.

        Returns:
            The things' IRIs, sorted.
        """
        return self.saying.get(fact, {}).get(value, ())

    def place(self, thing: str) -> Place:
        """Tell where a thing stands in the documents."""
        edition, locator = self._places.get(thing, ("", ""))
        document = self.graph.things.documents.get(edition)
        return Place("" if document is None else self.graph.things.titles["sv"][document], locator, "")

    def waived(self, thing: str, rule: str) -> bool:
        """Tell whether an exception from a rule is declared for a thing."""
        return (thing, rule) in self._waivers

    def waiver(self, thing: str, rule: str, lang: Lang) -> Waiver | None:
        """Give the exception from a rule that is declared for a thing, if there is one."""
        found = self._waivers.get((thing, rule))
        if found is None:
            return None
        iri, who, until = found
        why = next((self._reasons[iri, at] for at in (lang, "sv", "en", "") if (iri, at) in self._reasons), "")
        return Waiver(iri, self._labels[who].title(lang) if who else "", why, until)

    def body(self, iri: str, lang: Lang) -> Node:
        """Describe a body that publishes, answers for or is expected to do something."""
        return node(self._labels[iri], lang)

    def kind(self, number: int, lang: Lang) -> str:
        """Say what kind of thing something is; empty if it is of no class."""
        return self.class_title(self.graph.things.kinds[self.graph.things.kind[number]], lang)

    def class_title(self, name: str, lang: Lang) -> str:
        """Say what things of a class are called, such as ``effektmål``; the class's own name if that is not known."""
        label = self._labels.get(f"{RT}{name}")
        return label.title(lang) if label and label.titles else name

    def short(self, number: int, lang: Lang) -> str:
        """Name a thing as a planner would in a sentence, such as ``Effektmål 4B``."""
        things = self.graph.things
        kind = self._labels.get(f"{RT}{things.kinds[things.kind[number]]}")
        kinds = kind.titles if kind else {}
        title: dict[str, str] = {lang: things.titles[lang][number]}
        code = "" if things.plan[number] == number else things.code[number]  # documents are known by their titles
        return Label(things.iri[number], title, code, "", kinds, "", "", "").short(lang)


def _frozen(found: Mapping[Fact, Mapping[str, list[str]]]) -> dict[Fact, _Said]:
    return {fact: {thing: tuple(values) for thing, values in said.items()} for fact, said in found.items()}
