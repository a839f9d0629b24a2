"""What each check reads of a graph, worked out from its shape."""

from graph_service.validation import sparql_walks
from graph_service.validation.compiler import Check
from graph_service.validation.paths import Unbounded
from graph_service.validation.shapes import Constraint, Shape
from graph_service.validation.walks import FOCUS, Step, Walker, Walks

_BESIDE = frozenset({"equals", "disjoint", "lessThan", "lessThanOrEquals"})
"""Constraints that compare a node's values with those of another of its properties."""


def of(check: Check) -> Walks | None:
    """Work out what a check reads.

    What a shape applies to is part of it, by classes, subjects and objects: a node that is no longer of a class is
    concerned by the statement that said so.

    Args:
        check: The check.

    Returns:
        The ways from a focus node to all that it reads; None if that cannot be bounded.
    """
    walker = Walker()
    try:
        _target(check.target, walker)
        values = walker.path(check.shape.path, FOCUS) if check.shape.path else FOCUS
        _constraint(check.constraint, FOCUS, values, walker)
    except Unbounded:
        return None
    walks = walker.done()
    # A node that no statement names is its own value by a path that may be empty, and SPARQL does not see it.
    if walks.can_stay and any(kind in {"node", "literal"} for kind, _ in check.target.targets):
        return None
    return walks


def _target(shape: Shape, walker: Walker) -> None:
    for kind, iri in shape.targets:
        if kind == "class":
            walker.kind(FOCUS, iri)
        elif kind in {"subjectsOf", "objectsOf"}:
            walker.step(Step(FOCUS, iri, inverse=kind == "objectsOf"))


def _constraint(constraint: Constraint, node: int, values: int, walker: Walker) -> None:
    name = constraint.parameter
    if name == "class":
        walker.kind(values, constraint.value[1:-1])
    elif name == "sparql":
        sparql_walks.follow(constraint.value, walker, node)
    elif name in _BESIDE:
        walker.path(constraint.value, node)
    for shape in constraint.shapes:
        _shape(shape, values, walker)


def _shape(shape: Shape, node: int, walker: Walker) -> None:
    for inner in (shape, *shape.properties):
        values = walker.path(inner.path, node) if inner.path else node
        for constraint in inner.constraints:
            _constraint(constraint, node, values, walker)
