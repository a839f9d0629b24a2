"""What came of the goals of a plan."""

from graph_service.messages import Lang
from graph_service.model.names import Outcome
from graph_service.model.terms import Iri, Literal
from graph_service.questions import views


def plans_query() -> str:
    """Make the query for the plans whose goals are continued by later ones, or followed up.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``FollowedPlan``, the oldest plans first.
    """
    return views.query("outcomes-plans")


def outcomes_query(lang: Lang, plan: str, *, outcome: Outcome | None = None, project: str | None = None) -> str:
    """Make the query for what came of the goals of a plan.

    Args:
        lang: The language of names and reasons.
        plan: IRI of the plan.
        outcome: What came of them; None for anything.
        project: IRI of the project that they are of; None for any.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``GoalOutcome``.
    """
    asked = None if outcome is None else [Literal(outcome)]
    return views.query("outcomes", lang, plan=[Iri(plan)], outcome_asked=asked, project_asked=views.given(project))
