"""Links, reviews and waivers over HTTP: what has to be looked at; decisions that are judged, kept and taken back."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
import pyoxigraph as ox
import pytest
import serving

from graph_service.ledger.ledger import Ledger
from graph_service.ledger.tokens import Tokens
from graph_service.model.validity import Standing
from graph_service.plans import suspects, waivers
from graph_service.plans.decisions import By
from graph_service.plans.suspects import Now
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.files import GraphFile
from graph_service.trace.standing import RULES
from graph_service.vocabulary import DCTERMS, RT

pytestmark = pytest.mark.xdist_group("reviews")

BASE = Settings().base
FYRBODAL = "fyrbodal-2020-2022"
FEW = {
    *(
        f"{FYRBODAL}.ttl",
        "fyrbodal-nationellt.ttl",
        "named-documents.ttl",
        "nationell-digitaliseringsstrategi-2017.ttl",
    ),
    *("organisations.ttl", "roles.ttl", "services.ttl", "svenskt-ramverk-digital-samverkan.ttl"),
}
"""Plans enough for that of Fyrbodal to hold, but for one link to a plan that is not among them."""
LEADS_ELSEWHERE = f"{BASE}{FYRBODAL}/lank/plan--vastkom-2019"
GOAL = f"{BASE}{FYRBODAL}/effektmal/4B"
TITLE = "En digital infrastruktur som möjliggör"
OTHER = "En påhittad grund som möjliggör"
FIRST, SECOND, THIRD = (
    f"{BASE}{FYRBODAL}/lank/{end}"
    for end in ("effektmal-4B--fokusomrade-3.4", "insats-4.1--effektmal-4B", "insats-4.2--effektmal-4B")
)
"""The links that goal 4B is an end of, as the plan has them, in the order of their IRIs."""
RUN_OUT = By("Kommittén för det påhittade", "Görs av någon annan.", datetime(2021, 3, 1, tzinfo=UTC), "sv")
WAIVED = f"{BASE}{FYRBODAL}/effektmal/2A"
WAIVER = "undantag/effektmal/fyrbodal-2020-2022/effektmal/1C"
SMALL = f"""@base <{BASE}> .
@prefix rt: <{RT}> .
@prefix dcterms: <{DCTERMS}> .
<liten> a rt:Plan ; dcterms:title "Liten plan"@sv ; rt:level rt:local .
<liten/utgava/1> a rt:PlanEdition ; rt:editionOf <liten> ; rt:version "1" ; rt:editionStatus rt:current ;
    rt:content rt:loaded .
<liten/mal/1> a rt:EffectGoal ; dcterms:isPartOf <liten> ; dcterms:source <liten/utgava/1> ; dcterms:identifier "1" ;
    rt:locator "rad 1"@sv ; rt:position 1 ; dcterms:title "Ett mål."@sv .
<liten/mal/2> a rt:EffectGoal ; dcterms:isPartOf <liten> ; dcterms:source <liten/utgava/1> ; dcterms:identifier "2" ;
    rt:locator "rad 2"@sv ; rt:position 2 ; dcterms:title "Ett annat."@sv .
<liten/lank/1> a rt:Link ; rt:from <liten/mal/1> ; rt:to <liten/mal/2> ; rt:relation rt:contributesTo ;
    rt:basis rt:stated ; rt:validity rt:valid ; dcterms:source <liten/utgava/1> ; rt:locator "rad 1"@sv ;
    rt:quote "Ett bidrar till ett annat."@sv .
"""
"""A plan with two goals and a link."""
RATE = 30
"""Changes that may be tried with one token in a minute."""


def _plans() -> Iterator[GraphFile]:
    for file in snapshot.shipped_files(Settings()):
        if file.path.name in FEW:
            quads = tuple(quad for quad in file.quads if quad.subject != ox.NamedNode(LEADS_ELSEWHERE))
            yield replace(file, quads=quads)


def _reworded(file: GraphFile) -> GraphFile:
    """Reword goal 4B in a plan."""
    title = ox.NamedNode(f"{DCTERMS}title")

    def quad(old: ox.Quad) -> ox.Quad:
        if (old.subject, old.predicate) != (ox.NamedNode(GOAL), title):
            return old
        assert isinstance(old.object, ox.Literal)
        words = old.object.value.replace(TITLE, OTHER)
        return ox.Quad(old.subject, title, ox.Literal(words, language="sv"), old.graph_name)

    return replace(file, quads=tuple(map(quad, file.quads)), text=file.text.replace(TITLE, OTHER))


def _register() -> GraphFile:
    """Give a register with a waiver that ran out in 2021, among other things."""
    (own,) = waivers.waive(WAIVED, f"{RULES}effektmal", date(2021, 12, 31), RUN_OUT, BASE).put
    graph = ox.NamedNode(f"{BASE}register/pahittat")
    said = ((graph, "a", f"{RT}Register"), (graph, f"{RT}content", f"{RT}loaded"))
    types = {"a": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}
    quads = (
        *(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in own.quads),
        *(ox.Quad(s, ox.NamedNode(types.get(p, p)), ox.NamedNode(o), graph) for s, p, o in said),
        ox.Quad(graph, ox.NamedNode(f"{DCTERMS}title"), ox.Literal("Påhittat register", language="sv"), graph),
    )
    return GraphFile(Path("pahittat.ttl"), graph.value, quads, "# påhittat")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a ledger in which goal 4B was reworded after the links to it had come in."""
    place = str(tmp_path_factory.mktemp("ledger") / "plan.sqlite")
    plans = tuple(_plans())
    with Ledger.open(place) as opened:
        first = opened.record(None, who="redthread", why="Planerna.", verdict={}, put=(*plans, _register()))
        later = [_reworded(file) for file in plans if file.path.name == f"{FYRBODAL}.ttl"]
        opened.record(first, who="e-samordnare", why="Ny ordalydelse i 4B.", verdict={}, put=later)
    return place


@pytest.fixture(scope="module")
def server(ledger: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Server]:
    """Serve it."""
    running = serving.start(
        tmp_path_factory.mktemp("server") / "log",
        REDTHREAD_LEDGER=ledger,
        REDTHREAD_FOLLOW_SECONDS="0.2",
        REDTHREAD_WRITE_RATE=str(RATE),
    )
    yield running
    assert running.stop() == 0
    assert '"fault"' not in running.log.read_text(encoding="utf-8")
    with Ledger.open(ledger) as opened:
        assert not list(opened.faults())


@pytest.fixture(scope="module")
def client(server: serving.Server) -> Iterator[httpx.Client]:
    """Give a client of it."""
    with httpx.Client(base_url=f"{server.url}/api/v1", timeout=serving.PATIENCE) as made:
        yield made


Token = Callable[..., dict[str, str]]


@pytest.fixture(scope="module")
def token(ledger: str) -> Token:
    """Give a function that makes a token, and gives the header that shows it."""

    def make(*scopes: str) -> dict[str, str]:
        moment = datetime.now(UTC)
        with Tokens(ledger) as tokens:
            made = tokens.create(scopes, holder="Kommittén", expires=moment + timedelta(days=1), moment=moment)
        return {"Authorization": f"Bearer {made.text}"}

    return make


@pytest.fixture
def unchanged(ledger: str) -> Iterator[None]:
    """Demand that a test changes nothing."""
    earlier = commits(ledger)
    yield
    assert commits(ledger) == earlier


def commits(ledger: str) -> int:
    """Count the commits."""
    with Ledger.open(ledger) as opened:
        return opened.commit("HEAD").number


def suspect(client: httpx.Client) -> list[str]:
    """List the suspect links."""
    return [one["iri"] for one in client.get("/links", params={"suspect": True}).json()["items"]]


def later(day: int = 365) -> str:
    """Give a day that has not come."""
    return (datetime.now(UTC).date() + timedelta(days=day)).isoformat()


def _review(**more: Any) -> dict[str, Any]:  # noqa: ANN401 -- what JSON can hold
    return {"link": SECOND, "validity": "valid", "message": "Jag har läst båda.", **more}


def _waiver(**more: Any) -> dict[str, Any]:  # noqa: ANN401 -- the same
    return {"thing": "1C", "rule": "effektmal", "until": later(), "message": "Görs av regionen.", **more}


# ---- what there is


@pytest.mark.usefixtures("unchanged")
def test_what_is_suspect_is_told_word_by_word(client: httpx.Client) -> None:
    """The three links to and from goal 4B, each with what the goal said when they were made and what it says now."""
    answer = client.get("/links", params={"suspect": True, "lang": "en"})
    found = answer.json()["items"]
    assert [one["iri"] for one in found] == [FIRST, SECOND, THIRD]
    one = found[1]
    assert (one["lower"]["short"], one["relation_label"], one["upper"]["short"]) == (
        "Initiative 4.1",
        "contributes to",
        "Effect goal 4B",
    )
    assert (one["basis"], one["validity"], one["validity_label"]) == ("stated", "suspect", "suspect")
    assert (one["review"], one["since"]) == (None, 1)
    (changed,) = one["changed"]
    assert (changed["end"], changed["thing"], changed["known"]) == ("to", GOAL, True)
    (texts,) = changed["texts"]
    runs = [(run["kind"], run["text"]) for run in texts["runs"]]
    assert runs[:3] == [("kept", "En "), ("removed", "digital infrastruktur"), ("added", "påhittad grund")]
    table = client.get("/links.csv", params={"suspect": True}).text.splitlines()
    assert [line.partition(",")[0] for line in table] == ["iri", FIRST, SECOND, THIRD]


CHOICES: dict[str, tuple[dict[str, Any], Callable[[Standing], bool], str]] = {
    "all": ({}, lambda _: True, ""),
    "suspect": ({"suspect": True}, lambda one: one.validity == "suspect", ""),
    "inferred": ({"basis": "inferred"}, lambda one: one.link.basis == "inferred", ""),
    "of a document": ({"plan": FYRBODAL}, lambda _: True, FYRBODAL),
    "suspect ones of another": ({"plan": "svenskt-ramverk-digital-samverkan", "suspect": True}, lambda _: False, ""),
}
"""Parameters, which links they choose, and of which document."""


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("choice", CHOICES)
def test_links_are_told_as_the_terminal_tells_them(client: httpx.Client, ledger: str, choice: str) -> None:
    """Page by page, whatever is chosen: the same links, in the same order, with all that is told of each."""
    given, wanted, document = CHOICES[choice]
    told: list[object] = []
    url: str | None = str(httpx.URL("/links", params={**given, "limit": 150, "lang": "sv"}))
    while url:
        page = client.get(url.removeprefix("/api/v1"))
        told += page.json()["items"]
        url = page.links.get("next", {}).get("url")
    with Ledger.open(ledger) as opened:
        head = opened.commit("HEAD").number
        now = Now.of(opened, head)
        store = snapshot.build(opened.files(head), kept=now.kept).store
        standings = [one for one in suspects.chosen(now) if wanted(one)]
        seen = suspects.tell(now, standings, store, "sv", BASE + document if document else "")
    assert told == orjson.loads(orjson.dumps(seen))
    assert page.json()["meta"]["total"] == len(seen)


@pytest.mark.usefixtures("unchanged")
def test_waivers_are_listed_and_found_by_the_sparql_of_the_list(client: httpx.Client, server: serving.Server) -> None:
    """A waiver that has run out is told as such, by all that was said of it."""
    answer = client.get("/waivers", params={"expired": True, "lang": "sv"}).json()
    (one,) = answer["items"]
    assert (one["thing"]["iri"], one["thing"]["short"]) == (WAIVED, "Effektmål 2A")
    assert (one["rule"], one["who"], one["why"]) == (f"{RULES}effektmal", RUN_OUT.who, RUN_OUT.why)
    assert (one["until"], one["expired"], one["graph"]) == ("2021-12-31", True, f"{BASE}register/pahittat")
    for sparql, wanted in (
        (answer["meta"]["sparql"], [one["iri"]]),
        (client.get("/links", params={"suspect": True}).json()["meta"]["sparql"], [FIRST, SECOND, THIRD]),
    ):
        found = httpx.post(f"{server.url}/sparql", data={"query": sparql, "format": "json"}).json()
        assert [row["iri"]["value"] for row in found["results"]["bindings"]] == wanted


def test_fixed_plans_have_links_and_take_no_decisions(tmp_path: Path) -> None:
    """A service of files tells of what they hold; whoever decides something is told that nothing can be changed."""
    small = tmp_path / "liten.ttl"
    small.write_text(SMALL, encoding="utf-8")
    running = serving.start(tmp_path / "log", small)
    try:
        with httpx.Client(base_url=f"{running.url}/api/v1", timeout=serving.PATIENCE) as client:
            (one,) = client.get("/links").json()["items"]
            assert (one["lower"]["short"], one["upper"]["short"], one["since"]) == ("Effektmål 1", "Effektmål 2", None)
            assert client.get("/waivers").json()["items"] == []
            answer = client.post("/reviews/check", json=_review())
            assert (answer.status_code, answer.json()["code"]) == (403, "plans_fixed")
    finally:
        assert running.stop() == 0


# ---- decisions


@pytest.mark.usefixtures("unchanged")
def test_a_check_tells_what_a_decision_would_break(client: httpx.Client) -> None:
    """Everybody may ask what breaks if a link is rejected: what loses its thread, through that link; in any format."""
    answer = client.post("/reviews/check", json=_review(validity="invalid"))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["accepted"], told["changed"], told["commit"], told["current"]) == (True, True, None, [])
    losing = {one["thing"]["iri"] for one in told["judgement"]["breaks"] if one["kind"] == "losesNational"}
    assert f"{BASE}{FYRBODAL}/insats/4.1" in losing
    assert {link for one in told["judgement"]["breaks"] for link in one["through"]} == {SECOND}
    text = client.post("/reviews/check", json=_review(), headers={"Accept": "text/plain"})
    assert text.headers["content-type"].startswith("text/plain")
    assert client.post("/waivers/check", json=_waiver(), headers={"Accept": "image/png"}).status_code == 406


def test_a_review_is_kept_and_counts(client: httpx.Client, token: Token, ledger: str) -> None:
    """A link that is found valid is suspect no more; a later review takes its place, and both stand in the history."""
    shown, path = token("review"), "granskning/fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B"
    made = client.post("/reviews", json=_review(link="insats-4.1--effektmal-4B"), headers=shown, params={"lang": "sv"})
    assert made.status_code == 201, made.text
    told = made.json()
    assert (told["accepted"], told["current"], told["graph"]) == (True, [], BASE + path)
    assert made.headers["location"] == f"/id/{path}"
    assert made.headers["etag"] == f'"{told["address"]}"'
    serving.wait_until(lambda: suspect(client) == [FIRST, THIRD])
    number = told["commit"]["number"]
    change = client.get("/changes", params={"limit": 1}).json()["items"][0]
    assert (change["number"], change["who"], change["why"]) == (number, "Kommittén", "Jag har läst båda.")
    assert [graph["content"] for graph in change["graphs"]] == [told["address"]]
    decision = change["graphs"][0]["decision"]
    assert (decision["kind"], decision["about"], decision["validity"]) == ("review", SECOND, "valid")
    feed = client.get("/changes", params={"format": "atom", "limit": 1, "lang": "en"}).text
    assert f"the link {decision['path']}: valid" in feed
    (one,) = (one for one in _all(client) if one["iri"] == SECOND)
    assert (one["validity"], one["review"]["who"], one["review"]["why"]) == ("valid", "Kommittén", "Jag har läst båda.")

    rejected = client.post("/reviews", json=_review(validity="invalid", message="Nej."), headers=shown)
    assert (rejected.status_code, rejected.json()["current"]) == (200, [told["address"]])
    serving.wait_until(lambda: "invalid" in {one["validity"] for one in _all(client)})
    (one,) = (one for one in _all(client) if one["validity"] == "invalid")
    assert (one["iri"], one["review"]["decision"], one["review"]["why"]) == (SECOND, "invalid", "Nej.")
    assert commits(ledger) == number + 1


def _all(client: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/links", params={"limit": 1000, "plan": FYRBODAL}).json()["items"]
    return found


def test_only_what_was_looked_at_is_reviewed(client: httpx.Client, token: Token, ledger: str) -> None:
    """Whoever says what they looked at is refused if the link is another by now, for somebody has reviewed it."""
    shown = token("all")
    (state,) = (one["state"] for one in _all(client) if one["iri"] == THIRD)
    seen = _review(link=THIRD, state=state)
    assert client.post("/reviews/check", json=seen).status_code == 200
    assert client.post("/reviews", json=seen, headers=shown).status_code == 201
    earlier = commits(ledger)
    late = client.post("/reviews", json=seen, headers=shown)
    assert (late.status_code, late.json()["code"]) == (412, "link_stale")
    assert "lank/insats-4.2--effektmal-4B" in late.json()["detail"]
    assert commits(ledger) == earlier


def test_a_waiver_is_kept_listed_and_withdrawn(client: httpx.Client, token: Token, ledger: str) -> None:
    """A goal that need not be covered is no gap to act on until the waiver is taken back; the history keeps both."""

    def causes() -> set[str]:
        gaps = client.get("/gaps", params={"type": "uncovered", "plan": FYRBODAL, "limit": 1000}).json()["items"]
        return {gap["cause"] for gap in gaps if gap["thing"]["iri"] == f"{BASE}{FYRBODAL}/effektmal/1C"}

    shown, until = token("review"), later()
    assert causes() == {"noActivity"}
    made = client.post("/waivers", json=_waiver(until=until), headers=shown)
    assert (made.status_code, made.json()["graph"]) == (201, BASE + WAIVER), made.text
    serving.wait_until(lambda: causes() == {"declaredNotNeeded"})
    (one,) = (one for one in client.get("/waivers").json()["items"] if not one["expired"])
    assert (one["iri"], one["until"], one["who"]) == (BASE + WAIVER, until, "Kommittén")
    longer = client.post("/waivers", json=_waiver(until=later(400)), headers=shown)
    assert (longer.status_code, longer.json()["current"]) == (200, [made.json()["address"]])

    would = client.post(f"/waivers/{WAIVER}/check")
    assert (would.status_code, would.json()["accepted"], would.json()["address"]) == (200, True, None)
    unsaid = client.delete(f"/waivers/{WAIVER}", headers=shown)
    assert (unsaid.status_code, unsaid.json()["code"]) == (400, "parameter_required")
    gone = client.delete(f"/waivers/{WAIVER}", params={"message": "Regionen har slutat."}, headers=shown)
    assert (gone.status_code, gone.json()["current"]) == (200, [longer.json()["address"]])
    assert commits(ledger) == gone.json()["commit"]["number"] == made.json()["commit"]["number"] + 2
    again = client.delete(f"/waivers/{WAIVER}", params={"message": "En gång till."}, headers=shown)
    assert (again.status_code, again.json()["code"]) == (404, "waiver_not_there")
    serving.wait_until(lambda: causes() == {"noActivity"})


@pytest.mark.usefixtures("unchanged")
def test_what_the_gate_refuses_is_not_kept(client: httpx.Client, token: Token) -> None:
    """A waiver from a rule that is about other things is refused, with the whole judgement."""
    asked = _waiver(thing=f"{FYRBODAL}/insats/4.1")
    answer = client.post("/waivers", json=asked, headers=token("review"))
    assert (answer.status_code, answer.json()["code"]) == (422, "change_refused")
    assert answer.headers["content-type"] == "application/problem+json"
    found = {one["shape"] for one in answer.json()["judgement"]["findings"]["introduced"]}
    assert found == {"Waiver-applies"}
    would = client.post("/waivers/check", json=asked)
    assert (would.status_code, would.json()["accepted"]) == (200, False)


@pytest.mark.usefixtures("unchanged")
def test_a_waiver_in_a_register_is_not_withdrawn(client: httpx.Client, token: Token) -> None:
    """What stands among other things is changed with them, by whoever may change those."""
    (one,) = client.get("/waivers", params={"expired": True}).json()["items"]
    answer = client.delete(f"/waivers/{one['iri'].removeprefix(BASE)}", params={"message": "P."}, headers=token("all"))
    assert (answer.status_code, answer.json()["code"]) == (422, "waiver_elsewhere")
    assert "register/pahittat" in answer.json()["detail"]


@pytest.mark.usefixtures("unchanged")
def test_only_a_token_that_allows_decisions_lets_in(client: httpx.Client, token: Token) -> None:
    """Whoever has none, or one for plans and registers, decides nothing; and nobody tries without end."""

    def tried(headers: dict[str, str]) -> set[tuple[int, str]]:
        answers = (
            client.post("/reviews", json=_review(), headers=headers),
            client.post("/waivers", json=_waiver(), headers=headers),
            client.delete(f"/waivers/{WAIVER}", params={"message": "P."}, headers=headers),
        )
        return {(answer.status_code, answer.json()["code"]) for answer in answers}

    assert tried({}) == tried({"Authorization": "Bearer x"}) == {(401, "token_refused")}
    assert tried(token("plan:*", "graph:*", "read")) == {(403, "token_not_allowed")}
    shown = token("review")
    codes = {client.post("/reviews", content=b"", headers=shown).status_code for _ in range(RATE + 5)}
    assert codes == {415, 429}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("route", "asked", "problem", "words"),
    [
        ("reviews", _review(link="insats-4.1--effektmal-4C"), (404, "link_unknown_close"), "insats-4.1--effektmal-4B"),
        ("reviews", _review(link="zzz"), (404, "link_unknown"), "/api/v1/links"),
        ("reviews", _review(link="\0"), (404, "link_unknown"), "/api/v1/links"),
        ("reviews", _review(link="effektmal-4B"), (404, "link_unknown_close"), "--effektmal-4B"),
        ("reviews", _review(state="0" * 64), (412, "link_stale"), "/api/v1/links"),
        ("waivers", _waiver(thing="9Z"), (404, "unknown_thing"), "9Z"),
        ("waivers", _waiver(thing="digital"), (409, "ambiguous_code"), "digital"),
        ("waivers", _waiver(rule="mål"), (404, "rule_unknown"), "ansvarig, effektmal"),
        ("waivers", _waiver(until="2021-12-31"), (400, "waiver_past"), "2021-12-31"),
    ],
)
def test_what_is_meant_is_found_or_told(
    client: httpx.Client, token: Token, route: str, asked: dict[str, Any], problem: tuple[int, str], words: str
) -> None:
    """A name that stands for nothing, or for several things, is told with what is close, whether kept or judged."""
    for answer in (
        client.post(f"/{route}", json=asked, headers=token("review")),
        client.post(f"/{route}/check", json=asked),
    ):
        assert (answer.status_code, answer.json()["code"]) == problem, answer.text
        assert words in answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert problem[0] != 409 or len(answer.json()["candidates"]) > 1


def _bytes(asked: object) -> bytes:
    return json.dumps(asked).encode()


BAD = {
    "nothing": ("reviews", b"", 400, "body_syntax", "link, validity, message, state"),
    "a list": ("reviews", b"[]", 400, "body_object", "link, validity, message, state"),
    "cut off": ("reviews", _bytes(_review())[:-1], 400, "body_syntax", "1"),
    "no UTF-8": ("reviews", "å".encode("latin-1"), 400, "body_not_text", "UTF-8"),
    "half a character": (
        "reviews",
        rb'{"link": "\ud800", "validity": "valid", "message": "P."}',
        400,
        "body_syntax",
        "",
    ),
    "no number": ("waivers", b'{"until": NaN}', 400, "body_syntax", ""),
    "an endless number": ("waivers", b"9" * 60_000, 400, "body_syntax", ""),
    "too deep": ("waivers", b"[" * 60_000, 400, "body_syntax", ""),
    "too much": ("waivers", b" " * 70_000, 413, "body_large", "65536"),
    "twice": ("reviews", b'{"link": "a", "link": "b"}', 400, "field_twice", "link"),
    "half a name twice": ("reviews", rb'{"\ud800": 1, "\ud800": 2}', 400, "field_twice", ""),
    "a field too few": ("waivers", _bytes({"thing": "1C"}), 400, "field_missing", "rule"),
    "a field too many": ("reviews", _bytes(_review(who="Någon annan")), 400, "field_unexpected", "who"),
    "a text that is none": ("waivers", _bytes(_waiver(thing=["1C"])), 400, "field_text", "thing"),
    "a long text": ("reviews", _bytes(_review(link="x" * 1001)), 400, "field_long", "link"),
    "a long reason": ("reviews", _bytes(_review(message="x" * 2001)), 400, "field_long", "message"),
    "no reason": ("reviews", _bytes(_review(message=" ")), 400, "commit_words", "message"),
    "a reason of lines": ("waivers", _bytes(_waiver(message="två\nrader")), 400, "commit_words", "message"),
    "a word of its own": ("reviews", _bytes(_review(validity="suspect")), 400, "field_choice", "valid, invalid"),
    "no day": ("waivers", _bytes(_waiver(until="2027-02-30")), 400, "field_day", "until"),
    "a day as a number": ("waivers", _bytes(_waiver(until=1_830_000_000)), 400, "field_day", "until"),
    "a moment": ("waivers", _bytes(_waiver(until="2027-12-31T00:00:00")), 400, "field_day", "until"),
}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_told_by_its_field(client: httpx.Client, token: Token, case: str) -> None:
    """Whatever is sent, what is wrong is told with the field and the way out, and nothing changes."""
    route, content, status, code, words = BAD[case]
    sent = {"Content-Type": "application/json; charset=utf-8"}
    for answer in (
        client.post(f"/{route}", content=content, headers={**sent, **token("review")}),
        client.post(f"/{route}/check", content=iter([content]), headers=sent),
    ):
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        assert words in answer.json()["detail"]
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "application/ld+json", ""])
def test_another_kind_is_told(client: httpx.Client, media: str) -> None:
    """A decision is JSON and says so; a page of another site can send none without asking first."""
    answer = client.post("/reviews/check", content=_bytes(_review()), headers={"Content-Type": media})
    assert (answer.status_code, answer.json()["code"]) == (415, "body_no_json")
    assert "application/json" in answer.json()["detail"]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/links?suspect=x", 400),
        ("GET", "/links?basis=guessed", 400),
        ("GET", "/links?plan=zzz", 404),
        ("GET", "/links?plan=fyrbodal-2020-2022&sort=iri", 400),
        ("GET", "/waivers?expired=", 400),
        ("GET", "/reviews", 405),
        ("PUT", "/waivers", 405),
        ("POST", "/waivers/undantag/zzz/check", 404),
        ("POST", "/reviews/check?dryRun=true", 400),
    ],
)
def test_what_cannot_be_asked_is_a_problem(client: httpx.Client, method: str, path: str, status: int) -> None:
    """Parameters and methods that there are not are told as everywhere."""
    answer = client.request(method, path, json=_review() if method == "POST" else None)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
