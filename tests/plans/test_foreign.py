"""Each plan and register speaks of its own things alone, by whatever door it comes."""

from pathlib import Path

import pytest

from graph_service.errors import ForeignError
from graph_service.plans import foreign, upload
from graph_service.settings import Settings
from graph_service.store import files, snapshot
from graph_service.store.files import GraphFile
from graph_service.store.snapshot import Snapshot

BASE = Settings().base
PREFIXES = f"""@base <{BASE}> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
REGISTER = "<register/lista> a rt:Register ; rt:content rt:loaded . "
NAMED = REGISTER + "<bok> a rt:Plan . <egen/mal/gammalt> dcterms:title 'Sagt förut' ."


def plan(name: str, more: str = "", edition: str = "1") -> GraphFile:
    """Give a plan with one goal, and more."""
    return file(
        f"<{name}> a rt:Plan . <{name}/utgava/{edition}> a rt:PlanEdition ; rt:editionOf <{name}> ; "
        "rt:content rt:loaded ."
        f"<{name}/mal/1> a rt:EffectGoal ; dcterms:isPartOf <{name}> . {more}",
        name,
    )


def file(text: str, name: str = "lista") -> GraphFile:
    """Read a file from its text."""
    return files.parse(PREFIXES + text, Path(f"{name}.ttl"), base=BASE)


@pytest.fixture(scope="module")
def plans() -> Snapshot:
    """Give two plans, one that is said to have an edition of another name, and a register that names a book."""
    odd = "<udda/ett> a rt:PlanEdition ; rt:editionOf <udda> ; rt:content rt:partlyLoaded . <udda> a rt:Plan ."
    quoting = "<egen/citat/1> a rt:EffectGoal ; dcterms:isPartOf <bok> ."
    return snapshot.build(
        [plan("egen", quoting), plan("annan", "<fri> a rt:Section ."), file(odd, "udda"), file(NAMED)]
    )


def sent(new: GraphFile, target: str, plans: Snapshot) -> None:
    """Check what is sent to the service."""
    upload.check(new, BASE + target, "plan" if foreign.EDITION in new.graph else "graph", plans)


OWN = [
    "",
    "<egen/mal/2> a rt:EffectGoal ; dcterms:isPartOf <egen> .",
    "<egen/citat/1> a rt:EffectGoal ; dcterms:isPartOf <bok> .",
    "<egen/citat/2> a rt:EffectGoal ; dcterms:isPartOf <bok> , <okand> .",
    "<egen/lank/1> a rt:Link ; rt:from <egen/mal/1> ; rt:to <annan/mal/1> .",
    "<annan-till/mal/1> a rt:EffectGoal .",
    "<egen#mal> a rt:EffectGoal . <annan-till#mal> a rt:EffectGoal .",
]


@pytest.mark.parametrize("more", OWN)
def test_what_is_ones_own_may_be_said(plans: Snapshot, more: str) -> None:
    """Of its own things, of documents that nobody holds, and of nobody's, a plan says what it likes."""
    sent(plan("egen", more), "egen", plans)
    foreign.refuse(foreign.by_owner([plan("egen", more)]), (), plans)


FOREIGN = [
    ("<annan/mal/1> dcterms:title 'Struket' .", "annan/mal/1, .*annan/utgava/1"),
    ("<annan> dcterms:title 'En annan' .", "id/annan, .*annan/utgava/1"),
    ("<annan/mal/nytt> a rt:EffectGoal .", "annan/mal/nytt, .*id/annan"),
    ("<annan#nytt> a rt:EffectGoal .", "annan#nytt, .*id/annan"),
    ("<annan?nytt> a rt:EffectGoal .", r"annan\?nytt, .*id/annan"),
    ("<annan?mal=a/b#c> a rt:EffectGoal .", r"annan\?mal=a/b#c, .*id/annan"),
    ("<udda/mal/nytt> a rt:EffectGoal .", "udda/mal/nytt, .*id/udda"),
    ("<fri> dcterms:title 'Avsnitt' .", "id/fri, .*annan/utgava/1"),
    ("<annan/lank/1> a rt:Link , rt:EffectGoal .", "annan/lank/1, .*id/annan"),
    ("<fritt/1> a rt:EffectGoal ; dcterms:isPartOf <annan> .", "fritt/1 belongs to .*annan"),
    ("<fritt/1> a rt:EffectGoal ; dcterms:isPartOf <annan> , <bok> .", "fritt/1 belongs to .*annan"),
    ("<fritt/1> a rt:EffectGoal ; dcterms:isPartOf <udda> .", "fritt/1 belongs to .*udda"),
    ("<fritt/1> a rt:EffectGoal ; dcterms:isPartOf <annan/mal/1> .", "fritt/1 belongs to .*annan"),
    ("<fritt/1> a rt:EffectGoal ; dcterms:isPartOf <fri> .", "fritt/1 belongs to .*annan"),
    ("<fritt/utgava/2> a rt:PlanEdition ; rt:editionOf <annan> .", "fritt/utgava/2 belongs to .*annan"),
    ("[] a rt:EffectGoal ; dcterms:isPartOf <annan> .", "belongs to .*annan"),
]


@pytest.mark.parametrize(("more", "told"), FOREIGN)
def test_what_is_anothers_may_not(plans: Snapshot, more: str, told: str) -> None:
    """Neither a plan nor a register, sent or committed, says anything of it; told are the thing and the owner."""
    for new, target in ((plan("egen", more), "egen"), (file(NAMED + more), "register/lista"), (plan("ny", more), "ny")):
        with pytest.raises(ForeignError, match=told):
            sent(new, target, plans)
        with pytest.raises(ForeignError, match=told):
            foreign.refuse(foreign.by_owner([new]), (), plans)


def test_registers_hold_links_and_decisions_about_plans(plans: Snapshot) -> None:
    """What is about the things of a plan may lie below its IRI in a register; so may what was said there before."""
    kept = "<egen/mal/gammalt> dcterms:description 'Mer' ."
    links = (
        "<annan/lank/1> a rt:Link ; rt:from <annan/mal/1> ; rt:to <egen/mal/1> . <annan/brist/1> a rt:SourceDefect ."
    )
    for more in (kept, links):
        sent(file(NAMED + more), "register/lista", plans)
    with pytest.raises(ForeignError, match="annan/lank/1"):
        sent(plan("egen", links), "egen", plans)


def test_no_plan_is_made_below_another(plans: Snapshot) -> None:
    """A plan that is new has no room below the IRI of one that is there."""
    with pytest.raises(ForeignError, match="annan/mal"):
        sent(plan("annan/mal"), "annan/mal", plans)


def test_what_was_said_before_may_stay() -> None:
    """What a plan has said of another's things it may say again, but nothing more of them; nobody is locked out."""
    old = "<annan/mal/1> a rt:EffectGoal . <fritt> dcterms:isPartOf <annan> ; rt:period [] ."
    plans = snapshot.build([plan("egen", old), plan("annan")])
    sent(plan("egen", f"{old} <egen/mal/2> a rt:EffectGoal ."), "egen", plans)
    sent(plan("annan", edition="2"), "annan", plans)
    with pytest.raises(ForeignError, match="annan/mal/1"):
        sent(plan("egen", f"{old} <annan/mal/1> dcterms:title 'Mer' ."), "egen", plans)


def test_what_another_gives_up_may_be_taken_over(plans: Snapshot) -> None:
    """In one change a thing goes to another file, also from a graph that is taken out; kept by both it may not."""
    takes = plan("egen", "<fri> a rt:Section ; dcterms:isPartOf <egen> . <annan/mal/1> a rt:EffectGoal .")
    without = file(
        "<annan> a rt:Plan . <annan/utgava/1> a rt:PlanEdition ; rt:editionOf <annan> ; rt:content rt:loaded ."
    )
    foreign.refuse(foreign.by_owner([takes, without]), (), plans)
    foreign.refuse(foreign.by_owner([takes]), (f"{BASE}annan/utgava/1",), plans)
    for both in ([takes], [takes, plan("annan", "<fri> a rt:Section ; dcterms:title 'Kvar' .")]):
        with pytest.raises(ForeignError, match="annan/utgava/1"):
            foreign.refuse(foreign.by_owner(both), (), plans)


def test_the_shipped_plans_speak_of_themselves_alone() -> None:
    """Each can be sent as it is, whether it is there already or new; and all can be committed at once."""
    shipped = snapshot.shipped_files(Settings())
    everything = snapshot.build(shipped)
    for new in shipped:
        sent(new, new.graph.partition(foreign.EDITION)[0].removeprefix(BASE), everything)
    for name in ("organ.ttl", "regional-digital-agenda-bakgrund.ttl"):
        (new,) = (one for one in shipped if one.path.name == name)
        others = snapshot.build(one for one in shipped if one is not new)
        sent(new, new.graph.partition(foreign.EDITION)[0].removeprefix(BASE), others)
    foreign.refuse(foreign.by_owner(shipped), (), snapshot.build([]))
