"""Reading property paths, and the tokens that they and queries are made of.

See https://www.w3.org/TR/sparql11-query/#propertypaths.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph_service.store import sparql_text
from graph_service.vocabulary import PREFIXES, RDF

TYPE: Final = f"{RDF}type"


class Unbounded(Exception):  # noqa: N818 -- no error: it says that all must be asked
    """What a constraint reads cannot be bounded; so all its focus nodes must be asked whatever changes."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A predicate."""

    predicate: str


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path from its end to its beginning."""

    inner: "Path"


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after another."""

    parts: "tuple[Path, ...]"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One path or another."""

    parts: "tuple[Path, ...]"


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path that may be left out, or followed again."""

    inner: "Path"
    least_none: bool
    again: bool


Path = Edge | Inverse | Sequence | Alternative | Repeated
_REPEATED: Final = {"*": (True, True), "+": (False, True), "?": (True, False)}


def can_stay(path: Path) -> bool:
    """Tell whether a path may lead from a node to itself without any statement."""
    match path:
        case Edge():
            return False
        case Inverse(inner):
            return can_stay(inner)
        case Sequence(parts):
            return all(map(can_stay, parts))
        case Alternative(parts):
            return any(map(can_stay, parts))
        case Repeated(inner, least_none, _):
            return least_none or can_stay(inner)


def predicates(path: Path) -> Iterator[str]:
    """Give the predicates that a path is made of."""
    match path:
        case Edge(predicate):
            yield predicate
        case Inverse(inner) | Repeated(inner):
            yield from predicates(inner)
        case Sequence(parts) | Alternative(parts):
            for part in parts:
                yield from predicates(part)


class Tokens:
    """The tokens of a query, one after another."""

    def __init__(self, text: str) -> None:
        """Read a text."""
        self._tokens = [(kind, token) for kind, token, _ in sparql_text.tokens(text)]
        self._at = 0

    def peek(self, ahead: int = 0) -> tuple[str, str]:
        """Give a token to come: its kind and text, both empty at the end."""
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else ("", "")

    def take(self) -> tuple[str, str]:
        """Give the next token and go on."""
        found = self.peek()
        self._at += 1
        return found

    def comes(self, *texts: str) -> bool:
        """Tell whether these texts come next, and if so go past them; words are compared without regard to case."""
        if all(self.peek(number)[1].lower() == text for number, text in enumerate(texts)):
            self._at += len(texts)
            return True
        return False

    def need(self, text: str) -> None:
        """Go past a text that has to come.

        Raises:
            Unbounded: If it does not.
        """
        if not self.comes(text):
            raise Unbounded(self.peek()[1])


def parse_path(text: str) -> Path:
    """Read a property path; see https://www.w3.org/TR/sparql11-query/#propertypaths.

    Args:
        text: The path as SPARQL text.

    Returns:
        The path.

    Raises:
        Unbounded: If it is not understood.

    Example:
        >>> parse_path("^<urn:a>/<urn:b>*")
        Sequence(parts=(Inverse(inner=Edge(predicate='urn:a')), Repeated(inner=Edge(predicate='urn:b'), \
least_none=True, again=True)))
    """
    tokens = Tokens(text)
    path = read_path(tokens)
    if tokens.peek() != ("", ""):
        raise Unbounded(text)
    return path


def read_path(tokens: Tokens) -> Path:
    """Read a property path where one begins.

    Args:
        tokens: Where it stands; they are taken.

    Returns:
        The path.

    Raises:
        Unbounded: If it is not understood.
    """
    parts = [_read_sequence(tokens)]
    while tokens.comes("|"):
        parts.append(_read_sequence(tokens))
    return parts[0] if len(parts) == 1 else Alternative(tuple(parts))


def _read_sequence(tokens: Tokens) -> Path:
    parts = [_read_step(tokens)]
    while tokens.comes("/"):
        parts.append(_read_step(tokens))
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts))


def _read_step(tokens: Tokens) -> Path:
    if tokens.comes("^"):
        return Inverse(_read_step(tokens))
    if tokens.comes("("):
        path = read_path(tokens)
        tokens.need(")")
    else:
        path = Edge(iri(*tokens.take()))
    sign = tokens.peek()[1]
    if sign in _REPEATED:
        tokens.take()
        return Repeated(path, *_REPEATED[sign])
    return path


def iri(kind: str, text: str) -> str:
    """Give the IRI that a token stands for.

    Args:
        kind: The token's kind.
        text: Its text.

    Returns:
        The IRI.

    Raises:
        Unbounded: If it stands for none that is known.
    """
    if kind == "iri" and "\\" not in text:
        return text[1:-1]
    if kind == "word" and text == "a":
        return TYPE
    prefix, colon, local = text.partition(":")
    if kind != "name" or not colon or prefix not in PREFIXES or "\\" in local or local.endswith("."):
        raise Unbounded(text)
    return PREFIXES[prefix] + local
