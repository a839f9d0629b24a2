"""The shipped plans judged by pySHACL, the reference engine, and by ours."""

import pytest

from graph_service.model.verdict import Finding
from graph_service.store.snapshot import Snapshot
from graph_service.validation import pyshacl_engine, shapes
from graph_service.validation.engine import raw_findings

# Groups begin in the order of their size: alone, the slowest test of all would begin last, and the rest wait for it.
pytestmark = pytest.mark.xdist_group("pyshacl")


def _key(finding: Finding) -> tuple[object, ...]:
    """Tell findings apart as a validation report does; a complex path is told apart by its shape."""
    path = finding.path if finding.path.startswith("<") else ""
    return (finding.severity, str(finding.focus), path, str(finding.value), finding.component, finding.shape)


def test_both_engines_give_the_same_verdict_on_the_shipped_plans(shipped: Snapshot) -> None:
    """Over all shipped plans and all shapes our engine finds just what pySHACL finds.

    This is the slowest test of all, a minute or two: pySHACL asks each node by itself.
    """
    ours = {_key(finding) for finding in raw_findings(shipped.store, shapes.load())}
    theirs = {_key(finding) for finding in pyshacl_engine.run(shipped.store)}
    assert ours
    assert ours == theirs
