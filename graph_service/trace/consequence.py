"""Telling of consequences in words: for whom they are, through which link, and along which path."""

from collections.abc import Iterator, Sequence
from typing import Final, cast

from graph_service import messages
from graph_service.messages import Lang
from graph_service.model.impact import Consequence, Covered, Kind
from graph_service.model.said import Named
from graph_service.model.thread import Hop, Node
from graph_service.store import labels
from graph_service.store.port import Store
from graph_service.trace.impact import Away, Following, Impact
from graph_service.trace.standing import RULES, members, named, on_level
from graph_service.trace.thread import node

_NATIONAL: Final = frozenset[Kind]({"losesNational", "doubtfulNational"})
_VISION: Final = frozenset[Kind]({"losesVision", "doubtfulVision"})
_STATED: Final = frozenset[Kind]({"pointsAtNothing", "becomesSuspect"})
"""What can follow by a link, or by what is stated without one."""


def describe(
    store: Store, impact: Impact, away: Away, found: Sequence[Following], lang: Lang
) -> tuple[Consequence, ...]:
    """Tell of some consequences in words.

    Args:
        store: The dataset, for what things outside threads are called.
        impact: What told them.
        away: What is thought away.
        found: The consequences.
        lang: The language of sentences.

    Returns:
        The consequences in words.
    """
    return _Words(store, impact, away, found, lang).all(found)


class _Words:
    def __init__(self, store: Store, impact: Impact, away: Away, found: Sequence[Following], lang: Lang) -> None:
        self._facts = impact.facts
        self._graph = impact.facts.graph
        self._neighbours = impact.neighbours
        self._away = away
        self._lang: Lang = lang
        mentioned = {away.start, *(following.thing for following in found)}
        self._ends = {kind: on_level(self._graph, "national") for kind in _NATIONAL}
        self._ends |= {kind: members(self._graph, "Vision") for kind in _VISION}
        self._apart = named(self._graph, away.apart)
        self._others = labels.describe(store, mentioned - self._graph.things.number.keys())

    def all(self, found: Sequence[Following]) -> tuple[Consequence, ...]:
        return tuple(self._one(following) for following in found)

    def _one(self, found: Following) -> Consequence:
        hops, end = self._path(found)
        broken = (hop.link for hop in hops if hop.link in self._away.links or {hop.lower, hop.upper} & self._away.apart)
        stated = found.kind in _STATED and not found.link
        values = {
            "thing": self._short(found.thing),
            "start": self._short(self._away.start),
            "end": self._short(end) if end else "",
            "rule": self._text(f"impact.rule_{found.rule.removeprefix(RULES)}") if found.rule else "",
            "before": self._text(f"impact.state_{found.before}") if found.before else "",
            "after": self._text(f"impact.state_{found.after}") if found.after else "",
        }
        return Consequence(
            kind=found.kind,
            kind_text=self._text(f"impact.kind_{found.kind}"),
            thing=self._node(found.thing),
            text=self._text(f"impact.{'said' if stated else 'text'}_{found.kind}", **values),
            rule=found.rule,
            before=cast("Covered", found.before) if found.before else None,
            after=cast("Covered", found.after) if found.after else None,
            relation=found.relation,
            link=found.link,
            basis=found.basis,
            through=found.link or next(broken, ""),
            path=hops,
            bodies=tuple(self._bodies(found.thing)),
        )

    def _path(self, found: Following) -> tuple[tuple[Hop, ...], str]:
        """Give the shortest chain that breaks, and its end: a vision, something national, or what it was to cover."""
        thing = self._graph.number(found.thing)
        if thing is None:
            return (), ""
        if found.kind in self._ends:
            chain = self._neighbours.chain(thing, self._ends[found.kind], "up")
        elif found.rule:
            chain = self._neighbours.chain(thing, self._apart, "down")
        else:
            return (), ""
        hops = tuple(self._graph.hop(number, self._lang) for number in chain)
        return hops, hops[-1].upper if hops else ""

    def _bodies(self, thing: str) -> Iterator[Named]:
        number = self._graph.number(thing)
        plan = -1 if number is None else int(self._graph.things.plan[number])
        document = self._graph.things.iri[plan] if plan >= 0 else ""
        answering = (*self._facts.of("responsible", thing), *self._facts.of("responsible", document))
        for body in dict.fromkeys((*answering, *self._graph.things.owners.get(plan, ()))):
            yield Named(body, self._facts.body(body, self._lang).title)

    def _node(self, iri: str) -> Node:
        number = self._graph.number(iri)
        return node(self._others[iri], self._lang) if number is None else self._graph.node(number, self._lang)

    def _short(self, iri: str) -> str:
        number = self._graph.number(iri)
        return self._others[iri].short(self._lang) if number is None else self._facts.short(number, self._lang)

    def _text(self, key: str, **values: object) -> str:
        return messages.text(key, self._lang, **values)
