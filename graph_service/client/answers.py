"""What a client gives: for each address of the service a class."""

from dataclasses import dataclass
from typing import Any

from graph_service.client import frames
from graph_service.client.frames import Library
from graph_service.client.listing import Listing
from graph_service.model import finding, search
from graph_service.model.answers import ListedQuestion, Meta
from graph_service.model.as_of import LeftOut, Undated
from graph_service.model.coverage import GroupCoverage, RuleCoverage, StateCount, ThingCoverage
from graph_service.model.effort import Sum
from graph_service.model.element import Element, ElementEntry, ElementHrefs
from graph_service.model.finding import FindingSeen
from graph_service.model.gap import Gap, GapCount
from graph_service.model.holding import Holding, Limits
from graph_service.model.impact import Change, Consequence, KindCount
from graph_service.model.lika import Addressing, AreaCount, StatusCount
from graph_service.model.names import Match, Outcome, State
from graph_service.model.outcome import GoalOutcome
from graph_service.model.path import Between, Chain
from graph_service.model.plan import Plan, PlanEntry, PlanHrefs
from graph_service.model.search import Hit
from graph_service.model.terms import Table
from graph_service.model.thread import Counts, Direction, Node, Step, Way
from graph_service.model.timeline import Running


@dataclass(frozen=True, slots=True)
class Rows(Table):
    """The answer to a query.

    Attributes:
        columns: The variables in order, without question marks.
        rows: The rows in order: terms by variable; what is unbound is absent.
        truncated: True if the service cut rows off at its limit.
    """

    truncated: bool = False

    def to_frame(self, library: Library | None = None) -> Any:  # noqa: ANN401 -- pandas' or polars'
        """Make a table of them.

        Args:
            library: ``"pandas"`` or ``"polars"``; None for whichever is installed, pandas first.

        Returns:
            A ``DataFrame``. A column whose values are all whole numbers, numbers, truth values, dates or times holds
            such values; every other holds texts.

        Raises:
            ParameterError: If the library is not installed.
        """
        return frames.frame(frames.of_table(self), library)


class Threads(Listing[Step]):
    """A thread, hop by hop, nearest first.

    Attributes:
        start: What it begins at.
        direction: Which way it was followed.
        counts: What it holds each way.
    """

    entry = Step
    start: Node
    direction: Direction
    counts: dict[Way, Counts]


class Paths(Listing[Chain]):
    """How two things hang together: the chains between them, shortest first.

    Attributes:
        first: The one thing.
        second: The other.
        between: What lies between them.
    """

    entry = Chain
    first: Node
    second: Node
    between: Between


class RulesCoverage(Listing[RuleCoverage]):
    """How much of what each rule demands coverage of is covered."""

    entry = RuleCoverage


class ThingsCoverage(Listing[ThingCoverage]):
    """How well each thing is covered that a rule demands coverage of.

    Attributes:
        counts: How many things are in each state.
    """

    entry = ThingCoverage
    counts: tuple[StateCount, ...]


class GroupsCoverage(Listing[GroupCoverage]):
    """How well each thing is covered by the work of each group: the cells of a matrix.

    Attributes:
        counts: How many things are in each state.
    """

    entry = GroupCoverage
    counts: tuple[StateCount, ...]


class Gaps(Listing[Gap]):
    """What is missing in the threads.

    Attributes:
        counts: How many gaps there are of each type and cause.
    """

    entry = Gap
    counts: tuple[GapCount, ...]


class Consequences(Listing[Consequence]):
    """What follows if a thing disappears, or if its text changes.

    Attributes:
        start: The thing.
        change: What happens to it.
        counts: How much of each kind follows.
    """

    entry = Consequence
    start: Node
    change: Change
    counts: tuple[KindCount, ...]


class Plans(Listing[PlanEntry]):
    """The documents that are known."""

    entry = PlanEntry


class Elements(Listing[ElementEntry]):
    """What documents contain."""

    entry = ElementEntry


class Timeline(Listing[Running]):
    """What runs when.

    Attributes:
        states: How many things there are in each state of being dated.
    """

    entry = Running
    states: dict[State, int]


class Effort(Listing[Sum]):
    """What plans set aside: sums, then what cannot be summed."""

    entry = Sum


class Outcomes(Listing[GoalOutcome]):
    """What came of goals.

    Attributes:
        verdicts: How many goals have each outcome.
        matches: How many later goals answer to earlier ones in each way.
    """

    entry = GoalOutcome
    verdicts: dict[Outcome, int]
    matches: dict[Match, int]


class Lika(Listing[Addressing]):
    """The indicators of LIKA and what addresses them.

    Attributes:
        areas: How each area is covered.
        statuses: The statuses that an indicator can have.
    """

    entry = Addressing
    areas: list[AreaCount]
    statuses: list[StatusCount]


class Hits(Listing[Hit]):
    """What a search has found, best first.

    Attributes:
        groups: How many hits there are of each kind.
        complete: Whether the hits have all words that were searched for.
    """

    entry = Hit
    groups: list[search.Group]
    complete: bool


class Questions(Listing[ListedQuestion]):
    """The named questions."""

    entry = ListedQuestion


class Answers(Listing[dict[str, str | None]]):
    """The rows of a named question as texts: values by column, None where there is none.

    Attributes:
        title: What was asked.
        columns: The columns.
    """

    entry = dict[str, str | None]
    title: str
    columns: tuple[str, ...]


class Validation(Listing[FindingSeen]):
    """What validation found, the worst first.

    Attributes:
        shapes: How many shapes were checked.
        triples: How many triples were checked.
        engine: What checked them.
        groups: How many findings there are of each kind.
    """

    entry = FindingSeen
    shapes: int
    triples: int
    engine: str
    groups: list[finding.Group]


class Snapshot(Listing[Holding]):
    """What the service answers from: its named graphs.

    Attributes:
        version: The version of the program.
        base: Base that the resources lie under.
        triples: How many triples there are.
        limits: What a client has to keep to.
        left_out: Of another time: the documents that were not in force, and why.
        unknown: Of another time: the documents of which it is not known whether they were.
    """

    entry = Holding
    version: str
    base: str
    triples: int
    limits: Limits
    left_out: list[LeftOut]
    unknown: list[Undated]


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """One document.

    Attributes:
        meta: What the answer says of itself.
        plan: The document.
        hrefs: Where more of it is.
    """

    meta: Meta
    plan: Plan
    hrefs: PlanHrefs


@dataclass(frozen=True, slots=True)
class ElementAnswer:
    """One element.

    Attributes:
        meta: What the answer says of itself.
        element: The element.
        hrefs: Where more of it is.
    """

    meta: Meta
    element: Element
    hrefs: ElementHrefs
