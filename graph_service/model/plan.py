"""A document: in a list, and with its editions, what it holds and what it is connected with."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph_service.model.said import Body, Defect, LinkSeen, Named, Period, Remark, Silence, Source


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One document in a list.

    Attributes:
        iri: Its IRI.
        kind: Local name of its class.
        code: Its number or other identifier.
        title: Its title in the source's words.
        name: What we call it in the reader's language, where that is not its title.
        level: Local name of its level.
        level_label: The level's name.
        publishers: The names of those who published it.
        printed: The time that it is for, as printed.
        start: The first day of that, if any is known.
        end: The last day of that, if any is known.
        content: ``loaded``, ``partlyLoaded`` or ``notLoaded``: the best of its editions.
        content_label: The same in words.
        editions: How many editions are known.
        elements: How many elements it has here.
        links: How many links begin or end in it or its elements.
    """

    iri: str
    kind: str
    code: str | None
    title: str
    name: str | None
    level: str | None
    level_label: str | None
    publishers: tuple[str, ...]
    printed: tuple[str, ...]
    start: str | None
    end: str | None
    content: str
    content_label: str | None
    editions: int
    elements: int
    links: int


@dataclass(frozen=True, slots=True)
class EditionSeen:
    """An edition of a document.

    Attributes:
        iri: Its IRI.
        version: Its version as it stands.
        issued: The day that it was issued.
        status: Local name of whether it is in force: ``current``, ``superseded`` or ``draft``.
        content: ``loaded``, ``partlyLoaded`` or ``notLoaded``.
        content_label: The same in words.
        revision_of: IRI of the edition that it is a revision of.
    """

    iri: str
    version: str | None
    issued: str | None
    status: str | None
    content: str | None
    content_label: str | None
    revision_of: str | None


@dataclass(frozen=True, slots=True)
class EditionListed:
    """An edition in a list.

    Attributes:
        iri: Its IRI.
        plan: IRI of its document.
        version: Its version as it stands.
        issued: The day that it was issued.
        status: Local name of whether it is in force: ``current``, ``superseded`` or ``draft``.
        status_label: The same in words.
        content: ``loaded``, ``partlyLoaded`` or ``notLoaded``.
        content_label: The same in words.
    """

    iri: str
    plan: str
    version: str | None
    issued: str | None
    status: str | None
    status_label: str | None
    content: str | None
    content_label: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """A row of a version history.

    Attributes:
        iri: Its IRI.
        edition: IRI of the edition that it happened to.
        version: That edition's version.
        event: What happened, in the source's words.
        date: The day.
        period: The time where it is no day, as printed.
        actors: Those who did it.
        source: Where it stands.
    """

    iri: str
    edition: str
    version: str | None
    event: str | None
    date: str | None
    period: str | None
    actors: tuple[Named, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many elements of one kind a document has.

    Attributes:
        kind: Local name of the class.
        kind_label: The class's name.
        count: How many there are; an element of two kinds counts in both.
    """

    kind: str
    kind_label: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A document that a document's elements are linked with.

    Attributes:
        direction: ``out`` where the links begin in the document's elements, ``in`` where they end there.
        relation: Local name of the relation.
        relation_label: The relation's name.
        other: IRI of the other document.
        other_title: Its title.
        links: How many links there are.
    """

    direction: str
    relation: str
    relation_label: str | None
    other: str
    other_title: str | None
    links: int


@dataclass(frozen=True, slots=True)
class Plan:
    """One document with everything that is said of it; what it contains is counted.

    Attributes:
        iri: Its IRI.
        kind: Local name of its class.
        kind_label: The class's name.
        code: Its number or other identifier.
        title: Its title in the source's words.
        name: What we call it in the reader's language, where that is not its title.
        description: Longer text about it.
        level: Local name of its level.
        level_label: The level's name.
        content: ``loaded``, ``partlyLoaded`` or ``notLoaded``: the best of its editions.
        content_label: The same in words.
        named_in: The documents whose editions name it, if it is known by that.
        locators: Where they do.
        quotes: The words.
        periods: The time that it is for.
        bodies: Who published it, wrote it, decided on it, answers for it or is addressed by it.
        editions: Its editions.
        events: Its version history, in the order of the source.
        kinds: How many elements of each kind it has.
        links: The links that begin or end in it.
        neighbours: The documents that its elements are linked with.
        defects: What is wrong or unclear about it in the source.
        silences: What its editions have a place for and do not say.
        remarks: All else.
    """

    iri: str
    kind: str
    kind_label: str | None
    code: str | None
    title: str
    name: str | None
    description: str | None
    level: str | None
    level_label: str | None
    content: str
    content_label: str | None
    named_in: tuple[Named, ...]
    locators: tuple[str, ...]
    quotes: tuple[str, ...]
    periods: tuple[Period, ...]
    bodies: tuple[Body, ...]
    editions: tuple[EditionSeen, ...]
    events: tuple[Event, ...]
    kinds: tuple[KindCount, ...]
    links: tuple[LinkSeen, ...]
    neighbours: tuple[Neighbour, ...]
    defects: tuple[Defect, ...]
    silences: tuple[Silence, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class PlanHrefs:
    """Where more of a document is.

    Attributes:
        linked_data: The document as linked data.
        elements: All its elements.
        kinds: Its elements of each kind, by local name of the class.
        timeline: When its activities run.
        effort: What it sets aside.
        outcomes: What came of its goals.
        validation: What validation found in it.
    """

    linked_data: str
    elements: str
    kinds: Mapping[str, str]
    timeline: str
    effort: str
    outcomes: str
    validation: str
