"""What came of goals: seven answers that are never taken for one another."""

import pytest

from graph_service.model.outcome import FollowedPlan, GoalOutcome
from graph_service.model.terms import Iri, Literal
from graph_service.questions import catalogue, outcomes, views
from graph_service.questions.ask import ask
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.port import Triple
from graph_service.store.snapshot import Snapshot, build, derive
from graph_service.vocabulary import DCTERMS, RDF, RT

EARLIER, LATER = "urn:2018", "urn:2019"


def _goal(iri: str, plan: str) -> list[Triple]:
    return [
        (Iri(iri), Iri(f"{RDF}type"), Iri(f"{RT}DeliveryGoal")),
        (Iri(iri), Iri(f"{DCTERMS}isPartOf"), Iri(plan)),
        (Iri(iri), Iri(f"{DCTERMS}title"), Literal(iri, language="sv")),
    ]


def _continues(later: str, earlier: str, match: str, validity: str = "valid") -> list[Triple]:
    link = Iri(f"urn:link:{later}")
    said = {"from": Iri(later), "to": Iri(earlier), "relation": Iri(f"{RT}continues"), "match": Iri(RT + match)}
    said |= {"basis": Iri(f"{RT}inferred"), "validity": Iri(RT + validity)}
    return [(link, Iri(f"{RDF}type"), Iri(f"{RT}Link")), *((link, Iri(RT + name), end) for name, end in said.items())]


def _follows(goal: str, verdict: str) -> list[Triple]:
    report = Iri(f"urn:report:{goal}")
    return [
        (report, Iri(f"{RDF}type"), Iri(f"{RT}FollowUp")),
        (report, Iri(f"{RT}follows"), Iri(goal)),
        (report, Iri(f"{RT}verdict"), Iri(RT + verdict)),
    ]


def _dataset(*triples: list[Triple]) -> EmbeddedStore:
    store = build([]).store
    store.add([triple for several in triples for triple in several], "urn:plans")
    derive(store)
    return store


def _found(store: EmbeddedStore, plan: str = EARLIER) -> dict[tuple[str | None, str | None], tuple[str, str | None]]:
    found = views.ask(store, outcomes.outcomes_query("en", plan), GoalOutcome)
    assert len({(one.goal, one.later) for one in found}) == len(found)
    return {(one.goal, one.later): (one.outcome, one.match) for one in found}


@pytest.mark.parametrize("verdict", ["met", "partlyMet", "notMet", "notReported", "notRecoverable"])
def test_a_verdict_on_the_later_goal_is_the_outcome_of_the_earlier(verdict: str) -> None:
    """Each verdict that a follow-up can give is given as it is, with how the later goal answers to the earlier."""
    store = _dataset(_goal("urn:a", EARLIER), _goal("urn:b", LATER), _continues("urn:b", "urn:a", "changed"))
    store.add(_follows("urn:b", verdict), "urn:plans")
    assert _found(store) == {("urn:a", "urn:b"): (verdict, "changed")}


def test_what_there_is_no_word_of_is_told_apart() -> None:
    """No later goal, no word in the follow-up, and a new goal are three things, beside a goal with a verdict."""
    store = _dataset(
        *(_goal(f"urn:{name}", EARLIER) for name in ("judged", "silent", "dropped", "rejected")),
        *(_goal(f"urn:{name}2", LATER) for name in ("judged", "silent", "new", "rejected")),
        _continues("urn:judged2", "urn:judged", "exact"),
        _continues("urn:silent2", "urn:silent", "similar"),
        _continues("urn:rejected2", "urn:rejected", "exact", validity="invalid"),
        _follows("urn:judged2", "met"),
    )
    assert _found(store) == {
        ("urn:judged", "urn:judged2"): ("met", "exact"),
        ("urn:silent", "urn:silent2"): ("notReported", "similar"),
        ("urn:dropped", None): ("notFollowedUp", "notContinued"),
        ("urn:rejected", None): ("notFollowedUp", "notContinued"),
        (None, "urn:new2"): ("notReported", "new"),
        (None, "urn:rejected2"): ("notReported", "new"),
    }


def test_a_plan_that_nothing_follows_up_is_not_said_to_be_unreported() -> None:
    """Where no follow-up of a plan is known, nothing is said of its goals, whether they are continued or not."""
    store = _dataset(
        _goal("urn:a", EARLIER), _goal("urn:b", EARLIER), _goal("urn:c", LATER), _continues("urn:c", "urn:a", "exact")
    )
    assert _found(store) == {
        ("urn:a", "urn:c"): ("noFollowUp", "exact"),
        ("urn:b", None): ("noFollowUp", "notContinued"),
    }
    assert _found(store, LATER) == {("urn:c", None): ("noFollowUp", None)}


def test_a_goal_can_be_followed_up_itself() -> None:
    """A verdict on the goal itself is its outcome; another goal of the plan is not reported."""
    store = _dataset(_goal("urn:a", EARLIER), _goal("urn:b", EARLIER), _follows("urn:a", "partlyMet"))
    assert _found(store) == {("urn:a", None): ("partlyMet", None), ("urn:b", None): ("notReported", None)}


def test_the_outcomes_agree_with_the_named_questions(shipped: Snapshot, base: str) -> None:
    """What is said of each goal of 2018 and which goals are new is what the named questions say."""

    def asked(name: str, *columns: str) -> list[tuple[str, ...]]:
        rows = ask(shipped.store, catalogue.find(name), {}, base=base, lang="sv").rows
        return [tuple(row[column].value if column in row else "" for column in columns) for row in rows]

    found = views.ask(shipped.store, outcomes.outcomes_query("sv", f"{base}vastkom-2018"), GoalOutcome)
    goals = [one for one in found if one.goal]
    told = asked("vad-blev-det-av-malen", "project", "goal2018", "goal2019", "comment")
    assert [(*one.project_titles, one.goal_title, one.later_title or "", one.comment or "") for one in goals] == told
    assert {one.later_title for one in found if one.match == "new"} == {
        goal for (goal,) in asked("nya-mal-2019", "goal")
    }
    assert [one.outcome_label for one in goals if one.later] == [
        verdict for verdict, later in asked("vad-blev-det-av-malen", "verdict", "goal2019") if later
    ]


def test_plans_are_found_whose_goals_are_continued_or_followed_up(shipped: Snapshot) -> None:
    """VästKom's plans, the earlier one first: 15 goals of 2018 are continued, 17 of 2019 are followed up."""
    found = views.ask(shipped.store, outcomes.plans_query(), FollowedPlan)
    assert [(plan.iri.rpartition("/")[2], plan.goals) for plan in found] == [("vastkom-2018", 15), ("vastkom-2019", 17)]


def test_the_time_of_the_later_plan_is_as_printed(shipped: Snapshot) -> None:
    """Row 3 of the national work says 0 % of its time in the plan; other goals have no time of their own."""
    plan = "https://w3id.org/redthread/id/vastkom-2018"
    found = views.ask(shipped.store, outcomes.outcomes_query("sv", plan), GoalOutcome)
    planned = {one.later: one.time_planned for one in found if one.time_planned}
    assert {iri.rpartition("/")[2]: words for iri, words in planned.items() if iri} == {
        "nationellt-1": ("30%",),
        "nationellt-2": ("0%",),
        "nationellt-3": ("0 %",),
    }
