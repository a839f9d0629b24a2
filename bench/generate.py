"""Writes a folder of invented plans: ``python -m bench.generate --size S --seed 1 FOLDER``."""

import argparse
import errno
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from bench import options
from bench.plans.local import local
from bench.plans.national import national
from bench.plans.organisations import register
from bench.plans.paper import Paper
from bench.plans.regional import regional, subregional
from bench.plans.turtle import Sheet
from bench.plans.world import SIZES, World

MANIFEST: Final = "manifest.json"
"""Name of the file that says what a folder holds."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder of invented plans holds.

    Attributes:
        seed: What the chances were drawn from.
        municipalities: How many municipalities plan.
        years: For how many years.
        files: How many files there are, one named graph each.
        triples: How many statements they hold, without ontology and derived ones.
        things: How many things of each class.
        defects: How many defects of each kind were put in on purpose.
    """

    seed: int
    municipalities: int
    years: int
    files: int
    triples: int
    things: dict[str, int]
    defects: dict[str, int]


def generate(world: World, folder: Path) -> Manifest:
    """Write the plans of a world into an empty folder, a file at a time.

    The same world gives the same bytes.

    Args:
        world: How many municipalities, for how many years, by which seed.
        folder: Where to; it is made if it is missing.

    Returns:
        What was written, which also lies in the folder as ``manifest.json``.

    Raises:
        OSError: If the folder cannot be written, or there is something in it already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), str(folder))
    files = triples = 0
    things: Counter[str] = Counter()
    defects: Counter[str] = Counter()
    for sheet, put_in in _sheets(world):
        path = folder / sheet.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sheet.text(), encoding="utf-8", newline="\n")
        files += 1
        triples += sheet.triples
        things += sheet.things
        defects.update(put_in)
    manifest = Manifest(
        world.seed,
        world.municipality_count,
        world.year_count,
        files,
        triples,
        dict(sorted(things.items())),
        dict(sorted(defects.items())),
    )
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
    return manifest


def main() -> int:
    """Run the program.

    Returns:
        The exit code: 0, or 2 if the folder cannot be written.
    """
    parser = argparse.ArgumentParser(
        prog="python -m bench.generate",
        description="Write a folder of invented plans. The same size and seed give the same bytes.",
        epilog="Sizes: "
        + "; ".join(f"{name} = {w.municipality_count} × {w.year_count}" for name, w in SIZES.items())
        + " (municipalities × years).",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="an empty folder, or one to make")
    parser.add_argument("--size", choices=SIZES, default="S", help="how much (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="what the chances are drawn from (default: %(default)s)")
    parser.add_argument("--municipalities", type=options.count, metavar="N", help="this many instead of the size's")
    parser.add_argument("--years", type=options.count, metavar="N", help="this many instead of the size's")
    asked = parser.parse_args()
    size = SIZES[asked.size]
    world = replace(
        size,
        seed=asked.seed,
        municipality_count=asked.municipalities or size.municipality_count,
        year_count=asked.years or size.year_count,
    )
    try:
        manifest = generate(world, asked.folder)
    except OSError as error:
        parser.exit(2, f"{error.filename}: {error.strerror}. Give an empty folder, or one to make.\n")
    print(f"{manifest.files} files, {manifest.triples} triples in {asked.folder}")
    return 0


def _sheets(world: World) -> Iterator[tuple[Sheet, Counter[str]]]:
    yield register(world), Counter()
    for paper in _papers(world):
        yield paper.sheet, paper.defects


def _papers(world: World) -> Iterator[Paper]:
    yield from national(world).papers
    for number in world.regions:
        for year in world.years:
            yield from regional(world, number, year)[1]
    for number in world.subregions:
        for first in sorted({world.first_year_of_subregional_plan(year) for year in world.years}):
            yield subregional(world, number, first)[1]
    for municipality in world.municipalities:
        yield from local(world, municipality)


if __name__ == "__main__":
    sys.exit(main())
