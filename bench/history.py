"""Measures what a long history costs: ``python -m bench.history``.

Two ledgers begin with the same invented plans of size S. One gets a few commits, the other gets many, made with
``Ledger.record`` as those of users are. Then the same is asked of both, in turns.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import pyoxigraph as ox

from bench import options
from bench.generate import generate
from bench.measure import machine
from bench.plans.world import SIZES, World
from graph_service.ledger import current
from graph_service.ledger.ledger import Ledger
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.files import GraphFile
from graph_service.vocabulary import DCTERMS

_FEW: Final = 10
_PAGE: Final = 20
_TITLE: Final = ox.NamedNode(f"{DCTERMS}title")
_CHANGED: Final = (1, 1, 1, 1, 1, 1, 1, 1, 2, 5)
"""How many plans a commit changes, drawn by chance."""


def main() -> int:
    """Run the program.

    Returns:
        The exit code, 0.
    """
    parser = argparse.ArgumentParser(
        prog="python -m bench.history",
        description="Measure what a ledger with a long history costs beside one with a short history.",
    )
    parser.add_argument(
        "--commits", type=options.count, default=10_000, help="commits of the long history (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of plans and changes (default: %(default)s)")
    parser.add_argument(
        "--repetitions", type=options.count, default=15, help="times that each is measured (default: %(default)s)"
    )
    asked = parser.parse_args()
    machine.keep_to_cores()
    with TemporaryDirectory(prefix="bench-") as folder:
        for line in measure(
            Path(folder), max(asked.commits, _FEW + 1), replace(SIZES["S"], seed=asked.seed), asked.repetitions
        ):
            print(line, flush=True)
    return 0


def measure(folder: Path, commits: int, world: World, repetitions: int) -> Iterator[str]:
    """Make the two ledgers and measure them.

    Args:
        folder: An empty folder for plans and ledgers.
        commits: Commits of the long history, more than those of the short one.
        world: How many plans there are; its seed is also that of what is changed.
        repetitions: How many times each question is asked.

    Yields:
        The lines of a table in Markdown.
    """
    generate(world, folder / "plans")
    plans = snapshot.read_files([folder / "plans"], Settings())
    places = {_FEW: str(folder / "few.sqlite"), commits: str(folder / "many.sqlite")}
    seconds = {count: make(place, plans, count, world.seed) for count, place in places.items()}
    size = Path(places[commits]).stat().st_size / 1e6
    triples = sum(len(file.quads) for file in plans)
    yield f"{commits} commits over {len(plans)} plans with {triples} triples; {size:.0f} MB."
    yield ""
    yield f"| what | {_FEW} commits | {commits} commits | ratio |"
    yield "| --- | --- | --- | --- |"
    few, many = (seconds[count] / count for count in places)
    yield _row("Making a commit, on average", few, many)
    plan = plans[len(plans) // 2]
    thing = next(q.subject.value for q in plan.quads if q.predicate == _TITLE and isinstance(q.subject, ox.NamedNode))
    questions = [_questions(place, count, plan.graph, thing) for count, place in places.items()]
    for name in questions[0]:
        times: tuple[list[float], ...] = ([], [])
        # What goes through all of the history takes long, and is asked less often.
        for _ in range(1 if name == "verify" else repetitions):
            for taken, asked in zip(times, questions, strict=True):
                taken.append(_timed(asked[name]))
        yield _row(name, *map(median, times))


def make(place: str, plans: tuple[GraphFile, ...], commits: int, seed: int) -> float:
    """Make a ledger.

    Args:
        place: Its file.
        plans: What it begins with.
        commits: How many commits it gets; what they change depends on the seed alone.
        seed: The seed.

    Returns:
        Seconds that the commits took, the making of the new texts left out.
    """
    chance, now, taken = random.Random(seed), list(plans), 0.0
    with Ledger.open(place) as ledger:
        head = ledger.head()
        for number in range(1, commits + 1):
            changed = range(len(now)) if head is None else chance.sample(range(len(now)), chance.choice(_CHANGED))
            for one in changed if head else ():
                now[one] = _reworded(now[one], number, chance)
            put = [now[one] for one in changed]
            began = time.perf_counter()
            head = ledger.record(
                head,
                who="en roll",
                why=f"Ändring {number}",
                verdict={"violations": 0},
                put=put,
                stated={}
                if head
                else None,  # whoever judges a change knows what it states of links; a title is nothing
            )
            taken += time.perf_counter() - began
    return taken


def _reworded(file: GraphFile, number: int, chance: random.Random) -> GraphFile:
    quads = list(file.quads)
    one = chance.choice(
        [at for at, quad in enumerate(quads) if quad.predicate == _TITLE and isinstance(quad.object, ox.Literal)]
    )
    quad = quads[one]
    quads[one] = ox.Quad(
        quad.subject, quad.predicate, ox.Literal(f"Ordalydelse {number}", language="sv"), quad.graph_name
    )
    return GraphFile(file.path, file.graph, tuple(quads), f"{file.text}# {number}\n")


def _questions(place: str, count: int, graph: str, thing: str) -> Mapping[str, Callable[[], object]]:
    ledger, middle = Ledger.open(place), count // 2
    moments = {number: ledger.commit(str(number)).moment + timedelta(microseconds=1) for number in (2, middle)}
    return {
        "Last commit": ledger.head,
        "First page of the log": lambda: ledger.log(_PAGE),
        "A page from the middle of the log": lambda: ledger.log(_PAGE, before=middle),
        "Log of one plan": lambda: ledger.log(_PAGE, graphs=[graph]),
        "Log of one thing": lambda: ledger.log(_PAGE, numbers=ledger.concerning(thing, _PAGE)),
        "Names of all plans": ledger.graphs,
        "Which contents are current": lambda: ledger.state(count),
        "Which were in the middle": lambda: ledger.state(middle),
        "Plans as they are": lambda: ledger.files(count),
        "Plans as they were in the middle": lambda: ledger.files(middle),
        "Commit that was the last at a time in the middle": lambda: ledger.known_at(moments[middle]),
        "Commit that was the last at a time near the beginning": lambda: ledger.known_at(moments[2]),
        "Plans that the service starts with": lambda: current.plans(Settings(ledger=place)),
        "verify": lambda: _verify(ledger),
    }


def _verify(ledger: Ledger) -> None:
    for fault in ledger.faults():
        raise RuntimeError(fault)


def _timed(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _row(name: str, few: float, many: float) -> str:
    return f"| {name} | {few * 1000:.2f} ms | {many * 1000:.2f} ms | {many / few:.2f} × |"


if __name__ == "__main__":
    sys.exit(main())
