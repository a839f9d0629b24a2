"""Findings with the same cause in one file, told once."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph_service.reports.report import Entry


@dataclass(frozen=True, slots=True)
class Group:
    """Findings with the same cause.

    Attributes:
        entries: The findings in their order; at least one.
    """

    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        """The first of them."""
        return self.entries[0]


def groups(entries: Iterable[Entry]) -> tuple[Group, ...]:
    """Put together findings with the same cause.

    The cause is the same where the same constraint of the same shape is not met in the same file, for the same value if
    there is one that is not the thing itself.

    Args:
        entries: Findings.

    Returns:
        The groups, in the order of their first findings.
    """
    found: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        finding = entry.finding
        cause = (
            finding.place.file if finding.place else None,
            finding.severity,
            finding.shape,
            finding.component,
            finding.path,
            finding.value if finding.value != finding.focus else None,
            entry.plan,
            entry.new,
        )
        found.setdefault(cause, []).append(entry)
    return tuple(Group(tuple(entries)) for entries in found.values())
