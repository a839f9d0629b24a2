"""What is around a thing: the document that it stands in, whether the change touches it, and the bodies concerned."""

from collections.abc import Iterable, Iterator

from graph_service.plans.side import Side
from graph_service.trace.facts import Facts
from graph_service.trace.neighbours import Neighbours


class Around:
    """Tells that of things before and after a change; what the later graph says goes first.

    Attributes:
        before: What is next to each thing before the change.
        after: What is next to each thing after it.
    """

    def __init__(self, before: Side, after: Side, touched: frozenset[str]) -> None:
        """Arrange what it takes to tell that.

        Args:
            before: The graph before the change.
            after: The graph after it.
            touched: IRIs of the graphs that the change touches.
        """
        self.before, self.after = Neighbours(before.facts.graph), Neighbours(after.facts.graph)
        self._sides = ((after, self.after), (before, self.before))
        self._touched = touched

    def elsewhere(self, thing: str) -> bool:
        """Tell whether a thing stands only in graphs that the change does not touch."""
        graphs = next((side.graphs[thing] for side, _ in self._sides if thing in side.graphs), frozenset[str]())
        return self.untouched(graphs)

    def untouched(self, graphs: Iterable[str]) -> bool:
        """Tell whether the change touches none of some graphs."""
        return self._touched.isdisjoint(graphs)

    def plan(self, thing: str) -> str:
        """Give the IRI of the document that a thing is part of, a document its own; empty if there is none."""
        return next((plan for side, _ in self._sides if (plan := side.plan(thing))), "")

    def document(self, editions: Iterable[str]) -> str:
        """Give the IRI of the document of the first of some editions or graphs that has one; else empty."""
        for edition in editions:
            for side, _ in self._sides:
                things = side.facts.graph.things
                if edition in things.documents:
                    return things.iri[things.documents[edition]]
        return ""

    def bodies(self, thing: str, *others: str) -> tuple[str, ...]:
        """Give the bodies concerned by what happens to a thing.

        Args:
            thing: Its IRI.
            *others: IRIs of more things or documents that are concerned.

        Returns:
            IRIs of those who answer for it, for what it is part of and for its document, and who issued that.
        """
        named = dict.fromkeys((thing, *others))
        found = (body for one in named for side, near in self._sides for body in _bodies(side.facts, near, one))
        return tuple(dict.fromkeys(found))


def _bodies(facts: Facts, near: Neighbours, thing: str) -> Iterator[str]:
    yield from facts.of("responsible", thing)
    things = facts.graph.things
    number = things.number.get(thing)
    if number is None:
        return
    for whole, relation, _ in near.above(number):
        if relation == "partOf":
            yield from facts.of("responsible", things.iri[whole])
    plan = int(things.plan[number])
    if plan >= 0:
        yield from facts.of("responsible", things.iri[plan])
        yield from things.owners.get(plan, ())
