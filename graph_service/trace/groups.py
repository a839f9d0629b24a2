"""The groups that things belong to: documents, levels, focus areas, organisations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from graph_service.model.coverage import Grouping
from graph_service.trace.graph import Graph
from graph_service.trace.web import Numbers
from graph_service.vocabulary import RT


@dataclass(frozen=True, slots=True)
class Groups:
    """One way to divide things.

    Attributes:
        iri: IRIs of the groups, sorted.
        begin: For each thing, where its groups begin in ``of``; one place more than there are things.
        of: Places in ``iri``, ascending for each thing.
    """

    iri: tuple[str, ...]
    begin: Numbers
    of: Numbers

    @classmethod
    def divide(cls, graph: Graph, by: Grouping, bodies: tuple[str, ...]) -> Self:
        """Divide all things.

        Args:
            graph: The things.
            by: What they are divided by.
            bodies: IRIs of bodies, which count as things after all others; each is an organisation of its own.

        Returns:
            The groups.
        """
        pairs = sorted({*_pairs(graph, by), *_own(graph, by, bodies)})
        names = tuple(sorted({group for _, group in pairs}))
        place = {name: number for number, name in enumerate(names)}
        members = np.array([member for member, _ in pairs], dtype=np.int64)
        begin = np.searchsorted(members, np.arange(len(graph.things.iri) + len(bodies) + 1))
        return cls(names, begin, np.array([place[group] for _, group in pairs], dtype=np.int64))

    def spread(self, members: Numbers) -> tuple[Numbers, Numbers]:
        """Put things into their groups.

        Args:
            members: Numbers of things, each as often as it likes.

        Returns:
            Pairs of a place in ``members`` and a group, in the order of ``members``; -1 for a thing of no group.
        """
        counts = self.begin[members + 1] - self.begin[members]
        times = np.maximum(counts, 1)
        rows = np.repeat(np.arange(len(members)), times)
        nth = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
        groups = np.full(len(rows), -1, dtype=np.int64)
        some = counts[rows] > 0
        groups[some] = self.of[(self.begin[members[rows]] + nth)[some]]
        return rows, groups


def _pairs(graph: Graph, by: Grouping) -> Iterator[tuple[int, str]]:
    things = graph.things
    plan = things.plan.tolist()
    if by == "area":
        yield from _areas(graph)
        return
    for member, document in enumerate(plan):
        if document in {-1, member}:
            continue
        if by == "plan":
            yield member, things.iri[document]
        elif by == "organisation":
            yield from ((member, owner) for owner in things.owners.get(document, ()))
        elif level := things.levels[things.level[document]]:
            yield member, f"{RT}{level}"


def _areas(graph: Graph) -> Iterator[tuple[int, str]]:
    plan, areas = graph.things.plan, graph.of_class("FocusArea")
    for area in areas.tolist():
        below = graph.below(area).nodes
        for member in below[(plan[below] == plan[area]) & (plan[area] >= 0)].tolist():
            yield member, graph.things.iri[area]


def _own(graph: Graph, by: Grouping, bodies: tuple[str, ...]) -> Iterable[tuple[int, str]]:
    return enumerate(bodies, len(graph.things.iri)) if by == "organisation" else ()
