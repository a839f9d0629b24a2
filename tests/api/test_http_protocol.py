"""The SPARQL 1.1 Protocol and Service Description, as the tests of the W3C have them.

The requests are those of https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/ and
https://www.w3.org/2009/sparql/docs/tests/data-sparql11/service-description/, by the names that the tests have there,
asked of graphs that are here. What is about update is refused.
"""

import gzip
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

GRAPH = "https://w3id.org/redthread/id/fyrbodal-2020-2022/utgava/1.0"
OTHER = "https://w3id.org/redthread/id/register/lankar-organ"
THIRD = "https://w3id.org/redthread/id/register/matt-lika"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"


def _boolean(answer: httpx.Response) -> bool:
    assert answer.status_code == 200, answer.text
    return answer.json()["boolean"] is True


def _post(client: httpx.Client, content: str | bytes, kind: str | None, path: str = "/sparql") -> httpx.Response:
    return client.post(path, content=content, headers={"Content-Type": kind} if kind else {})


def test_query_get(client: httpx.Client) -> None:
    """query_get: an ASK with GET is answered."""
    assert _boolean(client.get("/sparql", params={"query": "ASK {}"}))


def test_query_post_form(client: httpx.Client) -> None:
    """query_post_form: an ASK as a form is answered."""
    assert _boolean(_post(client, "query=ASK%20%7B%7D", FORM))
    assert _boolean(_post(client, "query=ASK%20%7B%7D", f"{FORM}; charset=utf-8"))


def test_query_post_direct(client: httpx.Client) -> None:
    """query_post_direct: an ASK as it is is answered."""
    assert _boolean(_post(client, "ASK {}", DIRECT))


def test_query_dataset_default_graph(client: httpx.Client) -> None:
    """query_dataset_default_graph: the default graph is the one that is asked for."""
    query = f"ASK {{ <{GRAPH}> a rt:PlanEdition }}"
    for graph, holds in ((GRAPH, True), (OTHER, False)):
        assert _boolean(client.get("/sparql", params={"query": query, "default-graph-uri": graph})) is holds


def test_query_dataset_default_graphs_get(client: httpx.Client) -> None:
    """query_dataset_default_graphs_get: several default graphs are merged, and no named graph is there."""
    query = (
        f"ASK {{ <{GRAPH}> a rt:PlanEdition . <{OTHER}> a rt:Register "
        "FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
    )
    for graphs, holds in (([GRAPH, OTHER], True), ([GRAPH], False)):
        assert _boolean(client.get("/sparql", params={"query": query, "default-graph-uri": graphs})) is holds


def test_query_dataset_default_graphs_post(client: httpx.Client) -> None:
    """query_dataset_default_graphs_post: the same where the graphs stand in the address of a POST, or in its form."""
    query = f"ASK {{ <{GRAPH}> a rt:PlanEdition . <{OTHER}> a rt:Register }}"
    graphs = f"default-graph-uri={quote(GRAPH)}&default-graph-uri={quote(OTHER)}"
    assert _boolean(_post(client, query, DIRECT, f"/sparql?{graphs}"))
    assert _boolean(_post(client, f"query={quote(query)}&{graphs}", FORM))


@pytest.mark.parametrize("post", [False, True])
def test_query_dataset_named_graphs(client: httpx.Client, post: bool) -> None:  # noqa: FBT001 -- two cases
    """query_dataset_named_graphs_get and _post: only the named graphs are there, and the default graph is empty."""
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?a ?b ?c } } ORDER BY ?g"
    graphs = f"named-graph-uri={quote(GRAPH)}&named-graph-uri={quote(OTHER)}"
    if post:
        answer = _post(client, query, DIRECT, f"/sparql?{graphs}")
    else:
        answer = client.get(f"/sparql?query={quote(query)}&{graphs}")
    assert [row["g"]["value"] for row in answer.json()["results"]["bindings"]] == [GRAPH, OTHER]


def test_query_dataset_full(client: httpx.Client) -> None:
    """query_dataset_full: default and named graphs together."""
    query = "SELECT ?g ?x ?s { ?x a rt:PlanEdition ; rt:content rt:loaded GRAPH ?g { ?s a rt:Register } }"
    params = {"query": query, "default-graph-uri": GRAPH, "named-graph-uri": OTHER}
    (row,) = client.get("/sparql", params=params).json()["results"]["bindings"]
    assert (row["x"]["value"], row["g"]["value"], row["s"]["value"]) == (GRAPH, OTHER, OTHER)


def test_query_multiple_dataset(client: httpx.Client) -> None:
    """query_multiple_dataset: graphs of the protocol come before those that the query names."""
    query = f"ASK FROM <{OTHER}> {{ <{GRAPH}> a rt:PlanEdition }}"
    assert not _boolean(client.get("/sparql", params={"query": query}))
    assert _boolean(client.get("/sparql", params={"query": query, "default-graph-uri": GRAPH}))


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("SELECT (1 AS ?value) {}", {"application/sparql-results+xml", "application/sparql-results+json"}),
        ("ASK {}", {"application/sparql-results+xml", "application/sparql-results+json"}),
        ("DESCRIBE <http://example.org/>", {"application/rdf+xml", "text/turtle"}),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", {"application/rdf+xml", "text/turtle"}),
    ],
    ids=["select", "ask", "describe", "construct"],
)
def test_query_content_type(client: httpx.Client, query: str, kinds: set[str]) -> None:
    """query_content_type_select, _ask, _describe, _construct: an answer is of an appropriate kind."""
    for accept in (None, ", ".join(sorted(kinds))):
        headers = {"Content-Type": DIRECT} | ({"Accept": accept} if accept else {})
        answer = client.post("/sparql", content=f"BASE <http://example.org/> {query}", headers=headers)
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] in kinds


ASKED = quote("ASK {}")


@pytest.mark.parametrize(
    ("method", "path", "kind", "body", "status"),
    [
        pytest.param("PUT", f"/sparql?query={ASKED}", None, "", 405, id="bad_query_method"),
        pytest.param("GET", f"/sparql?query={ASKED}&query={ASKED}", None, "", 400, id="bad_multiple_queries"),
        pytest.param("POST", "/sparql", "text/plain", "ASK {}", 415, id="bad_query_wrong_media_type"),
        pytest.param("POST", "/sparql", None, f"query={ASKED}", 415, id="bad_query_missing_form_type"),
        pytest.param("POST", "/sparql", None, "ASK {}", 415, id="bad_query_missing_direct_type"),
        pytest.param(
            "POST", "/sparql", f"{DIRECT}; charset=UTF-16", "ASK {}".encode("utf-16"), 415, id="bad_query_non_utf8"
        ),
        pytest.param("GET", f"/sparql?query={quote('ASK {')}", None, "", 400, id="bad_query_syntax"),
        ("POST", "/sparql", DIRECT, "ASK {}".encode("utf-16"), 400),
        ("POST", "/sparql", f'{DIRECT}; charset="ISO-8859-1"', "ASK {}", 415),
        ("POST", "/sparql", f"{FORM}; charset=iso-8859-1", f"query={ASKED}", 415),
        ("POST", "/sparql", FORM, "", 400),
        ("POST", "/sparql", FORM, "query=%ff", 400),
        ("GET", "/sparql?query=%ff", None, "", 400),
        ("POST", f"/sparql?query={ASKED}", DIRECT, "ASK {}", 400),
        ("POST", "/sparql", FORM, f"query={ASKED}&nope=1", 400),
        ("POST", "/sparql", DIRECT, "ASK {}" + " " * 300_000, 413),
        ("GET", f"/sparql?query={ASKED}&timeout=99", None, "", 400),
        ("GET", f"/sparql?query={ASKED}&timeout=nan", None, "", 400),
        ("GET", f"/sparql?query={ASKED}&timeout=0.5", None, "", 400),
    ],
)
def test_bad_requests(
    client: httpx.Client, method: str, path: str, kind: str | None, body: str | bytes, status: int
) -> None:
    """bad_query_*: what is no query of the protocol is refused as what it is, with a problem document."""
    answer = client.request(method, path, content=body, headers={"Content-Type": kind} if kind else {})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    if answer.status_code == 405:
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("kind", [DIRECT, FORM])
def test_packed_bodies_are_refused(client: httpx.Client, kind: str) -> None:
    """A body that is packed is refused as such; it is not unpacked, for a small one may be large then."""
    headers = {"Content-Type": kind, "Content-Encoding": "gzip", "Accept-Language": "en"}
    answer = client.post("/sparql", content=gzip.compress(b"ASK {}"), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "body_coding")
    assert "gzip" in answer.json()["detail"]
    assert _boolean(client.post("/sparql", content=b"ASK {}", headers={"Content-Type": f'{DIRECT}; charset="UTF-8"'}))


INSERTED = "INSERT DATA { <http://example.org/s> <http://example.org/p> 1 }"
USING = f"using-graph-uri={quote(GRAPH)}"
CONFLICT = f"WITH <{GRAPH}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}"
USING_NAMED = f"using-named-graph-uri={quote(OTHER)}"


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        pytest.param("/sparql", FORM, "update=CLEAR%20ALL", id="update_post_form"),
        pytest.param("/sparql", UPDATE, "CLEAR ALL", id="update_post_direct"),
        pytest.param(f"/sparql?{USING}", UPDATE, INSERTED, id="update_dataset_default_graph"),
        pytest.param(
            f"/sparql?{USING}&using-graph-uri={quote(THIRD)}", UPDATE, INSERTED, id="update_dataset_default_graphs"
        ),
        pytest.param(f"/sparql?{USING_NAMED}", UPDATE, INSERTED, id="update_dataset_named_graphs"),
        pytest.param(f"/sparql?{USING}&{USING_NAMED}", UPDATE, INSERTED, id="update_dataset_full"),
        pytest.param("/sparql", UPDATE, f"BASE <http://example.org/> {INSERTED}", id="update_base_uri"),
        pytest.param("/sparql?update=CLEAR%20ALL", None, "", id="bad_update_get"),
        pytest.param("/sparql", FORM, "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", id="bad_multiple_updates"),
        pytest.param("/sparql", FORM, "update=CLEAR%20XYZ", id="bad_update_syntax"),
        pytest.param(
            "/sparql",
            FORM,
            f"{USING_NAMED}&update={quote(f'WITH <{GRAPH}> {INSERTED}')}",
            id="bad_update_dataset_conflict",
        ),
        ("/sparql", DIRECT, "CLEAR ALL"),
    ],
)
def test_updates_are_refused(client: httpx.Client, path: str, kind: str | None, body: str) -> None:
    """update_*, bad_update_*: an update is refused, says that it is one, and nothing changes."""
    before = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).content
    answer = _post(client, body, kind, path) if kind else client.get(path)
    assert answer.status_code == 400
    assert answer.json()["code"] in {"update_refused", "query_update"}
    assert client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).content == before


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param("text/plain", "CLEAR NAMED", id="bad_update_wrong_media_type"),
        pytest.param(None, "update=CLEAR%20NAMED", id="bad_update_missing_form_type"),
        pytest.param(f"{UPDATE}; charset=UTF-16", "CLEAR NAMED".encode("utf-16"), id="bad_update_non_utf8"),
    ],
)
def test_updates_of_no_kind_are_refused(client: httpx.Client, kind: str | None, body: str | bytes) -> None:
    """bad_update_*: what does not even say that it is an update is refused for what it says."""
    assert _post(client, body, kind).status_code == 415


SYNTAXES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize("media", SYNTAXES)
def test_service_description(client: httpx.Client, media: str) -> None:
    """returns_rdf, has_endpoint_triple, conforms_to_schema: asked nothing, the endpoint describes itself in RDF."""
    answer = client.get("/sparql", headers={"Accept": media})
    assert answer.headers["content-type"].partition(";")[0] == media
    store = ox.Store()
    store.load(answer.content, format=SYNTAXES[media], base_iri=str(answer.url))
    endpoint = f"ASK {{ ?service a <{SD}Service> ; <{SD}endpoint> <{answer.url!s}> ; <{SD}supportedLanguage> ?l }}"
    assert store.query(endpoint)
    named = store.query(f"SELECT ?name {{ ?d a <{SD}Dataset> ; <{SD}namedGraph>/<{SD}name> ?name }} ORDER BY ?name")
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    graphs = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert isinstance(named, ox.QuerySolutions)
    assert [row["name"].value for row in named] == [row["g"]["value"] for row in graphs]


@pytest.mark.parametrize("accept", [None, "*/*", "image/png, */*;q=0.1"])
def test_machines_get_the_description_without_a_wish(client: httpx.Client, accept: str | None) -> None:
    """returns_rdf: a client that does not say what it wants gets RDF, for only people want the page."""
    with httpx.Client(base_url=client.base_url, timeout=client.timeout) as plain:
        del plain.headers["Accept"]
        answer = plain.get("/sparql", headers={"Accept": accept} if accept else {})
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE, base_iri=str(answer.url)))


def test_people_get_a_page(client: httpx.Client) -> None:
    """A browser gets a page with a form, in the language that it asks for."""
    for lang, word in (("sv", "Gränser"), ("en", "Limits")):
        page = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8", "Accept-Language": lang})
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert page.headers["content-language"] == lang
        assert f"<h2>{word}</h2>" in page.text
        assert '<form method="get" action="/sparql">' in page.text


def test_head_and_options(client: httpx.Client) -> None:
    """HEAD gives the head of the answer; OPTIONS gives the methods, also to a page of another site."""
    head = client.head("/sparql", params={"query": "ASK {}"})
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", "26")
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    options = client.options("/sparql", headers=asked)
    assert options.status_code == 204
    assert options.headers["access-control-allow-origin"] == "*"
    assert "POST" in options.headers["access-control-allow-methods"]
    assert options.headers["allow"] == "GET, HEAD, OPTIONS, POST"


def test_the_time_asked_for_is_the_limit(client: httpx.Client) -> None:
    """A query may be given less time than the service would give it."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = client.get("/sparql", params={"query": slow, "timeout": "1", "lang": "en"})
    assert (answer.status_code, answer.json()["code"]) == (503, "query_timeout")
    assert "1 seconds" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "form", "media"),
    [
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("ASK {}", "json", "application/sparql-results+json"),
        ("DESCRIBE rt:Goal", "json", "application/ld+json"),
        ("DESCRIBE rt:Goal", "ttl", "text/turtle; charset=utf-8"),
        ("DESCRIBE rt:Goal", "xml", "application/rdf+xml"),
    ],
)
def test_a_format_goes_by_several_names(client: httpx.Client, query: str, form: str, media: str) -> None:
    """A format may be named shortly or by its media type, by format or, as some clients have it, by output."""
    for name in ("format", "output"):
        assert client.get("/sparql", params={"query": query, name: form}).headers["content-type"] == media
