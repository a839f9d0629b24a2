"""What the snapshot holds, over HTTP."""

from typing import Any

import httpx
import pytest
import serving
from pydantic import TypeAdapter

from graph_service import __version__
from graph_service.model.holding import Holding, Limits
from graph_service.settings import Settings

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

SNAPSHOT = "/api/v1/snapshot"
BASE = "https://w3id.org/redthread/id/"


@pytest.fixture(scope="module")
def answer(client: httpx.Client) -> dict[str, Any]:
    """Give the answer."""
    found: dict[str, Any] = client.get(SNAPSHOT).json()
    return found


def test_every_graph_is_there_with_what_it_is(client: httpx.Client, answer: dict[str, Any]) -> None:
    """Each named graph is an edition of a document, a register, the ontology, or what the rules derive."""
    graphs = TypeAdapter(list[Holding]).validate_python(answer["items"])
    asked = client.get("/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"}).json()
    assert {graph.iri for graph in graphs} == {row["g"]["value"] for row in asked["results"]["bindings"]}
    kinds = {graph.iri: graph.kind for graph in graphs}
    assert kinds["https://w3id.org/redthread/ns"] == "ontology"
    assert kinds[f"{BASE}register/harlett"] == "derived"
    assert kinds[f"{BASE}register/tjanster"] == "register"
    (plan,) = (graph for graph in graphs if graph.iri == f"{BASE}fyrbodal-2020-2022/utgava/1.0")
    assert (plan.kind, plan.version, plan.content) == ("edition", "1.0", "loaded")
    assert plan.title == "Handlingsplan för digitalisering i Fyrbodal 2020–2022"


def test_the_statements_of_a_graph_are_counted(client: httpx.Client, answer: dict[str, Any]) -> None:
    """The count of a graph is the number of statements that SPARQL finds in it."""
    for graph in answer["items"][:3]:
        query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph['iri']}> {{ ?s ?p ?o }} }}"
        (row,) = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        assert int(row["n"]["value"]) == graph["statements"]
    assert sum(graph["statements"] for graph in answer["items"]) >= answer["triples"] > 30_000


def test_the_limits_are_those_that_hold(client: httpx.Client, answer: dict[str, Any]) -> None:
    """The limits are the settings of the service, and what goes beyond one is refused."""
    limits = TypeAdapter(Limits).validate_python(answer["limits"])
    assert limits.query_seconds == float(serving.LIMITS["REDTHREAD_QUERY_SECONDS"])
    assert limits.result_bytes == int(serving.LIMITS["REDTHREAD_RESULT_BYTES"])
    assert limits.query_length == Settings().query_length
    assert client.get(SNAPSHOT, params={"limit": str(limits.page_most)}).status_code == 200
    assert client.get(SNAPSHOT, params={"limit": str(limits.page_most + 1)}).status_code == 400
    long = f"ASK {{ }} #{'x' * limits.query_length}"
    assert client.get("/sparql", params={"query": long}).json()["code"] == "query_too_long"


def test_the_snapshot_is_the_one_that_every_answer_names(client: httpx.Client, answer: dict[str, Any]) -> None:
    """The identifier and the verdict are those of /health and of the header of every answer."""
    health = client.get("/health")
    assert answer["meta"]["snapshot"] == health.json()["snapshot"] == health.headers["x-snapshot"]
    assert answer["meta"]["verdict"] == health.json()["verdict"]
    assert answer["version"] == health.json()["version"] == __version__
    assert answer["base"] == BASE


def test_titles_of_registers_are_in_the_language_asked_for(client: httpx.Client) -> None:
    """A register is called what it is called in Swedish or English."""
    titles = {
        lang: {one["iri"]: one["title"] for one in client.get(SNAPSHOT, params={"lang": lang}).json()["items"]}
        for lang in ("sv", "en")
    }
    register = f"{BASE}register/tjanster"
    assert (titles["sv"][register], titles["en"][register]) == ("Tjänster", "Services")
