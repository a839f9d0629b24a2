"""The benchmark of the gate runs."""

from pathlib import Path

from bench.gate import measure, told
from bench.plans.world import World


def test_gate_is_measured(tmp_path: Path) -> None:
    """A plan of some fifty elements is checked and published, and all plans are validated."""
    measured = measure(World(2, 1), tmp_path, repetitions=2, published=1)
    assert 40 <= measured.elements <= 80
    assert len(measured.check.seconds) == len(measured.check.processor) == 2
    assert len(measured.publish.seconds) == len(measured.again.seconds) == len(measured.validate.seconds) == 1
    assert measured.pyshacl is None
    lines = told({"S": measured, "M": measured}).splitlines()
    assert lines[2].startswith("| S | ")
    assert lines[-1] == "publish: M takes 1.0 times as long as S, 1.0 times by the processor"
