"""Reports as SHACL has them, in Turtle and JSON-LD."""

import itertools
from collections import Counter
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from hypothesis import given
from invented import finding, known, plain, reports
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

from graph_service.model.terms import BlankNode, Iri, Term, is_absolute_iri
from graph_service.model.verdict import Severity
from graph_service.questions import findings
from graph_service.reports import report, shacl_jsonld, shacl_turtle
from graph_service.reports.paths import parsed
from graph_service.reports.report import Entry, Report
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.snapshot import Snapshot
from graph_service.validation.engine import validate
from graph_service.vocabulary import SH as SHACL
from graph_service.vocabulary import SHAPES

SH: Final = Namespace(SHACL)
RTS: Final = Namespace(SHAPES)
DATA: Final = Path(__file__).resolve().parents[1] / "data" / "shapes"
WRITERS: Final[dict[str, Callable[[Report], bytes]]] = {"turtle": shacl_turtle.write, "json-ld": shacl_jsonld.write}


def _graph(written: bytes, form: str) -> Graph:
    graph = Graph()
    graph.parse(data=written.decode(), format=form)
    return graph


def _path(graph: Graph, node: Node) -> str:
    """Write a path as SPARQL, each compound in brackets."""
    if isinstance(node, URIRef):
        return f"<{node}>"
    for name, form in (("inversePath", "(^{})"), ("zeroOrMorePath", "({}*)"), ("oneOrMorePath", "({}+)")):
        inner = graph.value(node, SH[name])
        if inner is not None:
            return form.format(_path(graph, inner))
    alternatives = graph.value(node, SH.alternativePath)
    if alternatives is not None:
        return f"({'|'.join(_path(graph, item) for item in Collection(graph, alternatives))})"
    return f"({'/'.join(_path(graph, item) for item in Collection(graph, node))})"


def _of_node(node: Node | None) -> Hashable:
    if isinstance(node, Literal):
        return str(node), (node.language or "").lower(), str(node.datatype or "")
    return "_:" if isinstance(node, BNode) else str(node)


def _of_term(term: Term | None) -> Hashable:
    if isinstance(term, Iri) or term is None:
        return str(term and term.value)
    if isinstance(term, BlankNode):
        return "_:"
    plain_text = bool(term.language) or term.datatype.endswith("#string")
    return term.value, term.language.lower(), "" if plain_text else term.datatype


def _read(graph: Graph) -> Counter[Hashable]:
    """Give what a report in RDF says of each result."""
    (top,) = graph.subjects(RDF.type, SH.ValidationReport)
    read: list[Hashable] = []
    for result in graph.objects(top, SH.result):
        assert (result, RDF.type, SH.ValidationResult) in graph
        path = graph.value(result, SH.resultPath)
        one = (SH.focusNode, SH.value, SH.sourceConstraintComponent, SH.resultSeverity, SH.sourceShape)
        assert all(len(list(graph.objects(result, predicate))) <= 1 for predicate in (*one, SH.resultPath))
        texts = (SH.resultMessage, RTS.mend)
        numbers = (RTS.line, RTS.column)
        read.append(
            (
                *(_of_node(graph.value(result, predicate)) for predicate in one),
                None if path is None else parsed(_path(graph, path)),
                *(frozenset(_of_node(text) for text in graph.objects(result, predicate)) for predicate in texts),
                *(int(str(graph.value(result, number) or 0)) for number in numbers),
                str(graph.value(result, RTS.plan)),
                str(graph.value(result, RTS.fingerprint)),
            )
        )
    return Counter(read)


def _said(entry: Entry) -> Hashable:
    """Give the same of an entry of a report."""
    one, place = entry.finding, entry.finding.place
    return (
        _of_term(one.focus),
        _of_term(one.value),
        one.component if is_absolute_iri(one.component) else f"urn:x-unknown:{quote(one.component, safe='')}",
        SHACL + one.severity.name.capitalize(),
        one.shape if is_absolute_iri(one.shape) else "_:",
        parsed(one.path) if one.path else None,
        frozenset((text, lang, "") for lang, text in one.messages.items()),
        frozenset((text, lang, "") for lang, text in one.mend.items()),
        place.line if place else 0,
        (place.column or 0) if place else 0,
        str(entry.plan),
        entry.fingerprint,
    )


def _made(dataset: Snapshot) -> Report:
    verdict = validate(dataset)
    return report.make(verdict, findings.findings(dataset.store, verdict, "sv"), lang="sv")


@pytest.mark.parametrize("form", WRITERS)
def test_the_report_on_the_shipped_plans_says_what_the_verdict_says(shipped: Snapshot, form: str) -> None:
    """Read back, each result has focus, path, value, component, severity, shape, messages and place of its finding."""
    made = _made(shipped)
    assert made.entries
    graph = _graph(WRITERS[form](made), form)
    assert _read(graph) == Counter(_said(entry) for entry in made.entries)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.breaks.ttl"))[::7], ids=lambda path: path.name)
def test_whatever_is_not_met_the_report_says_so(path: Path) -> None:
    """For constraints of all kinds Turtle and JSON-LD are the same graph, with a result for each finding."""
    made = _made(snapshot.build(snapshot.read_files([path], Settings())))
    graphs = [_graph(write(made), form) for form, write in WRITERS.items()]
    assert _read(graphs[0]) == _read(graphs[1]) == Counter(_said(entry) for entry in made.entries)
    assert len(graphs[0]) == len(graphs[1])


def test_the_graph_conforms_if_there_is_no_result() -> None:
    """By SHACL a warning is enough for that the graph does not conform, whatever the verdict of the service."""
    for findings_of, conforms in (((), True), ((finding(severity=Severity.WARNING),), False)):
        for form, write in WRITERS.items():
            graph = _graph(write(plain(*findings_of)), form)
            assert [str(value) for value in graph.objects(None, SH.conforms)] == [str(conforms).lower()]


@pytest.mark.parametrize("form", WRITERS)
def test_what_is_new_is_marked(form: str) -> None:
    """Compared with an earlier report, each result says whether it is new."""
    made = plain(finding("b"), finding("c"), baseline=known(plain(finding("a"), finding("b"))))
    graph = _graph(WRITERS[form](made), form)
    news = {str(graph.value(node, SH.focusNode)): bool(value) for node, value in graph.subject_objects(RTS.new)}
    assert news == {"urn:x:b": False, "urn:x:c": True}


@given(reports())
def test_any_text_can_be_read_back(made: Report) -> None:
    """Whatever texts and terms hold, both syntaxes can be read, and give the same results."""
    graphs = [_graph(write(made), form) for form, write in WRITERS.items()]
    expected = Counter(_said(entry) for entry in made.entries)
    for graph in graphs:
        assert _read(graph) == expected
    if len(made.entries) < 2:  # comparing graphs with many blank nodes takes its time
        assert isomorphic(*graphs)
    assert len(list(itertools.chain(*graphs))) == 2 * len(graphs[0])
