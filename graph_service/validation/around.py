"""Looking at a graph node by node."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

import pyoxigraph as ox

from graph_service.store.oxigraph import EmbeddedStore
from graph_service.validation.paths import TYPE, Unbounded
from graph_service.validation.shapes import Shape
from graph_service.validation.walks import SUBCLASS

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Around:
    """A dataset, and statements beside it.

    With what a change puts in and takes out beside it, either side of a change shows all that stands before or after.
    """

    def __init__(self, store: EmbeddedStore, beside: Iterable[ox.Triple] = (), *, most: int | None = None) -> None:
        """Begin with nothing looked up.

        Args:
            store: The dataset.
            beside: Statements that may stand in it or not.
            most: Most nodes that one step may lead to; None sets no limit.
        """
        self._store = store
        self._most = most
        self._kinds: dict[str, frozenset[Node]] = {}
        self._found: dict[tuple[Node, str | None, bool], Sequence[Node]] = {}
        self._beside: dict[tuple[Node, str | None, bool], list[Node]] = {}
        for triple in beside:
            for predicate in (triple.predicate.value, None):
                self._beside.setdefault((triple.subject, predicate, False), []).append(triple.object)
                self._beside.setdefault((triple.object, predicate, True), []).append(triple.subject)

    def next_to(self, node: Node, predicate: str | None, *, inverse: bool = False) -> Sequence[Node]:
        """Find what a predicate leads to from a node.

        Args:
            node: The node.
            predicate: IRI of the predicate; None for any.
            inverse: True for what leads to the node.

        Returns:
            The nodes at the other end.

        Raises:
            Unbounded: If there are too many.
        """
        key = (node, predicate, inverse)
        if key not in self._found:
            found = list(
                islice(self._ends(node, predicate, inverse=inverse), None if self._most is None else self._most + 1)
            )
            if self._most is not None and len(found) > self._most:
                raise Unbounded(str(node))
            self._found[key] = list(set(found))
        return self._found[key]

    def saying(self, predicate: Node) -> list[ox.Triple]:
        """Find all statements with a predicate.

        Args:
            predicate: The predicate.

        Returns:
            The statements in the dataset.

        Raises:
            Unbounded: If there are too many.
        """
        if not isinstance(predicate, ox.NamedNode):
            return []
        limit = None if self._most is None else self._most + 1
        found = [quad.triple for quad in islice(self._store.matching(predicate=predicate), limit)]
        if len(found) == limit:
            raise Unbounded(str(predicate))
        return found

    def is_target(self, node: Node, shape: Shape) -> bool:
        """Tell whether a shape applies to a node.

        Args:
            node: The node.
            shape: A shape with targets.

        Returns:
            True if one of its targets takes the node.
        """
        return any(self._takes(node, kind, value) for kind, value in shape.targets)

    def kinds(self, iri: str) -> frozenset[Node]:
        """Find a class and all classes below it.

        Args:
            iri: IRI of the class.

        Returns:
            The classes.
        """
        if iri not in self._kinds:
            found: set[Node] = {ox.NamedNode(iri)}
            todo = list(found)
            while todo:
                new = set(self._ends(todo.pop(), SUBCLASS, inverse=True)) - found
                found |= new
                todo += new
            self._kinds[iri] = frozenset(found)
        return self._kinds[iri]

    def _takes(self, node: Node, kind: str, value: str) -> bool:
        match kind:
            case "class":
                kinds = self.kinds(value)
                return any(one in kinds for one in self._ends(node, TYPE, inverse=False))
            case "node":
                return isinstance(node, ox.NamedNode) and node.value == value
            case "literal":
                return str(node) == value
            case _:
                return any(True for _ in self._ends(node, value, inverse=kind == "objectsOf"))

    def _ends(self, node: Node, predicate: str | None, *, inverse: bool) -> Iterator[Node]:
        beside = self._beside.get((node, predicate, inverse), ())
        name = None if predicate is None else ox.NamedNode(predicate)
        if inverse:
            return chain((quad.subject for quad in self._store.matching(None, name, node)), beside)
        if not isinstance(node, ox.NamedNode | ox.BlankNode):
            return iter(beside)
        return chain((quad.object for quad in self._store.matching(node, name, None)), beside)
