"""What a page about one thing shows: the description of the thing, in words in place of IRIs."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its language.

    Attributes:
        value: The text.
        lang: Its language tag, or empty.
    """

    value: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its name.

    Attributes:
        iri: The thing.
        name: What it is called.
        kind: What kind of thing it is and its code, in the reader's language; empty where that is not known.
    """

    iri: str
    name: Text
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is said with one property.

    Attributes:
        property: The property.
        values: What is said, or who says it, in a stable order.
    """

    property: Named
    values: tuple[Text | Named, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a thing or a link rests on.

    Attributes:
        sources: The editions.
        locators: The places in them.
        quotes: The words that stand there.
        rationales: Why something was concluded that does not stand there.
    """

    sources: tuple[Named, ...]
    locators: tuple[Text, ...]
    quotes: tuple[Text, ...]
    rationales: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Connection:
    """A link as it looks from one of its ends.

    Attributes:
        link: IRI of the link.
        relation: Its relation.
        other: The thing at its other end.
        basis: What it rests on: stated, inferred or proposed.
        evidence: Where it says so.
    """

    link: str
    relation: Text | Named
    other: Text | Named
    basis: Text | Named
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Entry:
    """Another thing that the page tells all of, such as a follow-up.

    Attributes:
        thing: The thing.
        evidence: What it rests on.
        facts: What is said of it.
    """

    thing: Named
    evidence: Evidence
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Other things of one kind that point at a thing with one property, or are linked with it by one relation.

    Attributes:
        property: IRI of the property or relation.
        kind: IRI of the class of those that point; empty for links, and for things of no class.
        outgoing: Whether they are links that start in the thing.
        count: How many there are.
        more: True if there may be still more.
        first: IRIs of the first few of them: of links, of the links themselves.
    """

    property: str
    kind: str
    outgoing: bool
    count: int
    more: bool
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page about one thing shows.

    Attributes:
        thing: The thing itself; the name is its heading.
        evidence: What it rests on.
        facts: What else is said of it.
        outgoing: Links that start in it.
        incoming: Links that end in it.
        pointing: What else points at it, by the property that does.
        cut: True if more links end or start in it, or more points at it, than are shown.
        entries: Other things that the page tells all of, by IRI.
    """

    thing: Named
    evidence: Evidence
    facts: tuple[Fact, ...]
    outgoing: tuple[Connection, ...]
    incoming: tuple[Connection, ...]
    pointing: tuple[Fact, ...]
    cut: bool
    entries: Mapping[str, Entry]
