"""Decisions as somebody sends them: what they mean is found in the plans as they are, and becomes a change."""

from dataclasses import dataclass
from datetime import date

from graph_service.errors import StaleBaseError
from graph_service.model.validity import Decision
from graph_service.plans import reviews, waivers
from graph_service.plans.decisions import By
from graph_service.plans.gate import Change
from graph_service.store.links import Links
from graph_service.store.snapshot import Snapshot
from graph_service.trace import rules
from graph_service.trace.resolve import resolve


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody has looked at a link with both its ends.

    Attributes:
        link: What they call the link: its IRI, its path under the base, or the last parts of that.
        validity: What they have found.
        state: Hash of what they looked at, as links are told with it; None if they do not say.
    """

    link: str
    validity: Decision
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """Somebody has decided that a thing need not meet a rule.

    Attributes:
        thing: What they call the thing: its IRI, its path under the base, its code, or words of its title.
        rule: What they call the rule: its IRI, or the last part of it.
        until: The last day on which that counts.
    """

    thing: str
    rule: str
    until: date


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Somebody takes a waiver back.

    Attributes:
        waiver: Its IRI, or its path under the base.
    """

    waiver: str


Asked = Review | Waiver | Withdrawal
"""A decision as it is sent."""


def change(asked: Asked, by: By, plans: Snapshot, base: str) -> Change:
    """Give the change by which a decision is kept.

    Args:
        asked: The decision.
        by: Who decides it, why and when.
        plans: The plans as they are.
        base: Base that resources lie under.

    Returns:
        The change.

    Raises:
        UnknownThingError: If it is about something that is not there.
        AmbiguousCodeError: If it could be about several things.
        StaleBaseError: If what is reviewed is no longer what was looked at.
        ParameterError: If the last day of a waiver has passed.
        ForeignError: If a waiver stands in a plan among other things.
    """
    files = plans.files.values()
    match asked:
        case Review():
            links = Links(files)
            link = reviews.find(links, asked.link, base)
            if asked.state not in {None, links.state(links.standing(link, plans.kept))}:
                raise StaleBaseError("link_stale", link=link.removeprefix(base))
            return reviews.review(links, link, asked.validity, by, base)
        case Waiver():
            thing = resolve(plans.store, asked.thing, base=base, lang=by.lang)
            rule = waivers.find_rule(asked.rule, rules.titles(plans.store))
            return waivers.waive(thing, rule, asked.until, by, base)
        case Withdrawal():
            waived = waivers.find(files, asked.waiver, base)
            return waivers.withdraw(files, waived.thing, waived.rule)
