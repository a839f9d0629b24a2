"""Measures the service and its peers on the same work: ``python -m bench.run --size S``; ``make bench`` does it all."""

import argparse
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import options
from bench.generate import generate
from bench.measure import asking, data, engines, machine, report
from bench.measure.asking import Sending
from bench.measure.data import Data
from bench.measure.engines import Engine
from bench.measure.errors import BenchError, NotThereError
from bench.measure.load import Load, put_load, wrk
from bench.measure.results import Measured, Results
from bench.measure.works import JSON_RESULTS, LOOKUPS, WIDE, Wide, Work
from bench.plans.world import SIZES

_HERE: Final = Path(__file__).resolve().parent
_NAMES: Final = (LOOKUPS.name, *(wide.name for wide in WIDE), "memory", "start")
_STOPPED: Final = 130
_STARTS: Final = 5
_MOST_PER_SECOND: Final = 20_000
"""Lookups per second that are prepared; an engine that is quicker gets some of them twice."""
_WARM_UP: Final = 1.0
"""Seconds of load before the first repetition that counts."""
_ANSWERS: Final = 20
"""Times that one answer takes, which a load lasts at least: a slow engine's last, unfinished answers do not count."""
_LONGEST: Final = 60
"""Seconds that a peer's query is given when it is tried before measuring."""
_RDFLIB_SIZES: Final = frozenset({"S"})
"""Sizes that rdflib-endpoint is measured at; larger ones take it minutes to load."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be measured.

    Attributes:
        size: Size of the invented plans.
        seed: Their seed.
        only: Names of what to measure.
        seconds: Least length of each load.
        repetitions: How many times each engine is measured on each work.
        peers: The environment that the peers are installed in.
        into: Folder of the results.
    """

    size: str
    seed: int
    only: Sequence[str]
    seconds: float
    repetitions: int
    peers: Path
    into: Path


def main() -> int:
    """Run the program.

    Returns:
        The exit code: 0; 2 if something is missing or an engine does not start; 130 if it is stopped.
    """
    asked = _arguments()
    # Told to end, it ends as by Ctrl-C: the engines that it has started are stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    machine.keep_to_cores()
    try:
        wrk()
        results = Results.read(asked.into / "results.json")
        results.machine, results.versions = machine.machine(), machine.versions(asked.peers)
        with TemporaryDirectory(prefix="bench-") as folder:
            if "start" in asked.only:
                results.start = _starts(Path(folder))
                _keep(results, asked.into)
            if set(asked.only) - {"start"}:
                _measure_size(asked, results, Path(folder))
    except BenchError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return _STOPPED
    print(f"Written: {asked.into / 'RESULTS.md'}")
    return 0


def _keep(results: Results, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    results.write(folder / "results.json")
    (folder / "RESULTS.md").write_text(report.render(results), encoding="utf-8")


def _arguments() -> Asked:
    parser = argparse.ArgumentParser(
        prog="python -m bench.run",
        description="Measure the service and its peers on the same work, and write RESULTS.md.",
        epilog="`make bench` installs what this needs. What was measured before stays until it is measured again.",
    )
    parser.add_argument("--size", choices=SIZES, default="S", help="size of the invented plans (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the invented plans (default: %(default)s)")
    parser.add_argument(
        "--only", choices=_NAMES, nargs="+", default=_NAMES, metavar="NAME", help=f"of {', '.join(_NAMES)}"
    )
    parser.add_argument(
        "--seconds", type=options.seconds, default=5.0, help="least length of a load (default: %(default)s)"
    )
    parser.add_argument(
        "--repetitions", type=options.count, default=3, help="times that each is measured (default: %(default)s)"
    )
    peers = engines.ROOT / ".bench-venv"
    parser.add_argument(
        "--peers", type=options.folder, default=peers, help="environment of the peers (default: %(default)s)"
    )
    parser.add_argument(
        "--into", type=options.folder, default=_HERE, help="folder of the results (default: %(default)s)"
    )
    return Asked(**vars(parser.parse_args()))


def _starts(folder: Path) -> list[float]:
    times = []
    for number in range(1, _STARTS + 1):
        with engines.redthread([], folder / "start.log") as service:
            times.append(round(service.start_seconds, 3))
        print(f"start {number}: {times[-1]:.2f} s", flush=True)
    return times


def _measure_size(asked: Asked, results: Results, folder: Path) -> None:
    plans = folder / "plans"
    manifest = generate(replace(SIZES[asked.size], seed=asked.seed), plans)
    results.plans[asked.size] = {key: value for key, value in asdict(manifest).items() if isinstance(value, int)}
    print(f"{asked.size}: {manifest.triples} triples", flush=True)
    with _Bench.of(asked, plans, folder) as bench:
        memory = bench.memory()
        for work in (LOOKUPS, *WIDE):
            if work.name in asked.only:
                measured = bench.measure(work)
                results.works.setdefault(asked.size, {})[work.name] = measured
                print(f"{work.title}: {_told(measured)}", flush=True)
                _keep(results, asked.into)
                memory = {name: max(memory[name], taken) for name, taken in bench.memory().items()}
        if "memory" in asked.only:
            results.memory[asked.size] = memory
            _keep(results, asked.into)


@dataclass(frozen=True, slots=True)
class _Bench:
    """Engines that run on the same plans."""

    asked: Asked
    folder: Path
    of_peers: Data
    running: Mapping[str, Engine]

    @classmethod
    @contextmanager
    def of(cls, asked: Asked, plans: Path, folder: Path) -> "Iterator[_Bench]":
        of_peers = data.write(plans, folder)
        with ExitStack() as stack:
            started = [
                stack.enter_context(engines.redthread([plans], folder / "redthread.log")),
                stack.enter_context(engines.oxigraph(asked.peers, of_peers.quads, folder / "oxigraph.log")),
            ]
            if asked.size in _RDFLIB_SIZES and LOOKUPS.name in asked.only:
                log = folder / "rdflib-endpoint.log"
                started.append(stack.enter_context(engines.rdflib_endpoint(asked.peers, of_peers.triples, log)))
            yield cls(asked, folder, of_peers, {engine.name: engine for engine in started})

    def memory(self) -> dict[str, int]:
        return {name: engine.memory() for name, engine in self.running.items()}

    def measure(self, work: Work) -> Measured:
        day, commit = f"{datetime.now(UTC):%Y-%m-%d}", machine.commit()
        try:
            sending = self._prepare(work)
        except NotThereError as error:
            return Measured(commit, day, {}, "", missing=str(error))
        loads: dict[str, tuple[Load, ...]] = dict.fromkeys(sending.requests, ())
        for repetition in range(self.asked.repetitions + 1):
            for name in sending.requests:
                load = self._load(work, sending, name, repetition)
                if repetition:
                    loads[name] += (load,)
        return Measured(commit, day, loads, sending.answers)

    def _prepare(self, work: Work) -> Sending:
        if not isinstance(work, Wide):
            count = round(max(self.asked.seconds, _WARM_UP) * _MOST_PER_SECOND)
            return asking.lookups(self.running, self.asked.seed, count)
        log = self.folder / "trial.log"
        with engines.oxigraph(self.asked.peers, self.of_peers.quads, log, give_up=_LONGEST) as trial:
            return asking.wide(work, self.running[asking.SERVICE], trial)

    def _load(self, work: Work, sending: Sending, name: str, repetition: int) -> Load:
        enough = max(self.asked.seconds, _ANSWERS * sending.alone.get(name, 0))
        return put_load(
            self.running[name].url,
            sending.requests[name](repetition),
            accept=f"{JSON_RESULTS}, application/json",
            connections=work.connections,
            seconds=enough if repetition else _WARM_UP,
            work=self.folder,
        )


def _told(measured: Measured) -> str:
    rates = (f"{name} {measured.per_second(name) or 0:.0f}/s" for name in measured.loads)
    return measured.missing or f"{', '.join(rates)} ({measured.answers})"


if __name__ == "__main__":
    sys.exit(main())
