"""What a change breaks, and what is gained by it."""

from collections.abc import Iterable
from dataclasses import replace

from changing import side_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_plans import DEMANDED, RULES, UPWARD, Document, Link, Small, Thing, small_plans

from graph_service.plans import breaks
from graph_service.plans.breaks import Effects
from graph_service.plans.effect import Effect
from graph_service.plans.side import Side
from graph_service.trace.facts import Facts
from graph_service.trace.graph import Graph
from graph_service.trace.standing import STATES
from graph_service.vocabulary import DCTERMS, RT

Row = tuple[str, ...]
"""A loss: its kind, the thing, the rule, and the states before and after."""

LOW = {"regional", "subregional", "local"}
NOTHING = frozenset[str]()


def _side(small: Small, name: str) -> Side:
    store = small.store(name)
    return Side.read(store, Facts.build(store, Graph.read(store)))


def _found(before: Small, after: Small) -> Effects:
    return breaks.find(_side(before, "before"), _side(after, "after"), NOTHING)


# ---- the rule, by naive search


def _there(small: Small) -> set[str]:
    """Give what is there of the documents, things, links and follow-ups."""
    links = (f"urn:link:{number:02}" for number in range(len(small.links)))
    follow_ups = (f"urn:followup:{number}" for number in range(len(small.follow_ups)))
    named = {*small.iris(), *links, *follow_ups} - small.gone - small.missing
    ends = {f"urn:link:{number:02}": {link.lower, link.upper} for number, link in enumerate(small.links)}
    return {iri for iri in named if small.gone.isdisjoint(ends.get(iri, ()))}


def _whole(small: Small) -> Small:
    """Give only what holds together: links between things that are there, and words of them."""
    there = _there(small)
    return replace(
        small,
        links=tuple(
            link
            for number, link in enumerate(small.links)
            if {f"urn:link:{number:02}", link.lower, link.upper} <= there
        ),
        follow_ups=tuple(
            (thing, verdict)
            for number, (thing, verdict) in enumerate(small.follow_ups)
            if {f"urn:followup:{number}", thing} <= there
        ),
        responsible=small.responsible & there,
    )


def _level(small: Small, iri: str) -> str:
    return small.level(iri) if small.document(iri) in _there(small) else ""


def _lost(before: Small, after: Small, *, gained: bool = False) -> set[Row]:
    """Find what stands worse after than before, by searching both for each thing; gains are what was worse before."""
    better, worse = (after, before) if gained else (before, after)
    here, there = _whole(better), _whole(worse)
    word = "gains" if gained else "loses"
    lost: set[Row] = set()
    for iri in set(before.iris()) & _there(before) & _there(after):
        kind = after.kind(iri)
        levels = ({_level(small, up) for up in small.above(iri)} for small in (here, there))
        national = ["national" in found for found in levels]
        if national == [True, False] and _level(after, iri) in LOW:
            lost.add((f"{word}National", iri, "", "", ""))
        vision = ["Vision" in {small.kind(up) for up in small.above(iri)} for small in (here, there)]
        if vision == [True, False] and kind != "Vision":
            lost.add((f"{word}Vision", iri, "", "", ""))
        activity = ["Activity" in {small.kind(low) for low in small.below(iri)} for small in (here, there)]
        if activity == [True, False] and kind != "Activity":
            lost.add((f"{word}Activities", iri, "", "", ""))
        for rule, demanded in DEMANDED.items():
            if before.kind(iri) in demanded and kind in demanded:
                had, has = (small.state(rule, iri) for small in (here, there))
                if had > has:
                    unaddressed = rule == "indikator" and has == 0 and not gained
                    states = (STATES[has], STATES[had]) if gained else (STATES[had], STATES[has])
                    lost.add(("notAddressed" if unaddressed else f"{word}Coverage", iri, RULES + rule, *states))
    return lost


def _rows(effects: Iterable[Effect]) -> list[Row]:
    told = ("National", "Vision", "Activities", "Coverage", "Addressed")
    return [(e.kind, e.thing, e.rule, e.before, e.after) for e in effects if e.kind.endswith(told)]


def _with_a_thread(small: Small) -> Small:
    """Add a whole thread to plans, so that there is always something to lose."""
    nation, town = len(small.documents), len(small.documents) + 1
    kinds = (*(("Vision", nation), ("Indicator", nation)), *((kind, town) for kind in _IN_TOWN))
    first = len(small.things)
    vision, indicator, goal, earlier, initiative, activity = (f"urn:t{first + number}" for number in range(6))
    return replace(
        small,
        documents=(*small.documents, Document("Plan", "national", "loaded"), Document("Plan", "local", "loaded")),
        things=(*small.things, *(Thing(kind, document) for kind, document in kinds)),
        links=(
            *small.links,
            Link(goal, vision, "alignsWith"),
            Link(goal, earlier, "continues"),
            Link(initiative, goal, "contributesTo"),
            Link(activity, initiative, "partOf"),
            Link(activity, indicator, "addresses"),
        ),
        follow_ups=(*small.follow_ups, (goal, "met")),
        responsible=small.responsible | {initiative},
    )


_IN_TOWN = ("EffectGoal", "DeliveryGoal", "Initiative", "Activity")


@st.composite
def changes(draw: st.DrawFn) -> tuple[Small, Small]:
    """Draw plans before and after a change: things and links disappear or come, and others become something else."""
    whole = _with_a_thread(draw(small_plans()))
    links, things = list(whole.links), list(whole.things)
    for number in draw(st.lists(st.integers(0, len(links) - 1), max_size=2)):
        link = links[number]
        others = (
            replace(link, validity="invalid"),
            replace(link, relation="alignsWith"),
            replace(link, lower="urn:d0"),
        )
        links[number] = draw(st.sampled_from(others))
    for number in draw(st.lists(st.integers(0, len(things) - 1), max_size=1)):
        things[number] = replace(things[number], kind=draw(st.sampled_from(("Section", "Activity", "EffectGoal"))))
    gone = st.frozensets(st.sampled_from(sorted(_there(whole) - {f"urn:d{n}" for n in range(9)})), max_size=3)
    documents = st.frozensets(st.sampled_from(whole.of("Plan", "Document", "FollowUpReport")), max_size=1)
    changed = replace(
        whole,
        things=tuple(things),
        links=tuple(links),
        gone=draw(gone) | draw(st.one_of(st.just(NOTHING), documents)),
        missing=draw(st.frozensets(st.sampled_from(whole.iris()), max_size=1)),
        reworded=draw(st.frozensets(st.sampled_from(whole.iris()), max_size=2)),
        responsible=draw(st.sampled_from((whole.responsible, frozenset()))),
    )
    return draw(st.sampled_from(((whole, changed), (whole, changed), (changed, whole))))


_ANYTHING = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@_ANYTHING
@given(change=changes())
def test_what_is_lost_and_gained_is_what_naive_search_tells(change: tuple[Small, Small]) -> None:
    """On any plans, circles too, threads and coverage differ as searching both graphs from each thing tells."""
    before, after = change
    found = _found(before, after)
    for effects, gained in ((found.breaks, False), (found.gains, True)):
        rows = _rows(effects)
        assert len(rows) == len(set(rows))
        assert set(rows) == _lost(before, after, gained=gained)


@_ANYTHING
@given(change=changes())
def test_a_path_hangs_together_and_breaks_where_it_says(change: tuple[Small, Small]) -> None:
    """A path is a chain from below, all there in one graph; what it says is cut is not there in the other."""
    before, after = change
    found = _found(before, after)
    sides = [(_there(small), _whole(small)) for small in (before, after)]
    for effect in (*found.breaks, *found.gains):
        if not _rows([effect]):
            continue
        (here, holding), (there, left) = sides if effect.kind in {e.kind for e in found.breaks} else sides[::-1]
        assert [c.lower for c in effect.path[1:]] == [c.upper for c in effect.path[:-1]]
        assert effect.path
        assert effect.thing in {effect.path[0].lower, effect.path[-1].upper}
        for crossing in effect.path:
            if crossing.relation in UPWARD:
                assert (crossing.lower, crossing.upper) in holding.hops(crossing.relation)
                if crossing.turned and effect.rule == "":
                    assert (crossing.lower, crossing.upper) not in left.hops()
        match effect.cause.what:
            case "removed" | "added":
                assert effect.cause.thing in here - there
            case "linkRemoved" | "linkAdded":
                assert effect.cause.link in here - there
                assert effect.cause.link in effect.through
            case "linkChanged":
                assert effect.cause.link in here & there
                assert effect.cause.link in effect.through
            case other:
                assert other == "changed"


@_ANYTHING
@given(change=changes())
def test_what_points_at_something_gone_is_all_that_names_it(change: tuple[Small, Small]) -> None:
    """Whatever is still there and names a thing that is not, by whichever property, points at nothing."""
    before, after = change
    gone = _there(before) - _there(after)
    expected: set[Row] = set()
    for number, link in enumerate(after.links):
        iri = f"urn:link:{number:02}"
        if iri in _there(after) and gone & {link.lower, link.upper}:
            expected.add((iri, link.relation))
    for number, (thing, _) in enumerate(after.follow_ups):
        if f"urn:followup:{number}" in _there(after) and thing in gone - after.gone:
            expected.add((f"urn:followup:{number}", "follows"))
    for iri in after.iris():
        if iri in _there(after) and iri[4] == "t" and after.document(iri) in gone - after.gone:
            expected.add((iri, "isPartOf"))
    found = {
        (effect.link or effect.thing, effect.relation)
        for effect in _found(before, after).breaks
        if effect.kind == "pointsAtNothing"
        and effect.relation in {*UPWARD, "continues", "considers", "follows", "isPartOf"}
    }
    assert found == expected


@_ANYTHING
@given(change=changes())
def test_a_link_is_suspect_if_the_text_of_an_end_changed(change: tuple[Small, Small]) -> None:
    """A link that was valid and is the same as before is suspect if, and only if, an end that is there was reworded."""
    before, after = change
    there = _there(before) & _there(after)
    reworded = {iri for iri in (before.reworded ^ after.reworded) & there if iri[4] == "t"}
    expected = {}
    for number, (then, now) in enumerate(zip(before.links, after.links, strict=True)):
        iri, ends = f"urn:link:{number:02}", {now.lower, now.upper}
        same = (then.lower, then.upper, then.relation) == (now.lower, now.upper, now.relation)
        standing = ends.isdisjoint(_there(before) - _there(after)) and then.validity == "valid"
        if same and standing and iri in there and now.validity != "invalid" and ends & reworded:
            expected[iri] = ends & reworded
    found = {
        effect.link: {rewording.thing for _, rewording in effect.ends}
        for effect in _found(before, after).breaks
        if effect.kind == "becomesSuspect" and effect.link
    }
    assert found == expected


# ---- made-up plans

ASSESSED = f"""
@prefix rt: <{RT}> .
@prefix dcterms: <{DCTERMS}> .
<urn:assessment> a rt:Assessment ; rt:assesses <urn:indicator> ; rt:assessedFor <urn:body> ; rt:status rt:likaPlanned .
"""
_UP = Link("urn:t1", "urn:t0", "contributesTo")
INDICATOR = '<urn:indicator> a rt:Indicator ; dcterms:title "Digital strategi"@sv .'


def test_an_assessment_of_what_is_gone_concerns_whoever_was_assessed() -> None:
    """An assessment of an indicator that is gone points at nothing; the body that it is of has to know."""
    (found,) = breaks.find(side_of(ASSESSED + INDICATOR), side_of(ASSESSED), NOTHING).breaks
    assert (found.kind, found.thing, found.relation) == ("pointsAtNothing", "urn:assessment", "assesses")
    assert (found.cause.thing, found.bodies) == ("urn:indicator", ("urn:body",))


def test_an_assessment_of_another_text_is_suspect() -> None:
    """An assessment was made with the indicator's text before the eyes; made anew, it is not suspect."""
    reworded = ASSESSED + INDICATOR.replace("strategi", "plan")
    before = side_of(ASSESSED + INDICATOR)
    (found,) = breaks.find(before, side_of(reworded), NOTHING).breaks
    assert (found.kind, found.thing, found.cause.what) == ("becomesSuspect", "urn:assessment", "reworded")
    anew = side_of(reworded.replace("likaPlanned", "likaNotRelevant"))
    assert breaks.find(before, anew, NOTHING).breaks == ()


def test_what_breaks_elsewhere_is_told_apart() -> None:
    """What stands in a graph that the change touches does not break elsewhere."""
    before, after = side_of(ASSESSED + INDICATOR), side_of(ASSESSED)
    assert [breaks.find(before, after, frozenset({graph})).breaks[0].elsewhere for graph in ("urn:graph", "urn:x")] == [
        *(False, True),
    ]


def test_a_goal_that_leaves_its_level_takes_the_thread_with_it() -> None:
    """Nothing is cut where the upper end is no longer national; the cause is then what that end says of itself."""
    plans = Small((Document("Plan", "national", "loaded"), Document("Plan", "local", "loaded")), (), ())
    whole = replace(plans, things=(Thing("OverallGoal", 0), Thing("Activity", 1)), links=(_UP,))
    lower = replace(whole, documents=(Document("Plan", "regional", "loaded"), whole.documents[1]))
    (lost,) = _found(whole, lower).breaks
    assert (lost.kind, lost.thing, lost.through) == ("losesNational", "urn:t1", ())
    assert (lost.cause.what, lost.cause.thing, lost.cause.relation) == ("changed", "urn:t0", "level")


def test_a_way_around_keeps_the_thread() -> None:
    """What leads up by another way too loses nothing when one is cut."""
    plans = Small(
        (Document("Plan", "national", "loaded"), Document("Plan", "local", "loaded")),
        (Thing("OverallGoal", 0), Thing("Activity", 1), Thing("Section", 1)),
        (_UP, Link("urn:t1", "urn:t2", "partOf"), Link("urn:t2", "urn:t0", "alignsWith")),
    )
    assert _found(plans, replace(plans, gone=frozenset({"urn:link:00"}))).breaks == ()
