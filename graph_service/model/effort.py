"""Work and money that are set aside: sums, and what cannot be summed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of measures of one group, kind, unit and bound; or one measure that cannot be summed.

    Attributes:
        summed: Whether it is a sum.
        groups: IRIs of what it is grouped by; several where measures belong to these together, none where to nothing.
        group_titles: Titles or names of those.
        kind: ``effort`` or ``budget``.
        unit: Local name of the unit.
        unit_label: The unit's name.
        bound: Local name of how the number is to be read, such as ``atLeast``; then so is the sum.
        amount: The number.
        measures: How many measures are in it.
        iri: IRI of the measure that cannot be summed.
        element: IRI of what that is set aside for.
        element_title: Its text in the source's words.
        printed: The measure as printed.
        why: Local name of what keeps it from being summed.
        why_text: The same in words.
    """

    summed: bool
    groups: tuple[str, ...]
    group_titles: tuple[str, ...]
    kind: str
    unit: str | None
    unit_label: str | None
    bound: str | None
    amount: float | None
    measures: int
    iri: str | None
    element: str | None
    element_title: str | None
    printed: str | None
    why: str | None
    why_text: str | None
