"""When something runs."""

from dataclasses import dataclass
from typing import Literal

from graph_service.model.names import State


@dataclass(frozen=True, slots=True)
class Running:
    """An activity or an initiative, and when it runs.

    Attributes:
        state: ``runs`` by its own period, ``runsByPlan`` by its plan's as it has none, ``undated`` where the text that
            is given has no date, ``noPeriod`` where neither it nor its plan has a period.
        iri: Its IRI.
        kind: Local name of its class.
        code: Its code in the source.
        title: Its text in the source's words.
        plan: IRI of the document that owns it.
        plan_title: That document's title.
        printed: The time as printed.
        start: The first day, if any is known.
        end: The last day, if any is known.
        precision: Local name of how exactly it is given.
        why: Why it cannot be dated.
    """

    state: State
    iri: str
    kind: str
    code: str | None
    title: str
    plan: str
    plan_title: str | None
    printed: tuple[str, ...]
    start: str | None
    end: str | None
    precision: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Behind:
    """Who has to do with an activity or an initiative.

    Attributes:
        iri: IRI of the activity or initiative.
        role: ``responsible`` for who answers for it, for what it is part of, or for its plan; ``issuer`` for who issued
            its plan.
        body: IRI of the organisation or role.
        name: What that is called.
    """

    iri: str
    role: Literal["responsible", "issuer"]
    body: str
    name: str
