"""Triples as RDF documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from graph_service.model.terms import BlankNode, Iri, Literal
from graph_service.store.port import Triple
from graph_service.store.writing import Syntax, lines, write
from graph_service.vocabulary import RT, XSD

FORMATS: dict[Syntax, str] = {"turtle": "turtle", "nt": "nt", "rdfxml": "xml", "jsonld": "json-ld"}
TRIPLES: list[Triple] = [
    (Iri("https://example.org/a"), Iri(f"{RT}position"), Literal("3", datatype=f"{XSD}integer")),
    (Iri("https://example.org/a"), Iri(f"{RT}quote"), Literal('"Ja", sa \\ hon\n<b>&amp;</b>', language="sv")),
    (BlankNode("b1"), Iri(f"{RT}to"), Iri("https://example.org/å?x=1&y=2")),
]


@pytest.mark.parametrize("syntax", FORMATS)
def test_every_syntax_means_the_same_triples(syntax: Syntax) -> None:
    """Read by rdflib, a document in any syntax says what was written."""
    wanted = Graph().parse(data=lines(TRIPLES), format="nt")
    assert isomorphic(Graph().parse(data=write(TRIPLES, syntax), format=FORMATS[syntax]), wanted)


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.one_of(_TEXTS.map(Literal), _TEXTS.map(lambda text: Literal(text, language="sv")))))
def test_any_text_survives(texts: list[Literal]) -> None:
    """Whatever characters a text holds, it is the same when the document is read."""
    triples: list[Triple] = [(Iri("urn:a"), Iri("urn:b"), text) for text in texts]
    read = Graph().parse(data=write(triples, "turtle"), format="turtle")
    assert {str(value) for value in read.objects()} == {text.value for text in texts}


def test_turtle_is_the_same_each_time_and_declares_what_it_uses() -> None:
    """The same triples give the same bytes, with the used prefixes in order and no others."""
    written = {write(TRIPLES, "turtle") for _ in range(10)}
    assert len(written) == 1
    declared = [line.split()[1] for line in written.pop().decode().splitlines() if line.startswith("@prefix")]
    assert declared == ["rt:", "xsd:"]


def test_nothing_is_an_empty_document() -> None:
    """No triples are a document that says nothing."""
    for syntax, name in FORMATS.items():
        assert len(Graph().parse(data=write([], syntax).decode() or " ", format=name)) == 0
