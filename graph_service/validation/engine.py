"""Judging a dataset by the shapes."""

from typing import Literal

from graph_service.model.verdict import Finding, Verdict
from graph_service.store.port import Store
from graph_service.store.snapshot import Snapshot
from graph_service.validation import pyshacl_engine, raw
from graph_service.validation.raw import Raw, Rules
from graph_service.validation.shapes import Shape
from graph_service.validation.telling import Places, tell

Engine = Literal["set", "pyshacl"]


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
    rules = raw.shipped() if shapes is None else Rules.of(shapes)
    if engine == "pyshacl":
        found = [Raw(finding, {}) for finding in pyshacl_engine.run(snapshot.store)]
    else:
        found = list(raw.judge(snapshot.store, rules))
    if only is not None:
        place = Places(snapshot)
        found = [one for one in found if place.graph(one.finding.focus) in only]
    return Verdict(tell(snapshot, found, rules.shapes), rules.number, len(snapshot.store), engine)


def raw_findings(store: Store, shapes: tuple[Shape, ...]) -> tuple[Finding, ...]:
    """Judge a dataset without telling names and places.

    Args:
        store: The dataset.
        shapes: The shapes.

    Returns:
        The findings, in no particular order.
    """
    return tuple(one.finding for one in raw.judge(store, Rules.of(shapes)))
