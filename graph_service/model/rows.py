"""Rows of a text, as they are shown around a place in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row of a text.

    Attributes:
        number: Its number, from 1.
        text: What stands in it, as far as it is shown.
        left_out: How many characters of it are not shown.
        here: Whether it is the row that is meant.
    """

    number: int
    text: str
    left_out: int
    here: bool
