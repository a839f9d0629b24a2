"""Coverage: whether what a rule demands coverage of is covered, and by whose work.

The records have no slots, for those without are written as JSON ten times as quickly.
"""

from dataclasses import dataclass
from typing import Literal

from graph_service.model.thread import Node

CoverState = Literal["coveredDeep", "coveredShallow", "waived", "partlyLoaded", "notLoaded", "uncovered"]
"""How well a thing is covered, as local names of the schemes of coverage and content. Covered deep: with a whole chain
down to an activity. Covered shallow: with at least one direct link. The others are not covered: a declared exception
holds; or what would cover them may stand in a document that is loaded only in part, or not at all; or nothing does."""

Grouping = Literal["plan", "level", "area", "organisation"]
"""What coverage is divided by: the document that a thing is part of, its level, the focus areas of the same document
that it leads to, and the bodies that issued the document."""


@dataclass(frozen=True)
class Named:
    """Something known by its IRI and its title.

    Attributes:
        iri: Its IRI; empty if there is none.
        title: What it is called.
    """

    iri: str
    title: str


@dataclass(frozen=True)
class RuleCoverage:
    """How many of the things that a rule demands coverage of are covered.

    Attributes:
        rule: The rule.
        group: The group that the things belong to; empty where they are not divided, or belong to none.
        of: How many things there are.
        covered: How many of them are covered, deep or shallow.
        covered_deep: How many are covered by a whole chain.
        covered_shallow: How many are covered by direct links alone.
        waived: How many are not covered and need not be.
        partly_loaded: How many are not known to be covered, for a document is loaded only in part.
        not_loaded: How many are not known to be covered, for a document is not loaded.
        uncovered: How many are not covered.
        orphaned: How many lead up to nothing.
        outdated: How many point at something that has been replaced.
        duplicate: How many have the same link up more than once.
    """

    rule: Named
    group: Named
    of: int
    covered: int
    covered_deep: int
    covered_shallow: int
    waived: int
    partly_loaded: int
    not_loaded: int
    uncovered: int
    orphaned: int
    outdated: int
    duplicate: int


@dataclass(frozen=True)
class ThingCoverage:
    """How well one thing is covered.

    Attributes:
        thing: The thing.
        state: How well it is covered.
        state_text: The same in words.
        direct: How many things cover it directly.
        deep: How many activities lead to it, through any number of steps; 0 for rules that no activity can meet.
        orphaned: Whether it leads up to nothing.
        outdated: Whether it points at something that has been replaced.
        duplicate: Whether it has the same link up more than once.
    """

    thing: Node
    state: CoverState
    state_text: str
    direct: int
    deep: int
    orphaned: bool
    outdated: bool
    duplicate: bool


@dataclass(frozen=True)
class GroupCoverage:
    """How well one thing is covered by the work of one group.

    Attributes:
        thing: The thing.
        group: The group whose work it is; empty for work of no group, and where there is no work at all.
        state: How well the thing is covered by that; if nothing covers it, its own state.
        state_text: The same in words.
        direct: How many things of the group cover it directly.
        deep: How many activities of the group lead to it, through any number of steps.
        work: How many different things that is; an activity that covers it directly also leads to it.
    """

    thing: Node
    group: Named
    state: CoverState
    state_text: str
    direct: int
    deep: int
    work: int


@dataclass(frozen=True)
class Contribution:
    """One thing that covers another, by a rule.

    Attributes:
        thing: What is covered.
        group: The group whose work it is; empty for work of no group.
        cover: What covers it.
        direct: Whether it covers it directly.
        deep: Whether it is an activity that leads to it, through any number of steps.
    """

    thing: Node
    group: Named
    cover: Node
    direct: bool
    deep: bool


@dataclass(frozen=True)
class StateCount:
    """How many things are in a state.

    Attributes:
        state: The state.
        state_text: The same in words.
        count: How many things.
    """

    state: CoverState
    state_text: str
    count: int
