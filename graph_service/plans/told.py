"""A judgement in words: what the terminal, the API and the pages tell of a change.

The records have no slots, for those without are written as JSON ten times as quickly.
"""

from dataclasses import dataclass

from graph_service.messages import Lang
from graph_service.model.finding import FindingSeen
from graph_service.model.said import Named
from graph_service.model.texts import Wording
from graph_service.model.thread import Node
from graph_service.model.validity import End
from graph_service.plans.effect import Happening, Kind


@dataclass(frozen=True)
class Step:
    """One step of a path, always told in the upward direction.

    Attributes:
        link: IRI of the link that states it; empty where it is stated directly.
        lower: The thing that leads.
        upper: The thing that is led to.
        relation: Local name of the relation, such as ``"contributesTo"``.
        turned: Whether the change cuts it or, of what is gained, makes it.
    """

    link: str
    lower: Named
    upper: Named
    relation: str
    turned: bool


@dataclass(frozen=True)
class Because:
    """Why something breaks or is gained.

    Attributes:
        what: What happened.
        text: The same as a sentence.
        thing: The thing that it happened to; of a link, the end that leads.
        link: IRI of the link that it happened to, or empty.
        relation: Local name of what a thing says otherwise than before, or empty.
    """

    what: Happening
    text: str
    thing: Named
    link: str
    relation: str


@dataclass(frozen=True)
class Reworded:
    """An end of a link that has another text than before.

    Attributes:
        end: Which end.
        thing: The thing that it is.
        before: The texts that it had and has no more.
        after: The texts that it has and had not.
        old_hash: The hash of all its texts before.
        new_hash: The hash of all its texts now.
    """

    end: End
    thing: Named
    before: tuple[Wording, ...]
    after: tuple[Wording, ...]
    old_hash: str
    new_hash: str


@dataclass(frozen=True)
class Told:
    """One thing that a change does.

    Attributes:
        kind: What breaks or is gained.
        kind_text: The same in words.
        thing: For what that is so.
        plan: The document that it stands in; null if it stands in none.
        elsewhere: Whether it, or its link, stands only in graphs that the change does not touch.
        text: What is so of it, as a sentence.
        rule: For coverage, IRI of the rule; else empty.
        before: For coverage, the state before; else empty.
        after: For coverage, the state after; else empty.
        relation: Local name of the property by which it points at something; else empty.
        link: IRI of the link that is suspect or lacks an end; else empty.
        basis: What that link rests on; else empty.
        path: The hops that held together before, or do now; for links and statements, just that.
        through: IRIs of the links in it that the change cuts or makes.
        cause: Why.
        ends: For what is suspect: which ends have another text, and how.
        bodies: The bodies concerned.
    """

    kind: Kind
    kind_text: str
    thing: Node
    plan: Named | None
    elsewhere: bool
    text: str
    rule: str
    before: str
    after: str
    relation: str
    link: str
    basis: str
    path: tuple[Step, ...]
    through: tuple[str, ...]
    cause: Because
    ends: tuple[Reworded, ...]
    bodies: tuple[Named, ...]


@dataclass(frozen=True)
class Heading:
    """Things of which the same is so.

    Attributes:
        kind: What breaks.
        text: How many of them there are, where, and what is so of them.
        places: Their places in the list of what breaks, from 0.
    """

    kind: Kind
    text: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Concerned:
    """What breaks for some bodies together. Each break is in one such group.

    Attributes:
        bodies: The bodies; none where the data name nobody.
        headings: What breaks for them, in the order of the kinds.
    """

    bodies: tuple[Named, ...]
    headings: tuple[Heading, ...]


@dataclass(frozen=True)
class Findings:
    """What validation finds.

    Attributes:
        introduced: What the change introduces.
        mended: What it mends.
        remained: How many there are that were there before; what they are is what validation tells of the plans.
    """

    introduced: tuple[FindingSeen, ...]
    mended: tuple[FindingSeen, ...]
    remained: int


@dataclass(frozen=True)
class JudgementTold:
    """What there is to say of a change.

    Attributes:
        lang: The language that it is told in.
        accepted: Whether it may be made.
        strict: Whether new warnings refuse it too.
        text: Whether it may be made, as a sentence.
        reasons: Why it is refused, or what it is warned of, as sentences.
        findings: What validation finds.
        breaks: What breaks.
        gains: What is gained.
        concerned: What breaks, by the bodies concerned.
    """

    lang: Lang
    accepted: bool
    strict: bool
    text: str
    reasons: tuple[str, ...]
    findings: Findings
    breaks: tuple[Told, ...]
    gains: tuple[Told, ...]
    concerned: tuple[Concerned, ...]
