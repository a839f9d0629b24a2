"""A declared exception from a rule, as it is kept."""

from dataclasses import dataclass
from datetime import date


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
