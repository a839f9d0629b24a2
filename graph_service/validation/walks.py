"""What a constraint reads: the ways that lead from a focus node to everything its result rests on.

The ways of one constraint are a finite automaton over the statements of a graph, as property paths are. From state 0,
the focus node, each step leads over a statement to the node at its other end. Whatever a constraint looks up anywhere,
it looks up at a node that such a way leads to; so a changed statement concerns a focus node only if a way from the node
ends in that statement.
"""

from dataclasses import dataclass
from typing import Final

from graph_service.validation.paths import (
    TYPE,
    Alternative,
    Edge,
    Inverse,
    Path,
    Repeated,
    Sequence,
    can_stay,
    parse_path,
)
from graph_service.vocabulary import RDFS

FOCUS: Final = 0
"""The state of a focus node."""
SUBCLASS: Final = f"{RDFS}subClassOf"


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a node over a statement.

    Attributes:
        source: The state before it.
        predicate: IRI of the predicate; None for any.
        inverse: True if it leads from the object to the subject.
        target: The state of the node at the other end; None if nothing is read there.
        named: The state of the predicate itself, where that is read as a node.
        term: What must be at the other end, as SPARQL text; empty for anything.
        kind: IRI of the class that must be at the other end, or one below it; empty for anything.
    """

    source: int
    predicate: str | None
    inverse: bool = False
    target: int | None = None
    named: int | None = None
    term: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Walks:
    """All that a constraint reads.

    Attributes:
        steps: The steps.
        leaps: Pairs of states; what is in the first is in the second too.
        anywhere: Predicates that are read wherever they stand: a changed one concerns all focus nodes.
        can_stay: True if a path may lead nowhere, as ``rt:partOf*`` may.
    """

    steps: frozenset[Step]
    leaps: frozenset[tuple[int, int]]
    anywhere: frozenset[str]
    can_stay: bool


class Walker:
    """Puts walks together."""

    def __init__(self) -> None:
        """Begin at the focus node."""
        self._states = FOCUS
        self._steps: set[Step] = set()
        self._leaps: set[tuple[int, int]] = set()
        self._anywhere: set[str] = set()
        self._can_stay = False

    def state(self) -> int:
        """Make a new state."""
        self._states += 1
        return self._states

    def step(self, step: Step) -> None:
        """Add a step."""
        self._steps.add(step)

    def leap(self, source: int, target: int) -> None:
        """Let what is in one state be in another too."""
        self._leaps.add((source, target))

    def everywhere(self, predicate: str) -> None:
        """Note that a predicate is read wherever it stands."""
        self._anywhere.add(predicate)

    def path(self, text: str, source: int, *, inverse: bool = False) -> int:
        """Follow a property path.

        Args:
            text: The path as SPARQL text.
            source: The state that it begins in.
            inverse: Whether it is followed from its end.

        Returns:
            The state that it ends in.

        Raises:
            Unbounded: If it is not understood.
        """
        return self.follow(parse_path(text), source, inverse=inverse)

    def follow(self, path: Path, source: int, *, inverse: bool = False) -> int:
        """Follow a property path that has been read.

        Args:
            path: The path.
            source: The state that it begins in.
            inverse: Whether it is followed from its end.

        Returns:
            The state that it ends in.
        """
        match path:
            case Edge(predicate):
                target = self.state()
                self.step(Step(source, predicate, inverse, target))
            case Inverse(inner):
                return self.follow(inner, source, inverse=not inverse)
            case Sequence(parts):
                target = source
                for part in reversed(parts) if inverse else parts:
                    target = self.follow(part, target, inverse=inverse)
            case Alternative(parts):
                target = self.state()
                for part in parts:
                    self.leap(self.follow(part, source, inverse=inverse), target)
            case Repeated(inner, least_none, again):
                # A state of its own, so that what else begins in the source does not begin anew with each round.
                begin, target = self.state(), self.state()
                self.leap(source, begin)
                end = self.follow(inner, begin, inverse=inverse)
                self.leap(end, target)
                if least_none:
                    self.leap(begin, target)
                if again:
                    self.leap(end, begin)
        self._can_stay = self._can_stay or can_stay(path)
        return target

    def kind(self, node: int, kind: str) -> None:
        """Note that it is read whether a node is of a class or one below it.

        Args:
            node: The node's state.
            kind: IRI of the class.
        """
        found = self.state()
        self.step(Step(node, TYPE, target=found, kind=kind))
        self.step(Step(found, SUBCLASS, target=found, kind=kind))

    def done(self) -> Walks:
        """Give the walks."""
        return Walks(frozenset(self._steps), frozenset(self._leaps), frozenset(self._anywhere), self._can_stay)
