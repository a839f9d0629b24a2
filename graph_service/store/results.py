"""Reading the answers to SELECT and ASK in JSON (https://www.w3.org/TR/sparql11-results-json/)."""

from typing import Any

import orjson

from graph_service.errors import QueryError
from graph_service.model.terms import BlankNode, Iri, Literal, Row, Table, Term


def read(body: bytes) -> Table | bool:
    r"""Read an answer.

    Args:
        body: The document.

    Returns:
        The rows that SELECT gives, or what ASK says.

    Raises:
        ValueError: If it is no such document.
        QueryError: If it holds a triple term.

    Example:
        >>> read(b'{"head": {}, "boolean": true}')
        True
        >>> read(b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": "urn:a"}}]}}').rows
        ({'a': Iri(value='urn:a')},)
    """
    match orjson.loads(body):
        case {"boolean": bool(holds)}:
            return holds
        case {"head": {"vars": [*names]}, "results": {"bindings": [*rows]}} if all(type(name) is str for name in names):
            return Table(tuple(names), tuple(_row(row) for row in rows))
        case _:
            raise ValueError("head")


def _row(bindings: Any) -> Row:  # noqa: ANN401 -- whatever JSON can hold
    if not isinstance(bindings, dict):
        raise ValueError("bindings")  # noqa: TRY004 -- the document is wrong, not the program
    return {name: _term(binding) for name, binding in bindings.items()}


def _term(binding: Any) -> Term:  # noqa: ANN401 -- whatever JSON can hold
    match binding:
        case {"type": "uri", "value": str(value)}:
            return Iri(value)
        case {"type": "literal", "value": str(value), "xml:lang": str(language)}:
            return Literal(value, language)
        case {"type": "literal", "value": str(value), "datatype": str(datatype)}:
            return Literal(value, datatype=datatype)
        case {"type": "literal", "value": str(value)}:
            return Literal(value)
        case {"type": "bnode", "value": str(value)}:
            return BlankNode(value)
        case {"type": "triple"}:
            raise QueryError("triple_term")
        case _:
            raise ValueError("binding")
