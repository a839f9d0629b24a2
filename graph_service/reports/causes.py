"""What a change does, by what causes it: each cause told once, with all that comes of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph_service.model.printable import one_line
from graph_service.plans.told import Because, Told


@dataclass(frozen=True, slots=True)
class Caused:
    """What has the same cause.

    Attributes:
        cause: The cause.
        effects: What comes of it, in order; at least one.
    """

    cause: Because
    effects: tuple[Told, ...]


def by_cause(effects: Iterable[Told]) -> tuple[Caused, ...]:
    """Put together what has the same cause.

    Args:
        effects: What breaks or is gained.

    Returns:
        The causes; the one of which the most comes goes first.
    """
    found: dict[Because, list[Told]] = {}
    for one in effects:
        found.setdefault(one.cause, []).append(one)
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return tuple(Caused(cause, tuple(effects)) for cause, effects in ordered)


def sentence(told: Told) -> str:
    """Tell what breaks or is gained on one line.

    Args:
        told: What does.

    Returns:
        The sentence, and in which document.
    """
    return one_line(f"{told.text} ({told.plan.title})" if told.plan else told.text)
