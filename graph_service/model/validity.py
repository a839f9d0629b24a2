"""Whether a link holds: what it states, what its ends said when it was reviewed, and what came of a review.

After the OSLC Link Validity Service, https://github.com/oslc-op/oslc-specs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Validity = Literal["valid", "suspect", "invalid"]
"""A link holds, holds as long as nobody has looked at it again, or was rejected."""
Decision = Literal["valid", "invalid"]
"""What a review finds."""
End = Literal["from", "to"]
"""An end of a link."""
ENDS: Final[tuple[End, ...]] = ("from", "to")


class Stated(NamedTuple):
    """What was reviewed: a link, and what it said.

    Attributes:
        link: IRI of the link.
        address: Hash of what it states.
    """

    link: str
    address: str


class Hashes(NamedTuple):
    """What the texts of both ends of a link came to; see ``texts.fingerprint``.

    Attributes:
        lower: Hash of the texts of the end that leads.
        upper: Hash of the texts of the end that is led to.
    """

    lower: str
    upper: str


Kept = Mapping[Stated, Hashes]
"""What the ends of links said when what the links state came in."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a link states.

    Attributes:
        iri: Its IRI.
        lower: IRI of the end that leads, or empty.
        upper: IRI of the end that is led to, or empty.
        relation: Local name of its relation, or empty.
        basis: ``stated``, ``inferred`` or ``proposed``; or empty.
        validity: What it says itself of its validity.
        address: Hash of what it states: ends, relation, validity, quote, reason and time. Which edition it is taken
            from is no part of it, for a new edition gives all its links another.
    """

    iri: str
    lower: str
    upper: str
    relation: str
    basis: str
    validity: Validity
    address: str


@dataclass(frozen=True, slots=True)
class Review:
    """A decision on a link.

    Attributes:
        iri: Its IRI.
        graph: IRI of the graph that it stands in.
        of: What was reviewed.
        decision: What was found.
        hashes: What the texts of both ends were then.
        who: Who found it.
        why: Why.
        at: When, as ``xsd:dateTime``.
    """

    iri: str
    graph: str
    of: Stated
    decision: Decision
    hashes: Hashes
    who: str
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a link stands.

    Attributes:
        link: The link.
        validity: Whether it holds.
        changed: The ends whose text is another than when it was reviewed.
        reviewed: What their texts were then; None if that is not known.
        review: The decision that counts; None if it has only come in.
    """

    link: Link
    validity: Validity
    changed: tuple[End, ...]
    reviewed: Hashes | None
    review: Review | None
