"""A SHACL report as JSON-LD (https://www.w3.org/TR/json-ld11/)."""

import json
from typing import Any, Final

from graph_service.model.json_bytes import as_json
from graph_service.model.terms import BlankNode, Iri
from graph_service.reports.report import Report
from graph_service.reports.shacl import Node, Several, Value, is_bare, node
from graph_service.vocabulary import RDF, SH, SHAPES, XSD

_CONTEXT: Final = {"sh": SH, "rts": SHAPES}


def write(report: Report) -> bytes:
    """Write a report as SHACL in JSON-LD.

    Args:
        report: The report.

    Returns:
        UTF-8 bytes; the context stands in the document, so that nothing need be fetched.
    """
    return as_json({"@context": _CONTEXT, **_object(node(report))})


def _object(subject: Node) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for name, value in subject.statements:
        if name == f"{RDF}type" and isinstance(value, Iri):
            found.setdefault("@type", []).append(_short(value.value))
        else:
            found.setdefault(_short(name), []).append(_written(value))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _written(value: Value) -> Any:  # noqa: ANN401 -- what JSON has
    if isinstance(value, Node):
        return _object(value)
    if isinstance(value, Several):
        return {"@list": [_written(item) for item in value.items]}
    if isinstance(value, Iri | BlankNode):
        return {"@id": value.value if isinstance(value, Iri) else str(value)}
    if is_bare(value):
        return json.loads(value.value)
    if value.language:
        return {"@value": value.value, "@language": value.language}
    return value.value if value.datatype == f"{XSD}string" else {"@value": value.value, "@type": value.datatype}


def _short(iri: str) -> str:
    for prefix, namespace in _CONTEXT.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
