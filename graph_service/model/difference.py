"""What differs between two versions of some graphs. Things are known by their IRIs, never by where they stand.

A version holds statements in named graphs. Every statement that stands in only one of the versions is in just one of
the records: in what was added or removed, in a changed property, or in a move. So a difference tells all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from graph_service.model.terms import Term
from graph_service.model.wording import Run

Way = Literal["edition", "document", "position", "heading"]
"""How a thing moved: to another graph, to another document, to another place in the order, or to another heading."""

Aspect = Literal["ends", "relation", "basis", "validity", "evidence", "other"]
"""What of a link a property speaks of."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement about a thing.

    Attributes:
        graph: IRI of the graph that it stands in.
        property: IRI of the property.
        value: The value.
    """

    graph: str
    property: str
    value: Term


@dataclass(frozen=True, slots=True)
class Whole:
    """A thing that stands in one of the versions only.

    Attributes:
        iri: Its IRI; for a blank node its label with ``_:`` before.
        statements: All that is said of it, sorted.
    """

    iri: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that was reworded.

    Attributes:
        language: Its language; empty for a text without one.
        runs: The words in order, those of both texts.
    """

    language: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """What changed in one property of a thing.

    Attributes:
        property: IRI of the property.
        graph: IRI of the graph; of a thing that moved to another graph, the later one.
        texts: Texts that were reworded.
        removed: Other values that are gone, sorted.
        added: Other values that are new, sorted.
    """

    property: str
    graph: str
    texts: tuple[TextChange, ...]
    removed: tuple[Term, ...]
    added: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A thing that other words, or other values, are said of.

    Attributes:
        iri: Its IRI.
        properties: What changed, sorted by property and graph.
        aspects: For a link, what of it the changes are about; else empty.
    """

    iri: str
    properties: tuple[PropertyChange, ...]
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One way in which a thing moved.

    Attributes:
        way: How. ``edition``: from one graph to another; what it says of that graph follows along. ``document`` and
            ``position``: other values of ``dcterms:isPartOf`` and ``rt:position``. ``heading``: other ends of its links
            ``rt:partOf`` and ``rt:inArea``, which are told among the links as well.
        graph: IRI of the graph that says so; of a thing that moved to another graph, the later one. Empty for headings.
        before: Where it stood.
        after: Where it stands.
    """

    way: Way
    graph: str
    before: tuple[Term, ...]
    after: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A thing that stands elsewhere.

    Attributes:
        iri: Its IRI.
        moves: The ways in which it moved; at least one.
    """

    iri: str
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to things of one sort. A thing can have both changed and moved.

    Attributes:
        added: Those that stand in the later version only.
        removed: Those that stand in the earlier version only.
        changed: Those that other things are said of.
        moved: Those that stand elsewhere.
    """

    added: tuple[Whole, ...]
    removed: tuple[Whole, ...]
    changed: tuple[Changed, ...]
    moved: tuple[Moved, ...]

    def __bool__(self) -> bool:
        """Tell whether anything happened."""
        return bool(self.added or self.removed or self.changed or self.moved)


@dataclass(frozen=True, slots=True)
class Described:
    """What a thing is called, as the versions say: the later one, else the earlier.

    Attributes:
        kind: IRI of its class, or empty; of several the vocabulary's own first.
        code: Its code in the source, or empty.
        titles: Its titles by language.
    """

    kind: str
    code: str
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ends:
    """What a link joins, as the later version says, else the earlier.

    Attributes:
        start: IRI of what it goes from, or empty.
        end: IRI of what it goes to, or empty.
        relation: IRI of the relation, or empty.
    """

    start: str
    end: str
    relation: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions.

    Attributes:
        elements: What happened to elements of plans: goals, activities, sections and so on.
        links: What happened to links.
        others: What happened to all else: documents, editions, bodies, periods, efforts, follow-ups and so on.
        described: What the things are called that the records name, by IRI; those that no version describes are absent.
        ends: What the links join that are among the records, by IRI.
    """

    elements: Changes
    links: Changes
    others: Changes
    described: Mapping[str, Described]
    ends: Mapping[str, Ends]

    def __bool__(self) -> bool:
        """Tell whether the versions differ."""
        return bool(self.elements or self.links or self.others)
