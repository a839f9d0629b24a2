"""What the values of options may be; argparse tells of others by the function's name."""

import math
from pathlib import Path


def count(text: str) -> int:
    """Read a whole number from 1.

    Args:
        text: What was given.

    Returns:
        The number.

    Raises:
        ValueError: If it is no such number.

    Example:
        >>> count("49")
        49
    """
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def seconds(text: str) -> float:
    """Read a time above 0.

    Args:
        text: What was given.

    Returns:
        The time in seconds.

    Raises:
        ValueError: If it is no such time.

    Example:
        >>> seconds("2.5")
        2.5
    """
    time = float(text)
    if not 0 < time < math.inf:
        raise ValueError(text)
    return time


def folder(text: str) -> Path:
    """Read a folder; what is relative is so to where the program was started."""
    return Path(text).resolve()
