"""A stage with what is shown of it and what is chosen: where all parts of the page look."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from graph_service.messages import Lang
from graph_service.model.thread import Node
from graph_service.trace.facts import Facts
from graph_service.trace.stage import Stage


@dataclass(frozen=True)
class Scene:
    """A stage, what is shown of it, and what is chosen.

    Attributes:
        facts: What the threads and the statements about things are.
        lang: The language of names.
        stage: The stage.
        kept: Places of the cards that the filters let through.
        chosen: Place of the chosen card; None if nothing is chosen.
        gaps: What is missing, in words, by the thing's number.
        when: When work runs, as printed, by its IRI.
    """

    facts: Facts
    lang: Lang
    stage: Stage
    kept: frozenset[int]
    chosen: int | None
    gaps: Mapping[int, str]
    when: Mapping[str, str]

    @cached_property
    def thread(self) -> frozenset[int]:
        """Places of the cards on the chosen thread; empty if nothing is chosen."""
        return frozenset() if self.chosen is None else self.stage.thread(self.chosen)

    @cached_property
    def shown(self) -> tuple[int, ...]:
        """Places of the cards that are shown, in their order: what the filters let through, and the chosen thread."""
        return tuple(sorted(self.kept | self.thread))

    def node(self, thing: int) -> Node:
        """Describe a thing."""
        return self.facts.graph.node(thing, self.lang)

    def title(self, document: int) -> str:
        """Give the title of a document; empty for none."""
        return self.facts.graph.things.titles[self.lang][document] if document >= 0 else ""

    def whose(self, thing: int) -> str:
        """Tell of whom something is expected; empty if of nobody."""
        bodies = self.facts.of("expectedOf", self.facts.graph.things.iri[thing])
        return ", ".join(self.facts.body(iri, self.lang).title for iri in bodies)

    def gap(self, thing: int) -> str:
        """Tell what is missing at a thing; empty if nothing is."""
        return self.gaps.get(thing, "")

    def left(self, place: int) -> list[tuple[int, bool]]:
        """Give the cards that a card is joined to, to the left, and whether a source says so."""
        return self._left.get(place, [])

    @cached_property
    def _left(self) -> dict[int, list[tuple[int, bool]]]:
        found: dict[int, list[tuple[int, bool]]] = defaultdict(list)
        for line in self.stage.lines:
            found[line.right].append((line.left, line.stated))
        return found
