"""The raw numbers, kept in ``results.json`` from run to run."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Self

from bench.measure.errors import ResultsUnreadableError
from bench.measure.load import Load


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one work at one size.

    Attributes:
        commit: What was measured.
        day: When, as a date.
        loads: By engine what came of each repetition.
        answers: What the engines answered, in words: that they agree, or how they differ.
        missing: Why there are no numbers; empty if there are.
    """

    commit: str
    day: str
    loads: Mapping[str, tuple[Load, ...]]
    answers: str
    missing: str = ""

    def per_second(self, engine: str) -> float | None:
        """Give the median of an engine's answers per second; None if there was none, or an error among them."""
        loads = self.loads.get(engine, ())
        if not loads or any(load.refused or load.broken or not load.requests for load in loads):
            return None
        return median(load.per_second for load in loads)

    def ratio(self, peer: str) -> float | None:
        """Tell how many times as quick as a peer the service is; None if that is not known."""
        ours, theirs = self.per_second("redthread"), self.per_second(peer)
        return ours / theirs if ours and theirs else None


@dataclass(slots=True)
class Results:
    """All that has been measured.

    Attributes:
        machine: What it was measured on.
        versions: Versions of engines and tools.
        plans: By size what the plans hold.
        works: By size and name of the work what came of it.
        memory: By size and engine the largest memory seen, in bytes.
        start: Seconds from start to ready on the shipped plans, each time.
    """

    machine: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    plans: dict[str, dict[str, Any]] = field(default_factory=dict)
    works: dict[str, dict[str, Measured]] = field(default_factory=dict)
    memory: dict[str, dict[str, int]] = field(default_factory=dict)
    start: list[float] = field(default_factory=list)

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read what earlier runs have measured.

        Args:
            file: Where it lies; it may be missing.

        Returns:
            The results.

        Raises:
            ResultsUnreadableError: If it is not what an earlier run has written.
        """
        if not file.is_file():
            return cls()
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            works = {
                size: {name: _measured(work) for name, work in of_size.items()}
                for size, of_size in told["works"].items()
            }
            return cls(**{**told, "works": works})
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise ResultsUnreadableError(file) from error

    def write(self, file: Path) -> None:
        """Write them."""
        file.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _measured(told: Mapping[str, Any]) -> Measured:
    loads = {engine: tuple(Load(**load) for load in loads) for engine, loads in told["loads"].items()}
    return Measured(**{**told, "loads": loads})
