"""What activities of all levels have in common: when, how much work, and who answers for it."""

from random import Random
from typing import Final

from bench.plans.organisations import ROLES
from bench.plans.paper import Element, Paper
from bench.plans.turtle import Objects, ref, string, sv
from bench.plans.words import activity as wording

_UNDATED_SHARE: Final = 0.1
_HOURS: Final = (8, 20, 40, 80, 120, 200, 400)
_UNCOUNTED: Final = (
    ({"rt:amount": "4.0", "rt:unit": "rt:hourPerPerson"}, "4 timmar per person"),
    ({"rt:noAmount": "rt:ordinaryWork"}, "Ryms i ordinarie verksamhet"),
    ({"rt:noAmount": "rt:ownCalculation"}, "Egen uträkning"),
)
_UNCOUNTED_SHARE: Final = 0.25


def activity(paper: Paper, number: int, chance: Random, *, responsible: bool = True) -> Element:
    """Write an activity with its period, effort and responsible role.

    Args:
        paper: The plan it belongs to.
        number: Its number in the plan.
        chance: Where the choices come from.
        responsible: Whether someone answers for it; if not, its cell for that is empty.

    Returns:
        The activity.
    """
    row = f"tabellrad Nr {number}"
    properties: dict[str, Objects] = {
        "dcterms:identifier": string(str(number)),
        "rt:period": ref(_undated(paper) if chance.random() < _UNDATED_SHARE else paper.period()),
        "rt:effort": ref(_effort(paper, number, chance)),
    }
    if responsible:
        properties["rt:responsible"] = ref(chance.choice(ROLES))
    else:
        properties["rt:statedEmpty"] = "rt:responsible"
    return paper.element("rt:Activity", f"aktivitet/{number}", wording(chance), row, properties)


def _undated(paper: Paper) -> str:
    path = f"{paper.edition.document}/period/utifran-behov"
    if not paper.sheet.describes(path):
        printed = {"rt:precision": "rt:undated", "rt:asPrinted": sv("Utifrån behov")}
        paper.sheet.add(path, "dcterms:PeriodOfTime", printed)
    return path


def _effort(paper: Paper, number: int, chance: Random) -> str:
    path = f"{paper.edition.document}/resurs/aktivitet-{number}"
    amount: dict[str, Objects]
    if chance.random() < _UNCOUNTED_SHARE:
        given, printed = chance.choice(_UNCOUNTED)
        amount = dict(given)
    else:
        hours = chance.choice(_HOURS)
        amount, printed = {"rt:amount": f"{hours}.0", "rt:unit": "rt:hour"}, f"{hours} timmar"
    where = paper.source(f"tabellrad Nr {number}, kolumn Resurs")
    paper.sheet.add(path, "rt:Effort", {**amount, "rt:asPrinted": sv(printed), **where})
    return path
