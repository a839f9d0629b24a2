"""The page with the results."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Final

from bench.measure.results import Measured, Results
from bench.measure.works import LOOKUPS, WIDE, Work

MEMORY_TARGET: Final = 300_000_000
"""Bytes that the whole service may take at S."""
START_TARGET: Final = 2.0
"""Seconds that it may take from start to ready on the shipped plans."""
_INTRODUCTION: Final = (
    "Written by `python -m bench.run`; [README.md](README.md) says what is measured and how. "
    "Ratios of one run hold; absolute numbers are those of the machine below. Raw: [results.json](results.json)."
)
_WORKS: Final[tuple[Work, ...]] = (LOOKUPS, *WIDE)
_SIZES: Final = "SML"


def render(results: Results) -> str:
    """Write the page.

    Args:
        results: All that has been measured.

    Returns:
        Markdown.
    """
    parts = [
        "# Measurements",
        _INTRODUCTION,
        "## Against the targets",
        _table(("what", "size", "here", "measured against", "ratio", "target", "met"), _targets(results)),
        "## All medians",
        _table(
            (
                "what",
                "size",
                "engine",
                "answers/s",
                "lowest to highest",
                "half within",
                "99 % within",
                "loads",
                "errors",
            ),
            _medians(results),
        ),
        "## Same work",
        _table(("what", "size", "answers", "connections", "commit", "day"), _answers(results)),
        "## Conditions",
        _table(("machine", ""), results.machine.items()),
        _table(("version", ""), results.versions.items()),
        _table(("plans", "municipalities × years", "files", "triples in them", "seed"), _plans(results)),
    ]
    return "\n\n".join(parts) + "\n"


def _targets(results: Results) -> Iterable[Sequence[str]]:
    for work, size, measured in _measured(results):
        for peer, by_size in work.targets.items():
            if size in by_size:
                yield work.title, size, *_against(measured, peer, by_size[size])
    if "redthread" in results.memory.get("S", {}):
        taken = results.memory["S"]["redthread"]
        within = f"< {MEMORY_TARGET / 1e6:.0f} MB"
        yield "Memory of the whole service", "S", f"{taken / 1e6:.0f} MB", "–", "–", within, _met(taken < MEMORY_TARGET)
    if results.start:
        middle = median(results.start)
        tries = f"{len(results.start)} starts, {min(results.start):.2f} to {max(results.start):.2f} s"
        met = _met(middle < START_TARGET)
        yield "Start to ready", "shipped plans", f"{middle:.2f} s", tries, "–", f"< {START_TARGET:g} s", met


def _against(measured: Measured, peer: str, target: float) -> Sequence[str]:
    ratio = measured.ratio(peer)
    met = (measured.missing or "no number") if ratio is None else _met(ratio >= target)
    told = "–" if ratio is None else f"{ratio:.2f} ×"
    ours, theirs = (_rate(measured.per_second(engine)) for engine in ("redthread", peer))
    return ours, f"{peer}: {theirs}", told, f"≥ {target:g} ×", met


def _medians(results: Results) -> Iterable[Sequence[str]]:
    for work, size, measured in _measured(results):
        for engine, loads in measured.loads.items():
            rates = [load.per_second for load in loads]
            yield (
                work.title,
                size,
                engine,
                _rate(median(rates)),
                f"{_rate(min(rates))} to {_rate(max(rates))}",
                f"{median(load.p50_ms for load in loads):.2f} ms",
                f"{median(load.p99_ms for load in loads):.2f} ms",
                f"{len(loads)} × {median(load.seconds for load in loads):.0f} s",
                str(sum(load.refused + load.broken for load in loads)),
            )
    for size in _SIZES:
        for engine, taken in results.memory.get(size, {}).items():
            yield "Memory", size, engine, f"{taken / 1e6:.0f} MB", "–", "–", "–", "–", "–"


def _answers(results: Results) -> Iterable[Sequence[str]]:
    for work, size, measured in _measured(results):
        told = measured.missing or measured.answers
        yield work.title, size, told, str(work.connections), measured.commit, measured.day


def _plans(results: Results) -> Iterable[Sequence[str]]:
    for size in _SIZES:
        if size in results.plans:
            plans = results.plans[size]
            count = f"{plans['municipalities']} × {plans['years']}"
            yield size, count, f"{plans['files']:,}", f"{plans['triples']:,}", str(plans["seed"])


def _measured(results: Results) -> Iterable[tuple[Work, str, Measured]]:
    for work in _WORKS:
        for size in _SIZES:
            if work.name in results.works.get(size, {}):
                yield work, size, results.works[size][work.name]


def _rate(per_second: float | None) -> str:
    return "–" if per_second is None else f"{per_second:,.0f}" if per_second >= 100 else f"{per_second:.1f}"  # noqa: PLR2004 -- from here on decimals say nothing


def _met(met: bool) -> str:  # noqa: FBT001 -- its one argument is what it puts into words
    return "yes" if met else "**no**"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '¦') for cell in line)} |" for line in lines)
