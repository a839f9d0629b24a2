"""What can be said of an element or a document: its times and resources, who answers for it, its links, its defects.

Texts from a source stand in its own words. Where a field holds the local name of a concept, the field with ``_label``
besides holds what the concept is called in the reader's language.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stands.

    Attributes:
        edition: IRI of the edition.
        title: Title of that edition's document.
        locator: Where in it: section, table row and column, or page.
    """

    edition: str | None
    title: str | None
    locator: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """A thing and what it is called.

    Attributes:
        iri: Its IRI.
        title: Its title or name.
    """

    iri: str
    title: str


@dataclass(frozen=True, slots=True)
class Other:
    """The thing at the other end of a link.

    Attributes:
        iri: Its IRI.
        title: Its title or name.
        kind: Local name of its class.
        code: Its code.
        plan: IRI of the document that owns it.
        plan_title: That document's title.
        level: Local name of its level.
    """

    iri: str
    title: str
    kind: str | None
    code: str | None
    plan: str | None
    plan_title: str | None
    level: str | None


@dataclass(frozen=True, slots=True)
class Period:
    """A time, as printed and as read.

    Attributes:
        iri: Its IRI.
        printed: The texts as they stand.
        start: The first day, if any is known.
        end: The last day, if any is known.
        precision: Local name of how exactly it is given; ``undated`` where the text gives no date.
        precision_label: The same in words.
    """

    iri: str
    printed: tuple[str, ...]
    start: str | None
    end: str | None
    precision: str | None
    precision_label: str | None


@dataclass(frozen=True, slots=True)
class Resource:
    """Work or money set aside, as printed and as read.

    Attributes:
        iri: Its IRI.
        kind: ``Effort`` or ``Budget``.
        title: What it is for.
        printed: The text as it stands.
        amount: The number.
        unit: Local name of the unit.
        unit_label: The unit's name.
        bound: Local name of how the number is to be read, such as ``atLeast``.
        no_amount: Local name of why there is no number.
        no_amount_label: The same in words.
        alternative_to: IRIs of other measures, of which only one holds.
        included_in: IRI of the measure that it is a part of.
        held_by: The bodies and roles that the work is assigned to.
        source: Where it stands.
    """

    iri: str
    kind: str
    title: str | None
    printed: str | None
    amount: float | None
    unit: str | None
    unit_label: str | None
    bound: str | None
    no_amount: str | None
    no_amount_label: str | None
    alternative_to: tuple[str, ...]
    included_in: str | None
    held_by: tuple[Named, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Body:
    """A body or role that has to do with a thing.

    Attributes:
        relation: Local name of how, such as ``responsible``.
        relation_label: The same in words.
        iri: IRI of the body or role.
        title: Its name.
    """

    relation: str
    relation_label: str
    iri: str
    title: str


@dataclass(frozen=True, slots=True)
class LinkSeen:
    """A link, seen from one of its ends, with what it rests on.

    Attributes:
        iri: IRI of the link.
        direction: ``out`` where it begins in the thing, ``in`` where it ends there.
        relation: Local name of the relation.
        relation_label: The same in words.
        other: The other end.
        basis: ``stated``, ``inferred`` or ``proposed``.
        validity: ``valid``, ``suspect`` or ``invalid``; what is proposed or invalid counts in no other answer.
        match: Of a continuation: ``exact``, ``similar`` or ``changed``.
        pages: Pages of the other document that the source refers to.
        source: Where it stands.
        quote: The exact words.
        rationale: Why it was inferred.
    """

    iri: str
    direction: str
    relation: str
    relation_label: str
    other: Other
    basis: str | None
    validity: str | None
    match: str | None
    pages: str | None
    source: Source
    quote: str | None
    rationale: str | None


@dataclass(frozen=True, slots=True)
class FollowUpSeen:
    """What a later document says of an element, or of what continues it.

    Attributes:
        iri: IRI of the follow-up.
        follows: What it speaks of: the element, or a later one that continues it.
        verdict: Local name of the verdict; ``notReported`` and ``notRecoverable`` are different answers.
        verdict_label: The same in words.
        basis: ``stated`` or ``inferred``, where there is a verdict to read.
        comment: The comment as it stands.
        time: The time spent, as printed.
        time_comparison: Local name of how that compares with the plan.
        source: Where it stands.
        quote: The words that were read for the verdict.
        rationale: How they were read.
    """

    iri: str
    follows: Named
    verdict: str | None
    verdict_label: str | None
    basis: str | None
    comment: str | None
    time: str | None
    time_comparison: str | None
    source: Source
    quote: str | None
    rationale: str | None


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong or unclear in the source.

    Attributes:
        iri: Its IRI.
        kind: Local name of its kind.
        kind_label: The same in words.
        title: What is wrong.
        treatment: What was done about it.
        source: Where it is.
        quotes: The words in question.
    """

    iri: str
    kind: str | None
    kind_label: str | None
    title: str | None
    treatment: str | None
    source: Source
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """Something that the source does not say, though it has a place for it.

    Attributes:
        state: ``statedEmpty`` where the place is left empty, ``notReadable`` where it cannot be read.
        state_label: The same in words.
        property: Local name of what is not said.
        property_label: The same in words.
    """

    state: str
    state_label: str
    property: str
    property_label: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Anything else that the graph says of a thing.

    Attributes:
        direction: ``out`` where the thing says it itself, ``in`` where another speaks of it.
        property: Local name of the property.
        property_label: The same in words.
        value: A text, a number, or the IRI of another thing.
        value_title: The other thing's title or name.
    """

    direction: str
    property: str
    property_label: str
    value: str
    value_title: str | None
