"""Names of the vocabulary that an answer or a request can hold: local names of classes and concepts."""

from typing import Literal

Level = Literal["international", "national", "regional", "subregional", "local"]
"""The levels of documents, from highest to lowest."""

Content = Literal["loaded", "partlyLoaded", "notLoaded"]
"""Whether a document's content is loaded. Not loaded is unknown, never empty."""

Kind = Literal[
    "Element",
    "Section",
    "Statement",
    "Goal",
    "Vision",
    "OverallGoal",
    "EffectGoal",
    "DeliveryGoal",
    "FocusArea",
    "Initiative",
    "Activity",
    "Indicator",
    "Recommendation",
    "Principle",
    "Benefit",
    "RoleExpectation",
    "ProcessStep",
    "Decision",
    "Deliverable",
    "GlossaryTerm",
    "Observation",
    "Ranking",
]
"""The kinds of elements; each class with its sub-classes."""

LikaArea = Literal["likaManagement", "likaInfrastructure", "likaCompetence", "likaUse"]
"""The areas of LIKA."""

State = Literal["runs", "runsByPlan", "undated", "noPeriod"]
"""How the time of a thing is known: by its own period, by its plan's, not by the text that is given, or not at all."""

Outcome = Literal["met", "partlyMet", "notMet", "notReported", "notRecoverable", "notFollowedUp", "noFollowUp"]
"""What came of a goal: a verdict; or no word of it, a word that cannot be read, no later goal, no follow-up at all."""

Match = Literal["exact", "similar", "changed", "new", "notContinued"]
"""How a goal answers to an earlier one: what a link can state, or that there is no earlier or no later one."""

Grouping = Literal["plan", "project", "area", "unit", "organisation"]
"""What efforts and budgets are summed by."""
