"""Gaps: what is missing, why, and what is near."""

from collections import Counter
from collections.abc import Iterator
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from small_plans import RULES, Document, Link, Small, Thing, of_turtle, small_plans

from graph_service.messages import LANGUAGES
from graph_service.model.gap import Cause, Gap, GapType
from graph_service.store import snapshot
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.port import Store
from graph_service.store.snapshot import Snapshot
from graph_service.trace.facts import Facts
from graph_service.trace.gaps import CAUSES, Gaps, count, gaps_query
from graph_service.trace.graph import Graph
from graph_service.trace.missing import TYPES

FYRBODAL = "fyrbodal-2020-2022"
TEMPLATE = "e-halsa-mall-2016"
OF_2018 = "vastkom-2018"
OF_2019 = "vastkom-2019"

Row = tuple[str, str, str, str, str]
"""Type, thing, cause, target and link."""


def _gaps(store: Store) -> Gaps:
    return Gaps(Facts.build(store, Graph.build(store)))


@pytest.fixture(scope="module")
def gaps(shipped: Snapshot) -> Gaps:
    """Give the gaps of the shipped plans."""
    return _gaps(shipped.store)


def _described(gaps: Gaps, name: GapType, **wanted: str) -> list[Gap]:
    return [gaps.describe(gap, "sv") for gap in gaps.find(name, **wanted)]  # type: ignore[arg-type]


def _rows(gaps: list[Gap]) -> list[Row]:
    return [(gap.type, gap.thing.iri, gap.cause, gap.target, gap.link) for gap in gaps]


def _asked(store: EmbeddedStore, query: str) -> list[Row]:
    columns = ("type", "thing", "cause", "target", "link")
    rows = store.select(query).rows
    return cast("list[Row]", [tuple(row[c].value if c in row else "" for c in columns) for row in rows])


# ---- the rule, by naive search


def _naive(small: Small) -> Iterator[tuple[str, str, str, str]]:
    """Find all gaps by their definitions: type, thing, cause, target."""
    for name, thing, own, target, at in _missing(small):
        states = {small.content(place) for place in at}
        unknown = "planNotLoaded" if "notLoaded" in states else "planPartlyLoaded" if "partlyLoaded" in states else own
        rules = {
            "uncovered": {"EffectGoal": "effektmal", "DeliveryGoal": "leveransmal"}.get(small.kind(thing), ""),
            "coveredShallow": {"EffectGoal": "effektmal", "DeliveryGoal": "leveransmal"}.get(small.kind(thing), ""),
            "notReported": "uppfoljning",
            "noResponsible": "ansvarig",
            "notAddressed": "indikator",
        }
        waived = (thing, rules.get(name, "")) in small.waived
        yield name, thing, "declaredNotNeeded" if waived else unknown, target


def _missing(small: Small) -> Iterator[tuple[str, str, str, str, set[str]]]:
    """Find what is missing, with the cause if all is loaded, and where it could stand else."""
    yield from _missing_downward(small)
    yield from _missing_upward(small)
    yield from _missing_words(small)
    for lower, upper in _outdated(small):
        yield "outdated", lower, "outdatedTarget", upper, set()
    for document in small.of("Plan", "Document", "FollowUpReport"):
        entered = {lower for lower, upper in small.hops() if small.document(upper) == document}
        if small.content(document) != "loaded" and any(small.document(lower) != document for lower in entered):
            yield "planNotLoaded", document, "", "", {document}


def _missing_downward(small: Small) -> Iterator[tuple[str, str, str, str, set[str]]]:
    for goal in small.of("EffectGoal", "DeliveryGoal"):
        doers = {small.kind(lower) for lower, upper in small.hops("contributesTo") if upper == goal}
        if doers.isdisjoint({"Initiative", "Activity"}):
            yield "uncovered", goal, "noActivity", "", {goal, *small.below(goal)}
        elif "Activity" not in {small.kind(thing) for thing in small.below(goal)}:
            yield "coveredShallow", goal, "shallowOnly", "", {goal, *small.below(goal)}
    addressed = {upper for _, upper in small.hops("addresses")}
    for indicator in set(small.of("Indicator")) - addressed:
        statuses = {status for thing, status in small.assessed if thing == indicator}
        yield "notAddressed", indicator, "notRelevant" if statuses == {"likaNotRelevant"} else "noActivity", "", set()


def _missing_upward(small: Small) -> Iterator[tuple[str, str, str, str, set[str]]]:
    for thing in small.of("Activity", "Initiative", "OverallGoal", "EffectGoal", "DeliveryGoal"):
        kind, low = small.kind(thing), small.level(thing) in {"regional", "local"}
        relations = ("contributesTo", "alignsWith", "partOf") if kind == "Initiative" else ()
        above = {upper for lower, upper in small.hops(*relations) if lower == thing}
        if not above and (low or kind in {"Activity", "Initiative"}):
            yield "orphaned", thing, "noLinkUp", "", {thing, *small.above(thing)}
        if kind == "Activity" and above and low and "national" not in {small.level(t) for t in small.above(thing)}:
            yield "noNationalThread", thing, "endsBelow", "", {thing, *small.above(thing)}


def _outdated(small: Small) -> Iterator[tuple[str, str]]:
    later = {old for new, old in small.hops("continues") if new[4] == "d"}
    replaced = {
        iri
        for iri in small.iris()
        if iri in later or small.document(iri) in later or (iri[4] == "t" and small.things[int(iri[5:])].old)
    }
    links = [link for link in small.links if link.counts and link.relation not in {"continues", "considers"}]
    yield from ((link.lower, link.upper) for link in links if link.upper in replaced and link.lower not in replaced)


def _missing_words(small: Small) -> Iterator[tuple[str, str, str, str, set[str]]]:
    def spoken_of(verdicts: set[str]) -> set[str]:
        directly = {thing for thing, verdict in small.follow_ups if verdict in verdicts}
        return directly | {old for new, old in small.hops("continues") if new in directly}

    plans = {small.document(thing) for thing in spoken_of({"met", "notReported"}) if thing[4] == "t"}
    for goal in small.of("EffectGoal", "DeliveryGoal"):
        if goal not in spoken_of({"met"}):
            plan = small.document(goal)
            reports = {
                new for new, old in small.hops("considers") if old == plan and small.kind(new) == "FollowUpReport"
            }
            yield "notReported", goal, "notMentioned" if plan in plans else "noFollowUp", "", reports
    for activity in small.of("Activity"):
        wholes = {upper for lower, upper in small.hops("partOf") if lower == activity}
        if not small.responsible.isdisjoint({activity, small.document(activity), *wholes}):
            continue
        told = "notReadable" if activity in small.unreadable else "statedEmpty" if activity in small.empty else ""
        yield "noResponsible", activity, told or "notStated", "", set() if told else {activity}


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(small=small_plans())
def test_gaps_are_those_that_the_definitions_give(small: Small) -> None:
    """On any plans, the gaps and their causes are those that naive search by the definitions finds, each once."""
    found = _gaps(small.store())
    rows = [(gap.type, gap.thing.iri, gap.cause, gap.target) for gap in (found.describe(g, "sv") for g in found.find())]
    assert Counter(rows) == Counter(_naive(small))


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(small=small_plans())
def test_gaps_are_the_rows_of_their_query(small: Small) -> None:
    """On any plans, the query gives the same gaps in the same order."""
    store = small.store()
    found = _gaps(store)
    assert _rows([found.describe(gap, "en") for gap in found.find()]) == _asked(store, gaps_query())


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(small=small_plans())
def test_what_is_near_is_in_the_plans(small: Small) -> None:
    """The nearest thing is never the thing itself, nor below it; where nothing is needed, nothing is offered."""
    found = _gaps(small.store())
    for gap in (found.describe(gap, "en") for gap in found.find()):
        if gap.nearest is None:
            assert gap.cause not in {"planNotLoaded", "planPartlyLoaded"}
            continue
        assert gap.cause not in {"declaredNotNeeded", "notRelevant"}
        assert gap.nearest.text
        near = gap.nearest.thing.iri
        if gap.cause in {"planNotLoaded", "planPartlyLoaded"}:
            content = "notLoaded" if gap.cause == "planNotLoaded" else "partlyLoaded"
            assert near in small.of("Plan", "Document", "FollowUpReport")
            assert small.content(near) == content
        elif gap.type in {"orphaned", "noNationalThread"}:
            assert near not in {gap.thing.iri, *small.below(gap.thing.iri)}
        elif gap.type == "uncovered":
            assert small.kind(near) in {"Initiative", "Activity"}
            assert (near, gap.nearest.through) in small.hops("contributesTo")
        elif gap.type == "coveredShallow":
            assert (near, gap.thing.iri) in small.hops("contributesTo")
        elif gap.type == "notAddressed":
            assert small.kind(near) == "Activity"


# ---- the shipped plans, by reading data/ and the sources


@pytest.mark.parametrize("name", TYPES)
def test_each_type_is_the_rows_of_its_query(gaps: Gaps, shipped: Snapshot, name: GapType) -> None:
    """Of the shipped plans, the query of one type gives its gaps in the same order."""
    assert _rows(_described(gaps, name)) == _asked(shipped.store, gaps_query(name))


@pytest.mark.parametrize(
    ("wanted", "total"),
    [
        ({"plan": FYRBODAL}, 14),  # 1C, 2B and 3B without initiative; eleven effect goals without follow-up
        ({"level": "subregional"}, 14),
        ({"cause": "statedEmpty"}, 31),
        ({"cause": "statedEmpty", "plan": TEMPLATE, "level": "local"}, 31),
        ({"cause": "statedEmpty", "plan": FYRBODAL}, 0),
        ({"plan": "org/skr"}, 0),
    ],
)
def test_gaps_can_be_narrowed(gaps: Gaps, shipped: Snapshot, base: str, wanted: dict[str, str], total: int) -> None:
    """Document, level and cause narrow the gaps and their query alike."""
    chosen = {key: base + value if key == "plan" else value for key, value in wanted.items()}
    found = gaps.find(**chosen)  # type: ignore[arg-type]
    assert len(found) == total
    assert _rows([gaps.describe(gap, "sv") for gap in found]) == _asked(
        shipped.store,
        gaps_query(**chosen),  # type: ignore[arg-type]
    )


def test_effect_goals_without_initiative_are_found_with_what_serves_their_siblings(gaps: Gaps, base: str) -> None:
    """Fyrbodal's chapter 4 names no initiative for 1C, 2B and 3B; their areas' other goals have 4.4, 4.5 and 4.3."""
    found = _described(gaps, "uncovered")
    assert [(gap.thing.code, gap.cause, gap.thing.plan) for gap in found] == [
        (code, "noActivity", base + FYRBODAL) for code in ("1C", "2B", "3B")
    ]
    near = [gap.nearest for gap in found if gap.nearest]
    assert [(n.thing.code, n.reason, n.through.rsplit("/", 1)[-1]) for n in near] == [
        ("4.4", "sameArea", "1B"),
        ("4.5", "sameArea", "2A"),
        ("4.3", "sameArea", "3A"),
    ]
    assert near[0].text == "Insats 4.4 leder till Effektmål 1B, i samma område."
    assert [gap.evidence.locator for gap in found] == [f"avsnitt 3.{n}, rubrik EFFEKT MÅL" for n in (1, 2, 3)]


def test_goals_of_a_plan_that_is_partly_loaded_may_have_activities_in_the_rest(gaps: Gaps, base: str) -> None:
    """Of the plan of 2019 only what the follow-up quotes is known; its goals are not said to lack an activity."""
    found = _described(gaps, "coveredShallow")
    assert {gap.thing.iri.removeprefix(f"{base}{OF_2019}/mal/") for gap in found} == {
        *(f"kommunikation-{number}" for number in (1, 2, 3, 4)),
        "sip-1",
    }
    assert {gap.cause for gap in found} == {"planPartlyLoaded"}
    assert {(gap.nearest.thing.iri, gap.nearest.reason) for gap in found if gap.nearest} == {
        (base + OF_2019, "documentToLoad")
    }


def test_goals_that_lead_up_to_nothing_are_told_by_plan(gaps: Gaps, base: str) -> None:
    """23 of the template's effect goals have no overall goal, and none of VästKom's delivery goals leads anywhere."""
    found = _described(gaps, "orphaned")
    causes = Counter((gap.thing.plan.removeprefix(base), gap.cause) for gap in found)
    assert causes == {
        (TEMPLATE, "noLinkUp"): 23,
        (OF_2018, "noLinkUp"): 21,
        (OF_2019, "planPartlyLoaded"): 14,
        ("lansstyrelsens-utvecklingsprogram", "planNotLoaded"): 1,
    }
    assert {gap.nearest for gap in found if gap.thing.plan == base + OF_2018} == {None}  # nothing in it leads upward
    of_template = [gap.nearest for gap in found if gap.thing.plan == base + TEMPLATE]
    assert {near.thing.kind for near in of_template if near} == {"OverallGoal"}
    assert None not in of_template


def test_orphans_and_threads_that_end_below_are_what_validation_tells(gaps: Gaps, shipped: Snapshot) -> None:
    """The activities that lead to nothing national are those that the shape Activity-national tells, each once."""
    shape = """
        SELECT DISTINCT ?a {
          ?a a rt:Activity ; rt:level/rt:rank ?rank .
          FILTER (?rank > 1) FILTER NOT EXISTS { ?a rt:tracesTo+/rt:level rt:national }
        }"""
    ended = [gap.thing.iri for name in ("orphaned", "noNationalThread") for gap in _described(gaps, name)]
    activities = {row["a"].value for row in shipped.store.select("SELECT ?a { ?a a rt:Activity }").rows}
    assert sorted(set(ended) & activities) == sorted(row["a"].value for row in shipped.store.select(shape).rows)
    assert len(ended) == len(set(ended))


def test_what_points_at_the_plan_before_is_shown_what_follows_it(gaps: Gaps, base: str) -> None:
    """The template points at the action plan of 2017-2019, which the strategy of 2020-2022 continues, area by area."""
    found = {gap.link.rsplit("/", 1)[-1]: gap for gap in _described(gaps, "outdated")}
    assert len(found) == 11
    strategy = f"{base}vision-e-halsa-strategi-2020-2022"
    by_area = found["aktivitet-4--insatsomrade-enhetligare-begreppsanvandning"].nearest
    assert by_area is not None
    assert (by_area.thing.iri, by_area.reason) == (
        f"{strategy}/omrade/enhetligare-begreppsanvandning",
        "continuedBy",
    )
    by_plan = found["aktivitet-12--insats-omvarldsbevakning"].nearest
    assert by_plan is not None
    assert (by_plan.thing.iri, by_plan.reason) == (strategy, "newerPlan")
    evidence = found["aktivitet-12--insats-omvarldsbevakning"].evidence
    assert evidence.locator == "tabellrad Nr 12, kolumn Vision eHälsa 2025"
    assert evidence.quote.startswith("Omvärldsbevakning - ta fram en gemensam process")


def test_documents_that_threads_go_into_say_what_of_them_is_loaded(gaps: Gaps, base: str) -> None:
    """Not loaded and partly loaded are told apart, and each rests on a link that goes there."""
    found = {gap.thing.iri.removeprefix(base): gap for gap in _described(gaps, "planNotLoaded")}
    causes = Counter(gap.cause for gap in found.values())
    assert causes == {"planNotLoaded": 7, "planPartlyLoaded": 6}
    assert found["overenskommelse-2014"].cause == "planNotLoaded"
    assert found["nationell-digitaliseringsstrategi-2017"].cause == "planPartlyLoaded"
    assert all(gap.evidence.source and gap.evidence.quote for gap in found.values())
    assert all(gap.nearest and gap.nearest.thing == gap.thing for gap in found.values())


def test_goals_that_no_follow_up_mentions_are_told_from_those_of_plans_without_one(gaps: Gaps, base: str) -> None:
    """Six goals of 2018 are left out of Resultat 2019; of Fyrbodal's plan and the template there is no follow-up."""
    found = _described(gaps, "notReported")
    causes = Counter((gap.thing.plan.removeprefix(base), gap.cause) for gap in found)
    assert causes == {(OF_2018, "notMentioned"): 6, (FYRBODAL, "noFollowUp"): 11, (TEMPLATE, "noFollowUp"): 30}
    mentioned = [gap for gap in found if gap.cause == "notMentioned"]
    assert {gap.thing.iri.removeprefix(f"{base}{OF_2018}/mal/") for gap in mentioned} == {
        *("nationell-paverkan-1", "e-halsa-1", "kommunikation-4", "kommunikation-6"),
        *("uppdragsportfolj-1", "uppdragsportfolj-2"),
    }
    assert {gap.nearest.thing.iri for gap in mentioned if gap.nearest} == {f"{base}vastkom-resultat-2019"}
    assert {gap.nearest for gap in found if gap.cause == "noFollowUp"} == {None}


def test_an_empty_column_is_told_from_a_plan_that_is_partly_loaded(gaps: Gaps, base: str) -> None:
    """The template's column Ansvarig is empty in 31 rows; of the plan of 2019 nothing can be said."""
    found = _described(gaps, "noResponsible")
    causes = Counter((gap.thing.plan.removeprefix(base), gap.cause) for gap in found)
    assert causes == {(TEMPLATE, "statedEmpty"): 31, (OF_2019, "planPartlyLoaded"): 15}
    by_code = {gap.thing.code: gap for gap in found if gap.cause == "statedEmpty"}
    assert by_code["1"].nearest is not None
    assert (by_code["1"].nearest.reason, by_code["1"].nearest.thing.iri) == (
        "expectedOf",
        f"{base}org/regional-samarbetsorganisation",
    )
    assert by_code["8"].nearest is None  # the row has no role for anyone


def test_every_indicator_is_addressed(gaps: Gaps) -> None:
    """Only the indicators that the template's activities name are in the graph, so none is left over."""
    assert gaps.find("notAddressed") == ()


def test_counts_are_of_types_and_causes(gaps: Gaps) -> None:
    """The counts by type and cause sum up to the list, in its order."""
    found = gaps.find()
    counts = count(found, "en")
    assert sum(one.count for one in counts) == len(found)
    assert list(dict.fromkeys(one.type for one in counts)) == list(dict.fromkeys(TYPES[gap.type] for gap in found))
    assert len({(one.type, one.cause) for one in counts}) == len(counts)


def test_every_gap_has_its_words_in_both_languages(gaps: Gaps) -> None:
    """Type, cause and nearness are sentences in the reader's language, without fields left open."""
    for gap in gaps.find():
        swedish, english = (gaps.describe(gap, lang) for lang in LANGUAGES)
        assert swedish.type_text != english.type_text
        assert swedish.cause_text != english.cause_text
        assert (swedish.nearest is None) == (english.nearest is None)
        for told in (swedish, english):
            texts = (told.type_text, told.cause_text, told.nearest.text if told.nearest else "-")
            assert all(text and "{" not in text and "»«" not in text for text in texts)


# ---- made-up plans


def test_a_waiver_is_an_answer_of_its_own() -> None:
    """A goal with a declared exception is not needed: with who, why and until when, and nothing is offered."""
    turtle = """
        @base <https://w3id.org/redthread/id/> .
        @prefix rt: <https://w3id.org/redthread/ns#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix dcat: <http://www.w3.org/ns/dcat#> .
        @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <p> a rt:Plan ; rt:level rt:local ; dcterms:title "Planen"@sv .
        <p/1> a rt:PlanEdition ; rt:editionOf <p> ; rt:content rt:loaded .
        <p/a> a rt:EffectGoal ; dcterms:isPartOf <p> ; dcterms:identifier "1A" ; dcterms:title "Ett"@sv .
        <p/b> a rt:EffectGoal ; dcterms:isPartOf <p> ; dcterms:identifier "1B" ; dcterms:title "Två"@sv .
        <n> skos:prefLabel "Nämnden"@sv .
        <p/u> a rt:Waiver ; rt:rule <regel/effektmal> ; rt:concerns <p/a> ; prov:wasAttributedTo <n> ;
            rt:rationale "Sköts av staten."@sv, "The state does it."@en ; rt:period <p/t> .
        <p/t> a dcterms:PeriodOfTime ; dcat:endDate "2022-12-31"^^xsd:date .
    """
    found = _gaps(of_turtle(turtle))
    waived, open_ = (found.describe(gap, "en") for gap in found.find("uncovered"))
    assert (waived.thing.code, waived.cause, waived.nearest) == ("1A", "declaredNotNeeded", None)
    assert waived.waiver is not None
    assert (waived.waiver.who, waived.waiver.why, waived.waiver.until) == (
        "Nämnden",
        "The state does it.",
        "2022-12-31",
    )
    assert waived.rule == f"{RULES}effektmal"
    assert (open_.thing.code, open_.cause, open_.waiver) == ("1B", "noActivity", None)
    assert [gap.cause for gap in found.find("notReported")] == ["noFollowUp", "noFollowUp"]  # it is from one rule only


def test_an_indicator_that_all_call_irrelevant_is_not_uncovered() -> None:
    """An indicator that is not relevant for anyone is told apart from one that nobody addresses."""
    turtle = """
        @base <https://w3id.org/redthread/id/> .
        @prefix rt: <https://w3id.org/redthread/ns#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        <d> a rt:Document ; rt:level rt:national ; dcterms:title "LIKA"@sv .
        <d/1> a rt:Edition ; rt:editionOf <d> ; rt:content rt:loaded .
        <p> a rt:Plan ; rt:level rt:local ; dcterms:title "Planen"@sv .
        <p/1> a rt:PlanEdition ; rt:editionOf <p> ; rt:content rt:loaded .
        <d/L1> a rt:Indicator ; dcterms:isPartOf <d> ; rt:indicatorArea rt:likaManagement ; dcterms:title "L1"@sv .
        <d/L2> a rt:Indicator ; dcterms:isPartOf <d> ; rt:indicatorArea rt:likaManagement ; dcterms:title "L2"@sv .
        <d/L3> a rt:Indicator ; dcterms:isPartOf <d> ; rt:indicatorArea rt:likaManagement ; dcterms:title "L3"@sv .
        <p/x> a rt:Activity ; dcterms:isPartOf <p> ; dcterms:title "Göra"@sv .
        <p/l> a rt:Link ; rt:from <p/x> ; rt:to <d/L1> ; rt:relation rt:addresses ; rt:basis rt:stated ;
            rt:validity rt:valid .
        <b> a rt:Assessment ; rt:assesses <d/L2> ; rt:status rt:likaNotRelevant .
    """
    found = _gaps(of_turtle(turtle))
    irrelevant, missing = (found.describe(gap, "sv") for gap in found.find("notAddressed"))
    assert (irrelevant.thing.title, irrelevant.cause, irrelevant.nearest) == ("L2", "notRelevant", None)
    assert (missing.thing.title, missing.cause) == ("L3", "noActivity")
    assert missing.nearest is not None
    assert (missing.nearest.thing.title, missing.nearest.reason) == ("Göra", "sameIndicatorArea")


def test_a_target_in_an_old_edition_is_shown_the_edition_that_holds() -> None:
    """What stands only in a superseded edition, and is continued by nothing, leads to the current one."""
    plans = (Document("Plan", "national", "loaded"), Document("Plan", "local", "loaded"))
    things = (Thing("OverallGoal", 0, old=True), Thing("EffectGoal", 1))
    found = _gaps(Small(plans, things, (Link("urn:t1", "urn:t0", "alignsWith"),)).store())
    (gap,) = (found.describe(gap, "en") for gap in found.find("outdated"))
    assert (gap.thing.iri, gap.target) == ("urn:t1", "urn:t0")
    assert gap.nearest is not None
    assert (gap.nearest.thing.iri, gap.nearest.reason) == ("urn:d0", "newerEdition")


def test_who_answers_for_the_neighbours_is_near() -> None:
    """An activity that nobody answers for is near whoever answers for another one of the same initiative."""
    plans = (Document("Plan", "local", "loaded"),)
    things = (Thing("Initiative", 0), Thing("Activity", 0), Thing("Activity", 0), Thing("Activity", 0))
    links = tuple(Link(f"urn:t{number}", "urn:t0", "partOf") for number in (1, 2))
    found = _gaps(Small(plans, things, links, responsible=frozenset({"urn:t2"})).store())
    near = {gap.thing.iri: gap.nearest for gap in (found.describe(gap, "en") for gap in found.find("noResponsible"))}
    assert {iri: n.reason for iri, n in near.items() if n} == {
        "urn:t1": "initiativeResponsible",
        "urn:t3": "siblingResponsible",
    }


def test_a_goal_shares_its_target_with_a_goal_of_another_plan() -> None:
    """Where nothing in its own plan is near, an uncovered goal is shown what serves a goal under the same target."""
    plans = tuple(Document("Plan", level, "loaded") for level in ("national", "local", "local"))
    things = (Thing("OverallGoal", 0), Thing("EffectGoal", 1), Thing("EffectGoal", 2), Thing("Activity", 2))
    links = (
        Link("urn:t1", "urn:t0", "alignsWith"),
        Link("urn:t2", "urn:t0", "alignsWith"),
        Link("urn:t3", "urn:t2", "contributesTo"),
    )
    found = _gaps(Small(plans, things, links).store())
    (gap,) = (found.describe(gap, "en") for gap in found.find("uncovered"))
    assert gap.nearest is not None
    assert (gap.nearest.thing.iri, gap.nearest.reason, gap.nearest.through) == ("urn:t3", "sameTarget", "urn:t2")


def test_no_plans_have_no_gaps() -> None:
    """The ontology alone has no gaps."""
    assert _gaps(snapshot.build([]).store).find() == ()


def test_types_and_causes_are_told_apart() -> None:
    """No type is the name of a cause but the one that is both: a document that is not loaded."""
    both = set(cast("tuple[str, ...]", TYPES)) & set(cast("tuple[Cause | str, ...]", CAUSES))
    assert both == {"planNotLoaded"}
