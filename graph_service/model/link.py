"""A link, as it is listed: its ends, whether it holds, who reviewed it, and what its ends say otherwise since.

The records have no slots, for those without are written as JSON ten times as quickly.
"""

from dataclasses import dataclass

from graph_service.model.difference import TextChange
from graph_service.model.texts import Wording
from graph_service.model.validity import Decision, End, Validity


@dataclass(frozen=True)
class Reworded:
    """An end that says something else than when the link was reviewed.

    Attributes:
        end: Which end.
        thing: Its IRI.
        then: Hash of its texts when the link was reviewed.
        now: Hash of its texts now.
        known: Whether the ledger still has what it said then.
        texts: The texts that were reworded, word by word.
        removed: Other texts that it had and has no more.
        added: Other texts that it has and had not.
    """

    end: End
    thing: str
    then: str
    now: str
    known: bool
    texts: tuple[TextChange, ...]
    removed: tuple[Wording, ...]
    added: tuple[Wording, ...]


@dataclass(frozen=True)
class LinkEnd:
    """A thing that a link joins, or that a waiver is for.

    Attributes:
        iri: Its IRI.
        code: Its code, or empty.
        title: Its title.
        short: What it is called in a sentence.
        plan: IRI of the document that it stands in, or empty.
    """

    iri: str
    code: str
    title: str
    short: str
    plan: str


@dataclass(frozen=True)
class Reviewed:
    """The decision on a link that counts.

    Attributes:
        decision: What was found.
        who: Who found it.
        why: Why.
        at: When.
    """

    decision: Decision
    who: str
    why: str
    at: str


@dataclass(frozen=True)
class LinkSeen:
    """A link, as it is listed.

    Attributes:
        iri: Its IRI.
        lower: The end that leads.
        upper: The end that is led to.
        relation: Local name of its relation.
        relation_label: What the relation is called.
        basis: ``stated``, ``inferred`` or ``proposed``.
        validity: Whether it holds.
        validity_label: The same in words.
        review: The decision that counts; None if it has only come in.
        since: Number of the change with which what it states came in; None where there is no ledger.
        state: Hash of what it states, of what its ends say and of the decision that counts: of all that somebody looks
            at who reviews it.
        changed: The ends that say something else than when it was reviewed.
    """

    iri: str
    lower: LinkEnd
    upper: LinkEnd
    relation: str
    relation_label: str
    basis: str
    validity: Validity
    validity_label: str
    review: Reviewed | None
    since: int | None
    state: str
    changed: tuple[Reworded, ...]
