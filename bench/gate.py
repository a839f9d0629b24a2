"""Measures what it takes to check and to publish a plan, and to validate all plans: ``python -m bench.gate``."""

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from typing import Final

from bench import options
from bench.generate import generate
from bench.measure import machine
from bench.plans.world import SIZES, World
from graph_service.keeper.process import Keeper
from graph_service.keeper.request import Answer, Sent
from graph_service.ledger.ledger import Ledger
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.files import GraphFile
from graph_service.validation import engine, raw

_PART: Final = "dcterms:isPartOf"
_TITLE: Final = re.compile(r'dcterms:title "([^"]*)"@sv')
_DOCUMENT: Final = re.compile(r"<[^/>]*(?:>|/utgava/|/period/)")
_OWN: Final = re.compile(r"(<exempelkommun-[^/>]*/(?!utgava/|period/)[^/>]+/)")
_EVERY: Final = 5
"""Of how many titles one is changed."""
_WARM_UP: Final = 1


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took, each time.

    Attributes:
        seconds: By the clock on the wall.
        processor: By the processor, children counted; less than the other where others use the machine too.
    """

    seconds: list[float]
    processor: list[float]

    @property
    def median(self) -> float:
        """The median by the clock."""
        return median(self.seconds)

    @property
    def mean_processor(self) -> float:
        """The mean by the processor; what a child takes to end may be counted with the next time."""
        return mean(self.processor)


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one size.

    Attributes:
        triples: What the plans hold, with ontology and derived statements.
        elements: Elements of the plan that was sent.
        check: Checking it with some other words.
        publish: Checking and keeping it.
        again: What it takes after that until a child stands ready for the next change.
        validate: Validating all plans.
        pyshacl: The same by pySHACL; None if it was left out.
    """

    triples: int
    elements: int
    check: Took
    publish: Took
    again: Took
    validate: Took
    pyshacl: Took | None


def main() -> int:
    """Run the program.

    Returns:
        The exit code: 0.
    """
    parser = argparse.ArgumentParser(
        prog="python -m bench.gate",
        description="Measure checking and publishing a plan of some fifty elements, and validating all plans.",
    )
    parser.add_argument(
        "--sizes", choices=SIZES, nargs="+", default=["S", "M"], help="sizes of the invented plans (default: S M)"
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of the invented plans (default: %(default)s)")
    parser.add_argument(
        "--repetitions", type=options.count, default=5, help="times that a plan is checked (default: %(default)s)"
    )
    parser.add_argument(
        "--published", type=options.count, default=2, help="times that it is published (default: %(default)s)"
    )
    parser.add_argument("--pyshacl", action="store_true", help="validate by pySHACL too, at size S: takes minutes")
    asked = parser.parse_args()
    machine.keep_to_cores()
    measured: dict[str, Measured] = {}
    for size in asked.sizes:
        with TemporaryDirectory(prefix="bench-") as folder:
            world = replace(SIZES[size], seed=asked.seed)
            by_pyshacl = asked.pyshacl and size == "S"
            measured[size] = measure(world, Path(folder), asked.repetitions, asked.published, pyshacl=by_pyshacl)
        print(told(measured), flush=True)
    print(json.dumps({size: asdict(one) for size, one in measured.items()}))
    return 0


def measure(world: World, folder: Path, repetitions: int, published: int, *, pyshacl: bool = False) -> Measured:
    """Measure one size.

    Args:
        world: The plans.
        folder: An empty folder to work in.
        repetitions: How many times a plan is checked.
        published: How many times it is published.
        pyshacl: Whether pySHACL validates all plans too.

    Returns:
        How long everything took.
    """
    generate(world, folder / "plans")
    local = sorted((folder / "plans" / "lokalt").rglob("*.ttl"))
    chosen = local[len(local) // 2]
    chosen.write_text(_enlarged(chosen.read_text(encoding="utf-8")), encoding="utf-8")
    settings = Settings(ledger=str(folder / "ledger.sqlite"))
    # In a process of its own, so that the one that judges is no larger than a service's.
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        triples, validate, by_pyshacl = pool.submit(_validated, folder / "plans", settings, pyshacl=pyshacl).result()
    (plan,) = snapshot.read_files([chosen], settings)
    keeper = Keeper(settings)
    variants = _variants(plan)
    check, publish, again = Took([], []), Took([], []), Took([], [])
    for number in range(_WARM_UP + repetitions + published):
        taken = check if number < _WARM_UP + repetitions else publish
        _add(again, _timed(partial(_ready, keeper), 1))
        _add(taken, _timed(partial(_sent, keeper, plan, next(variants), publish=taken is publish), 1))
    _add(again, _timed(partial(_ready, keeper), 1))
    measured = Took(check.seconds[_WARM_UP:], check.processor[_WARM_UP:])
    again = Took(again.seconds[-published:], again.processor[-published:])
    return Measured(triples, plan.text.count(_PART), measured, publish, again, validate, by_pyshacl)


def told(measured: dict[str, Measured]) -> str:
    """Tell what was measured.

    Args:
        measured: What came of each size.

    Returns:
        A table in Markdown.
    """
    heads = ("size", "triples", "elements", "check", "publish", "ready again", "validate", "pySHACL", "ratio")
    lines = [heads, ("---",) * len(heads)]
    for size, one in measured.items():
        ratio = f"{one.pyshacl.median / one.validate.median:.0f}" if one.pyshacl else "–"
        took = (_told(part) for part in (one.check, one.publish, one.again, one.validate, one.pyshacl))
        lines.append((size, f"{one.triples:,}", str(one.elements), *took, ratio))
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    if {"S", "M"} <= measured.keys():
        small, large = measured["S"], measured["M"]
        for name, s, m in (("check", small.check, large.check), ("publish", small.publish, large.publish)):
            wall, processor = m.median / s.median, m.mean_processor / s.mean_processor
            table += f"\n{name}: M takes {wall:.1f} times as long as S, {processor:.1f} times by the processor"
    return table


def _enlarged(text: str) -> str:
    """Let a plan hold some fifty elements: its own, and the same under other IRIs."""
    blocks = text.split("\n\n")
    elements = [block for block in blocks[2:] if not _DOCUMENT.match(block)]
    return (
        "\n\n".join((text.rstrip(), *(_OWN.sub(rf"\g<1>{sign}-", block) for sign in "ab" for block in elements))) + "\n"
    )


def _validated(folder: Path, settings: Settings, *, pyshacl: bool) -> tuple[int, Took, Took | None]:
    """Begin a ledger with the plans, and validate all of them."""
    files = snapshot.read_files([folder], settings)
    with closing(Ledger.open(settings.ledger)) as ledger:
        ledger.record(None, who="bench", why="The invented plans.", verdict={}, put=files)
    plans = snapshot.build(files)
    raw.shipped()
    validate = _timed(lambda: engine.validate(plans), 1)
    by_pyshacl = _timed(lambda: engine.validate(plans, engine="pyshacl"), 1) if pyshacl else None
    return len(plans.store), validate, by_pyshacl


def _variants(plan: GraphFile) -> Iterator[str]:
    """Give the plan with some other words, each time with others."""
    number = 0
    while True:
        number += 1
        place = 0

        def other(found: re.Match[str], number: int = number) -> str:
            nonlocal place
            place += 1
            return f'dcterms:title "{found[1]} ({number})"@sv' if place % _EVERY == 0 else found[0]

        yield _TITLE.sub(other, plan.text)


def _ready(keeper: Keeper) -> None:
    keeper.catch_up()
    keeper.prepare(wait=True)


def _sent(keeper: Keeper, plan: GraphFile, text: str, *, publish: bool = False) -> None:
    target = plan.graph.partition("/utgava/")[0]
    sent = Sent(target, "plan", plan.path.name, text.encode(), publish=publish, who="bench", why="Other words.")
    answer = Answer.read(keeper.answer(sent.frame()))
    if not answer.accepted or not answer.changed or publish != (answer.commit is not None):
        raise RuntimeError(answer.report.decode())


def _timed(work: Callable[[], object], times: int) -> Took:
    took = Took([], [])
    for _ in range(times):
        began, used = time.perf_counter(), _processor()
        work()
        took.seconds.append(round(time.perf_counter() - began, 4))
        took.processor.append(round(_processor() - used, 4))
    return took


def _processor() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _add(took: Took, other: Took) -> None:
    took.seconds.extend(other.seconds)
    took.processor.extend(other.processor)


def _told(took: Took | None) -> str:
    return "–" if took is None else f"{took.median:.2f} s ({took.mean_processor:.2f})"


if __name__ == "__main__":
    sys.exit(main())
