"""RDF terms as plain values, independent of any engine.

See https://www.w3.org/TR/rdf11-concepts/#section-triples.
"""

import re
from dataclasses import dataclass
from typing import Final

from graph_service.vocabulary import RDF, XSD

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\udfff]+")


@dataclass(frozen=True, slots=True, order=True)
class Iri:
    """An IRI.

    Example:
        >>> str(Iri("https://example.org/a"))
        '<https://example.org/a>'
    """

    value: str

    def __post_init__(self) -> None:
        """Refuse what cannot stand in an IRI, so that a term can never break out of its brackets."""
        if not is_absolute_iri(self.value):
            raise ValueError(self.value)

    def __str__(self) -> str:
        """Write the term as in SPARQL and N-Triples."""
        return f"<{self.value}>"


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """A literal: its lexical form, and a language or a datatype.

    Example:
        >>> str(Literal("mål", language="sv"))
        '"mål"@sv'
        >>> str(Literal("2018", datatype="http://www.w3.org/2001/XMLSchema#integer"))
        '"2018"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """

    value: str
    language: str = ""
    datatype: str = f"{XSD}string"

    @property
    def effective_datatype(self) -> str:
        """The datatype, which is ``rdf:langString`` for a literal with a language."""
        return f"{RDF}langString" if self.language else self.datatype

    def __str__(self) -> str:
        """Write the term as in SPARQL and N-Triples."""
        quoted = '"' + "".join(_ESCAPES.get(character, character) for character in self.value) + '"'
        if self.language:
            return f"{quoted}@{self.language}"
        return quoted if self.datatype == f"{XSD}string" else f"{quoted}^^<{self.datatype}>"


@dataclass(frozen=True, slots=True, order=True)
class BlankNode:
    """A blank node, by its label within one answer."""

    value: str

    def __str__(self) -> str:
        """Write the term as in N-Triples."""
        return f"_:{self.value}"


Term = Iri | Literal | BlankNode
Row = dict[str, Term]
"""One row of an answer: terms by variable; an unbound variable is absent."""


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT query.

    Attributes:
        columns: The variables in order, without question marks.
        rows: The rows in order.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def is_absolute_iri(text: str) -> bool:
    """Tell whether a text can stand as an absolute IRI.

    Args:
        text: Any text.

    Returns:
        True if it has a scheme and no character that RFC 3987 forbids.

    Example:
        >>> is_absolute_iri("https://example.org/a")
        True
        >>> is_absolute_iri("4B"), is_absolute_iri("urn:a b")
        (False, False)
    """
    return _IRI.fullmatch(text) is not None
