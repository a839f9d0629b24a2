"""The JSON-LD context: short names for everything, and the same triples from every processor."""

import json
from functools import cache
from typing import Any, Final

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, SDO, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from graph_service import resources
from graph_service.vocabulary import PREFIXES

RT: Final = Namespace("https://w3id.org/redthread/ns#")
BASE: Final = "https://example.org/"
NAMED: Final = {SKOS.Concept, RDF.Property, OWL.Class}
"""Where the values of a property are of these, JSON writes them by name."""

DOCUMENT: Final[dict[str, Any]] = {
    "id": "plan",
    "type": "Plan",
    "title": {"sv": "En plan", "en": "A plan"},
    "level": "national",
    "publisher": "org/someone",
    "period": {
        "id": "plan/2020",
        "type": "PeriodOfTime",
        "startDate": "2020-01-01",
        "endDate": "2020-12-31",
        "precision": "yearPrecision",
        "asPrinted": {"sv": ["2020", "år 2020"]},
    },
    "@reverse": {
        "isPartOf": [
            {
                "id": "plan/activity/4B",
                "type": "Activity",
                "identifier": "4B",
                "position": 3,
                "wholeMunicipality": True,
                "statedEmpty": ["responsible", "identifier"],
                "effort": {"id": "plan/effort", "type": "Effort", "amount": "7.50", "unit": "hourPerPerson"},
            },
        ]
    },
}
LINK: Final[dict[str, Any]] = {
    "id": "plan/link",
    "type": "Link",
    "from": "plan/activity/4B",
    "to": "https://other.example/goal",
    "relation": "contributesTo",
    "basis": "inferred",
    "wasAttributedTo": "org/someone",
    "generatedAtTime": "2020-02-03T04:05:06Z",
}
TURTLE: Final = """
@base <https://example.org/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<plan> a rt:Plan ;
    dcterms:title "En plan"@sv, "A plan"@en ;
    rt:level rt:national ;
    dcterms:publisher <org/someone> ;
    rt:period <plan/2020> .

<plan/2020> a dcterms:PeriodOfTime ;
    dcat:startDate "2020-01-01"^^xsd:date ;
    dcat:endDate "2020-12-31"^^xsd:date ;
    rt:precision rt:yearPrecision ;
    rt:asPrinted "2020"@sv, "år 2020"@sv .

<plan/activity/4B> a rt:Activity ;
    dcterms:isPartOf <plan> ;
    dcterms:identifier "4B" ;
    rt:position 3 ;
    rt:wholeMunicipality true ;
    rt:statedEmpty rt:responsible, dcterms:identifier ;
    rt:effort <plan/effort> .

<plan/effort> a rt:Effort ;
    rt:amount 7.50 ;
    rt:unit rt:hourPerPerson .

<plan/link> a rt:Link ;
    rt:from <plan/activity/4B> ;
    rt:to <https://other.example/goal> ;
    rt:relation rt:contributesTo ;
    rt:basis rt:inferred ;
    prov:wasAttributedTo <org/someone> ;
    prov:generatedAtTime "2020-02-03T04:05:06Z"^^xsd:dateTime .
"""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Read a JSON object, which may name nothing twice."""
    assert len({name for name, _ in pairs}) == len(pairs), sorted(name for name, _ in pairs)
    return dict(pairs)


@cache
def _context() -> dict[str, Any]:
    path = resources.folder("ontology") / "context.jsonld"
    whole: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once)
    assert list(whole) == ["@context"]
    inner: dict[str, Any] = whole["@context"]
    return inner


@cache
def _ontology() -> Graph:
    graph = Graph()
    for path in sorted(resources.folder("ontology").rglob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def _named() -> list[str]:
    """Give what the names in the context stand for, as prefixed names; reverse names stand for what they reverse."""
    names = []
    for said in _context().values():
        if isinstance(said, str):
            names.append(said)
        elif isinstance(said, dict):
            names.append(said.get("@reverse") or said["@id"])
    return names


def _ours(*kinds: URIRef) -> set[Node]:
    return {s for kind in kinds for s in _ontology().subjects(RDF.type, kind) if str(s).startswith(RT)}


def _entry(term: Node) -> dict[str, str]:
    """Give what the context says of a term of ours, as an object even where it is only a name."""
    said = _context().get(str(term).removeprefix(RT), {})
    return {"@id": said} if isinstance(said, str) else said


def _expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}"


def _json(*things: dict[str, Any]) -> str:
    return json.dumps({"@context": [_context(), {"@base": BASE}], "@graph": things})


def _lines(turtle: str) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}


def test_expands_to_the_same_triples_in_rdflib() -> None:
    """A small plan in JSON means in rdflib what the same plan says in Turtle; nothing is fetched."""
    parsed = Graph().parse(data=_json(DOCUMENT, LINK), format="json-ld")
    assert isomorphic(parsed, Graph().parse(data=TURTLE, format="turtle"))


def test_expands_to_the_same_triples_in_the_service_engine() -> None:
    """A small plan in JSON means in the service's own engine, to the letter, what the same plan says in Turtle."""
    parsed = {str(quad.triple) for quad in ox.parse(_json(DOCUMENT, LINK), format=ox.RdfFormat.JSON_LD)}
    assert parsed == _lines(TURTLE)


def test_round_trip_of_a_plan() -> None:
    """Written as JSON with the context and read again, a plan is the same, and its JSON reads in short names."""
    graph = Graph().parse(data=TURTLE, format="turtle")
    written = graph.serialize(format="json-ld", context=_context())
    assert isomorphic(Graph().parse(data=written, format="json-ld"), graph)
    nodes = {node["id"]: node for node in json.loads(written)["@graph"]}
    plan = nodes[f"{BASE}plan"]
    assert (plan["type"], plan["level"], plan["title"]) == ("Plan", "national", {"sv": "En plan", "en": "A plan"})
    assert nodes[f"{BASE}plan/link"]["to"] == "https://other.example/goal"


def test_round_trip_of_the_concept_schemes() -> None:
    """Written as JSON with the context and read again, all concept schemes are the same; no name needs a prefix."""
    graph = Graph()
    for path in sorted((resources.folder("ontology") / "schemes").glob("*.ttl")):
        graph.parse(path, format="turtle")
    written = graph.serialize(format="json-ld", context=_context())
    assert isomorphic(Graph().parse(data=written, format="json-ld"), graph)
    assert [name for node in json.loads(written)["@graph"] for name in node if ":" in name] == []


def test_names_every_term_of_the_ontology_and_no_other() -> None:
    """Each class, property, concept and scheme of ours has its local name in the context, and nothing else is ours."""
    terms = _ours(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.Concept, SKOS.ConceptScheme)
    assert {term for term in terms if _entry(term).get("@id") != f"rt:{str(term).removeprefix(RT)}"} == set()
    assert {name for name in _named() if name.startswith("rt:") and URIRef(_expanded(name)) not in terms} == set()


@pytest.mark.parametrize("term", sorted(_ours(OWL.ObjectProperty), key=str), ids=str)
def test_relations_take_iris_or_names(term: Node) -> None:
    """The value of a relation is an IRI; where it is a concept, a property or a class, its name will do."""
    named = NAMED & set(_ontology().objects(term, SDO.rangeIncludes))
    assert _entry(term)["@type"] == ("@vocab" if named else "@id")


@pytest.mark.parametrize("term", sorted(_ours(OWL.DatatypeProperty), key=str), ids=str)
def test_values_take_their_datatype(term: Node) -> None:
    """Texts are maps by language, plain strings stand bare, and any other value has the datatype of the ontology."""
    found = next(_ontology().objects(term, SDO.rangeIncludes), XSD.string)
    entry = _entry(term)
    if found == RDF.langString:
        assert entry.get("@container") == "@language"
    elif found == XSD.string:
        assert set(entry) == {"@id"}
    else:
        assert URIRef(_expanded(entry["@type"])) == found


def test_names_all_that_the_plans_use() -> None:
    """Each property and class in the shipped plans, whoever's it is, has a short name in the context."""
    iris = {_expanded(name) for name in _named() if name.partition(":")[0] in PREFIXES}
    used: set[str] = set()
    for path in resources.folder("data").rglob("*.ttl"):
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            is_type = quad.predicate.value == str(RDF.type)
            used.add(quad.object.value if is_type and isinstance(quad.object, ox.NamedNode) else quad.predicate.value)
    assert used - iris == set()


def test_short_names_are_local_names() -> None:
    """A name in the context is the local name of the term it stands for, so that it can be guessed and looked up."""
    for name, said in _context().items():
        iri = said if isinstance(said, str) else said.get("@id", "") if isinstance(said, dict) else ""
        if ":" in iri and not iri.startswith("http"):
            assert iri.partition(":")[2] == name


def test_reverse_names_reverse_what_has_a_name_of_its_own() -> None:
    """A name for being pointed at reverses a relation that the context names too, and is always a list."""
    reverse = [said for said in _context().values() if isinstance(said, dict) and "@reverse" in said]
    assert reverse
    for said in reverse:
        assert _context()[said["@reverse"].partition(":")[2]]["@type"] == "@id"
        assert said["@container"] == "@set"


def test_prefixes_are_those_of_the_service() -> None:
    """The prefixes of the context stand for what they stand for in queries."""
    prefixes = {name: said for name, said in _context().items() if isinstance(said, str) and said.startswith("http")}
    assert prefixes.items() <= PREFIXES.items()
    assert {"rt", "dcterms", "skos", "prov", "org", "dcat", "foaf", "schema", "rdfs", "xsd"} <= set(prefixes)


def test_leaves_base_and_language_to_the_document() -> None:
    """The context is JSON-LD 1.1 and sets no base, no language and no vocabulary of its own, and fetches nothing."""
    assert {name: said for name, said in _context().items() if name.startswith("@")} == {"@version": 1.1}


def test_amounts_are_written_as_text() -> None:
    """A fraction must be written as text: a JSON number would become a float's notation, which no decimal has."""
    exact = _json({"id": "effort", "amount": "7.50"})
    assert _lines(f"<{BASE}effort> <{RT.amount}> 7.50 .") == {
        str(quad.triple) for quad in ox.parse(exact, format=ox.RdfFormat.JSON_LD)
    }
    number = _json({"id": "effort", "amount": 7.5})
    assert [str(quad.object) for quad in ox.parse(number, format=ox.RdfFormat.JSON_LD)] == [
        Literal("7.5E0", datatype=XSD.decimal, normalize=False).n3()
    ]
