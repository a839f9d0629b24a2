"""Reading a question's metadata header.

The header is the comment lines at the top of the file; without their ``#`` they are TOML. What follows is the query,
which runs as it stands in any SPARQL engine.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast, get_args

from graph_service.errors import BrokenFileError
from graph_service.messages import LANGUAGES, Lang
from graph_service.model.question import Parameter, ParameterType, Question

_KEYS: Final = frozenset({"group", "title", "description", "columns", "parameters", "example"})
_PARAMETER_KEYS: Final = frozenset({"type", "label", "default", "choices"})


def read(path: Path) -> Question:
    """Read one question.

    Args:
        path: A ``.rq`` file.

    Returns:
        The question.

    Raises:
        BrokenFileError: If the header is missing, malformed or incomplete.
    """
    text = path.read_text(encoding="utf-8")
    header, query = _split(text)
    try:
        fields = tomllib.loads(header)
    except tomllib.TOMLDecodeError as error:
        raise BrokenFileError("question_header", path=path, reason=error) from error
    _demand(path, set(fields) <= _KEYS, f"unknown: {set(fields) - _KEYS}")
    for key in ("group", "title", "description", "columns"):
        _demand(path, key in fields, f"{key} is missing")
    parameters = fields.get("parameters", {})
    example = fields.get("example", {})
    _demand(path, set(example) <= set(parameters), "the example names an unknown parameter")
    return Question(
        name=path.stem,
        group=fields["group"],
        title=_texts(path, fields["title"]),
        description=_texts(path, fields["description"]),
        parameters=tuple(_parameter(path, name, entry) for name, entry in parameters.items()),
        example=example,
        columns=tuple(fields["columns"]),
        query=query,
    )


def _split(text: str) -> tuple[str, str]:
    lines = text.splitlines(keepends=True)
    end = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = "".join(line[1:].removeprefix(" ") for line in lines[:end])
    return header, "".join(lines[end:]).lstrip()


def _parameter(path: Path, name: str, entry: Mapping[str, Any]) -> Parameter:
    _demand(path, set(entry) <= _PARAMETER_KEYS, f"unknown in parameter {name}")
    _demand(path, entry.get("type") in get_args(ParameterType), f"type of parameter {name}")
    _demand(path, (entry["type"] == "concept") == bool(entry.get("choices")), f"choices of parameter {name}")
    return Parameter(
        name,
        cast("ParameterType", entry["type"]),
        _texts(path, entry.get("label", {})),
        entry.get("default"),
        tuple(entry.get("choices", ())),
    )


def _texts(path: Path, texts: Mapping[str, str]) -> Mapping[Lang, str]:
    _demand(path, set(texts) == set(LANGUAGES), "a text is not given in both sv and en")
    return cast("Mapping[Lang, str]", texts)


def _demand(path: Path, holds: bool, reason: str) -> None:  # noqa: FBT001
    if not holds:
        raise BrokenFileError("question_header", path=path, reason=reason)
