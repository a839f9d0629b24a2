"""The queries that the service itself asks; they lie as files in the folder ``rq``."""

from functools import cache
from pathlib import Path


@cache
def internal_query(name: str) -> str:
    """Read one of the queries that the service itself asks.

    Args:
        name: The file's name without ending.

    Returns:
        SPARQL text.
    """
    return Path(__file__).with_name("rq").joinpath(f"{name}.rq").read_text(encoding="utf-8")
