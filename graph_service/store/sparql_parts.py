"""Putting a query together from others that lie in files."""

import re
import textwrap
from collections.abc import Mapping, Sequence

from graph_service.errors import BrokenFileError
from graph_service.model.terms import Term
from graph_service.store.sparql_text import with_values


def with_subquery(query: str, variable: str, subquery: str) -> str:
    r"""Replace the ``VALUES ?variable { … }`` block of a query by another query that gives the variable.

    Args:
        query: SPARQL text with one such block for the variable.
        variable: The variable's name.
        subquery: A SELECT query of that variable, whose prefixes are among those of the query.

    Returns:
        The query.

    Raises:
        BrokenFileError: If the query has no such block, or more than one.

    Example:
        >>> print(with_subquery("ASK {\n  VALUES ?x { 1 }\n  ?x ?y ?z\n}", "x", "# Ones.\nSELECT ?x { ?x ?p 1 }"))
        ASK {
          {
            SELECT ?x { ?x ?p 1 }
          }
          ?x ?y ?z
        }
    """
    before, after = with_values(query, variable, []).split(with_values(f"VALUES ?{variable} {{ }}", variable, []))
    last = before.rpartition("\n")[2]
    margin = last[: len(last) - len(last.lstrip())]
    inner = textwrap.indent(subquery[subquery.index("SELECT") :].strip(), f"{margin}  ")
    return f"{before}{{\n{inner}\n{margin}}}{after}"


def with_values_everywhere(query: str, variable: str, terms: Sequence[Term]) -> str:
    """Replace the terms of all of a query's ``VALUES ?variable { … }`` blocks.

    Where the branches of a UNION begin at the same thing, each has such a block, for engines work out a branch before
    they join it with what stands outside.

    Args:
        query: SPARQL text with at least one such block for the variable.
        variable: The variable's name.
        terms: What it stands for.

    Returns:
        The query with the new terms.

    Raises:
        BrokenFileError: If the query has no such block.

    Example:
        >>> from graph_service.model.terms import Iri
        >>> with_values_everywhere("ASK { { VALUES ?x { 1 } } UNION { VALUES ?x { 1 } } }", "x", [Iri("urn:a")])
        'ASK { { VALUES ?x { <urn:a> } } UNION { VALUES ?x { <urn:a> } } }'
    """
    first, *others = re.split(rf"(?=VALUES\s+\?{re.escape(variable)}\s*\{{)", query)
    if not others:
        raise BrokenFileError("query_values", variable=variable)
    return first + "".join(with_values(part, variable, terms) for part in others)


def renamed(query: str, names: Mapping[str, str]) -> str:
    """Give variables of a query other names.

    Args:
        query: SPARQL text without a question mark in a string.
        names: New names by old ones.

    Returns:
        The query with the new names.

    Example:
        >>> renamed("SELECT ?x { ?x ?y ?xy }", {"x": "y", "y": "z"})
        'SELECT ?y { ?y ?z ?xy }'
    """
    return re.sub(r"\?(\w+)", lambda match: f"?{names.get(match[1], match[1])}", query)
