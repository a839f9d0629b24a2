"""How decisions are made, as a plan describes it: steps, decisions and what is handed over."""

from dataclasses import dataclass
from typing import Literal

Part = Literal["step", "decision", "deliverable"]
"""What a process is made of."""


@dataclass(frozen=True, slots=True)
class ProcessPart:
    """A step of a process, or a decision or a deliverable in it.

    Attributes:
        step: IRI of the step.
        part: Whether it is the step itself, a decision or a deliverable.
        iri: Its IRI.
        title: Its text in the source's words.
        description: What the source says of it.
        next: IRI of the step that follows on a step, if the source says which.
        bodies: IRIs of those who make a decision.
        body_names: Their names.
        approves: IRIs of the deliverables that a decision approves.
        source: IRI of the edition that it stands in.
        source_title: Title of that edition's document.
        locator: Where in it.
    """

    step: str
    part: Part
    iri: str
    title: str
    description: str | None
    next: str | None
    bodies: tuple[str, ...]
    body_names: tuple[str, ...]
    approves: tuple[str, ...]
    source: str | None
    source_title: str | None
    locator: str | None


@dataclass(frozen=True, slots=True)
class ProcessPlan:
    """A document that describes a process.

    Attributes:
        iri: Its IRI.
        title: Its title.
        steps: How many steps the process has.
    """

    iri: str
    title: str
    steps: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a process with what belongs to it.

    Attributes:
        step: The step.
        decisions: The decisions that are made in it, in the order of the source.
        deliverables: What is handed over in it, in the order of the source.
    """

    step: ProcessPart
    decisions: tuple[ProcessPart, ...]
    deliverables: tuple[ProcessPart, ...]
