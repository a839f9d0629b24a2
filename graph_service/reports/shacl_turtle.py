"""A SHACL report as Turtle (https://www.w3.org/TR/turtle/)."""

import re
from collections.abc import Iterator
from typing import Final

from graph_service.model.terms import Iri
from graph_service.reports.report import Report
from graph_service.reports.shacl import Node, Several, Value, is_bare, node
from graph_service.vocabulary import RDF, SH, SHAPES

_PREFIXES: Final = {"sh": SH, "rts": SHAPES}
_LOCAL: Final = re.compile(r"[A-Za-z][A-Za-z-]*[A-Za-z]")
"""Ends of IRIs that need no escaping in a prefixed name."""
_STEP: Final = "    "


def write(report: Report) -> bytes:
    """Write a report as SHACL in Turtle.

    Args:
        report: The report.

    Returns:
        UTF-8 bytes, the same for the same report.
    """
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in _PREFIXES.items())
    body = " ;\n".join(_statements(node(report), _STEP)).removeprefix(_STEP)
    return f"{head}\n[] {body} .\n".encode()


def _statements(subject: Node, indent: str) -> Iterator[str]:
    for name, value in subject.statements:
        verb = "a" if name == f"{RDF}type" else _written(Iri(name), indent)
        yield f"{indent}{verb} {_written(value, indent)}"


def _written(value: Value, indent: str) -> str:
    if isinstance(value, Node):
        inner = " ;\n".join(_statements(value, indent + _STEP))
        return f"[\n{inner}\n{indent}]"
    if isinstance(value, Several):
        return f"( {' '.join(_written(item, indent) for item in value.items)} )"
    if isinstance(value, Iri):
        for prefix, namespace in _PREFIXES.items():
            local = value.value.removeprefix(namespace)
            if local != value.value and _LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
    return value.value if is_bare(value) else str(value)
