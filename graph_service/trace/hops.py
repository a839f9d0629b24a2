"""The hops that threads take, as columns: every link of an upward relation, with what it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np

from graph_service.messages import Lang
from graph_service.model.thread import Basis, Evidence, Hop
from graph_service.store.columns import columns
from graph_service.store.internal import internal_query
from graph_service.store.port import Store
from graph_service.trace import things
from graph_service.trace.things import Things
from graph_service.trace.web import Numbers
from graph_service.vocabulary import RT

_BY_IRI: Final[Mapping[str, Basis]] = {f"{RT}{basis}": basis for basis in get_args(Basis)}
_IDENTITY: Final = 5
"""Leading columns by which two rows are of the same hop; where a link has two places or quotes, the first is told."""


@dataclass(frozen=True, slots=True, repr=False)
class Hops:
    """Hops, numbered in the order of their links' IRIs; each tuple and array has one entry per hop.

    Attributes:
        things: What they run between.
        link: IRIs of the links that state them, sorted.
        lower: Numbers of the ends that lead.
        upper: Numbers of the ends that are led to.
        relation: Local names of the relations, such as ``"contributesTo"``.
        basis: Their bases.
        edition: IRI of the edition that each stands in, or empty.
        locator: Where in it, or empty.
        quote: The exact words, or empty.
        rationale: Why it was inferred, by the link's IRI and the language.
    """

    things: Things
    link: tuple[str, ...]
    lower: Numbers
    upper: Numbers
    relation: tuple[str, ...]
    basis: tuple[Basis, ...]
    edition: tuple[str, ...]
    locator: tuple[str, ...]
    quote: tuple[str, ...]
    rationale: dict[tuple[str, str], str]

    def of_basis(self, bases: Iterable[Basis]) -> Numbers:
        """Give the hops that rest on one of some bases."""
        wanted = frozenset(bases)
        return np.flatnonzero(np.fromiter((basis in wanted for basis in self.basis), np.bool_, len(self.basis)))

    def hop(self, number: int, lang: Lang) -> Hop:
        """Describe one hop.

        Args:
            number: Its number.
            lang: The language of its reason.

        Returns:
            The description.
        """
        lower, upper = self.things.iri[self.lower[number]], self.things.iri[self.upper[number]]
        return Hop(self.link[number], lower, upper, self.relation[number], self.evidence(number, lang))

    def evidence(self, number: int, lang: Lang) -> Evidence:
        """Tell what a hop rests on.

        Args:
            number: Its number.
            lang: The language of its reason.

        Returns:
            What it rests on.
        """
        document = self.things.documents.get(self.edition[number])
        return Evidence(
            self.basis[number],
            "" if document is None else self.things.source[document],
            self.locator[number],
            self.quote[number],
            self.rationale.get((self.link[number], lang), ""),
        )


def read(store: Store) -> Hops:
    """Read the hops of a dataset, and the things that they run between.

    Args:
        store: The dataset.

    Returns:
        The hops.
    """
    rows: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in sorted(zip(*columns(store, internal_query("graph-hops")), strict=True)):
        if row[_IDENTITY - 1] in _BY_IRI:
            rows.setdefault(row[:_IDENTITY], row)
    known = things.read(store, (end for _, lower, upper, *_ in rows for end in (lower, upper)))
    link, lower, upper, relation, basis, edition, locator, quote = _transposed(rows.values())
    reasons: dict[tuple[str, str], str] = {}
    for of, reason, lang in sorted(zip(*columns(store, internal_query("graph-reasons")), strict=True), reverse=True):
        reasons[of, lang] = reason
    return Hops(
        things=known,
        link=link,
        lower=np.array([known.number[iri] for iri in lower], dtype=np.int64),
        upper=np.array([known.number[iri] for iri in upper], dtype=np.int64),
        relation=tuple(name.removeprefix(RT) for name in relation),
        basis=tuple(_BY_IRI[iri] for iri in basis),
        edition=edition,
        locator=locator,
        quote=quote,
        rationale=reasons,
    )


def _transposed(rows: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(zip(*rows, strict=True)) or ((),) * 8
