"""What changes of the shipped plans break, worked out by reading data/ and the sources."""

import pyoxigraph as ox
import pytest
from changing import BASE, both, effects, saying, side, without

from graph_service.plans import breaks
from graph_service.plans.effect import Effect
from graph_service.store.snapshot import Snapshot
from graph_service.trace.standing import RULES
from graph_service.vocabulary import DCTERMS, PREFIXES, RT, XSD

FYRBODAL = "fyrbodal-2020-2022"
NATION = "nationell-digitaliseringsstrategi-2017"
COMPETENCE = f"{NATION}/delmal/d-kompetens"
FYRBODAL_GRAPH = f"{BASE}{FYRBODAL}/utgava/1.0"
LINKS_GRAPH = f"{BASE}register/lankar-fyrbodal-nationellt"


def _short(iri: str) -> str:
    return iri.removeprefix(BASE)


def _of(found: tuple[Effect, ...], kind: str) -> dict[str, Effect]:
    return {_short(effect.thing): effect for effect in found if effect.kind == kind}


def test_without_a_goal_its_only_initiative_has_no_thread(shipped: Snapshot) -> None:
    """Section 4.1 names 4B alone, 4.2 names 4A too: without 4B only the first loses its thread, with its parts."""
    change = without(shipped, f"{FYRBODAL}/effektmal/4B")
    assert change.touched == {FYRBODAL_GRAPH}
    found = effects(shipped, change)
    lost = _of(found.breaks, "losesNational")
    assert sorted(thing.removeprefix(f"{FYRBODAL}/") for thing in lost) == [
        *(f"aktivitet/4.1-{number}" for number in (1, 2, 3)),
        "insats/4.1",
        *(f"roll/4.1-e-radet-{number}" for number in (1, 2, 3, 4, 5)),
        *("roll/4.1-kommunerna-1", "roll/4.1-kommunerna-2"),
    ]
    assert len(found.breaks) == len(lost)
    assert found.gains == ()
    activity = lost[f"{FYRBODAL}/aktivitet/4.1-1"]
    assert [_short(crossing.lower).removeprefix(f"{FYRBODAL}/") for crossing in activity.path] == [
        *("aktivitet/4.1-1", "insats/4.1", "effektmal/4B", "fokusomrade/3.4"),
    ]
    assert [crossing.turned for crossing in activity.path] == [False, True, True, False]
    assert activity.through == (
        f"{BASE}{FYRBODAL}/lank/insats-4.1--effektmal-4B",
        f"{BASE}{FYRBODAL}/lank/effektmal-4B--fokusomrade-3.4",
    )
    assert (activity.cause.what, activity.cause.thing) == ("removed", f"{BASE}{FYRBODAL}/effektmal/4B")
    assert [_short(body) for body in activity.bodies] == ["org/fyrbodals-e-rad", "org/fyrbodals-kommunalforbund"]
    assert (_short(activity.plan), activity.elsewhere) == (FYRBODAL, False)


def test_links_that_are_left_when_a_goal_goes_point_at_nothing(shipped: Snapshot) -> None:
    """If only the goal's own block is struck, its three links lack an end, and no thread runs through it any more."""
    found = effects(shipped, without(shipped, f"{FYRBODAL}/effektmal/4B", links=False))
    dangling = [effect for effect in found.breaks if effect.kind == "pointsAtNothing"]
    assert {effect.link.rsplit("/", 1)[-1] for effect in dangling} == {
        *("insats-4.1--effektmal-4B", "insats-4.2--effektmal-4B", "effektmal-4B--fokusomrade-3.4"),
    }
    assert {_short(effect.thing).removeprefix(f"{FYRBODAL}/") for effect in dangling} == {
        *("insats/4.1", "insats/4.2", "fokusomrade/3.4"),
    }
    assert f"{FYRBODAL}/insats/4.1" in _of(found.breaks, "losesNational")


def test_without_its_link_a_national_sub_goal_has_no_activities(shipped: Snapshot) -> None:
    """Only focus area 3.4 leads to D-infrastruktur; the area itself starts from the strategy as a whole too."""
    link = f"{FYRBODAL}/lank/fokusomrade-3.4--delmal-d-infrastruktur"
    change = without(shipped, link)
    assert change.touched == {LINKS_GRAPH}
    (lost,) = effects(shipped, change).breaks
    assert (lost.kind, _short(lost.thing)) == ("losesActivities", f"{NATION}/delmal/d-infrastruktur")
    assert (lost.cause.what, _short(lost.cause.link)) == ("linkRemoved", link)
    assert [_short(one) for one in lost.through] == [link]
    assert _short(lost.path[0].lower).startswith(f"{FYRBODAL}/aktivitet/")
    assert lost.path[-1].upper == lost.thing
    assert ([_short(body) for body in lost.bodies], _short(lost.plan)) == (["org/regeringen"], NATION)
    assert lost.elsewhere


def test_a_reworded_national_sub_goal_makes_its_links_suspect(shipped: Snapshot) -> None:
    """Both links of D-kompetens have to be reviewed: the one from Fyrbodal's area stands in a register elsewhere."""
    change = saying(shipped, COMPETENCE, f"{DCTERMS}title", ox.Literal("En annan lydelse", language="sv"))
    found = effects(shipped, change)
    assert {effect.kind for effect in found.breaks} == {"becomesSuspect"}
    suspect = _of(found.breaks, "becomesSuspect")
    assert set(suspect) == {f"{FYRBODAL}/fokusomrade/3.1", f"{NATION}/overgripande-mal/1"}
    area = suspect[f"{FYRBODAL}/fokusomrade/3.1"]
    assert (area.elsewhere, area.basis, area.relation) == (True, "inferred", "alignsWith")
    assert (area.cause.what, _short(area.cause.thing)) == ("reworded", COMPETENCE)
    assert {"org/fyrbodals-kommunalforbund", "org/roda-traden"} < {_short(body) for body in area.bodies}
    ((end, rewording),) = area.ends
    assert end == "to"
    assert [wording.text for wording in rewording.after] == ["En annan lydelse"]
    assert rewording.before != rewording.after
    assert rewording.old_hash != rewording.new_hash
    assert not suspect[f"{NATION}/overgripande-mal/1"].elsewhere


@pytest.mark.parametrize(
    ("one", "value"),
    [
        (
            f"{PREFIXES['prov']}generatedAtTime",
            ox.Literal("2026-12-01T00:00:00Z", datatype=ox.NamedNode(f"{XSD}dateTime")),
        ),
        (f"{RT}quote", ox.Literal("Ett annat citat", language="sv")),
        (f"{RT}rationale", ox.Literal("Ett annat skäl", language="sv")),
        (f"{RT}validity", ox.NamedNode(f"{RT}invalid")),
    ],
)
def test_a_link_that_was_looked_at_anew_is_not_suspect(
    shipped: Snapshot, one: str, value: ox.NamedNode | ox.Literal
) -> None:
    """Whoever gives a link another time, quote or reason with the change, or rejects it, has seen the new text."""
    reworded = saying(shipped, COMPETENCE, f"{DCTERMS}title", ox.Literal("En annan lydelse", language="sv"))
    link = f"{FYRBODAL}/lank/fokusomrade-3.1--delmal-d-kompetens"
    change = both(reworded, lambda then: saying(then, link, one, value))
    assert set(_of(effects(shipped, change).breaks, "becomesSuspect")) == {f"{NATION}/overgripande-mal/1"}


def test_without_a_goal_of_another_plan_follow_ups_point_at_nothing(shipped: Snapshot) -> None:
    """The goal of 2019 on video meetings is followed up in Resultat 2019, and through it that of 2018 is."""
    goal = "vastkom-2019/mal/gits-2"
    found = effects(shipped, without(shipped, goal, links=False))
    pointing = _of(found.breaks, "pointsAtNothing")
    followup = pointing["vastkom-resultat-2019/uppfoljning/mal-gits-2"]
    assert (followup.relation, _short(followup.cause.thing), followup.elsewhere) == ("follows", goal, True)
    assert _short(followup.plan) == "vastkom-resultat-2019"
    assert pointing["vastkom-resultat-2019/brist/videomoten-distansmoten"].relation == "concerns"
    earlier = _of(found.breaks, "losesCoverage")["vastkom-2018/mal/gits-2"]
    assert (earlier.rule, earlier.before, earlier.after) == (f"{RULES}uppfoljning", "coveredShallow", "uncovered")
    assert (earlier.cause.what, _short(earlier.cause.thing)) == ("removed", goal)
    assert [crossing.relation for crossing in earlier.path] == ["follows", "continues"]


def test_without_an_activity_its_goal_and_indicators_are_uncovered(shipped: Snapshot) -> None:
    """Row 28 of the template is the only one with its effect goal and with the indicators L2 and L3."""
    found = effects(shipped, without(shipped, "e-halsa-mall-2016/aktivitet/28"))
    unaddressed = _of(found.breaks, "notAddressed")
    assert sorted(unaddressed) == ["lika-socialtjanst/L2", "lika-socialtjanst/L3"]
    assert {effect.elsewhere for effect in unaddressed.values()} == {True}
    goal = _of(found.breaks, "losesCoverage")["e-halsa-mall-2016/effektmal/28"]
    assert (goal.rule, goal.after, goal.elsewhere) == (f"{RULES}effektmal", "uncovered", False)
    for effect in (*unaddressed.values(), goal):
        assert effect.cause.thing == f"{BASE}e-halsa-mall-2016/aktivitet/28"
        assert len(effect.through) == 1


def test_without_a_body_its_activities_are_answered_for_by_no_one(shipped: Snapshot) -> None:
    """Fyrbodal's e-council alone answers for the plan, so for its 18 activities; plan and roles still name it."""
    body = "org/fyrbodals-e-rad"
    found = effects(shipped, without(shipped, body, links=False))
    lost = _of(found.breaks, "losesCoverage")
    assert len(lost) == 18
    for effect in lost.values():
        assert (effect.rule, effect.cause.what, _short(effect.cause.thing)) == (f"{RULES}ansvarig", "removed", body)
        assert [crossing.relation for crossing in effect.path] == ["isPartOf", "responsible"]
        assert [crossing.turned for crossing in effect.path] == [False, True]
    pointing = _of(found.breaks, "pointsAtNothing")
    assert pointing[FYRBODAL].relation == "responsible"
    assert pointing[f"{FYRBODAL}/roll/4.1-e-radet-1"].relation == "expectedOf"
    assert {effect.relation for effect in found.breaks if effect.link} > {"memberOf", "governedBy"}


def test_a_document_that_goes_is_the_cause_of_all_that_breaks(shipped: Snapshot) -> None:
    """Where a whole document disappears, that is told, and not each of its parts; what rested on it has no evidence."""
    graph = f"{BASE}{NATION}/utgava/2017"
    held = [_short(quad.subject.value) for quad in shipped.files[graph].quads if isinstance(quad.subject, ox.NamedNode)]
    found = effects(shipped, without(shipped, *held, links=False))
    causes = {
        _short(effect.cause.thing) for effect in found.breaks if effect.elsewhere and effect.cause.what == "removed"
    }
    assert causes == {NATION}
    assert f"{FYRBODAL}/effektmal/4B" in _of(found.breaks, "losesNational")


def test_a_change_taken_back_gains_what_it_lost(shipped: Snapshot) -> None:
    """Threads and coverage that are lost by a change are those that are gained by its opposite."""
    change = without(shipped, "e-halsa-mall-2016/aktivitet/28", f"{FYRBODAL}/effektmal/4B")
    there, back = side(shipped), side(change.snapshot)
    lost = breaks.find(there, back, change.touched).breaks
    gained = breaks.find(back, there, change.touched)
    assert gained.breaks == ()
    worse = [effect for effect in lost if effect.kind != "pointsAtNothing"]
    paths = [
        {(effect.thing, effect.rule or effect.kind[5:]): effect.path for effect in found}
        for found in (worse, gained.gains)
    ]
    assert paths[0] == paths[1]
    assert len(gained.gains) == len(worse) > 0
    assert {e.cause.what for e in gained.gains} == {"added"}


def test_no_change_breaks_nothing(shipped: Snapshot) -> None:
    """The plans beside themselves differ in nothing."""
    found = breaks.find(side(shipped), side(shipped), frozenset())
    assert (found.breaks, found.gains) == ((), ())
