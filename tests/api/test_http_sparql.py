"""The SPARQL endpoint."""

import csv
import io
from xml.etree import ElementTree as ET

import httpx
import pyoxigraph as ox
import pytest

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

PLANS = "SELECT ?plan ?title { ?plan a rt:Plan ; dcterms:title ?title } ORDER BY ?plan"
ABOUT_GOALS = "DESCRIBE rt:Goal"
EDITION = "https://w3id.org/redthread/id/fyrbodal-2020-2022/utgava/1.0"


def _bindings(answer: httpx.Response) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = answer.json()["results"]["bindings"]
    return found


def test_rows_come_as_sparql_json_and_say_their_snapshot(client: httpx.Client) -> None:
    """SELECT without a wish about the format is answered in SPARQL JSON, with the snapshot in a header."""
    answer = client.get("/sparql", params={"query": PLANS})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert answer.headers["x-snapshot"] == client.get("/health").json()["snapshot"]
    assert "https://w3id.org/redthread/id/fyrbodal-2020-2022" in {row["plan"]["value"] for row in _bindings(answer)}


def test_rows_are_the_same_in_every_format(client: httpx.Client) -> None:
    """JSON, XML, CSV and TSV hold the same rows, and each comes as what it says that it is."""
    answers = {form: client.get("/sparql", params={"query": PLANS, "format": form}) for form in ("xml", "csv", "tsv")}
    assert {form: answer.headers["content-type"] for form, answer in answers.items()} == {
        "xml": "application/sparql-results+xml",
        "csv": "text/csv; charset=utf-8",
        "tsv": "text/tab-separated-values; charset=utf-8",
    }
    rows = [
        (row["plan"]["value"], row["title"]["value"])
        for row in _bindings(client.get("/sparql", params={"query": PLANS}))
    ]
    assert [tuple(row) for row in csv.reader(io.StringIO(answers["csv"].text))][1:] == rows
    assert len(answers["tsv"].text.splitlines()) == len(rows) + 1
    cells = [cell.text for cell in ET.fromstring(answers["xml"].text).iter() if cell.tag.endswith(("uri", "literal"))]  # noqa: S314 -- our own service's
    assert cells == [value for row in rows for value in row]


def test_triples_are_the_same_in_every_format(client: httpx.Client) -> None:
    """DESCRIBE and CONSTRUCT give Turtle, N-Triples or RDF/XML with the same triples; Turtle without being asked."""
    formats = {"turtle": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdfxml": ox.RdfFormat.RDF_XML}
    found = {
        form: {quad.triple for quad in ox.parse(client.get("/sparql", params=_query(form)).content, format=parser)}
        for form, parser in formats.items()
    }
    plain = client.get("/sparql", params={"query": ABOUT_GOALS})
    assert plain.headers["content-type"] == "text/turtle; charset=utf-8"
    assert found["turtle"]
    assert found["turtle"] == found["nt"] == found["rdfxml"]


def _query(form: str) -> dict[str, str]:
    return {"query": ABOUT_GOALS, "format": form}


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("*/*", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("APPLICATION/JSON", "application/sparql-results+json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/csv; q=0.5, text/tab-separated-values ; q=0.6", "text/tab-separated-values; charset=utf-8"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
        ("*/*, application/sparql-results+json;q=0", "text/csv; charset=utf-8"),
        ("text/csv;charset=utf-8", "text/csv; charset=utf-8"),
        (";;;,,,", "application/sparql-results+json"),
    ],
)
def test_accept_chooses_the_format_of_rows(client: httpx.Client, accept: str, given: str) -> None:
    """The Accept header is read with its weights and wildcards, and the answer says that it depends on it."""
    answer = client.get("/sparql", params={"query": PLANS}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, given)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (PLANS, "text/html"),
        (PLANS, "text/turtle"),
        (PLANS, "text/csv;q=0"),
        (PLANS, "text/csv;q=nan"),
        (PLANS, "rubbish"),
        (ABOUT_GOALS, "text/csv"),
        (ABOUT_GOALS, "application/sparql-results+json"),
    ],
)
def test_what_cannot_be_given_as_accepted_is_406(client: httpx.Client, query: str, accept: str) -> None:
    """Where nothing that is accepted can be given, the problem says what can be, and how to choose it."""
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")
    assert "format=" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "form", "code"),
    [
        (PLANS, "turtle", "format_of_rows"),
        (ABOUT_GOALS, "csv", "format_of_triples"),
        (PLANS, "xlsx", "parameter_choice"),
        (PLANS, "", "parameter_choice"),
    ],
)
def test_a_format_that_does_not_fit_is_refused(client: httpx.Client, query: str, form: str, code: str) -> None:
    """A format that does not exist, or not for this kind of query, is an error and not silently another format."""
    answer = client.get("/sparql", params={"query": query, "format": form})
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_ask_is_answered_in_every_format_of_rows(client: httpx.Client) -> None:
    """ASK gives a boolean in JSON and XML, and the word in CSV and TSV."""
    for form, shown in (("json", '"boolean":true'), ("xml", "<boolean>true"), ("csv", "true"), ("tsv", "true")):
        assert shown in client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "format": form}).text


def test_swedish_letters_pass_through(client: httpx.Client) -> None:
    """Letters beyond ASCII in a query and in its answer are the same everywhere."""
    query = 'SELECT DISTINCT ?title { ?x dcterms:title ?title FILTER (STR(?title) = "Digitala möten") }'
    answer = client.get("/sparql", params={"query": query, "format": "csv"})
    assert answer.text.splitlines() == ["title", "Digitala möten"]


def test_from_chooses_the_graphs(client: httpx.Client) -> None:
    """A query with FROM is asked of those graphs only, and one without of all of them together."""

    def count(clause: str) -> int:
        query = f"SELECT (COUNT(*) AS ?n) {clause} {{ ?s ?p ?o }}"
        return int(_bindings(client.get("/sparql", params={"query": query}))[0]["n"]["value"])

    assert 0 < count(f"FROM <{EDITION}>") < count("")
    assert count("FROM <urn:x-no-such-graph>") == 0


@pytest.mark.parametrize(
    ("parameters", "code", "mentions"),
    [
        ({"timeout": "1"}, "parameter_required", "query"),
        ({"Query": "ASK {}"}, "parameter_unexpected", "Query"),
        ({"query": ["ASK {}", "ASK {}"]}, "parameter_twice", "query"),
        ({"query": "ASK {}", "format": ["csv", "csv"]}, "parameter_twice", "format"),
        ({"query": "ASK {}", "default-graph-uri": "x"}, "graph_iri", "»x«"),
        ({"query": "ASK {}", "lang": "fr"}, "parameter_choice", "sv, en"),
        ({"query": "SELECT ?x\n{ ?x ?y }"}, "query_syntax", "2"),
        ({"query": "ASK { ?s nope:x ?o }"}, "query_prefix", "nope:"),
        ({"query": "DROP ALL"}, "query_update", "DROP"),
        ({"query": "INSERT DATA { <urn:a> <urn:b> <urn:c> }"}, "query_update", "INSERT"),
        ({"query": 'ASK { ?s ?p "x }'}, "query_string", "1"),
        ({"query": f"ASK {{ ?s ?p '{'a' * 20_000}' }}"}, "query_too_long", "20000"),
        ({"query": f"ASK {'{' * 120}{'}' * 120}"}, "query_too_deep", "100"),
        ({"query": f"ASK {{ FILTER ({'!' * 15_000}true) }}"}, "query_too_complex", "1500"),
        ({"query": "ASK { ?s ?p \0 }"}, "query_syntax", "1"),
    ],
)
def test_a_wrong_request_is_told_with_the_place_and_the_way_out(
    client: httpx.Client, parameters: dict[str, str | list[str]], code: str, mentions: str
) -> None:
    """What is wrong with a request is told in a problem document that names it."""
    answer = client.get("/sparql", params={"lang": "en", **parameters})
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert mentions in answer.json()["detail"]


@pytest.mark.parametrize("query", ["", " ", "# nothing but a comment", "SELECT"])
def test_a_query_that_ends_too_soon_is_a_problem(client: httpx.Client, query: str) -> None:
    """An empty query, or half of one, is 400 and told as what it is."""
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 400
    assert answer.json()["code"].startswith("query_")


def test_an_answer_beyond_the_limit_is_refused_whole(client: httpx.Client) -> None:
    """A result larger than the limit is a problem and never a cut-off answer."""
    answer = client.get("/sparql", params={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"})
    assert (answer.status_code, answer.json()["code"]) == (400, "query_too_large")
    assert "1000000" in answer.json()["detail"]


def test_the_longest_query_fits_into_a_form(client: httpx.Client) -> None:
    """A query of the greatest length is answered even where each of its characters takes nine bytes in the form."""
    query = f"ASK {{ ?s ?p '{'€' * 19_900}' }}"
    assert client.post("/sparql", data={"query": query}).json() == {"head": {}, "boolean": False}


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_rows_that_are_cut_off_are_told(client: httpx.Client, form: str) -> None:
    """A table has no more rows than the limit, and where it would have, a header says that it was cut."""
    for limit, told in (("LIMIT 6000", "rows; limit=5000"), ("LIMIT 5001", "rows; limit=5000"), ("LIMIT 5000", None)):
        answer = client.get("/sparql", params={"query": f"SELECT (1 AS ?a) {{ ?s ?p ?o }} {limit}", "format": form})
        assert answer.headers.get("x-truncated") == told
        rows = {"json": b'{"a":', "xml": b"<result>"}.get(form, b"\n1")
        assert answer.content.count(rows) == 5000


def test_triples_that_are_cut_off_are_told(client: httpx.Client) -> None:
    """The same for the triples of a graph."""
    query = "CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p ?o } LIMIT 9000"
    answer = client.get("/sparql", params={"query": query, "format": "nt"})
    assert answer.headers["x-truncated"] == "rows; limit=5000"
    assert answer.content.count(b"\n") == 5000
