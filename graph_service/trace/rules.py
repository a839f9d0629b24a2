"""The coverage rules of a snapshot, and how well each thing that they demand coverage of is covered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from graph_service.model.coverage import CoverState
from graph_service.model.gap import Cause
from graph_service.store.columns import columns
from graph_service.store.internal import internal_query
from graph_service.store.port import Store
from graph_service.trace import covers, missing
from graph_service.trace.covers import Covers
from graph_service.trace.facts import Facts
from graph_service.trace.graph import COUNTED
from graph_service.trace.missing import Found
from graph_service.trace.web import Numbers
from graph_service.vocabulary import RT

STATES: Final[tuple[CoverState, ...]] = get_args(CoverState)
"""All states, the best first; their places here are what arrays of states hold."""
DEEP: Final = STATES.index("coveredDeep")
"""The place of the state of what is covered deep."""
SHALLOW: Final = STATES.index("coveredShallow")
"""The place of the state of what is covered shallow."""
FLAGS: Final = ("orphaned", "outdated", "duplicate")
"""What can be wrong with a thing's own way up."""
_LACKING: Final = ("uncovered", "notReported", "noResponsible", "notAddressed")
"""Types of gaps that say that a rule is not met."""
_CAUSES: Final[Mapping[Cause, CoverState]] = {
    "declaredNotNeeded": "waived",
    "planPartlyLoaded": "partlyLoaded",
    "planNotLoaded": "notLoaded",
}
"""What the causes of such gaps make of the state; the others leave it uncovered."""

Texts = Mapping[str, Mapping[str, str]]
"""Texts by IRI and language."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A coverage rule and what it comes to.

    Attributes:
        iri: Its IRI.
        titles: What it is called, by language.
        things: Numbers of the things that it demands coverage of, ascending.
        state: For each, the place of its state in ``STATES``.
        covers: What covers them.
    """

    iri: str
    titles: Mapping[str, str]
    things: Numbers
    state: Numbers
    covers: Covers

    @property
    def name(self) -> str:
        """The last part of its IRI."""
        return self.iri.rpartition("/")[2]


def titles(store: Store) -> dict[str, dict[str, str]]:
    """Give what the rules of a dataset are called.

    Args:
        store: The dataset; one that sets no limit to its answers.

    Returns:
        Titles by the IRI of the rule and by language.
    """
    found: dict[str, dict[str, str]] = {}
    for iri, _, text, lang in sorted(zip(*columns(store, internal_query("graph-rules")), strict=True)):
        found.setdefault(iri, {}).setdefault(lang, text)
    return found


def read(store: Store, facts: Facts, gaps: Iterable[Found]) -> tuple[Rule, ...]:
    """Read the rules of a dataset, and work out what they come to.

    Args:
        store: The dataset; one that sets no limit to its answers.
        facts: What its threads and the statements about things are.
        gaps: All gaps in the threads.

    Returns:
        The rules, sorted by IRI.
    """
    titles: dict[str, dict[str, str]] = {}
    classes: dict[str, str] = {}
    for iri, name, text, lang in sorted(zip(*columns(store, internal_query("graph-rules")), strict=True)):
        classes.setdefault(iri, name.removeprefix(RT))
        titles.setdefault(iri, {}).setdefault(lang, text)
    lacking = {
        (gap.rule, gap.thing): STATES.index(_CAUSES.get(gap.cause, "uncovered"))
        for gap in gaps
        if missing.TYPES[gap.type] in _LACKING
    }
    rules = []
    for iri, name in classes.items():
        things = facts.graph.of_class(name)
        found = covers.find(facts, iri.rpartition("/")[2], things)
        covered = np.where(np.isin(things, found.deep.thing), DEEP, SHALLOW).tolist()
        state = [lacking.get((iri, thing), whole) for thing, whole in zip(things.tolist(), covered, strict=True)]
        rules.append(Rule(iri, titles[iri], things, np.array(state, dtype=np.int64), found))
    return tuple(rules)


def flags(facts: Facts, gaps: Iterable[Found]) -> dict[str, NDArray[np.bool_]]:
    """Mark what is wrong with the way up of things: what leads nowhere, to what is replaced, or twice to the same.

    Args:
        facts: What the threads and the statements about things are.
        gaps: All gaps in the threads.

    Returns:
        For each of ``FLAGS``, which things it holds for.
    """
    size = len(facts.graph.things.iri)
    marked = {name: np.zeros(size, dtype=np.bool_) for name in FLAGS}
    for gap in gaps:
        if (name := missing.TYPES[gap.type]) in marked:
            marked[name][gap.thing] = True
    seen: set[tuple[int, int, str]] = set()
    hops = facts.graph.hops
    for hop in hops.of_basis(COUNTED).tolist():
        same = int(hops.lower[hop]), int(hops.upper[hop]), hops.relation[hop]
        marked["duplicate"][same[0]] |= same in seen
        seen.add(same)
    return marked
