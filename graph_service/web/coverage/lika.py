"""Activities against the areas of LIKA: which indicators each addresses."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph_service.model.lika import Addressing, AreaCount
from graph_service.web.coverage.matrix import in_order

MOST: Final = 100
"""Most activities that have a row of their own; where there are more, the documents that they stand in have."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """An activity and the indicators that it addresses; or a document, and what its activities address.

    Attributes:
        iri: Its IRI.
        code: Its code.
        title: Its title.
        plan: IRI of the document.
        plan_title: That document's title.
        cells: For each area, what is addressed there: one for each link.
    """

    iri: str
    code: str
    title: str
    plan: str
    plan_title: str
    cells: tuple[tuple[Addressing, ...], ...]


@dataclass(frozen=True, slots=True)
class LikaMatrix:
    """A table of activities, or of documents, against the areas.

    Attributes:
        areas: The areas.
        addressed: For each area, how many of its indicators are addressed.
        folded: Whether the rows are documents.
        rows: The rows.
        totals: For each area, how many links there are.
        idle: Indicators that nothing addresses.
    """

    areas: tuple[AreaCount, ...]
    addressed: tuple[int, ...]
    folded: bool
    rows: tuple[Pointer, ...]
    totals: tuple[int, ...]
    idle: tuple[Addressing, ...]


def arrange(found: Sequence[Addressing], areas: Sequence[AreaCount]) -> LikaMatrix:
    """Arrange what addresses the indicators.

    Args:
        found: The indicators and what addresses each, and those that nothing addresses.
        areas: The areas.

    Returns:
        The table.
    """
    links = [one for one in found if one.addressed]
    folded = len({one.iri for one in links}) > MOST
    kept: dict[str, list[Addressing]] = defaultdict(list)
    for one in links:
        kept[(one.plan if folded else one.iri) or ""].append(one)
    rows = []
    for iri, its in kept.items():
        first = its[0]
        title = first.plan_title if folded else first.title
        code = "" if folded else first.code
        cells = tuple(tuple(one for one in its if one.area == area.area) for area in areas)
        rows.append(Pointer(iri, code or "", title or iri, first.plan or "", first.plan_title or "", cells))
    rows.sort(
        key=lambda row: (row.plan_title, row.plan, not row.code, in_order(row.code), in_order(row.title), row.iri)
    )
    addressed = tuple(len({one.indicator for one in links if one.area == area.area}) for area in areas)
    totals = tuple(sum(one.area == area.area for one in links) for area in areas)
    idle = tuple(one for one in found if not one.addressed)
    return LikaMatrix(tuple(areas), addressed, folded, tuple(rows), totals, idle)
