"""Short readable pieces of texts that may be long, broken or hostile, for messages about them."""

import re
from typing import Final

_AROUND: Final = 60


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
    lines = re.split(r"\r\n|\r|\n", text)
    if not 1 <= line <= len(lines):
        return ""
    whole = lines[line - 1]
    start = max(0, column - _AROUND) if len(whole) > 2 * _AROUND else 0
    end = start + 2 * _AROUND
    return f"{'… ' if start else ''}{whole[start:end].strip()}{' …' if end < len(whole) else ''}"


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
