"""What the SPARQL endpoint says of itself when it is asked nothing: for machines and for people.

See https://www.w3.org/TR/sparql11-service-description/.
"""

from collections.abc import Mapping
from typing import Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graph_service.api import formats
from graph_service.api.preferences import sent
from graph_service.api.service import Service
from graph_service.errors import ParameterError
from graph_service.model.terms import BlankNode, Iri, Literal
from graph_service.store.port import Triple
from graph_service.store.writing import Syntax, write
from graph_service.vocabulary import PREFIXES, RDF, XSD
from graph_service.web.sparql.page import SparqlPage

EXAMPLE: Final = "SELECT ?plan ?title { ?plan a rt:Plan ; dcterms:title ?title }"
_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULTS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD"),
)
_OFFERED: Final[Mapping[str, Syntax | str]] = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "text/html": "html",
}
"""RDF is what a client gets that has no wish; a browser asks for its page by name."""


class Description:
    """The description of the endpoint."""

    def __init__(self, service: Service, page: SparqlPage) -> None:
        """Prepare the description.

        Args:
            service: What the endpoint answers from.
            page: What people get instead.
        """
        self._page = page
        triples = _triples(service)
        prefixes = {**PREFIXES, "sd": _SD, "void": _VOID}
        syntaxes: tuple[Syntax, ...] = ("turtle", "nt", "rdfxml", "jsonld")
        self._documents = {syntax: write(triples, syntax, prefixes) for syntax in syntaxes}

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as ASGI has it; ``format`` or Accept chooses among a page and RDF.

        Args:
            scope: The request.
            receive: Gives its body, which is not looked at.
            send: Takes the answer.
        """
        request = Request(scope)
        asked = request.query_params.getlist("format")
        if len(asked) > 1:
            raise ParameterError("parameter_twice", name="format", count=len(asked))
        form = formats.choose(asked[0] if asked else None, sent(request, "accept"), _OFFERED)
        if form == "html":  # its examples ask the store, which must not be waited for here
            response = await run_in_threadpool(self._page.empty, request)
        else:
            response = self._document(form)
        await response(scope, receive, send)

    def _document(self, form: str) -> Response:
        media = {name: media for media, name in _OFFERED.items()}[form]
        charset = "; charset=utf-8" if form == "turtle" else ""
        return Response(self._documents[form], media_type=f"{media}{charset}")  # type: ignore[index]


def _triples(service: Service) -> list[Triple]:
    endpoint = f"{service.settings.url}/sparql"
    node, dataset, graph = Iri(f"{endpoint}#service"), BlankNode("dataset"), BlankNode("graph")
    found: list[Triple] = [
        (node, Iri(f"{RDF}type"), Iri(f"{_SD}Service")),
        (node, Iri(f"{_SD}endpoint"), Iri(endpoint)),
        (node, Iri(f"{_SD}supportedLanguage"), Iri(f"{_SD}SPARQL11Query")),
        (node, Iri(f"{_SD}feature"), Iri(f"{_SD}UnionDefaultGraph")),
        *((node, Iri(f"{_SD}resultFormat"), Iri(_FORMATS + name)) for name in _RESULTS),
        (node, Iri(f"{_SD}defaultDataset"), dataset),
        (dataset, Iri(f"{RDF}type"), Iri(f"{_SD}Dataset")),
        (dataset, Iri(f"{_SD}defaultGraph"), graph),
        (graph, Iri(f"{RDF}type"), Iri(f"{_SD}Graph")),
        (graph, Iri(f"{_VOID}triples"), Literal(str(service.triples), datatype=f"{XSD}integer")),
    ]
    for number, name in enumerate(service.graphs):
        named = BlankNode(f"g{number}")
        found += [
            (dataset, Iri(f"{_SD}namedGraph"), named),
            (named, Iri(f"{RDF}type"), Iri(f"{_SD}NamedGraph")),
            (named, Iri(f"{_SD}name"), Iri(name)),
        ]
    return found
