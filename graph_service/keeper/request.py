"""What the service and its keeper say to each other: frames of a JSON header and bytes."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar, Self

from graph_service.messages import Lang
from graph_service.plans.deciding import Asked, Review, Waiver, Withdrawal
from graph_service.plans.upload import Sort
from graph_service.reports.formats import ReportFormat
from graph_service.store import wire


@dataclass(frozen=True, slots=True)
class Sent:
    """A plan that is sent, and what is to be done with it.

    Attributes:
        target: IRI of the plan or register that it is sent for; all that is known of that gives way to it.
        sort: Which of the two.
        name: What to call the file; its ending says in which format it is.
        content: Its bytes.
        publish: Whether it is to be kept if it holds; else it is only judged.
        who: Who sends it, if it is to be kept.
        why: Why.
        strict: Whether new warnings refuse it too.
        expected: Addresses that whoever sends it believes to be those of what is known of the plan; none if they
            believe that there is no such plan, None if they do not say.
        lang: The language of what is told.
        form: The format of the report.
        compared: Whether it is to be told what differs from what is known.
    """

    target: str
    sort: Sort
    name: str
    content: bytes
    publish: bool = False
    who: str = ""
    why: str = ""
    strict: bool = False
    expected: tuple[str, ...] | None = None
    lang: Lang = "sv"
    form: ReportFormat = "json"
    compared: bool = False

    def frame(self) -> bytes:
        """Write it as a frame."""
        header = {name: value for name, value in asdict(self).items() if name != "content"}
        return wire.frame(["sent", header], self.content)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that is sent, and what is to be done with it.

    Attributes:
        asked: The decision.
        why: Why it is taken.
        publish: Whether it is to be kept if it holds; else it is only judged.
        who: Who takes it; a dash where it is only judged.
        strict: Whether new warnings refuse it too.
        lang: The language of the reason, and of what is told.
        form: The format of the report.
    """

    asked: Asked
    why: str
    publish: bool = False
    who: str = "–"
    strict: bool = False
    lang: Lang = "sv"
    form: ReportFormat = "json"

    def frame(self) -> bytes:
        """Write it as a frame."""
        return wire.frame([type(self.asked).__name__, asdict(self)], b"")


@dataclass(frozen=True, slots=True)
class Between:
    """Two versions of a plan, of which it is asked what the later one broke.

    Attributes:
        target: IRI of the plan or register.
        sort: Which of the two.
        before: Number of the earlier change.
        after: Number of the later one.
        lang: The language of what is told.
    """

    target: str
    sort: Sort
    before: int
    after: int
    lang: Lang = "sv"
    publish: ClassVar[bool] = False

    def frame(self) -> bytes:
        """Write it as a frame."""
        return wire.frame(["between", asdict(self)], b"")


Request = Sent | Decided | Between
"""What the keeper is asked."""


def read(data: bytes) -> Request:
    """Read from a frame what is asked.

    Args:
        data: The frame.

    Returns:
        A plan, a decision, or two versions.
    """
    (kind, fields), content = wire.parts(data)
    if kind == "between":
        return Between(**fields)
    if kind == "sent":
        expected = fields.pop("expected")
        return Sent(content=content, expected=None if expected is None else tuple(expected), **fields)
    return Decided(asked=_asked(kind, fields.pop("asked")), **fields)


def _asked(kind: str, fields: dict[str, Any]) -> Asked:
    match kind:
        case "Review":
            return Review(**fields)
        case "Waiver":
            return Waiver(until=date.fromisoformat(fields.pop("until")), **fields)
        case "Withdrawal":
            return Withdrawal(**fields)
    raise ValueError(kind)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it.

    Attributes:
        accepted: Whether it holds.
        changed: Whether it says anything else than what is known already.
        commit: Number, address and time of the commit by which it was kept; None if it was not.
        graph: IRI of the graph that it is about.
        address: The address of what was sent; None if the graph is to go.
        current: The addresses of what was known before.
        report: What there is to say of it, in the format that was asked for; as JSON it is the judgement.
        difference: What differs from what is known, as a ``DifferenceTold`` written in JSON, if that was asked for.
    """

    accepted: bool
    changed: bool
    commit: dict[str, Any] | None
    graph: str
    address: str | None
    current: tuple[str, ...]
    report: bytes
    difference: dict[str, Any] | None = None

    def frame(self) -> bytes:
        """Write it as a frame."""
        header = {name: value for name, value in asdict(self).items() if name != "report"}
        return wire.frame(["answer", header], self.report)

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read it from a frame.

        Raises:
            RedThreadError: If what was sent could not be judged or kept.
            RuntimeError: If something unforeseen happened; with the traceback.
        """
        header, report = wire.parts(data)
        if header[0] != "answer":
            wire.read_outcome(data)
        fields = header[1] | {"current": tuple(header[1]["current"])}
        return cls(report=report, **fields)
