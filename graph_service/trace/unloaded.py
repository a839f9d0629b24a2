"""What is not known because a document is not loaded: what seems to be missing may stand there."""

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from graph_service.model.gap import Cause
from graph_service.trace.facts import Facts
from graph_service.trace.web import Reach

Way = Literal["here", "up", "down", "report", "nowhere"]
"""Where what is missing could stand: in the thing's own document, in one that it leads to, in one that leads to it, in
a follow-up report of its document, or in none that is known."""

CAUSES: Final[tuple[Cause | None, ...]] = (None, "planPartlyLoaded", "planNotLoaded")
"""What the states mean as causes: wholly loaded, partly loaded, not loaded."""
_STATES: Final = {"loaded": 0, "partlyLoaded": 1}
_NOT_LOADED: Final = len(CAUSES) - 1


class Unloaded:
    """How much of the documents along each thread is loaded; the states are places in ``CAUSES``."""

    def __init__(self, facts: Facts) -> None:
        """Look at all documents.

        Args:
            facts: What the threads and the statements about things are.
        """
        self._facts = facts
        self._graph = facts.graph
        things = self._graph.things
        by_document = np.full(len(things.iri) + 1, _NOT_LOADED, dtype=np.int64)
        for document, content in things.content.items():
            by_document[document] = _STATES.get(content, _NOT_LOADED)
        # What is of no document has -1 there, which is the last place.
        self._own = by_document[things.plan]
        self._reports: dict[int, list[int]] = {}
        for report, considered in facts.said.get("reports", {}).items():
            for plan in considered:
                if plan in things.number:
                    self._reports.setdefault(things.number[plan], []).append(things.number[report])

    def states(self, way: Way) -> NDArray[np.int64]:
        """Give, for every thing, the worst state of the documents that what is missing could stand in.

        Args:
            way: Where it could stand.

        Returns:
            The states by the numbers of the things.
        """
        if way == "here":
            return self._own
        worst = np.zeros_like(self._own)
        if way == "report":
            of_plan = np.zeros(len(self._own) + 1, dtype=np.int64)  # what is of no document has -1 there
            for plan, reports in self._reports.items():
                of_plan[plan] = max(self._own[reports])
            worst = of_plan[self._graph.things.plan]
        elif way != "nowhere":
            for state in range(1, _NOT_LOADED + 1):
                lacking = np.flatnonzero(self._own == state)
                from_there = self._graph.below(lacking) if way == "up" else self._graph.above(lacking)
                worst[lacking] = worst[from_there.nodes] = state
        return worst

    def document(self, thing: int, way: Way) -> int:
        """Give the nearest document of the worst state that what is missing could stand in.

        Args:
            thing: The number of the thing.
            way: Where it could stand.

        Returns:
            The number of the document; -1 if all are loaded.
        """
        plans = self._graph.things.plan
        if way == "report":
            near = self._reports.get(int(plans[thing]), [])
        elif way in {"up", "down"}:
            near = [thing, *self._reach(thing, way).nodes.tolist()]
        else:
            near = [thing] if way == "here" else []
        worst = max(near, key=lambda number: self._own[number], default=thing)
        return int(plans[worst]) if near and self._own[worst] else -1

    def hop_into(self, document: int) -> int:
        """Give the first hop that leads into a document from outside.

        Args:
            document: The number of the document.

        Returns:
            The number of the hop, by the IRI of its link; -1 if there is none.
        """
        plan, hops = self._graph.things.plan, self._graph.hops
        into = self._graph.hops_down(np.flatnonzero(plan == document))
        outside = into[plan[hops.lower[into]] != document]
        return int(outside.min()) if len(outside) else -1

    def _reach(self, thing: int, way: Way) -> Reach:
        return self._graph.above(thing) if way == "up" else self._graph.below(thing)
