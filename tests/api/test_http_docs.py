"""The page that says what there is, and the OpenAPI document."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from graph_service.api.past import PARAMETERS, can_be_asked
from graph_service.questions import catalogue

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

LIST = {"200", "400", "406", "503"}
NAMED = LIST | {"404", "409"}
"""The answers of a route that gives a list, and of one in whose requests something is named."""
OF_TIME = {"404", "503"}
"""What whoever asks of another time may be answered besides: it is not known, or there is no time to prepare it."""
HISTORY = {"200", "400", "403", "404", "406", "503"}
ROUTES = {
    "/health": {"200"},
    "/ready": {"200", "503"},
    "/sparql": LIST,
    "/api/v1/plans": LIST,
    "/api/v1/plans/{name}": NAMED,
    "/api/v1/elements": NAMED,
    "/api/v1/elements/{name}": NAMED,
    "/api/v1/threads/{name}": NAMED,
    "/api/v1/paths": NAMED,
    "/api/v1/coverage": NAMED,
    "/api/v1/gaps": NAMED,
    "/api/v1/impact/{name}": NAMED,
    "/api/v1/timeline": NAMED,
    "/api/v1/effort": NAMED,
    "/api/v1/outcomes": NAMED,
    "/api/v1/lika": LIST,
    "/api/v1/search": NAMED,
    "/api/v1/questions": LIST - {"503"},
    **{f"/api/v1/questions/{question.name}": NAMED for question in catalogue.questions()},
    "/api/v1/validation": NAMED,
    "/api/v1/links": NAMED,
    "/api/v1/waivers": LIST,
    "/api/v1/snapshot": LIST,
    "/id/{name}": NAMED - {"409"},
    "/ns": LIST,
    "/ns/context.jsonld": {"200", "400"},
    "/api/v1/changes": {"200", "400", "403", "404", "406", "503"},
    **{f"/api/v1/{what}/{{name}}/{asked}": HISTORY for what in ("plans", "graphs") for asked in ("diff", "editions")},
    "/dumps": LIST,
    "/dumps/{name}": {"200", "400", "404", "503"},
    "/catalog": LIST,
}
"""Every route of the API that is read, with the statuses of its answers."""
OTHERS = {
    "/sparql": {"post"},
    **{f"/api/v1/{what}/{{name}}": {"put"} for what in ("plans", "graphs")},
    **{f"/api/v1/{what}/{{name}}/check": {"post"} for what in ("plans", "graphs", "waivers")},
    **{f"/api/v1/{what}": {"post"} for what in ("reviews", "reviews/check", "waivers", "waivers/check")},
    "/api/v1/waivers/{name}": {"delete"},
}
"""Routes that have other methods than GET."""
NEED_CHANGES = {f"/api/v1/{what}/{{name}}/diff" for what in ("plans", "graphs")}
"""Routes that have an answer only once something has been changed; the tests of changes ask them."""
ON_OTHER_PAGES = {"/ns/context.jsonld", "/dumps/{name}"}
"""Routes that the pages of the vocabulary and of the files lead to."""
ADDRESSES = ("href", "src", "action", "srcset", "poster", "data")


class _Page(HTMLParser):
    """Collects what a page leads to, and what it is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: set[str] = set()
        self.tags: set[str] = set()
        self.lang: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses |= {value for name, value in attrs if name in ADDRESSES and value and value[0] != "#"}
        if tag == "html":
            self.lang = dict(attrs)["lang"]


def test_the_root_of_the_api_leads_to_the_docs_and_keeps_the_language(client: httpx.Client) -> None:
    """The bare address redirects to /docs, with the language that was asked for and nothing else of the request."""
    assert client.get("/api/v1").headers["location"] == "/docs"
    assert client.get("/api/v1", params={"lang": "en"}).headers["location"] == "/docs?lang=en"
    assert client.get("/api/v1", params={"lang": "x\r\nSet-Cookie: a"}).headers["location"] == "/docs?lang=sv"


@pytest.mark.parametrize(("lang", "words"), [("sv", "Namngivna frågor"), ("en", "Named questions")])
def test_the_docs_are_in_both_languages_and_name_every_question(client: httpx.Client, lang: str, words: str) -> None:
    """The page is in the language asked for and says so, and has every named question by title and name."""
    answer = client.get("/docs", params={"lang": lang})
    assert _Page(answer.text).lang == answer.headers["content-language"] == lang
    assert words in answer.text
    for question in catalogue.questions():
        assert question.name in answer.text


def test_the_docs_show_every_route(client: httpx.Client) -> None:
    """Whatever can be asked has an example on the page: each route leads to it, parameters aside."""
    page = _Page(client.get("/docs").text)
    shown = {urlsplit(address).path for address in page.addresses}
    for route in ROUTES:
        example = re.compile(re.escape(route).replace(r"\{name\}", ".+"))
        assert route in ON_OTHER_PAGES | NEED_CHANGES or any(example.fullmatch(path) for path in shown), route


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_link_of_the_docs_works_and_stays_here(client: httpx.Client, lang: str) -> None:
    """All that the page leads to or loads is on this service, and there."""
    page = _Page(client.get("/docs", params={"lang": lang}).text)
    assert len(page.addresses) > len(catalogue.questions())
    for address in sorted(page.addresses):
        assert urlsplit(address).netloc == urlsplit(address).scheme == ""
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_docs_have_no_script_but_ours_and_nothing_from_outside(client: httpx.Client, lang: str) -> None:
    """The page has no script, no frame and no style but files of ours, and its policy forbids all others."""
    answer = client.get("/docs", params={"lang": lang})
    assert _Page(answer.text).tags.isdisjoint({"iframe", "object", "embed", "style", "img"})
    assert set(re.findall(r"<script[^>]*>", answer.text)) == set(
        re.findall(r'<script type="module" src="/static/suggest.js\?v=[0-9a-f]+">', answer.text)
    )
    assert answer.headers["content-security-policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'"
    )
    assert "url(" not in client.get("/static/style.css").text
    assert "@import" not in client.get("/static/style.css").text


@pytest.fixture(scope="module")
def openapi(client: httpx.Client) -> dict[str, Any]:
    """Give the OpenAPI document."""
    document: dict[str, Any] = client.get("/openapi.json").json()
    return document


def _references(part: object) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*(_references(value) for value in part.values()))
    return set().union(*(_references(value) for value in part)) if isinstance(part, list) else set()


def test_the_document_describes_every_route_for_programs(openapi: dict[str, Any]) -> None:
    """The OpenAPI document has the routes of the API: all are read, some changed or sent something as well."""
    paths = ROUTES.keys() | OTHERS.keys()
    methods = {path: ({"get"} if path in ROUTES else set()) | OTHERS.get(path, set()) for path in paths}
    assert {path: set(operations) for path, operations in openapi["paths"].items()} == methods


def test_all_references_of_the_document_lead_somewhere(openapi: dict[str, Any]) -> None:
    """Every schema that is referred to is there, and every schema that is there is referred to."""
    schemas = {f"#/components/schemas/{name}" for name in openapi["components"]["schemas"]}
    assert _references(openapi) == schemas


@pytest.mark.parametrize(("path", "statuses"), ROUTES.items())
def test_the_errors_of_a_route_are_documented_as_problems(
    openapi: dict[str, Any], path: str, statuses: set[str]
) -> None:
    """Each route documents the errors that it can give, as problem documents, and no others."""
    responses = openapi["paths"][path]["get"]["responses"]
    assert set(responses) == statuses | (OF_TIME if can_be_asked("GET", path) else set())
    for status in set(responses) - {"200"}:
        assert responses[status]["content"] == {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        }


def test_the_examples_of_the_document_work(client: httpx.Client, openapi: dict[str, Any]) -> None:
    """A request made of the examples in the document is answered in a documented media type."""
    for path in ROUTES.keys() - NEED_CHANGES:
        operations = openapi["paths"][path]
        address = path
        given: dict[str, str] = {}
        for parameter in operations["get"].get("parameters", []):
            if parameter["name"] in PARAMETERS:  # the tests of other times ask them
                continue
            example = next(iter(parameter["schema"].get("examples", [])), parameter.get("example"))
            if parameter["in"] == "path":
                address = address.replace(f"{{{parameter['name']}}}", example)
            elif example is not None:
                given |= example if parameter.get("style") == "form" else {parameter["name"]: example}
            assert example is not None or not parameter["required"], path
        answer = client.get(address, params=given)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].partition(";")[0] in operations["get"]["responses"]["200"]["content"]


@pytest.mark.parametrize(
    "address", ["/sparql?query=", "/api/v1/threads/9Z9Z", "/api/v1/threads/7", "/api/v1/questions/nope", "/nope"]
)
def test_a_problem_has_what_the_document_says(client: httpx.Client, openapi: dict[str, Any], address: str) -> None:
    """Problem documents have all members that the schema demands, and none that it does not know."""
    schema = openapi["components"]["schemas"]["Problem"]
    answer = client.get(address)
    problem = answer.json()
    assert set(schema["required"]) <= set(problem) <= set(schema["properties"])
    assert problem["status"] == answer.status_code
