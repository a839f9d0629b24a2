"""A difference in words: what pages show of it, and what a table holds. A long list is cut; the counts are of all."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph_service.model.difference import TextChange


@dataclass(frozen=True)
class Said:
    """A value as it is told.

    Attributes:
        text: What it says, or what the thing is called.
        language: The language of a text; empty if it has none.
        iri: IRI of the thing; empty for a text.
    """

    text: str
    language: str
    iri: str


@dataclass(frozen=True)
class PropertyTold:
    """What changed in one property of a thing.

    Attributes:
        iri: IRI of the property.
        name: What it is called.
        texts: Texts that were reworded, word by word.
        removed: Other values that are gone.
        added: Other values that are new.
    """

    iri: str
    name: str
    texts: tuple[TextChange, ...]
    removed: tuple[Said, ...]
    added: tuple[Said, ...]


@dataclass(frozen=True)
class MoveTold:
    """One way in which a thing moved.

    Attributes:
        name: What is another: its document, its place in the order, what it belongs to.
        before: Where it stood.
        after: Where it stands.
    """

    name: str
    before: tuple[Said, ...]
    after: tuple[Said, ...]


@dataclass(frozen=True)
class ThingTold:
    """A thing that something happened to.

    Attributes:
        iri: Its IRI; for a blank node its label with ``_:`` before.
        kind: What its class is called; empty if it says none.
        code: Its code in the source, or empty.
        title: Its title, or else the end of its IRI; of a link what it joins and how.
        language: The language of a title in the source's words; empty for what is no such title.
        properties: What changed in it.
        moves: The ways in which it moved.
    """

    iri: str
    kind: str
    code: str
    title: str
    language: str
    properties: tuple[PropertyTold, ...] = ()
    moves: tuple[MoveTold, ...] = ()


@dataclass(frozen=True)
class ChangesTold:
    """What happened to things of one sort.

    Attributes:
        counts: How many were ``added``, ``removed``, ``changed`` and ``moved``.
        added: Those that stand in the later version only.
        removed: Those that stand in the earlier version only.
        changed: Those that other things are said of.
        moved: Those that stand elsewhere.
    """

    counts: Mapping[str, int]
    added: tuple[ThingTold, ...]
    removed: tuple[ThingTold, ...]
    changed: tuple[ThingTold, ...]
    moved: tuple[ThingTold, ...]


@dataclass(frozen=True)
class EditionMove:
    """That things stand in another edition than before.

    Attributes:
        count: How many.
        before: Where they stood.
        after: Where they stand.
    """

    count: int
    before: str
    after: str


@dataclass(frozen=True)
class DifferenceTold:
    """What differs between two versions.

    Attributes:
        differs: Whether anything does.
        elements: What happened to elements of plans.
        links: What happened to links.
        others: What happened to all else.
        editions: What stands in another edition than before.
    """

    differs: bool
    elements: ChangesTold
    links: ChangesTold
    others: ChangesTold
    editions: tuple[EditionMove, ...]


@dataclass(frozen=True)
class DifferenceRow:
    """One thing that differs, as a row of a table.

    Attributes:
        sort: ``element``, ``link`` or ``other``.
        what: ``added``, ``removed``, ``changed`` or ``moved``.
        iri: IRI of the thing.
        kind: What its class is called.
        code: Its code.
        title: Its title.
        property: What changed in it; empty for the whole of it.
        before: What it said.
        after: What it says.
    """

    sort: str
    what: str
    iri: str
    kind: str
    code: str
    title: str
    property: str
    before: str
    after: str
