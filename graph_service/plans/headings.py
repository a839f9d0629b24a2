"""What the elements of a plan stand under, and whether an element stands elsewhere in a later plan."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Self

from graph_service.model.succession import Likeness
from graph_service.model.terms import Iri
from graph_service.store.internal import internal_query
from graph_service.store.port import Store
from graph_service.store.sparql_parts import with_values_everywhere

_FAR = 10**9

Main = Mapping[str, frozenset[str]]
"""What mainly continues an earlier heading: what has its very words, else all that continues it."""


class Headings:
    """What the elements of some plans stand under."""

    def __init__(self, under: Mapping[str, frozenset[str]], position: Mapping[str, int]) -> None:
        """Remember what is known.

        Args:
            under: IRIs of the headings of an element.
            position: Places in the order.
        """
        self._under = under
        self._position = position

    @classmethod
    def read(cls, store: Store, plans: Iterable[str]) -> Self:
        """Read the headings of some plans.

        Args:
            store: The dataset.
            plans: IRIs of the plans.

        Returns:
            The headings.
        """
        found: dict[str, dict[bool, set[str]]] = defaultdict(lambda: {True: set(), False: set()})
        position: dict[str, int] = {}
        asked = [Iri(plan) for plan in plans]
        query = with_values_everywhere(internal_query("succession-headings"), "plan", asked)
        for row in store.select(query).rows:
            element = row["element"].value
            if "position" in row and row["position"].value.isdecimal():
                position[element] = int(row["position"].value)
            if "heading" in row and row["heading"].value != element:
                found[element][row["belongs"].value == "true"].add(row["heading"].value)
        return cls({element: frozenset(of[True] or of[False]) for element, of in found.items()}, position)

    def of(self, element: str) -> frozenset[str]:
        """Give what an element stands under, one step up."""
        return self._under.get(element, frozenset())

    def above(self, element: str) -> frozenset[str]:
        """Give all that an element stands under."""
        met: set[str] = set()
        todo = {*self.of(element)}
        while todo:
            heading = todo.pop()
            if heading not in met:
                met.add(heading)
                todo |= self.of(heading)
        return frozenset(met)

    def place(self, element: str) -> tuple[tuple[int, str], ...]:
        """Give the place of an element in its plan, which can be sorted by: its headings from the top, then itself."""
        path, met = [element], {element}
        while above := self.of(path[-1]) - met:
            path.append(min(above, key=self._here))
            met.add(path[-1])
        return tuple(self._here(heading) for heading in reversed(path))

    def elsewhere(self, earlier: str, later: str, main: Main) -> bool:
        """Tell whether an element stands elsewhere than the one that it continues.

        Args:
            earlier: IRI of the earlier element.
            later: IRI of the later one.
            main: What mainly continues the earlier headings.

        Returns:
            True if the later one does not stand under what mainly continues the heading of the earlier one. Where
            nothing continues that heading, the heading above counts; where nothing continues any, it is True if all
            that the later one stands under continues other headings.
        """
        stands = self.above(later)
        known = self._known({*self.of(earlier)}, main)
        if not stands or not self.of(earlier):
            return False
        if known:
            return not known & stands
        continuing = {heading for headings in main.values() for heading in headings}
        return self.of(later) <= continuing

    def _known(self, headings: set[str], main: Main) -> frozenset[str]:
        met: set[str] = set()
        while headings:
            found = frozenset(later for heading in headings for later in main.get(heading, ()))
            if found:
                return found
            met |= headings
            headings = {above for heading in headings for above in self.of(heading)} - met
        return frozenset()

    def _here(self, element: str) -> tuple[int, str]:
        return self._position.get(element, _FAR), element


def main_headings(continuing: Iterable[tuple[str, str, Likeness]]) -> dict[str, frozenset[str]]:
    """Tell what mainly continues each heading.

    Args:
        continuing: IRIs of an earlier and a later element, and how the one answers to the other.

    Returns:
        What has the very words of the earlier one, if anything has; else all that continues it.

    Example:
        >>> found = main_headings([("urn:a", "urn:b", "exact"), ("urn:a", "urn:c", "similar")])
        >>> found["urn:a"]
        frozenset({'urn:b'})
    """
    exact: dict[str, set[str]] = defaultdict(set)
    every: dict[str, set[str]] = defaultdict(set)
    for earlier, later, match in continuing:
        every[earlier].add(later)
        if match == "exact":
            exact[earlier].add(later)
    return {earlier: frozenset(exact.get(earlier) or later) for earlier, later in every.items()}
