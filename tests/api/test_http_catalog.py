"""The catalogue of the datasets over HTTP."""

import httpx
import pytest
import serving
from rdflib import DCAT, DCTERMS, RDF, SDO, Graph, URIRef

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

FORMATS = {
    "ttl": ("text/turtle; charset=utf-8", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
    "nt": ("application/n-triples", "nt"),
    "rdf": ("application/rdf+xml", "xml"),
}


def _catalogue(client: httpx.Client) -> Graph:
    return Graph().parse(data=client.get("/catalog.nt").text, format="nt")


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_says_the_same(client: httpx.Client, ending: str) -> None:
    """The catalogue in any RDF syntax means the same triples; JSON needs no context from elsewhere."""
    media, name = FORMATS[ending]
    answer = client.get(f"/catalog.{ending}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)
    assert set(Graph().parse(data=answer.text, format=name)) == set(_catalogue(client))


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "text/html"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/turtle, application/rdf+xml;q=0.9", "text/turtle"),
        ("application/json", "application/ld+json"),
        ("application/*", "application/ld+json"),
    ],
)
def test_accept_chooses_the_format(client: httpx.Client, accept: str, media: str) -> None:
    """The catalogue is given in the format that is most welcome."""
    assert client.get("/catalog", headers={"Accept": accept}).headers["content-type"].partition(";")[0] == media


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/catalog.xml", 404, "unknown_thing"),
        ("/catalog/x", 404, "nowhere"),
        ("/catalog?format=csv", 400, "parameter_choice"),
        ("/catalog?x=1", 400, "parameter_unexpected"),
    ],
)
def test_what_is_not_there_is_a_problem(client: httpx.Client, path: str, status: int, code: str) -> None:
    """Other formats and addresses are told."""
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_format_that_nobody_has_is_told_with_those_there_are(client: httpx.Client) -> None:
    """The problem names RDF/XML too, which only the catalogue has."""
    answer = client.get("/catalog", headers={"Accept": "text/csv"})
    assert answer.status_code == 406
    assert "application/rdf+xml" in answer.json()["detail"]


def test_what_the_catalogue_promises_is_there(server: serving.Server, client: httpx.Client) -> None:
    """Every page, endpoint and description in it answers, and every file of one dataset is fetched as what it says."""
    graph = _catalogue(client)
    named = (DCAT.landingPage, DCAT.endpointURL, DCAT.endpointDescription, DCAT.accessURL, DCAT.downloadURL)
    addresses = {str(o) for p in named for o in graph.objects(None, p)}
    assert all(address.startswith(server.url) for address in addresses)
    for address in sorted(addresses):
        if "/dumps/" not in address or "/fyrbodal-2020-2022." in address:
            assert client.get(address, follow_redirects=True).status_code == 200, address
    for file in graph.objects(URIRef(f"{server.url}/catalog#dataset/fyrbodal-2020-2022"), DCAT.distribution):
        media = str(graph.value(file, DCAT.mediaType)).removeprefix("https://www.iana.org/assignments/media-types/")
        answer = client.get(str(graph.value(file, DCAT.downloadURL)))
        assert answer.headers["content-type"].partition(";")[0] == media


def test_the_endpoint_serves_every_dataset(client: httpx.Client) -> None:
    """The SPARQL service answers at its endpoint, and says that it serves all datasets."""
    graph = _catalogue(client)
    services = set(graph.subjects(DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")))
    (sparql,) = services
    assert set(graph.objects(sparql, DCAT.servesDataset)) == set(graph.subjects(RDF.type, DCAT.Dataset))
    endpoint = str(graph.value(sparql, DCAT.endpointURL))
    assert client.get(endpoint, params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"]


@pytest.mark.parametrize(("lang", "words"), [("sv", "Datamängder"), ("en", "Datasets")])
def test_people_can_read_it(client: httpx.Client, lang: str, words: str) -> None:
    """The page is in the language asked for, with every dataset and its files."""
    answer = client.get("/catalog", params={"lang": lang})
    assert answer.headers["content-language"] == lang
    assert words in answer.text
    for dataset in _catalogue(client).subjects(RDF.type, DCAT.Dataset):
        name = str(dataset).partition("#dataset/")[2]
        assert f'id="dataset/{name}"' in answer.text
        assert f'href="/dumps/{name}.ttl"' in answer.text


def test_who_runs_the_service_is_a_setting(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the environment says of the operator and the address stands in the catalogue."""
    running = serving.start(
        tmp_path_factory.mktemp("operator") / "log",
        REDTHREAD_PUBLIC_URL="https://plans.example/",
        REDTHREAD_OPERATOR_NAME="Exempelby & <kommun>",
        REDTHREAD_OPERATOR_MAIL="plans@exempelby.example",
        REDTHREAD_OPERATOR_TYPE="LocalAuthority",
    )
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as client:
        graph = _catalogue(client)
        assert (URIRef("https://plans.example/catalog"), RDF.type, DCAT.Catalog) in graph
        assert "Exempelby & <kommun>" in {str(value) for value in graph.objects()}
        assert URIRef("mailto:plans@exempelby.example") in set(graph.objects())
        assert "Exempelby &amp; &lt;kommun&gt;" in client.get("/catalog").text
        context = client.get("/id/org/skr.jsonld").json()["@context"]
        assert context == "https://plans.example/ns/context.jsonld"
        assert (None, SDO.url, None) not in graph
    assert running.stop() == 0
