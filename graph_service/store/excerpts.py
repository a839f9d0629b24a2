"""Short readable pieces of texts that may be long, broken or hostile, for messages about them."""

import re
from collections.abc import Sequence
from typing import Final

from graph_service.model.rows import TextRow

_AROUND: Final = 60
_LONGEST_ROW: Final = 2000
"""Most characters of a row that is shown; a file may be one row of millions."""


def excerpt(text: str, line: int, column: int) -> str:
    r"""Give the part of a text that an error points at.

    Args:
        text: The whole text.
        line: The line, from 1.
        column: The column, from 1.

    Returns:
        The line, or what of it stands around the column; empty if there is no such line.

    Example:
        >>> excerpt("ASK {\n  ?s ?p }", 2, 9)
        '?s ?p }'
    """
    all_ = lines(text)
    if not 1 <= line <= len(all_):
        return ""
    whole = all_[line - 1]
    start = max(0, column - _AROUND) if len(whole) > 2 * _AROUND else 0
    end = start + 2 * _AROUND
    return f"{'… ' if start else ''}{whole[start:end].strip()}{' …' if end < len(whole) else ''}"


def lines(text: str) -> list[str]:
    r"""Give the lines of a text, as errors and findings count them.

    Args:
        text: The whole text.

    Returns:
        The lines; at least one.

    Example:
        >>> lines("a\r\nb\n")
        ['a', 'b', '']
    """
    return re.split(r"\r\n|\r|\n", text)


def rows(text: Sequence[str], line: int, around: int = 3) -> tuple[TextRow, ...]:
    """Give a line of a text with those before and after it.

    Args:
        text: The lines of the text, as :func:`lines` gives them.
        line: The line, from 1.
        around: How many before it, and how many after it.

    Returns:
        The rows that there are; none if there is no such line. Of a very long row only the beginning is given.

    Example:
        >>> [(row.number, row.text, row.here) for row in rows(["a", "b", "c"], 2, 1)]
        [(1, 'a', False), (2, 'b', True), (3, 'c', False)]
    """
    if not 1 <= line <= len(text):
        return ()
    shown = range(max(1, line - around), min(len(text), line + around) + 1)
    return tuple(
        TextRow(n, text[n - 1][:_LONGEST_ROW], max(0, len(text[n - 1]) - _LONGEST_ROW), n == line) for n in shown
    )


def shortened(text: str, longest: int = 2 * _AROUND) -> str:
    """Fold a text's white space, and cut it where it is too long.

    Args:
        text: Any text.
        longest: Most characters.

    Returns:
        The text on one line; what was cut shows as an ellipsis.

    Example:
        >>> shortened("Öka   delaktigheten i samhället", 18)
        'Öka delaktigheten …'
    """
    folded = " ".join(text[: 2 * longest].split())
    if len(folded) <= longest:
        return folded
    return f"{folded[:longest].rsplit(' ', 1)[0].rstrip()} …"


def is_text(text: str) -> bool:
    r"""Tell whether a text can be written as UTF-8; a command line with other bytes in it cannot.

    Args:
        text: Any text.

    Returns:
        True unless it holds half a character.

    Example:
        >>> is_text("mål"), is_text("m\udce5l")
        (True, False)
    """
    return not any("\ud800" <= character <= "\udfff" for character in text)
