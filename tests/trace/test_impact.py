"""What follows if something disappears, or if its text changes."""

from collections import Counter
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_plans import BODY, DEMANDED, ELEMENTS, RULES, Document, Link, Small, Thing, small_plans

from graph_service.messages import LANGUAGES
from graph_service.model.impact import Change, Consequence
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot
from graph_service.trace.consequence import describe
from graph_service.trace.facts import Facts
from graph_service.trace.graph import Graph
from graph_service.trace.impact import KINDS, Away, Following, Impact, count, impact_query
from graph_service.trace.standing import STATES, Standings

FYRBODAL = "fyrbodal-2020-2022"
COLUMNS = ("kind", "thing", "rule", "before", "after", "relation", "link", "basis")
CHANGES = st.sampled_from(("remove", "alter"))

Row = tuple[str, ...]
"""A consequence as its columns."""


def _facts(store: EmbeddedStore) -> Facts:
    return Facts.build(store, Graph.build(store))


def _rows(found: tuple[Following, ...]) -> list[Row]:
    return [tuple(getattr(following, column) for column in COLUMNS) for following in found]


def _asked(store: EmbeddedStore, query: str | None) -> list[Row]:
    assert query is not None
    rows = store.select(query).rows
    return [tuple(row[column].value if column in row else "" for column in COLUMNS) for row in rows]


# ---- the rule, by naive search


def _without(small: Small, apart: set[str], gone: set[str]) -> Small:
    """Give the plans as they would be without the links and follow-ups of some things, and without what is gone."""
    return replace(
        small,
        links=tuple(link for link in small.links if apart.isdisjoint({link.lower, link.upper})),
        follow_ups=tuple(
            (thing, verdict)
            for number, (thing, verdict) in enumerate(small.follow_ups)
            if apart.isdisjoint({thing, f"urn:followup:{number}"})
        ),
        responsible=frozenset() if BODY in gone else small.responsible - gone,
    )


def _naive(small: Small, start: str, change: Change) -> set[Row]:
    """Find what stands worse by searching twice: with everything, and without it."""
    held = {iri for iri in small.iris() if small.document(iri) == start} if change == "remove" else set()
    gone = {start, *held} if change == "remove" else set()
    then = _without(small, gone | {start}, gone)
    prefix = "loses" if change == "remove" else "doubtful"
    found: set[Row] = set()
    for iri in set(small.iris()) - gone:
        above, left = small.above(iri), then.above(iri) - gone
        if small.level(iri) in {"regional", "subregional", "local"}:
            levels = ({small.level(thing) for thing in things} for things in (above, left))
            if [("national" in on) for on in levels] == [True, False]:
                found.add((f"{prefix}National", iri, "", "", ""))
        if small.kind(iri) != "Vision":
            kinds = ({small.kind(thing) for thing in things} for things in (above, left))
            if [("Vision" in of) for of in kinds] == [True, False]:
                found.add((f"{prefix}Vision", iri, "", "", ""))
        for rule, demanded in DEMANDED.items():
            now, later = small.state(rule, iri), then.state(rule, iri)
            if small.kind(iri) in demanded and later < now:
                found.add((f"{prefix}Coverage", iri, RULES + rule, STATES[now], STATES[later]))
    return found


def _starts(small: Small) -> list[str]:
    """Give everything that a change is asked of: documents, elements, follow-ups, the body that answers for things."""
    return [*small.iris(), *(f"urn:followup:{number}" for number in range(len(small.follow_ups))), BODY]


_ANYTHING = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@_ANYTHING
@given(small=small_plans(), change=CHANGES)
def test_what_stands_worse_is_what_naive_search_loses(small: Small, change: Change) -> None:
    """On any plans, circles too, what loses its thread or coverage is what searching with and without it tells."""
    store = small.store()
    impact = Impact(_facts(store))
    for start in _starts(small):
        found = impact.find(store, impact.away(store, start, change))
        worse = [row[:5] for row in _rows(found) if row[0].endswith(("National", "Vision", "Coverage"))]
        assert len(worse) == len(set(worse))
        assert set(worse) == _naive(small, start, change)


@_ANYTHING
@given(data=st.data(), small=small_plans())
def test_what_stays_stands_as_in_plans_that_never_had_it(data: st.DataObject, small: Small) -> None:
    """Thinking something away gives all others the standing that they have in a dataset built without it."""
    start = data.draw(st.sampled_from(_starts(small)))
    gone = frozenset({start, *(iri for iri in small.iris() if small.document(iri) == start)})
    facts = _facts(small.store())
    thought = Standings(facts).without(gone=gone)
    rebuilt = _facts(replace(small, gone=gone).store())
    built = Standings(rebuilt).without()
    for iri in set(small.iris()) - gone:
        old, new = facts.graph.number(iri), rebuilt.graph.number(iri)
        assert old is not None
        assert new is not None
        assert thought.to_national[old] == built.to_national[new]
        assert thought.to_vision[old] == built.to_vision[new]
        for rule, states in built.covered.items():
            assert thought.covered[rule][old] == states[new]


@_ANYTHING
@given(small=small_plans(circles=False), change=CHANGES)
def test_consequences_are_the_rows_of_their_query(small: Small, change: Change) -> None:
    """On any plans without circles, the query gives the same consequences in the same order."""
    store = small.store()
    impact = Impact(_facts(store))
    for start in _starts(small):
        away = impact.away(store, start, change)
        if len(away.gone) < 2:
            assert _rows(impact.find(store, away)) == _asked(store, impact_query(away))


@_ANYTHING
@given(data=st.data(), small=small_plans(), change=CHANGES)
def test_every_link_of_it_follows(data: st.DataObject, small: Small, change: Change) -> None:
    """Each link of it points at nothing if it disappears; if its text changes, each valid one is suspect."""
    start = data.draw(st.sampled_from(small.of(*ELEMENTS)))
    store = small.store()
    impact = Impact(_facts(store))
    found = impact.find(store, impact.away(store, start, change))
    links = Counter(following.link for following in found if following.link)
    assert set(links) == {
        f"urn:link:{number:02}"
        for number, link in enumerate(small.links)
        if (link.lower == start) != (link.upper == start) and (change == "remove" or link.validity == "valid")
    } | {
        f"urn:link:{number:02}"
        for number, link in enumerate(small.links)
        if change == "alter" and link.lower == link.upper == start and link.validity == "valid"
    }


@_ANYTHING
@given(data=st.data(), small=small_plans(), change=CHANGES)
def test_a_path_breaks_where_it_says(data: st.DataObject, small: Small, change: Change) -> None:
    """The path of a lost thread hangs together from the thing up, and breaks at the link that is named."""
    start = data.draw(st.sampled_from(small.iris()))
    store = small.store()
    facts = _facts(store)
    impact = Impact(facts)
    away = impact.away(store, start, change)
    for one in describe(store, impact, away, impact.find(store, away), "en"):
        if one.kind.endswith(("National", "Vision")):
            assert one.path[0].lower == one.thing.iri
            assert one.through in {hop.link for hop in one.path}
        lowers = list(dict.fromkeys(hop.lower for hop in one.path))
        uppers = list(dict.fromkeys(hop.upper for hop in one.path))
        assert lowers[1:] == uppers[:-1]
        through = next((hop for hop in one.path if hop.link == one.through), None)
        assert through is None or not away.apart.isdisjoint({through.lower, through.upper})


# ---- the shipped plans, by reading data/ and the sources


@pytest.fixture(scope="module")
def facts(shipped: Snapshot) -> Facts:
    """Give the threads and statements of the shipped plans."""
    return _facts(shipped.store)


@pytest.fixture(scope="module")
def impact(facts: Facts) -> Impact:
    """Give what tells the consequences in the shipped plans."""
    return Impact(facts)


def _told(shipped: Snapshot, impact: Impact, away: Away, found: tuple[Following, ...]) -> list[Consequence]:
    return list(describe(shipped.store, impact, away, found, "sv"))


def _of(found: tuple[Following, ...], kind: str, base: str) -> list[str]:
    return [following.thing.removeprefix(base) for following in found if following.kind == kind]


@pytest.mark.parametrize("change", ["remove", "alter"])
@pytest.mark.parametrize(
    "start",
    [
        *(
            f"{FYRBODAL}/effektmal/4B",
            f"{FYRBODAL}/insats/4.2",
            f"{FYRBODAL}/fokusomrade/3.1",
            f"{FYRBODAL}/roll/4.1-e-radet-1",
        ),
        *("e-halsa-mall-2016/aktivitet/28", "lika-socialtjanst/L2", "vision-e-halsa-2025/vision"),
        *(
            "vastkom-2019/mal/gits-2",
            "vastkom-2019/aktivitet/nationellt-5",
            "vastkom-resultat-2019/uppfoljning/mal-gits-2",
        ),
        *("nationell-digitaliseringsstrategi-2017/overgripande-mal/1", "overenskommelse-2014"),
        *("org/fyrbodals-e-rad", "tjanst/video-och-distansmoten", f"{FYRBODAL}/utgava/1.0"),
    ],
)
def test_consequences_in_the_shipped_plans_are_the_rows_of_their_query(
    shipped: Snapshot, impact: Impact, base: str, start: str, change: Change
) -> None:
    """For goals, work, areas, follow-ups, bodies, services and editions, the query gives the same."""
    away = impact.away(shipped.store, base + start, change)
    found = impact.find(shipped.store, away)
    assert _rows(found) == _asked(shipped.store, impact_query(away))
    for kind in {following.kind for following in found}:
        chosen = tuple(following for following in found if following.kind == kind)
        assert _rows(chosen) == _asked(shipped.store, impact_query(away, kind))


def test_without_a_goal_its_only_initiative_has_no_thread(shipped: Snapshot, impact: Impact, base: str) -> None:
    """Section 4.1 names 4B alone, 4.2 names 4A too: without 4B only the first loses its thread, with its parts."""
    away = impact.away(shipped.store, f"{base}{FYRBODAL}/effektmal/4B", "remove")
    found = impact.find(shipped.store, away)
    lost = _of(found, "losesNational", f"{base}{FYRBODAL}/")
    assert lost == [
        *(f"aktivitet/4.1-{number}" for number in (1, 2, 3)),
        "insats/4.1",
        *(f"roll/4.1-e-radet-{number}" for number in (1, 2, 3, 4, 5)),
        *("roll/4.1-kommunerna-1", "roll/4.1-kommunerna-2"),
    ]
    assert _of(found, "losesCoverage", base) == []
    assert _of(found, "pointsAtNothing", f"{base}{FYRBODAL}/") == ["fokusomrade/3.4", "insats/4.1", "insats/4.2"]
    activity = _told(shipped, impact, away, found)[0]
    assert [hop.lower.removeprefix(f"{base}{FYRBODAL}/") for hop in activity.path] == [
        *("aktivitet/4.1-1", "insats/4.1", "effektmal/4B", "fokusomrade/3.4"),
    ]
    assert activity.through == f"{base}{FYRBODAL}/lank/insats-4.1--effektmal-4B"
    assert [body.title for body in activity.bodies] == ["Fyrbodals e-råd", "Fyrbodals kommunalförbund"]
    assert all(hop.evidence.quote for hop in activity.path)


@pytest.mark.parametrize(
    ("initiative", "goals"),
    [("4.1", []), ("4.2", ["4A"]), ("4.3", ["3A", "5A", "5B"]), ("4.4", ["1B"]), ("4.5", ["1A", "2A"])],
)
def test_without_an_initiative_the_goals_that_it_alone_serves_are_uncovered(
    shipped: Snapshot, impact: Impact, base: str, initiative: str, goals: list[str]
) -> None:
    """Chapter 4 prints 4B under 4.1, 4A and 4B under 4.2, 3A 5A 5B under 4.3, 1B under 4.4, 1A and 2A under 4.5."""
    away = impact.away(shipped.store, f"{base}{FYRBODAL}/insats/{initiative}", "remove")
    worse = [f for f in impact.find(shipped.store, away) if f.kind == "losesCoverage"]
    assert [f.thing.rsplit("/", 1)[-1] for f in worse] == goals
    assert {(f.rule, f.before, f.after) for f in worse} <= {(f"{RULES}effektmal", "coveredDeep", "uncovered")}


def test_without_an_activity_its_goal_and_indicators_are_uncovered(
    shipped: Snapshot, impact: Impact, base: str
) -> None:
    """Row 28 of the template is the only one with its effect goal and with the indicators L2 and L3."""
    away = impact.away(shipped.store, f"{base}e-halsa-mall-2016/aktivitet/28", "remove")
    found = [f for f in impact.find(shipped.store, away) if f.kind == "losesCoverage"]
    assert [(f.thing.removeprefix(base), f.rule.removeprefix(RULES), f.after) for f in found] == [
        ("e-halsa-mall-2016/effektmal/28", "effektmal", "uncovered"),
        ("lika-socialtjanst/L2", "indikator", "uncovered"),
        ("lika-socialtjanst/L3", "indikator", "uncovered"),
    ]
    told = _told(shipped, impact, away, tuple(found))
    assert [one.through.removeprefix(f"{base}e-halsa-mall-2016/lank/") for one in told] == [
        *("aktivitet-28--effektmal-28", "aktivitet-28--L2", "aktivitet-28--L3"),
    ]
    assert told[1].text == "Indikator L2 är nu täckt hela vägen av aktiviteter, och utan Aktivitet 28 otäckt."


def test_without_the_goal_of_2019_that_of_2018_is_not_followed_up(shipped: Snapshot, impact: Impact, base: str) -> None:
    """The goal on video meetings of 2018 is followed up only through the one of 2019 that continues it."""
    away = impact.away(shipped.store, f"{base}vastkom-2019/mal/gits-2", "remove")
    found = impact.find(shipped.store, away)
    assert [(f.thing.removeprefix(base), f.rule, f.after) for f in found if f.kind == "losesCoverage"] == [
        ("vastkom-2018/mal/gits-2", f"{RULES}uppfoljning", "uncovered")
    ]
    pointing = {f.thing.removeprefix(base): f.relation for f in found if f.kind == "pointsAtNothing"}
    assert pointing["vastkom-resultat-2019/uppfoljning/mal-gits-2"] == "follows"
    assert pointing["vastkom-2018/mal/gits-2"] == "continues"
    assert pointing["vastkom-resultat-2019/brist/videomoten-distansmoten"] == "concerns"


def test_a_changed_text_makes_its_links_suspect(shipped: Snapshot, impact: Impact, base: str) -> None:
    """If focus area 3.1 is reworded, the link to D-kompetens that was inferred from its words has to be reviewed."""
    away = impact.away(shipped.store, f"{base}{FYRBODAL}/fokusomrade/3.1", "alter")
    found = impact.find(shipped.store, away)
    suspect = {f.link.rsplit("/", 1)[-1]: f.basis for f in found if f.kind == "becomesSuspect"}
    assert suspect["fokusomrade-3.1--delmal-d-kompetens"] == "inferred"
    assert suspect["effektmal-1C--fokusomrade-3.1"] == "stated"
    doubtful = _of(found, "doubtfulNational", f"{base}{FYRBODAL}/")
    assert {"effektmal/1A", "effektmal/1B", "effektmal/1C", "fokusomrade/3.1", "insats/4.4"} < set(doubtful)
    assert "insats/4.5" not in doubtful  # it serves 2A in another area too
    assert {f.kind for f in found} == {"doubtfulNational", "becomesSuspect"}
    own = next(one for one in _told(shipped, impact, away, found) if one.thing.code == "3.1")
    assert own.path[0].lower == own.thing.iri


def test_without_a_body_its_activities_are_answered_for_by_no_one(shipped: Snapshot, impact: Impact, base: str) -> None:
    """Fyrbodal's e-council alone answers for the plan, so for its 18 activities."""
    away = impact.away(shipped.store, f"{base}org/fyrbodals-e-rad", "remove")
    found = impact.find(shipped.store, away)
    assert len(_of(found, "losesCoverage", base)) == 18
    assert {f.rule for f in found if f.rule} == {f"{RULES}ansvarig"}
    assert {"decidedBy", "expectedOf", "responsible", "memberOf"} < {f.relation for f in found}


def test_a_document_takes_what_it_holds_with_it(shipped: Snapshot, impact: Impact, base: str) -> None:
    """Without the recommendation of 2017 activity 1 of the template has no national thread; no query can tell that."""
    away = impact.away(shipped.store, f"{base}skl-rekommendation-natt-2017", "remove")
    assert impact_query(away) is None
    found = impact.find(shipped.store, away)
    lost = _of(found, "losesNational", f"{base}e-halsa-mall-2016/")
    assert "aktivitet/1" in lost
    assert "aktivitet/4" not in lost  # the area of the action plan is national too
    gone = {f"{base}skl-rekommendation-natt-2017", *(iri for iri in away.gone if "rekommendation/" in iri)}
    assert gone.isdisjoint(following.thing for following in found)
    (first,) = (one for one in _told(shipped, impact, away, found) if one.thing.code == "1" and one.path)
    assert (
        first.through.removeprefix(f"{base}e-halsa-mall-2016/lank/") == "aktivitet-1--rekommendation-kvalitetssakring"
    )


def test_without_a_report_nothing_that_it_alone_tells_has_evidence(
    shipped: Snapshot, impact: Impact, base: str
) -> None:
    """The plan of 2019 is known only through Resultat 2019: what is said of it rests on that alone."""
    away = impact.away(shipped.store, f"{base}vastkom-resultat-2019", "remove")
    found = impact.find(shipped.store, away)
    evidence = set(_of(found, "losesEvidence", base))
    assert {"vastkom-2019/mal/gits-1", "vastkom-2019/lank/plan--vastkom-2018"} < evidence
    followed = [f for f in found if f.rule == f"{RULES}uppfoljning"]
    assert "vastkom-2018/mal/gits-2" in {f.thing.removeprefix(base) for f in followed}


def test_consequences_have_their_words_in_both_languages(shipped: Snapshot, impact: Impact, base: str) -> None:
    """Each consequence is a sentence in the reader's language, without fields left open."""
    seen = set()
    for start in ("vastkom-2019/mal/gits-2", f"{FYRBODAL}/insats/4.2", "vision-e-halsa-2025/vision", "vastkom-2018"):
        for change in cast("tuple[Change, ...]", ("remove", "alter")):
            away = impact.away(shipped.store, base + start, change)
            found = impact.find(shipped.store, away)
            swedish, english = (describe(shipped.store, impact, away, found, lang) for lang in LANGUAGES)
            for one, other in zip(swedish, english, strict=True):
                seen.add(one.kind)
                assert one.kind_text != other.kind_text
                assert one.text != other.text
                assert "{" not in one.text + other.text
            assert sum(counted.count for counted in count(found, "en")) == len(found)
    assert seen == set(KINDS)


# ---- made-up plans


def test_a_way_around_keeps_the_thread() -> None:
    """What leads up by another way too loses nothing; what leads up only through it does."""
    plans = (Document("Plan", "national", "loaded"), Document("Plan", "local", "loaded"))
    kinds = (("OverallGoal", 0), ("EffectGoal", 1), ("EffectGoal", 1), ("Activity", 1), ("Activity", 1))
    links = (
        *(Link(f"urn:t{number}", "urn:t0", "alignsWith") for number in (1, 2)),
        *(Link("urn:t3", f"urn:t{number}", "contributesTo") for number in (1, 2)),
        Link("urn:t4", "urn:t1", "contributesTo"),
    )
    store = Small(plans, tuple(Thing(kind, document) for kind, document in kinds), links).store()
    impact = Impact(_facts(store))
    found = impact.find(store, impact.away(store, "urn:t1", "remove"))
    assert [f.thing for f in found if f.kind == "losesNational"] == ["urn:t4"]


def test_a_goal_can_fall_from_deep_to_shallow() -> None:
    """A goal whose initiative loses its only activity is still covered, in one step."""
    plans = (Document("Plan", "local", "loaded"),)
    things = (Thing("DeliveryGoal", 0), Thing("Initiative", 0), Thing("Activity", 0))
    links = (Link("urn:t1", "urn:t0", "contributesTo"), Link("urn:t2", "urn:t1", "partOf"))
    store = Small(plans, things, links).store()
    facts = _facts(store)
    impact = Impact(facts)
    away = impact.away(store, "urn:t2", "remove")
    (lost,) = [f for f in impact.find(store, away) if f.rule]
    assert (lost.thing, lost.before, lost.after) == ("urn:t0", "coveredDeep", "coveredShallow")
    (told,) = describe(store, impact, away, (lost,), "en")
    assert [hop.link for hop in told.path] == ["urn:link:01", "urn:link:00"]
    assert told.through == "urn:link:01"


def test_what_nothing_hangs_on_has_no_consequences() -> None:
    """A thing without links, and one that the graph does not know, have none."""
    store = Small((Document("Plan", "local", "loaded"),), (Thing("Activity", 0),)).store()
    impact = Impact(_facts(store))
    for start in ("urn:t0", "urn:unknown"):
        for change in cast("tuple[Change, ...]", ("remove", "alter")):
            assert impact.find(store, impact.away(store, start, change)) == ()
