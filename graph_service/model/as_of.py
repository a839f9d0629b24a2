"""What a snapshot of another time is: which day it is for, when it was known, and what is not in it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

Why = Literal["draft", "not_issued", "not_begun", "not_over", "over", "replaced"]
"""Why a document was not in force: it is a draft, was issued later, its time begins later, the time that it
tells of was not over, its own time was over, or a later edition had replaced it."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """A point on each of the two clocks.

    Attributes:
        in_force: The day that plans are to be in force on; None for all plans, whenever they are in force.
        known: The moment at which, or the commit after which, the ledger is read; None for what is known now.
    """

    in_force: date | None = None
    known: datetime | int | str | None = None

    def __bool__(self) -> bool:
        """Tell whether anything else than now is meant."""
        return self.in_force is not None or self.known is not None


NOW: Final = AsOf()
"""Neither clock is set."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document that was not in force.

    Attributes:
        iri: IRI of the document.
        title: Its title.
        why: Why it was not.
        when: The day on which it was issued, began, was over or was replaced; None for drafts.
        by: The version that replaced it; empty if none did.
    """

    iri: str
    title: str
    why: Why
    when: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Undated:
    """A document of which it is not known whether it was in force.

    Attributes:
        iri: IRI of the document.
        title: Its title.
    """

    iri: str
    title: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader must be told of the plans that an answer rests on.

    Attributes:
        in_force: The day that plans were in force on; None if they were not chosen by that.
        commit: Number of the last commit that counts; None if the ledger was not asked for another time.
        at: When that was made.
        address: Its address; empty if the ledger was not asked for another time.
        left_out: The documents that were not in force, in the order of their titles.
        unknown: The documents that are kept though it is not known whether they were, in the order of their titles.
    """

    in_force: date | None = None
    commit: int | None = None
    at: datetime | None = None
    address: str = field(default="", kw_only=True)
    left_out: tuple[LeftOut, ...] = ()
    unknown: tuple[Undated, ...] = ()


NOTHING: Final = Told()
"""There is nothing to tell of the plans of now."""
