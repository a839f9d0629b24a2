"""Judging a change, and telling of it."""

import json
import re
from dataclasses import replace

import pyoxigraph as ox
import pytest
from changing import BASE, Changed, both, saying, without

from graph_service.messages import LANGUAGES
from graph_service.model.verdict import Severity
from graph_service.plans.effect import BREAKS, GAINS
from graph_service.plans.judgement import Judged, Judgement, judge, touched
from graph_service.plans.telling import as_plain, tell
from graph_service.reports.change import as_text
from graph_service.store.snapshot import Snapshot
from graph_service.vocabulary import DCTERMS

FYRBODAL = "fyrbodal-2020-2022"
NATION = "nationell-digitaliseringsstrategi-2017"


@pytest.fixture(scope="module")
def plans(shipped: Snapshot) -> Judged:
    """Give the shipped plans with their verdict."""
    return Judged.of(shipped)


def _judged(before: Judged, change: Changed, *, strict: bool = False) -> Judgement:
    return judge(before, Judged.of(change.snapshot), change.touched, strict=strict)


@pytest.fixture(scope="module")
def without_goal(plans: Judged) -> Judgement:
    """Judge that Fyrbodal strikes its goal 4B: initiative 4.1 then contributes to no goal, which is a warning."""
    return _judged(plans, without(plans.snapshot, f"{FYRBODAL}/effektmal/4B"))


@pytest.fixture(scope="module")
def much(plans: Judged) -> Judgement:
    """Judge a change of many things at once."""
    struck = without(plans.snapshot, "vastkom-2019/mal/gits-2", f"{FYRBODAL}/utgava/1.0", links=False)
    fewer = both(struck, lambda then: without(then, "e-halsa-mall-2016/aktivitet/28", f"{FYRBODAL}/effektmal/4B"))
    title = ox.Literal("En annan lydelse", language="sv")
    worded = both(fewer, lambda then: saying(then, f"{NATION}/delmal/d-kompetens", f"{DCTERMS}title", title))
    return _judged(plans, both(worded, lambda then: without(then, "vision-e-halsa-2025/vision")))


def test_a_new_warning_is_accepted_and_refused_when_strict(plans: Judged, without_goal: Judgement) -> None:
    """A change that brings a warning may be made, unless warnings count too; what was there before never counts."""
    assert plans.verdict.count(Severity.WARNING) > 0
    assert [without_goal.findings.count(severity) for severity in (Severity.VIOLATION, Severity.WARNING)] == [0, 1]
    assert (without_goal.accepted, without_goal.grounds) == (True, ())
    graph = f"{BASE}{FYRBODAL}/utgava/1.0"
    strict = judge(plans, without_goal.after, frozenset({graph}), strict=True)
    assert (strict.accepted, strict.grounds) == (False, ("warnings",))
    told = tell(strict, "sv")
    assert (told.text, told.reasons) == ("Ändringen nekas.", ("Den för med sig 1 ny varning.",))
    back = judge(without_goal.after, plans, frozenset({graph}), strict=True)
    assert (back.accepted, len(back.findings.mended)) == (True, len(without_goal.findings.introduced))


def test_a_new_violation_is_refused(plans: Judged) -> None:
    """Links that are left without an end are violations: the goal cannot be struck alone."""
    judgement = _judged(plans, without(plans.snapshot, f"{FYRBODAL}/effektmal/4B", links=False))
    assert judgement.grounds == ("violations",)
    assert judgement.findings.count(Severity.VIOLATION) == 3
    assert tell(judgement, "en").reasons == ("It brings 3 new violations.",)


def test_violations_that_were_there_before_do_not_refuse_a_change(plans: Judged) -> None:
    """Whoever changes something else in plans that do not hold is not stopped by that; who mends them least of all."""
    broken = without(plans.snapshot, f"{FYRBODAL}/effektmal/4B", links=False)
    before = Judged.of(broken.snapshot)
    assert not before.verdict.conforms
    other = _judged(
        before, without(broken.snapshot, "e-halsa-mall-2016/aktivitet/28", "e-halsa-mall-2016/effektmal/28")
    )
    assert other.accepted
    assert len(other.findings.remained) > 0
    mended = judge(before, plans, broken.touched)
    assert (mended.accepted, len(mended.findings.mended)) == (True, 3)


def test_the_graphs_that_a_change_touches(shipped: Snapshot, without_goal: Judgement) -> None:
    """A graph is touched if it says something else, comes or goes; not if it says the same in another order."""
    graph = f"{BASE}{FYRBODAL}/utgava/1.0"
    assert touched(shipped, without_goal.after.snapshot) == {graph}
    file = shipped.files[graph]
    others = {name: other for name, other in shipped.files.items() if name != graph}
    turned = replace(shipped, files={**others, graph: replace(file, quads=file.quads[::-1])})
    assert touched(shipped, turned) == frozenset()
    assert touched(shipped, replace(shipped, files=others)) == {graph}
    assert touched(replace(shipped, files=others), shipped) == {graph}


def test_what_breaks_is_grouped_by_the_bodies_concerned(without_goal: Judgement) -> None:
    """Fyrbodal's council and federation are told what loses its thread, each thing with its path and its cause."""
    told = tell(without_goal, "sv")
    (group,) = told.concerned
    assert [body.title for body in group.bodies] == ["Fyrbodals e-råd", "Fyrbodals kommunalförbund"]
    assert [heading.text for heading in group.headings] == [
        "3 aktiviteter i det som ändras förlorar sin tråd till nationell nivå",
        "1 insats i det som ändras förlorar sin tråd till nationell nivå",
        "7 förväntningar i det som ändras förlorar sin tråd till nationell nivå",
    ]
    initiative = told.breaks[group.headings[1].places[0]]
    assert initiative.thing.code == "4.1"
    assert initiative.text == (
        "Insats 4.1 ledde upp till Plan »För ett hållbart digitaliserat Sverige«, "
        "och leder inte längre upp till något nationellt."
    )
    assert initiative.cause.text == "Effektmål 4B finns inte längre."
    assert [step.upper.title for step in initiative.path][:2] == ["Effektmål 4B", "Fokusområde 3.4"]


@pytest.mark.parametrize("name", ["without_goal", "much"])
def test_each_break_is_told_once(request: pytest.FixtureRequest, name: str) -> None:
    """Each break is under one heading of one group; and the group names the bodies that the break does."""
    told = tell(request.getfixturevalue(name), "en")
    places = [place for group in told.concerned for heading in group.headings for place in heading.places]
    assert sorted(places) == list(range(len(told.breaks)))
    for group in told.concerned:
        for heading in group.headings:
            for place in heading.places:
                assert {body.iri for body in told.breaks[place].bodies} == {body.iri for body in group.bodies}
                assert told.breaks[place].kind == heading.kind


def test_every_kind_has_its_words_in_both_languages(plans: Judged, much: Judgement) -> None:
    """Each break and gain is a sentence in the reader's language, without fields left open, with a cause and a plan."""
    back = judge(much.after, plans, frozenset())
    seen = set()
    for judgement in (much, back):
        swedish, english = (tell(judgement, lang) for lang in LANGUAGES)
        for one, other in zip((*swedish.breaks, *swedish.gains), (*english.breaks, *english.gains), strict=True):
            seen.add(one.kind)
            assert one.kind_text != other.kind_text
            assert one.text != other.text
            assert one.cause.text != other.cause.text
            assert "{" not in one.text + other.text + one.cause.text
            assert "»«" not in one.text + one.cause.text
            assert one.path
    assert seen == {*BREAKS, *GAINS}


def test_a_judgement_is_plain_values(much: Judgement) -> None:
    """The judgement can be written as JSON; a suspect link tells which end has another text, and how."""
    plain = json.loads(json.dumps(as_plain(tell(much, "sv"))))
    assert set(plain) == {
        *("lang", "accepted", "strict", "text", "reasons", "findings", "breaks", "gains", "concerned"),
    }
    assert set(plain["findings"]) == {"introduced", "mended", "remained"}
    suspect = next(one for one in plain["breaks"] if one["kind"] == "becomesSuspect" and one["elsewhere"])
    (end,) = suspect["ends"]
    assert (end["end"], end["after"][0]["text"]) == ("to", "En annan lydelse")
    assert re.fullmatch("[0-9a-f]{64}", end["new_hash"])
    assert suspect["path"][0]["turned"] is False


def test_a_judgement_as_text(without_goal: Judgement) -> None:
    """The text tells whether the change may be made, what is found anew, and what breaks, with its path and cause."""
    lines = as_text(tell(without_goal, "sv")).splitlines()
    assert lines[0] == "Ändringen godtas. Den för med sig 1 ny varning."
    assert lines[1].startswith("Fynd: 4 nya, 0 åtgärdade, ")
    assert lines[2] == "Den bryter 11 saker."
    assert lines.count("  Orsak: Effektmål 4B finns inte längre.") == 1
    assert "    Fyrbodals e-råd, Fyrbodals kommunalförbund" in lines
    at = lines.index("      1 insats i det som ändras förlorar sin tråd till nationell nivå")
    assert lines[at + 1].startswith("        Insats 4.1 ledde upp till ")
    assert lines[at + 2] == (
        "          väg: Insats 4.1 ✂ Effektmål 4B ✂ Fokusområde 3.4 → Plan »För ett hållbart digitaliserat Sverige«"
    )
    short = as_text(tell(without_goal, "en"), most=2).splitlines()
    assert short[0] == "The change is accepted. It brings 1 new warning."
    assert short.count("        … and 1 more; --all shows them.") == 2


def test_a_new_finding_is_told_as_text_with_place_and_remedy(without_goal: Judgement) -> None:
    """Each has plan, element, file, line, column and remedy; those of one kind in a file are told once, all places."""
    told = tell(without_goal, "sv")
    lines = as_text(told).splitlines()
    (warning,) = (one for one in told.findings.introduced if one.severity == "warning")
    where = f"{warning.file}:{warning.line}:{warning.column}"
    at = lines.index(f"  + {where}: varning: Insats 4.1 bidrar inte till något mål. [{warning.shape}]")
    assert lines[at + 1 : at + 4] == [
        f"      Gäller: {warning.title} <{warning.iri}>",
        "      Dokument: Handlingsplan för digitalisering i Fyrbodal 2020–2022",
        f"      Så avhjälps det: {warning.mend}",
    ]
    at = lines.index("      3 med samma orsak:")
    infos = [one for one in told.findings.introduced if one.severity == "info"]
    assert lines[at + 1 : at + 4] == [f"        {one.file}:{one.line}:{one.column} {one.title}" for one in infos]
    assert sum(infos[0].mend in line for line in lines if infos[0].mend) == 1


def test_what_differs_in_findings_of_a_kind_is_told_as_text(without_goal: Judgement) -> None:
    """Findings of one kind with different values are told together, but each with its value."""
    told = tell(without_goal, "en")
    (one,) = (one for one in told.findings.introduced if one.severity == "warning")
    both_ = tuple(replace(one, title=f"Title {value}", value=f"urn:x:{value}") for value in "ab")
    text = as_text(replace(told, findings=replace(told.findings, introduced=both_)))
    assert "      2 of the same kind:\n" in text
    assert re.search(r"^ {8}\S+:\d+:\d+ Title a: urn:x:a\n {8}\S+ Title b: urn:x:b$", text, re.MULTILINE)


def test_what_is_mended_is_told_last(plans: Judged, without_goal: Judgement) -> None:
    """What a change mends and gives stands below, without remedies, and what it gives with its cause."""
    graph = frozenset({f"{BASE}{FYRBODAL}/utgava/1.0"})
    lines = as_text(tell(judge(without_goal.after, plans, graph), "en")).splitlines()
    at = lines.index("Mended findings:")
    assert sum(line.startswith("  - ") for line in lines[at:]) == 2
    assert not [line for line in lines if "To mend" in line or line.startswith("  + ")]
    assert any(line.startswith("It gives ") for line in lines[:at])
    assert any(line.startswith("  Cause: Effect goal 4B is new") for line in lines[:at])


def test_of_many_causes_the_first_are_told_and_whom_the_others_concern(much: Judgement) -> None:
    """Each cause is told once; of more than are asked for it is told how many things and bodies are left out."""
    told = tell(much, "en")
    whole = [line for line in as_text(told).splitlines() if line.startswith("  Cause: ")]
    assert len(whole) == len(set(whole))
    short = as_text(told, most=1).splitlines()
    shown = [line for line in short if line.startswith("  Cause: ")]
    assert len(shown) < len(whole)
    left = [re.match(r"  … and (\d+) more such causes, of which \d+ come\. They concern: \S", line) for line in short]
    assert sum(int(found[1]) for found in left if found) == len(whole) - len(shown)


def test_no_text_of_a_plan_steers_a_terminal_or_a_runner(without_goal: Judgement) -> None:
    """Whatever titles hold, each line is one line, and none is a command."""
    told = tell(without_goal, "sv")
    hostile = "a\x1b[31m\n::error::x\r##[error]y\u202e"
    found = replace(told.findings.introduced[0], message=hostile, title=hostile, plan_title=hostile, file=hostile)
    broken = replace(told.breaks[0], text=hostile, cause=replace(told.breaks[0].cause, text=hostile))
    text = as_text(replace(told, findings=replace(told.findings, introduced=(found, found)), breaks=(broken, broken)))
    assert not set(text) & set("\x1b\r\u202e")
    assert "##[" not in text
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]


def test_a_change_of_nothing_as_text(plans: Judged) -> None:
    """Where nothing changes, nothing is found and nothing breaks."""
    text = as_text(tell(judge(plans, plans, frozenset()), "en"))
    assert re.fullmatch(
        r"The change is accepted\.\nFindings: 0 new, 0 mended, \d+ that were there before\.\nIt breaks nothing\.\n",
        text,
    )
