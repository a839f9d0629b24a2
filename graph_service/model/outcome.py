"""What came of a goal."""

from dataclasses import dataclass

from graph_service.model.names import Match, Outcome


@dataclass(frozen=True, slots=True)
class GoalOutcome:
    """A goal, the later one that continues it, and what came of it; or a later goal that continues none.

    Attributes:
        outcome: What came of it: a verdict, or why there is none. ``notReported``: the follow-up says nothing of it;
            ``notRecoverable``: it says something that cannot be read; ``notFollowedUp``: no later goal continues it;
            ``noFollowUp``: nothing that follows up the plan is known.
        outcome_label: The same in words.
        match: How the later goal answers to it; ``new`` where that continues none, ``notContinued`` where none does.
        match_label: The same in words.
        match_rationale: Why it is read so.
        projects: IRIs of the projects that the goal is of.
        project_titles: Their titles.
        goal: IRI of the goal.
        goal_title: Its text in the source's words.
        later: IRI of the later goal.
        later_title: Its text in the source's words.
        later_plan: IRI of the document that owns that.
        follow_up: IRI of the follow-up.
        basis: ``stated`` or ``inferred``, where there is a verdict to read.
        comment: The follow-up's comment as it stands.
        time: The time spent, as printed.
        time_comparison: Local name of how that compares with the plan.
        time_planned: The time that the later plan sets aside for its goal, as printed.
        source: IRI of the edition that the follow-up stands in.
        source_title: Title of that edition's document.
        locator: Where in it.
        quote: The words that were read for the verdict.
        rationale: How they were read.
    """

    outcome: Outcome
    outcome_label: str
    match: Match | None
    match_label: str | None
    match_rationale: str | None
    projects: tuple[str, ...]
    project_titles: tuple[str, ...]
    goal: str | None
    goal_title: str | None
    later: str | None
    later_title: str | None
    later_plan: str | None
    follow_up: str | None
    basis: str | None
    comment: str | None
    time: str | None
    time_comparison: str | None
    time_planned: tuple[str, ...]
    source: str | None
    source_title: str | None
    locator: str | None
    quote: str | None
    rationale: str | None


@dataclass(frozen=True, slots=True)
class FollowedPlan:
    """A plan whose goals a later plan continues, or that is followed up.

    Attributes:
        iri: Its IRI.
        title: Its title.
        goals: How many of its goals are continued or followed up.
    """

    iri: str
    title: str
    goals: int
