"""Which things have another text than before."""

import pytest
from changing import side_of
from small_plans import Document, Small, Thing

from graph_service.model.texts import Wording, fingerprint, folded
from graph_service.plans.side import Side
from graph_service.plans.wording import reworded
from graph_service.trace.facts import Facts
from graph_service.trace.graph import Graph
from graph_service.vocabulary import PREFIXES

THING = f"""
@prefix rt: <{PREFIXES["rt"]}> .
@prefix dcterms: <{PREFIXES["dcterms"]}> .
@prefix skos: <{PREFIXES["skos"]}> .
<urn:a> a rt:EffectGoal ; dcterms:isPartOf <urn:plan> ; dcterms:title "Trygg digitalisering"@sv """


@pytest.mark.parametrize(
    "more",
    [
        '; dcterms:description "Mer om det"@sv .',
        '; skos:definition "Vad det är"@sv .',
        ', "Safe digitalisation"@en .',
        ', "Trygg digitalisering"@nb .',
    ],
)
def test_title_description_name_and_definition_are_the_text(more: str) -> None:
    """Whatever a thing is called or described by, in any language, is its text."""
    before, after = side_of(f"{THING} ."), side_of(THING + more)
    (found,), (back,) = reworded(before, after).values(), reworded(after, before).values()
    assert (found.thing, found.before, len(found.after)) == ("urn:a", (), 1)
    assert (back.before, back.after) == (found.after, ())
    assert (found.old_hash, found.new_hash) == (back.new_hash, back.old_hash)
    assert found.old_hash != found.new_hash


@pytest.mark.parametrize(
    "more",
    [
        '; rt:locator "avsnitt 3"@sv ; rt:position 4 .',
        '; rt:asPrinted "TRYGG DIGITALISERING"@sv .',
        '; dcterms:identifier "4B" .',
        ', "  Trygg   digitalisering "@sv .',
    ],
)
def test_what_does_not_make_the_text_another(more: str) -> None:
    """Where a thing stands, its code, how it was printed and how much white space there is are no part of its text."""
    assert reworded(side_of(f"{THING} ."), side_of(THING + more)) == {}


def test_what_has_come_or_gone_is_not_reworded() -> None:
    """A thing that is there on one side only has no other text; nothing can be compared."""
    plans = Small((Document("Plan", "local", "loaded"),), (Thing("Activity", 0), Thing("Activity", 0)))
    fewer = Small(plans.documents, plans.things[:1], reworded=frozenset({"urn:t0"}))
    sides = []
    for name, small in (("before", plans), ("after", fewer)):
        store = small.store(name)
        sides.append(Side.read(store, Facts.build(store, Graph.read(store))))
    assert set(reworded(*sides)) == set(reworded(*sides[::-1])) == {"urn:t0"}


def test_the_fingerprint_does_not_depend_on_order_but_on_each_part() -> None:
    """The hash is of the texts as a set: of each property, language and text."""
    one, other = Wording("urn:title", "sv", "Ett"), Wording("urn:title", "en", "One")
    assert fingerprint([one, other]) == fingerprint([other, one])
    others = (Wording("urn:name", "sv", "Ett"), Wording("urn:title", "nb", "Ett"), Wording("urn:title", "sv", "Två"))
    assert len({fingerprint([changed]) for changed in (one, *others)}) == 4


def test_letters_are_composed() -> None:
    """A letter with its mark beside it is the same as the letter that has it."""
    assert folded("a\u030a\u00a0b\n") == "å b"
