"""``redthread succession``: what a plan carries on of the plan that it continues."""

import json
from typing import TYPE_CHECKING, get_args

import pytest

from graph_service.cli.successions import print_succession
from graph_service.model.succession import Fate, Fated, Succession, Word
from graph_service.model.thread import Node
from graph_service.store.snapshot import Snapshot

if TYPE_CHECKING:
    from conftest import Redthread


def test_succession_is_told_fate_by_fate(redthread: "Redthread") -> None:
    """What was kept, reworded, moved, dropped and new is told in groups with signs, in the user's language."""
    finished = redthread("succession", "vastkom-2019", "--lang", "sv")
    assert (finished.returncode, finished.stderr) == (0, "")
    lines = finished.stdout.splitlines()
    assert lines[0] == "»VästKoms handlingsplan 2019« fortsätter »Handlingsplan – Digitalisering 2018«"
    assert lines[1].startswith("Bara en del av »VästKoms handlingsplan 2019« är inläst.")
    groups = [
        "Behållet ord för ord",
        "Omformulerat",
        "Med ett annat målvärde eller en annan omfattning",
        "Delat i flera",
        "Tyst borttaget: ingen uppföljning säger ett ord om det",
        "Nytt",
        "Pekar på ett mål som är borta",
    ]
    places = [lines.index(group) for group in groups]
    assert places == sorted(places)
    assert "- Leveransmål Godkänd slutrapport vastkom-2018/mal/e-halsa-1" in lines[places[4] : places[5]]
    fax = "    → [-20-]{+49+} kommuner nyttjar NPÖ istället för fax vid samordnad vård och omsorgsplanering"
    (place,) = [number for number, line in enumerate(lines) if line.startswith(fax)]
    assert lines[place + 1].strip() == (
        "flyttat: Insats »GITS – Förvaltning och fortsatt utveckling« → Insats »Ersätta FAX av Epikris med NPÖ«"
    )
    assert "    → SITHS-organisation vastkom-2019/projekt/siths-organisation" in lines
    assert lines[-1].endswith("19 tyst borttagna, 0 okända; 4 av dem flyttade. 4 nya.")


def test_links_from_what_is_gone_too_are_only_counted(redthread: "Redthread") -> None:
    """Of links to goals that are gone, those from what is gone too are counted in the terminal, and whole in JSON."""
    shown = redthread("succession", "vastkom-2019").stdout
    assert shown.count("! Activity") == 2
    assert "… and 11 links from what is gone too; --format json has them." in shown
    (told,) = json.loads(redthread("succession", "vastkom-2019", "--format", "json").stdout)
    assert len(told["pointing"]) == 16


def test_succession_as_json(redthread: "Redthread") -> None:
    """As JSON a succession has both plans, the counts, and each element with what continues it and why."""
    finished = redthread("succession", "VästKoms handlingsplan 2019", "--format", "json", "--lang", "en")
    (told,) = json.loads(finished.stdout)
    assert (told["earlier"]["iri"][-12:], told["later"]["iri"][-12:]) == ("vastkom-2018", "vastkom-2019")
    assert told["counts"]["silent"] == 19
    (goal,) = [one for one in told["elements"] if one["element"]["iri"].endswith("/mal/gits-6")]
    assert goal["fate"] == "changed"
    assert goal["carried"][0]["moved"] is True
    assert goal["carried"][0]["rationale"].startswith("The same goal with a new target: from 20 municipalities")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("vastkom-2018", "vastkom-2018 continues no earlier plan, but is continued itself. Ask of: vastkom-2019\n"),
        ("fyrbodal-2020-2022", "fyrbodal-2020-2022 continues no earlier plan. Which plans continue others: "),
        ("zzz", "No document is called »zzz«."),
    ],
)
def test_plan_without_a_predecessor_is_told_with_the_way_out(redthread: "Redthread", name: str, told: str) -> None:
    """A plan that continues no other, and a name of none, end with exit code 2 and what to ask instead."""
    finished = redthread("succession", name)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(told)


def test_what_a_follow_up_says_of_what_is_gone_is_told(shipped: Snapshot, capsys: pytest.CaptureFixture[str]) -> None:
    """Of an element that is gone, what follow-ups say is told; what is not loaded of either plan is told first."""
    goal = Node("urn:old/a", "Fler tjänster", "EffectGoal", "1A", "urn:old", "Plan 2018", "regional")
    word = Word("urn:f", "partlyMet", "Några kom till.", "Uppföljning", "rad 2")
    fates = dict.fromkeys((*get_args(Fate), "moved", "new"), 0) | {"dropped": 1}
    told = Succession(
        earlier=Node("urn:old", "Plan 2018", "Plan", "", "", "", "regional"),
        later=Node("urn:new", "Plan 2019", "Plan", "", "", "", "regional"),
        earlier_content="partlyLoaded",
        content="notLoaded",
        counts=fates,
        elements=(Fated(goal, (), "dropped", (), (word,)),),
        new=(),
        pointing=(),
    )
    print_succession(told, shipped.store, base="urn:", lang="en")
    assert capsys.readouterr().out.splitlines() == [
        "»Plan 2019« continues »Plan 2018«",
        "Only a part of »Plan 2018« is loaded. It may have held more than is shown here.",
        "Nothing of »Plan 2019« is loaded. What became of the rest is unknown.",
        "",
        "Gone, but a follow-up says a word of it",
        "- Effect goal 1A Fler tjänster old/a",
        "    partly met »Några kom till.« – Uppföljning, rad 2",
        "",
        (
            "0 kept, 0 reworded, 0 changed, 0 split, 0 merged, 1 gone but followed up, 0 silently dropped, 0 unknown; "
            "0 of them moved. 0 new."
        ),
    ]
