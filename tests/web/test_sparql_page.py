"""SPARQL for people: the answer to a query as a page, where a browser asks for it."""

import html
import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import serving

from graph_service.web.sparql import results
from graph_service.web.sparql.examples import _ASKED, _SIMPLE

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

FIREFOX: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROME: Final = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
SAFARI: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
GOAL: Final = "https://w3id.org/redthread/id/fyrbodal-2020-2022/effektmal/4B"


def _ask(client: httpx.Client, query: str, lang: str = "en", accept: str = FIREFOX, **more: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, "lang": lang, **more}, headers={"Accept": accept})


def _text(part: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part)).split())


def _said(page: str) -> str:
    """Give what stands under the heading of the answer."""
    (section,) = re.findall(r"<section.*?</section>", page, re.DOTALL)
    return _text(section)


def _query(page: str) -> str:
    (held,) = re.findall(r'<textarea id="query"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return html.unescape(held)


@pytest.mark.parametrize("accept", [FIREFOX, CHROME, SAFARI])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_browser_gets_rows_as_a_table(client: httpx.Client, accept: str, lang: str) -> None:
    """Things stand by their titles, as links, with their short IRIs; the query stands in the field above."""
    query = f"SELECT ?goal ?n {{ VALUES (?goal ?n) {{ (<{GOAL}> 7) }} }}"
    answer = _ask(client, query, lang, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == lang
    assert _query(answer.text) == query
    title = client.get(f"/api/v1/elements/{GOAL.partition('/id/')[2]}").json()["element"]["title"]
    (row,) = re.findall(r"<tbody>.*?</tbody>", answer.text, re.DOTALL)
    assert _text(row) == f"{title} fyrbodal-2020-2022/effektmal/4B 7"
    assert f'href="/id/fyrbodal-2020-2022/effektmal/4B?lang={lang}"' in row
    assert '<td class="num">' in row
    assert re.search(rf"1 {'rad' if lang == 'sv' else 'row'}, [\d,.]+ m?s", _said(answer.text))


@pytest.mark.parametrize(
    "accept",
    ["text/html", "text/html, */*;q=0.1", "application/xml, application/xhtml+xml;q=0.5, text/html;q=0.5", "*/*"],
)
def test_programs_get_no_page(client: httpx.Client, accept: str) -> None:
    """Who does not ask as a browser does gets what the protocol gives, also by POST."""
    for answer in (
        _ask(client, "ASK {}", accept=accept),
        client.post("/sparql", data={"query": "ASK {}"}, headers={"Accept": accept}),
    ):
        assert "text/html" not in answer.headers["content-type"]


def test_a_format_that_is_named_is_given(client: httpx.Client) -> None:
    """A browser that names a format gets it, as when it downloads; the page can be named too."""
    answer = _ask(client, "SELECT (1 AS ?a) {}", format="csv")
    assert answer.content == b"a\r\n1\r\n"
    assert '<h2 id="answer">' in _ask(client, "ASK {}", accept="*/*", format="html").text
    posted = client.post("/sparql", data={"query": "ASK {}"}, headers={"Accept": FIREFOX})
    assert _query(posted.text) == "ASK {}"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ASK {}", "Yes. The plans hold what the query describes."),
        ("ASK { <urn:x> ?p ?o }", "No. The plans hold nothing that the query describes."),
        ("SELECT * { <urn:x> ?p ?o }", "No row answers to this."),
        ("CONSTRUCT { ?s ?p ?o } WHERE { <urn:x> ?p ?o BIND (?o AS ?s) }", "No triples."),
        ("CONSTRUCT { <urn:a> <urn:b> 'c' } WHERE {}", '<urn:a> <urn:b> "c"'),
        ("SELECT ('<b>' AS ?x) {}", "<b>"),
        ("SELECT ('2019-01-02'^^xsd:date AS ?x) ('hej'@sv AS ?y) {}", "2019-01-02 xsd:date hej @sv"),
        ("SELECT (IRI('javascript:alert(1)') AS ?x) {}", "javascript:alert(1)"),
        ("SELECT (IRI('x:') AS ?x) (<<( <urn:a> <urn:b> 'c' )>> AS ?y) {}", '<urn:a> <urn:b> "c"'),
        ("SELECT (IRI('http://example.org/a%20b') AS ?x) (BNODE() AS ?y) {}", "http://example.org/a%20b _:"),
    ],
)
def test_every_kind_of_answer_can_be_read(client: httpx.Client, query: str, said: str) -> None:
    """A boolean is a sentence, triples are Turtle, and whatever the engine can give is shown as text."""
    answer = _ask(client, query)
    assert answer.status_code == 200
    assert said in _said(answer.text)
    assert "<b>" not in answer.text
    assert 'href="javascript' not in answer.text


@pytest.mark.parametrize(
    ("query", "formats"),
    [
        ("SELECT (1 AS ?a) {}", {"csv", "tsv", "json", "xml"}),
        ("DESCRIBE rt:Goal", {"turtle", "nt", "rdfxml", "jsonld"}),
    ],
)
def test_an_answer_can_be_downloaded_in_all_formats(client: httpx.Client, query: str, formats: set[str]) -> None:
    """Each download link gives the same answer in its format."""
    page = _ask(client, query, timeout="2").text
    links = [html.unescape(href) for href in re.findall(r'<a href="([^"]+)" download=', page)]
    assert {parse_qs(urlsplit(link).query)["format"][0] for link in links} == formats
    for link in links:
        assert parse_qs(urlsplit(link).query)["timeout"] == ["2"]
        answer = client.get(link, headers={"Accept": FIREFOX})
        assert answer.status_code == 200
        assert "html" not in answer.headers["content-type"]


@pytest.mark.parametrize(
    ("query", "status", "said", "line"),
    [
        ("SELECT ?x\n{ ?x ?y }", 400, "line 2", "2 { ?x ?y } ← here"),
        ("ASK {\n\n ?s nope:x ?o }", 400, "nope:", "3 ?s nope:x ?o } ← here"),
        ("ASK {\n SERVICE <urn:x> {} }", 400, "SERVICE", "2 SERVICE <urn:x> {} } ← here"),
        ("DROP ALL", 400, "DROP", "1 DROP ALL ← here"),
        ("", 400, "query", ""),
        (f"ASK {{ ?s ?p '{'a' * 20_000}' }}", 400, "20000", ""),
        (serving.SLOW, 503, "3 seconds", ""),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", 400, "1000000", ""),
        ('</textarea><script>alert("1")</script>', 400, "", ""),
    ],
)
def test_what_is_wrong_stands_with_the_query(
    client: httpx.Client, query: str, status: int, said: str, line: str
) -> None:
    """A query that is refused, or takes too long, gives the page with the reason, its line, and the query as it was."""
    answer = _ask(client, query)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert _query(answer.text) == query
    (wrong,) = re.findall(r'<div class="wrong".*?</div>', answer.text, re.DOTALL)
    assert said in _text(wrong)
    if line:
        assert [_text(at) for at in re.findall(r'<code class="at">(.*?)</code>', wrong)] == [line]
        assert f'data-line="{line.partition(" ")[0]}"' in answer.text
    assert "<section" not in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("more", "said"),
    [({"timeout": "99"}, "timeout"), ({"nope": "1"}, "nope"), ({"update": "DROP ALL"}, "")],
)
def test_wrong_parameters_stand_with_the_query(client: httpx.Client, more: dict[str, str], said: str) -> None:
    """The other parameters are read as for programs, and what is wrong with them is told on the page."""
    answer = _ask(client, "ASK {}", **more)
    assert (answer.status_code, _query(answer.text)) == (400, "ASK {}")
    assert said in answer.text
    assert client.get("/sparql?query=%ff", headers={"Accept": FIREFOX}).status_code == 400


def test_what_is_left_out_is_told(client: httpx.Client) -> None:
    """Of many rows some are shown, and it is said of how many; where the service leaves some out, that is said too."""
    page = _ask(client, "SELECT ?s { ?s ?p ?o } LIMIT 5001").text
    assert page.count("<td>") == results.MOST_ROWS
    assert f"The first {results.MOST_ROWS} of 5,000 rows are shown" in _said(page)
    assert "at most 5,000 rows" in _said(page)
    assert "at most" not in _said(_ask(client, "SELECT ?s { ?s ?p ?o } LIMIT 500").text)
    triples = _ask(client, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", lang="sv").text
    assert "högst 5 000 rader eller tripplar".replace(" ", " ") in _said(triples).replace("\xa0", " ")
    assert len(triples) < 3 * results.MOST_TEXT


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_example_is_one_click(client: httpx.Client, lang: str) -> None:
    """The page begins with examples; each is a link to its answer, which has something in it."""
    page = client.get("/sparql", params={"lang": lang}, headers={"Accept": FIREFOX}).text
    (listed,) = re.findall(r'<ul class="begin">(.*?)</ul>', page, re.DOTALL)
    links = [html.unescape(href) for href in re.findall(r'href="([^"]+)"', listed)]
    assert len(links) == len(_SIMPLE) + len(_ASKED) >= 12
    for link in links:
        answer = client.get(link, headers={"Accept": FIREFOX})
        assert answer.status_code == 200
        assert not re.search(r"Ingen rad|No row|Inga tripplar|No triples", answer.text), link
    assert page.index('class="begin"') < page.index("<textarea") < page.index('data-label="')


def test_the_page_says_its_limits(client: httpx.Client) -> None:
    """The limits are those of the settings."""
    page = _text(client.get("/sparql", params={"lang": "en"}, headers={"Accept": FIREFOX}).text)
    for limit in ("3 seconds", "5,000 rows", "1 MB", "20,000 characters", "SERVICE"):
        assert limit in page


def test_a_language_keeps_the_query(client: httpx.Client) -> None:
    """The link to the other language asks the same again."""
    page = _ask(client, "ASK {}", "en").text
    assert 'href="/sparql?query=ASK+%7B%7D&amp;lang=sv"' in page
