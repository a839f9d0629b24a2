"""What a client prefers: the values of an Accept or Accept-Language header with their weights.

See https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2.
"""

from fastapi import Request


def sent(request: Request, name: str) -> str:
    """Give what a request says in a header that may come several times.

    Args:
        request: The request.
        name: The header's name.

    Returns:
        Its content, the parts in order; empty if there is none.
    """
    return ", ".join(request.headers.getlist(name))


def weighted(header: str) -> list[tuple[str, float]]:
    """Read the values of a header with their weights.

    Args:
        header: The header's content.

    Returns:
        Pairs of value, in lower case and without parameters, and weight from 0 to 1, in the header's order. A weight
        that cannot be read counts as 0.

    Example:
        >>> weighted("text/csv;q=0.5, TEXT/TURTLE")
        [('text/csv', 0.5), ('text/turtle', 1.0)]
    """
    values = []
    for part in header.split(","):
        value, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((_weight(p.removeprefix("q=")) for p in parameters if p.startswith("q=")), 1.0)
        if value:
            values.append((value, weight))
    return values


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
