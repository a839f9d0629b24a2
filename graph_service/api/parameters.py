"""Query parameters: nothing unknown, nothing twice, and errors in the user's language."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from fastapi import Request

from graph_service.errors import ParameterError

LONGEST: Final = 1000
"""Most characters of a name or a parameter's value; the longest title of the plans has some 600."""
_SHOWN: Final = 80
_KEYS: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("parameter_required", ""),
    "literal_error": ("parameter_choice", "expected"),
    "greater_than_equal": ("parameter_least", "ge"),
    "less_than_equal": ("parameter_most", "le"),
    "int_parsing": ("parameter_number", ""),
    "int_parsing_size": ("parameter_number", ""),
    "string_too_long": ("parameter_long", "max_length"),
}


def only(*names: str, several: frozenset[str] = frozenset()) -> Callable[[Request], None]:
    """Make a dependency that refuses parameters that a route does not have, or that are given twice.

    Args:
        *names: The parameters that the route has, besides ``lang``. None: any.
        several: Those that may be given several times.

    Returns:
        The dependency; it raises ParameterError.
    """

    def check(request: Request) -> None:
        known = (*names, "lang")
        for name in request.query_params:
            values = request.query_params.getlist(name)
            if names and name not in known:
                raise ParameterError("parameter_unexpected", name=_shown(name), known=", ".join(known))
            if len(values) > 1 and name not in several:
                raise ParameterError("parameter_twice", name=_shown(name), count=len(values))

    return check


def refuse_long(given: Mapping[str, str]) -> None:
    """Refuse values that are too long to be looked up.

    Args:
        given: Values by parameter.

    Raises:
        ParameterError: If one is too long.
    """
    for name, value in given.items():
        if len(value) > LONGEST:
            raise ParameterError("parameter_long", name=_shown(name), limit=LONGEST)


def explain(error: Mapping[str, Any]) -> ParameterError:
    """Turn what FastAPI found wrong with a parameter into an error of ours.

    Args:
        error: One of the errors of a RequestValidationError.

    Returns:
        The error.
    """
    name = next((str(part) for part in error["loc"][1:]), "?")
    key, bound = _KEYS.get(error["type"], ("parameter_wrong", ""))
    limit = str(error.get("ctx", {}).get(bound, ""))
    choices = limit.replace(" or ", ", ").replace("'", "")
    return ParameterError(key, name=name, value=_shown(str(error.get("input"))), limit=limit, choices=choices)


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
