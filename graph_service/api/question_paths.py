"""The named questions in the OpenAPI document: a path each, with its parameters and their types."""

from collections.abc import Mapping
from typing import Any, Final

from graph_service.api import parameters
from graph_service.model.question import Parameter, ParameterType, Question
from graph_service.questions import catalogue

PATH: Final = "/api/v1/questions/{name}"
_NAME: Final[Mapping[str, Any]] = {"type": "string", "minLength": 1, "maxLength": parameters.LONGEST}
_ANY: Final[Mapping[str, Any]] = {"type": "string", "maxLength": 0}
"""What a parameter that may be left out takes besides: nothing, which means any."""
_TYPES: Final[Mapping[ParameterType, Mapping[str, Any]]] = {
    "element": _NAME,
    "document": _NAME,
    "year": {"type": "integer", "minimum": 1000, "maximum": 2999},
    "text": {**_NAME, "pattern": r"\S"},
    "concept": {"type": "string"},
}


def documented(operation: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Describe the paths of all named questions.

    Args:
        operation: The operation that stands for all of them in the application.

    Returns:
        Path items by path.
    """
    return {
        PATH.replace("{name}", question.name): {"get": _operation(operation, question)}
        for question in catalogue.questions()
    }


def _operation(operation: Mapping[str, Any], question: Question) -> dict[str, Any]:
    common = [given for given in operation["parameters"] if given["in"] == "query" and given["name"] != "parameters"]
    own = [_parameter(parameter, question) for parameter in question.parameters]
    return {
        **operation,
        "summary": question.title["en"],
        "description": question.description["en"],
        "operationId": f"question_{question.name.replace('-', '_')}",
        "parameters": [*own, *common],
    }


def _parameter(parameter: Parameter, question: Question) -> dict[str, Any]:
    example = question.example.get(parameter.name)
    schema = dict(_TYPES[parameter.type])
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    if parameter.default == "":
        schema = {"anyOf": [schema, _ANY]}
    elif parameter.default is not None:
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.label["en"],
        "required": parameter.default is None,
        "schema": schema,
        **({"example": example} if example else {}),
    }
