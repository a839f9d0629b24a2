"""Telling of findings after a change: what was told of them before is told again where the change cannot concern it."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

import pyoxigraph as ox

from graph_service.model.terms import BlankNode
from graph_service.store.overlay import differing
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot
from graph_service.validation import telling
from graph_service.validation.raw import Raw
from graph_service.validation.shapes import Shape
from graph_service.validation.telling import Told

_STEPS: Final = 2
"""Statements that lie between a thing and what is told of it: its edition, and the document of that, for instance."""
MOST_NAMED: Final = 20_000
"""Most things that what is changed may be told of; where there are more, all is told anew."""


def tell_again(
    told: Sequence[Told], before: Snapshot, after: Snapshot, found: Iterable[Raw], shapes: tuple[Shape, ...]
) -> tuple[Told, ...]:
    """Tell of what is found after a change.

    Args:
        told: What was found and told before it.
        before: The dataset before it.
        after: The dataset after it, made of the one before.
        found: What is found then; what is still found just as before is the same object.
        shapes: The shapes that it was judged by.

    Returns:
        What ``telling.each`` tells, in the order found.
    """
    listed = list(found)
    concerned = concerned_by(after.store)
    moved = (before.files.get(graph) for graph in differing(before.files, after.files))
    lines = {str(file.path) for file in moved if file is not None}
    known = {
        id(raw): finding
        for raw, finding in told
        if concerned is not None
        and not isinstance(finding.focus, BlankNode)
        and concerned.isdisjoint(telling.mentioned(raw))
        and (finding.place is None or finding.place.file not in lines)
    }
    new = telling.each(after, (raw for raw in listed if id(raw) not in known), shapes)
    anew = {id(raw): finding for raw, finding in new}
    return tuple((raw, known.get(id(raw)) or anew[id(raw)]) for raw in listed)


def concerned_by(after: EmbeddedStore) -> frozenset[str] | None:
    """Find what may be called otherwise after a change, or be said to stand elsewhere.

    Args:
        after: The dataset after it, made of the one before.

    Returns:
        IRIs; None if they are too many to say.
    """
    found = {quad.subject for quads in after.difference for quad in quads}
    new = set(found)
    for _ in range(_STEPS):
        near = {quad.subject for node in new for quad in islice(after.matching(object_=node), MOST_NAMED + 1)}
        new = near - found
        found |= new
        if len(found) > MOST_NAMED:
            return None
    return frozenset(node.value for node in found if isinstance(node, ox.NamedNode))
