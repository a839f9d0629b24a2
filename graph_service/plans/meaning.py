"""Statements by what they say: the labels of blank nodes and the ways to write a number mean nothing."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from graph_service.model.terms import BlankNode, Literal, Term
from graph_service.store.port import Triple
from graph_service.vocabulary import XSD

Version = Mapping[str, Iterable[Triple]]
"""Statements by the IRI of the graph that they stand in. A blank node belongs to its graph."""

_NUMBERS: Final = frozenset({f"{XSD}decimal", f"{XSD}integer"})
_NUMBER: Final = re.compile(r"([+-]?)0*([0-9]*)(?:\.([0-9]*?)0*)?")


def by_value(version: Version) -> dict[str, frozenset[Triple]]:
    """Write each statement in one way only.

    A blank node is called by what is said of it, so that two of a graph that say the same become one, as RDF means
    them. Those that lead back to themselves keep their labels, for what they say has no end. Whole numbers and decimals
    lose zeros that mean nothing, for engines write them as they like.

    Args:
        version: Statements by graph.

    Returns:
        The same statements by graph; graphs without statements are left out.

    Example:
        >>> from graph_service.model.terms import Iri
        >>> one, other = (
        ...     by_value({"urn:g": [(BlankNode(label), Iri("urn:p"), Literal("1"))]}) for label in ("a", "b")
        ... )
        >>> one == other
        True
    """
    plain = {graph: frozenset((s, p, _number(o)) for s, p, o in triples) for graph, triples in version.items()}
    return {graph: _called(triples) for graph, triples in plain.items() if triples}


def _number(term: Term) -> Term:
    if not isinstance(term, Literal) or term.datatype not in _NUMBERS:
        return term
    parts = _NUMBER.fullmatch(term.value)
    if parts is None or not any(sign.isdigit() for sign in term.value):
        return term
    number = (parts[2] or "0") + (f".{parts[3]}" if parts[3] else "")
    return Literal(f"-{number}" if parts[1] == "-" and number != "0" else number, datatype=term.datatype)


def _called(triples: frozenset[Triple]) -> frozenset[Triple]:
    nodes = {term for s, _, o in triples for term in (s, o) if isinstance(term, BlankNode)}
    if not nodes:
        return triples
    names = _names(triples, nodes)
    return frozenset((names.get(s, s), p, names.get(o, o)) for s, p, o in triples)


def _names(triples: frozenset[Triple], nodes: set[BlankNode]) -> dict[Term, Term]:
    """Name the nodes from the leaves up: a node has its turn when all that it leads to have names."""
    said: dict[Term, list[tuple[Term, Term]]] = defaultdict(list)
    leading: dict[Term, set[Term]] = defaultdict(set)
    waits: dict[Term, set[Term]] = {node: set() for node in nodes}
    for s, p, o in triples:
        said[s].append((p, o))
        if s in waits and o in waits:
            waits[s].add(o)
            leading[o].add(s)
    names: dict[Term, Term] = {}
    ready: list[Term] = [node for node in nodes if not waits[node]]
    while ready:
        node = ready.pop()
        value = "\n".join(sorted(f"{p} {names.get(o, o)}" for p, o in said[node]))
        names[node] = BlankNode("v" + hashlib.sha256(value.encode(errors="surrogatepass")).hexdigest()[:32])
        for above in leading[node]:
            waits[above].discard(node)
            if not waits[above]:
                ready.append(above)
    return names
