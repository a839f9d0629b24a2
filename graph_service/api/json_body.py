"""A request's body of JSON: an object with known fields, each once and of its kind; what else stands there is told."""

import json
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, ValidationError

from graph_service.api import judged
from graph_service.errors import MediaTypeError, ParameterError
from graph_service.store.excerpts import shortened

MEDIA: Final = "application/json"
_LARGEST: Final = 65_536
"""Most bytes of a body. All its texts together have 4000 characters at most, each of which may take twelve bytes."""
_KEYS: Final[Mapping[str, str]] = {
    "missing": "field_missing",
    "extra_forbidden": "field_unexpected",
    "string_too_long": "field_long",
    "string_type": "field_text",
    "literal_error": "field_choice",
}
_DAY: Final = "field_day"
_WRONG: Final = "field_text"


class Body(BaseModel):
    """What a request says in its body; nothing in it is made into something else to make it fit."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


B = TypeVar("B", bound=Body)


def described(kind: type[Body]) -> dict[str, Any]:
    """Describe a body for the OpenAPI document.

    Args:
        kind: What it is.

    Returns:
        What FastAPI takes as ``openapi_extra``.
    """
    return {"requestBody": {"required": True, "content": {MEDIA: {"schema": kind.model_json_schema()}}}}


async def read(request: Request, kind: type[B]) -> B:
    """Read the body of a request.

    Args:
        request: The request.
        kind: What it is to be.

    Returns:
        What it says.

    Raises:
        MediaTypeError: If it is said to be of another kind.
        TooLargeError: If it is larger than what is taken.
        ParameterError: If it is no JSON, or says something else than it may; names the field.
    """
    media = judged.media_type(request)
    if media != MEDIA:
        raise MediaTypeError("body_no_json", media=shortened(media) or "–", type=MEDIA)
    return parsed(await judged.content(request, _LARGEST, "body_large"), kind)


def parsed(content: bytes, kind: type[B]) -> B:
    """Read a body.

    Args:
        content: Its bytes.
        kind: What it is to be.

    Returns:
        What it says.

    Raises:
        ParameterError: If it is no JSON, or says something else than it may; names the field.

    Example:
        >>> class Named(Body):
        ...     name: str
        >>> parsed(b'{"name": "1C"}', Named)
        Named(name='1C')
        >>> parsed(b'{"name": "1C", "name": "1D"}', Named)
        Traceback (most recent call last):
        graph_service.errors.ParameterError: The field »name« stands there twice. Write it once.
    """
    known = ", ".join(kind.model_fields)
    try:
        given = json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise ParameterError("body_not_text") from error
    except json.JSONDecodeError as error:
        raise ParameterError("body_syntax", line=error.lineno, column=error.colno, known=known) from error
    except (ValueError, RecursionError) as error:  # a number of endless digits, or brackets within brackets
        raise ParameterError("body_syntax", line=1, column=1, known=known) from error
    if not isinstance(given, dict):
        raise ParameterError("body_object", known=known)
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        raise _explained(error.errors(include_url=False)[0], known) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ParameterError("field_twice", name=shortened(name.encode(errors="replace").decode()))
        found[name] = value
    return found


def _no_number(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _explained(error: Mapping[str, Any], known: str) -> ParameterError:
    kind = str(error["type"])
    if kind == "json_invalid":  # what Python takes all the same, such as half a character
        return ParameterError("body_syntax", line=1, column=1, known=known)
    bounds = error.get("ctx", {})
    return ParameterError(
        _KEYS.get(kind, _DAY if kind.startswith("date") else _WRONG),
        name=shortened(".".join(str(part) for part in error["loc"])),
        value=shortened(json.dumps(error.get("input"), ensure_ascii=False, default=str)),
        limit=str(bounds.get("max_length", "")),
        choices=str(bounds.get("expected", "")).replace(" or ", ", ").replace("'", ""),
        known=known,
    )
