"""Findings by document and cause, each at its place in the file: how pages show them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from graph_service.api.found import Told
from graph_service.api.texts import Texts
from graph_service.model.finding import FindingSeen
from graph_service.model.rows import TextRow
from graph_service.model.verdict import Place
from graph_service.reports import wording

Rows = Callable[[Place], tuple[TextRow, ...]]
"""Gives the rows around a place; none where they are not known."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where something was found.

    Attributes:
        seen: What is told of it.
        place: The file, row and column, as compilers write them; empty if it is not known.
        rows: The rows of the file around it.
    """

    seen: FindingSeen
    place: str
    rows: tuple[TextRow, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """What was found with the same cause.

    Attributes:
        spots: The places on this page; at least one.
        count: How many places there are in all.
    """

    spots: tuple[Spot, ...]
    count: int

    @property
    def first(self) -> FindingSeen:
        """What is told of the first of them."""
        return self.spots[0].seen


@dataclass(frozen=True, slots=True)
class Document:
    """What was found in one document.

    Attributes:
        iri: Its IRI; empty for what belongs to none.
        title: Its title.
        causes: What was found, the worst first.
    """

    iri: str
    title: str
    causes: tuple[Cause, ...]


def by_document(told: Told, part: slice, texts: Texts) -> tuple[Document, ...]:
    """Group a page of findings of the snapshot.

    Args:
        told: The findings, the worst first.
        part: Which of them stand on the page, when those of a document stand together.
        texts: The files that they stand in.

    Returns:
        The documents with what was found in them; those with the worst come first.
    """
    ordered = _ordered((seen, finding.place) for finding, seen in told)
    texts.prepare(place for _, place, _ in ordered[part] if place is not None)
    return _documents(ordered[part], texts.around)


def judged(found: Iterable[FindingSeen], rows: Rows) -> tuple[Document, ...]:
    """Group what a change brings.

    Args:
        found: The findings.
        rows: Gives the rows around a place.

    Returns:
        The documents with what was found in them.
    """
    return _documents(_ordered((seen, place_of(seen)) for seen in found), rows)


def place_of(seen: FindingSeen) -> Place | None:
    """Give the place that a finding is told with."""
    if seen.file is None or seen.line is None:
        return None
    return Place(seen.file, seen.line, seen.column, seen.graph or "")


_Entry = tuple[FindingSeen, Place | None, int]
"""A finding, its place, and how many have the same cause."""


def _ordered(found: Iterable[tuple[FindingSeen, Place | None]]) -> list[_Entry]:
    """Put findings with the same cause beside each other, and causes in the same document."""
    documents: dict[str, dict[tuple[object, ...], list[tuple[FindingSeen, Place | None]]]] = {}
    for seen, place in found:
        documents.setdefault(seen.plan or "", {}).setdefault(_cause(seen), []).append((seen, place))
    causes = (cause for iri in sorted(documents, key=lambda iri: not iri) for cause in documents[iri].values())
    return [(seen, place, len(cause)) for cause in causes for seen, place in cause]


def _cause(seen: FindingSeen) -> tuple[object, ...]:
    """Tell findings apart by their causes, as reports do: see ``reports.groups``."""
    value = seen.value if seen.value != seen.iri else None
    return seen.plan, seen.file, seen.severity, seen.shape, seen.component, seen.path, value


def _documents(entries: Iterable[_Entry], rows: Rows) -> tuple[Document, ...]:
    return tuple(
        Document(iri, of[0][0].plan_title or iri, tuple(_causes(of, rows)))
        for iri, of in ((iri, list(of)) for iri, of in groupby(entries, key=lambda entry: entry[0].plan or ""))
    )


def _causes(entries: Iterable[_Entry], rows: Rows) -> Iterator[Cause]:
    for _, alike in groupby(entries, key=lambda entry: _cause(entry[0])):
        of = list(alike)
        yield Cause(tuple(_spot(seen, place, rows) for seen, place, _ in of), of[0][2])


def _spot(seen: FindingSeen, place: Place | None, rows: Rows) -> Spot:
    shown = place_of(seen)
    return Spot(seen, wording.spot(shown), () if place is None else rows(place))
