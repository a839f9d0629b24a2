"""The vocabulary: what it says, and its terms for a page."""

from dataclasses import dataclass, field
from typing import Final, Literal

from graph_service.linked.description import ordered
from graph_service.messages import Lang
from graph_service.model.terms import Literal as Text
from graph_service.store.internal import internal_query
from graph_service.store.port import Store, Triple
from graph_service.store.sparql_text import with_values
from graph_service.vocabulary import ONTOLOGY_GRAPH, RT

TermKind = Literal["class", "property", "scheme", "concept"]
KINDS: Final[tuple[TermKind, ...]] = ("class", "property", "scheme", "concept")


@dataclass(frozen=True, slots=True)
class VocabularyTerm:
    """A term of the vocabulary.

    Attributes:
        name: Its local name.
        kind: What it is.
        label: What it is called in the reader's language.
        definition: What it means, in the reader's language.
        above: IRIs of the classes or properties that it is a kind of.
        scheme: IRIs of the schemes that it belongs to.
        domain: IRIs of the classes whose members have it.
        range: IRIs of the classes that its values are of.
    """

    name: str
    kind: TermKind
    label: str
    definition: str
    above: list[str] = field(default_factory=list)
    scheme: list[str] = field(default_factory=list)
    domain: list[str] = field(default_factory=list)
    range: list[str] = field(default_factory=list)


def statements(store: Store) -> tuple[Triple, ...]:
    """Give everything that the vocabulary says.

    Args:
        store: The dataset.

    Returns:
        The triples, those about the vocabulary itself first.
    """
    return ordered(store.construct(internal_query("vocabulary")), ONTOLOGY_GRAPH)


def terms(store: Store, lang: Lang) -> tuple[VocabularyTerm, ...]:
    """Give all terms of the vocabulary.

    Args:
        store: The dataset.
        lang: The reader's language.

    Returns:
        The terms by name.
    """
    found: dict[str, VocabularyTerm] = {}
    for row in store.select(with_values(internal_query("terms"), "lang", [Text(lang)])).rows:
        text = {column: term.value for column, term in row.items()}
        kind = next(kind for kind in KINDS if kind == text["kind"])
        name = text["term"].removeprefix(RT)
        term = found.setdefault(name, VocabularyTerm(name, kind, text.get("label", name), text.get("definition", "")))
        if "aspect" in text and text["other"] not in getattr(term, text["aspect"]):
            getattr(term, text["aspect"]).append(text["other"])
    return tuple(found.values())
