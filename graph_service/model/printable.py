"""Texts of strangers as they can be shown: nothing in them steers a terminal, or makes one line look like two."""

from typing import Final

STEERING: Final = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Control characters, and marks that turn the direction of the text around them, for ``str.translate``."""


def one_line(text: str) -> str:
    r"""Write a text on one line.

    Args:
        text: Any text.

    Returns:
        The text without what steers, with one space for each run of white space, breaks of lines among them. Half
        characters, such as names of files can have, are escaped.

    Example:
        >>> one_line("Mål 1:\n ett\x1b[31m")
        'Mål 1: ett[31m'
    """
    words = (word.translate(STEERING) for word in text.split())
    return " ".join(word for word in words if word).encode(errors="backslashreplace").decode()
