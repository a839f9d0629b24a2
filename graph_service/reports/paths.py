"""Property paths: from SPARQL text to what SHACL writes (https://www.w3.org/TR/shacl/#property-paths)."""

import re
from dataclasses import dataclass
from typing import Final

from graph_service.model.terms import Iri, is_absolute_iri

_WORD: Final = re.compile(r"<[^<>]*>|[()^/|*+?]")
_REPEATED: Final = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


@dataclass(frozen=True, slots=True)
class Compound:
    """A path that is made of others.

    Attributes:
        kind: Local name of SHACL's property for it; empty for a sequence, which is a list.
        parts: The paths that it is made of; more than one for sequences and alternatives only.
    """

    kind: str
    parts: tuple["Path", ...]


Path = Iri | Compound


def parsed(text: str) -> Path | None:
    """Read a property path.

    Args:
        text: SPARQL text with whole IRIs.

    Returns:
        The path, or None if the text is none.

    Example:
        >>> parsed("^<urn:a>")
        Compound(kind='inversePath', parts=(Iri(value='urn:a'),))
    """
    words = _WORD.findall(text)
    if "".join(words) != text:
        return None
    try:
        return _Reader(words).whole()
    except (IndexError, ValueError, RecursionError):
        return None


class _Reader:
    """Reading by the grammar of SPARQL (https://www.w3.org/TR/sparql11-query/#rPath)."""

    def __init__(self, words: list[str]) -> None:
        self._words = words[::-1]

    def whole(self) -> Path:
        path = self._alternatives()
        if self._words:
            raise ValueError(self._words)
        return path

    def _alternatives(self) -> Path:
        parts = [self._sequence()]
        while self._take("|"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Compound("alternativePath", tuple(parts))

    def _sequence(self) -> Path:
        parts = [self._step()]
        while self._take("/"):
            parts.append(self._step())
        return parts[0] if len(parts) == 1 else Compound("", tuple(parts))

    def _step(self) -> Path:
        if self._take("^"):
            return Compound("inversePath", (self._repeated(),))
        return self._repeated()

    def _repeated(self) -> Path:
        path = self._primary()
        for sign, kind in _REPEATED.items():
            if self._take(sign):
                return Compound(kind, (path,))
        return path

    def _primary(self) -> Path:
        if self._take("("):
            path = self._alternatives()
            if not self._take(")"):
                raise ValueError(self._words)
            return path
        word = self._words.pop()
        iri = word[1:-1]
        if not (word.startswith("<") and is_absolute_iri(iri)):
            raise ValueError(word)
        return Iri(iri)

    def _take(self, sign: str) -> bool:
        if self._words and self._words[-1] == sign:
            self._words.pop()
            return True
        return False
