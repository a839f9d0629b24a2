"""What everything that a judgement mentions is called, whether it is still there or not."""

from collections.abc import Iterable

from graph_service.messages import Lang
from graph_service.model.said import Named
from graph_service.model.thread import Node
from graph_service.plans.effect import Effect
from graph_service.plans.side import Side
from graph_service.store import labels
from graph_service.trace.thread import node
from graph_service.vocabulary import DCTERMS, RDF, RT

_OTHER_PROPERTIES = {"type": f"{RDF}type", "isPartOf": f"{DCTERMS}isPartOf", "source": f"{DCTERMS}source"}


class Names:
    """Names things, bodies and relations in one language."""

    def __init__(self, before: Side, after: Side, effects: Iterable[Effect], lang: Lang) -> None:
        """Look up what is called what.

        Args:
            before: The graph before the change.
            after: The graph after it.
            effects: What mentions the things.
            lang: The language.
        """
        self._sides = (after, before)
        self._lang: Lang = lang
        others = {iri for iri in _mentioned(effects) - {""} if self._threaded(iri) is None}
        gone = (others & before.graphs.keys()) - after.graphs.keys()
        self._labels = {
            **labels.describe(after.store, others - gone),
            **labels.describe(before.store, gone),
        }

    def short(self, iri: str) -> str:
        """Name a thing as a planner would in a sentence, such as ``Effektmål 4B``."""
        found = self._threaded(iri)
        if found is not None:
            side, number = found
            return side.facts.short(number, self._lang)
        label = self._labels.get(iri)
        return label.short(self._lang) if label else iri

    def named(self, iri: str) -> Named:
        """Give a thing with its short name."""
        return Named(iri, self.short(iri))

    def titled(self, iri: str) -> Named:
        """Give a thing with its title."""
        return Named(iri, self.node(iri).title if iri else "")

    def node(self, iri: str) -> Node:
        """Describe a thing."""
        found = self._threaded(iri)
        if found is None:
            return node(self._labels[iri], self._lang)
        side, number = found
        return side.facts.graph.node(number, self._lang)

    def relation(self, name: str) -> str:
        """Name a property by its local name, such as ``"responsible"``."""
        return self._labels[_property(name)].title(self._lang) if name else ""

    def _threaded(self, iri: str) -> tuple[Side, int] | None:
        """Give a thing's number in the later graph; in the earlier one if it is no longer there, but only named."""
        sides = [(side, number) for side in self._sides if (number := side.facts.graph.number(iri)) is not None]
        return next((found for found in sides if iri in found[0].graphs), sides[0] if sides else None)


def _mentioned(effects: Iterable[Effect]) -> set[str]:
    found: set[str] = set()
    for effect in effects:
        found |= {effect.thing, effect.plan, effect.cause.thing, *effect.bodies}
        found |= {end for crossing in effect.path for end in (crossing.lower, crossing.upper)}
        if effect.cause.relation:
            found.add(_property(effect.cause.relation))
    return found


def _property(name: str) -> str:
    return _OTHER_PROPERTIES.get(name, f"{RT}{name}")
