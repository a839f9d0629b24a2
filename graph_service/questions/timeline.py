"""What runs when."""

from graph_service.messages import Lang
from graph_service.model.terms import Literal
from graph_service.questions import views
from graph_service.vocabulary import XSD


def bodies_query(lang: Lang) -> str:
    """Make the query for who has to do with what runs: who answers for it, and who issued its plan.

    Args:
        lang: The language of names.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``Behind``.
    """
    return views.query("timeline-bodies", lang)


def timeline_query(lang: Lang, *, year: int | None = None, plan: str | None = None, body: str | None = None) -> str:
    """Make the query for what runs during a year; what cannot be dated comes last.

    Args:
        lang: The language of reasons.
        year: The year; None for all time.
        plan: IRI of the document that owns what runs; None for any.
        body: IRI of who answers for it, or issued that document; None for anybody.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``Running``.
    """
    years = None if year is None else [Literal(str(year), datatype=f"{XSD}integer")]
    return views.query("timeline", lang, year=years, plan=views.given(plan), body=views.given(body))
