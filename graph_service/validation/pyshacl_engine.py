"""The reference engine: pySHACL over rdflib. Slow, mature; the judge in tests, and there for those who want it."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from graph_service import resources
from graph_service.errors import ShapeError
from graph_service.model.terms import BlankNode, Iri, Literal, Term
from graph_service.model.verdict import Finding, Severity
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.vocabulary import SH, XSD

if TYPE_CHECKING:
    import rdflib

_SEVERITIES: Final = {"Violation": Severity.VIOLATION, "Warning": Severity.WARNING, "Info": Severity.INFO}


def run(store: EmbeddedStore, shapes: list[Path] | None = None) -> tuple[Finding, ...]:
    """Judge a dataset with pySHACL.

    Args:
        store: The dataset.
        shapes: Turtle files with shapes; None for all shapes of the service.

    Returns:
        The findings, in no particular order, with pySHACL's messages.
    """
    import rdflib  # noqa: PLC0415 -- half a second that only this engine needs
    from pyshacl import validate  # noqa: PLC0415 -- the same

    data = _graph(store)
    shapes_graph = rdflib.Graph()
    for path in shapes or sorted(resources.folder("shapes").glob("*.ttl")):
        shapes_graph.parse(path, format="turtle")
    _, report, _ = validate(data, shacl_graph=shapes_graph, advanced=False, inference="none", meta_shacl=False)
    # Results that only explain another, by sh:detail, are no results of their own.
    results = report.objects(None, _uri("result"))
    return tuple(_finding(report, result) for result in results)


def _graph(store: EmbeddedStore) -> "rdflib.Graph":
    # Term by term: a parser would give the blank nodes other labels than the store's.
    from graph_service.validation.prepared_graph import PreparedGraph  # noqa: PLC0415 -- only this engine needs rdflib

    graph = PreparedGraph()
    for quad in store.quads():
        graph.add((_rdflib_term(quad.subject), _rdflib_term(quad.predicate), _rdflib_term(quad.object)))
    return graph


def _finding(report: "rdflib.Graph", result: "rdflib.term.Node") -> Finding:
    def one(name: str) -> "Term | None":
        node = report.value(result, _uri(name))
        return None if node is None else _term(node)

    path, shape, focus = one("resultPath"), one("sourceShape"), one("focusNode")
    severity, component = one("resultSeverity"), one("sourceConstraintComponent")
    if shape is None or focus is None or severity is None or component is None:
        raise ShapeError("shape_report", shape=shape)
    text = str(report.value(result, _uri("resultMessage")) or "")
    return Finding(
        _SEVERITIES[severity.value.removeprefix(SH)],
        focus,
        str(path) if isinstance(path, Iri) else "",
        one("value"),
        component.value,
        shape.value,
        {"sv": text, "en": text},
    )


def _uri(name: str) -> "rdflib.URIRef":
    from rdflib import URIRef  # noqa: PLC0415 -- only this engine needs rdflib

    return URIRef(f"{SH}{name}")


@lru_cache(maxsize=10_000)
def _rdflib_term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> "rdflib.term.Node":
    from rdflib import BNode, URIRef  # noqa: PLC0415 -- only this engine needs rdflib
    from rdflib import Literal as RdflibLiteral  # noqa: PLC0415 -- only this engine needs rdflib

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        plain = bool(term.language) or term.datatype.value == f"{XSD}string"
        return RdflibLiteral(term.value, term.language, None if plain else URIRef(term.datatype.value))
    raise TypeError(term)


def _term(node: "rdflib.term.Node") -> Term:
    from rdflib import BNode, URIRef  # noqa: PLC0415 -- only this engine needs rdflib
    from rdflib import Literal as RdflibLiteral  # noqa: PLC0415 -- only this engine needs rdflib

    if isinstance(node, URIRef):
        return Iri(str(node))
    if isinstance(node, RdflibLiteral):
        datatype = str(node.datatype) if node.datatype else f"{XSD}string"
        return Literal(str(node), node.language or "", f"{XSD}string" if node.language else datatype)
    if isinstance(node, BNode):
        return BlankNode(str(node))
    raise TypeError(node)
