"""Coverage: how well what the rules demand is covered, and by whose work."""

from collections import Counter
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_plans import Document, Link, Small, Thing, of_turtle, small_plans

from graph_service.messages import LANGUAGES
from graph_service.model.coverage import Grouping
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot
from graph_service.trace.coverage import Coverage
from graph_service.trace.coverage_query import list_query, things_query, totals_query, work_query
from graph_service.trace.facts import Facts
from graph_service.trace.graph import Graph
from graph_service.trace.rules import STATES, Rule
from graph_service.trace.standing import Standings
from graph_service.validation.engine import validate

BY: tuple[Grouping, ...] = get_args(Grouping)
NAMES = ("ansvarig", "effektmal", "indikator", "leveransmal", "uppfoljning")
DEMANDED = {
    "ansvarig": "Activity",
    "effektmal": "EffectGoal",
    "indikator": "Indicator",
    "leveransmal": "DeliveryGoal",
    "uppfoljning": "DeliveryGoal",
}
WHOLE = slice(None)
FYRBODAL = "fyrbodal-2020-2022"
TEMPLATE = "e-halsa-mall-2016"


def _coverage(store: EmbeddedStore) -> Coverage:
    return Coverage.build(store, Facts.build(store, Graph.build(store)))


def _rule(coverage: Coverage, name: str) -> Rule:
    rule = coverage.rule(name)
    assert rule is not None
    return rule


@pytest.fixture(scope="module")
def coverage(shipped: Snapshot) -> Coverage:
    """Give the coverage of the shipped plans."""
    return _coverage(shipped.store)


def _rows(store: EmbeddedStore, query: str) -> list[tuple[str, ...]]:
    table = store.select(query)
    return [tuple(row[c].value if c in row else "" for c in table.columns) for row in table.rows]


def _totals(coverage: Coverage, by: Grouping | None) -> list[tuple[str, ...]]:
    told = []
    for row in coverage.totals(by, coverage.tally(by), WHOLE, "sv"):
        states = (row.covered_deep, row.covered_shallow, row.waived, row.partly_loaded, row.not_loaded, row.uncovered)
        numbers = (row.of, row.covered, *states, row.orphaned, row.outdated, row.duplicate)
        assert (row.of, row.covered) == (sum(states), sum(states[:2]))
        told.append((row.rule.iri, row.group.iri, *map(str, numbers)))
    return told


def _things(coverage: Coverage, rule: Rule) -> list[tuple[str, ...]]:
    told = []
    for row in coverage.things(rule, WHOLE, "sv"):
        flags = (str(flag).lower() for flag in (row.orphaned, row.outdated, row.duplicate))
        told.append((rule.iri, row.thing.iri, row.state, str(row.direct), str(row.deep), *flags))
    return told


def _work(coverage: Coverage, rule: Rule, by: Grouping) -> list[tuple[str, ...]]:
    rows = coverage.matrix(rule, by, "sv")
    return [(row.thing.iri, row.group.iri, row.state, *map(str, (row.direct, row.deep, row.work))) for row in rows]


def _listed(
    coverage: Coverage, rule: Rule, by: Grouping, thing: str | None = None, group: str | None = None
) -> list[tuple[str, ...]]:
    rows = coverage.contributions(rule, by, "sv", thing=thing, group=group)
    return [
        (row.thing.iri, row.group.iri, row.cover.iri, str(row.direct).lower(), str(row.deep).lower()) for row in rows
    ]


def _counted_one_by_one(store: EmbeddedStore, coverage: Coverage, rule: Rule, by: Grouping) -> None:
    """Every number of the matrix is the number of rows of its list, in SPARQL as well."""
    matrix = coverage.matrix(rule, by, "sv")
    assert _rows(store, list_query(rule.iri, by)) == _listed(coverage, rule, by)
    assert len(_listed(coverage, rule, by)) == sum(row.work for row in matrix)
    plans = {row.thing.plan: row for row in matrix}
    for plan in list(plans)[:2]:
        asked = coverage.contributions(rule, by, "sv", plan=plan)
        assert asked == tuple(row for row in coverage.contributions(rule, by, "sv") if row.thing.plan == plan)
        assert len(_rows(store, list_query(rule.iri, by, plan=plan))) == len(asked)
        work = [told for told, row in zip(_work(coverage, rule, by), matrix, strict=True) if row.thing.plan == plan]
        assert _rows(store, work_query(rule.iri, by, plan)) == work
    for row in matrix[:3]:
        cell = {"thing": row.thing.iri, "group": row.group.iri}
        listed = _listed(coverage, rule, by, **cell)
        assert len(listed) == row.work
        assert _rows(store, list_query(rule.iri, by, **cell)) == listed


# ---- the same in SPARQL


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(small=small_plans(), name=st.sampled_from(NAMES), by=st.sampled_from(BY))
def test_queries_give_the_same(small: Small, name: str, by: Grouping) -> None:
    """For any plans, circles and twice stated links among them, SPARQL gives the same rows in the same order."""
    store = small.store()
    coverage = _coverage(store)
    rule = _rule(coverage, name)
    assert _rows(store, totals_query(coverage.iris(), None)) == _totals(coverage, None)
    assert _rows(store, totals_query(coverage.iris(), by)) == _totals(coverage, by)
    assert _rows(store, things_query(rule.iri)) == _things(coverage, rule)
    assert _rows(store, work_query(rule.iri, by)) == _work(coverage, rule, by)
    _counted_one_by_one(store, coverage, rule, by)


@pytest.mark.parametrize("name", NAMES)
def test_queries_give_the_same_of_the_shipped_plans(coverage: Coverage, shipped: Snapshot, name: str) -> None:
    """Of the shipped plans too, by whatever they are divided."""
    rule = _rule(coverage, name)
    assert _rows(shipped.store, things_query(rule.iri)) == _things(coverage, rule)
    for by in BY:
        assert _rows(shipped.store, work_query(rule.iri, by)) == _work(coverage, rule, by)
        assert _rows(shipped.store, totals_query(coverage.iris(), by)) == _totals(coverage, by)
        _counted_one_by_one(shipped.store, coverage, rule, by)


def test_a_list_of_nothing_is_empty(coverage: Coverage) -> None:
    """A thing that the rule says nothing of, or a group that does nothing, has no rows."""
    rule = _rule(coverage, "effektmal")
    assert coverage.contributions(rule, "plan", "sv", thing="urn:nothing") == ()
    assert coverage.contributions(rule, "plan", "sv", group="urn:nobody") == ()


# ---- the definitions, by naive search


def _covers(small: Small, name: str, thing: str) -> tuple[set[str], set[str]]:
    """Find what covers a thing directly, and which activities lead to it, by the definitions."""
    activities = {below for below in small.below(thing) if small.kind(below) == "Activity"}
    if name in {"effektmal", "leveransmal"}:
        doers = {low for low, high in small.hops("contributesTo") if high == thing}
        return {doer for doer in doers if small.kind(doer) in {"Initiative", "Activity"}}, activities
    if name == "indikator":
        return {low for low, high in small.hops("addresses") if high == thing}, activities
    if name == "ansvarig":
        wholes = {high for low, high in small.hops("partOf") if low == thing}
        answered = small.responsible & {thing, small.document(thing), *wholes}
        return {"urn:body"} if answered else set(), set()
    named = {thing, *(new for new, old in small.hops("continues") if old == thing)}
    told = enumerate(small.follow_ups)
    return {f"urn:followup:{n}" for n, (of, verdict) in told if of in named and verdict != "notReported"}, set()


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(small=small_plans(), name=st.sampled_from(NAMES))
def test_things_are_covered_by_what_the_rule_says(small: Small, name: str) -> None:
    """A thing is covered deep by something direct and an activity in a chain, shallow by something direct alone."""
    coverage = _coverage(small.store())
    told = coverage.things(_rule(coverage, name), WHOLE, "sv")
    assert [row.thing.iri for row in told] == sorted(small.of(DEMANDED[name]))
    for row in told:
        direct, deep = _covers(small, name, row.thing.iri)
        assert (row.direct, row.deep) == (len(direct), len(deep))
        covered = "coveredDeep" if direct and deep else "coveredShallow" if direct else None
        if covered:
            assert row.state == covered
        else:
            assert (row.state == "waived") == ((row.thing.iri, name) in small.waived)
            assert row.state not in {"coveredDeep", "coveredShallow"}


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(small=small_plans(), name=st.sampled_from(NAMES))
def test_work_is_divided_by_the_document_it_stands_in(small: Small, name: str) -> None:
    """Divided by plan, each thing has a row for every document with work for it, and the rows add up to the whole."""
    coverage = _coverage(small.store())
    rule = _rule(coverage, name)
    expected: Counter[tuple[str, str, str]] = Counter()
    for thing in small.of(DEMANDED[name]):
        for kind, covers in zip(("direct", "deep"), _covers(small, name, thing), strict=True):
            for cover in covers:
                own = small.document(cover) if cover[4] == "t" else ""
                expected[thing, own, kind] += 1
    told: Counter[tuple[str, str, str]] = Counter()
    for thing, group, _, direct, deep, _ in _work(coverage, rule, "plan"):
        told[thing, group, "direct"] += int(direct)
        told[thing, group, "deep"] += int(deep)
    assert +told == expected
    assert {row[0] for row in _work(coverage, rule, "plan")} == set(small.of(DEMANDED[name]))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(small=small_plans())
def test_coverage_says_what_gaps_and_consequences_rest_on(small: Small) -> None:
    """How well a thing is covered is the same here and where it is told what a change would break."""
    store = small.store()
    facts = Facts.build(store, Graph.build(store))
    coverage = Coverage.build(store, facts)
    states = Standings(facts).without().covered
    best = {0: {"waived", "partlyLoaded", "notLoaded", "uncovered"}, 1: {"coveredShallow"}, 2: {"coveredDeep"}}
    for name in NAMES:
        rule = _rule(coverage, name)
        for thing, state in zip(rule.things.tolist(), rule.state.tolist(), strict=True):
            assert STATES[state] in best[int(states[name][thing])]


# ---- what stands in the sources


def test_what_is_not_covered_is_what_the_shapes_warn_of(coverage: Coverage, shipped: Snapshot) -> None:
    """Each rule finds uncovered just what the shape warns of that checks it: never green here and red there."""
    findings = {(f.shape.rsplit("#", 1)[-1], f.focus.value) for f in validate(shipped).findings}
    for name, shape in (
        ("ansvarig", "Activity-responsible"),
        ("effektmal", "EffectGoal-covered"),
        ("indikator", "Indicator-addressed"),
        ("leveransmal", "DeliveryGoal-covered"),
        ("uppfoljning", "DeliveryGoal-followed"),
    ):
        rows = coverage.things(_rule(coverage, name), WHOLE, "sv")
        uncovered = {row.thing.iri for row in rows if row.state == "uncovered"}
        assert uncovered == {focus for of, focus in findings if of.startswith(shape)}, name


def test_effect_goals_of_fyrbodal_have_initiatives_but_for_three(coverage: Coverage, base: str) -> None:
    """1C, 2B and 3B stand under no heading EFFEKT MÅL of sections 4.1-4.5; the other eight do, with activities."""
    rows = [
        row
        for row in coverage.things(_rule(coverage, "effektmal"), WHOLE, "sv")
        if row.thing.plan == f"{base}{FYRBODAL}"
    ]
    assert {row.thing.code for row in rows if row.state == "uncovered"} == {"1C", "2B", "3B"}
    assert {row.thing.code for row in rows if row.state == "coveredDeep"} == {
        *("1A", "1B", "2A", "3A", "4A", "4B", "5A", "5B"),
    }
    goal = next(row for row in rows if row.thing.code == "4B")
    assert (goal.direct, goal.deep) == (2, 7)  # initiatives 4.1 and 4.2, with three and four activities
    assert (goal.state_text, goal.orphaned, goal.outdated, goal.duplicate) == ("täckt hela vägen", False, False, False)


def test_activities_of_the_template_have_an_empty_column_for_who_is_responsible(coverage: Coverage, base: str) -> None:
    """The column Ansvarig is empty in every row of the template; that is another answer than a plan not loaded."""
    totals = coverage.totals("plan", coverage.tally("plan"), WHOLE, "en")
    told = {row.group.iri.removeprefix(base): row for row in totals if row.rule.iri.endswith("/ansvarig")}
    assert (told[TEMPLATE].of, told[TEMPLATE].uncovered) == (31, 31)
    assert (told[FYRBODAL].of, told[FYRBODAL].covered_shallow) == (18, 18)
    assert (told["vastkom-2019"].of, told["vastkom-2019"].partly_loaded) == (15, 15)


def test_a_rule_is_known_by_its_name(coverage: Coverage, base: str) -> None:
    """The last part of its IRI is enough; another name is no rule; titles come in the reader's language."""
    assert coverage.rule("effektmal") is coverage.rule(f"{base}regel/effektmal")
    assert coverage.rule("regel") is None
    titles = {lang: coverage.totals(None, coverage.tally(None), slice(1, 2), lang)[0].rule.title for lang in LANGUAGES}
    assert titles == {
        "sv": "Effektmål har insats eller aktivitet",
        "en": "Effect goals have an initiative or activity",
    }


def test_a_link_that_is_stated_twice_is_told() -> None:
    """A goal with the same link up twice is marked; one with two links to different things is not."""
    documents = (Document("Plan", "local", "loaded"),)
    things = tuple(Thing(kind, 0) for kind in ("Vision", "Vision", "EffectGoal", "EffectGoal"))
    twice = Link("urn:t2", "urn:t0", "contributesTo")
    links = (twice, twice, Link("urn:t3", "urn:t0", "contributesTo"), Link("urn:t3", "urn:t1", "contributesTo"))
    coverage = _coverage(Small(documents, things, links).store())
    told = coverage.things(_rule(coverage, "effektmal"), WHOLE, "sv")
    assert [(row.thing.iri, row.duplicate) for row in told] == [("urn:t2", True), ("urn:t3", False)]


def test_work_of_several_bodies_counts_for_each(base: str) -> None:
    """Of a plan that two bodies issued, the work is both bodies'; one that answers for something is its own group."""
    store = of_turtle(
        """
        @prefix rt: <https://w3id.org/redthread/ns#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @base <https://w3id.org/redthread/id/> .
        <org/a> dcterms:title "A"@sv . <org/b> dcterms:title "B"@sv . <org/c> dcterms:title "C"@sv .
        <p> a rt:Plan ; dcterms:title "P"@sv ; dcterms:publisher <org/a>, <org/b> .
        <p/mal> a rt:EffectGoal ; dcterms:isPartOf <p> .
        <p/gora> a rt:Activity ; dcterms:isPartOf <p> ; rt:responsible <org/c> .
        <p/lank> a rt:Link ; rt:from <p/gora> ; rt:to <p/mal> ; rt:relation rt:contributesTo ; rt:basis rt:stated .
        """
    )
    coverage = _coverage(store)
    work = _work(coverage, _rule(coverage, "effektmal"), "organisation")
    assert work == [(f"{base}p/mal", f"{base}org/{body}", "coveredDeep", "1", "1", "1") for body in "ab"]
    work = _work(coverage, _rule(coverage, "ansvarig"), "organisation")
    assert work == [(f"{base}p/gora", f"{base}org/c", "coveredShallow", "1", "0", "1")]
