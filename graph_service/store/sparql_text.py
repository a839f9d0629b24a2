"""What can be said of a SPARQL query before an engine sees it.

The text is read token by token, so that a keyword inside a string, a comment or an IRI is never taken for one.
See https://www.w3.org/TR/sparql11-query/#sparqlGrammar.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final, Literal

from graph_service.errors import BrokenFileError, QueryError, QueryRefusedError
from graph_service.model.terms import Term
from graph_service.store.excerpts import excerpt, shortened

_CODE_POINT: Final = r"(?:u(?!(?i:d[89a-f]))[0-9A-Fa-f]{4}|U(?!0000(?i:d[89a-f]))00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})"
_ESCAPE: Final = rf"\\(?:[tbnrf\"'\\]|{_CODE_POINT})"
# Everything that repeats is possessive: the text is a stranger's, and backtracking would take quadratic time.
_TOKEN: Final = re.compile(
    rf"""
    (?P<comment>\#[^\n\r]*)
  | (?P<string>\"\"\"(?:[^"\\]|{_ESCAPE}|"(?!""))*+\"\"\"|'''(?:[^'\\]|{_ESCAPE}|'(?!''))*+'''
      |"(?:[^"\\\n\r]|{_ESCAPE})*+"|'(?:[^'\\\n\r]|{_ESCAPE})*+')
  | (?P<iri><(?![?$])(?:[^<>"{{}}|^`\\\x00-\x20]|\\{_CODE_POINT})*+>)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:\w[\w-]*+(?:\.++[\w-]++)*+)
  | (?P<name>(?:[^\W\d_][\w.-]*+)?:(?:(?:[\w:]|%[0-9A-Fa-f]{{2}}|\\.)(?:[\w.:-]|%[0-9A-Fa-f]{{2}}|\\.)*+)?)
  | (?P<words>[^\W\d_][\w.-]*+)
  | (?P<open>[({{\[])
  | (?P<close>[)}}\]])
  | (?P<broken>["'])
  | (?P<other>\s+|\d+|\\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD: Final = re.compile(r"(?P<word>[^\W\d_]\w*)|(?P<other>.)")

_MAYBE_FROM: Final = re.compile(r"(?<![:?$])from", re.IGNORECASE)
"""Finds every FROM, and what may be one; not rt:from and ?from, which are asked for again and again."""

_UPDATES: Final = frozenset({"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy"})
_QUERIES: Final = frozenset({"select", "ask", "construct", "describe"})
_REFUSED: Final = (*_UPDATES, "service")
_BEFORE_NAMES: Final = frozenset({"graph", "from", "named", "describe"})
"""Words after which a name stands that may itself be followed by a group."""
MAX_NESTING: Final = 100
"""Deepest nesting of brackets; some 900 levels crash the engine."""
MAX_SIZE: Final = 1500
"""Most tokens outside VALUES; some 2 600 crash the engine, for a chain of operators becomes a tree as deep as it."""


def tokens(query: str) -> Iterator[tuple[str, str, int]]:
    """Read a query token by token, comments and white space left out.

    A quotation mark that begins no whole string is ``broken`` and ends the reading: no engine gets past it.

    Args:
        query: SPARQL text.

    Yields:
        Kind of token, its text, and the number of the line it begins on, from 1.

    Example:
        >>> [text for _, text, _ in tokens('ASK { ?s ?p "SERVICE" } # LOAD')]
        ['ASK', '{', '?s', '?p', '"SERVICE"', '}']
    """
    line = 1
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "other"
        text = match.group()
        if kind == "words":
            yield from ((part.lastgroup or "other", part.group(), line) for part in _WORD.finditer(text))
        elif kind != "comment" and not text.isspace():
            yield kind, text, line
        if kind == "broken":
            return
        line += text.count("\n")


def check_nesting(query: str, limit: int = MAX_NESTING, size: int = MAX_SIZE) -> None:
    """Refuse a query that is nested so deeply, or is so long a chain, that it could crash the engine.

    The lists in VALUES are flat, and may be as long as they like.

    Args:
        query: SPARQL text.
        limit: Deepest nesting allowed.
        size: Most tokens allowed outside VALUES.

    Raises:
        QueryRefusedError: If it is nested deeper, or longer.

    Example:
        >>> check_nesting("ASK { { { } } }")
    """
    if len(query) <= size and sum(map(query.count, "{[(")) <= limit:
        return  # whatever the brackets stand for
    depth = count = 0
    values = False
    values_depth = 0
    for kind, text, line in tokens(query):
        if kind == "open":
            depth += 1
            if depth > limit:
                raise QueryRefusedError("query_too_deep", limit=limit, line=line)
            if values and text == "{":
                values, values_depth = False, depth
        elif kind == "close":
            values_depth = 0 if depth == values_depth else values_depth
            depth -= 1
        elif kind == "word" and text.lower() == "values":
            values = True
        count += not values_depth
        if count > size:
            raise QueryRefusedError("query_too_complex", limit=size, line=line)


def check_public(query: str, *, length: int, depth: int, size: int) -> None:
    """Refuse what a stranger's query may not hold: updates, SERVICE, too much text, too deep nesting.

    This is for a clear answer. What keeps a query from reaching out is that its process cannot open anything.

    Args:
        query: SPARQL text.
        length: Longest text allowed, in characters.
        depth: Deepest nesting of brackets allowed.
        size: Most tokens allowed outside VALUES.

    Raises:
        QueryRefusedError: If it may not be asked; says why.
        QueryError: If it holds a string that does not end, or an escape that SPARQL does not have.

    Example:
        >>> check_public("SELECT * { ?s ?p ?o }", length=1000, depth=10, size=100)
    """
    if len(query) > length:
        raise QueryRefusedError("query_too_long", length=len(query), limit=length)
    check_nesting(query, depth, size)
    check_read_only(query)


def check_read_only(query: str) -> None:
    """Refuse a query that would change something or reach out of the dataset, whoever asks.

    Args:
        query: SPARQL text.

    Raises:
        QueryRefusedError: If it holds SERVICE, or is an update.
        QueryError: If it holds a string that does not end, or an escape that SPARQL does not have.

    Example:
        >>> check_read_only("ASK { ?s ?p 'SERVICE' }")
    """
    folded = query.casefold()
    if "\\u" not in folded and not any(map(folded.__contains__, _REFUSED)):
        return  # whatever the words stand for
    # SPARQL has \u escapes undone before anything else, our engine only inside strings and IRIs: read it both ways.
    for text in dict.fromkeys((query, _unescape(query))):
        _refuse_service(text)
    seen_query = False
    for kind, text, line in tokens(query):
        word = text.lower()
        if kind == "broken":
            raise QueryError("query_string", line=line)
        if kind == "word" and word in _QUERIES:
            seen_query = True
        elif kind == "word" and word in _UPDATES and not seen_query:
            raise QueryRefusedError("query_update", word=text.upper(), line=line)


def _refuse_service(query: str) -> None:
    # The engine wants no space around a keyword: in trueSERVICE<x>{} and SERVICEx:y{} it sees SERVICE too. But a group
    # follows there, which does not where service:x is only a name.
    before = ""
    called = 0
    for kind, text, line in tokens(query):
        holds = kind in {"word", "name"} and "service" in text.partition(":")[0].lower()
        if (holds and kind == "word") or (called and text == "{"):
            raise QueryRefusedError("query_service", line=called or line)
        called = line if holds and before not in _BEFORE_NAMES else 0
        before = text.lower()


def kind(query: str) -> Literal["select", "ask", "construct"]:
    """Tell what sort of query a text is.

    Args:
        query: SPARQL text.

    Returns:
        The sort; DESCRIBE gives triples as CONSTRUCT does and counts as that, what is no query as SELECT.

    Example:
        >>> kind("PREFIX ask: <urn:x> DESCRIBE <urn:y>")
        'construct'
    """
    words = (text.lower() for kind, text, _ in tokens(query) if kind == "word")
    first = next((word for word in words if word.startswith(tuple(_QUERIES))), "")
    if first.startswith(("construct", "describe")):
        return "construct"
    return "ask" if first.startswith("ask") else "select"


def yields(query: str) -> Literal["rows", "triples"]:
    """Tell what an answer to a query is made of.

    Args:
        query: SPARQL text.

    Returns:
        ``"triples"`` for CONSTRUCT and DESCRIBE, else ``"rows"``.

    Example:
        >>> yields("PREFIX select: <urn:x> DESCRIBE <urn:y>")
        'triples'
    """
    return "triples" if kind(query) == "construct" else "rows"


def names_graphs(query: str) -> bool:
    """Tell whether a query says itself, by FROM or FROM NAMED, which graphs it is asked of.

    Args:
        query: SPARQL text.

    Returns:
        True if it does.

    Example:
        >>> names_graphs("ASK FROM <urn:g> { ?s ?p ?o }"), names_graphs("ASK { ?s ?p 'FROM' }")
        (True, False)
    """
    if "from" not in query.casefold() or _MAYBE_FROM.search(query) is None:
        return False
    return any(kind == "word" and text.lower().startswith("from") for kind, text, _ in tokens(query))


def explain(query: str, reason: str, prefixes: Mapping[str, str]) -> QueryError:
    """Make a helpful error of what the engine said about a query it could not parse.

    Args:
        query: SPARQL text.
        reason: The engine's words.
        prefixes: Prefixes that need no declaration.

    Returns:
        The error: an unknown prefix is named with its line, and so is a string that does not end or has an escape that
        SPARQL does not have; else the engine's words with line and column.
    """
    declared = set(prefixes)
    previous = ""
    for kind, text, line in tokens(query):
        if kind == "broken":
            return QueryError("query_string", line=line)
        if kind == "name":
            prefix = text.partition(":")[0]
            if previous == "prefix":
                declared.add(prefix)
            elif prefix not in declared:
                close = ", ".join(f"{name}:" for name in get_close_matches(prefix, declared))
                known = ", ".join(f"{name}:" for name in sorted(prefixes))
                key = "query_prefix_close" if close else "query_prefix"
                return QueryError(key, prefix=f"{shortened(prefix)}:", line=line, close=close, known=known)
        previous = text.lower()
    place = re.match(r"error at (\d+):(\d+): (.*)", reason, re.DOTALL)
    if place is None:
        return QueryError("query_failed", reason=reason)
    line, column = int(place[1]), int(place[2])
    shown = excerpt(query, line, column)
    if not shown:
        return QueryError("query_end", line=line)
    return QueryError("query_syntax", line=line, column=column, reason=shortened(place[3]), shown=shown)


def _unescape(query: str) -> str:
    def character(match: re.Match[str]) -> str:
        digits = match.group()[2:]
        return chr(int(digits, 16))

    return re.sub(rf"\\{_CODE_POINT}", character, query)


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


def with_rows(query: str, variables: Sequence[str], rows: Iterable[Sequence[Term]]) -> str:
    """Replace the rows of a query's ``VALUES (?variable …) { … }`` block.

    Args:
        query: SPARQL text with one such block for the variables.
        variables: Their names, in the order in which they stand there.
        rows: What they stand for together; none if nothing is to be found.

    Returns:
        The query with the new rows.

    Raises:
        BrokenFileError: If the query has no such block, or more than one.

    Example:
        >>> from graph_service.model.terms import Iri
        >>> with_rows("ASK { VALUES (?x ?y) { (1 2) } ?x ?p ?y }", ["x", "y"], [[Iri("urn:a"), Iri("urn:b")]])
        'ASK { VALUES (?x ?y) { (<urn:a> <urn:b>) } ?x ?p ?y }'
    """
    names = " ".join(f"?{variable}" for variable in variables)
    block = re.compile(rf"VALUES\s+\({re.escape(names)}\)\s*\{{[^{{}}]*\}}")
    if len(block.findall(query)) != 1:
        raise BrokenFileError("query_values", variable=names.removeprefix("?"))
    written = " ".join(f"({' '.join(str(term) for term in row)})" for row in rows)
    return block.sub(lambda _: f"VALUES ({names}) {{ {written} }}", query)
