"""What the page says of each rule and each way to divide work: English texts, translated where they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph_service.model.coverage import CoverState, Grouping
from graph_service.web.translations import later


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a rule.

    Attributes:
        thing: What the rule demands coverage of, as a heading.
        work: What covers that.
        counted: What the numbers of the matrix are.
        lacking: What is said of a thing that nothing covers.
        several: Why the sum is larger than what is counted, where that covers several things.
    """

    thing: str
    work: str
    counted: str
    lacking: str
    several: str


_GOALS: Final = Words(
    later("Goal"),
    later("initiatives and activities"),
    later("How many initiatives and activities lead to each goal."),
    later("No initiative or activity leads here"),
    later("an activity can lead to several goals"),
)
_OTHERS: Final = Words(
    later("What is to be covered"),
    later("what covers it"),
    later("How much covers each."),
    later("Nothing covers it"),
    later("the same can cover several things"),
)
_RULES: Final[Mapping[str, Words]] = {
    "effektmal": _GOALS,
    "leveransmal": _GOALS,
    "indikator": Words(
        later("Indicator"),
        later("initiatives and activities"),
        later("How many initiatives and activities address each indicator, or lead to it."),
        later("No activity addresses it"),
        later("an activity can address several indicators"),
    ),
    "uppfoljning": Words(
        later("Goal"),
        later("follow-ups"),
        later("How many follow-ups speak of each goal, or of a goal that continues it."),
        later("No follow-up speaks of it"),
        later("the same follow-up can speak of several goals"),
    ),
    "ansvarig": Words(
        later("Activity"),
        later("those who answer for it"),
        later("How many answer for each activity."),
        later("Nobody is said to answer for it"),
        later("the same can answer for several activities"),
    ),
}

GROUPINGS: Final[Mapping[str, Grouping]] = {
    "organisation": "organisation",
    "plan": "plan",
    "niva": "level",
    "omrade": "area",
}
"""The ways to divide work as addresses have them."""
DIVIDED: Final[Mapping[str, str]] = {
    "organisation": later("Organisation"),
    "plan": later("Plan"),
    "niva": later("Level"),
    "omrade": later("Focus area"),
}
"""What they are called."""
NO_GROUP: Final[Mapping[str, str]] = {
    "organisation": later("No organisation given"),
    "plan": later("In no plan"),
    "niva": later("On no level"),
    "omrade": later("In no focus area"),
}
"""What the group of what belongs to none is called."""
UNKNOWN: Final[Mapping[CoverState, str]] = {
    "waived": later("Nothing covers it, and nothing needs to: an exception is declared"),
    "partlyLoaded": later("Not known: a document that could cover it is loaded only in part"),
    "notLoaded": later("Not known: a document that could cover it is not loaded"),
}
"""What is said of a thing that nothing covers, where that is no gap."""


def of(rule: str) -> Words:
    """Give what is said of a rule.

    Args:
        rule: The last part of its IRI.

    Returns:
        The words.

    Example:
        >>> of("uppfoljning").work
        'follow-ups'
    """
    return _RULES.get(rule, _OTHERS)
