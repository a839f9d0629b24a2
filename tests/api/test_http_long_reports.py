"""Text over HTTP of very many findings is cut, and says how much is left and how all is had."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import serving

from graph_service.ledger.ledger import Ledger
from graph_service.settings import Settings
from graph_service.store import files

pytestmark = pytest.mark.xdist_group("long_reports")

GOALS = 1100
MOST = 1000
HEAD = """@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<NAME> a rt:Plan ; dcterms:title "Påhittad lång plan"@sv ; rt:level rt:local .
<NAME/utgava/1> a rt:PlanEdition ; rt:editionOf <NAME> ; rt:version "1" ; rt:editionStatus rt:current ;
    rt:content rt:loaded .
"""
GOAL = """<NAME/mal/N> a rt:EffectGoal ; dcterms:isPartOf <NAME> ; dcterms:source <NAME/utgava/1> ;
    dcterms:identifier "N" ; rt:locator "rad N"@sv ; rt:position N ; dcterms:title "Påhittat mål nummer N"@sv .
"""


def _plan(name: str, goals: int = GOALS) -> str:
    told = (re.sub(r"\bN\b", str(number), GOAL) for number in range(1, goals + 1))
    return "".join((HEAD, *told)).replace("NAME", name)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a client of a service with a plan whose 1100 goals nothing leads to."""
    folder = tmp_path_factory.mktemp("long")
    path = folder / "pahittad-lang.ttl"
    path.write_text(_plan("pahittad-lang"), encoding="utf-8")
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
    """The same of a check: the judgement in short comes first; as JSON each finding is told."""
    check = "/api/v1/plans/pahittad-lang-till/check"
    plan, shown = _plan("pahittad-lang-till").encode(), {"Content-Type": "text/turtle"}
    text = client.post(check, params={"format": "text", "lang": "en"}, content=plan, headers=shown).text
    lines = text.splitlines()
    assert _left(lines)[0] == MOST == len(lines) - 1
    assert sum("Påhittat mål nummer" in line for line in lines) < GOALS
    told = client.post(check, params={"format": "json"}, content=plan, headers=shown).json()["judgement"]
    assert len(told["findings"]["introduced"]) >= GOALS


def test_a_short_report_is_whole(client: httpx.Client) -> None:
    """What can be read is not cut."""
    check = "/api/v1/plans/pahittad-kort/check"
    plan, shown = _plan("pahittad-kort", 3).encode(), {"Content-Type": "text/turtle", "Accept": "text/plain"}
    text = client.post(check, params={"lang": "en"}, content=plan, headers=shown).text
    assert "Påhittat mål nummer 3" in text
    assert "more lines" not in text
