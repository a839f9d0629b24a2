"""The self-assessment LIKA: its indicators, and what addresses them."""

from graph_service.messages import Lang
from graph_service.model.names import LikaArea
from graph_service.questions import views


def lika_query(lang: Lang, area: LikaArea | None = None, plan: str | None = None) -> str:
    """Make the query for indicators and what addresses them; those that nothing addresses come last.

    Args:
        lang: The language of names.
        area: Local name of their area; None for any.
        plan: IRI of the document that what addresses them stands in; None for any, and what nothing addresses too.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``Addressing``.
    """
    return views.query("lika", lang, area_asked=views.term(area), plan_asked=views.given(plan))


def areas_query(lang: Lang, area: LikaArea | None = None) -> str:
    """Make the query for how the areas are covered.

    Args:
        lang: The language of names.
        area: Local name of one area; None for all.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``AreaCount``.
    """
    return views.query("lika-areas", lang, area_asked=views.term(area))


def statuses_query(lang: Lang, area: LikaArea | None = None) -> str:
    """Make the query for the statuses, and for how many assessments give each.

    Args:
        lang: The language of names.
        area: Local name of the area of what is assessed; None for any.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``StatusCount``.
    """
    return views.query("lika-statuses", lang, area_asked=views.term(area))
