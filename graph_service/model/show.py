"""Everything that the graph says of one thing."""

from dataclasses import dataclass

from graph_service.model.terms import Term


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing said of something.

    Attributes:
        property: What is said, in the reader's language.
        value: The value as a term.
        shown: The value as a person reads it.
    """

    property: str
    value: Term
    shown: str


@dataclass(frozen=True, slots=True)
class Description:
    """Everything that the graph says of one thing.

    Attributes:
        iri: The thing.
        heading: Its kind and code or title.
        outgoing: What it says itself, its links' targets among it.
        incoming: What speaks of it.
    """

    iri: str
    heading: str
    outgoing: tuple[Saying, ...]
    incoming: tuple[Saying, ...]
