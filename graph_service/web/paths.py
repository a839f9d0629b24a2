"""The addresses of the pages."""

from typing import Final
from urllib.parse import parse_qsl, urlencode

START: Final = "/"
TIMED: Final = (
    *("/oversikt", "/trad", "/luckor", "/tackning", "/tidslinje", "/utfall", "/beslutsprocess"),
    *("/sok", "/fragor", "/om"),
)
"""Beginnings of the paths of the pages that tell of plans, and so can be asked for another time."""
_UNTIMED: Final = ("/granskning", "/versioner")
"""Beginnings of the paths of those that tell of changes."""
_EMPTY_SAYS_SOMETHING: Final = "/fragor/"
"""Where an empty field is an answer: that any will do."""
_OF_OTHERS: Final = ("utm_", "fbclid", "gclid", "mc_")
"""Beginnings of the parameters that others hang on addresses that they pass on; they mean nothing here."""


def is_page(path: str) -> bool:
    """Tell whether a path is that of a page, which forms and people ask for.

    Args:
        path: The path.

    Returns:
        True if it is; the routes of the API and what stands behind IRIs are none.

    Example:
        >>> is_page("/luckor"), is_page("/"), is_page("/api/v1/gaps"), is_page("/id/org/skr")
        (True, True, False, False)
    """
    return path == START or path.startswith((*TIMED, *_UNTIMED))


def keeps_time(path: str) -> bool:
    """Tell whether a link to a path keeps another time than now.

    Args:
        path: The path.

    Returns:
        False for pages that tell of changes, which know no other time.

    Example:
        >>> keeps_time("/luckor"), keeps_time("/granskning")
        (True, False)
    """
    return not path.startswith(_UNTIMED)


def cleaned(path: str, query: bytes) -> bytes:
    """Leave out what says nothing in the address of a page: fields that nothing was written in, and marks of others.

    Args:
        path: The path.
        query: What stands behind the question mark.

    Returns:
        The rest.

    Example:
        >>> cleaned("/trad", b"vald=4B&plan=&utm_source=x"), cleaned("/fragor/pengar", b"plan=")
        (b'vald=4B', b'plan=')
    """
    if not query or not is_page(path):
        return query
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    kept = [
        (name, value)
        for name, value in pairs
        if (value or path.startswith(_EMPTY_SAYS_SOMETHING)) and not name.startswith(_OF_OTHERS)
    ]
    return query if len(kept) == len(pairs) else urlencode(kept, encoding="latin-1").encode("ascii")
