"""What came of the goals of a plan, beside what the follow-up says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final, get_args

from fastapi import Depends, Query, Request, Response

from graph_service.api import naming, parameters
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.messages import Lang
from graph_service.model.names import Outcome
from graph_service.model.outcome import FollowedPlan, GoalOutcome
from graph_service.model.wording import Run
from graph_service.plans.words import Work, word_diff
from graph_service.questions import outcomes, views
from graph_service.web.answer import ASKED, AskedPage, Content, answer
from graph_service.web.fields import Name
from graph_service.web.forms import EMPTY
from graph_service.web.translations import later

PATH: Final = "/utfall"
COMPARED: Final[Mapping[str, str]] = {
    "moreThanPlanned": later("more than planned"),
    "lessThanPlanned": later("less than planned"),
    "asPlanned": later("about as planned"),
}
"""How the time spent compares with the plan."""
SAID: Final[Mapping[Outcome, str]] = {
    "met": later("Met"),
    "partlyMet": later("Partly met"),
    "notMet": later("Not met"),
    "notReported": later("Not reported"),
    "notRecoverable": later("Not recoverable"),
    "notFollowedUp": later("No longer followed up"),
    "noFollowUp": later("No follow-up is known"),
}
"""What came of a goal, in short."""
MEANT: Final[Mapping[Outcome, str]] = {
    "met": later("The follow-up says so, or its words were read so."),
    "partlyMet": later("The follow-up says so, or its words were read so."),
    "notMet": later("The follow-up says so, or its words were read so."),
    "notReported": later("The follow-up says nothing of the goal."),
    "notRecoverable": later("The follow-up has a verdict, but it cannot be read from the text that we have."),
    "notFollowedUp": later("No goal of the later plan continues it."),
    "noFollowUp": later("Nothing that follows up the plan is known."),
}
"""What that means."""
_KEPT: Final = 32
_COMPARISONS: Final = 200_000
"""Most comparisons of words for one page; texts beyond that stand one after the other."""
_DEFAULT: Final = "vastkom-2018"


@dataclass(frozen=True, slots=True)
class Count:
    """How many goals have an outcome."""

    outcome: Outcome
    goals: int


def add(app: Door, service: Service) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
    """
    app.twinned.add(PATH)

    @lru_cache(1)
    def plans() -> tuple[FollowedPlan, ...]:
        return views.ask(service.store, outcomes.plans_query(), FollowedPlan)

    @lru_cache(_KEPT)
    def found(lang: Lang, plan: str) -> tuple[GoalOutcome, ...]:
        return views.ask(service.store, outcomes.outcomes_query(lang, plan), GoalOutcome)

    @app.get(PATH, include_in_schema=False, dependencies=[Depends(parameters.only("omdome", "plan", *ASKED))])
    def page(
        request: Request,
        lang: Language,
        asked: AskedPage,
        omdome: Annotated[Outcome | None, EMPTY, Query()] = None,
        plan: Name = None,
    ) -> Response:
        document = _plan(service, plan, plans(), lang)
        whole = () if document is None else found(lang, document)
        chosen = tuple(one for one in whole if omdome in {None, one.outcome})
        shown = chosen[asked.part()]
        title = _title(service, document, lang)
        content = Content(
            template="outcomes.html",
            values={
                "goals": tuple(one for one in shown if one.goal),
                "new": tuple(one for one in shown if not one.goal),
                "counts": _counts(whole),
                "all": len({one.goal for one in whole if one.goal}),
                "came_new": len({one.later for one in whole if not one.goal}),
                "outcome": omdome,
                "plan": document,
                "plan_title": title,
                "plans": plans(),
                "title_of": lambda iri: _title(service, iri, lang),
                "runs": _runs(shown),
                "said": SAID,
                "meant": MEANT,
                "compared": COMPARED,
            },
            entries=chosen,
            sparql=None if document is None else outcomes.outcomes_query(lang, document, outcome=omdome),
            things=dict.fromkeys(iri for one in shown for iri in (one.goal, one.later, one.follow_up) if iri),
            more={"verdicts": {count.outcome: count.goals for count in _counts(whole)}},
        )
        return answer(request, service, asked, content)


def _plan(service: Service, name: str | None, known: Iterable[FollowedPlan], lang: Lang) -> str | None:
    if name is not None:
        return naming.find_document(service, name, lang)
    iris = [plan.iri for plan in known]
    usual = f"{service.settings.base}{_DEFAULT}"
    return usual if usual in iris else next(iter(iris), None)


def _title(service: Service, iri: str | None, lang: Lang) -> str:
    number = None if iri is None else service.graph.number(iri)
    return iri or "" if number is None else service.graph.node(number, lang).title


def _counts(found: Iterable[GoalOutcome]) -> tuple[Count, ...]:
    goals: dict[Outcome, set[str]] = defaultdict(set)
    for one in found:
        if one.goal:
            goals[one.outcome].add(one.goal)
    return tuple(Count(outcome, len(goals[outcome])) for outcome in get_args(Outcome) if goals[outcome])


def _runs(shown: Iterable[GoalOutcome]) -> dict[tuple[str | None, str | None], tuple[Run, ...]]:
    work = Work(_COMPARISONS)
    return {
        (one.goal, one.later): word_diff(one.goal_title, one.later_title, work)
        for one in shown
        if one.goal_title and one.later_title and one.goal_title != one.later_title
    }
