"""What is said of each thing, by graph."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from graph_service.model.terms import Term
from graph_service.store.port import Triple

Said = tuple[str, Term]
"""A property and a value."""

Sayings = Mapping[str, frozenset[Said]]
"""All that is said of one thing, by the IRI of the graph that says it."""

_NUMBER: Final = re.compile(r"([0-9]+)")


def gather(version: Mapping[str, frozenset[Triple]]) -> dict[Term, Sayings]:
    """Gather what is said of each thing.

    Args:
        version: Statements by graph.

    Returns:
        What is said, by the thing and by graph.

    Example:
        >>> from graph_service.model.terms import Iri, Literal
        >>> gather({"urn:g": frozenset({(Iri("urn:a"), Iri("urn:p"), Iri("urn:b"))})})
        {Iri(value='urn:a'): {'urn:g': frozenset({('urn:p', Iri(value='urn:b'))})}}
    """
    found: dict[Term, dict[str, set[Said]]] = defaultdict(lambda: defaultdict(set))
    for graph, triples in version.items():
        for s, p, o in triples:
            found[s][graph].add((p.value, o))
    return {thing: {graph: frozenset(said) for graph, said in graphs.items()} for thing, graphs in found.items()}


def values(sayings: Sayings, name: str) -> set[Term]:
    """Give the values of a property of a thing, whichever graph says them.

    Args:
        sayings: What is said of the thing.
        name: IRI of the property.

    Returns:
        The values.
    """
    return {value for said in sayings.values() for p, value in said if p == name}


def natural(term: Term) -> tuple[tuple[tuple[bool, int, str], ...], str]:
    """Give the place of a term in the order of people, in which 10 comes after 9.

    Args:
        term: The term.

    Returns:
        What can be sorted by.

    Example:
        >>> from graph_service.model.terms import Iri
        >>> sorted([Iri("urn:a/10"), Iri("urn:a/9")], key=natural)[0].value
        'urn:a/9'
    """
    parts = enumerate(_NUMBER.split(term.value))
    return tuple((number % 2 == 1, len(part.lstrip("0")) * (number % 2), part) for number, part in parts), str(term)
