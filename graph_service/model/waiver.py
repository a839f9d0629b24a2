"""A declared exception from a rule, as it is kept."""

from dataclasses import dataclass
from datetime import date

from graph_service.model.link import LinkEnd


@dataclass(frozen=True, slots=True)
class Waived:
    """A declared exception from a coverage rule.

    Attributes:
        iri: Its IRI.
        graph: IRI of the graph that it stands in.
        thing: IRI of what it is an exception for, or empty.
        rule: IRI of the rule, or empty.
        who: Who decided it, or empty.
        why: Why, or empty.
        until: The last day on which it counts; None if it does not end.
    """

    iri: str
    graph: str
    thing: str
    rule: str
    who: str
    why: str
    until: date | None

    def expired(self, today: date) -> bool:
        """Tell whether its last day has passed.

        Args:
            today: The day.

        Returns:
            True if it counts no longer.

        Example:
            >>> waived = Waived("urn:w", "urn:g", "urn:1C", "urn:rule", "", "", date(2021, 12, 31))
            >>> waived.expired(date(2021, 12, 31)), waived.expired(date(2022, 1, 1))
            (False, True)
        """
        return self.until is not None and self.until < today


@dataclass(frozen=True)
class WaiverSeen:
    """A declared exception, as it is listed. It has no slots, for it is written as JSON more quickly without.

    Attributes:
        iri: Its IRI.
        thing: What it is an exception for.
        rule: IRI of the rule.
        rule_title: What the rule is called.
        who: Who decided it, or empty.
        why: Why, or empty.
        until: The last day on which it counts; empty if it does not end.
        expired: Whether that day has passed.
        graph: IRI of the graph that it stands in. One that is a graph of its own can be withdrawn.
    """

    iri: str
    thing: LinkEnd
    rule: str
    rule_title: str
    who: str
    why: str
    until: str
    expired: bool
    graph: str
