"""Which links there are and whether they hold, and which exceptions from rules are declared, as queries."""

from graph_service.model.terms import Literal
from graph_service.model.thread import Basis
from graph_service.questions import views
from graph_service.vocabulary import XSD


def links_query(*, suspect: bool = False, basis: Basis | None = None, plan: str | None = None) -> str:
    """Make the query for a list of links.

    Args:
        suspect: Whether only suspect ones are wanted.
        basis: What they rest on; None for anything.
        plan: IRI of the document that an end stands in, or is; None for any.

    Returns:
        SPARQL text that can be asked anywhere; a row for each link, in the order of their IRIs.
    """
    return views.query(
        "links",
        validity_asked=views.term("suspect" if suspect else None),
        basis_asked=views.term(basis),
        plan_asked=views.given(plan),
    )


def waivers_query(*, expired: bool = False) -> str:
    """Make the query for a list of waivers.

    Args:
        expired: Whether only those are wanted whose last day has passed.

    Returns:
        SPARQL text that can be asked anywhere; a row for each waiver, those that end first first.
    """
    return views.query("waivers", expired_asked=[Literal("true", datatype=f"{XSD}boolean")] if expired else None)
