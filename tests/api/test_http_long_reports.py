"""Text over HTTP of very many findings is cut, and says how much is left and how all is had."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import serving
from invented_plan import written

from graph_service.ledger.ledger import Ledger
from graph_service.settings import Settings
from graph_service.store import files

pytestmark = pytest.mark.xdist_group("long_reports")

GOALS = 1100
MOST = 1000


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a client of a service with a plan whose 1100 goals nothing leads to."""
    folder = tmp_path_factory.mktemp("long")
    path = folder / "pahittad-lang.ttl"
    path.write_text(written("pahittad-lang", GOALS), encoding="utf-8")
    place = str(folder / "plan.sqlite")
    with Ledger.open(place) as ledger:
        file = files.read(Path(path), limit=Settings().file_bytes, base=Settings().base)
        ledger.record(None, who="en roll", why="Påhittat.", verdict={}, put=[file])
    running = serving.start(folder / "log", REDTHREAD_LEDGER=place)
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as made:
        yield made
    assert running.stop() == 0


def _left(lines: list[str]) -> tuple[int, int]:
    ((place, count),) = [
        (place, int(found[1]))
        for place, line in enumerate(lines)
        if (found := re.search(r"and (\d+) more lines\. .*format=json", line))
    ]
    return place, count


def test_a_long_report_of_validation_is_cut(client: httpx.Client) -> None:
    """Of 1100 goals the first are told, how many lines are left, and the outcome; as JSON each is told."""
    asked = {"shape": "EffectGoal-covered", "lang": "en"}
    lines = client.get("/api/v1/validation", params={**asked, "format": "text"}).text.splitlines()
    place, count = _left(lines)
    assert place == MOST
    told = sum("Påhittat mål nummer" in line for line in lines)
    assert told < GOALS <= told + count
    assert f"{GOALS} warnings" in " ".join(lines[place + 1 :])
    whole = client.get("/api/v1/validation", params={**asked, "format": "json", "limit": 10_000}).json()
    assert len(whole["items"]) == GOALS


def test_a_long_report_of_a_check_is_cut(client: httpx.Client) -> None:
    """The same of a check: the judgement in short comes first, and counts all that is new."""
    check = "/api/v1/plans/pahittad-lang-till/check"
    plan, shown = written("pahittad-lang-till", GOALS).encode(), {"Content-Type": "text/turtle"}
    text = client.post(check, params={"format": "text", "lang": "en"}, content=plan, headers=shown).text
    lines = text.splitlines()
    assert _left(lines)[0] == MOST == len(lines) - 1
    assert sum("Påhittat mål nummer" in line for line in lines) < GOALS
    assert int(re.findall(r"Findings: (\d+) new", text)[0]) >= GOALS


def test_a_short_report_is_whole(client: httpx.Client) -> None:
    """What can be read is not cut."""
    check = "/api/v1/plans/pahittad-kort/check"
    plan, shown = written("pahittad-kort", 3).encode(), {"Content-Type": "text/turtle", "Accept": "text/plain"}
    text = client.post(check, params={"lang": "en"}, content=plan, headers=shown).text
    assert "Påhittat mål nummer 3" in text
    assert "more lines" not in text
