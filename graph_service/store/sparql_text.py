"""What can be said of a SPARQL query before an engine sees it.

The text is read token by token, so that a keyword inside a string, a comment or an IRI is never taken for one.
See https://www.w3.org/TR/sparql11-query/#sparqlGrammar.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from graph_service.errors import BrokenFileError, QueryError, QueryRefusedError
from graph_service.model.terms import Term

_TOKEN: Final = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:\w+)
  | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
  | (?P<word>[^\W\d_]\w*)
  | (?P<open>[({\[])
  | (?P<close>[)}\]])
  | (?P<other>\s+|\d[\w.]*|.)
    """,
    re.VERBOSE | re.DOTALL,
)

_UPDATES: Final = frozenset({"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy"})
_QUERIES: Final = frozenset({"select", "ask", "construct", "describe"})
MAX_NESTING: Final = 100
"""Deepest nesting of brackets; some 2 000 levels crash the engine's parser."""


def tokens(query: str) -> Iterator[tuple[str, str, int]]:
    r"""Read a query token by token, comments and white space left out.

    Unicode escapes outside strings are undone first, as SPARQL demands, so that ``\u0053ERVICE`` is SERVICE.

    Args:
        query: SPARQL text.

    Yields:
        Kind of token, its text, and the number of the line it begins on, from 1.

    Example:
        >>> [text for _, text, _ in tokens('ASK { ?s ?p "SERVICE" } # LOAD')]
        ['ASK', '{', '?s', '?p', '"SERVICE"', '}']
    """
    line = 1
    for match in _TOKEN.finditer(_unescape(query)):
        kind = match.lastgroup or "other"
        text = match.group()
        if kind != "comment" and not text.isspace():
            yield kind, text, line
        line += text.count("\n")


def check_nesting(query: str, limit: int = MAX_NESTING) -> None:
    """Refuse a query whose brackets are nested so deeply that parsing it could crash the engine.

    Args:
        query: SPARQL text.
        limit: Deepest nesting allowed.

    Raises:
        QueryRefusedError: If it is nested deeper.

    Example:
        >>> check_nesting("ASK { { { } } }")
    """
    depth = 0
    for kind, _, line in tokens(query):
        if kind == "open":
            depth += 1
            if depth > limit:
                raise QueryRefusedError("query_too_deep", limit=limit, line=line)
        elif kind == "close":
            depth -= 1


def check_public(query: str, *, length: int, depth: int) -> None:
    """Refuse what a stranger's query may not hold: updates, SERVICE, too much text, too deep nesting.

    Args:
        query: SPARQL text.
        length: Longest text allowed, in characters.
        depth: Deepest nesting of brackets allowed.

    Raises:
        QueryRefusedError: If it may not be asked; says why.

    Example:
        >>> check_public("SELECT * { ?s ?p ?o }", length=1000, depth=10)
    """
    if len(query) > length:
        raise QueryRefusedError("query_too_long", length=len(query), limit=length)
    check_nesting(query, depth)
    seen_query = False
    for kind, text, line in tokens(query):
        if kind != "word":
            continue
        word = text.lower()
        if word == "service":
            raise QueryRefusedError("query_service", line=line)
        if word in _QUERIES:
            seen_query = True
        elif word in _UPDATES and not seen_query:
            raise QueryRefusedError("query_update", word=text.upper(), line=line)


def explain(query: str, reason: str, prefixes: Mapping[str, str]) -> QueryError:
    """Make a helpful error of what the engine said about a query it could not parse.

    Args:
        query: SPARQL text.
        reason: The engine's words.
        prefixes: Prefixes that need no declaration.

    Returns:
        The error: an unknown prefix is named with its line; else the engine's words with line and column.
    """
    declared = set(prefixes)
    previous = ""
    for kind, text, line in tokens(query):
        if kind == "name":
            prefix = text.partition(":")[0]
            if previous == "prefix":
                declared.add(prefix)
            elif prefix not in declared:
                close = get_close_matches(prefix, declared, 1)
                known = ", ".join(sorted(prefixes))
                suggestion = f"{close[0]}:" if close else ""
                return QueryError("query_prefix", prefix=f"{prefix}:", line=line, suggestion=suggestion, known=known)
        previous = text.lower()
    place = re.match(r"error at (\d+):(\d+): (.*)", reason, re.DOTALL)
    if place:
        line_number, column, what = place.groups()
        return QueryError("query_syntax", line=line_number, column=column, reason=what)
    return QueryError("query_failed", reason=reason)


def _unescape(query: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = int(match.group(1) or match.group(2), 16)
        decoded = chr(code) if code <= 0x10FFFF else " "  # noqa: PLR2004
        return decoded if decoded.isalnum() else " "

    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", character, query)


def with_values(query: str, variable: str, terms: Sequence[Term] | None) -> str:
    """Replace the terms of a query's ``VALUES ?variable { … }`` block.

    This is how parameters enter a query: as terms that are written by their own rules, never as pasted text.

    Args:
        query: SPARQL text with one such block for the variable.
        variable: The variable's name.
        terms: What it stands for; None leaves it open.

    Returns:
        The query with the new terms.

    Raises:
        BrokenFileError: If the query has no such block, or more than one.

    Example:
        >>> from graph_service.model.terms import Iri
        >>> with_values("ASK { VALUES ?x { 1 } ?x ?y ?z }", "x", [Iri("urn:a")])
        'ASK { VALUES ?x { <urn:a> } ?x ?y ?z }'
    """
    block = re.compile(rf"VALUES\s+\?{re.escape(variable)}\s*\{{[^{{}}]*\}}")
    if len(block.findall(query)) != 1:
        raise BrokenFileError("query_values", variable=variable)
    written = " ".join(str(term) for term in terms) if terms is not None else "UNDEF"
    return block.sub(lambda _: f"VALUES ?{variable} {{ {written} }}", query)
