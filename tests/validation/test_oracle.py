"""The shipped plans judged by pySHACL, the reference engine, and by ours."""

from pathlib import Path
from typing import Final

import pytest

from graph_service import resources
from graph_service.model.verdict import Finding
from graph_service.store.snapshot import Snapshot
from graph_service.validation import pyshacl_engine, shapes
from graph_service.validation.engine import raw_findings

EARLY: Final = pytest.mark.xdist_group("pyshacl")
"""Groups begin in the order of their size: alone, the slowest test would begin last, and the rest wait for it."""
PREFIX_FILE: Final = resources.folder("shapes") / "prefixes.ttl"
FILES: Final = sorted(path for path in resources.folder("shapes").glob("*.ttl") if path != PREFIX_FILE)


def _key(finding: Finding) -> tuple[object, ...]:
    """Tell findings apart as a validation report does; a complex path is told apart by its shape."""
    path = finding.path if finding.path.startswith("<") else ""
    return (finding.severity, str(finding.focus), path, str(finding.value), finding.component, finding.shape)


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.stem, marks=[EARLY] if path.stem == "links" else []) for path in FILES]
)
def test_both_engines_give_the_same_verdict_on_the_shipped_plans(shipped: Snapshot, path: Path) -> None:
    """Over all shipped plans, by the shapes of each file, our engine finds just what pySHACL finds.

    The links are the slowest of all, about a minute: pySHACL asks each node by itself.
    """
    ours = {_key(finding) for finding in raw_findings(shipped.store, shapes.load([path, PREFIX_FILE]))}
    theirs = {_key(finding) for finding in pyshacl_engine.run(shipped.store, [path, PREFIX_FILE])}
    assert ours == theirs


def test_there_is_something_to_find(shipped: Snapshot) -> None:
    """The shipped plans have findings that the engines can differ on, and each shape is in one of the files."""
    assert list(raw_findings(shipped.store, shapes.load()))
    assert {shape.iri for path in FILES for shape in shapes.load([path, PREFIX_FILE])} == {
        shape.iri for shape in shapes.load()
    }
