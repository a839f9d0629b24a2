"""A gap in a thread: what is missing, why, and the nearest thing that would close it.

The records have no slots, for those without are written as JSON ten times as quickly.
"""

from dataclasses import dataclass
from typing import Literal

from graph_service.model.thread import Node

GapType = Literal[
    "uncovered",
    "coveredShallow",
    "orphaned",
    "noNationalThread",
    "outdated",
    "planNotLoaded",
    "notReported",
    "noResponsible",
    "notAddressed",
]
"""What is missing; the names are those of the coverage states and verdicts where there are such."""

Cause = Literal[
    "noActivity",
    "shallowOnly",
    "noLinkUp",
    "endsBelow",
    "outdatedTarget",
    "notMentioned",
    "noFollowUp",
    "notStated",
    "statedEmpty",
    "notReadable",
    "notRelevant",
    "planPartlyLoaded",
    "planNotLoaded",
    "declaredNotNeeded",
]
"""Why it is missing, as far as the plans tell."""

Reason = Literal[
    "sameArea",
    "samePlan",
    "sameTarget",
    "initiative",
    "areaLeadsTo",
    "planLeadsTo",
    "documentLeadsTo",
    "continuedBy",
    "newerPlan",
    "newerEdition",
    "followUpOfPlan",
    "expectedOf",
    "initiativeResponsible",
    "siblingResponsible",
    "publisher",
    "sameIndicatorArea",
    "documentToLoad",
]
"""Why something is near."""


@dataclass(frozen=True)
class Place:
    """Where in the documents something stands.

    Attributes:
        source: Title of the document, or empty.
        locator: Where in it, or empty.
        quote: The exact words, or empty.
    """

    source: str
    locator: str
    quote: str


@dataclass(frozen=True)
class Near:
    """The nearest thing that would close a gap.

    Attributes:
        thing: The thing.
        reason: Why it is near.
        text: The same as a sentence.
        through: IRI of what makes it near, such as the sibling goal that it serves; or empty.
    """

    thing: Node
    reason: Reason
    text: str
    through: str


@dataclass(frozen=True)
class Waiver:
    """A declared exception.

    Attributes:
        iri: Its IRI.
        who: Who decided it, or empty.
        why: The reason given, or empty.
        until: The last day that it is said to hold, or empty.
    """

    iri: str
    who: str
    why: str
    until: str


@dataclass(frozen=True)
class Gap:
    """A gap in a thread.

    Attributes:
        type: What is missing.
        type_text: The same in words.
        thing: What it is missing for; for ``planNotLoaded`` the document.
        cause: Why it is missing.
        cause_text: The same as a sentence.
        target: For ``outdated``, IRI of what is pointed at; else empty.
        link: For ``outdated``, IRI of the link that points there; else empty.
        rule: IRI of the coverage rule that is not met, or empty.
        waiver: For ``declaredNotNeeded``, the exception; else null.
        nearest: The nearest thing that would close it; null if nothing is near, or nothing needs to be.
        evidence: What the gap rests on: where the thing, or the link, stands.
    """

    type: GapType
    type_text: str
    thing: Node
    cause: Cause
    cause_text: str
    target: str
    link: str
    rule: str
    waiver: Waiver | None
    nearest: Near | None
    evidence: Place


@dataclass(frozen=True)
class GapCount:
    """How many gaps there are of one type and cause.

    Attributes:
        type: What is missing.
        type_text: The same in words.
        cause: Why it is missing.
        count: How many.
    """

    type: GapType
    type_text: str
    cause: Cause
    count: int
