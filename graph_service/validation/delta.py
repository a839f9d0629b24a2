"""How two datasets differ, as far as queries can see it: the statements that stand in one of them alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

import pyoxigraph as ox

from graph_service.store.branch import as_stored
from graph_service.store.oxigraph import EmbeddedStore


@dataclass(frozen=True)
class Delta:
    """The statements that a change puts in and takes out, whatever graph they stand in.

    What is derived from the plans is part of it: it changes with them.

    Attributes:
        added: What stands in no graph before, and in some afterwards.
        removed: What stands in some graph before, and in none afterwards.

    Example:
        >>> from graph_service.model.terms import Iri
        >>> def dataset(*graphs: str) -> EmbeddedStore:
        ...     store = EmbeddedStore()
        ...     for graph in graphs:
        ...         store.add([(Iri("urn:a"), Iri("urn:b"), Iri("urn:c"))], graph)
        ...     return store
        >>> len(Delta.between(dataset("urn:g", "urn:h"), dataset("urn:g")).removed)
        0
        >>> len(Delta.between(dataset("urn:g", "urn:h"), dataset()).removed)
        1
    """

    added: frozenset[ox.Triple]
    removed: frozenset[ox.Triple]
    _by_predicate: dict[str, list[ox.Triple]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the statements by their predicates."""
        for triple in self:
            self._by_predicate.setdefault(triple.predicate.value, []).append(triple)

    @classmethod
    def between(cls, before: EmbeddedStore, after: EmbeddedStore) -> Self:
        """Compare two datasets statement by statement.

        Args:
            before: The earlier one.
            after: The later one.

        Returns:
            How they differ.
        """
        earlier, later = ({quad.triple for quad in store.quads()} for store in (before, after))
        return cls(frozenset(later - earlier), frozenset(earlier - later))

    @classmethod
    def of(cls, before: EmbeddedStore, *, added: Iterable[ox.Quad] = (), removed: Iterable[ox.Quad] = ()) -> Self:
        """Work out how a dataset would differ, without making the other.

        Args:
            before: The dataset before the change; it is not changed.
            added: What is going to be put in.
            removed: What is going to be taken out, before that.

        Returns:
            The difference. It costs as much as the change is large.
        """
        going, coming = as_stored(removed), as_stored(added)
        put = {quad.triple for quad in coming}
        was, will_be = set(), set()
        for triple in put | {quad.triple for quad in going}:
            standing = set(before.matching(triple.subject, triple.predicate, triple.object))
            if standing:
                was.add(triple)
            if triple in put or not standing <= going:
                will_be.add(triple)
        return cls(frozenset(will_be - was), frozenset(was - will_be))

    @classmethod
    def made(cls, after: EmbeddedStore) -> Self:
        """Tell how a dataset differs from the one that it was made of by ``EmbeddedStore.branch``.

        Args:
            after: The dataset.

        Returns:
            The difference. It costs as much as that is large.
        """
        removed, added = after.difference
        standing: set[ox.Triple] = set()
        before: set[ox.Triple] = set()
        gone = {quad.triple for quad in removed}
        for triple in gone | {quad.triple for quad in added}:
            found = set(after.matching(triple.subject, triple.predicate, triple.object))
            if found:
                standing.add(triple)
            if triple in gone or not found <= added:
                before.add(triple)
        return cls(frozenset(standing - before), frozenset(before - standing))

    def of_predicate(self, predicate: str | None) -> Iterable[ox.Triple]:
        """Give the statements with a predicate.

        Args:
            predicate: Its IRI; None for all statements.

        Returns:
            What is added and what is removed.
        """
        return self if predicate is None else self._by_predicate.get(predicate, ())

    def __iter__(self) -> Iterator[ox.Triple]:
        """Give what is added and what is removed."""
        yield from self.added
        yield from self.removed

    def __len__(self) -> int:
        """Count what is added and what is removed."""
        return len(self.added) + len(self.removed)
