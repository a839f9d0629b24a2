"""What a later plan carries on of an earlier one."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pytest

from graph_service.errors import UnknownThingError
from graph_service.model.succession import Fated, Succession
from graph_service.model.wording import after, before
from graph_service.plans.succession import successions
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot, build, derive
from graph_service.vocabulary import PREFIXES

GOLDEN: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("succession-2018-2019.toml").read_text(encoding="utf-8")
)
SOURCES: Final = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "sources"

OLD: Final = """
    <old> a rt:Plan ; dcterms:title "Plan 2018"@sv .
    <old/edition> a rt:PlanEdition ; rt:editionOf <old> ; rt:content rt:loaded .
    <new> a rt:Plan ; dcterms:title "Plan 2019"@sv .
    <new/edition> a rt:PlanEdition ; rt:editionOf <new> ; rt:content rt:loaded .
    <old/a> a rt:EffectGoal ; dcterms:isPartOf <old> ; dcterms:title "Fler tjänster"@sv ; rt:position 1 .
    <old/b> a rt:EffectGoal ; dcterms:isPartOf <old> ; dcterms:title "Trygga tjänster"@sv ; rt:position 2 .
    <new/a> a rt:EffectGoal ; dcterms:isPartOf <new> ; dcterms:title "Fler tjänster"@sv ; rt:position 1 .
    <new/b> a rt:EffectGoal ; dcterms:isPartOf <new> ; dcterms:title "Säkra tjänster"@sv ; rt:position 2 .
    """


def _link(start: str, relation: str, end: str, more: str = "rt:basis rt:stated") -> str:
    iri = f"{start}--{relation}--{end}"
    return f"<{iri}> a rt:Link ; rt:from <{start}> ; rt:to <{end}> ; rt:relation rt:{relation} ; {more} ."


def _continues(later: str, earlier: str, match: str, more: str = "rt:basis rt:inferred") -> str:
    return _link(later, "continues", earlier, f"rt:match rt:{match} ; {more}")


def _store(*parts: str) -> EmbeddedStore:
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    graph = ox.NamedNode("urn:graph")
    store = build([]).store
    parsed = ox.parse(prefixes + "\n".join(parts), format=ox.RdfFormat.TURTLE, base_iri="urn:base")
    store.load(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed)
    derive(store)
    return store


def _one(*parts: str) -> Succession:
    (found,) = successions(_store(*parts), "urn:new", base="urn:", lang="sv")
    return found


def _fates(found: Succession) -> dict[str, str]:
    return {one.element.iri.removeprefix("urn:"): one.fate for one in found.elements}


# ---- 2018 → 2019 in the shipped plans


@pytest.fixture(scope="module")
def real(shipped: Snapshot, base: str) -> Succession:
    """Give what VästKom's plan of 2019 carries on of that of 2018."""
    (found,) = successions(shipped.store, f"{base}vastkom-2019", base=base, lang="sv")
    return found


@pytest.mark.parametrize("fate", ["kept", "reworded", "changed", "split"])
def test_what_is_carried_on_is_what_the_documents_say(real: Succession, fate: str) -> None:
    """What is kept, reworded, changed and split from 2018 to 2019 is what reading the two documents gives."""
    found = {
        (one.element.title, *sorted(c.later.title for c in one.carried)) for one in real.elements if one.fate == fate
    }
    assert found == {(earlier, *sorted(later)) for earlier, *later in GOLDEN[fate]}
    assert real.counts[fate] == len(GOLDEN[fate])


def test_what_is_gone_and_new_is_what_the_documents_say(real: Succession) -> None:
    """What 2019 has no word of, and what is new, is what reading the two documents gives; nothing else is left over."""
    assert {one.element.title for one in real.elements if one.fate == "silent"} == set(GOLDEN["silent"])
    assert {node.title for node in real.new} == set(GOLDEN["new"])
    told = sum(len(GOLDEN[fate]) for fate in ("kept", "reworded", "changed", "split", "silent"))
    assert len(real.elements) == told
    assert (real.counts["dropped"], real.counts["merged"], real.counts["unknown"]) == (0, 0, 0)


def test_what_moved_is_what_the_documents_say(real: Succession) -> None:
    """The goals that moved from GITS to headings of their own are those that reading the two documents gives."""
    moved = {(one.element.title, c.headings[0].title) for one in real.elements for c in one.carried if c.moved}
    assert moved == {tuple(pair) for pair in GOLDEN["moved"]}
    assert real.counts["moved"] == len(moved)
    assert {one.headings[0].title for one in real.elements if any(c.moved for c in one.carried)} == {
        "GITS – Förvaltning och fortsatt utveckling"
    }


def test_plan_that_is_known_in_part_says_so(real: Succession) -> None:
    """The plan of 2019 is known through its follow-up only, so that what seems to be gone may stand in the rest."""
    assert (real.earlier_content, real.content) == ("loaded", "partlyLoaded")


def test_texts_are_told_word_by_word_with_the_reason(real: Succession) -> None:
    """Each continuation has both texts word by word, the link that says so, and why it was inferred."""
    for one in real.elements:
        for carried in one.carried:
            assert (before(carried.wording), after(carried.wording)) == (one.element.title, carried.later.title)
            assert carried.basis == "inferred"
            assert carried.rationale
    (fax,) = [one for one in real.elements if one.element.title.startswith("20 kommuner")]
    assert [run.text for run in fax.carried[0].wording][:2] == ["20", "49"]


def test_activities_that_point_at_goals_that_are_gone_are_told(real: Succession, base: str) -> None:
    """Two tasks that are carried on were to help to get a representative with Inera, a goal that is gone."""
    goal = f"{base}vastkom-2018/mal/nationell-paverkan-1"
    carried_on = [one.start.title for one in real.pointing if one.goal.iri == goal and one.fate == "kept"]
    assert carried_on == [
        "Upprätta struktur mellan SKL/Inera och kommunerna i VG.",
        "Involvera och föra Västra Götalands kommuners talan med nationella aktörer.",
    ]
    assert {one.goal.title for one in real.pointing} <= set(GOLDEN["silent"])


def test_golden_texts_stand_in_the_sources() -> None:
    """Each text of the golden file stands in its document, where the documents lie beside the checkout."""
    if not SOURCES.is_dir():
        pytest.skip("the source documents as text are not beside this checkout; they are not part of the project")
    old, new = (
        " ".join(re.sub(r"[*\[\]]|\(http[^)]*\)", "", SOURCES.joinpath(name).read_text(encoding="utf-8")).split())
        for name in ("vastkom-handlingsplan-2018.txt", "vastkom-resultat-2019.txt")
    )
    pairs = [pair for fate in ("kept", "reworded", "changed", "split") for pair in GOLDEN[fate]]
    earlier = {pair[0] for pair in pairs} | set(GOLDEN["silent"])
    later = {text for pair in pairs for text in pair[1:]} | set(GOLDEN["new"])
    assert [text for text in earlier if text not in old] == []
    assert [text for text in later if text not in new] == []
    assert [text for text in GOLDEN["silent"] if re.search(rf"(?<!\w){re.escape(text)}", new)] == []


# ---- small plans


def test_match_of_the_link_decides_the_fate() -> None:
    """An element is kept, reworded or changed as the link says, whatever the texts look like."""
    exact = _one(OLD, _continues("new/a", "old/a", "exact"), _continues("new/b", "old/b", "similar"))
    assert _fates(exact) == {"old/a": "kept", "old/b": "reworded"}
    changed = _one(OLD, _continues("new/a", "old/a", "changed"))
    assert _fates(changed) == {"old/a": "changed", "old/b": "silent"}
    assert [node.iri for node in changed.new] == ["urn:new/b"]


def test_texts_decide_where_a_link_says_no_match() -> None:
    """Where a link does not say how one answers to the other, the same text is exact and another text similar."""
    found = _one(OLD, _link("new/a", "continues", "old/a"), _link("new/b", "continues", "old/b"))
    assert _fates(found) == {"old/a": "kept", "old/b": "reworded"}


def test_one_of_several_is_merged_and_several_of_one_is_split() -> None:
    """Two that one later element continues are merged; one that two later elements continue is split."""
    merged = _one(OLD, _continues("new/a", "old/a", "exact"), _continues("new/a", "old/b", "similar"))
    assert _fates(merged) == {"old/a": "merged", "old/b": "merged"}
    split = _one(OLD, _continues("new/a", "old/a", "exact"), _continues("new/b", "old/a", "similar"))
    assert _fates(split) == {"old/a": "split", "old/b": "silent"}
    assert [carried.later.iri for carried in split.elements[0].carried] == ["urn:new/a", "urn:new/b"]


def test_element_that_a_follow_up_speaks_of_is_not_silently_dropped() -> None:
    """An element that is not carried on, but that a follow-up speaks of, is dropped with what that says."""
    follow_up = """
        <f> a rt:FollowUp ; rt:follows <old/b> ; rt:verdict rt:met ; rt:comment "Klart."@sv ; rt:locator "rad 2"@sv .
        <g> a rt:FollowUp ; rt:follows <old/a> ; rt:verdict rt:notReported ."""
    found = _one(OLD, "<new> rt:title <x> .", _continues("new", "old", "similar"), follow_up)
    assert _fates(found) == {"old/a": "silent", "old/b": "dropped"}
    (word,) = found.elements[1].words
    assert (word.follow_up, word.verdict, word.comment, word.locator) == ("urn:f", "met", "Klart.", "rad 2")


def test_nothing_is_said_to_be_dropped_where_the_later_plan_is_not_loaded() -> None:
    """Where nothing of the later plan is loaded, what became of an element is unknown."""
    old = OLD.replace("<new> ; rt:content rt:loaded", "<new> ; rt:content rt:notLoaded")
    found = _one(old, _continues("new", "old", "similar"))
    assert found.content == "notLoaded"
    assert set(_fates(found).values()) == {"unknown"}


@pytest.mark.parametrize("more", ["rt:basis rt:proposed", "rt:basis rt:inferred ; rt:validity rt:invalid"])
def test_links_that_do_not_count_carry_nothing_on(more: str) -> None:
    """A proposed link, or one that was rejected, carries nothing on."""
    found = _one(OLD, _continues("new", "old", "similar"), _continues("new/a", "old/a", "exact", more))
    assert _fates(found) == {"old/a": "silent", "old/b": "silent"}


AREAS: Final = """
    <old/x> a rt:FocusArea ; dcterms:isPartOf <old> ; dcterms:title "Trygghet"@sv .
    <old/y> a rt:FocusArea ; dcterms:isPartOf <old> ; dcterms:title "Öppenhet"@sv .
    <new/x> a rt:FocusArea ; dcterms:isPartOf <new> ; dcterms:title "Trygghet"@sv .
    <new/y> a rt:FocusArea ; dcterms:isPartOf <new> ; dcterms:title "Öppenhet"@sv .
    """
SAME: Final = _continues("new/a", "old/a", "exact")


def _moved(*parts: str) -> bool:
    (one,) = [one for one in _one(OLD, AREAS, SAME, *parts).elements if one.element.iri == "urn:old/a"]
    return one.carried[0].moved


def test_element_under_what_continues_its_heading_has_not_moved() -> None:
    """An element moves when it comes under another area than the one that continues its own."""
    under = _link("old/a", "inArea", "old/x")
    areas = _continues("new/x", "old/x", "exact") + _continues("new/y", "old/y", "exact")
    assert not _moved(under, areas, _link("new/a", "inArea", "new/x"))
    assert _moved(under, areas, _link("new/a", "inArea", "new/y"))


def test_element_of_a_part_that_was_split_off_has_moved() -> None:
    """Where a heading is split, an element stays under that with the same words; where none has, under any of them."""
    under = _link("old/a", "inArea", "old/x") + _link("new/a", "inArea", "new/y")
    split = _continues("new/y", "old/x", "similar")
    assert _moved(under, split, _continues("new/x", "old/x", "exact"))
    assert not _moved(under, split, _continues("new/x", "old/x", "similar"))


def test_element_whose_heading_nothing_continues_has_moved_only_to_what_continues_another() -> None:
    """Where no link says what became of a heading, another one with no link either says nothing of a move."""
    under = _link("old/a", "inArea", "old/x") + _link("new/a", "inArea", "new/y")
    assert not _moved(under)
    assert _moved(under, _continues("new/y", "old/y", "exact"))


def test_element_without_a_heading_has_not_moved() -> None:
    """An element of which no heading is known in one of the plans has not moved."""
    assert not _moved(_link("old/a", "inArea", "old/x"), _continues("new/y", "old/x", "exact"))
    assert not _moved(_link("new/a", "inArea", "new/x"), _continues("new/y", "old/x", "exact"))


def test_headings_in_a_circle_end() -> None:
    """Headings that stand under one another in a circle are looked at once."""
    circle = _link("old/x", "partOf", "old/y") + _link("old/y", "partOf", "old/x") + _link("old/a", "partOf", "old/x")
    assert not _moved(circle, _link("new/a", "partOf", "new/x"), _link("new/x", "partOf", "new/x"))


def test_links_from_other_plans_to_goals_that_are_gone_come_first() -> None:
    """Links to goals that are gone come from other plans first, then from what is carried on, then from the rest."""
    activities = """
        <local/c> a rt:Activity ; dcterms:isPartOf <local> ; dcterms:title "Gör lokalt"@sv .
        <old/c> a rt:Activity ; dcterms:isPartOf <old> ; dcterms:title "Gör"@sv .
        <old/d> a rt:Activity ; dcterms:isPartOf <old> ; dcterms:title "Låt bli"@sv .
        <new/c> a rt:Activity ; dcterms:isPartOf <new> ; dcterms:title "Gör"@sv ."""
    to_gone = "".join(_link(start, "contributesTo", "old/b") for start in ("old/d", "old/c", "local/c"))
    to_kept = _link("local/c", "contributesTo", "old/a")
    found = _one(OLD, activities, SAME, _continues("new/c", "old/c", "exact"), to_gone, to_kept)
    assert [(one.start.iri, one.goal.iri, one.relation, one.fate) for one in found.pointing] == [
        ("urn:local/c", "urn:old/b", "contributesTo", None),
        ("urn:old/c", "urn:old/b", "contributesTo", "kept"),
        ("urn:old/d", "urn:old/b", "contributesTo", "silent"),
    ]


def test_plan_that_continues_several_has_a_succession_for_each() -> None:
    """A plan that continues two earlier ones is compared with each by itself."""
    third = '<third> a rt:Plan . <third/a> a rt:Goal ; dcterms:isPartOf <third> ; dcterms:title "Annat"@sv .'
    store = _store(OLD, third, SAME, _continues("new/b", "third/a", "similar"))
    found = successions(store, "urn:new", base="urn:", lang="sv")
    assert [one.earlier.iri for one in found] == ["urn:old", "urn:third"]
    assert [[node.iri for node in one.new] for one in found] == [["urn:new/b"], ["urn:new/a"]]


def test_plan_that_continues_none_is_told_so_with_the_way_out() -> None:
    """A plan that continues no other is an error, which names the plans to ask of instead if it is continued itself."""
    with pytest.raises(UnknownThingError, match=r"continues no earlier plan, but is continued itself\. Ask of: new"):
        successions(_store(OLD, SAME), "urn:old", base="urn:", lang="sv")
    with pytest.raises(UnknownThingError, match=r"continues no earlier plan\. Which plans"):
        successions(_store(OLD), "urn:new", base="urn:", lang="sv")


def test_element_that_continues_a_whole_document_makes_no_succession() -> None:
    """That a project continues a document does not make its plan a successor of it, element by element."""
    with pytest.raises(UnknownThingError):
        successions(_store(OLD, _continues("new/a", "old", "similar")), "urn:new", base="urn:", lang="sv")


def test_every_element_has_one_fate() -> None:
    """The counts of the fates add up to the elements of the earlier plan."""
    found = _one(OLD, AREAS, SAME)
    fates: list[Fated] = list(found.elements)
    assert sum(count for name, count in found.counts.items() if name not in {"moved", "new"}) == len(fates) == 4
