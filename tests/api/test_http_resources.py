"""What stands behind an IRI, over HTTP."""

import json
import re
import socket
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import httpx
import pytest
import serving
from rdflib import Graph
from rdflib.compare import isomorphic

from graph_service.store.snapshot import Snapshot
from graph_service.vocabulary import RT

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

BASE = "https://w3id.org/redthread/id/"
GOAL = "fyrbodal-2020-2022/effektmal/4B"
KINDS = (
    "fyrbodal-2020-2022",
    "fyrbodal-2020-2022/utgava/1.0",
    GOAL,
    "fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B",
    "e-halsa-mall-2016/resurs/aktivitet-7",
    "e-halsa-mall-2016/period/2016-2018",
    "org/vgr",
    "register/organisationer",
    "register/harlett",
    "regel/effektmal",
)
TYPES = {
    "html": "text/html; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}
ENDINGS = {"html": ".html", "turtle": ".ttl", "jsonld": ".jsonld", "nt": ".nt"}


class _Page(HTMLParser):
    """Collects what a page leads to, what it is made of, and what a reader sees."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[dict[str, str | None]] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: set[str] = set()
        self.said: dict[str, str] = {}
        self.text = ""
        self.scripts: list[str] = []
        self._lang = [""]
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.attributes |= set(given)
        self.ids |= {given["id"] or ""} - {""} if "id" in given else set()
        if tag == "script":
            self.scripts.append(given.get("src") or "")
        if tag == "a":
            self.links.append(given)
        if tag not in {"meta", "link", "br"}:
            self._lang.append(given.get("lang") or self._lang[-1])

    def handle_endtag(self, _tag: str) -> None:
        self._lang.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        if data.strip():
            self.said[data.strip()] = self._lang[-1]

    @property
    def addresses(self) -> set[str]:
        """What it leads to."""
        return {link["href"] or "" for link in self.links}


def _graph(answer: httpx.Response, context: dict[str, Any]) -> Graph:
    """Read an RDF document; the context that JSON names is put in its place, so that nothing is fetched."""
    kind = answer.headers["content-type"].partition(";")[0]
    if kind == "application/ld+json":
        document = answer.json()
        document["@context"] = context
        return Graph().parse(data=json.dumps(document), format="json-ld")
    return Graph().parse(data=answer.text, format={"text/turtle": "turtle", "application/n-triples": "nt"}[kind])


@pytest.fixture(scope="module")
def context(client: httpx.Client) -> dict[str, Any]:
    """Give the JSON-LD context as the service serves it."""
    inner: dict[str, Any] = client.get("/ns/context.jsonld").json()["@context"]
    return inner


@pytest.mark.parametrize("path", KINDS)
def test_every_format_says_the_same(client: httpx.Client, context: dict[str, Any], path: str) -> None:
    """Turtle, N-Triples and JSON-LD of a thing mean the same triples."""
    turtle, *others = (_graph(client.get(f"/id/{path}{ENDINGS[form]}"), context) for form in ("turtle", "nt", "jsonld"))
    assert len(turtle) > 0
    assert all(isomorphic(turtle, other) for other in others)


@pytest.mark.parametrize("path", [GOAL, "org/vgr", "fyrbodal-2020-2022/utgava/1.0"])
def test_the_query_behind_a_page_gives_its_triples(client: httpx.Client, context: dict[str, Any], path: str) -> None:
    """The page links to a SPARQL query, which as it stands gives the triples of the other formats."""
    page = _Page(client.get(f"/id/{path}.html").text)
    (query,) = (one for one in page.addresses if one.startswith("/sparql?") and one.endswith("&format=turtle"))
    wanted = _graph(client.get(f"/id/{path}.ttl"), context)
    assert isomorphic(_graph(client.get(query), context), wanted)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "html"),
        ("*/*", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("text/turtle", "turtle"),
        ("application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("application/n-triples", "nt"),
        ("text/turtle;q=0.5, application/ld+json;q=0.9", "jsonld"),
        ("application/ld+json;q=0.2, text/turtle;q=0.3", "turtle"),
        ("text/*;q=0.5, application/n-triples", "nt"),
        ("text/html;q=0, text/*", "turtle"),
        ("image/png, text/turtle;q=0.1", "turtle"),
        ("TEXT/TURTLE; charset=utf-8", "turtle"),
        ("application/rdf+xml, application/*;q=0.1", "jsonld"),
    ],
)
@pytest.mark.parametrize("path", [f"/id/{GOAL}", "/ns"])
def test_accept_chooses_the_format(client: httpx.Client, path: str, accept: str, form: str) -> None:
    """The format that is most welcome is given, and the answer says where it and the others lie."""
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[form]
    assert answer.headers["content-location"] == f"{path}{ENDINGS[form]}"
    assert "Accept" in answer.headers["vary"]
    others = dict(re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', answer.headers["link"]))
    assert others == {f"{path}{ENDINGS[o]}": TYPES[o].partition(";")[0] for o in TYPES if o != form}
    assert client.get(answer.headers["content-location"]).content == answer.content


@pytest.mark.parametrize("form", TYPES)
@pytest.mark.parametrize("path", [f"/id/{GOAL}", "/ns"])
def test_an_ending_or_the_parameter_asks_for_a_format(client: httpx.Client, path: str, form: str) -> None:
    """An ending, or ``format``, goes before whatever is accepted."""
    for address in (f"{path}{ENDINGS[form]}", f"{path}?format={form}"):
        answer = client.get(address, headers={"Accept": "image/png"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, TYPES[form])


@pytest.mark.parametrize("accept", ["image/png", "application/rdf+xml", "text/html;q=0", "text/csv"])
def test_what_cannot_be_given_is_told_with_what_can(client: httpx.Client, accept: str) -> None:
    """If nothing that there is is accepted, the problem names what there is."""
    answer = client.get(f"/id/{GOAL}", headers={"Accept": accept})
    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")
    for media in ("text/html", "text/turtle", "application/ld+json", "application/n-triples"):
        assert media in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        (f"/id/{GOAL}?format=xml", 400, "parameter_choice"),
        (f"/id/{GOAL}?format=turtle&format=nt", 400, "parameter_twice"),
        (f"/id/{GOAL}?form=turtle", 400, "parameter_unexpected"),
        (f"/id/{GOAL}?lang=de", 400, "parameter_choice"),
        ("/id/nope", 404, "unknown_thing"),
        ("/id/nope.ttl", 404, "unknown_thing"),
        ("/id/", 404, "unknown_thing"),
        ("/id", 404, "nowhere"),
        (f"/id/{GOAL}.rdf", 404, "unknown_thing"),
        (f"/id/{GOAL}/", 404, "unknown_thing"),
        (f"/id/{GOAL.lower()}", 404, "unknown_thing"),
        (f"/id/{BASE}{GOAL}", 404, "unknown_thing"),
        ("/id/%00", 404, "unknown_thing"),
        (f"/id/{GOAL}%00", 404, "unknown_thing"),
        ("/id/%ff%fe", 404, "unknown_thing"),
        ("/id/%", 404, "unknown_thing"),
        ("/id/%zz", 404, "unknown_thing"),
        ("/id/a%20b", 404, "unknown_thing"),
        ("/id/%3E%20%7D%20INSERT", 404, "unknown_thing"),
        ("/id/%ed%a0%80", 404, "unknown_thing"),
        ("/id/" + "a" * 1000, 404, "unknown_thing"),
        ("/id/" + "a" * 1001, 400, "parameter_long"),
        ("/id/" + "a" * 10_000, 400, "parameter_long"),
        ("/id/" + "%c3%a5" * 3_000, 400, "parameter_long"),
        ("/id/" + "../" * 300, 404, "unknown_thing"),
        ("/ns.rdf", 404, "unknown_thing"),
        ("/ns.", 404, "nowhere"),
        ("/ns?format=rdfxml", 400, "parameter_choice"),
        ("/ns/nope", 404, "unknown_thing"),
        ("/ns/%00", 404, "unknown_thing"),
        ("/ns/Goal/x", 404, "nowhere"),
        ("/ns/" + "a" * 2000, 400, "parameter_long"),
        ("/ns/context.jsonld?x=1", 400, "parameter_unexpected"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_not_there_is_a_problem(server: serving.Server, path: str, status: int, code: str) -> None:
    """An unknown, malformed, huge or hostile name is told with what is wrong; it is sent as it stands here."""
    found, problem = _raw(server, path)
    assert (found, problem["code"], problem["status"]) == (status, code, status)


def _raw(server: serving.Server, path: str) -> tuple[int, dict[str, Any]]:
    """Ask for a path as it is, without any client making it better."""
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname, parts.port), serving.PATIENCE) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        received = b""
        while piece := connection.recv(65_536):
            received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def test_a_thing_is_named_by_its_letters_encoded_or_not(client: httpx.Client) -> None:
    """Encoding a character of the address that needs none changes nothing."""
    plain = client.get(f"/id/{GOAL}.nt").content
    assert client.get(f"/id/{quote(GOAL, safe='').replace('%2F', '/')}.nt").content == plain
    assert client.get(f"/id/{quote(GOAL, safe='')}.nt").content == plain


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_link_of_a_page_works(client: httpx.Client, path: str, lang: str) -> None:
    """Links to things of ours lead to pages here, all that were tried are there, and others are marked as not ours."""
    page = _Page(client.get(f"/id/{path}?lang={lang}").text)
    ours = sorted(address for address in page.addresses if address.startswith("/"))
    assert len(ours) > 5
    terms = _Page(client.get("/ns").text).ids
    for address in ours[:: max(1, len(ours) // 25)]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        if address.startswith("/ns#"):
            assert address.removeprefix("/ns#") in terms
    for link in page.links:
        address = link["href"] or ""
        assert address.startswith(("/", "#", "http://", "https://"))
        assert address.startswith(("/", "#")) or link["rel"] == "nofollow"
    assert {address.removeprefix("#") for address in page.addresses if address.startswith("#")} <= page.ids


def test_a_page_says_what_the_thing_rests_on(client: httpx.Client) -> None:
    """The page has the kind and wording, the document and the row, and each link with its words and its place."""
    page = _Page(client.get("/id/e-halsa-mall-2016/aktivitet/7?lang=en").text)
    for words in (
        "Activity 7",
        "Delta i, efterfråga och följa det nationella arbetet",
        "Handlingsplan för e-hälsa, mall för kommunerna i Västra Götaland, 2016",
        "tabellrad Nr 7",
        "contributes to",
        "the source says so",
        "tabellrad Nr 7, kolumn Effektmål",
        "50 timmar",
    ):
        assert words in page.text
    assert "/id/e-halsa-mall-2016/lank/aktivitet-7--effektmal-7?lang=en" in page.addresses
    assert "/id/e-halsa-mall-2016/utgava/2016?lang=en" in page.addresses


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_texts_say_their_language(client: httpx.Client, lang: str) -> None:
    """The page is in the reader's language and says so; a text in another language says which."""
    answer = client.get(f"/id/{GOAL}", headers={"Accept-Language": lang})
    page = _Page(answer.text)
    assert answer.headers["content-language"] == lang
    assert page.said["Digital infrastruktur"] == "sv"
    assert page.said[{"sv": "Vad som sägs", "en": "What is said"}[lang]] == lang
    assert page.said[{"sv": "står i källan", "en": "the source says so"}[lang]] == lang


def test_an_edition_leads_to_its_dump_and_an_element_does_not(client: httpx.Client) -> None:
    """The page of a named graph links to the graph as files."""
    edition = _Page(client.get("/id/fyrbodal-2020-2022/utgava/1.0").text)
    assert "/dumps/fyrbodal-2020-2022/utgava/1.0.ttl" in edition.addresses
    assert client.get("/dumps/fyrbodal-2020-2022/utgava/1.0.ttl").status_code == 200
    assert not [a for a in _Page(client.get(f"/id/{GOAL}").text).addresses if a.startswith("/dumps")]


def test_a_page_needs_no_script_and_no_style_of_its_own(client: httpx.Client) -> None:
    """Scripts and styles are files of ours; pages hold no frame, no foreign picture and no handlers."""
    for address in (*(f"/id/{path}" for path in KINDS), "/ns", "/dumps", "/catalog"):
        answer = client.get(address)
        page = _Page(answer.text)
        assert page.tags.isdisjoint({"iframe", "object", "embed", "style", "img"})
        assert page.scripts
        assert all(source.startswith("/static/") for source in page.scripts)
        assert [name for name in page.attributes if name.startswith("on") or name == "style"] == []
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self' ")
        assert "unsafe" not in policy


def test_everything_resolves(client: httpx.Client, shipped: Snapshot) -> None:
    """A sample of all subjects under the base, of every class, has its page and its Turtle here."""
    query = "SELECT ?class (SAMPLE(?s) AS ?thing) { ?s a ?class FILTER (STRSTARTS(STR(?s), '%s')) } GROUP BY ?class"
    things = {row["thing"].value for row in shipped.store.select(query % BASE).rows}
    assert len(things) > 20
    for thing in sorted(things):
        path = quote(thing.removeprefix(BASE))
        assert thing in client.get(f"/id/{path}").text
        assert f"<{thing}>" in client.get(f"/id/{path}.nt").text


def test_the_json_of_a_thing_names_the_context_and_only_names_it(server: serving.Server, client: httpx.Client) -> None:
    """JSON-LD refers to the context where the service serves it, as JSON-LD, for every origin."""
    document = client.get(f"/id/{GOAL}.jsonld").json()
    assert document["@context"] == f"{server.url}/ns/context.jsonld"
    assert document["id"] == BASE + GOAL
    answer = client.get(document["@context"])
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_vocabulary_is_all_in_one_document(client: httpx.Client, context: dict[str, Any]) -> None:
    """Every format of the vocabulary says the same, and its page has an anchor for every term."""
    turtle, *others = (_graph(client.get(f"/ns{ENDINGS[form]}"), context) for form in ("turtle", "nt", "jsonld"))
    assert all(isomorphic(turtle, other) for other in others)
    terms = {str(s).removeprefix(RT) for s in turtle.subjects() if str(s).startswith(RT)}
    page = _Page(client.get("/ns?lang=en").text)
    frame = {"main", "q"}  # of every page
    assert terms == page.ids - frame
    assert {unquote(a.removeprefix("#")) for a in page.addresses if a.startswith("#")} == terms | {"main"}
    assert "Is done to reach a goal or bring an effect." in page.text


def test_a_term_leads_to_its_place(client: httpx.Client) -> None:
    """What a fragment cannot say over HTTP, a path can: it leads to the term in the vocabulary."""
    answer = client.get("/ns/EffectGoal")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ns#EffectGoal")


def test_head_has_the_head_alone(client: httpx.Client) -> None:
    """HEAD says what GET would, without a body."""
    for path in (f"/id/{GOAL}.ttl", "/ns", "/catalog.rdf"):
        head, whole = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == whole.headers["content-type"]
        assert head.headers["etag"] == whole.headers["etag"]


def test_a_description_that_is_known_is_not_sent_again(client: httpx.Client) -> None:
    """Each format has an ETag, and 304 answers who knows it."""
    for form in TYPES:
        answer = client.get(f"/id/{GOAL}{ENDINGS[form]}")
        again = client.get(f"/id/{GOAL}{ENDINGS[form]}", headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


HOSTILE = """
@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<elak> a rt:Plan ;
    dcterms:title "<script>alert('plan')</script>"@sv ;
    rt:level rt:local ;
    dcterms:publisher <org/elak> ;
    foaf:page <javascript:alert(1)>, <https://evil.example/?a=1&b=%22> .

<org/elak> a org:Organization ;
    skos:prefLabel "</title><img src=x onerror=alert(1)>"@sv .

<elak/utgava/1> a rt:PlanEdition ;
    rt:editionOf <elak> ;
    rt:version "1\\"><script>" ;
    rt:editionStatus rt:current ;
    rt:content rt:loaded .

<elak/utsaga/år%202020.ttl> a rt:Statement ;
    dcterms:isPartOf <elak> ;
    dcterms:title "{{ 7717 * 7717 }} & \\" onmouseover=\\"alert(1) ' <b>"@sv ;
    rt:position 1 ;
    dcterms:source <elak/utgava/1> ;
    rt:locator "<svg onload=alert(1)>"@sv ;
    rt:quote "--></style><script>"@sv .
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve a plan whose texts and addresses are meant to break pages."""
    folder = tmp_path_factory.mktemp("hostile")
    plan = folder / "plan.ttl"
    plan.write_text(HOSTILE, encoding="utf-8")
    running = serving.start(folder / "log", plan)
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as made:
        yield made
    assert running.stop() == 0


STRANGE = "elak/utsaga/" + quote("år%202020.ttl")


@pytest.mark.parametrize(
    "path", ["/id/elak", "/id/org/elak", "/id/elak/utgava/1", f"/id/{STRANGE}", "/dumps", "/catalog"]
)
def test_hostile_texts_are_shown_as_text(hostile: httpx.Client, path: str) -> None:
    """Markup, template code and quotation marks in a plan are read as they stand, and do nothing."""
    answer = hostile.get(path)
    page = _Page(answer.text)
    assert answer.status_code == 200
    assert page.tags.isdisjoint({"img", "style", "b"})
    assert all(source.startswith("/static/") for source in page.scripts)
    assert [name for name in page.attributes if name.startswith("on")] == []
    assert "alert(" in page.text
    assert "59552089" not in page.text


def test_only_the_web_is_linked(hostile: httpx.Client) -> None:
    """A script in the place of an address is shown and leads nowhere; a foreign address is marked as not ours."""
    page = _Page(hostile.get("/id/elak").text)
    assert not [a for a in page.addresses if not a.startswith(("/", "https://", "http://")) and a != "#main"]
    (foreign,) = (link for link in page.links if "evil.example" in (link["href"] or ""))
    assert foreign == {"href": "https://evil.example/?a=1&b=%22", "rel": "nofollow"}


def test_a_strange_iri_has_an_address_that_works(hostile: httpx.Client) -> None:
    """An IRI with å, an encoded space and an ending in it is linked to, found, and found in every format."""
    page = _Page(hostile.get("/id/elak").text)
    (address,) = (a for a in page.addresses if "utsaga" in a)
    assert address == f"/id/{STRANGE}"
    for ending in ("", *ENDINGS.values()):
        answer = hostile.get(f"{address}{ending}")
        assert answer.status_code == 200
        assert answer.headers["content-location"].startswith(f"{address}.")
    as_sent = "/id/elak/utsaga/%C3%A5r%202020.ttl"
    assert hostile.get(as_sent).status_code == 404
    assert BASE + "elak/utsaga/år%202020.ttl" in hostile.get(f"{address}.nt").text


def test_hostile_texts_survive_every_format(hostile: httpx.Client, context: dict[str, Any]) -> None:
    """Turtle, N-Triples, JSON-LD and the files hold the texts to the letter."""
    graphs = [_graph(hostile.get(f"/id/elak{ENDINGS[form]}"), context) for form in ("turtle", "nt", "jsonld")]
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])
    assert "<script>alert('plan')</script>" in {str(text) for text in graphs[0].objects()}
    for ending in ("trig", "nq", "ttl", "nt", "jsonld"):
        assert "onmouseover" in hostile.get(f"/dumps/elak.{ending}").text
