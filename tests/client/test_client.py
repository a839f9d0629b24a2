"""The client against a running service: every address, typed, whole, and in the words of the service."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

import httpx
import orjson
import pytest
import serving

from graph_service.client import Client, ProblemError, QueryError, RemoteError
from graph_service.client.listing import Listing, parts
from graph_service.model.terms import Iri, Literal
from graph_service.store.snapshot import Snapshot

pytestmark = pytest.mark.xdist_group("server")

GOAL: Final = "fyrbodal-2020-2022/effektmal/4B"
API: Final = "/api/v1"
SHARED: Final = frozenset({"name", "lang", "limit", "offset", "format"})
"""Parameters that the client gives by itself, or takes by position."""
RENAMED: Final = {"from": "first", "to": "second"}
METHODS: Final[Mapping[str, str]] = {
    "/plans/{name}": "plan",
    "/elements/{name}": "element",
    "/questions/{name}": "question",
    "/threads/{name}": "threads",
    "/impact/{name}": "impact",
}
"""Methods for the addresses of single things; that of a list is named as its address."""
OF_CHANGES: Final = re.compile("/changes$|/graphs/|/plans/{name}/|/links$|/reviews|/waivers")
"""Addresses of changes, their history and decisions; the client asks of what is, and has no methods for them."""
OF_TIME: Final = {"as_of", "known"}
"""Parameters of all addresses; the client as a whole is made for one time."""
CALLS: Final[Mapping[str, Callable[[Client], Any]]] = {
    "/plans?level=regional": lambda client: client.plans(level="regional"),
    "/plans/fyrbodal-2020-2022": lambda client: client.plan("fyrbodal-2020-2022"),
    "/elements?kind=EffectGoal&level=subregional": lambda client: client.elements(
        kind="EffectGoal", level="subregional"
    ),
    f"/elements/{GOAL}": lambda client: client.element(GOAL),
    f"/threads/{GOAL}?direction=down&depth=2&basis=stated": lambda client: client.threads(
        GOAL, direction="down", depth=2, basis=["stated"]
    ),
    f"/paths?from={GOAL}&to=nationell-digitaliseringsstrategi-2017": lambda client: client.paths(
        GOAL, "nationell-digitaliseringsstrategi-2017"
    ),
    "/coverage?by=level": lambda client: client.coverage(by="level"),
    "/coverage?rule=effektmal": lambda client: client.coverage(rule="effektmal"),
    "/coverage?rule=effektmal&by=organisation": lambda client: client.coverage(rule="effektmal", by="organisation"),
    "/gaps?type=uncovered&level=subregional": lambda client: client.gaps(type="uncovered", level="subregional"),
    f"/impact/{GOAL}?change=alter": lambda client: client.impact(GOAL, change="alter"),
    "/timeline?year=2018": lambda client: client.timeline(year=2018),
    "/effort?by=project&plan=vastkom-2018": lambda client: client.effort(by="project", plan="vastkom-2018"),
    "/outcomes?verdict=notRecoverable": lambda client: client.outcomes(verdict="notRecoverable"),
    "/lika?area=likaManagement": lambda client: client.lika(area="likaManagement"),
    "/search?q=digital infrastruktur&kind=EffectGoal": lambda client: client.search(
        "digital infrastruktur", kind="EffectGoal"
    ),
    "/questions": lambda client: client.questions(),
    f"/questions/vad-leder-till?goal={GOAL}": lambda client: client.question("vad-leder-till", goal=GOAL),
    "/validation?severity=warning": lambda client: client.validation(severity="warning"),
    "/snapshot": lambda client: client.snapshot(),
}
"""Calls, and what each asks for."""


@pytest.fixture(scope="module")
def asking(server: serving.Server) -> Iterator[Client]:
    """Give a client that speaks English."""
    with Client(server.url, lang="en", timeout=serving.PATIENCE) as made:
        yield made


@pytest.fixture(scope="module")
def addresses(server: serving.Server) -> dict[str, set[str]]:
    """Give the addresses of the service, each with its parameters; all named questions are one."""
    document = httpx.get(f"{server.url}/openapi.json", timeout=serving.PATIENCE).json()
    paths = {path.removeprefix(API): item for path, item in document["paths"].items() if path.startswith(f"{API}/")}
    paths = {path: item for path, item in paths.items() if not OF_CHANGES.match(path)}
    assert all(set(item) == {"get"} for path, item in paths.items() if path != "/plans/{name}")
    found = {path: {one["name"] for one in item["get"]["parameters"]} - OF_TIME for path, item in paths.items()}
    return {re.sub(r"^/questions/.*", "/questions/{name}", path): names for path, names in found.items()}


def test_every_address_has_a_method_with_its_parameters(addresses: Mapping[str, set[str]]) -> None:
    """For each address of the service the client has a method, which takes just the parameters that it takes."""
    for path, names in addresses.items():
        method = getattr(Client, METHODS.get(path, path.removeprefix("/")))
        taken = set(inspect.signature(method).parameters) - {"self", "name"}
        demanded = {RENAMED.get(name, name) for name in names} - SHARED
        assert taken == ({"given"} if path == "/questions/{name}" else demanded), path


def test_every_address_is_called_here(addresses: Mapping[str, set[str]]) -> None:
    """The calls whose answers are compared with what the service says cover all its addresses."""
    named = r"^/(plans|elements|threads|impact|questions)/.*"
    assert {re.sub(named, r"/\1/{name}", path.partition("?")[0]) for path in CALLS} == set(addresses)


@pytest.mark.parametrize("path", CALLS)
def test_answer_is_all_that_the_service_says(asking: Client, server: serving.Server, path: str) -> None:
    """What a method gives is what the service says at that address: every member, every entry, in order."""
    answer = CALLS[path](asking)
    long = {"limit": 1000} if isinstance(answer, Listing) else {}
    asked = httpx.URL(f"{server.url}{API}{path}").copy_merge_params({"lang": "en", **long})
    given = httpx.get(asked, timeout=serving.PATIENCE)
    said = given.raise_for_status().json()
    if not isinstance(answer, Listing):
        assert orjson.loads(orjson.dumps(answer)) == said
        return
    members = {
        "meta": answer.meta,
        "items": list(answer),
        **{name: getattr(answer, name) for name in parts(type(answer))},
    }
    assert orjson.loads(orjson.dumps(members)) == said
    assert len(answer) == len(members["items"]) > 0


def test_long_list_is_whole(asking: Client) -> None:
    """A list of several pages is given whole, each entry once, as often as it is gone through."""
    elements = asking.elements()
    once = [element.iri for element in elements]
    assert len(once) == len(elements) > 1000
    assert once == [element.iri for element in elements]
    assert len(set(once)) == len(once)


def test_rows_are_typed(asking: Client, shipped: Snapshot) -> None:
    """The rows of a query are terms, as the engine itself gives them."""
    query = (
        "SELECT ?s ?code ?position { ?s dcterms:identifier ?code OPTIONAL { ?s rt:position ?position } } ORDER BY ?s"
    )
    rows = asking.query(query)
    assert (rows.columns, rows.rows) == (("s", "code", "position"), shipped.store.select(query).rows)
    assert not rows.truncated
    assert isinstance(rows.rows[0]["s"], Iri)
    assert isinstance(rows.rows[0]["code"], Literal)


def test_truth_and_triples_are_given(asking: Client) -> None:
    """ASK gives a truth value; CONSTRUCT and DESCRIBE give a document in the form that is asked for."""
    assert asking.holds("ASK { ?s a rt:Vision }") is True
    assert asking.holds("ASK { ?s a rt:Nothing }") is False
    turtle = asking.construct(f"DESCRIBE <https://w3id.org/redthread/id/{GOAL}>")
    assert "@prefix rt: <https://w3id.org/redthread/ns#> ." in turtle
    assert asking.construct("CONSTRUCT { <urn:a> <urn:b> 'å' } { }", "nt") == '<urn:a> <urn:b> "å" .\n'


@pytest.mark.parametrize(
    ("ask", "key"),
    [
        (lambda client: client.query("ASK { }"), "not_select"),
        (lambda client: client.holds("SELECT * { }"), "not_ask"),
        (lambda client: client.construct("SELECT * { }"), "not_construct"),
    ],
)
def test_query_of_another_sort_is_told(asking: Client, ask: Callable[[Client], object], key: str) -> None:
    """A query of another sort than the method is for is told as such."""
    with pytest.raises(QueryError) as caught:
        ask(asking)
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("ask", "status", "code", "told"),
    [
        (lambda client: client.threads("zzz"), 404, "unknown_thing", "Nothing is called »zzz«."),
        (lambda client: client.element("1"), 409, "ambiguous_code", "»1« stands for several things."),
        (lambda client: client.threads(""), 404, "empty_name", "A name is missing."),
        (lambda client: client.timeline(year=3), 400, "parameter_least", "The parameter »year« must be at least 1000"),
        (lambda client: client.gaps(plan="zzz"), 404, "unknown_document", "No document is called »zzz«."),
        (lambda client: client.ask("nope"), 404, "unknown_question", "There is no question »nope«."),
        (lambda client: client.ask("vart-leder", x="4B"), 400, "unknown_parameter", "The question »vart-leder« has no"),
        (lambda client: client.query("SELECT {"), 400, "query_syntax", "The query cannot be read"),
        (lambda client: client.query(serving.SLOW), 503, "query_timeout", "The query took longer than 3 seconds"),
        (
            lambda client: client.holds("ASK { SERVICE <http://127.0.0.1:9> {} }"),
            400,
            "query_service",
            "Line 1: SERVICE",
        ),
    ],
)
def test_problem_is_told(asking: Client, ask: Callable[[Client], object], status: int, code: str, told: str) -> None:
    """What the service refuses is an error with its status and code, in the language of the client."""
    with pytest.raises(ProblemError) as caught:
        ask(asking)
    assert (caught.value.status, caught.value.code) == (status, code)
    assert caught.value.detail.startswith(told)
    assert bool(caught.value.candidates) is (status == 409)


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/", "/sparql"])
def test_address_that_leads_too_far_is_told(server: serving.Server, path: str) -> None:
    """An address that was copied with the path of a route is told as such, with what to leave out."""
    with (
        Client(server.url + path, timeout=serving.PATIENCE) as made,
        pytest.raises(RemoteError, match="without /api/v1") as caught,
    ):
        made.element("4B")
    assert caught.value.key == "service_deeper"


def test_language_is_that_of_the_client(server: serving.Server) -> None:
    """Swedish is spoken unless something else is asked for; the plans' own words stay what they are."""
    with Client(server.url) as swedish, Client(server.url, lang="en") as english:
        one, other = swedish.gaps(type="uncovered"), english.gaps(type="uncovered")
        assert {gap.type_text for gap in one}.isdisjoint(gap.type_text for gap in other)
        assert [gap.thing.title for gap in one] == [gap.thing.title for gap in other]
        with pytest.raises(ProblemError, match="Inget heter »zzz«"):
            swedish.threads("zzz")


def test_questions_give_terms_or_texts(asking: Client) -> None:
    """A named question gives its rows as texts, or as the terms of the query that it becomes, which runs anywhere."""
    texts = list(asking.question("vad-leder-till", goal=GOAL))
    terms = asking.ask("vad-leder-till", goal=GOAL)
    assert [{name: row[name].value if name in row else None for name in terms.columns} for row in terms.rows] == texts
    assert asking.query(asking.filled("vad-leder-till", goal=GOAL)) == terms
    assert "LIMIT" not in asking.filled("dokument")


def test_names_are_resolved_by_the_service(asking: Client) -> None:
    """A code, a short path and an IRI of one thing mean the same."""
    iri = f"https://w3id.org/redthread/id/{GOAL}"
    assert {asking.resolve(name) for name in ("4B", GOAL, iri)} == {iri}


def test_store_of_a_service_answers_as_its_engine(asking: Client, shipped: Snapshot) -> None:
    """Behind the store port a service gives what the embedded engine gives."""
    remote = asking.store
    query = "SELECT ?plan ?title { ?plan a rt:Plan ; dcterms:title ?title } ORDER BY ?plan ?title"
    describe = f"DESCRIBE <https://w3id.org/redthread/id/{GOAL}>"
    graph = "https://w3id.org/redthread/id/vastkom-2019/utgava/2019"
    assert remote.select(query) == shipped.store.select(query)
    assert remote.ask("ASK { ?s a rt:Vision }")
    assert set(remote.construct(describe)) == set(shipped.store.construct(describe))
    assert remote.answer(query, table="tsv") == shipped.store.answer(query, table="tsv")
    assert remote.answer(describe, graph="nt").kind == "construct"
    assert remote.graphs() == shipped.store.graphs()
    assert len(remote) == len(shipped.store)
    assert remote.dump(graph, "turtle") == shipped.store.dump(graph, "turtle")
    assert remote.dump("https://w3id.org/redthread/ns") == shipped.store.dump("https://w3id.org/redthread/ns")
    assert remote.dump(form="nquads") == shipped.store.dump(form="nquads")


def test_what_is_cut_off_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Rows that are cut off say so; triples, and what must be whole, are never given in part."""
    served = serving.start(tmp_path_factory.mktemp("cut") / "log", REDTHREAD_RESULT_ROWS="5")
    try:
        with Client(served.url) as client:
            rows = client.query("SELECT * { ?s ?p ?o } LIMIT 9")
            assert (len(rows.rows), rows.truncated) == (5, True)
            for whole in (client.store.graphs, lambda: client.construct("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 9")):
                with pytest.raises(RemoteError) as caught:
                    whole()
                assert caught.value.key == "service_cut"
    finally:
        assert served.stop() == 0


def test_tables_hold_what_the_answers_hold(asking: Client) -> None:
    """An answer becomes a table of pandas: a row per entry, records inside as columns, numbers and dates as such."""
    frame = asking.query("SELECT ?iri ?n ?d { VALUES (?iri ?n ?d) { (rt:Goal 1 '2020-01-31'^^xsd:date) } }").to_frame()
    assert frame.to_dict("records") == [{"iri": "https://w3id.org/redthread/ns#Goal", "n": 1, "d": date(2020, 1, 31)}]
    gaps = asking.gaps(type="uncovered")
    table = gaps.to_frame("pandas")
    assert list(table["thing_code"]) == [gap.thing.code for gap in gaps]
    assert {"type", "nearest_thing_title", "evidence_quote"} <= set(table.columns)
    assert list(asking.question("vad-leder-till", goal=GOAL).to_frame().columns) == list(
        asking.ask("vad-leder-till", goal=GOAL).columns
    )
