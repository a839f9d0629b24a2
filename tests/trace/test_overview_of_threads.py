"""What the first page tells of the threads: the layers, an example, and the worst gaps."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from small_plans import Document, Link, Small, Thing, small_plans

from graph_service.model.layer import LayerCounts
from graph_service.store import snapshot
from graph_service.store.snapshot import Snapshot
from graph_service.trace.coverage import Coverage
from graph_service.trace.example import example
from graph_service.trace.facts import Facts
from graph_service.trace.gaps import Gaps, gaps_query
from graph_service.trace.graph import Graph
from graph_service.trace.layers import layers
from graph_service.trace.worst import WORST, worst

DATA: Final = Path(__file__).parents[2] / "data"
BASE: Final = "https://w3id.org/redthread/id/"


def _written(kind: str, *files: str) -> int:
    """Count how many things of a class some of the shipped files hold."""
    texts = [path.read_text(encoding="utf-8") for name in files for path in DATA.glob(name)]
    return sum(len(re.findall(rf"^<[^>]+> a [^;]*\brt:{kind}\b", text, re.MULTILINE)) for text in texts)


@pytest.fixture(scope="module")
def facts(shipped: Snapshot) -> Facts:
    """Give what is said of the shipped plans."""
    return Facts.build(shipped.store, Graph.build(shipped.store))


@pytest.fixture(scope="module")
def counted(facts: Facts) -> dict[str, LayerCounts]:
    """Give the layers of the shipped plans by their names."""
    return {one.layer: one for one in layers(facts.graph, "sv")}


# ---- the layers


def test_each_level_has_its_layer_and_what_is_measured_comes_last(counted: dict[str, LayerCounts]) -> None:
    """Nothing international is loaded, so that there is no such layer."""
    assert list(counted) == ["national", "regional", "subregional", "local", "indicators"]


def test_a_layer_counts_what_its_loaded_documents_hold(counted: dict[str, LayerCounts]) -> None:
    """As many as the files have; what documents that are only named are quoted to say is left out."""
    subregional, local = counted["subregional"], counted["local"]
    assert (subregional.goals, subregional.initiatives, subregional.activities) == (11, 5, 18)
    assert subregional.activities == _written("Activity", "subregional/*.ttl")
    assert local.activities == _written("Activity", "local-template/*.ttl") == 31
    assert counted["indicators"].indicators == _written("Indicator", "indicators/*.ttl") == 27
    assert counted["national"].visions == 1


def test_a_document_with_indicators_belongs_to_what_is_measured(counted: dict[str, LayerCounts]) -> None:
    """LIKA is national by its publisher, and is not told twice."""
    assert [one.title for one in counted["indicators"].documents] == ["LIKA socialtjänst"]
    assert "LIKA socialtjänst" not in [one.title for one in counted["national"].documents]


def test_what_is_loaded_in_part_and_what_is_only_named_are_told_apart(counted: dict[str, LayerCounts]) -> None:
    """The follow-up of 2019 quotes the plan of 2019, which itself is not loaded as a whole."""
    assert "VästKoms handlingsplan 2019" in [one.title for one in counted["regional"].documents]
    assert counted["regional"].partly == 1
    assert counted["subregional"].named == 2


@pytest.mark.usefixtures("shipped")
def test_without_plans_the_layers_are_empty() -> None:
    """The four levels and what is measured are there, and hold nothing."""
    found = layers(Graph.build(snapshot.build([]).store), "en")
    assert [(one.layer, one.documents, one.named, one.goals) for one in found] == [
        (name, (), 0, 0) for name in ("national", "regional", "subregional", "local", "indicators")
    ]


# ---- the example


def test_the_example_runs_from_what_a_municipality_does_to_the_vision(facts: Facts) -> None:
    """Row 14 of the template leads to a goal, that to an overall goal, and that to the vision; LIKA I3 measures it."""
    found = example(facts.graph, "sv")
    assert found is not None
    assert next(thing.iri.removeprefix(BASE) for thing in found.chain.things) == "e-halsa-mall-2016/aktivitet/14"
    assert [thing.kind for thing in found.chain.things] == ["Activity", "EffectGoal", "OverallGoal", "Vision"]
    assert found.chain.things[-1].level == "national"
    assert [hop.evidence.basis for hop in found.chain.hops] == ["stated", "inferred", "inferred"]
    assert [indicator.code for indicator in found.indicators] == ["I3"]
    assert [hop.relation for hop in found.addressing] == ["addresses"]
    assert found.layers == 3


def test_the_example_passes_as_many_layers_as_it_can() -> None:
    """The goal whose thread has a region on its way is shown before one that leads straight to the nation."""
    small = Small(
        documents=(
            Document("Plan", "national", "loaded"),
            Document("Plan", "regional", "loaded"),
            Document("Plan", "local", "loaded"),
        ),
        things=(
            Thing("Vision", 0),
            Thing("EffectGoal", 2),
            Thing("Activity", 2),
            Thing("OverallGoal", 1),
            Thing("EffectGoal", 2),
            Thing("Activity", 2),
        ),
        links=(
            Link("urn:t1", "urn:t0", "alignsWith"),
            Link("urn:t2", "urn:t1", "contributesTo"),
            Link("urn:t3", "urn:t0", "alignsWith"),
            Link("urn:t4", "urn:t3", "alignsWith"),
            Link("urn:t5", "urn:t4", "contributesTo"),
        ),
    )
    found = example(Graph.build(small.store()), "en")
    assert found is not None
    assert [thing.iri for thing in found.chain.things] == ["urn:t5", "urn:t4", "urn:t3", "urn:t0"]


def test_without_an_activity_that_leads_to_a_goal_there_is_no_example() -> None:
    """A goal that nobody works towards makes no thread."""
    small = Small((Document("Plan", "local", "loaded"),), (Thing("EffectGoal", 0), Thing("Activity", 0)))
    assert example(Graph.build(small.store()), "en") is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(small_plans())
def test_an_example_is_a_chain_of_links_that_count(small: Small) -> None:
    """Whatever circles there are: each step is a link, no thing comes twice, and an activity begins it."""
    found = example(Graph.build(small.store()), "en")
    goals = set(small.of("OverallGoal", "EffectGoal", "DeliveryGoal"))
    reached = {goal for goal in goals if any(small.kind(low) == "Activity" for low in small.below(goal) - {goal})}
    assert (found is not None) == bool(reached)
    if found is not None:
        chain = [thing.iri for thing in found.chain.things]
        assert len(chain) == len(set(chain)) > 1
        assert small.kind(chain[0]) == "Activity"
        assert set(pairwise(chain)) <= small.hops()
        assert set(pairwise(chain)) == {(hop.lower, hop.upper) for hop in found.chain.hops}
        assert {(chain[0], one.iri) for one in found.indicators} <= small.hops()


# ---- the worst gaps


def test_goals_that_nobody_works_towards_come_first(facts: Facts) -> None:
    """The three effect goals that no initiative names, then goals that the follow-up leaves out."""
    gaps = Gaps(facts)
    told = [gaps.describe(gap, "sv") for gap in worst(gaps.find(), 7, 3)]
    assert [gap.thing.code for gap in told[:3]] == ["1C", "2B", "3B"]
    assert [gap.type for gap in told[3:]] == ["notReported"] * 3 + ["outdated"]
    assert {gap.cause for gap in told[3:6]} == {"notMentioned"}


def test_what_is_only_not_known_is_never_among_the_worst(facts: Facts) -> None:
    """However many are asked for: no gap whose document is not loaded, and none that need not be closed."""
    causes = {gap.cause for gap in worst(Gaps(facts).find(), 1000, 1000)}
    assert causes == {cause for _, cause in WORST} & {gap.cause for gap in Gaps(facts).find()}
    assert causes.isdisjoint({"planNotLoaded", "planPartlyLoaded", "declaredNotNeeded", "notRelevant"})


# ---- the gaps of a rule


@pytest.mark.parametrize(
    ("rule", "missing"), [("effektmal", 3), ("uppfoljning", 6), ("indikator", 0), ("ansvarig", 46)]
)
def test_the_gaps_of_a_rule_are_the_things_that_it_finds_not_covered(
    shipped: Snapshot, facts: Facts, rule: str, missing: int
) -> None:
    """As many as the count of the coverage has, and the query for them gives the same."""
    coverage = Coverage.build(shipped.store, facts)
    asked = coverage.rule(rule)
    assert asked is not None
    found = Gaps(facts).find(rule=asked)
    (counted,) = (
        row for row in coverage.totals(None, coverage.tally(None), slice(None), "en") if row.rule.iri == asked.iri
    )
    assert len(found) == missing == counted.of - counted.covered
    rows = shipped.store.select(gaps_query(rule=asked)).rows
    assert [row["thing"].value for row in rows] == [facts.graph.things.iri[gap.thing] for gap in found]


def test_a_rule_and_another_type_have_nothing_in_common(shipped: Snapshot, facts: Facts) -> None:
    """No effect goal that nobody works towards is a goal that nobody reports on."""
    asked = Coverage.build(shipped.store, facts).rule("effektmal")
    assert Gaps(facts).find("notReported", rule=asked) == ()
    assert list(shipped.store.select(gaps_query("notReported", rule=asked)).rows) == []


def test_the_documents_with_gaps_are_those_of_their_things(facts: Facts) -> None:
    """Each is there once, by its title."""
    gaps = Gaps(facts)
    plans = facts.graph.things.plan[np.array([gap.thing for gap in gaps.find()])]
    titles = [one.title for one in gaps.documents("sv")]
    assert {one.iri for one in gaps.documents("sv")} == {facts.graph.things.iri[number] for number in plans}
    assert titles == sorted(titles, key=str.lower)
