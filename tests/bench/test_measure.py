"""How the benchmarks ask, compare, and tell what came of it."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.generate import generate
from bench.measure import engines
from bench.measure.errors import ResultsUnreadableError, ToolMissingError
from bench.measure.load import Load, Request, wrk
from bench.measure.report import render
from bench.measure.results import Measured, Results
from bench.measure.works import LOOKUPS, WIDE, Wide, lookup_queries, own_query
from bench.plans.world import World
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.trace.thread import trace

ROOT = Path(__file__).resolve().parent.parent.parent
PAIRS = [(f"urn:thing-{number}", f"urn:other-{number}") for number in range(7)]
LOAD = Load(per_second=100.0, p50_ms=1.0, p99_ms=2.0, seconds=5.0, requests=500, refused=0, broken=0)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """Give a small world of invented plans as a dataset."""
    folder = tmp_path_factory.mktemp("plans")
    generate(World(3, 2), folder)
    return snapshot.build(snapshot.read_files([folder], Settings())).store


@given(st.integers(0, 10**6), st.integers(1, 200))
def test_no_lookup_comes_twice(first: int, count: int) -> None:
    """Lookups of one repetition, and of the next, are all different texts."""
    queries = [*lookup_queries(PAIRS, 1, first, count), *lookup_queries(PAIRS, 1, first + count, count)]
    assert len(set(queries)) == 2 * count


def test_lookups_stand_by_themselves_and_find_something(store: EmbeddedStore) -> None:
    """Each lookup can be asked of any engine, since it declares its prefixes; most of them find something."""
    pairs = [(row["thing"].value, row["other"].value) for row in store.select(own_query("pairs")).rows]
    asked = list(lookup_queries(pairs, 1, 0, 90))
    assert all(query.startswith("PREFIX ") for query in asked)
    assert all(store.select(query).rows for query in asked if "SELECT" in query)
    assert {store.ask(query) for query in asked if "ASK" in query} == {True, False}


@pytest.mark.parametrize("work", WIDE, ids=lambda work: work.name)
def test_no_wide_request_comes_twice(work: Wide) -> None:
    """Every request over the API has an address of its own, and all things come in turn."""
    turns = list(work.turns(["urn:a", "urn:b", "urn:c"]))
    assert len(set(turns)) == len(turns) == 3 * len(work.numbers)
    assert {thing for thing, _ in turns[:3]} == {"urn:a", "urn:b", "urn:c"}
    paths = [work.asked("urn:a", number).path for number in work.numbers]
    assert len(set(paths)) == len(paths)


def test_objectives_are_national_and_lead_to_nothing_outdated(store: EmbeddedStore) -> None:
    """Threads are asked of the vision, the overall goal and the five sub-goals that hold."""
    objectives = [row["thing"].value for row in store.select(own_query("objectives")).rows]
    assert [iri.removeprefix(f"{Settings().base}exempel") for iri in objectives] == [
        *(f"strategi/delmal/D-{number}" for number in range(1, 6)),
        "strategi/overgripande-mal/1",
        "vision/vision/1",
    ]


def test_own_query_gives_the_same_thread(store: EmbeddedStore) -> None:
    """The query that a peer is asked gives the hops that the service follows, with the same evidence."""
    for row in store.select(own_query("objectives")).rows:
        thing = row["thing"].value
        hops = trace(store, thing, direction="down", depth=100).down
        expected = {(hop.link, hop.lower, hop.upper, hop.evidence.locator, hop.evidence.quote) for hop in hops}
        rows = store.select(own_query("thread", thing=f"<{thing}>")).rows
        found = [
            tuple(row[name].value if name in row else "" for name in ("link", "from", "to", "locator", "quote"))
            for row in rows
        ]
        assert len(found) == len(hops)
        assert set(found) == expected


@given(st.text(), st.text(max_size=5))
def test_request_is_one_line_without_spaces(query: str, name: str) -> None:
    """Whatever a query holds, its request is one line of three words, as wrk's script reads it."""
    line = Request("/sparql", (("query", query), (name, "x"))).line()
    assert re.fullmatch(r"POST /sparql \S+", line)


def test_output_of_wrk_is_read() -> None:
    """The numbers stand in a line of their own among what wrk writes itself; without it there are none."""
    line = 'RESULT {"requests": 30, "microseconds": 1500000, "p50": 90, "p99": 800, "refused": 1, "broken": 2}'
    expected = Load(per_second=20.0, p50_ms=0.09, p99_ms=0.8, seconds=1.5, requests=30, refused=1, broken=2)
    assert Load.read(f"Running 2s test\n  30 requests\n{line}\n") == expected
    with pytest.raises(ValueError, match="Running"):
        Load.read("Running 2s test")


def test_missing_tools_are_named_with_a_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where wrk or the peers are not installed, the message says how to get them."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolMissingError, match="apt-get install wrk"):
        wrk()
    with pytest.raises(ToolMissingError, match="make bench"):
        engines.installed(tmp_path, "oxigraph")


def test_program_ends_with_code_2_where_something_is_missing(tmp_path: Path) -> None:
    """Without wrk or peers nothing is measured or written, and there is no traceback."""
    command = [sys.executable, "-m", "bench.run", "--peers", str(tmp_path), "--into", str(tmp_path)]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert finished.returncode == 2
    assert b" is missing. " in finished.stderr
    assert b"Traceback" not in finished.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "wrong",
    [["--repetitions", "0"], ["--seconds", "-1"], ["--seconds", "nan"], ["--only", "nothing"], ["--size", "XL"]],
)
def test_wrong_options_are_told(wrong: list[str]) -> None:
    """An option that makes no sense is named before anything is started."""
    command = [sys.executable, "-m", "bench.run", *wrong]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert finished.returncode == 2
    assert f"argument {wrong[0]}: invalid".encode() in finished.stderr


def _results(**loads: tuple[Load, ...]) -> Results:
    measured = Measured("abc1234", "2024-12-01", loads, "60 of 60 alike")
    return Results(works={"S": {LOOKUPS.name: measured}})


def _rows(page: str, title: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith(f"| {title}")
    ]


def test_page_tells_whether_targets_are_met() -> None:
    """The median of the repetitions is set against each peer's; a target is met or it is not."""
    ours = tuple(replace(LOAD, per_second=rate) for rate in (90.0, 400.0, 200.0))
    results = _results(redthread=ours, oxigraph=(replace(LOAD, per_second=1000.0),))
    results.works["S"]["lookups"] = replace(
        results.works["S"]["lookups"],
        loads={**results.works["S"]["lookups"].loads, "rdflib-endpoint": (replace(LOAD, per_second=20.0),)},
    )
    against = {row[3]: row[4:] for row in _rows(render(results), LOOKUPS.title)[:2]}
    assert against["rdflib-endpoint: 20.0"] == ["10.00 ×", "≥ 5 ×", "yes"]
    assert against["oxigraph: 1,000"] == ["0.20 ×", "≥ 0.25 ×", "**no**"]


@pytest.mark.parametrize("flaw", [{"refused": 1}, {"broken": 1}, {"requests": 0}])
def test_answers_with_errors_are_no_numbers(flaw: dict[str, int]) -> None:
    """An engine that refused, broke off or answered nothing has no number, and meets no target."""
    results = _results(redthread=(LOAD, replace(LOAD, **flaw)), oxigraph=(LOAD,))
    assert [row[6] for row in _rows(render(results), LOOKUPS.title)[:2]] == ["no number", "no number"]


def test_page_tells_what_is_not_there() -> None:
    """A question that the service does not answer is told as such."""
    missing = Measured("abc1234", "2024-12-01", {}, "", missing="not there: HTTP 404 at /api/v1/gaps")
    page = render(Results(works={"S": {"gaps": missing}}))
    assert _rows(page, "All gaps")[0][6] == "not there: HTTP 404 at /api/v1/gaps"


def test_page_tells_memory_and_start() -> None:
    """Memory at S and the median start are set against their targets."""
    page = render(Results(memory={"S": {"redthread": 299_000_000}, "M": {"redthread": 10**9}}, start=[1.0, 2.5, 3.0]))
    assert _rows(page, "Memory of")[0][2:] == ["299 MB", "–", "–", "< 300 MB", "yes"]
    assert _rows(page, "Start")[0][2:] == ["2.50 s", "3 starts, 1.00 to 3.00 s", "–", "< 2 s", "**no**"]


def test_results_are_kept_from_run_to_run(tmp_path: Path) -> None:
    """What is written is read again; without a file there are no results yet."""
    file = tmp_path / "results.json"
    assert Results.read(file) == Results()
    results = _results(redthread=(LOAD,))
    results.start, results.memory["S"] = [1.5], {"redthread": 7}
    results.write(file)
    assert Results.read(file) == results


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"works": {"S": {"gaps": {"commit": "abc1234"}}}}', '{"works": 1}'])
def test_unreadable_results_are_told(tmp_path: Path, text: str) -> None:
    """A file that no run has written is named, with the way out."""
    file = tmp_path / "results.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ResultsUnreadableError, match=r"results\.json is not .* --into"):
        Results.read(file)
