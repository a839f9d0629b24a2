"""``redthread links``, ``review``, ``waive`` and ``waivers``: decisions from the terminal, kept as changes."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph_service.ledger.ledger import Ledger
from graph_service.settings import Settings
from graph_service.store import files, snapshot
from graph_service.store.links import Links

if TYPE_CHECKING:
    from subprocess import CompletedProcess

Redthread = Callable[..., "CompletedProcess[str]"]
pytestmark = pytest.mark.xdist_group("links")

FYRBODAL = Path(__file__).parents[2] / "data" / "subregional" / "fyrbodal-2020-2022.ttl"
FEW = {FYRBODAL.name, "fyrbodal-nationellt.ttl", "nationell-digitaliseringsstrategi-2017.ttl", "organisations.ttl"}
OLD, NEW = 'dcterms:title "En digital infrastruktur', 'dcterms:title "En påhittad grund'
LINK = "insats-4.1--effektmal-4B"
DAY = "2099-12-31"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger with a few of the shipped plans, in which goal 4B was reworded."""
    folder = tmp_path_factory.mktemp("begun")
    reworded = folder / FYRBODAL.name
    reworded.write_text(FYRBODAL.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    few = [file for file in snapshot.shipped_files(Settings()) if file.path.name in FEW]
    with Ledger.open(str(folder / "plan.sqlite")) as opened:
        first = opened.record(None, who="redthread", why="Några av planerna.", verdict={}, put=few)
        file = files.read(reworded, limit=Settings().file_bytes, base=Settings().base)
        opened.record(first, who="en roll", why="Ny ordalydelse.", verdict={}, put=[file])
    return folder / "plan.sqlite"


@pytest.fixture
def ledger(begun: Path, tmp_path: Path) -> str:
    """Give a copy of that ledger."""
    return str(shutil.copy(begun, tmp_path / "plan.sqlite"))


def test_suspect_links_are_told_with_what_was_reworded(redthread: Redthread, ledger: str) -> None:
    """Each suspect link is shown with its ends and the words of then and now; a review takes it off the list."""
    told = redthread("links", "--suspect", "--lang", "sv", REDTHREAD_LEDGER=ledger)
    assert told.returncode == 0, told.stderr
    assert (
        "? Insats 4.1 —bidrar till→ Effektmål 4B\n    fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B" in told.stdout
    )
    assert "Effektmål 4B: En [-digital infrastruktur-]{+påhittad grund+} som" in told.stdout
    reviewed = redthread(
        "review", LINK, "--invalid", "-m", "Leder inte dit.", "--who", "en roll", REDTHREAD_LEDGER=ledger
    )
    assert reviewed.returncode == 0, reviewed.stderr
    plan = "fyrbodal-2020-2022"
    assert f"The link {plan}/lank/{LINK}, from {plan}/insats/4.1 to {plan}/effektmal/4B." in reviewed.stderr
    assert "Initiative 4.1" in reviewed.stdout
    assert "✂ Effect goal 4B" in reviewed.stdout
    listed = json.loads(redthread("links", "--format", "json", REDTHREAD_LEDGER=ledger).stdout)
    of = {one["iri"].rpartition("/")[2]: one for one in listed}
    assert (of[LINK]["validity"], of[LINK]["review"]["who"], of[LINK]["review"]["why"]) == (
        *("invalid", "en roll", "Leder inte dit."),
    )
    assert {name for name, one in of.items() if one["validity"] == "suspect"} == {
        *("effektmal-4B--fokusomrade-3.4", "insats-4.2--effektmal-4B"),
    }
    (last, *_) = json.loads(redthread("log", "--format", "json", REDTHREAD_LEDGER=ledger).stdout)
    assert (last["number"], last["who"], last["why"]) == (3, "en roll", "Leder inte dit.")


def test_the_log_names_decisions_and_what_they_are_about(redthread: Redthread, ledger: str) -> None:
    """A decision is named by its link or thing and by what was decided, and found by whatever names those."""

    def decide(*arguments: str) -> None:
        told = redthread(*arguments, "-m", "Prov.", "--who", "en roll", REDTHREAD_LEDGER=ledger)
        assert told.returncode == 0, told.stderr

    def numbers(name: str) -> list[int]:
        told = redthread("log", name, "--format", "json", REDTHREAD_LEDGER=ledger)
        assert told.returncode == 0, told.stderr
        return [one["number"] for one in json.loads(told.stdout)]

    link, goal = f"fyrbodal-2020-2022/lank/{LINK}", "fyrbodal-2020-2022/effektmal/1C"
    decide("review", LINK, "--invalid")
    decide("waive", "1C", "--rule", "effektmal", "--until", DAY)
    decide("waive", "1C", "--rule", "effektmal", "--withdraw")
    told = redthread("log", "--lang", "en", REDTHREAD_LEDGER=ledger, COLUMNS="200").stdout
    for named in (f"the link {link}: invalid", f"waiver of {goal} from effektmal through {DAY}", "taken back: waiver"):
        assert named in " ".join(told.replace("│", " ").split())
    assert "granskning-" not in told
    withdrawn, waived, reviewed, *_ = json.loads(redthread("log", "--format", "json", REDTHREAD_LEDGER=ledger).stdout)
    (decision,) = reviewed["decisions"]
    assert (decision["kind"], decision["path"], decision["validity"]) == ("review", link, "invalid")
    (decision,) = waived["decisions"]
    assert (decision["kind"], decision["path"], decision["until"]) == ("waiver", goal, DAY)
    assert decision["rule"].endswith("/regel/effektmal")
    assert [one["decisions"][0]["taken_back"] for one in (withdrawn, waived)] == [True, False]
    assert f"review {link} invalid" in redthread("log", "--format", "csv", REDTHREAD_LEDGER=ledger).stdout

    base = Settings().base
    assert [numbers(name) for name in (LINK, link, base + link)] == [[3, 1]] * 3
    assert [numbers(name) for name in ("1C", goal, f"undantag/effektmal/{goal}")] == [[5, 4, 1], [5, 4, 1], [5, 4]]
    assert numbers("4B") == [2, 1]
    assert numbers("fyrbodal-2020-2022") == [2, 1]
    last = redthread("log", "1C", "--limit", "1", "--format", "json", REDTHREAD_LEDGER=ledger)
    assert [one["number"] for one in json.loads(last.stdout)] == [5]


def test_what_is_no_longer_there_has_a_history(redthread: Redthread, ledger: str) -> None:
    """A thing and a link that are gone are found by their short paths, and so is the change that took them out."""
    told = redthread("commit", "--remove", "fyrbodal-nationellt", "-m", "Prov.", REDTHREAD_LEDGER=ledger)
    assert told.returncode == 0, told.stderr
    with Ledger.open(ledger) as opened:
        gone = min(Links(opened.files(2)).links.keys() - Links(opened.files(3)).links.keys())
    told = redthread("log", gone.removeprefix(Settings().base), "--format", "json", REDTHREAD_LEDGER=ledger)
    assert [one["number"] for one in json.loads(told.stdout)] == [3, 1]
    for unknown in ("nix", "nix/nix", ""):
        told = redthread("log", unknown, REDTHREAD_LEDGER=ledger)
        assert (told.returncode, told.stdout) == (2, "")
        assert unknown in told.stderr


def test_links_are_listed_by_document_and_basis(redthread: Redthread) -> None:
    """Without a ledger the shipped links are listed, as a table or as CSV, and none of them is suspect."""
    told = redthread("links", "--plan", "vastkom-2019", "--basis", "inferred", "--format", "csv")
    rows = list(csv.DictReader(told.stdout.splitlines()))
    assert rows
    assert {row["basis"] for row in rows} == {"inferred"}
    assert all("vastkom-2019" in row["from"] + row["to"] for row in rows)
    assert {row["validity"] for row in rows} == {"valid"}
    none = redthread("links", "--suspect")
    assert (none.returncode, none.stdout) == (0, "")


def test_a_waiver_is_made_listed_and_taken_back(redthread: Redthread, ledger: str) -> None:
    """A waiver is a change like any other; a dry run only tells, and what is taken back is listed no more."""
    arguments = ("waive", "1C", "--rule", "effektmal", "-m", "Görs av någon annan.", "--who", "en kommitté")
    dry = redthread(*arguments, "--until", DAY, "--dry-run", REDTHREAD_LEDGER=ledger)
    assert dry.returncode == 0, dry.stderr
    made = redthread(*arguments, "--until", DAY, REDTHREAD_LEDGER=ledger)
    assert made.stdout == dry.stdout
    assert "change 3" in made.stderr
    assert "Effect goal 1C: fyrbodal-2020-2022/effektmal/1C" in made.stderr
    (row,) = json.loads(redthread("waivers", "--format", "json", REDTHREAD_LEDGER=ledger).stdout)
    assert (row["who"], row["why"], row["until"], row["expired"]) == (
        "en kommitté",
        "Görs av någon annan.",
        DAY,
        "false",
    )
    table = redthread("waivers", "--lang", "sv", REDTHREAD_LEDGER=ledger).stdout
    assert "Effektmål 1C" in table
    assert DAY in table
    assert redthread("waivers", "--expired", REDTHREAD_LEDGER=ledger).stdout == ""
    assert redthread(*arguments, "--withdraw", REDTHREAD_LEDGER=ledger).returncode == 0
    assert json.loads(redthread("waivers", "--format", "json", REDTHREAD_LEDGER=ledger).stdout) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("review", LINK, "-m", "x"),
        ("review", LINK, "--valid", "--invalid", "-m", "x"),
        ("review", LINK, "--valid"),
        ("review", LINK, "--valid", "-m", " "),
        ("review", "effektmal-4B", "--valid", "-m", "x"),
        ("review", "nix", "--valid", "-m", "x"),
        ("review", LINK, "--valid", "-m", "x", "--base", "1"),
        ("waive", "1C", "--rule", "effektmal", "-m", "x"),
        ("waive", "1C", "--rule", "effektmal", "-m", "x", "--until", DAY, "--withdraw"),
        ("waive", "1C", "--rule", "effektmal", "-m", "x", "--until", "31 december"),
        ("waive", "1C", "--rule", "effektmal", "-m", "x", "--until", "2001-01-01"),
        ("waive", "1C", "--rule", "nix", "-m", "x", "--until", DAY),
        ("waive", "nix", "--rule", "effektmal", "-m", "x", "--until", DAY),
        ("waive", "1C", "--rule", "effektmal", "-m", "x", "--withdraw"),
        ("links", "--plan", "nix"),
    ],
)
def test_half_a_decision_is_refused(redthread: Redthread, ledger: str, arguments: tuple[str, ...]) -> None:
    """What is missing, unknown, of two minds or out of date is told in one line or a few, and nothing changes."""
    told = redthread(*arguments, REDTHREAD_LEDGER=ledger)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr
    assert "Traceback" not in told.stderr
    with Ledger.open(ledger) as opened:
        assert opened.commit("HEAD").number == 2
