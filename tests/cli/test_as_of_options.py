"""``--as-of`` and ``--known``: the commands answer as of another time, and say so."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph_service.ledger.ledger import Ledger
from graph_service.settings import Settings
from graph_service.store import snapshot

if TYPE_CHECKING:
    from conftest import Redthread

COUNT = "SELECT (COUNT(*) AS ?n) { ?s dcterms:isPartOf <https://w3id.org/redthread/id/fyrbodal-2020-2022> }"


def test_an_answer_says_which_day_it_is_for(redthread: "Redthread") -> None:
    """What was not in force is not in the answer, and standard error says for which day and how much is left out."""
    finished = redthread("query", COUNT, "--format", "csv", "--as-of", "2018-06-30", "--lang", "sv")
    assert finished.stdout.split() == ["n", "0"]
    assert finished.stderr.startswith("Det som gällde 2018-06-30. Dokument som är utelämnade")
    assert "redthread stats --as-of 2018-06-30" in finished.stderr
    now = redthread("query", COUNT, "--format", "csv")
    assert (now.stdout.split(), now.stderr) == (["n", "320"], "")


def test_stats_names_what_is_left_out_and_what_is_not_known(redthread: "Redthread") -> None:
    """``stats`` names each document that is left out, with why, and each of which it is not known."""
    finished = redthread("stats", "--as-of", "2020-04", "--format", "json")
    lines = finished.stderr.splitlines()
    assert lines[0] == "What was in force on 2020-04-30."
    assert "  Handlingsplan – Digitalisering 2018: was in force until 2018-12-31" in lines
    assert "  För ett hållbart digitaliserat Sverige" in lines
    assert json.loads(finished.stdout)
    early = redthread("stats", "--as-of", "2020-04-02", "--lang", "sv").stderr.splitlines()
    assert "  Handlingsplan för digitalisering i Fyrbodal 2020–2022: utgavs 2020-04-03" in early


def test_plans_of_an_earlier_commit_are_read(redthread: "Redthread", tmp_path: Path) -> None:
    """``--known`` reads what the ledger had after a commit, and and says which; before the first there is nothing."""
    place = str(tmp_path / "plan.sqlite")
    some = [file for file in snapshot.shipped_files(Settings()) if file.path.name.startswith("vastkom-201")]
    with Ledger.open(place) as ledger:
        first = ledger.record(None, who="en roll", why="först", verdict={}, put=some[:1])
        ledger.record(first, who="en roll", why="sedan", verdict={}, put=some[1:])
    count = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s a rt:Plan } }"
    finished = redthread("query", count, "--format", "csv", "--known", "1", REDTHREAD_LEDGER=place)
    assert finished.stdout.split() == ["n", "1"]
    assert finished.stderr == f"As the ledger had it after change 1 ({first.moment:%Y-%m-%d %H:%M} UTC).\n"
    early = redthread("query", count, "--known", "2020-01-01", REDTHREAD_LEDGER=place)
    assert (early.returncode, early.stdout) == (2, "")
    assert early.stderr.startswith("The ledger begins at ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("search", "mål", "--as-of", "i går"), "»i går« is no day."),
        (("show", "4B", "--known", "1"), "There is no ledger yet"),
        (("validate", "data/regional", "--alone", "--as-of", "2019"), "--as-of and --known choose among the plans"),
        (("serve", "data/regional", "--known", "1"), "--as-of and --known choose among the plans"),
        (("trace", "vastkom-2019", "--as-of", "2018", "--url", "http://127.0.0.1:9"), "No service answers"),
    ],
    ids=" ".join,
)
def test_a_time_that_cannot_be_had_is_told(redthread: "Redthread", arguments: tuple[str, ...], told: str) -> None:
    """What is no time, what no ledger has, and what does not go together ends with exit code 2 and says what to do."""
    finished = redthread(*arguments)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert told in finished.stderr


def test_plans_of_another_day_are_judged_as_a_whole(redthread: "Redthread") -> None:
    """``validate`` judges what was in force on a day, and finds no violation in it."""
    finished = redthread("validate", "--as-of", "2018-06-30", "--format", "json")
    assert finished.returncode == 0
    assert "What was in force on 2018-06-30." in finished.stderr
    assert json.loads(finished.stdout)["conforms"] is True
