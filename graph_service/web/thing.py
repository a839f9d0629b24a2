"""The page of a thing: what it is, every way up from it, what leads to it, and what it rests on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final

from graph_service.api.service import Service
from graph_service.linked import excerpt
from graph_service.linked.description import description_query, of_things
from graph_service.linked.dumps import ENDINGS
from graph_service.linked.excerpt import FEW, Excerpt
from graph_service.linked.page import page
from graph_service.messages import Lang
from graph_service.model.coverage import RuleCoverage
from graph_service.model.page import Connection, Entry, Fact, Group, Named, Page, Text
from graph_service.model.path import Chain
from graph_service.model.thread import Hop, Node, Way
from graph_service.store.labels import Labels
from graph_service.store.writing import write
from graph_service.trace import path, thread, upward
from graph_service.vocabulary import DCTERMS, RDF, RT
from graph_service.web import rendering
from graph_service.web.here import Here
from graph_service.web.neighbourhood import Box, Picture, draw

SHOWN: Final = 10
"""Ways up that are shown at once; the others are folded."""
_WAYS: Final = 50
"""Ways up that are shown at all."""
_BOXES: Final = 7
"""Boxes in a column of the picture."""
_UNTOLD: Final = frozenset({f"{RT}from", f"{RT}to", f"{RT}position"})
"""Properties that are told by where things stand on the page."""
_CRUMBS: Final = (f"{DCTERMS}isPartOf", f"{RT}editionOf", f"{RT}level")
_CONTENT: Final = frozenset({f"{DCTERMS}isPartOf", f"{DCTERMS}source"})
_ORDER: Final = (
    *("Vision", "OverallGoal", "Goal", "EffectGoal", "DeliveryGoal", "FocusArea", "Initiative", "Activity"),
    *("Indicator", "Recommendation", "Decision", "Deliverable", "FollowUp"),
)
"""Kinds that are told before others; what most documents have most of, their statements, comes last."""
_LAST: Final = ("Statement", "Link", "SourceDefect")
_ENTRIES: Final[Mapping[str, str]] = {
    f"{RT}follows": "follow_ups",
    f"{RT}concerns": "defects",
    f"{RT}editionOf": "editions",
    f"{RT}eventOf": "events",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way up.

    Attributes:
        thing: What is reached.
        kind: What kind of thing that is.
        hops: The links that lead there.
        inferred: Whether all of these were inferred.
        elsewhere: Whether it stands in another document than what the step begins at.
    """

    thing: Node
    kind: str
    hops: tuple[Hop, ...]
    inferred: bool
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Near:
    """Something that leads directly to a thing, or that it leads directly to.

    Attributes:
        thing: The other thing.
        kind: What kind of thing that is.
        hops: The links between them.
        inferred: Whether all of these were inferred.
    """

    thing: Node
    kind: str
    hops: tuple[Hop, ...]
    inferred: bool


@dataclass(frozen=True, slots=True)
class NearKind:
    """What leads directly to a thing, of one kind.

    Attributes:
        kind: The kind.
        count: How many there are.
        first: The first few of them.
    """

    kind: str
    count: int
    first: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class Strands:
    """How the thread of a thing looks from it.

    Attributes:
        node: The thing.
        ways: Every way up, as far as it is shown.
        more: Whether there are more ways up.
        below: What leads directly to it, by kind.
        direct: How many things do.
        all_below: How many things lead to it through any number of steps, by kind.
        picture: The picture; None if the thing stands alone.
        above: What it leads to directly.
    """

    node: Node
    ways: tuple[tuple[Step, ...], ...]
    more: bool
    below: tuple[NearKind, ...]
    direct: int
    all_below: Mapping[str, int]
    picture: Picture | None
    above: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Some of the things that point at a thing, or are linked with it.

    Attributes:
        name: What the property or relation is called.
        kind: What kind of things they are.
        count: How many there are.
        more: Whether there may be still more.
        things: The first few, if they point at it.
        links: The first few, if they are links.
        query: The query for all of them; empty where these are all.
    """

    name: Named | Text
    kind: str
    count: int
    more: bool
    things: tuple[Named, ...]
    links: tuple[Connection, ...]
    query: str


class ThingPages:
    """Makes the pages of all things of a snapshot."""

    def __init__(self, service: Service) -> None:
        """Prepare for making pages.

        Args:
            service: What they are made of.
        """
        self._service = service
        self._graph = service.graph
        self._labels = Labels(service.store)
        self._gaps = service.gaps
        self._relations = cache(self._named_relations)
        self._totals = cache(self._totals_of_documents)

    def html(self, iri: str, here: Here) -> str:
        """Make the page of a thing.

        Args:
            iri: The thing.
            here: Where the reader is.

        Returns:
            HTML.
        """
        service, lang, number = self._service, here.lang, self._graph.number(iri)
        hops = self._hops(number)
        without = frozenset(self._graph.hops.link[hop] for way in hops.values() for hop in way)
        follow_ups = self._follow_ups(iri)
        found = excerpt.gather(service.store, iri, follow_ups, without)
        shown = page(self._labels, iri, found.description, lang, found.entries)
        told = {f"{RT}{self._graph.hops.relation[hop]}" for hop in hops["up"]}
        crumbs = {fact.property.iri: fact.values for fact in shown.facts if fact.property.iri in _CRUMBS}
        own = of_things(service.store, [iri])
        kinds = {term.value for _, property_, term in own if property_.value == f"{RDF}type"}
        return rendering.render(
            "thing.html",
            here,
            iri=iri,
            page=shown,
            kinds=kinds,
            facts=[fact for fact in shown.facts if fact.property.iri not in {*told, *_CRUMBS, *_UNTOLD}],
            plans=crumbs.get(_CRUMBS[0], ()),
            documents=crumbs.get(_CRUMBS[1], ()),
            levels=crumbs.get(_CRUMBS[2], ()),
            owner=self._document(crumbs, iri),
            strands=None if number is None else self._strands(number, hops, here),
            coverage=() if number is None else service.coverage.of(number, lang),
            totals=self._totals(lang).get(iri, ()),
            gaps=() if number is None else [self._gaps.describe(gap, lang) for gap in self._gaps.of(number)],
            is_document=number in self._graph.things.content,
            plan_gaps=len(self._gaps.find(plan=iri)) if number in self._graph.things.content else 0,
            ends=self._ends(shown, here),
            relation=next((fact.values[0] for fact in shown.facts if fact.property.iri == f"{RT}relation"), None),
            links=self._linked(found, shown),
            **self._pointing(found, shown, lang),
            follow_ups=[_without(shown.entries[one], iri) for one in follow_ups if one in shown.entries],
            few=FEW,
            ways_shown=SHOWN,
            turtle=write(own, "turtle").decode(),
            dump=f"/dumps/{rendering.path(here.short(iri))}" if iri in service.graphs else "",
            endings=tuple(ENDINGS),
            query=description_query(iri),
            relations=self._relations(lang),
        )

    def _totals_of_documents(self, lang: Lang) -> dict[str, list[RuleCoverage]]:
        coverage = self._service.coverage
        rows = coverage.totals("plan", coverage.tally("plan"), slice(None), lang)
        of_document: dict[str, list[RuleCoverage]] = {}
        for row in rows:
            of_document.setdefault(row.group.iri, []).append(row)
        return of_document

    def _named_relations(self, lang: Lang) -> dict[str, str]:
        names = {f"{RT}{name}" for name in self._graph.hops.relation}
        return {iri.removeprefix(RT): label.title(lang) for iri, label in self._labels.describe(names).items()}

    def _hops(self, number: int | None) -> dict[Way, list[int]]:
        if number is None:
            return {"up": [], "down": []}
        return {"up": self._graph.hops_up(number).tolist(), "down": self._graph.hops_down(number).tolist()}

    def _follow_ups(self, iri: str) -> tuple[str, ...]:
        """Give what later documents say of a thing, or of what continues it."""
        facts = self._service.facts
        return tuple(
            dict.fromkeys(one for thing in (iri, *facts.to("continues", iri)) for one in facts.to("follows", thing))
        )

    # ---- the thread

    def _strands(self, number: int, hops: Mapping[Way, list[int]], here: Here) -> Strands:
        graph, lang = self._graph, here.lang
        node = graph.node(number, lang)
        above = self._near(hops["up"], "up", lang)
        below = self._near(hops["down"], "down", lang)
        kinds: dict[str, list[Near]] = {}
        for near in below:
            kinds.setdefault(near.kind, []).append(near)
        (strand,) = thread.strands(graph, number, "down", depth=None)
        everything = Counter(self._service.facts.kind(int(one), lang) for one in strand.reach.nodes if one != number)
        ways = upward.find(graph, number, most=_WAYS)
        return Strands(
            node=node,
            ways=tuple(self._way(chain, lang) for chain in path.describe(graph, ways, slice(None), lang)),
            more=ways.more,
            below=tuple(
                NearKind(kind, len(found), tuple(found[:FEW]))
                for kind, found in sorted(kinds.items(), key=lambda one: -len(one[1]))
            ),
            direct=len(below),
            all_below=dict(everything.most_common()),
            picture=self._picture(node, number, below, above, here) if above or below else None,
            above=above,
        )

    def _near(self, hops: Sequence[int], way: Way, lang: Lang) -> tuple[Near, ...]:
        ends = self._graph.hops.upper if way == "up" else self._graph.hops.lower
        others: dict[int, list[int]] = {}
        for hop in hops:
            others.setdefault(int(ends[hop]), []).append(hop)
        return tuple(self._joined(other, found, lang) for other, found in others.items())

    def _joined(self, other: int, hops: Sequence[int], lang: Lang) -> Near:
        told = tuple(self._graph.hop(hop, lang) for hop in hops)
        return Near(self._graph.node(other, lang), self._service.facts.kind(other, lang), told, _inferred(told))

    def _way(self, chain: Chain, lang: Lang) -> tuple[Step, ...]:
        steps = []
        for here, there in pairwise(chain.things):
            joining = tuple(hop for hop in chain.hops if (hop.lower, hop.upper) == (here.iri, there.iri))
            kind = self._service.facts.kind(self._graph.things.number[there.iri], lang)
            steps.append(Step(there, kind, joining, _inferred(joining), bool(there.plan) and there.plan != here.plan))
        return tuple(steps)

    def _picture(self, node: Node, number: int, below: Sequence[Near], above: Sequence[Near], here: Here) -> Picture:
        kind = self._service.facts.kind(number, here.lang)
        return draw(_boxes(above, here), Box(node.iri, f"{kind} {node.code}".strip(), node.title), _boxes(below, here))

    # ---- all else

    def _ends(self, shown: Page, here: Here) -> dict[str, tuple[Named, Node]]:
        """Give both ends of a link; nothing for anything else."""
        ends = {}
        for fact in shown.facts:
            if fact.property.iri in _ENDS and isinstance(one := fact.values[0], Named):
                node = thread.described(self._service.store, self._graph, one.iri, here.lang)
                ends[_ENDS[fact.property.iri]] = (one, node)
        return ends if len(ends) == len(_ENDS) else {}

    def _document(self, crumbs: Mapping[str, Sequence[Text | Named]], iri: str) -> str:
        """Give the document that a thing belongs to, or that it is; empty if there is none."""
        belongs = (one.iri for name in _CRUMBS[:2] for one in crumbs.get(name, ()) if isinstance(one, Named))
        document = next(belongs, iri)
        return document if self._graph.number(document) in self._graph.things.content else ""

    def _linked(self, found: Excerpt, shown: Page) -> dict[str, list[Told]]:
        links = {one.link: one for one in (*shown.outgoing, *shown.incoming)}
        told: dict[str, list[Told]] = {"out": [], "in": []}
        for group in found.links:
            first = tuple(links[link] for link in group.first if link in links)
            if first:
                relation = first[0].relation
                told["out" if group.outgoing else "in"].append(
                    Told(relation, "", group.count, group.more, (), first, _query(shown, group))
                )
        return told

    def _pointing(self, found: Excerpt, shown: Page, lang: Lang) -> dict[str, object]:
        names = {fact.property.iri: fact.property for fact in shown.pointing}
        things = {
            (fact.property.iri, value.iri): value
            for fact in shown.pointing
            for value in fact.values
            if isinstance(value, Named)
        }
        kinds = self._labels.describe({group.kind for group in found.pointing} - {""})
        groups = sorted(found.pointing, key=_place)
        content: list[Told] = []
        pointing: list[Told] = []
        entries: dict[str, list[object]] = {name: [] for name in _ENTRIES.values() if name != "follow_ups"}
        for group in groups:
            if group.property in _ENTRIES:
                if (name := _ENTRIES[group.property]) in entries:
                    entries[name] += [_without(shown.entries[one], shown.thing.iri) for one in group.first]
                continue
            told = Told(
                names[group.property],
                kinds[group.kind].title(lang) if group.kind else "",
                group.count,
                group.more,
                tuple(things[group.property, one] for one in group.first),
                (),
                _query(shown, group) if group.kind else "",
            )
            (content if group.property in _CONTENT else pointing).append(told)
        return {"content": content, "pointing": pointing, **entries, "counts": _counts(found.pointing)}


_ENDS: Final[Mapping[str, str]] = {f"{RT}from": "lower", f"{RT}to": "upper"}


def _query(shown: Page, group: Group) -> str:
    return excerpt.group_query(shown.thing.iri, group) if group.count > len(group.first) else ""


def _place(group: Group) -> int:
    kind = group.kind.removeprefix(RT)
    if kind in _LAST:
        return len(_ORDER) + 1 + _LAST.index(kind)
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _counts(groups: Sequence[Group]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for group in groups:
        if group.property in _ENTRIES:
            counts[_ENTRIES[group.property]] += group.count
    return dict(counts)


def _without(entry: Entry, iri: str) -> Entry:
    """Leave out that it belongs to the thing whose page it stands on."""
    facts = (
        Fact(fact.property, tuple(one for one in fact.values if not (isinstance(one, Named) and one.iri == iri)))
        for fact in entry.facts
    )
    return replace(entry, facts=tuple(fact for fact in facts if fact.values))


def _inferred(hops: Sequence[Hop]) -> bool:
    return all(hop.evidence.basis == "inferred" for hop in hops)


def _boxes(near: Sequence[Near], here: Here) -> list[Box]:
    boxes = [Box(one.thing.iri, f"{one.kind} {one.thing.code}".strip(), one.thing.title, one.inferred) for one in near]
    if len(boxes) <= _BOXES:
        return boxes
    rest = len(boxes) - _BOXES + 1
    return [*boxes[: _BOXES - 1], Box("", "", here.ngettext("and %(num)s more", "and %(num)s more", rest))]
