"""A decision about something in the plans, as a small graph of its own: who decided, why and when.

So it goes through the gate and into the ledger as plans do, shows in the history, and can be taken back.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from graph_service.errors import ParameterError
from graph_service.messages import Lang
from graph_service.model.terms import Iri, Literal
from graph_service.store.excerpts import shortened
from graph_service.store.port import Triple
from graph_service.vocabulary import PREFIXES, RDF, RT, SKOS, XSD

_MOST_WORDS: Final = 2000
_PROV: Final = PREFIXES["prov"]
TYPE: Final = Iri(f"{RDF}type")


@dataclass(frozen=True, slots=True)
class By:
    """Who decides, why and when.

    Attributes:
        who: A role, a body or a user's name.
        why: Why, in one line.
        at: When.
        lang: The language of the reason.
    """

    who: str
    why: str
    at: datetime
    lang: Lang

    def __post_init__(self) -> None:
        """Check the words.

        Raises:
            ParameterError: If one is missing, is too long, or cannot be printed.
        """
        for name, words in (("who", self.who), ("why", self.why)):
            if not words.strip() or len(words) > _MOST_WORDS or not words.isprintable():
                raise ParameterError("commit_words", option=name, value=shortened(words), most=_MOST_WORDS)

    def triples(self, decision: str) -> Iterator[Triple]:
        """Say who decided, why and when.

        Args:
            decision: IRI of the decision.

        Yields:
            The statements.
        """
        node, body = Iri(decision), Iri(f"{decision}/av")
        moment = self.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        yield node, Iri(f"{RT}rationale"), Literal(self.why.strip(), self.lang)
        yield node, Iri(f"{_PROV}generatedAtTime"), Literal(moment, datatype=f"{XSD}dateTime")
        yield node, Iri(f"{_PROV}wasAttributedTo"), body
        yield body, TYPE, Iri(f"{PREFIXES['foaf']}Agent")
        yield body, Iri(f"{SKOS}prefLabel"), Literal(self.who.strip())


def rt(name: str) -> Iri:
    """Give a term of the vocabulary."""
    return Iri(f"{RT}{name}")


def path(iri: str, base: str) -> str:
    """Give the path that decisions about a thing lie under.

    Args:
        iri: The thing's IRI.
        base: Base that resources lie under.

    Returns:
        Its own path under the base; of a thing that lies elsewhere, a hash.

    Example:
        >>> path("https://w3id.org/redthread/id/p/lank/1", "https://w3id.org/redthread/id/")
        'p/lank/1'
    """
    if iri.startswith(base) and len(iri) > len(base):
        return iri.removeprefix(base)
    return hashlib.sha256(iri.encode()).hexdigest()[:32]


def file_name(kind: str, iri: str) -> str:
    """Name the file of a decision, so that no two have the same name.

    Args:
        kind: What it is, as a word.
        iri: IRI of the decision.

    Returns:
        The file's name without ending.
    """
    return f"{kind}-{hashlib.sha256(iri.encode()).hexdigest()[:12]}"
