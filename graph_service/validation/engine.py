"""Judging a dataset by the shapes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from graph_service.messages import LANGUAGES, Lang, text
from graph_service.model.terms import Iri, Row, Term
from graph_service.model.verdict import Finding, Place, Verdict
from graph_service.store import files, labels
from graph_service.store.labels import Label
from graph_service.store.port import Store
from graph_service.store.snapshot import Snapshot
from graph_service.validation import pyshacl_engine
from graph_service.validation.compiler import Check, compile_shapes
from graph_service.validation.shapes import Shape, each, load

if TYPE_CHECKING:
    from graph_service.store.files import GraphFile

Engine = Literal["set", "pyshacl"]
_FIELD: Final = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class _Raw:
    finding: Finding
    row: Row


def validate(
    snapshot: Snapshot,
    shapes: tuple[Shape, ...] | None = None,
    *,
    engine: Engine = "set",
    only: frozenset[str] | None = None,
) -> Verdict:
    """Judge a dataset by the shapes.

    Args:
        snapshot: The dataset.
        shapes: The shapes; None for those of the service.
        engine: ``"set"`` asks each constraint once for all nodes; ``"pyshacl"`` is the reference engine, slow.
        only: Graphs whose subjects' findings are told; None for all.

    Returns:
        The verdict.

    Raises:
        ShapeError: If a shape cannot be read.
    """
    judged = shapes if shapes is not None else load()
    if engine == "pyshacl":
        raw = [_Raw(finding, {}) for finding in pyshacl_engine.run(snapshot.store)]
    else:
        raw = [found for check in compile_shapes(judged) for found in _run(snapshot.store, check)]
    place = _Places(snapshot)
    if only is not None:
        raw = [item for item in raw if place.graph(item.finding.focus) in only]
    named = _with_messages(snapshot.store, raw)
    mends = {shape.iri: shape.mend for shape in each(judged)}
    placed = {_key(f): replace(f, place=place.of(f.focus), mend=mends.get(f.shape, {})) for f in named}
    findings = tuple(placed[key] for key in sorted(placed))
    return Verdict(findings, sum(1 + len(s.properties) for s in judged), len(snapshot.store), engine)


def raw_findings(store: Store, shapes: tuple[Shape, ...]) -> tuple[Finding, ...]:
    """Judge a dataset without telling names and places.

    Args:
        store: The dataset.
        shapes: The shapes.

    Returns:
        The findings, in no particular order.
    """
    return tuple(item.finding for check in compile_shapes(shapes) for item in _run(store, check))


def _run(store: Store, check: Check) -> list[_Raw]:
    shape, constraint = check.shape, check.constraint
    messages = constraint.messages or shape.messages
    found = []
    for row in store.select(check.query).rows:
        path = row.get("path")
        value = row.get("value")
        if constraint.parameter == "sparql" and value is None and not shape.path:
            value = row["focus"]
        found.append(
            _Raw(
                Finding(
                    check.severity,
                    row["focus"],
                    shape.path or (str(path) if path else ""),
                    value,
                    constraint.component,
                    shape.iri,
                    messages,
                ),
                row,
            )
        )
    return found


def _with_messages(store: Store, raw: list[_Raw]) -> list[Finding]:
    mentioned = {t.value for item in raw for t in (*item.row.values(), item.finding.focus) if isinstance(t, Iri)}
    names = labels.describe(store, mentioned)
    return [replace(item.finding, messages=_messages(item, names)) for item in raw]


def _messages(item: _Raw, names: Mapping[str, Label]) -> dict[Lang, str]:
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


class _Places:
    """Which graph and which line a subject is written on."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._files = snapshot.files
        self._graph_of = {str(quad.subject): graph for graph, file in snapshot.files.items() for quad in file.quads}

    def graph(self, focus: Term) -> str:
        return self._graph_of.get(str(focus), "")

    def of(self, focus: Term) -> Place | None:
        file: GraphFile | None = self._files.get(self.graph(focus))
        if file is None:
            return None
        line, column = files.place_of(file, focus.value) or (1, None)
        return Place(str(file.path), line, column)
