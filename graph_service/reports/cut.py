"""Text over HTTP that would be too long to be read: its beginning, how much is left, and how all of it can be had."""

from collections.abc import Sequence
from typing import Final

from graph_service.messages import Lang, text

MOST: Final = 1000
"""Most lines of text that tell of findings, or of what a change does."""


def cut(lines: Sequence[str], lang: Lang, most: int | None = MOST) -> list[str]:
    """Leave out what is too much.

    Args:
        lines: The lines.
        lang: The language.
        most: How many may be left; None for all.

    Returns:
        The first of them, and where there are more, a line that tells how many and how all are had.

    Example:
        >>> cut(["1", "2", "3"], "en", 2)[:2], cut(["1", "2"], "en", 2)
        (['1', '2'], ['1', '2'])
    """
    if most is None or len(lines) <= most:
        return list(lines)
    return [*lines[:most], text("report.cut", lang, count=len(lines) - most)]
