"""What groups of questions and columns of their answers are called on the pages."""

import re
from typing import Final

from graph_service.web.here import Here
from graph_service.web.translations import later

GROUPS: Final = {
    "thread": later("The thread"),
    "gaps": later("Gaps"),
    "coverage": later("Coverage"),
    "follow-up": later("Follow-up"),
    "tasks": later("Who is to do what"),
    "time": later("Time"),
    "resources": later("Hours, posts and money"),
    "process": later("How decisions are made"),
    "bodies": later("Organisations"),
    "sources": later("Documents and sources"),
    "reference": later("Terms, goals and benefits"),
}
"""Names of groups, in the order in which they are listed."""
COLUMNS: Final = {
    "activities": later("Activities"),
    "activity": later("Activity"),
    "addressed": later("Indicators that an activity addresses"),
    "amount": later("Amount"),
    "area": later("Area"),
    "basis": later("Basis"),
    "benefit": later("Benefit"),
    "body": later("Body"),
    "code": later("Code"),
    "comment": later("Comment"),
    "content": later("Content"),
    "date": later("Date"),
    "decidedBy": later("Decided by"),
    "decision": later("Decision"),
    "defect": later("Defect"),
    "definition": later("Explanation"),
    "deliverable": later("Deliverable"),
    "document": later("Document"),
    "element": later("Element"),
    "event": later("What happened"),
    "expectation": later("What is expected"),
    "focusArea": later("Focus area"),
    "from": later("From"),
    "fromTitle": later("From"),
    "goal": later("Goal"),
    "goal2018": later("Goal 2018"),
    "goal2019": later("Goal 2019"),
    "heldBy": later("Carried out by"),
    "horizon": later("Horizon"),
    "hours": later("Hours"),
    "indicator": later("Indicator"),
    "indicators": later("Known indicators"),
    "initiative": later("Initiative"),
    "initiatives": later("Initiatives"),
    "kind": later("Kind"),
    "letter": later("Letter"),
    "level": later("Level"),
    "locator": later("Where it stands"),
    "match": later("How it continues"),
    "mentions": later("Elements that mention it"),
    "name": later("Name"),
    "number": later("Number"),
    "order": later("Order"),
    "organisation": later("Organisation"),
    "other": later("The other"),
    "pages": later("Pages"),
    "period": later("Period"),
    "place": later("Place"),
    "principle": later("Principle"),
    "printed": later("As printed"),
    "project": later("Project"),
    "provider": later("Provider"),
    "publisher": later("Publisher"),
    "quote": later("Quote"),
    "ranking": later("Survey"),
    "rationale": later("Why we read it so"),
    "recommendation": later("Recommendation"),
    "relation": later("Relation"),
    "reported": later("Reported"),
    "service": later("Service"),
    "state": later("State"),
    "step": later("Step"),
    "summable": later("Summable"),
    "task": later("Task"),
    "term": later("Term"),
    "text": later("Text"),
    "thing": later("What it is"),
    "title": later("Title"),
    "to": later("To"),
    "toTitle": later("To"),
    "treatment": later("What was done about it"),
    "unit": later("Unit"),
    "verdict": later("Verdict"),
    "version": later("Version"),
    "why": later("Why not"),
    "within": later("Within"),
}
"""Headings of columns, by their names in the queries."""
KINDS: Final = {
    "activity": "Activity",
    "document": "Document",
    "goal": "Goal",
    "goal2018": "Goal",
    "goal2019": "Goal",
    "initiative": "Initiative",
    "recommendation": "Recommendation",
}
"""Columns that hold titles, by their names, with the class of the things that those are titles of."""
SOURCE: Final = frozenset({"title", "document", "locator"})
"""Columns that hold the source's words even where no language is given with them."""


def group(name: str, here: Here) -> str:
    """Give the name of a group of questions.

    Args:
        name: What the questions call it.
        here: Where the reader is.

    Returns:
        The name; of a group that is not known, what the questions call it.
    """
    return here.gettext(GROUPS[name]) if name in GROUPS else name


def heading(column: str, here: Here) -> str:
    """Give the heading of a column.

    Args:
        column: Its name in the query.
        here: Where the reader is.

    Returns:
        The heading; of a column that is not known, its name as words.
    """
    if column in COLUMNS:
        return here.gettext(COLUMNS[column])
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", column).strip().capitalize()
