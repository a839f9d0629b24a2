"""Findings as the engine gives them, constraint by constraint, before anything is told of them.

A finding is known by its constraint, node and value. What it says, and where it is written, is worked out for those
alone that are told (``validation.telling``).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Final, Self

from graph_service.model.terms import Row, Term
from graph_service.model.verdict import Finding
from graph_service.store.port import Store
from graph_service.validation import reads
from graph_service.validation.compiler import Check, compile_shapes
from graph_service.validation.shapes import Shape, load
from graph_service.validation.walks import Walks

_AT_ONCE: Final = 2
"""Constraints that are asked at the same time: the engine lets go of the interpreter while it works."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Shapes made ready for judging.

    Attributes:
        shapes: The shapes.
        checks: A check for each constraint.
        walks: What each check reads; None where that cannot be bounded.
    """

    shapes: tuple[Shape, ...]
    checks: tuple[Check, ...]
    walks: tuple[Walks | None, ...]

    @property
    def number(self) -> int:
        """How many shapes there are."""
        return sum(1 + len(shape.properties) for shape in self.shapes)

    @classmethod
    def of(cls, shapes: tuple[Shape, ...]) -> Self:
        """Make shapes ready.

        Args:
            shapes: Shapes with targets.

        Returns:
            The rules.

        Raises:
            ShapeError: If a constraint cannot be compiled where it stands.
        """
        checks = compile_shapes(shapes)
        return cls(shapes, checks, tuple(map(reads.of, checks)))


@cache
def shipped() -> Rules:
    """Give the rules of the service's own shapes, made ready once.

    Returns:
        The rules.

    Raises:
        ShapeError: If a shape cannot be read.

    Example:
        >>> all(walks is not None for walks in shipped().walks)
        True
    """
    return Rules.of(load())


@dataclass(frozen=True, slots=True)
class Raw:
    """A finding as the engine gives it.

    Attributes:
        finding: The finding; its messages still have their fields open.
        row: The row that it comes from, which fills them.
    """

    finding: Finding
    row: Row


Found = Mapping[Term, tuple[Raw, ...]]
"""What one check finds, by focus node."""


@dataclass(frozen=True, slots=True)
class RawVerdict:
    """What is found in one dataset.

    Attributes:
        by_check: What each check finds, in the order of the rules' checks.
    """

    by_check: tuple[Found, ...]

    def __iter__(self) -> Iterator[Raw]:
        """Give all findings, in no particular order."""
        return (raw for found in self.by_check for raws in found.values() for raw in raws)


def judge(store: Store, rules: Rules) -> RawVerdict:
    """Judge a dataset in full.

    Args:
        store: The dataset.
        rules: What it must meet.

    Returns:
        What is found.
    """
    return RawVerdict(tuple(in_parallel(lambda check: by_focus(run(store, check, check.query)), rules.checks)))


def in_parallel(work: Callable[[Check], Found], checks: Iterable[Check]) -> list[Found]:
    """Do some work for several checks at the same time.

    Args:
        work: What to do for each.
        checks: The checks.

    Returns:
        What comes of it, in their order.
    """
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return list(threads.map(work, checks))


def run(store: Store, check: Check, query: str) -> Iterator[Raw]:
    """Ask one query of a check.

    Args:
        store: The dataset.
        check: The check.
        query: Its query, or the same query of some nodes alone.

    Yields:
        What it finds.
    """
    shape, constraint = check.shape, check.constraint
    messages = constraint.messages or shape.messages
    for row in store.select(query).rows:
        path = row.get("path")
        value = row.get("value")
        if constraint.parameter == "sparql" and value is None and not shape.path:
            value = row["focus"]
        told = shape.path or (str(path) if path else "")
        finding = Finding(check.severity, row["focus"], told, value, constraint.component, shape.iri, messages)
        yield Raw(finding, row)


def by_focus(found: Iterable[Raw]) -> Found:
    """Put findings together by their focus nodes.

    Args:
        found: The findings of one check.

    Returns:
        Them by focus node.
    """
    by: defaultdict[Term, list[Raw]] = defaultdict(list)
    for raw in found:
        by[raw.finding.focus].append(raw)
    return {focus: tuple(raws) for focus, raws in by.items()}
