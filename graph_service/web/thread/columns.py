"""What the columns of a stage are called."""

from typing import Final

from graph_service.model.stage import Column
from graph_service.web.here import Here
from graph_service.web.translations import later

_HEADINGS: Final[dict[Column, str]] = {
    "nation": later("National"),
    "region": later("Regional"),
    "direction": later("Direction"),
    "goals": later("Goals"),
    "work": later("What is done"),
    "answers": later("Roles and measures"),
}
_ONLY: Final[dict[frozenset[str], str]] = {
    frozenset({"EffectGoal"}): later("Effect goals"),
    frozenset({"DeliveryGoal"}): later("Delivery goals"),
    frozenset({"FocusArea"}): later("Focus areas"),
    frozenset({"OverallGoal"}): later("Overall goals"),
    frozenset({"FocusArea", "OverallGoal"}): later("Overall goals and areas"),
    frozenset({"Activity"}): later("Activities"),
    frozenset({"Initiative"}): later("Initiatives"),
    frozenset({"Activity", "Initiative"}): later("Initiatives and activities"),
    frozenset({"RoleExpectation"}): later("Who does what"),
    frozenset({"Indicator"}): later("How it is measured"),
}
"""What a column is called that holds things of these kinds alone."""


def heading(name: Column, here: Here, kinds: frozenset[str] = frozenset()) -> str:
    """Give the heading of a column.

    Args:
        name: The column.
        here: Where the reader is.
        kinds: Local names of the kinds of things in it.

    Returns:
        The heading, in the language of the page.
    """
    if name in {"nation", "region"}:
        return here.gettext(_HEADINGS[name])
    return here.gettext(_ONLY.get(kinds, _HEADINGS[name]))
