"""The SPARQL endpoint in the OpenAPI document (https://spec.openapis.org/oas/v3.1.0#path-item-object)."""

from typing import Final

from graph_service.api import formats, problems
from graph_service.api.description import EXAMPLE
from graph_service.api.sparql_request import FORM, QUERY, least_seconds
from graph_service.settings import Settings

QUERY_FORMAT: Final = "sparql-query"
"""What the OpenAPI document calls the format of a query."""


def documented(settings: Settings) -> dict[str, object]:
    """Describe the endpoint for the OpenAPI document.

    Args:
        settings: The limits.

    Returns:
        The path item.
    """
    seconds: dict[str, object] = {
        "type": "number",
        "minimum": least_seconds(settings.query_seconds),
        "maximum": settings.query_seconds,
    }
    query: dict[str, object] = {
        "type": "string",
        "format": QUERY_FORMAT,
        "minLength": 1,
        "maxLength": settings.query_length,
    }
    graphs: dict[str, object] = {"type": "array", "items": {"type": "string", "format": "uri"}}
    fields: dict[str, tuple[str, dict[str, object]]] = {
        "query": ("SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE. The usual prefixes need no declaration.", query),
        "format": ("Format of the answer, whatever the query gives; else Accept.", {"enum": ["json", "xml"]}),
        "timeout": ("Most seconds that the query may take.", seconds),
        "default-graph-uri": ("A graph of the default graph, instead of those that the query names.", graphs),
        "named-graph-uri": ("A named graph, instead of those that the query names.", graphs),
    }
    parameters = [
        {
            "name": name,
            "in": "query",
            "description": text,
            "required": name == "query",
            "schema": schema,
            **({"example": EXAMPLE} if name == "query" else {}),
        }
        for name, (text, schema) in fields.items()
    ]
    form = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: schema for name, (_, schema) in fields.items()},
        "required": ["query"],
    }
    bodies = {
        FORM: {"schema": form, "example": {"query": EXAMPLE}},
        QUERY: {"schema": query, "example": EXAMPLE},
    }
    content: dict[str, object] = {media.partition(";")[0]: {"schema": {}} for media in formats.MEDIA_TYPES.values()}
    answers: dict[int | str, object] = {"200": {"description": "The whole answer.", "content": content}}
    return {
        "get": {
            "summary": "Answer a SPARQL query; asked nothing at all, describe the service.",
            "operationId": "sparql_get",
            "parameters": parameters,
            "responses": {**answers, **problems.problem_responses(400, 406, 503)},
        },
        "post": {
            "summary": "Answer a SPARQL query that is sent as a form or as it is.",
            "operationId": "sparql_post",
            "requestBody": {"required": True, "content": bodies},
            "responses": {**answers, **problems.problem_responses(400, 406, 413, 415, 503)},
        },
    }
