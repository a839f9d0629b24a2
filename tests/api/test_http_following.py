"""A running service serves what is committed while it runs, and nobody meets half of it."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import serving
from conftest import Redthread
from invented_plan import written
from terminal import ROOT

from graph_service.ledger import backup
from graph_service.ledger.ledger import Ledger
from graph_service.ledger.tokens import Tokens
from graph_service.settings import Settings
from graph_service.store import files

PLAN = ROOT / "data" / "subregional" / "fyrbodal-2020-2022.ttl"
GOAL = "En digital infrastruktur"
QUERY = f'ASK {{ ?s ?p ?o FILTER STRSTARTS(STR(?o), "{GOAL} till") }}'


@pytest.fixture
def following(tmp_path: Path) -> Iterator[serving.Server]:
    """Serve the plans of a ledger that is not there yet."""
    ledger = str(tmp_path / "ledger.sqlite")
    server = serving.start(tmp_path / "log", REDTHREAD_LEDGER=ledger, REDTHREAD_FOLLOW_SECONDS="0.2")
    yield server
    assert server.stop() == 0
    assert '"level"' not in server.log.read_text(encoding="utf-8")


def test_a_commit_in_the_terminal_is_served(
    following: serving.Server, tmp_path: Path, redthread_process: Redthread
) -> None:
    """While others ask, each answer comes of one snapshot; the new one comes without a start, the old one's goes."""
    changed = tmp_path / PLAN.name
    shutil.copy(PLAN, changed)
    changed.write_text(changed.read_text(encoding="utf-8").replace(GOAL, f"{GOAL} till"), encoding="utf-8")
    seen: set[tuple[str, int, bool]] = set()
    with httpx.Client(base_url=following.url, timeout=serving.PATIENCE) as client:

        def ask() -> None:
            goal = client.get("/id/fyrbodal-2020-2022/effektmal/4B.jsonld")
            seen.add((goal.headers["x-snapshot"], goal.status_code, f"{GOAL} till" in goal.text))
            query = client.get("/sparql", params={"query": QUERY})
            seen.add((query.headers["x-snapshot"], query.status_code, query.json()["boolean"]))

        first = client.get("/health").json()["snapshot"]
        workers = following.wait_for_workers()
        with serving.repeatedly(ask, ask), ThreadPoolExecutor(1) as terminal:
            made = terminal.submit(
                redthread_process,
                "commit",
                str(changed),
                "-m",
                "prov",
                REDTHREAD_LEDGER=str(tmp_path / "ledger.sqlite"),
            )
            serving.wait_until(lambda: client.get("/health").json()["snapshot"] != first)
            ask()
            ask()
            assert made.result().returncode == 0
        second = client.get("/health").json()["snapshot"]
        assert seen == {(first, 200, False), (second, 200, True)}
        serving.wait_until(lambda: not workers & following.workers())
        assert len(following.wait_for_workers()) == serving.WORKERS


def test_the_first_change_over_http_begins_the_ledger(following: serving.Server, tmp_path: Path) -> None:
    """Of a ledger without commits, the first holds what was served until then, and the second the change."""
    ledger, now = str(tmp_path / "ledger.sqlite"), datetime.now(UTC)
    with Tokens(ledger) as tokens:
        text = tokens.create(["all"], holder="en roll", expires=now + timedelta(days=1), moment=now).text
    with httpx.Client(base_url=following.url, timeout=serving.PATIENCE) as client:
        assert client.get("/api/v1/changes").json()["items"] == []
        answer = client.put(
            "/api/v1/plans/fyrbodal-2020-2022",
            params={"message": "Prov."},
            content=PLAN.read_bytes() + b"# Och sa vidare.",
            headers={"Authorization": f"Bearer {text}", "Content-Type": "text/turtle"},
        )
        assert (answer.status_code, answer.json()["changed"]) == (200, False), answer.text
        worded = PLAN.read_text(encoding="utf-8").replace(f'dcterms:title "{GOAL}', f'dcterms:title "{GOAL} till')
        answer = client.put(
            "/api/v1/plans/fyrbodal-2020-2022",
            params={"message": "Prov."},
            content=worded.encode(),
            headers={"Authorization": f"Bearer {text}", "Content-Type": "text/turtle"},
        )
        assert (answer.status_code, answer.json()["commit"]["number"]) == (200, 2), answer.text
        made = client.get("/api/v1/changes").json()["items"]
    assert [(one["number"], one["who"], len(one["graphs"]) > 1) for one in made] == [
        (2, "en roll", False),
        (1, "redthread", True),
    ]


@pytest.mark.parametrize("how", ["replaced", "moved", "restored"])
def test_a_ledger_that_is_put_in_the_place_of_another_is_served(
    tmp_path: Path, how: str, redthread_process: Redthread
) -> None:
    """Another history at the ledger's place is followed, even with as many changes; what is sent is judged on it."""
    place, other = tmp_path / "plan.sqlite", tmp_path / "other.sqlite"
    texts = {"one": written("pahittad-plan", 3), "other": written("pahittad-plan", 3, f"{GOAL} till")}
    for (name, text), target in zip(texts.items(), (place, other), strict=True):
        plan = files.parse(text, tmp_path / "pahittad-plan.ttl", base=Settings().base)
        with Ledger.open(str(target)) as ledger:
            ledger.record(None, who="en roll", why=f"Påhittat {name}.", verdict={}, put=[plan])
    running = serving.start(tmp_path / "log", REDTHREAD_LEDGER=str(place), REDTHREAD_FOLLOW_SECONDS="0.2")
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as client:

        def why() -> list[str]:
            return [change["why"] for change in client.get("/api/v1/changes").json()["items"]]

        def told(**time: str) -> bool:
            answer: bool = client.get("/sparql", params={"query": QUERY, **time}).json()["boolean"]
            return answer

        check = "/api/v1/plans/pahittad-plan/check"
        shown = {"Content-Type": "text/turtle"}
        assert (why(), told(), told(known="1")) == (["Påhittat one."], False, False)
        one = texts["one"].encode()
        assert client.post(check, content=one, headers=shown).json()["changed"] is False
        if how == "replaced":
            finished = redthread_process("restore", "--replace", str(other), REDTHREAD_LEDGER=str(place))
            assert finished.returncode == 0, finished.stderr
        elif how == "moved":
            other.replace(place)
        else:
            copy = tmp_path / "copy.sqlite"
            backup.backup(str(other), copy)
            place.unlink()
            serving.wait_until(lambda: not place.with_name(f"{place.name}-wal").exists())
            backup.restore(copy, str(place))
        serving.wait_until(told)
        assert (why(), told(known="1")) == (["Påhittat other."], True)
        assert client.post(check, content=one, headers=shown).json()["changed"] is True
        now = datetime.now(UTC)
        with Tokens(str(place)) as tokens:
            text = tokens.create(["all"], holder="en roll", expires=now + timedelta(days=1), moment=now).text
        sent = client.put(
            "/api/v1/plans/pahittad-plan",
            params={"message": "Åter."},
            content=one,
            headers={**shown, "Authorization": f"Bearer {text}"},
        )
        assert sent.status_code == 200, sent.text
        serving.wait_until(lambda: not told())
        with Ledger.open(str(place), new=False) as ledger:
            assert [commit.why for commit in ledger.log(5)] == ["Åter.", "Påhittat other."]
            assert list(ledger.faults()) == []
    assert running.stop() == 0
    assert '"error"' not in running.log.read_text(encoding="utf-8")


def test_what_is_no_longer_in_the_ledger_is_not_told_from_what_has_taken_its_place(
    tmp_path: Path, redthread_process: Redthread
) -> None:
    """Until the new history is served, what the old one would have to tell is told with 503, never from the new one."""
    place, other = tmp_path / "plan.sqlite", tmp_path / "other.sqlite"
    for words, target in (("", place), (f"{GOAL} till", other)):
        text = written("pahittad-plan", 3, words) if words else written("pahittad-plan", 3)
        plan = files.parse(text, tmp_path / "pahittad-plan.ttl", base=Settings().base)
        with Ledger.open(str(target)) as ledger:
            ledger.record(None, who="en roll", why="Påhittat.", verdict={}, put=[plan])
    running = serving.start(tmp_path / "log", REDTHREAD_LEDGER=str(place), REDTHREAD_FOLLOW_SECONDS="3600")
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as client:
        finished = redthread_process("restore", "--replace", str(other), REDTHREAD_LEDGER=str(place))
        assert finished.returncode == 0, finished.stderr
        for path in ("/api/v1/links", "/api/v1/waivers", "/api/v1/plans?as_of=2026"):
            refused = client.get(path, headers={"Accept-Language": "sv"})
            assert (refused.status_code, refused.json()["code"]) == (503, "ledger_replaced"), refused.text
            assert int(refused.headers["retry-after"])
            assert str(tmp_path) not in refused.text
        now = datetime.now(UTC)
        with Tokens(str(place)) as tokens:
            token = tokens.create(["all"], holder="en roll", expires=now + timedelta(days=1), moment=now).text
        sent = client.put(
            "/api/v1/plans/pahittad-plan",
            params={"message": "Åter."},
            content=written("pahittad-plan", 3).encode(),
            headers={"Content-Type": "text/turtle", "Authorization": f"Bearer {token}"},
        )
        assert sent.status_code == 200, sent.text
        serving.wait_until(lambda: client.get("/api/v1/links").status_code == 200)
        assert client.get("/api/v1/plans?as_of=2026").status_code == 200
    assert running.stop() == 0
    assert '"error"' not in running.log.read_text(encoding="utf-8")
