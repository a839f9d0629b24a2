"""What a change does to others, as records of IRIs: what is lost or gained, along which path, and why."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from graph_service.model.texts import Wording
from graph_service.model.validity import End

BreakKind = Literal[
    "losesNational",
    "losesVision",
    "losesActivities",
    "losesCoverage",
    "notAddressed",
    "losesEvidence",
    "pointsAtNothing",
    "becomesSuspect",
]
"""What breaks. A thing no longer leads up to anything national, or to a vision; no activity leads up to it any more; a
rule finds it covered less well; nothing addresses an indicator any more; the edition that something stands in is gone;
a link, a follow-up or anything else names what is gone; a link, a follow-up or an assessment was made with another text
before the eyes."""

GainKind = Literal["gainsNational", "gainsVision", "gainsActivities", "gainsCoverage"]
"""What is gained."""

Kind = BreakKind | GainKind

BREAKS: Final[tuple[BreakKind, ...]] = get_args(BreakKind)
"""All that can break, in the order in which it is listed."""
GAINS: Final[tuple[GainKind, ...]] = get_args(GainKind)
"""All that can be gained, in the order in which it is listed."""
KINDS: Final[tuple[Kind, ...]] = (*BREAKS, *GAINS)
"""All kinds in order."""

Happening = Literal["removed", "added", "linkRemoved", "linkAdded", "linkChanged", "changed", "reworded"]
"""What happened: a thing disappeared or came; a link disappeared, came, or no longer says the same; a thing says
something else of itself than its text; its text is another."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """One step of a path; a hop of a thread, or whatever else joins two things.

    Attributes:
        link: IRI of the link that states it; empty where it is stated directly.
        lower: IRI of the thing that leads.
        upper: IRI of the thing that is led to.
        relation: Local name of the relation, such as ``"contributesTo"``.
        turned: Whether the change cuts it or, of what is gained, makes it.
    """

    link: str
    lower: str
    upper: str
    relation: str
    turned: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something breaks or is gained.

    Attributes:
        what: What happened.
        thing: IRI of the thing that it happened to; of a link, the end that leads.
        link: IRI of the link that it happened to, or empty.
        relation: Local name of what a thing says otherwise than before, or empty.
    """

    what: Happening
    thing: str
    link: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Rewording:
    """How the text of a thing changed.

    Attributes:
        thing: Its IRI.
        before: The texts that it had and has no more, sorted.
        after: The texts that it has and had not, sorted.
        old_hash: What all its texts came to; see ``model.texts.fingerprint``.
        new_hash: What they come to now.
    """

    thing: str
    before: tuple[Wording, ...]
    after: tuple[Wording, ...]
    old_hash: str
    new_hash: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that a change does.

    Attributes:
        kind: What breaks or is gained.
        thing: IRI of the thing for which that is so. Of a link that lacks an end it is the other end; of one that is
            suspect, the end with the same text as before.
        plan: IRI of the document that it stands in, or empty.
        elsewhere: Whether it, or its link, stands only in graphs that the change does not touch.
        cause: Why.
        bodies: IRIs of the bodies concerned: who answers for the thing, and who answers for or issued its document.
        path: The hops that held together before, or do now; for links and statements, just that.
        rule: For coverage, the rule's IRI; else empty.
        before: For coverage, the state before; else empty.
        after: For coverage, the state after; else empty.
        relation: Local name of the property by which it points at something; else empty.
        link: IRI of the link that is suspect or lacks an end; else empty.
        basis: What that link rests on: ``stated``, ``inferred`` or ``proposed``; else empty.
        ends: For what is suspect: which of its ends have another text, and how.
    """

    kind: Kind
    thing: str
    plan: str
    elsewhere: bool
    cause: Cause
    bodies: tuple[str, ...]
    path: tuple[Crossing, ...] = ()
    rule: str = ""
    before: str = ""
    after: str = ""
    relation: str = ""
    link: str = ""
    basis: str = ""
    ends: tuple[tuple[End, Rewording], ...] = ()

    @property
    def through(self) -> tuple[str, ...]:
        """IRIs of the links in the path that the change cuts or makes."""
        return tuple(crossing.link for crossing in self.path if crossing.turned and crossing.link)
