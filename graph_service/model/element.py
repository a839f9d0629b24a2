"""An element of a document: in a list, and with everything that is said of it."""

from dataclasses import dataclass

from graph_service.model.said import (
    Body,
    Defect,
    FollowUpSeen,
    LinkSeen,
    Named,
    Period,
    Remark,
    Resource,
    Silence,
    Source,
)


@dataclass(frozen=True, slots=True)
class ElementEntry:
    """One element in a list.

    Attributes:
        iri: Its IRI.
        kind: Local name of its class; of several the first by name.
        code: Its code in the source.
        title: Its text in the source's words.
        plan: IRI of the document that owns it.
        plan_title: That document's title.
        level: Local name of that document's level.
        position: Its ordinal among its likes under the same heading, from 1.
        locator: Where in the source it stands.
    """

    iri: str
    kind: str
    code: str | None
    title: str
    plan: str
    plan_title: str | None
    level: str | None
    position: int | None
    locator: str | None


@dataclass(frozen=True, slots=True)
class Element:
    """One element with everything that is said of it.

    Attributes:
        iri: Its IRI.
        kinds: Local names of its classes.
        kind_label: What the first of them is called.
        code: Its code in the source.
        title: Its text in the source's words.
        printed: The text as printed, where white space or capitals were changed.
        description: Longer text about it.
        plan: The document that owns it.
        level: Local name of that document's level.
        position: Its ordinal among its likes under the same heading, from 1.
        sections: The headings that it stands under.
        source: Where it stands.
        periods: Its times.
        resources: The work and the money that it is given.
        bodies: Who answers for it, decides on it, or is expected to do it.
        links: The links that begin or end in it.
        follow_ups: What later documents say of it.
        defects: What is wrong or unclear about it in the source.
        silences: What the source has a place for and does not say.
        remarks: All else.
    """

    iri: str
    kinds: tuple[str, ...]
    kind_label: str | None
    code: str | None
    title: str
    printed: str | None
    description: str | None
    plan: Named | None
    level: str | None
    position: int | None
    sections: tuple[Named, ...]
    source: Source
    periods: tuple[Period, ...]
    resources: tuple[Resource, ...]
    bodies: tuple[Body, ...]
    links: tuple[LinkSeen, ...]
    follow_ups: tuple[FollowUpSeen, ...]
    defects: tuple[Defect, ...]
    silences: tuple[Silence, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class ElementHrefs:
    """Where more of an element is.

    Attributes:
        linked_data: The element as linked data.
        thread: What it leads to, and what leads to it.
        plan: The document that owns it.
    """

    linked_data: str
    thread: str
    plan: str | None
