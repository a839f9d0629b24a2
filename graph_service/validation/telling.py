"""Telling of findings: what they say in both languages, where they are written, and what would mend them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from graph_service.messages import LANGUAGES, Lang, text
from graph_service.model.terms import BlankNode, Iri, Term
from graph_service.model.verdict import Finding, Place
from graph_service.store import files, labels
from graph_service.store.labels import Label
from graph_service.store.port import Store
from graph_service.store.snapshot import Snapshot
from graph_service.validation.raw import Raw
from graph_service.validation.shapes import Shape
from graph_service.validation.shapes import each as all_shapes

Told = tuple[Raw, Finding]
"""A finding as the engine gives it, and what is told of it."""
_FIELD: Final = re.compile(r"\{[?$](\w+)\}")


def tell(snapshot: Snapshot, found: Iterable[Raw], shapes: tuple[Shape, ...]) -> tuple[Finding, ...]:
    """Tell of findings; it costs as much as there are of them.

    Args:
        snapshot: The dataset that they were found in.
        found: The findings.
        shapes: The shapes that it was judged by.

    Returns:
        Them in full, the worst first, in a stable order; what says the same of the same comes once.
    """
    return in_order(finding for _, finding in each(snapshot, found, shapes))


def each(snapshot: Snapshot, found: Iterable[Raw], shapes: tuple[Shape, ...]) -> tuple[Told, ...]:
    """Tell of each of some findings.

    Args:
        snapshot: The dataset that they were found in.
        found: The findings.
        shapes: The shapes that it was judged by.

    Returns:
        Each with what is told of it, in their order.
    """
    place = Places(snapshot)
    mends = {shape.iri: shape.mend for shape in all_shapes(shapes)}
    listed = list(found)
    named = _with_messages(snapshot.store, listed)
    told = (replace(one, place=place.of(one.focus), mend=mends.get(one.shape, {})) for one in named)
    return tuple(zip(listed, told, strict=True))


def in_order(told: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put findings in order.

    Args:
        told: The findings.

    Returns:
        The worst first, in a stable order; what says the same of the same comes once.
    """
    ordered: dict[tuple[int, str, str, str, str, str], Finding] = {}
    for key, _, finding in sorted(((_key(one), f"{one.path} {one.value}", one) for one in told), key=lambda it: it[:2]):
        ordered.setdefault(key, finding)
    return tuple(ordered.values())


def mentioned(raw: Raw) -> set[str]:
    """Give the IRIs of all that is named in what is told of a finding."""
    return {term.value for term in (*raw.row.values(), raw.finding.focus) if isinstance(term, Iri)}


class Places:
    """Which graph and which line a subject is written on."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Look nothing up yet.

        Args:
            snapshot: The dataset and its files.
        """
        self._store = snapshot.store
        self._files = snapshot.files
        self._rank = {graph: number for number, graph in enumerate(snapshot.files)}

    def graph(self, focus: Term) -> str:
        """Find the graph of a file that says something of a subject.

        Args:
            focus: The subject.

        Returns:
            The graph's IRI; of several that of the last file; empty if there is none.
        """
        if not isinstance(focus, Iri | BlankNode):
            return ""
        subject = ox.NamedNode(focus.value) if isinstance(focus, Iri) else ox.BlankNode(focus.value)
        names = (quad.graph_name for quad in self._store.matching(subject))
        graphs = {name.value for name in names if isinstance(name, ox.NamedNode)}
        return max(graphs & self._rank.keys(), key=self._rank.__getitem__, default="")

    def of(self, focus: Term) -> Place | None:
        """Find where a subject is written.

        Args:
            focus: The subject.

        Returns:
            File, line and column; None if no file says anything of it.
        """
        file = self._files.get(self.graph(focus))
        if file is None:
            return None
        line, column = files.place_of(file, focus.value) or (1, None)
        return Place(str(file.path), line, column, file.graph)


def _with_messages(store: Store, raw: list[Raw]) -> list[Finding]:
    names = labels.describe(store, {iri for item in raw for iri in mentioned(item)})
    return [replace(item.finding, messages=_messages(item, names)) for item in raw]


def _messages(item: Raw, names: Mapping[str, Label]) -> dict[Lang, str]:
    terms: dict[str, Term | None] = {**item.row, "this": item.finding.focus, "value": item.finding.value}

    def told(lang: Lang) -> str:
        template = item.finding.messages.get(lang) or text(
            "finding.unnamed", lang, component=item.finding.component.rsplit("#", 1)[-1]
        )
        return _FIELD.sub(lambda field: _name(terms.get(field.group(1)), names, lang), template)

    return {lang: told(lang) for lang in LANGUAGES}


def _name(term: Term | None, names: Mapping[str, Label], lang: Lang) -> str:
    if term is None:
        return "–"
    label = names.get(term.value) if isinstance(term, Iri) else None
    return label.short(lang) if label else term.value


def _key(finding: Finding) -> tuple[int, str, str, str, str, str]:
    return (
        -finding.severity,
        finding.shape,
        finding.focus.value,
        finding.component,
        finding.value.value if finding.value else "",
        finding.messages["sv"],
    )
