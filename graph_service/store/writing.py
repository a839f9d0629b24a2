"""Triples as RDF documents."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Literal

import pyoxigraph as ox

from graph_service.store.files import GraphFile
from graph_service.store.port import DumpFormat, Triple
from graph_service.vocabulary import PREFIXES

Syntax = Literal["turtle", "nt", "rdfxml", "jsonld"]

_SYNTAXES: Final[Mapping[Syntax, ox.RdfFormat]] = {
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


_DUMPS: Final[Mapping[DumpFormat, ox.RdfFormat]] = {
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def lines(triples: Iterable[Triple]) -> str:
    r"""Write triples as N-Triples (https://www.w3.org/TR/n-triples/).

    Args:
        triples: The triples.

    Returns:
        One line per triple, in the order given.

    Example:
        >>> from graph_service.model.terms import Iri, Literal
        >>> lines([(Iri("urn:a"), Iri("urn:b"), Literal("mål", language="sv"))])
        '<urn:a> <urn:b> "mål"@sv .\n'
    """
    return "".join(f"{subject} {property_} {value} .\n" for subject, property_, value in triples)


def write(triples: Iterable[Triple], syntax: Syntax, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Write triples as an RDF document.

    Args:
        triples: The triples.
        syntax: How.
        prefixes: Namespaces that are shortened where the syntax allows it.

    Returns:
        The document in UTF-8, the triples in the order given.
    """
    text = lines(triples)
    if syntax == "nt":
        return text.encode()
    parsed = ox.parse(text, format=ox.RdfFormat.N_TRIPLES)
    used = {prefix: namespace for prefix, namespace in prefixes.items() if f"<{namespace}" in text}
    written = ox.serialize((quad.triple for quad in parsed), format=_SYNTAXES[syntax], prefixes=used) or b""
    return _tidy(written) if syntax == "turtle" else written


def graph_file(triples: Iterable[Triple], graph: str, name: str) -> GraphFile:
    """Make a file of a graph.

    Args:
        triples: What it says.
        graph: IRI of the graph.
        name: The file's name without ending.

    Returns:
        The file, as TriG.

    Example:
        >>> from graph_service.model.terms import Iri, Literal
        >>> graph_file([(Iri("urn:a"), Iri("urn:b"), Literal("mål", "sv"))], "urn:g", "prov").path.name
        'prov.trig'
    """
    text = lines(triples)
    quads = tuple(
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))
        for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)
    )
    used = {prefix: namespace for prefix, namespace in PREFIXES.items() if f"<{namespace}" in text}
    written = _tidy(ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=used) or b"")
    return GraphFile(Path(f"{name}.trig"), graph, quads, written.decode())


def merged(parts: Iterable[bytes], form: DumpFormat) -> bytes:
    """Write several named graphs as one file.

    Args:
        parts: The graphs in N-Quads.
        form: How; formats without graphs give a triple that stands in several of them once.

    Returns:
        The file, the graphs in the order given.
    """
    quads = [quad for part in parts for quad in ox.parse(part, format=ox.RdfFormat.N_QUADS)]
    statements = quads if form in {"trig", "nquads"} else dict.fromkeys(quad.triple for quad in quads)
    return ox.serialize(statements, format=_DUMPS[form], prefixes=PREFIXES) or b""


def _tidy(turtle: bytes) -> bytes:
    # The engine declares the prefixes in another order each time.
    count = 0
    rows = turtle.splitlines(keepends=True)
    while count < len(rows) and rows[count].startswith(b"@prefix "):
        count += 1
    return b"".join([*sorted(rows[:count]), b"\n" if count else b"", *rows[count:]])
