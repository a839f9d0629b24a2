"""Changes over HTTP: what holds is kept, what does not leaves no trace, and whoever may not is told so."""

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
import serving

from graph_service.api.formats import REPORTS
from graph_service.ledger.ledger import Ledger
from graph_service.ledger.tokens import Tokens
from graph_service.settings import Settings
from graph_service.store import snapshot

pytestmark = pytest.mark.xdist_group("changing")

FYRBODAL = Path(__file__).parents[2] / "data" / "subregional" / "fyrbodal-2020-2022.ttl"
LEFT_OUT = {
    *("organ.ttl", "over-tid.ttl", "vastkom-2018.ttl"),
    *("regional-digital-agenda-bakgrund.ttl", "vision-e-halsa-strategi-2020-2022.ttl"),
}
"""Half of the shipped plans, without which the other half has no violations, and is judged in half the time."""
TITLE = "En digital infrastruktur som möjliggör informationsutbyte"
TURTLE = {"Content-Type": "text/turtle"}
LARGEST = 400_000

INVENTED = """@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<NAME> a rt:Plan ; dcterms:title "Påhittad plan"@sv ; rt:level rt:local .
<NAME/utgava/1> a rt:PlanEdition ; rt:editionOf <NAME> ; rt:version "1" ; rt:editionStatus rt:current ;
    rt:content rt:loaded .
<NAME/mal/1> a rt:EffectGoal ; dcterms:isPartOf <NAME> ; dcterms:source <NAME/utgava/1> ; dcterms:identifier "1" ;
    rt:locator "rad 1"@sv ;
    rt:position 1 ; dcterms:title "TEXT"@sv .
"""

REGISTER = """@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<register/ond> a rt:Register ; rt:content rt:loaded ; dcterms:title "Ond"@sv .
"""


def invented(name: str, text: str = "Ett påhittat mål.") -> str:
    """Write an invented plan with one goal."""
    return INVENTED.replace("NAME", name).replace("TEXT", text)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a ledger that has begun with a few of the shipped plans."""
    place = str(tmp_path_factory.mktemp("ledger") / "plan.sqlite")
    few = [file for file in snapshot.shipped_files(Settings()) if file.path.name not in LEFT_OUT]
    with Ledger.open(place) as opened:
        opened.record(None, who="redthread", why="Några av planerna.", verdict={}, put=few)
    return place


@pytest.fixture(scope="module")
def server(ledger: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Server]:
    """Serve it."""
    running = serving.start(
        tmp_path_factory.mktemp("server") / "log",
        REDTHREAD_LEDGER=ledger,
        REDTHREAD_FOLLOW_SECONDS="0.2",
        REDTHREAD_UPLOAD_BYTES=str(LARGEST),
        REDTHREAD_WRITE_RATE="1000",
    )
    yield running
    assert running.stop() == 0
    assert '"fault"' not in running.log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def client(server: serving.Server) -> Iterator[httpx.Client]:
    """Give a client of it."""
    with httpx.Client(base_url=f"{server.url}/api/v1", timeout=serving.PATIENCE) as made:
        yield made


Token = Callable[..., dict[str, str]]


@pytest.fixture(scope="module")
def token(ledger: str) -> Token:
    """Give a function that makes a token, and gives the headers that show it with a plan."""

    def make(*scopes: str, days: int = 1, made: int = 0) -> dict[str, str]:
        moment = datetime.now(UTC) - timedelta(days=made)
        with Tokens(ledger) as tokens:
            text = tokens.create(scopes, holder="en roll", expires=moment + timedelta(days=days), moment=moment).text
        return {**TURTLE, "Authorization": f"Bearer {text}"}

    return make


def commits(ledger: str) -> int:
    """Count the commits, after a look at whether the ledger is whole."""
    with Ledger.open(ledger) as opened:
        assert not list(opened.faults())
        return opened.commit("HEAD").number


def test_a_check_tells_what_would_come_of_it(client: httpx.Client, ledger: str) -> None:
    """A goal that says something else makes links suspect; nothing is kept."""
    before = commits(ledger)
    worded = FYRBODAL.read_text(encoding="utf-8").replace(
        f'dcterms:title "{TITLE}', f'dcterms:title "PÅHITTAD ORDALYDELSE: {TITLE}'
    )
    answer = client.post("/plans/fyrbodal-2020-2022/check", content=worded.encode(), headers=TURTLE)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["accepted"], told["changed"], told["commit"]) == (True, True, None)
    suspect = [one for one in told["judgement"]["breaks"] if one["kind"] == "becomesSuspect"]
    goal = "https://w3id.org/redthread/id/fyrbodal-2020-2022/effektmal/4B"
    assert {(one["cause"]["what"], one["cause"]["thing"]["iri"]) for one in suspect} == {("reworded", goal)}
    same = client.post("/plans/fyrbodal-2020-2022/check", content=FYRBODAL.read_bytes(), headers=TURTLE).json()
    assert (same["accepted"], same["changed"], same["judgement"]) == (True, False, None)
    assert same["current"] == [same["address"]] == told["current"]
    assert commits(ledger) == before


@pytest.mark.parametrize("media", sorted(REPORTS))
def test_a_report_comes_in_the_format_that_is_accepted(client: httpx.Client, media: str) -> None:
    """Each format is what it says that it is, and tells of the goal that has no title."""
    plan = invented("pahittad-rapport").replace(' ;\n    rt:position 1 ; dcterms:title "Ett påhittat mål."@sv', "")
    answer = client.post("/plans/pahittad-rapport/check", content=plan.encode(), headers={**TURTLE, "Accept": media})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (
        200,
        "application/junit+xml" if REPORTS[media] == "junit" else media,
    )
    match REPORTS[media]:
        case "json":
            assert answer.json()["accepted"] is False
        case "jsonld" | "sarif":
            json.loads(answer.text)
        case "junit":
            ET.fromstring(answer.content)  # noqa: S314 -- our own service's
    assert re.search("nekas|mal/1|Element-title", answer.text)


@pytest.mark.parametrize("form", ["text", "html", "sarif", "github"])
def test_a_check_that_warnings_refuse_says_so_and_what_breaks(client: httpx.Client, form: str) -> None:
    """Where warnings refuse a change, each format for people says that it is refused, why, and what it breaks."""
    text = FYRBODAL.read_text(encoding="utf-8")
    lonely = text.replace("rt:to <fyrbodal-2020-2022/effektmal/1B>", "rt:to <fyrbodal-2020-2022/effektmal/1A>")
    asked = {"strict": "true", "format": form, "lang": "sv"}
    told = client.post("/plans/fyrbodal-2020-2022/check", params=asked, content=lonely.encode(), headers=TURTLE)
    assert told.status_code == 200, told.text
    assert re.search(r"Ändringen nekas\. Den för med sig \d+ nya? varning", told.text)
    assert "Planerna håller" not in told.text
    assert "den tidigare rapporten" not in told.text
    assert "Orsak: Länken från " in told.text
    assert "fyrbodal-2020-2022.ttl" in told.text or "Handlingsplan för digitalisering i Fyrbodal" in told.text


def test_what_holds_is_kept_and_served(client: httpx.Client, token: Token, ledger: str) -> None:
    """A new plan, then another edition of it: both are kept with who and why; the history tells them apart."""
    url, shown = "/plans/pahittad-plan", token("plan:pahittad-plan")
    made = client.put(url, params={"message": "Ny plan."}, content=invented("pahittad-plan"), headers=shown)
    assert made.status_code == 201, made.text
    first, address = made.json()["commit"]["number"], made.json()["address"]
    assert made.headers["etag"] == f'"{address}"'
    stale = {**shown, "If-Match": '"' + "0" * 64 + '"'}
    later = invented("pahittad-plan", "Ett annat påhittat mål.")
    refused = client.put(url, params={"message": "Bättre."}, content=later, headers=stale)
    assert (refused.status_code, refused.json()["code"]) == (412, "plan_stale")
    assert "Ny plan." in refused.json()["detail"]
    there = client.put(url, params={"message": "P."}, content=later, headers={**shown, "If-None-Match": "*"})
    assert (there.status_code, there.json()["code"]) == (412, "plan_there")
    right = {**shown, "If-Match": made.headers["etag"]}
    changed = client.put(url, params={"message": "Bättre."}, content=later, headers=right)
    assert (changed.status_code, changed.json()["current"]) == (200, [address])
    again = client.put(url, params={"message": "Samma."}, content=later, headers=shown)
    assert (again.status_code, again.json()["commit"]) == (200, None)

    editions = client.get(f"{url}/editions").json()["items"]
    assert [(one["why"], one["who"], one["current"]) for one in editions] == [
        ("Bättre.", "en roll", True),
        ("Ny plan.", "en roll", False),
    ]
    assert editions[1]["content"] == address
    difference = client.get(f"{url}/diff", params={"from": first}).json()["difference"]
    (goal,) = difference["elements"]["changed"]
    runs = goal["properties"][0]["texts"][0]["runs"]
    assert [(run["kind"], run["text"]) for run in runs] == [
        ("kept", "Ett "),
        ("added", "annat "),
        ("kept", "påhittat mål."),
    ]
    assert client.get(f"{url}/diff", params={"from": first, "to": first}).json()["difference"]["differs"] is False
    serving.wait_until(lambda: "annat" in client.get("/elements/pahittad-plan/mal/1").text)
    assert commits(ledger) == changed.json()["commit"]["number"]

    client.put(url, params={"message": "Än bättre."}, content=invented("pahittad-plan", "X."), headers=shown)
    late = client.put(
        url, params={"message": "För sent."}, content=later, headers={**shown, "If-Match": f'"{address}"'}
    )
    assert late.status_code == 412
    assert all(why in late.json()["detail"] for why in ("Bättre.", "Än bättre."))
    assert "Ny plan." not in late.json()["detail"]


def test_what_does_not_hold_is_not_kept(client: httpx.Client, token: Token, ledger: str) -> None:
    """A plan with a new violation is refused, with the whole judgement."""
    before = commits(ledger)
    plan = invented("pahittad-brist").replace("rt:position 1", 'rt:position "ett"')
    answer = client.put(
        "/plans/pahittad-brist", params={"message": "Prov."}, content=plan, headers=token("plan:pahittad-brist")
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "change_refused")
    assert [one["iri"].rpartition("/id/")[2] for one in answer.json()["judgement"]["findings"]["introduced"]]
    assert answer.headers["content-type"] == "application/problem+json"
    assert commits(ledger) == before


@pytest.mark.parametrize(
    ("target", "plan", "code"),
    [
        ("plans/pahittad-a", invented("pahittad-b"), "foreign_plan"),
        ("graphs/register/pahittat", invented("pahittad-b"), "foreign_graph"),
        ("graphs/pahittad-b/utgava/1", invented("pahittad-b"), "foreign_graph"),
        (
            "plans/pahittad-b",
            invented("pahittad-b") + '<fyrbodal-2020-2022/effektmal/4B> dcterms:title "Övertaget"@sv .',
            "foreign_thing",
        ),
        (
            "plans/pahittad-b",
            invented("pahittad-b") + '<fyrbodal-2020-2022/effektmal/ny> dcterms:title "Tillagt"@sv .',
            "foreign_thing",
        ),
        (
            "plans/pahittad-b",
            invented("pahittad-b") + "<pahittad-b/mal/2> a rt:EffectGoal ; dcterms:isPartOf <fyrbodal-2020-2022> .",
            "foreign_part",
        ),
        (
            "graphs/register/ond",
            REGISTER + "<fyrbodal-2020-2022/mal/pahittat> a rt:EffectGoal ; dcterms:isPartOf <fyrbodal-2020-2022> .",
            "foreign_thing",
        ),
        (
            "graphs/register/ond",
            REGISTER + "<ond/mal/pahittat> a rt:EffectGoal ; dcterms:isPartOf <fyrbodal-2020-2022> .",
            "foreign_part",
        ),
        ("graphs/register/ond", REGISTER + "<register/ond> rt:editionOf <fyrbodal-2020-2022> .", "foreign_part"),
    ],
)
def test_a_plan_speaks_of_itself_alone(
    client: httpx.Client, token: Token, ledger: str, target: str, plan: str, code: str
) -> None:
    """Neither what stands in another graph nor what lies below another plan can be taken over, whatever the token.

    Nor can a goal be put into another plan.
    """
    before = commits(ledger)
    answer = client.put(f"/{target}", params={"message": "Prov."}, content=plan, headers=token("all"))
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert commits(ledger) == before


@pytest.mark.parametrize("path", ["plans/pahittad-plan//check", "plans/%2f/check", "graphs/%2f/check"])
def test_a_name_that_ends_with_a_slash_is_told(client: httpx.Client, path: str) -> None:
    """What is sent for a plan that can be none is another plan than that."""
    answer = client.post(f"/{path}", content=invented("pahittad-plan").encode(), headers=TURTLE)
    assert (answer.status_code, answer.json()["code"][:8]) == (422, "foreign_"), answer.text


def test_only_a_token_that_allows_it_lets_in(client: httpx.Client, token: Token, ledger: str) -> None:
    """No token, none that is one, an expired, a revoked and a foreign one: each is refused, and nothing changes."""
    before = commits(ledger)

    def tried(headers: dict[str, str]) -> tuple[int, str]:
        answer = client.put(
            "/plans/pahittad-c", params={"message": "Prov."}, content=invented("pahittad-c"), headers=headers
        )
        assert answer.status_code != 401 or answer.headers["www-authenticate"].startswith("Bearer")
        return answer.status_code, answer.json()["code"]

    revoked = token("plan:pahittad-c")
    with Tokens(ledger) as tokens:
        tokens.revoke(revoked["Authorization"].split("_")[1], datetime.now(UTC))
    wrong = token("plan:pahittad-c")
    wrong["Authorization"] = wrong["Authorization"][:-4] + "0000"
    for headers in (TURTLE, {**TURTLE, "Authorization": "Bearer x"}, wrong, revoked, token("all", days=1, made=2)):
        assert tried(headers) == (401, "token_refused")
    for scope in ("plan:pahittad", "plan:pahittad-cc", "read", "graph:*", "review"):
        assert tried(token(scope)) == (403, "token_not_allowed")
    assert commits(ledger) == before


BAD = {
    "nothing": (b"", "text/turtle", 400, "file_empty"),
    "no Turtle": (b"<a> <b> .", "text/turtle", 400, "file_base"),
    "cut off": (invented("pahittad-d").encode()[:-6], "text/turtle", 400, "file_syntax"),
    "no UTF-8": (invented("pahittad-d").encode("latin-1"), "text/turtle", 400, "file_encoding"),
    "no edition": (b"<urn:a> <urn:b> <urn:c> .", "text/turtle", 400, "commit_nameless"),
    "another kind": (b"{}", "application/json", 415, "body_type"),
    "a context on the web": (b'{"@context": "http://127.0.0.1:9/x", "@id": "urn:a"}', "application/ld+json", 400, "*"),
    "two graphs": (b"<urn:g> {<urn:a> <urn:b> 1} <urn:h> {<urn:a> <urn:b> 1}", "application/trig", 400, "*"),
    "too deep": (b"<urn:a> <urn:b> " + b"[ <urn:b> " * 30_000, "text/turtle", 400, "*"),
    "too much": (b" " * (LARGEST + 1), "text/turtle", 413, "upload_too_large"),
    "a bomb": (
        invented("pahittad-d").encode()
        + "".join(f"_:a{n} <urn:p> _:a{m} ." for n in range(90) for m in range(90) if n != m).encode(),
        "text/turtle",
        400,
        "file_blank_nodes",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_told(client: httpx.Client, token: Token, ledger: str, case: str) -> None:
    """Whatever is sent, what is wrong is told in bounded time, and nothing changes."""
    content, media, status, code = BAD[case]
    before = commits(ledger)
    shown = {**token("all"), "Content-Type": media}
    for answer in (
        client.put("/plans/pahittad-d", params={"message": "Prov."}, content=content, headers=shown),
        client.post("/plans/pahittad-d/check", content=iter([content]), headers={"Content-Type": media}),
    ):
        assert answer.status_code == status, answer.text
        assert answer.json()["code"] == code or code == "*"
    assert commits(ledger) == before


@pytest.mark.parametrize("message", [None, "", "  ", "två\nrader", "x" * 2001])
def test_a_change_says_why(client: httpx.Client, token: Token, message: str | None) -> None:
    """Without a reason in one line nothing is kept."""
    params = {} if message is None else {"message": message}
    answer = client.put("/plans/pahittad-e", params=params, content=invented("pahittad-e"), headers=token("all"))
    assert answer.status_code == 400, answer.text


def test_two_at_once_are_both_kept(client: httpx.Client, token: Token, ledger: str) -> None:
    """Changes of different plans at the same time, over HTTP and past it, all come in, one after the other."""
    shown, before = token("plan:*"), commits(ledger)

    def send(number: int) -> int:
        name = f"pahittad-samtidig-{number}"
        return client.put(f"/plans/{name}", params={"message": "P."}, content=invented(name), headers=shown).status_code

    def past() -> None:
        with Ledger.open(ledger) as opened:
            opened.record(opened.commit("HEAD"), who="en roll", why="Vid sidan av.", verdict={}, put=[])

    with ThreadPoolExecutor(4) as senders:
        sent = [senders.submit(send, number) for number in range(3)]
        past()
        assert [one.result() for one in sent] == [201, 201, 201]
    assert commits(ledger) == before + 4


def test_strangers_checks_keep_nobody_from_publishing(client: httpx.Client, token: Token) -> None:
    """However many have something checked, who has a token has places of their own, and comes before those who wait."""
    shown, ended = token("plan:pahittad-k"), []

    def check() -> int:
        status = client.post("/plans/pahittad-l/check", content=invented("pahittad-l"), headers=TURTLE).status_code
        ended.append(status)
        return status

    many = 3 * Settings().judging_queue
    with ThreadPoolExecutor(many) as strangers:
        checks = [strangers.submit(check) for _ in range(many)]
        serving.wait_until(lambda: 503 in ended)  # as many wait as may
        sent = client.put("/plans/pahittad-k", params={"message": "P."}, content=invented("pahittad-k"), headers=shown)
        assert sent.status_code == 201, sent.text
        assert set(ended) <= {200, 503}
        assert {check.result() for check in checks} == {200, 503}


def test_a_keeper_that_is_killed_is_replaced(server: serving.Server, client: httpx.Client, token: Token) -> None:
    """Whoever waits for it is told that nothing was changed, or gets an answer; the next one does."""
    shown = token("plan:pahittad-f")

    def send() -> int:
        content = invented("pahittad-f")
        return client.put("/plans/pahittad-f", params={"message": "P."}, content=content, headers=shown).status_code

    assert send() == 201
    keepers = [pid for pid in serving.started_by(server.url) if b"keeper.process" in _command(pid)]
    with ThreadPoolExecutor(1) as sender:
        sent = sender.submit(send)
        serving.kill(keepers)
        assert sent.result() in {200, 503}
    assert send() == 200


def _command(pid: int) -> bytes:
    try:
        return Path("/proc", str(pid), "cmdline").read_bytes()
    except OSError:
        return b""


def test_changes_are_followed_as_they_come(client: httpx.Client, token: Token, server: serving.Server) -> None:
    """Events begin after the one that was heard last, and go on with what comes; JSON and Atom tell the same."""
    shown = token("plan:pahittad-g")
    heard: list[dict[str, object]] = []
    with client.stream("GET", "/changes", headers={"Accept": "text/event-stream", "Last-Event-ID": "0"}) as events:
        lines = events.iter_lines()
        while not heard:
            heard += _data(next(lines))
        with httpx.Client(base_url=f"{server.url}/api/v1", timeout=serving.PATIENCE) as other:
            other.put("/plans/pahittad-g", params={"message": "Hör."}, content=invented("pahittad-g"), headers=shown)
        while heard[-1]["why"] != "Hör.":
            heard += _data(next(lines))
    told = client.get("/changes", params={"after": 0, "limit": 1000}).json()
    assert told["items"] == heard
    assert [one["number"] for one in heard] == list(range(1, len(heard) + 1))
    gathered, url = [], "/changes?limit=2"
    while url:
        page = client.get(url.removeprefix("/api/v1"))
        gathered += page.json()["items"]
        url = page.links.get("next", {}).get("url", "")
    assert gathered == heard[::-1]
    feed = ET.fromstring(client.get("/changes", params={"format": "atom", "limit": 1000}).content)  # noqa: S314 -- our own
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert [entry.findtext("a:id", "", names) for entry in feed.findall("a:entry", names)] == [
        f"urn:sha256:{one['address']}" for one in heard[::-1]
    ]


def test_whoever_has_heard_more_than_there_is_begins_anew(
    client: httpx.Client, token: Token, server: serving.Server
) -> None:
    """A listener with a number beyond the last one is told so at once, and hears what comes then."""
    head = client.get("/changes", params={"limit": 1}).json()["items"][0]["number"]
    listen = {"Accept": "text/event-stream", "Last-Event-ID": str(head + 7)}
    with client.stream("GET", "/changes", headers=listen) as events:
        lines = (line for line in events.iter_lines() if line and not line.startswith(":"))
        assert [next(lines) for _ in range(2)] == [f"id: {head}", "event: reset"]
        assert _data(next(lines)) == [{"after": head + 7, "head": head}]
        shown, plan = token("plan:pahittad-r"), invented("pahittad-r")
        with httpx.Client(base_url=f"{server.url}/api/v1", timeout=serving.PATIENCE) as other:
            assert other.put("/plans/pahittad-r", params={"message": "R."}, content=plan, headers=shown).is_success
        assert [next(lines) for _ in range(2)] == [f"id: {head + 1}", "event: change"]
    for beyond in (99_999_999_999, 2**31, 10**18 - 1, 10**30, "0" * 30 + str(head + 9), "9" * 5000):
        heard = {"after": min(int(str(beyond).lstrip("0")[:20]), 10**18 - 1), "head": head + 1}
        with client.stream("GET", "/changes", headers={**listen, "Last-Event-ID": str(beyond)}) as events:
            lines = (line for line in events.iter_lines() if line and not line.startswith(":"))
            assert [next(lines) for _ in range(2)] == [f"id: {head + 1}", "event: reset"]
            assert _data(next(lines)) == [heard]
        for form in ("json", "atom", "csv"):
            gone = client.get("/changes", params={"after": beyond, "format": form})
            assert (gone.status_code, gone.json()["code"]) == (404, "changes_after")
    refused = client.get("/changes", params={"after": head + 2, "lang": "en"})
    assert (refused.status_code, refused.json()["code"]) == (404, "changes_after")
    assert f"the last one is {head + 1}." in refused.json()["detail"]
    assert client.get("/changes", params={"after": head + 1}).json()["items"] == []


def _data(line: str) -> list[dict[str, object]]:
    return [json.loads(line.removeprefix("data: "))] if line.startswith("data: ") else []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/plans/finns-inte/editions", 404),
        ("/plans/finns-inte/diff?from=1", 404),
        ("/plans/fyrbodal-2020-2022/diff?from=99999", 404),
        ("/plans/fyrbodal-2020-2022/diff", 400),
        ("/plans/fyrbodal-2020-2022/diff?from=%00", 400),
        ("/changes?after=x", 400),
        ("/changes?after=-99999999999", 400),
        ("/changes?after=99999999999999999999", 404),
        ("/changes?after=99999", 404),
        ("/changes?after=99999&format=atom", 404),
        ("/changes?after=99999&format=csv", 404),
        ("/changes?limit=0", 400),
        ("/changes?format=svg", 400),
    ],
)
def test_history_that_is_not_there_is_a_problem(client: httpx.Client, path: str, status: int) -> None:
    """What does not exist or cannot be asked is told as everywhere."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text


def test_reading_can_be_closed_and_judging_takes_no_longer_than_it_may(
    ledger: str, token: Token, tmp_path: Path
) -> None:
    """Where reading is closed, only whoever has a token reads, by whatever door; what takes too long is given up."""
    before = commits(ledger)
    server = serving.start(
        tmp_path / "log",
        REDTHREAD_LEDGER=ledger,
        REDTHREAD_READING="token",
        REDTHREAD_JUDGING_SECONDS="0.01",
        REDTHREAD_FAILED_TOKENS="5",
    )
    try:
        with httpx.Client(base_url=server.url, timeout=serving.PATIENCE) as client:
            shown = token("read")
            for path in ("/sparql?query=ASK%7B%7D", "/api/v1/plans", "/metrics", "/api/v1/changes"):
                assert client.get(path).status_code == 401
                assert client.get(path, headers=shown).status_code == 200
            assert client.get("/health").status_code == 200
            assert {client.get("/docs").status_code for _ in range(8)} == {401, 429}
            for answer in (
                client.post("/api/v1/plans/pahittad-h/check", content=invented("pahittad-h"), headers=shown),
                client.put(
                    "/api/v1/plans/pahittad-h",
                    params={"message": "P."},
                    content=invented("pahittad-h"),
                    headers=token("all"),
                ),
            ):
                assert (answer.status_code, answer.json()["code"]) == (503, "judging_slow"), answer.text
    finally:
        assert server.stop() == 0
    assert commits(ledger) == before
