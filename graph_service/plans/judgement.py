"""Judging a change in the graph as it would be after it: what it brings, what it mends, and what it breaks."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Self

from graph_service.model.verdict import Severity, Verdict
from graph_service.plans import breaks, findings
from graph_service.plans.breaks import Effects
from graph_service.plans.findings import Difference
from graph_service.plans.side import Side
from graph_service.store.files import GraphFile
from graph_service.store.snapshot import Snapshot
from graph_service.trace.facts import Facts
from graph_service.trace.graph import Graph
from graph_service.validation import engine

Ground = Literal["violations", "warnings"]
"""Why a change is refused: what it brings."""


@dataclass(frozen=True)
class Judged:
    """A snapshot with all that is known of it.

    Attributes:
        snapshot: The dataset.
        verdict: The verdict on it.
        facts: What its threads and the statements about things are.
    """

    snapshot: Snapshot
    verdict: Verdict
    facts: Facts

    @classmethod
    def of(cls, snapshot: Snapshot) -> Self:
        """Judge a snapshot, and read its threads.

        Args:
            snapshot: The dataset.

        Returns:
            It with its verdict and facts.
        """
        facts = Facts.build(snapshot.store, Graph.read(snapshot.store))
        return cls(snapshot, engine.validate(snapshot), facts)

    @cached_property
    def side(self) -> Side:
        """It as a side of a change; read once, however many changes it is judged with."""
        return Side.read(self.snapshot.store, self.facts)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What there is to say of a change.

    Attributes:
        before: The snapshot before it.
        after: The snapshot after it.
        strict: Whether new warnings refuse it too.
        findings: What validation finds anew, no longer, and still.
        effects: What breaks, and what is gained. That does not refuse a change: others have to know of it.
    """

    before: Judged
    after: Judged
    strict: bool
    findings: Difference
    effects: Effects

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Why it is refused; nothing if it is accepted. What was there before refuses nothing."""
        found: tuple[tuple[Ground, bool], ...] = (
            ("violations", self.findings.count(Severity.VIOLATION) > 0),
            ("warnings", self.strict and self.findings.count(Severity.WARNING) > 0),
        )
        return tuple(ground for ground, holds in found if holds)

    @property
    def accepted(self) -> bool:
        """Whether the change may be made."""
        return not self.grounds


def touched(before: Snapshot, after: Snapshot) -> frozenset[str]:
    """Find the graphs that a change adds, takes out, or lets say something else.

    Args:
        before: The snapshot before it.
        after: The snapshot after it.

    Returns:
        Their IRIs. In which order a file says things does not matter.
    """
    named = before.files.keys() | after.files.keys()
    return frozenset(graph for graph in named if not _same(before.files.get(graph), after.files.get(graph)))


def judge(before: Judged, after: Judged, touched: frozenset[str], *, strict: bool = False) -> Judgement:
    """Judge a change.

    Args:
        before: The snapshot before it.
        after: The snapshot as it would be after it.
        touched: IRIs of the graphs that the change adds, replaces or takes out.
        strict: Whether new warnings refuse it too, as new violations do.

    Returns:
        The judgement.

    Example:
        >>> from graph_service.settings import Settings
        >>> from graph_service.store import snapshot
        >>> plans = Judged.of(snapshot.build(snapshot.shipped_files(Settings())))
        >>> judgement = judge(plans, plans, frozenset())
        >>> judgement.accepted, len(judgement.findings.introduced), judgement.effects.breaks
        (True, 0, ())
    """
    difference = findings.compare(before.verdict, after.verdict)
    return Judgement(before, after, strict, difference, breaks.find(before.side, after.side, touched))


def _same(one: GraphFile | None, other: GraphFile | None) -> bool:
    return one is other or (one is not None and other is not None and set(one.quads) == set(other.quads))
