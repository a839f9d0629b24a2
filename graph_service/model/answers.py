"""What answers in JSON look like; the OpenAPI document is made from these, and a client reads them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from graph_service.model.question import ParameterType


@dataclass(frozen=True, slots=True)
class VerdictCounts:
    """The verdict on a snapshot in short.

    Attributes:
        conforms: True if there is no violation.
        violations: Number of violations.
        warnings: Number of warnings.
        infos: Number of infos.
    """

    conforms: bool
    violations: int
    warnings: int
    infos: int


@dataclass(frozen=True, slots=True)
class OtherTime:
    """Another time than now, which an answer is of.

    Attributes:
        in_force: The day that plans were in force on; null if they were not chosen by that.
        commit: Number of the last change that counts; null if the ledger was not asked for another time.
        at: When that was made.
        left_out: Number of documents that were not in force then, and are left out.
        unknown: Number of documents that are kept though it is not known whether they were.
    """

    in_force: date | None
    commit: int | None
    at: datetime | None
    left_out: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Meta:
    """What every answer says of itself.

    Attributes:
        snapshot: The snapshot that it comes from.
        verdict: The verdict on that.
        sparql: The query that answers the same at ``/sparql``; null if no query can.
        count: Number of entries in the answer.
        total: Number of entries that there are.
        truncated: True if the answer does not hold them all.
        as_of: The time that it is of, where that was asked for; null for now.
    """

    snapshot: str
    verdict: VerdictCounts
    sparql: str | None
    count: int
    total: int
    truncated: bool
    as_of: OtherTime | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the service answers, and from what.

    Attributes:
        snapshot: The snapshot that it answers from.
        verdict: The verdict on that.
        status: Always ``"ok"``; a service that is not does not answer.
        version: The version of the program.
    """

    snapshot: str
    verdict: VerdictCounts
    status: Literal["ok"]
    version: str


@dataclass(frozen=True, slots=True)
class Workers:
    """How many processes answer queries.

    Attributes:
        public: Those for strangers' queries.
        own: Those for all else.
    """

    public: int
    own: int


@dataclass(frozen=True, slots=True)
class Ready:
    """That the service can answer queries.

    Attributes:
        snapshot: The snapshot that it answers from.
        status: Always ``"ready"``.
        workers: The processes that answer.
    """

    snapshot: str
    status: Literal["ready"]
    workers: Workers


@dataclass(frozen=True, slots=True)
class ListedParameter:
    """A parameter of a named question.

    Attributes:
        name: Its name.
        type: What it takes.
        label: What it means.
        default: The value if none is given; null if one must be given, empty if leaving it out means any.
        choices: The names that it takes, if it takes a concept of the vocabulary.
    """

    name: str
    type: ParameterType
    label: str
    default: str | None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedQuestion:
    """A named question.

    Attributes:
        name: Its name.
        group: The group that it belongs to.
        title: What it asks.
        description: What it answers and how to read the answer.
        columns: The columns of the answer.
        parameters: Its parameters.
        example: Parameters that give a telling answer.
        href: Where it is asked.
    """

    name: str
    group: str
    title: str
    description: str
    columns: tuple[str, ...]
    parameters: tuple[ListedParameter, ...]
    example: Mapping[str, str]
    href: str


@dataclass(frozen=True, slots=True)
class RowsAnswer:
    """The answer to a named question.

    Attributes:
        meta: What it says of itself; it counts rows.
        title: What was asked.
        columns: The columns.
        items: The rows: values by column, null where there is none.
    """

    meta: Meta
    title: str
    columns: tuple[str, ...]
    items: tuple[Mapping[str, str | None], ...]
