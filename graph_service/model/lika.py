"""The self-assessment LIKA: its indicators, areas and statuses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addressing:
    """An indicator and one thing that addresses it, with what that rests on; or an indicator that nothing addresses.

    Attributes:
        addressed: Whether anything addresses the indicator.
        area: Local name of the indicator's area.
        letter: The area's letter, which the indicator's code begins with.
        area_label: The area's name.
        indicator: IRI of the indicator.
        indicator_code: Its code.
        indicator_title: Its text in the source's words.
        iri: IRI of what addresses it.
        kind: Local name of the class of that.
        code: The code of that.
        title: The text of that, in the source's words.
        plan: IRI of the document that owns that.
        plan_title: That document's title.
        link: IRI of the link.
        basis: ``stated`` or ``inferred``.
        validity: ``valid`` or ``suspect``.
        source: IRI of the edition that states it.
        source_title: Title of that edition's document.
        locator: Where in it.
        quote: The exact words.
        rationale: Why it was inferred, or how the words are read.
    """

    addressed: bool
    area: str
    letter: str | None
    area_label: str | None
    indicator: str
    indicator_code: str | None
    indicator_title: str
    iri: str | None
    kind: str | None
    code: str | None
    title: str | None
    plan: str | None
    plan_title: str | None
    link: str | None
    basis: str | None
    validity: str | None
    source: str | None
    source_title: str | None
    locator: str | None
    quote: str | None
    rationale: str | None


@dataclass(frozen=True, slots=True)
class AreaCount:
    """How an area of LIKA is covered. Only the indicators that the sources name are known; LIKA has more.

    Attributes:
        area: Local name of the area.
        letter: Its letter.
        area_label: Its name.
        indicators: How many indicators are known.
        addressed: How many of them something addresses.
        not_addressed: How many of them nothing addresses.
        addressing: How many things address them.
    """

    area: str
    letter: str
    area_label: str
    indicators: int
    addressed: int
    not_addressed: int
    addressing: int


@dataclass(frozen=True, slots=True)
class StatusCount:
    """A status that an indicator can be assessed to have.

    Attributes:
        status: Local name of the status.
        status_label: Its name.
        meaning: What it means.
        counts_in_denominator: Whether an assessment of it counts when a share is computed.
        assessments: How many assessments are known.
    """

    status: str
    status_label: str
    meaning: str
    counts_in_denominator: bool
    assessments: int
