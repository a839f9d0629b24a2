"""Waivers: what somebody has decided need not be covered, and until when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_service.errors import ForeignError, ParameterError, UnknownThingError
from graph_service.ledger.ledger import Ledger
from graph_service.model.gap import Gap
from graph_service.model.verdict import Finding
from graph_service.plans import gate, waivers
from graph_service.plans.decisions import By
from graph_service.plans.gate import Change
from graph_service.plans.judgement import Judged
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.files import GraphFile
from graph_service.trace import rules
from graph_service.trace.facts import Facts
from graph_service.trace.gaps import Gaps
from graph_service.trace.graph import Graph
from graph_service.trace.standing import RULES
from graph_service.validation.engine import validate
from graph_service.vocabulary import DCTERMS, RT, SHAPES

BASE = Settings().base
FEW = {"fyrbodal-2020-2022.ttl", "nationell-digitaliseringsstrategi-2017.ttl", "organisations.ttl"}
GOAL = f"{BASE}fyrbodal-2020-2022/effektmal/1C"
WORKED_FOR = f"{BASE}fyrbodal-2020-2022/effektmal/2A"
RULE = f"{RULES}effektmal"
COVERED = f"{SHAPES}EffectGoal-covered"
LAST = date(2021, 12, 31)
BY = By("Kommittén för det påhittade", "Görs av någon annan.", datetime(2021, 3, 1, tzinfo=UTC), "sv")


@pytest.fixture(scope="module")
def few() -> tuple[GraphFile, ...]:
    """Give a few of the shipped plans."""
    return tuple(file for file in snapshot.shipped_files(Settings()) if file.path.name in FEW)


@pytest.fixture
def ledger(few: tuple[GraphFile, ...], tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with a few of the shipped plans."""
    with Ledger.open(str(tmp_path / "plan.sqlite")) as opened:
        _record(opened, Change(few))
        yield opened


def _plans(ledger: Ledger) -> Judged:
    return Judged.of(ledger.dataset(ledger.commit("HEAD").number))


def _record(ledger: Ledger, change: Change) -> None:
    on = ledger.head()
    ledger.record(on, who="en roll", why="prov", verdict={}, put=change.put, taken_out=change.taken_out)


def _found(*files: GraphFile, today: date | None = None) -> tuple[Finding, ...]:
    return validate(snapshot.build(files, today=today)).findings


def _uncovered(files: tuple[GraphFile, ...], today: date | None) -> set[str]:
    return {one.focus.value for one in _found(*files, today=today) if one.shape == COVERED}


def _file(turtle: str) -> GraphFile:
    graph = ox.NamedNode("urn:g")
    quads = (ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    return GraphFile(Path("w.ttl"), graph.value, tuple(quads), turtle)


def _gap(files: tuple[GraphFile, ...], today: date | None) -> Gap:
    store = snapshot.build(files, today=today).store
    facts = Facts.build(store, Graph.read(store))
    found = Gaps(facts)
    (gap,) = (one for one in (found.describe(gap, "sv") for gap in found.find("uncovered")) if one.thing.iri == GOAL)
    return gap


def test_a_waiver_counts_until_its_last_day(ledger: Ledger) -> None:
    """A goal that need not be covered is no gap to act on up to its last day, and one again the day after."""
    judgement = gate.judged(_plans(ledger), waivers.waive(GOAL, RULE, LAST, BY, BASE), strict=True)
    assert judgement.accepted
    assert not judgement.findings.introduced
    assert [(one.shape, one.focus.value) for one in judgement.findings.mended] == [(COVERED, GOAL)]
    _record(ledger, waivers.waive(GOAL, RULE, LAST, BY, BASE))
    files = ledger.files(2)
    for today in (None, LAST):
        assert GOAL not in _uncovered(files, today)
        gap = _gap(files, today)
        assert (gap.cause, gap.nearest) == ("declaredNotNeeded", None)
        assert gap.waiver is not None
        assert (gap.waiver.who, gap.waiver.why, gap.waiver.until) == (BY.who, BY.why, LAST.isoformat())
    past = _gap(files, LAST + timedelta(days=1))
    assert (past.cause, past.waiver) == ("noActivity", None)
    assert GOAL in _uncovered(files, LAST + timedelta(days=1))


@pytest.mark.parametrize(("today", "accepted"), [(LAST, True), (LAST + timedelta(days=1), False)])
def test_a_change_may_uncover_what_need_not_be_covered(ledger: Ledger, today: date, *, accepted: bool) -> None:
    """New warnings refuse a change where that is asked for; of what is waived there are none, until its last day."""
    (file,) = (file for file in ledger.files(1) if file.path.name == "fyrbodal-2020-2022.ttl")
    to = ox.NamedNode(f"{RT}to")
    links = {quad.subject for quad in file.quads if quad.predicate == to and quad.object == ox.NamedNode(WORKED_FOR)}
    fewer = tuple(quad for quad in file.quads if quad.subject not in links)
    assert WORKED_FOR not in _uncovered(ledger.files(1), today)
    _record(ledger, waivers.waive(WORKED_FOR, RULE, LAST, BY, BASE))
    plans = Judged.of(ledger.dataset(2, today=today))
    change = Change((replace(file, quads=fewer),))
    judgement = gate.judged(plans, change, strict=True)
    warned = {one.focus.value for one in judgement.findings.introduced if one.shape == COVERED}
    assert (judgement.accepted, warned) == (accepted, set() if accepted else {WORKED_FOR})
    assert gate.judged(plans, change, strict=False).accepted


def test_each_rule_is_checked_by_a_shape_that_heeds_its_waivers() -> None:
    """A waiver takes away what the shape of its own rule finds, and nothing that the shape of another rule does."""
    store = snapshot.build(()).store
    query = f"SELECT ?rule ?kind ?shape {{ ?rule <{RT}appliesTo> ?kind ; <{RT}checkedBy> ?shape }}"
    checked = {(row["rule"].value, row["kind"].value, row["shape"].value) for row in store.select(query).rows}
    assert {rule for rule, _, _ in checked} == rules.titles(store).keys()
    for rule, kind, shape in checked:
        thing = f"<urn:thing> a <{kind}> ; <{DCTERMS}isPartOf> <urn:plan> ."
        waiver = f"<urn:waiver> a <{RT}Waiver> ; <{RT}concerns> <urn:thing> ; <{RT}rule> <{rule}> ."
        bare, waived = ({one.shape for one in _found(_file(text))} for text in (thing, thing + waiver))
        shapes = {shape for _, _, shape in checked}
        assert (bare - waived) & shapes == {shape}
        assert (waived - bare) & shapes == set()


def test_a_waiver_that_has_run_out_is_listed_as_such(ledger: Ledger) -> None:
    """It stays in the ledger and in the list, and in the dataset it is of a class of its own."""
    _record(ledger, waivers.waive(GOAL, RULE, LAST, BY, BASE))
    files = ledger.files(2)
    for today, expired in ((LAST, False), (LAST + timedelta(days=1), True)):
        ((waived, past),) = waivers.listed(files, today)
        assert (waived.thing, waived.rule, waived.who, waived.why, waived.until) == (GOAL, RULE, BY.who, BY.why, LAST)
        assert past is expired
        store = snapshot.build(files, today=today).store
        for name, there in (("Waiver", not expired), ("ExpiredWaiver", expired)):
            assert store.ask(f"ASK {{ <{waived.iri}> a <{RT}{name}> }}") is there


def test_a_later_decision_takes_the_place_of_an_earlier_one(ledger: Ledger) -> None:
    """Of one thing and rule there is one waiver, the last; taken back there is none, and that can be taken back too."""
    _record(ledger, waivers.waive(GOAL, RULE, LAST, BY, BASE))
    _record(ledger, waivers.waive(GOAL, RULE, date(2023, 1, 1), BY, BASE))
    ((waived, _),) = waivers.listed(ledger.files(3), LAST)
    assert waived.until == date(2023, 1, 1)
    change = waivers.withdraw(ledger.files(3), GOAL, RULE)
    judgement = gate.judged(_plans(ledger), change, strict=False)
    assert judgement.accepted
    assert [(one.shape, one.focus.value) for one in judgement.findings.introduced] == [(COVERED, GOAL)]
    _record(ledger, change)
    assert waivers.listed(ledger.files(4), LAST) == ()
    _record(ledger, gate.undoing(ledger, ledger.commit("HEAD"), ledger.commit("HEAD")))
    assert [one for one, _ in waivers.listed(ledger.files(5), LAST)] == [waived]


def test_what_no_rule_demands_cannot_be_waived(ledger: Ledger) -> None:
    """A waiver from a rule about other things, or of what is not there, is refused by the gate."""
    initiative = f"{BASE}fyrbodal-2020-2022/insats/4.1"
    judgement = gate.judged(_plans(ledger), waivers.waive(initiative, RULE, LAST, BY, BASE), strict=False)
    assert not judgement.accepted
    assert {finding.shape for finding in judgement.findings.introduced} == {f"{SHAPES}Waiver-applies"}


def test_a_waiver_is_not_made_for_days_that_have_passed() -> None:
    """The last day may be the day on which it is decided, and no earlier one."""
    assert waivers.waive(GOAL, RULE, BY.at.date(), BY, BASE)
    with pytest.raises(ParameterError):
        waivers.waive(GOAL, RULE, BY.at.date() - timedelta(days=1), BY, BASE)


def test_only_a_waiver_of_its_own_can_be_taken_back(few: tuple[GraphFile, ...]) -> None:
    """One that is not there, or stands in a plan among other things, is told and not touched."""
    with pytest.raises(UnknownThingError):
        waivers.withdraw(few, GOAL, RULE)
    (own,) = waivers.waive(GOAL, RULE, LAST, BY, BASE).put
    graph = ox.NamedNode(few[0].graph)
    moved = tuple(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in own.quads)
    plan = GraphFile(few[0].path, few[0].graph, (*few[0].quads, *moved), few[0].text)
    with pytest.raises(ForeignError, match=few[0].graph):
        waivers.withdraw((plan,), GOAL, RULE)


def test_rules_are_known_by_their_short_names() -> None:
    """A rule answers to its IRI and to the last part of it; else all are listed."""
    known = rules.titles(snapshot.build(()).store)
    assert {iri.removeprefix(RULES) for iri in known} == {
        "effektmal",
        "leveransmal",
        "uppfoljning",
        "ansvarig",
        "indikator",
    }
    for name in ("effektmal", RULE, " effektmal "):
        assert waivers.find_rule(name, known) == RULE
    for name in ("", "mal", f"{RULE}/x"):
        with pytest.raises(UnknownThingError, match="ansvarig, effektmal"):
            waivers.find_rule(name, known)


def test_what_cannot_be_read_of_a_waiver_is_left_out() -> None:
    """A waiver with no last day, or with one that is no day, never runs out; that is for the shapes to find."""
    prefixes = (
        f"PREFIX rt: <{RT}> PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
    )
    turtle = f"""{prefixes}
        <urn:w1> a rt:Waiver . [] a rt:Waiver .
        <urn:w2> a rt:Waiver ; rt:period [ dcat:endDate "2021-02-31"^^xsd:date ] ; rt:decidedBy "någon" .
        <urn:w3> a rt:Waiver ; rt:period [ dcat:endDate "2021-12-31"^^xsd:date, "2021-06-30"^^xsd:date ] ."""
    found = waivers.listed((_file(turtle),), date(2021, 7, 1))
    assert [(one.iri, one.who, one.until, past) for one, past in found] == [
        ("urn:w3", "", date(2021, 6, 30), True),
        ("urn:w1", "", None, False),
        ("urn:w2", "någon", None, False),
    ]
