"""Triples as JSON with the project's context."""

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from graph_service.linked.description import describe
from graph_service.model.terms import Iri, Literal
from graph_service.store.framing import context_document, framed, listed
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot
from graph_service.store.writing import lines
from graph_service.vocabulary import RT, XSD

if TYPE_CHECKING:
    from graph_service.store.port import Triple

BASE = "https://w3id.org/redthread/id/"
ADDRESS = "https://example.org/ns/context.jsonld"
PATHS = (
    "e-halsa-mall-2016/aktivitet/7",
    "fyrbodal-2020-2022",
    "fyrbodal-2020-2022/utgava/1.0",
    "fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B",
    "vastkom-resultat-2019/uppfoljning/videomoten",
    "org/vgr",
    "register/organisationer",
)


def _graph(written: bytes) -> Graph:
    """Read JSON-LD with the context that it names put in its place, so that nothing is fetched."""
    document = json.loads(written)
    document["@context"] = json.loads(context_document())["@context"]
    return Graph().parse(data=json.dumps(document), format="json-ld")


def _framed(store: EmbeddedStore, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(framed(describe(store, BASE + path), BASE + path, ADDRESS))
    return found


@pytest.mark.parametrize("path", PATHS)
def test_json_means_the_same_triples(shipped: Snapshot, path: str) -> None:
    """Read by rdflib, the JSON of a thing says exactly what its description says."""
    description = describe(shipped.store, BASE + path)
    wanted = Graph().parse(data=lines(description), format="nt")
    assert isomorphic(_graph(framed(description, BASE + path, ADDRESS)), wanted)


def test_many_things_mean_the_same_triples(shipped: Snapshot) -> None:
    """The same holds for a sample of all that is under the base."""
    things = "SELECT DISTINCT ?s { ?s ?p ?o FILTER (STRSTARTS(STR(?s), 'https://w3id.org/redthread/id/')) } ORDER BY ?s"
    for row in shipped.store.select(things).rows[7::101]:
        description = describe(shipped.store, row["s"].value)
        wanted = Graph().parse(data=lines(description), format="nt")
        assert isomorphic(_graph(framed(description, row["s"].value, ADDRESS)), wanted), row["s"]


def test_a_web_developer_finds_an_activity_as_one_object(shipped: Snapshot) -> None:
    """The thing is the root, names are plain, numbers numbers, and links hold their other end and evidence."""
    activity = _framed(shipped.store, "e-halsa-mall-2016/aktivitet/7")
    assert list(activity)[:5] == ["@context", "id", "type", "identifier", "title"]
    assert activity["@context"] == ADDRESS
    assert (activity["identifier"], activity["position"], activity["level"]) == ("7", 1, "local")
    assert activity["effort"]["unit"] == "hour"
    assert activity["period"]["startDate"] == "2016-01-01"
    links = {link["relation"]: link for link in activity["outgoingLinks"] if link["relation"] != "alignsWith"}
    contribution = links["contributesTo"]
    assert contribution["to"]["title"]["sv"].startswith("Alla upphandlingar av välfärdsteknik")
    assert contribution["locator"] == {"sv": "tabellrad Nr 7, kolumn Effektmål"}
    assert contribution["source"]["editionOf"]["title"]["sv"].startswith("Handlingsplan för e-hälsa")
    assert [goal["id"] for goal in activity["contributesTo"]] == [contribution["to"]["id"]]
    assert [link["from"]["type"] for link in activity["incomingLinks"]] == ["RoleExpectation"]


@pytest.mark.parametrize("path", PATHS)
def test_no_name_needs_a_prefix(shipped: Snapshot, path: str) -> None:
    """No key is a prefixed name or an IRI, but for what points by a relation that has no reverse name."""

    def keys(part: object) -> set[str]:
        if isinstance(part, list):
            return set().union(*map(keys, part))
        return set(part) | keys(list(part.values())) if isinstance(part, dict) else set()

    found = keys(_framed(shipped.store, path))
    assert [key for key in found if ":" in key or (key.startswith("@") and key not in {"@context", "@reverse"})] == []


def test_a_relation_is_a_list_even_of_one(shipped: Snapshot) -> None:
    """A program need not ask whether a relation of a thread is one object or several."""
    goal = _framed(shipped.store, "fyrbodal-2020-2022/effektmal/4B")
    assert isinstance(goal["inArea"], list)
    assert isinstance(goal["outgoingLinks"], list)
    assert len(goal["inArea"]) == 1


@pytest.mark.parametrize(
    "text", ["0", "7", "-7", "-0", "007", "+7", "7.0", "١", "9" * 15, "9" * 16, "1" * 400, "true", "x"]
)
@pytest.mark.parametrize("datatype", ["integer", "boolean", "decimal", "double"])
def test_a_number_that_json_cannot_write_exactly_stays_text(text: str, datatype: str) -> None:
    """Whatever stands in a number's place, well formed or not, reading the JSON gives it back to the letter."""
    triple: Triple = (Iri("urn:a"), Iri(f"{RT}position"), Literal(text, datatype=f"{XSD}{datatype}"))
    for written in (framed([triple], "urn:a", ADDRESS), listed([triple], ADDRESS)):
        document = json.loads(written)
        document["@context"] = json.loads(context_document())["@context"]
        (quad,) = ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)
        assert str(quad.object) == str(triple[2])


@pytest.mark.parametrize("text", ["@id", "@context", "urn:x", "{", '{"@context": "http://127.0.0.1:1/"}', "</script>"])
def test_hostile_texts_stay_texts(text: str) -> None:
    """A text that looks like JSON-LD is a text, and nothing is fetched."""
    triple: Triple = (Iri("urn:a"), Iri("http://purl.org/dc/terms/title"), Literal(text, language="sv"))
    assert json.loads(framed([triple], "urn:a", ADDRESS))["title"] == {"sv": text}


def test_a_thing_that_nothing_is_said_of_is_named() -> None:
    """Without triples there is the name of the thing, such as of a graph that nobody describes."""
    assert json.loads(framed([], "urn:a", ADDRESS)) == {"@context": ADDRESS, "id": "urn:a"}


def test_triples_can_be_listed() -> None:
    """Without a root, things stand side by side in ``@graph``."""
    triples: list[Triple] = [
        (Iri(f"urn:{letter}"), Iri("http://purl.org/dc/terms/title"), Literal("Ord", language="sv")) for letter in "ab"
    ]
    ours = json.loads(listed(triples, ADDRESS))
    assert ours == {
        "@context": ADDRESS,
        "@graph": [{"id": "urn:a", "title": {"sv": "Ord"}}, {"id": "urn:b", "title": {"sv": "Ord"}}],
    }
    assert json.loads(listed([], ADDRESS))["@graph"] == []
