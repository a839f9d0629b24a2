"""The invented plans that the benchmarks run on."""

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.generate import MANIFEST, Manifest, generate
from bench.plans.local import SHARES
from bench.plans.world import SIZES, World
from graph_service.model.verdict import Severity
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.snapshot import Snapshot
from graph_service.validation.engine import validate
from graph_service.vocabulary import DERIVED_GRAPH, ONTOLOGY_GRAPH, compact

ROOT = Path(__file__).resolve().parent.parent.parent
BLOCK = re.compile(r"^(<[^>]*>) ", re.MULTILINE)
SMALL = World(14, 2, seed=7)
"""Two sub-regions, two years: everything that the generator can do."""

LOCAL = "?x dcterms:isPartOf ?plan . ?plan rt:level rt:local ."
DEFECTS = {
    "goals_without_activity": f"?x a rt:EffectGoal . {LOCAL} FILTER NOT EXISTS {{ ?any rt:contributesTo ?x }}",
    "activities_without_responsible": "?x a rt:Activity . FILTER NOT EXISTS { ?x rt:responsible ?who }",
    "goals_without_follow_up": f"?x a rt:EffectGoal . {LOCAL} FILTER NOT EXISTS {{ ?any rt:follows ?x }}",
    "links_to_outdated_goals": (
        "?x a rt:Link ; rt:to ?goal ; rt:relation/rdfs:subPropertyOf rt:tracesTo . "
        "?goal dcterms:source/rt:editionStatus rt:superseded ."
    ),
}
"""How the graph itself shows each kind of defect."""


@dataclass(frozen=True)
class Made:
    """Some invented plans."""

    folder: Path
    manifest: Manifest
    built: Snapshot

    def count(self, pattern: str) -> int:
        """Count the ``?x`` of a pattern."""
        return int(self.built.store.select(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}").rows[0]["n"].value)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Give a small world of invented plans."""
    folder = tmp_path_factory.mktemp("plans")
    manifest = generate(SMALL, folder)
    return Made(folder, manifest, snapshot.build(snapshot.read_files([folder], Settings())))


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_same_seed_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    """A world written twice, the second time in another process, is the same to the byte."""
    size = ["--municipalities", str(SMALL.municipality_count), "--years", str(SMALL.year_count)]
    command = [sys.executable, "-m", "bench.generate", *size, "--seed", str(SMALL.seed), str(tmp_path / "again")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120, env={"PYTHONHASHSEED": "5"})
    assert _files(tmp_path / "again") == _files(made.folder)


def test_another_seed_gives_another_world(made: Made, tmp_path: Path) -> None:
    """The seed decides what the plans say, not which there are."""
    generate(World(14, 2, seed=8), tmp_path)
    mine, other = _files(tmp_path), _files(made.folder)
    assert mine.keys() == other.keys()
    assert sum(mine[name] != other[name] for name in mine) > len(mine) / 2


def test_a_larger_world_holds_the_smaller_one(made: Made, tmp_path: Path) -> None:
    """What a municipality plans does not depend on how many others there are."""
    generate(World(13, 2, seed=7), tmp_path)
    fewer, more = _files(tmp_path), _files(made.folder)
    plans = [name for name in fewer if name.startswith("lokalt/")]
    assert len(plans) == 13 * 2
    assert all(fewer[name] == more[name] for name in plans)


def test_manifest_tells_what_there_is(made: Made) -> None:
    """Files, triples and things are as many as the manifest says."""
    written = json.loads((made.folder / MANIFEST).read_text(encoding="utf-8"))
    assert written["triples"] == made.manifest.triples == sum(len(set(f.quads)) for f in made.built.files.values())
    assert written["files"] == len(made.built.files)
    classes = made.built.store.select(
        f"""SELECT ?class (COUNT(*) AS ?n) {{
          GRAPH ?file {{ ?thing a ?class }} FILTER (?file NOT IN (<{ONTOLOGY_GRAPH}>, <{DERIVED_GRAPH}>))
        }} GROUP BY ?class"""
    )
    assert written["things"] == {compact(row["class"].value): int(row["n"].value) for row in classes.rows}


def test_plans_hold(made: Made) -> None:
    """The plans break no rule, all threads are whole, and only what is left uncovered on purpose is warned for."""
    verdict = validate(made.built)
    assert verdict.conforms
    assert verdict.count(Severity.INFO) == 0
    assert verdict.count(Severity.WARNING) == sum(
        made.count(DEFECTS[kind]) for kind in ("goals_without_activity", "activities_without_responsible")
    ) + made.count("?x a rt:Indicator . FILTER NOT EXISTS { ?any rt:addresses ?x }")


@pytest.mark.parametrize("kind", DEFECTS)
def test_defects_are_as_declared(made: Made, kind: str) -> None:
    """The graph shows each kind of defect as often as the manifest says, and at least once."""
    assert made.manifest.defects[kind] == made.count(DEFECTS[kind]) > 0


def test_every_upward_relation_and_basis_is_there(made: Made) -> None:
    """Links of all six upward relations, and of both bases, lead through the plans."""
    relations = made.built.store.select(
        "SELECT DISTINCT ?relation { ?link rt:relation ?relation . ?relation rdfs:subPropertyOf rt:tracesTo }"
    )
    assert len(relations.rows) == 6
    assert made.count("?x rt:basis rt:stated ; rt:quote ?words") > made.count("?x rt:basis rt:inferred") > 0


def test_everything_invented_says_so(made: Made) -> None:
    """Every document and every body is called invented, and the first line of every file says it."""
    classes = "rt:Document, org:Organization, org:Role"
    named = f"?x dcterms:title|skos:prefLabel ?name ; a ?class . FILTER (?class IN ({classes})) "
    assert made.count(named) > made.manifest.municipalities
    assert made.count(named + 'FILTER (!REGEX(?name, "påhitta|invented"))') == 0
    assert all("Invented" in file.text.splitlines()[0] for file in made.built.files.values())


def test_files_are_written_as_the_shipped_ones(made: Made) -> None:
    """One block per subject, each subject in one file, nothing unknown is pointed at, one graph per file."""
    texts = [file.text for file in made.built.files.values()]
    subjects = Counter(subject for text in texts for subject in BLOCK.findall(text))
    assert [subject for subject, count in subjects.items() if count > 1] == []
    assert all("@base <https://w3id.org/redthread/id/> ." in text and "_:" not in text for text in texts)
    assert all(not graph.startswith(f"{Settings().base}fil/") for graph in made.built.files)
    unknown = f'?y ?p ?x . FILTER (STRSTARTS(STR(?x), "{Settings().base}")) FILTER NOT EXISTS {{ ?x ?q ?o }}'
    assert made.count(unknown) == 0


def test_sizes_are_what_they_are_called(tmp_path: Path) -> None:
    """S has about 40 000 triples, M about 1.2 million, with a few per cent of defects."""
    small = generate(SIZES["S"], tmp_path / "S")
    assert 36_000 < small.triples < 44_000
    some = generate(World(26, 5), tmp_path / "part-of-M")
    medium = SIZES["M"]
    assert 1_050_000 < some.triples * (medium.municipality_count * medium.year_count) / (26 * 5) < 1_350_000
    goals, activities = some.things["rt:EffectGoal"], some.things["rt:Activity"]
    for kind, count in some.defects.items():
        of = activities if kind.startswith("activities") else goals
        assert 0.5 * getattr(SHARES, kind) < count / of < 1.5 * getattr(SHARES, kind)


def test_folder_with_something_in_it_is_refused(made: Made) -> None:
    """Nothing is written into a folder that is not empty; the program says so and ends with code 2."""
    before = _files(made.folder)
    finished = subprocess.run(
        [sys.executable, "-m", "bench.generate", str(made.folder)],
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert finished.returncode == 2
    assert str(made.folder) in finished.stderr.decode()
    assert _files(made.folder) == before
