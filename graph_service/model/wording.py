"""A text before and after, word by word."""

from dataclasses import dataclass
from typing import Literal

RunKind = Literal["kept", "removed", "added"]
"""What happened to some words: they stand in both texts, only in the earlier, or only in the later."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that follow on one another and share their fate.

    Attributes:
        kind: What happened to them.
        text: The words with the spaces and signs between them.
    """

    kind: RunKind
    text: str


def before(runs: tuple[Run, ...]) -> str:
    """Give the earlier text.

    Args:
        runs: The runs in order.

    Returns:
        What is kept and what is removed, joined.

    Example:
        >>> before((Run("kept", "Fler "), Run("removed", "mål"), Run("added", "tjänster")))
        'Fler mål'
    """
    return "".join(run.text for run in runs if run.kind != "added")


def after(runs: tuple[Run, ...]) -> str:
    """Give the later text.

    Args:
        runs: The runs in order.

    Returns:
        What is kept and what is added, joined.

    Example:
        >>> after((Run("kept", "Fler "), Run("removed", "mål"), Run("added", "tjänster")))
        'Fler tjänster'
    """
    return "".join(run.text for run in runs if run.kind != "removed")
