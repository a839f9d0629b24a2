"""About the data, and the accessibility statement."""

import re
from collections.abc import Iterator

import httpx
import pytest
import serving
from page_texts import page as page_of
from page_texts import text as text_of

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]


def test_documents_are_told_apart_by_what_of_them_is_here(client: httpx.Client) -> None:
    """Five are loaded as a whole; what is only named is not said to be empty."""
    text = text_of(page_of(client, "/om?lang=sv"))
    assert "5 dokument är inlästa i sin helhet" in text
    assert "8 dokument är delvis inlästa" in text
    assert "75 dokument är bara nämnda" in text
    assert "Det är inte detsamma som att de inget säger." in text


def test_a_document_has_its_publisher_editions_and_day(client: httpx.Client) -> None:
    """Fyrbodal's plan was decided on 3 April 2020, after five drafts."""
    page = page_of(client, "/om?niva=subregional&lang=sv")
    text = text_of(page)
    assert "1 dokument" in text
    assert "Fyrbodals kommunalförbund" in text
    assert "1.0 , 3 april 2020 (gällande)" in text
    assert text.count("(utkast)") == 5
    assert 'href="/id/fyrbodal-2020-2022?lang=sv"' in page


def test_what_is_only_named_can_be_listed(client: httpx.Client) -> None:
    """The list and its twins hold the 75 documents that others refer to."""
    body = client.get("/om.json?innehall=notLoaded").json()
    assert body["meta"]["total"] == 75
    assert {item["content"] for item in body["items"]} == {"notLoaded"}
    page = page_of(client, "/om?innehall=notLoaded&lang=en")
    assert page.count('<th scope="row">') == 50
    assert "1 to 50 of 75" in page
    assert client.get("/om.csv?innehall=notLoaded").text.count("\r\n") == 76


def test_what_is_stated_and_inferred_is_counted(client: httpx.Client) -> None:
    """As many links as the graph has of each, which add up to all that threads run by."""
    query = """SELECT ?basis (COUNT(DISTINCT ?link) AS ?n) WHERE {
      ?link a rt:Link ; rt:basis ?basis ; rt:relation ?relation . ?relation rdfs:subPropertyOf rt:tracesTo
    } GROUP BY ?basis"""
    rows = client.get("/sparql", params={"query": query, "format": "json"}).json()["results"]["bindings"]
    counted = {row["basis"]["value"].partition("#")[2]: int(row["n"]["value"]) for row in rows}
    text = text_of(page_of(client, "/om?lang=sv"))
    assert f"Står i källan: {counted['stated']}" in text
    assert f"Vår slutsats: {counted['inferred']}" in text


def test_known_weaknesses_lead_to_the_gaps_that_they_are(client: httpx.Client) -> None:
    """The three goals without initiative, the six that the follow-up leaves out, the 31 empty cells."""
    page = page_of(client, "/om?lang=sv")
    for asked, many in (("uncovered&amp;orsak=noActivity", 3), ("notReported&amp;orsak=notMentioned", 6)):
        assert re.search(rf'href="/luckor\?typ={asked}&amp;lang=sv">[^<]+: {many}</a>', page)
    assert re.search(r'href="/luckor\?typ=noResponsible&amp;orsak=statedEmpty&amp;lang=sv">[^<]+: 31</a>', page)


def test_it_says_how_to_refer_to_a_page(client: httpx.Client, server: serving.Server) -> None:
    """The address of this very page, and the number of the dataset."""
    answer = client.get("/om?lang=sv")
    assert f"{server.url}/om?lang=sv, datamängd {answer.headers['x-snapshot']}" in text_of(answer.text)


def test_a_template_says_what_has_to_be_filled_in(client: httpx.Client) -> None:
    """As long as nobody has said who runs the service, the statement says so, and that no people have tested it."""
    text = text_of(page_of(client, "/om/tillganglighet?lang=sv"))
    assert "organisationens namn (inställningen operator_name)" in text
    assert "lagen (2018:1937) om tillgänglighet till digital offentlig service" in text
    assert "Ingen person med funktionsnedsättning har provat sidorna" in text
    assert "Digg, Myndigheten för digital förvaltning" in text


def test_the_statement_tells_of_no_data_and_has_no_twins(client: httpx.Client) -> None:
    """No ending of it is an address."""
    assert client.get("/om/tillganglighet.json").status_code == 404


@pytest.mark.parametrize(
    "asked", ["/om?niva=kommunal", "/om?innehall=allt", "/om?x=1", "/om/tillganglighet?niva=local"]
)
def test_what_cannot_be_asked_is_told(client: httpx.Client, asked: str) -> None:
    """A browser gets a page that says what is wrong."""
    answer = client.get(asked, headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "<h1>" in answer.text


@pytest.fixture(scope="module")
def operated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve the plans in the name of somebody."""
    running = serving.start(
        tmp_path_factory.mktemp("operated") / "log",
        REDTHREAD_OPERATOR_NAME="Exempelkommunen <b>",
        REDTHREAD_OPERATOR_MAIL="digitalt@kommunen.example",
    )
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as made:
        yield made
    assert running.stop() == 0


def test_whoever_runs_the_service_is_named_as_text(operated: httpx.Client) -> None:
    """The name and the address stand in both pages, and are no longer asked for."""
    for address in ("/om?lang=sv", "/om/tillganglighet?lang=sv"):
        page = page_of(operated, address)
        assert "Exempelkommunen &lt;b&gt;" in page
        assert "<code>digitalt@kommunen.example</code>" in page
        assert "mailto:" not in page
        assert "operator_name" not in page
