"""Showing a text that was reworded: what is gone and what is new have signs, and colours where there are any."""

from collections.abc import Iterable
from typing import Final

from rich.text import Text

from graph_service.model.wording import Run, RunKind

_SIGNS: Final[dict[RunKind, tuple[str, str, str]]] = {
    "kept": ("", "", ""),
    "removed": ("[-", "-]", "red"),
    "added": ("{+", "+}", "green"),
}


def shown(runs: Iterable[Run]) -> Text:
    """Show a text that was reworded.

    Args:
        runs: The words of both texts.

    Returns:
        One line; what is gone stands in ``[-…-]`` and what is new in ``{+…+}``.

    Example:
        >>> shown((Run("kept", "Fler "), Run("removed", "mål"), Run("added", "tjänster"))).plain
        'Fler [-mål-]{+tjänster+}'
    """
    line = Text()
    for run in runs:
        opens, closes, style = _SIGNS[run.kind]
        line.append(f"{opens}{run.text}{closes}", style=style)
    return line
