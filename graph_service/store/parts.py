"""A part of what a file holds: some of its things, with the blank nodes below them, and what they say of each other."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from graph_service.store.files import GraphFile
from graph_service.vocabulary import RT

_CONTENT: Final = ox.NamedNode(f"{RT}content")
_NOT_LOADED: Final = ox.NamedNode(f"{RT}notLoaded")


def without(
    file: GraphFile, gone: AbstractSet[str], absent: AbstractSet[str], emptied: AbstractSet[str] = frozenset()
) -> GraphFile:
    """Take some things out of a file.

    Args:
        file: The file.
        gone: IRIs, or labels, of the things of which the file is to say nothing any more.
        absent: IRIs of the things that nothing in it may name.
        emptied: IRIs of the editions in it whose content is to be told as not loaded.

    Returns:
        The file with the same graph and text, and what is left of its statements; the very file if that is all.

    Example:
        >>> from pathlib import Path
        >>> a, b, p, g = (ox.NamedNode(f"urn:{name}") for name in "abpg")
        >>> said = (ox.Quad(a, p, a, g), ox.Quad(a, p, b, g), ox.Quad(b, p, a, g))
        >>> file = GraphFile(Path("x.ttl"), "urn:g", said, "")
        >>> [str(quad.object) for quad in without(file, {"urn:b"}, {"urn:b"}).quads]
        ['<urn:a>']
    """
    nameless = _nameless(file, gone)
    kept = [quad for quad in file.quads if not _is_gone(quad, gone, absent) and quad.subject not in nameless]
    if emptied:
        kept = [
            _emptied(quad) if quad.predicate == _CONTENT and _name(quad.subject) in emptied else quad for quad in kept
        ]
    elif len(kept) == len(file.quads):
        return file
    return replace(file, quads=tuple(kept))


def _is_gone(quad: ox.Quad, gone: AbstractSet[str], absent: AbstractSet[str]) -> bool:
    return _name(quad.subject) in gone or _name(quad.object) in absent


def _emptied(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, _NOT_LOADED, quad.graph_name)


def _nameless(file: GraphFile, gone: AbstractSet[str]) -> set[object]:
    """Find the blank nodes that stand below things that go, and below nothing else."""
    below: dict[object, list[object]] = {}
    for quad in file.quads:
        if isinstance(quad.object, ox.BlankNode):
            below.setdefault(quad.subject, []).append(quad.object)
    from_gone = _reached([one for one in below if _name(one) in gone], below)
    return from_gone - _reached([one for one in below if _name(one) not in gone and one not in from_gone], below)


def _reached(todo: list[object], below: Mapping[object, list[object]]) -> set[object]:
    found: set[object] = set()
    while todo:
        new = [one for one in below.get(todo.pop(), ()) if one not in found]
        found.update(new)
        todo += new
    return found


def _name(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term) if isinstance(term, ox.BlankNode) else ""
