"""A difference as JSON for programs."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from graph_service.model.difference import Changed, Changes, Difference, Move, Moved, PropertyChange, Whole
from graph_service.model.terms import BlankNode, Iri, Term

Plain = dict[str, Any]

SORTS: Final = ("elements", "links", "others")


def plain(difference: Difference) -> Plain:
    """Make of a difference what JSON can hold.

    Args:
        difference: The difference.

    Returns:
        Whether there is any, the counts, and all things with what happened to them. Terms are written as in the JSON
        results of SPARQL.
    """
    sorts: Mapping[str, Changes] = {sort: getattr(difference, sort) for sort in SORTS}
    return {
        "differs": bool(difference),
        "counts": {sort: counts(changes) for sort, changes in sorts.items()},
        **{sort: _changes(changes, difference) for sort, changes in sorts.items()},
    }


def counts(changes: Changes) -> dict[str, int]:
    """Count what happened to things of one sort.

    Args:
        changes: What happened.

    Returns:
        How many were added, removed, changed and moved.
    """
    return {name: len(getattr(changes, name)) for name in ("added", "removed", "changed", "moved")}


def _changes(changes: Changes, difference: Difference) -> Plain:
    return {
        "added": [_thing(one, difference) | _whole(one) for one in changes.added],
        "removed": [_thing(one, difference) | _whole(one) for one in changes.removed],
        "changed": [_thing(one, difference) | _changed(one) for one in changes.changed],
        "moved": [_thing(one, difference) | {"moves": [_move(m) for m in one.moves]} for one in changes.moved],
    }


def _thing(one: Whole | Changed | Moved, difference: Difference) -> Plain:
    told: Plain = {"iri": one.iri}
    described, ends = difference.described.get(one.iri), difference.ends.get(one.iri)
    if described is not None:
        told |= {"kind": described.kind, "code": described.code, "titles": dict(described.titles)}
    if ends is not None:
        told |= {"from": ends.start, "relation": ends.relation, "to": ends.end}
    return told


def _whole(whole: Whole) -> Plain:
    return {
        "statements": [{"graph": s.graph, "property": s.property, "value": _term(s.value)} for s in whole.statements]
    }


def _changed(changed: Changed) -> Plain:
    aspects = {"aspects": list(changed.aspects)} if changed.aspects else {}
    return {**aspects, "properties": [_property(change) for change in changed.properties]}


def _property(change: PropertyChange) -> Plain:
    texts = [
        {"language": text.language, "runs": [{"kind": run.kind, "text": run.text} for run in text.runs]}
        for text in change.texts
    ]
    return {
        "property": change.property,
        "graph": change.graph,
        "texts": texts,
        "removed": _terms(change.removed),
        "added": _terms(change.added),
    }


def _move(move: Move) -> Plain:
    return {"way": move.way, "graph": move.graph, "before": _terms(move.before), "after": _terms(move.after)}


def _terms(terms: Iterable[Term]) -> list[Plain]:
    return [_term(term) for term in terms]


def _term(term: Term) -> Plain:
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    kind = {"xml:lang": term.language} if term.language else {"datatype": term.datatype}
    return {"type": "literal", "value": term.value, **kind}
