"""Invented follow-up reports: a later document's word on the goals of a plan."""

from collections.abc import Iterable
from random import Random
from typing import Final

from bench.plans.paper import Edition, Element, Paper
from bench.plans.turtle import ref, sv
from bench.plans.words import words

_VERDICTS: Final = (
    ("met", 0.4, "comment_met"),
    ("partlyMet", 0.25, "comment_partly"),
    ("notMet", 0.1, "comment_not"),
    ("notRecoverable", 0.25, "comment_unclear"),
)


def report(plan: Paper, goals: Iterable[Element], chance: Random) -> Paper:
    """Write the follow-up of a plan of one year.

    Args:
        plan: The plan.
        goals: Those of its goals that the report mentions.
        chance: Where the verdicts come from.

    Returns:
        The report.
    """
    followed = plan.edition
    edition = Edition(
        f"{followed.document}-uppfoljning",
        f"Uppföljning av {followed.title}",
        followed.level,
        followed.publisher,
        followed.years,
        kind="rt:FollowUpReport",
    )
    paper = Paper.of(edition, "uppfoljning")
    start = Element(edition.document, edition.title)
    paper.stated(start, "considers", Element(followed.document, followed.title), "sidan 1")
    for number, goal in enumerate(goals, start=1):
        _follow(paper, number, goal, chance)
    return paper


def _follow(paper: Paper, number: int, goal: Element, chance: Random) -> None:
    verdict, _, slot = chance.choices(_VERDICTS, weights=[weight for _, weight, _ in _VERDICTS])[0]
    comment = chance.choice(words(slot))
    judged = {} if verdict == "notRecoverable" else {"rt:basis": "rt:stated", "rt:quote": sv(comment)}
    paper.sheet.add(
        f"{paper.edition.document}/uppfoljning/{number}",
        "rt:FollowUp",
        {
            "rt:follows": ref(goal.iri),
            "rt:verdict": f"rt:{verdict}",
            **judged,
            "rt:comment": sv(comment),
            **paper.source(f"rad {number}, kolumn Kommentar"),
        },
    )
