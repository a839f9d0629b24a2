"""Judging a change in the graph as it would be after it: what it brings, what it mends, and what it breaks."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, Self

from graph_service.messages import LANGUAGES, Lang
from graph_service.model.finding import FindingSeen
from graph_service.model.verdict import Severity, Verdict
from graph_service.plans import breaks, findings
from graph_service.plans.breaks import Effects
from graph_service.plans.findings import Difference
from graph_service.plans.nearby import Nearby, nothing
from graph_service.plans.side import Side
from graph_service.questions.findings import findings as findings_of
from graph_service.store.files import GraphFile
from graph_service.store.near import TooMuch
from graph_service.store.overlay import differing
from graph_service.store.snapshot import Snapshot
from graph_service.trace.facts import Facts
from graph_service.trace.graph import Graph
from graph_service.validation import affected, after, raw, telling
from graph_service.validation.change import revalidate
from graph_service.validation.delta import Delta
from graph_service.validation.raw import RawVerdict
from graph_service.validation.retelling import tell_again
from graph_service.validation.telling import Told

Ground = Literal["violations", "warnings"]
"""Why a change is refused: what it brings."""


@dataclass(frozen=True)
class Judged:
    """A snapshot with all that is known of it; what is told of it is worked out when it is asked for.

    Attributes:
        snapshot: The dataset.
        found: What validation finds in it.
        earlier: The plans that it was made of by a change; None if it was not.
    """

    snapshot: Snapshot
    found: RawVerdict
    earlier: "Judged | None" = None
    _seen: dict[Lang, Mapping[int, FindingSeen]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, snapshot: Snapshot) -> Self:
        """Judge a snapshot.

        Args:
            snapshot: The dataset.

        Returns:
            It with what is found in it.
        """
        return cls(snapshot, raw.judge(snapshot.store, raw.shipped()))

    def then(self, put: Iterable[GraphFile], taken_out: Collection[str] = ()) -> Self:
        """Judge the plans as they would be after a change, at the price of the change.

        The plans after it share a store with those before it: both are to be used by one thread.

        Args:
            put: Graphs that take the place of those of the same name, or are new.
            taken_out: IRIs of graphs that are to go.

        Returns:
            The plans after it: what judging them anew gives.
        """
        rules = raw.shipped()
        snapshot = after.after(self.snapshot, put, taken_out)
        concerned = affected.find(snapshot.store, Delta.made(snapshot.store), rules)
        return type(self)(snapshot, revalidate(self.found, snapshot.store, concerned, rules).after, self)

    def settled(self) -> Self:
        """Give the same, to be judged on from now on, without what it was made of, which must not be used any more.

        Returns:
            It with all that is known of it, told already.
        """
        plans = self.snapshot
        snapshot = Snapshot(plans.store, dict(plans.files), dict(plans.kept), plans.today)
        other = type(self)(snapshot, self.found, None, {lang: self.seen(lang) for lang in LANGUAGES})
        other.__dict__.update(told=self.told, verdict=self.verdict)  # as a cached property would
        plans.store.cut()
        return other

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """What is found, each with what is told of it."""
        shapes = raw.shipped().shapes
        if self.earlier is None:
            return telling.each(self.snapshot, self.found, shapes)
        return tell_again(self.earlier.told, self.earlier.snapshot, self.snapshot, self.found, shapes)

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict on it."""
        found = telling.in_order(finding for _, finding in self.told)
        return Verdict(found, raw.shipped().number, self._triples, "set")

    def seen(self, lang: Lang) -> Mapping[int, FindingSeen]:
        """Give what is shown of each finding of the verdict.

        Args:
            lang: The language.

        Returns:
            What is shown, by the identity of the finding. What was told before the change is shown as it was then.
        """
        if lang not in self._seen:
            told = self.verdict.findings
            earlier = self.earlier.seen(lang) if self.earlier is not None else {}
            new = tuple(finding for finding in told if id(finding) not in earlier)
            shown = findings_of(self.snapshot.store, replace(self.verdict, findings=new), lang) if new else ()
            anew = dict(zip(map(id, new), shown, strict=True))
            self._seen[lang] = {id(one): anew.get(id(one)) or earlier[id(one)] for one in told}
        return self._seen[lang]

    @cached_property
    def facts(self) -> Facts:
        """What its threads and the statements about things are."""
        return Facts.build(self.snapshot.store, Graph.read(self.snapshot.store))

    @cached_property
    def side(self) -> Side:
        """It as a side of a change; read once, however many changes it is judged with."""
        return Side.read(self.snapshot.store, self.facts)

    @property
    def _triples(self) -> int:
        if self.earlier is None:
            return len(self.snapshot.store)
        gone, come = self.snapshot.store.difference
        return self.earlier.verdict.triples - len(gone) + len(come)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What there is to say of a change.

    Attributes:
        before: The snapshot before it.
        after: The snapshot after it.
        strict: Whether new warnings refuse it too.
        findings: What validation finds anew, no longer, and still.
        effects: What breaks, and what is gained. That does not refuse a change: others have to know of it.
        sides: The graphs before and after it, with all that the effects mention.
    """

    before: Judged
    after: Judged
    strict: bool
    findings: Difference
    effects: Effects
    sides: tuple[Side, Side]

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
    others = differing(before.files, after.files)
    return frozenset(graph for graph in others if not _same(before.files.get(graph), after.files.get(graph)))


def judge(before: Judged, later: Judged, touched: frozenset[str], *, strict: bool = False) -> Judgement:
    """Judge a change.

    Args:
        before: The snapshot before it.
        later: The snapshot as it would be after it.
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
    difference = findings.compare(before.verdict, later.verdict)
    effects, sides = _effects(before, later, touched)
    return Judgement(before, later, strict, difference, effects, sides)


def _effects(before: Judged, later: Judged, touched: frozenset[str]) -> tuple[Effects, tuple[Side, Side]]:
    if later is before:
        side = nothing(before.snapshot.store)
        return Effects((), ()), (side, side)
    if later.earlier is before:
        with suppress(TooMuch):
            near = Nearby.of(before.snapshot.store, later.snapshot.store, touched)
            return near.effects, (near.before, near.after)
    sides = before.side, later.side
    return breaks.find(*sides, touched), sides


def _same(one: GraphFile | None, other: GraphFile | None) -> bool:
    return one is other or (one is not None and other is not None and set(one.quads) == set(other.quads))
