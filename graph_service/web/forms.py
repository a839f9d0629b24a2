"""What forms send: a field that nothing was chosen in is sent all the same, as an empty text."""

from typing import Final

from pydantic import BeforeValidator


def _chosen(given: object) -> object:
    return None if given == "" else given


EMPTY: Final = BeforeValidator(_chosen)
"""Takes an empty text for nothing, in the annotation of a parameter that may be left out."""
