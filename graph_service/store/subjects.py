"""Where the block of each subject begins in a text of Turtle or TriG.

The text has been parsed already, so it is known to be well-formed; here it is only cut into words.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

Spot = tuple[int, int]
"""A line and a column, both from 1; columns are counted in characters."""

_WORD: Final = re.compile(
    r"""
    \#[^\n]*
    | \"{3} [^"\\]* (?: (?: \\. | "{1,2}(?!") ) [^"\\]* )* \"{3}
    | '{3}  [^'\\]* (?: (?: \\. | '{1,2}(?!') ) [^'\\]* )* '{3}
    | "  [^"\\]* (?: \\. [^"\\]* )* "
    | '  [^'\\]* (?: \\. [^'\\]* )* '
    | (?P<directive> @? (?: (?i:base) | (?i:prefix) \s+ (?P<prefix> [^\s:]* ) : ) \s* < (?P<namespace> [^>]* ) > )
    | < (?P<iri> [^>]* ) >
    | (?P<name> (?: \\. | [^\s\#"'<>.;,()\[\]{}\\] )+ (?: \.+ (?: \\. | [^\s\#"'<>.;,()\[\]{}\\] )+ )* )
    | (?P<graph> \{ )
    | (?P<end> [.}] )
    | (?P<open> [(\[] )
    | (?P<close> [)\]] )
    """,
    re.VERBOSE | re.DOTALL,
)


def spots(text: str) -> Mapping[str, Spot]:
    r"""Find where the first block of each subject begins.

    Args:
        text: Turtle, TriG, N-Triples or N-Quads.

    Returns:
        Line and column of the subject, by its IRI. Blank nodes have none.

    Example:
        >>> spots("@base <urn:x:> .\n\n <a> <b> <c> . <d> <b> <c> .")
        {'urn:x:a': (3, 2), 'urn:x:d': (3, 16)}
    """
    found: dict[str, Spot] = {}
    line, counted = 1, 0
    for start, iri in _subjects(text):
        line += text.count("\n", counted, start)
        counted = start
        found.setdefault(iri, (line, start - text.rfind("\n", 0, start)))
    return found


def _subjects(text: str) -> Iterator[tuple[int, str]]:
    """Give the IRI that each statement begins with, and where it stands."""
    base = ""
    prefixes: dict[str, str] = {}
    depth, fresh = 0, True
    first: tuple[int, str] | None = None
    for word in _WORD.finditer(text):
        kind = word.lastgroup
        if kind is None:
            continue  # a comment, or a text
        if first is not None and kind != "graph":  # what stands before a brace is the name of a graph
            yield first
        first = None
        if kind in {"end", "graph"}:
            fresh = depth == 0
        elif kind in {"open", "close"}:
            depth, fresh = depth + (1 if kind == "open" else -1), False
        elif kind == "directive":
            if word["prefix"] is None:
                base = word["namespace"]
            else:
                prefixes[word["prefix"]] = word["namespace"]
        elif fresh and word[0].upper() != "GRAPH":
            fresh = False
            iri = _whole(word, base, prefixes)
            first = (word.start(), iri) if iri else None


def _whole(word: re.Match[str], base: str, prefixes: Mapping[str, str]) -> str:
    if word["iri"] is not None:
        return word["iri"] if ":" in word["iri"] else base + word["iri"]
    prefix, colon, local = word[0].partition(":")
    return prefixes.get(prefix, "") + local if colon and prefix != "_" else ""
