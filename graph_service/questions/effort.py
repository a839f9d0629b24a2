"""What plans set aside, summed where it can be summed."""

from graph_service.messages import Lang
from graph_service.model.names import Grouping
from graph_service.model.terms import Literal
from graph_service.questions import views


def effort_query(lang: Lang, *, by: Grouping = "plan", plan: str | None = None) -> str:
    """Make the query for sums, and for what cannot be summed.

    Args:
        lang: The language of names and reasons.
        by: What to sum by.
        plan: IRI of the document that sets it aside; None for any.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``Sum``.
    """
    return views.query("effort", lang, by=[Literal(by)], plan=views.given(plan), names=[Literal(lang)])
