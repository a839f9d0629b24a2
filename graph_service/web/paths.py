"""The addresses of the pages."""

from typing import Final

START: Final = "/"
TIMED: Final = (
    *("/oversikt", "/trad", "/luckor", "/tackning", "/tidslinje", "/utfall", "/beslutsprocess"),
    *("/sok", "/fragor", "/om"),
)
"""Beginnings of the paths of the pages that tell of plans, and so can be asked for another time."""
