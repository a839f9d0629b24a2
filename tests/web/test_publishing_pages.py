"""Checking, publishing, comparing and reviewing in the browser, as forms send it; nothing is kept without a token."""

import html
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from hashlib import sha256

import httpx
import publishing
import pyoxigraph as ox
import pytest
import serving
from publishing import EARLY, GOALS, LARGEST, LATE

from graph_service.web.review.uploads import ENDINGS

pytestmark = pytest.mark.xdist_group("publishing")

CHECK, PUBLISH = "/granskning/ny", "/granskning/publicera"
OWN = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
PLAN = f"plan:{EARLY}"
Sent = dict[str, str]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[serving.Server, str]]:
    """Give the service and its ledger."""
    with publishing.served(tmp_path_factory.mktemp("publishing")) as served:
        yield served


@pytest.fixture(scope="module")
def ledger(both: tuple[serving.Server, str]) -> str:
    """Give the ledger."""
    return both[1]


@pytest.fixture(scope="module")
def client(both: tuple[serving.Server, str]) -> Iterator[httpx.Client]:
    """Give a client that sends what our own pages send."""
    with httpx.Client(base_url=both[0].url, timeout=serving.PATIENCE, headers=OWN) as made:
        yield made


@pytest.fixture(scope="module")
def secret(ledger: str) -> str:
    """Give a token that allows everything."""
    return publishing.token(ledger, "all")


def words(answer: httpx.Response) -> str:
    """Give what stands on a page, without tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", answer.text)))


def hidden(answer: httpx.Response) -> Sent:
    """Give what the form for publishing carries along."""
    form = answer.text.partition(f'action="{PUBLISH}')[2].partition("</form>")[0]
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    return {name: html.unescape(value) for name, value in fields}


def checked(client: httpx.Client, text: str, plan: str = PLAN, **more: str) -> httpx.Response:
    """Send a text to be checked."""
    return client.post(CHECK, data={"plan": plan, "text": text, **more})


def published(client: httpx.Client, carried: Sent, secret: str, message: str = "Nya ord.") -> httpx.Response:
    """Publish what a preview carries along."""
    return client.post(PUBLISH, data={**carried, "meddelande": message, "token": secret})


def test_the_whole_way_from_a_text_to_a_version(client: httpx.Client, ledger: str, secret: str) -> None:
    """It is checked, shown with what it would do, published as it was, and compared; the link becomes suspect."""
    before = publishing.last(ledger)
    text = publishing.known(ledger).replace(GOALS[1], 'Ett annat mål, med "citat"'.replace('"', '\\"'))
    preview = checked(client, text)
    assert preview.status_code == 200, preview.text
    said = words(preview)
    assert "Den går att publicera." in said
    assert "1 länk i det som ändras blir misstänkt" in said
    assert "[borttaget: påhittat ]" in said
    carried = hidden(preview)
    assert carried["hash"] == sha256(text.encode()).hexdigest()
    assert publishing.last(ledger) == before
    receipt = published(client, carried, secret)
    assert receipt.status_code == 200, receipt.text
    assert f"Den är publicerad som ändring {before + 1}." in words(receipt)
    assert publishing.known(ledger) == text
    (version,) = re.findall(r'href="(/versioner/jamfor\?[^"]*)"', receipt.text)
    compared = client.get(html.unescape(version))
    assert "Delar: 0 nya" not in words(compared)
    assert '[tillagt: , med "citat" ]' in words(compared)
    broke = client.get(
        html.unescape(version), params={"plan": EARLY, "fran": before, "till": before + 1, "foljder": "ja"}
    )
    assert "1 länk i det som ändras blir misstänkt" in words(broke)
    history = words(client.get("/versioner", params={"plan": EARLY}))
    assert f"Ändring {before + 1}: Nya ord." in history
    late = published(client, carried, secret)
    assert late.status_code == 412
    assert f"ändring {before + 1}" in words(late)
    assert "Nya ord." in words(late)
    assert publishing.last(ledger) == before + 1


@pytest.mark.parametrize("ending", list(ENDINGS))
def test_a_file_is_checked_in_the_format_of_its_ending(client: httpx.Client, ledger: str, ending: str) -> None:
    """The same statements in another format say nothing else than what is known; the name of the file is only shown."""
    quads = ox.parse(publishing.known(ledger), format=ox.RdfFormat.TURTLE)
    form = ox.RdfFormat.from_extension(ending.lstrip("."))
    assert form is not None
    content = ox.serialize((quad.triple for quad in quads), format=form)
    assert content is not None
    name = f'"><script>alert(1)</script>\u202eplan{ending}'
    sent = client.post(CHECK, data={"plan": PLAN}, files={"fil": (name, content)})
    assert sent.status_code == 200, sent.text
    assert "<script>alert" not in sent.text
    assert "Den säger inget annat än det som redan är känt." in words(sent)
    assert not hidden(sent)


def test_what_does_not_hold_is_shown_at_its_row_and_cannot_be_published(
    client: httpx.Client, ledger: str, secret: str
) -> None:
    """A goal without a title is a violation, on the row where it begins; there is no form to publish it."""
    before = publishing.last(ledger)
    text = re.sub(rf' ; dcterms:title "{GOALS[0]}"@sv', "", publishing.known(ledger))
    preview = checked(client, text)
    assert preview.status_code == 200
    assert "Den går inte att publicera." in words(preview)
    row = next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(f"<{EARLY}/mal/1>"))
    assert f"rad {row}, kolumn 1" in words(preview)
    assert f'<li value="{row}" class="here">' in preview.text
    assert not hidden(preview)
    forced = {"plan": PLAN, "nytt": PLAN, "format": ".ttl", "text": text, "hash": sha256(text.encode()).hexdigest()}
    refused = published(client, forced, secret)
    assert refused.status_code == 422
    assert "Ingenting har publicerats: det håller inte." in words(refused)
    assert publishing.last(ledger) == before


def test_a_plan_that_others_need_says_what_it_would_break(client: httpx.Client, ledger: str) -> None:
    """Without goal 1 of the early plan, the goal of the late plan that contributes to it points at nothing."""
    blocks = publishing.known(ledger).split(f"<{EARLY}/mal/1> a rt:EffectGoal")
    text = blocks[0] + f"<{EARLY}/mal/2> a rt:EffectGoal" + blocks[1].partition(f"<{EARLY}/mal/2> a rt:EffectGoal")[2]
    text = text.partition(f"<{EARLY}/lank/1>")[0]
    said = words(checked(client, text))
    assert "i andra planer pekar på något som är borta" in said
    assert "Borta: Effektmål 1" in said


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"text": "x"}, 400, "Välj vilken plan"),
        ({"plan": PLAN}, 400, "Det finns ingenting att pröva"),
        ({"plan": PLAN, "text": "  \r\n "}, 400, "Det finns ingenting att pröva"),
        ({"plan": PLAN, "text": "# tomt"}, 400, "säger ingenting"),
        ({"plan": PLAN, "text": "\r\n\r\n<a> b ."}, 400, "rad 3"),
        ({"plan": PLAN, "text": "x", "format": ".exe"}, 400, "Fältet »format«"),
        ({"plan": "plan:finns-inte", "text": "x"}, 404, "finns-inte"),
        ({"plan": "ny-plan", "text": "x"}, 400, "Det som är nytt behöver ett namn"),
        ({"plan": f"plan:{LATE}", "text": "TEXT"}, 422, "som inte är en utgåva av"),
        ({"plan": PLAN, "text": "TEXT", "bas": "999"}, 404, "Ingen ändring heter »999«"),
        ({"plan": PLAN, "text": "TEXT", "bas": "0" * 64}, 412, "Sedan dess:"),
        ({"plan": PLAN, "text": "TEXT", "bas": "1"}, 412, "Nya ord."),
        ({"plan": PLAN, "innehall": "inte base64"}, 400, "inte det som prövades"),
        ({"plan": PLAN, "text": "x" * (LARGEST + 1)}, 413, "större än 200000 byte"),
    ],
)
def test_what_cannot_be_checked_is_told_and_the_form_is_still_filled_in(
    client: httpx.Client, ledger: str, sent: Sent, status: int, said: str
) -> None:
    """Each says what is wrong and keeps what was chosen; nothing is kept."""
    before, text = publishing.last(ledger), publishing.known(ledger)
    answer = client.post(CHECK, data={name: value.replace("TEXT", text) for name, value in sent.items()})
    assert answer.status_code == status, words(answer)
    assert said in words(answer)
    assert 'role="alert"' in answer.text
    if sent.get("plan") in {PLAN, f"plan:{LATE}", "ny-plan"}:
        assert f'<option value="{sent["plan"]}" selected>' in answer.text
    assert publishing.last(ledger) == before


def test_a_syntax_error_shows_the_rows_around_it_and_keeps_the_text(client: httpx.Client, ledger: str) -> None:
    """The row is marked, and the text stands in the field to be mended, of a file too."""
    text = publishing.known(ledger).replace("rt:position 1", "rt:position ett", 1)
    row = next(n for n, line in enumerate(text.split("\n"), 1) if "rt:position ett" in line)
    answer = client.post(CHECK, data={"plan": PLAN}, files={"fil": ("plan.ttl", text.encode())})
    assert answer.status_code == 400
    assert f'<li value="{row}" class="here">' in answer.text
    assert html.unescape(answer.text.partition("<textarea")[2].partition(">\n")[2].partition("</textarea>")[0]) == text


@pytest.mark.parametrize(
    ("files", "status", "said"),
    [
        ({"fil": ("plan.ttl", b"\xff\xfe<a> <b> <c> .")}, 400, "UTF-8"),
        ({"fil": ("plan.docx", b"PK")}, 400, "plan.docx"),
        ({"fil": ("plan.ttl", b"")}, 400, "säger ingenting"),
        ({"fil": ("plan.ttl", b"#" * (LARGEST + 1))}, 413, "större än 200000 byte"),
        ({"fil": ("plan.ttl", b"#" * (LARGEST * 5))}, 413, "större än 200000 byte"),
        ({"fil": ("\x00/../../etc/passwd", b"root")}, 400, "format"),
    ],
)
def test_a_file_that_cannot_be_checked_is_told(
    client: httpx.Client, files: dict[str, tuple[str, bytes]], status: int, said: str
) -> None:
    """Not UTF-8, another kind of file, empty, too large, a hostile name: a page, with the plan still chosen."""
    answer = client.post(CHECK, data={"plan": PLAN}, files=files)
    assert answer.status_code == status, words(answer)
    assert said in words(answer)
    assert f'<option value="{PLAN}" selected>' in answer.text


@pytest.mark.parametrize(
    ("shown", "status", "said"),
    [
        ("", 401, "giltig token"),
        ("rt_fel", 401, "giltig token"),
        ("å\u202e\x00", 401, "giltig token"),
        (f"plan:{LATE}", 403, f"plan:{EARLY}"),
    ],
)
def test_nothing_is_published_without_the_right_token(
    client: httpx.Client, ledger: str, shown: str, status: int, said: str
) -> None:
    """The message is still there, the token is not; what was checked is carried along to be tried again."""
    before = publishing.last(ledger)
    carried = hidden(checked(client, publishing.known(ledger).replace(GOALS[0], "Helt andra ord")))
    secret = publishing.token(ledger, shown) if shown.startswith("plan:") else shown
    answer = published(client, carried, secret, "Ett meddelande.")
    assert answer.status_code == status, words(answer)
    assert said in words(answer)
    assert 'value="Ett meddelande."' in answer.text
    assert not secret or html.escape(secret) not in answer.text
    assert hidden(answer) == carried
    assert publishing.last(ledger) == before


@pytest.mark.parametrize("changed", ["hash", "innehall", "meddelande"])
def test_only_what_was_checked_is_published(client: httpx.Client, ledger: str, secret: str, changed: str) -> None:
    """Bytes that have another hash than what was checked, and a change without a reason, are refused."""
    before = publishing.last(ledger)
    one = hidden(checked(client, publishing.known(ledger).replace(GOALS[0], "Helt andra ord")))
    other = hidden(checked(client, publishing.known(ledger).replace(GOALS[0], "Ännu andra ord")))
    carried = {**one, changed: other[changed]} if changed in other else one
    answer = published(client, carried, secret, "" if changed == "meddelande" else "Nya ord.")
    assert answer.status_code == 400
    assert "Ingenting har publicerats" in words(answer)
    assert publishing.last(ledger) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://ond.example"},
        {"Origin": "https://ond.example", "Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", [CHECK, PUBLISH, "/granskning/lankar", "/granskning/undantag"])
def test_what_comes_from_another_site_is_refused(
    both: tuple[serving.Server, str], secret: str, headers: Sent, path: str
) -> None:
    """Even with a token, a page of another site can have nothing done."""
    before = publishing.last(both[1])
    fields = {"plan": PLAN, "text": "x", "token": secret, "meddelande": "Ond.", "lank": "x", "giltighet": "valid"}
    answer = httpx.post(f"{both[0].url}{path}", data=fields, headers={"Accept": "text/html", **headers})
    assert answer.status_code == 403, answer.text
    assert "annan webbplats" in words(answer)
    assert publishing.last(both[1]) == before


def test_our_own_pages_are_let_in_whatever_the_browser_says_of_them(both: tuple[serving.Server, str]) -> None:
    """Browsers say null of pages that send no referrer; others say where the page is from."""
    for headers in (
        {"Origin": "null"},
        {"Origin": both[0].url},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {},
    ):
        answer = httpx.post(f"{both[0].url}{CHECK}", data={"plan": PLAN}, headers={"Accept": "text/html", **headers})
        assert answer.status_code == 400, (headers, answer.text)


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--y"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(100))),
        ("application/x-www-form-urlencoded", b"plan=%FF%FE&text=%00"),
    ],
)
def test_what_is_no_form_is_refused(client: httpx.Client, media: str, body: bytes) -> None:
    """Whatever is sent there, the answer is a page that says what was wrong."""
    answer = client.post(CHECK, content=body, headers={"Content-Type": media})
    assert answer.status_code in {400, 404, 415}, answer.text
    assert 'role="alert"' in answer.text


def test_a_full_queue_is_told(client: httpx.Client, ledger: str) -> None:
    """However many are checked at once, each gets an answer: what came of it, or that too many wait."""
    text = publishing.known(ledger).replace(GOALS[0], "Många på en gång")
    with ThreadPoolExecutor(24) as pool:
        answers = list(pool.map(lambda _: checked(client, text), range(24)))
    statuses = {answer.status_code for answer in answers}
    assert statuses <= {200, 503}
    assert all("Försök igen om en stund" in words(answer) for answer in answers if answer.status_code == 503)


def test_a_new_plan_is_published_and_has_versions(client: httpx.Client, ledger: str, secret: str) -> None:
    """A plan that nobody knew of: its name is written, and the receipt leads to its versions."""
    text = publishing.known(ledger).replace(EARLY, "pahittad-ny-plan")
    preview = checked(client, text, plan="ny-plan", namn="https://w3id.org/redthread/id/pahittad-ny-plan")
    assert preview.status_code == 200, words(preview)
    receipt = published(client, hidden(preview), secret, "En ny plan.")
    assert receipt.status_code == 201, words(receipt)
    assert 'href="/versioner?plan=pahittad-ny-plan"' in receipt.text
    page = words(client.get("/versioner", params={"plan": "pahittad-ny-plan"}))
    assert "En ny plan." in page


def test_a_suspect_link_is_shown_with_both_texts_and_reviewed(client: httpx.Client, ledger: str, secret: str) -> None:
    """The end that was reworded stands as it was and as it is; a review of just that is kept, of anything else not."""
    text = publishing.known(ledger, "pahittad-sen-lank")
    goal = f"{LATE}/mal/1"
    linked = f"{LATE}/lank/1"
    preview = checked(
        client, text.replace('"Ett påhittat mål"', '"Ett påhittat mål med andra ord"'), plan=f"plan:{LATE}"
    )
    assert published(client, hidden(preview), secret).status_code == 200
    serving.wait_until(lambda: "misstänkt" in words(client.get("/granskning/lankar", params={"lank": linked})))
    listed = client.get("/granskning/lankar", params={"giltighet": "suspect"})
    assert f'href="/id/{goal}"' in listed.text
    page = client.get("/granskning/lankar", params={"lank": linked})
    assert "När länken granskades Ett påhittat mål Nu Ett påhittat mål [tillagt: med andra ord ]" in words(page)
    (state,) = re.findall(r'name="state" value="([0-9a-f]+)"', page.text)
    fields = {"lank": linked, "state": state, "giltighet": "valid", "meddelande": "Den håller.", "token": secret}
    before = publishing.last(ledger)
    for wrong, status in (
        ({"token": "rt_fel"}, 401),
        ({"giltighet": "kanske"}, 400),
        ({"state": "0" * 64}, 412),
        ({"lank": "finns-inte"}, 404),
        ({"meddelande": ""}, 400),
    ):
        answer = client.post("/granskning/lankar", data={**fields, **wrong})
        assert answer.status_code == status, words(answer)
        assert 'role="alert"' in answer.text
    assert publishing.last(ledger) == before
    kept = client.post("/granskning/lankar", data=fields)
    assert kept.status_code == 201, words(kept)
    serving.wait_until(lambda: "Den håller." in words(client.get("/granskning/lankar", params={"lank": linked})))
    assert "giltig" in words(client.get("/granskning/lankar", params={"lank": linked}))


def test_waivers_say_who_why_and_until_when(client: httpx.Client, ledger: str, secret: str) -> None:
    """The one that is there is listed; another is decided in the form, and one whose day has passed is refused."""
    page = words(client.get("/granskning/undantag"))
    assert "31 december 2099 en påhittad nämnd Görs av någon annan." in page
    until = (date.today() + timedelta(days=30)).isoformat()  # noqa: DTZ011 -- the service's own day, near enough
    fields = {"sak": f"{EARLY}/mal/2", "regel": "effektmal", "till": until, "meddelande": "Senare.", "token": secret}
    before = publishing.last(ledger)
    for wrong, status in (
        ({"till": "2020-01-01"}, 400),
        ({"till": "igår"}, 400),
        ({"sak": "nej"}, 404),
        ({"token": ""}, 401),
    ):
        answer = client.post("/granskning/undantag", data={**fields, **wrong})
        assert answer.status_code == status, words(answer)
        assert 'value="Senare."' in answer.text
    assert publishing.last(ledger) == before
    kept = client.post("/granskning/undantag", data=fields)
    assert kept.status_code == 201, words(kept)
    serving.wait_until(lambda: "Senare." in words(client.get("/granskning/undantag")))


def test_the_formats_that_are_offered_are_those_that_the_api_takes(client: httpx.Client) -> None:
    """No format is offered that cannot be sent, and none is missing."""
    page = client.get(CHECK).text
    assert {ending for ending in ENDINGS if f'<option value="{ending}">' in page} == set(ENDINGS)


def test_pages_of_a_plan_do_not_say_that_it_holds_when_it_does_not(client: httpx.Client, ledger: str) -> None:
    """A ledger that came to hold a violation another way: the page is never green where the verdict is red."""
    from dataclasses import replace  # noqa: PLC0415 -- for this test alone

    from graph_service.ledger.ledger import Ledger  # noqa: PLC0415 -- the same

    with Ledger.open(ledger) as opened:
        head = opened.commit("HEAD")
        file = next(file for file in opened.files(head.number) if f"/{LATE}/utgava/" in file.graph)
        quads = tuple(quad for quad in file.quads if "dcterms:title" not in str(quad) and "/title" not in str(quad))
        opened.record(head, who="en roll", why="Förbi.", verdict={}, put=[replace(file, quads=quads)])
    serving.wait_until(lambda: not client.get("/health").json()["verdict"]["conforms"])
    page = client.get("/granskning")
    assert "Planerna håller inte:" in words(page)
    assert 'class="verdict holds"' not in page.text
    assert 'class="verdict gapbox"' in page.text
