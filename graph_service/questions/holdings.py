"""What a snapshot holds: its named graphs."""

from graph_service.messages import Lang
from graph_service.questions import views


def holdings_query(lang: Lang) -> str:
    """Make the query for the named graphs.

    Args:
        lang: The language of titles.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``Holding``.
    """
    return views.query("snapshot", lang)
