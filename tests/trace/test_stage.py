"""Stages: which things of a plan stand in which column, and what the thread of one of them is."""

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from small_plans import Document, Link, Small, Thing, small_plans

from graph_service.model.stage import COLUMNS, Card
from graph_service.store.snapshot import Snapshot
from graph_service.trace.graph import Graph
from graph_service.trace.stage import Stage, Stages

FYRBODAL = "fyrbodal-2020-2022"
TEMPLATE = "e-halsa-mall-2016"


@pytest.fixture(scope="module")
def graph(shipped: Snapshot) -> Graph:
    """Give the threads of the shipped plans."""
    return Graph.build(shipped.store)


@pytest.fixture(scope="module")
def stages(graph: Graph) -> Stages:
    """Give their stages."""
    return Stages(graph)


def _stage(stages: Stages, graph: Graph, iri: str) -> Stage:
    number = graph.number(iri)
    assert number is not None
    return stages.of(number)


def _names(graph: Graph, base: str, cards: Iterable[Card]) -> set[str]:
    return {graph.things.iri[card.thing].removeprefix(base) for card in cards}


def _in(stage: Stage, name: str) -> list[Card]:
    return [card for card in stage.cards if COLUMNS[card.column] == name]


def test_the_columns_of_fyrbodal(graph: Graph, stages: Stages, base: str) -> None:
    """The plan has five focus areas, eleven effect goals and five initiatives with eighteen activities."""
    stage = _stage(stages, graph, base + FYRBODAL)
    assert _in(stage, "region") == []
    assert _names(graph, base, _in(stage, "direction")) == {f"{FYRBODAL}/fokusomrade/3.{n}" for n in range(1, 6)}
    goals = {f"{FYRBODAL}/effektmal/{n}{letter}" for n in range(1, 6) for letter in ("ABC" if n == 1 else "AB")}
    assert _names(graph, base, _in(stage, "goals")) == goals
    work = _in(stage, "work")
    tops = [card for card in work if card.under < 0]
    assert _names(graph, base, tops) == {f"{FYRBODAL}/insats/4.{n}" for n in range(1, 6)}
    assert len(work) - len(tops) == 18


def test_the_thread_of_a_goal_of_fyrbodal(graph: Graph, stages: Stages, base: str) -> None:
    """Sections 3.4, 4.1 and 4.2 tell what goal 4B serves, and what is done for it.

    To the left stand its area and the national goals of that; to the right two initiatives with three and four
    activities, and with seven and six roles.
    """
    stage = _stage(stages, graph, base + FYRBODAL)
    goal = graph.number(f"{base}{FYRBODAL}/effektmal/4B")
    assert goal is not None
    on = [stage.cards[place] for place in stage.thread(stage.place[goal])]
    counts = {name: sum(COLUMNS[card.column] == name for card in on) for name in COLUMNS}
    assert counts == {"nation": 3, "region": 0, "direction": 1, "goals": 1, "work": 2 + 3 + 4, "answers": 7 + 6}
    national = "nationell-digitaliseringsstrategi-2017"
    nation = (card for card in on if COLUMNS[card.column] == "nation")
    assert _names(graph, base, nation) == {
        national,
        f"{national}/delmal/d-infrastruktur",
        f"{national}/overgripande-mal/1",
    }


def test_a_measure_that_nothing_addresses_is_on_stage(graph: Graph, stages: Stages, base: str) -> None:
    """All indicators of LIKA stand beside the template, those that no activity addresses among them."""
    stage = _stage(stages, graph, base + TEMPLATE)
    shown = {card.thing for card in _in(stage, "answers")}
    assert set(graph.of_class("Indicator").tolist()) <= shown


def test_the_best_plan_and_its_richest_thread(graph: Graph, stages: Stages, base: str) -> None:
    """The template hangs together with all columns, and there is a thread in it that passes them all."""
    assert stages.best == graph.number(base + TEMPLATE)
    assert stages.best is not None
    stage = stages.of(stages.best)
    assert stage.richest is not None
    assert stage.columns(stage.thread(stage.richest)) == frozenset(range(len(COLUMNS)))


@pytest.mark.parametrize(
    ("thing", "plan"),
    [
        (f"{FYRBODAL}/effektmal/4B", FYRBODAL),
        ("vision-e-halsa-2025/vision", TEMPLATE),
        ("lika-socialtjanst/L8", TEMPLATE),
        ("vastkom-2018/projekt/gits", "vastkom-2018"),
    ],
)
def test_where_a_thing_is_looked_at(graph: Graph, stages: Stages, base: str, thing: str, plan: str) -> None:
    """A thing of a plan with goals is looked at there, a national vision or measure beside the plan that needs it."""
    number = graph.number(base + thing)
    assert number is not None
    assert stages.home(number) == graph.number(base + plan)


@given(small=small_plans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_stages_of_small_plans(small: Small) -> None:
    """Each thing stands once, every line stands for links that count, and a thread is what a naive search finds.

    Circles are among the plans.
    """
    graph = Graph.build(small.store())
    stages = Stages(graph)
    for plan in stages.plans:
        stage = stages.of(plan)
        assert len(stage.place) == len(stage.cards)
        order = [card.column for card in stage.cards]
        assert order == sorted(order)
        for line in stage.lines:
            left, right = stage.cards[line.left], stage.cards[line.right]
            assert left.column <= right.column
            for hop in line.hops:
                ends = {int(graph.hops.lower[hop]), int(graph.hops.upper[hop])}
                assert ends == {left.thing, right.thing}
                assert graph.hops.basis[hop] in {"stated", "inferred"}
        for place in range(len(stage.cards)):
            assert stage.thread(place) == _naive(stage, place)


def _naive(stage: Stage, start: int) -> frozenset[int]:
    found = {start}
    for ends in ([(line.right, line.left) for line in stage.lines], [(line.left, line.right) for line in stage.lines]):
        reached = {start}
        while more := {far for near, far in ends if near in reached} - reached:
            reached |= more
        found |= reached
    return frozenset(found)


def test_a_circle_does_no_harm() -> None:
    """Two goals that contribute to each other, and activities that are parts of each other, have a thread."""
    small = Small(
        documents=(Document("Plan", "local", "loaded"),),
        things=(Thing("EffectGoal", 0), Thing("EffectGoal", 0), Thing("Activity", 0), Thing("Activity", 0)),
        links=(
            Link("urn:t0", "urn:t1", "contributesTo"),
            Link("urn:t1", "urn:t0", "contributesTo"),
            Link("urn:t2", "urn:t3", "partOf"),
            Link("urn:t3", "urn:t2", "partOf"),
            Link("urn:t2", "urn:t0", "contributesTo"),
        ),
    )
    stages = Stages(Graph.build(small.store()))
    assert stages.best is not None
    stage = stages.of(stages.best)
    assert len(stage.cards) == 4
    assert stage.richest is not None
    assert len(stage.thread(stage.richest)) == 4
