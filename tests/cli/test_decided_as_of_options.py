"""``redthread links`` and ``waivers`` as of another time, in a small invented ledger that is worked out by hand."""

import csv
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import decided_ledger
import pytest
from decided_ledger import LASTING, LINKS, PASSED, WAIVERS, WITHIN

if TYPE_CHECKING:
    from conftest import Redthread

pytestmark = pytest.mark.xdist_group("decided_options")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the ledger."""
    return decided_ledger.make(tmp_path_factory.mktemp("ledger"))


def _options(time: Mapping[str, str]) -> list[str]:
    return [part for name, value in time.items() for part in (f"--{name.replace('_', '-')}", value)]


@pytest.mark.parametrize(("time", "expected"), LINKS, ids=str)
def test_links_stand_as_they_stood(
    redthread: "Redthread", ledger: str, time: Mapping[str, str], expected: Mapping[str, str]
) -> None:
    """Links are those in force on the day, and stand by the texts and reviews that were known."""
    finished = redthread("links", "--format", "json", *_options(time), REDTHREAD_LEDGER=ledger)
    assert finished.returncode == 0, finished.stderr
    assert {one["iri"]: one["validity"] for one in json.loads(finished.stdout)} == expected
    assert (f"What was in force on {time.get('as_of', '')}" in finished.stderr) == ("as_of" in time)
    assert (f"after change {time.get('known')} (" in finished.stderr) == ("known" in time)


@pytest.mark.parametrize(("time", "expected"), WAIVERS, ids=str)
def test_waivers_are_those_of_then(
    redthread: "Redthread", ledger: str, time: Mapping[str, str], expected: Mapping[str, bool]
) -> None:
    """Waivers are those that were known, from when they were decided, and run out by the day."""
    finished = redthread("waivers", "--format", "csv", *_options(time), REDTHREAD_LEDGER=ledger)
    assert finished.returncode == 0, finished.stderr
    rows = csv.DictReader(finished.stdout.splitlines())
    assert {row["waiver"]: row["expired"] == "true" for row in rows} == expected


def test_what_people_read_is_of_then(redthread: "Redthread", ledger: str) -> None:
    """The tables and the words of suspect links are those of the time that is asked of."""
    then = redthread("links", "--suspect", "--known", "2", "--as-of", "2019", "--lang", "sv", REDTHREAD_LEDGER=ledger)
    assert WITHIN.rpartition("/id/")[2] in then.stdout
    assert "[-andra-]{+annat+}" in then.stdout
    past = redthread("waivers", "--expired", "--known", "4", "--as-of", "2022-07-01", REDTHREAD_LEDGER=ledger)
    assert "2022-06-30" in past.stdout
    assert "2099-12-31" not in past.stdout
    assert {PASSED, LASTING} == WAIVERS[2][1].keys()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("links", "--as-of", "i går"), "»i går« is no day."),
        (("waivers", "--known", "99"), "99"),
        (("links", "--known", "2001-01-01"), "The ledger begins at "),
        (("review", WITHIN, "--valid", "-m", "x", "--as-of", "2019"), "--as-of"),
        (("waive", "1", "--rule", "effektmal", "--until", "2099", "-m", "x", "--known", "1"), "--known"),
    ],
    ids=str,
)
def test_a_time_that_cannot_be_had_is_told(
    redthread: "Redthread", ledger: str, arguments: tuple[str, ...], told: str
) -> None:
    """What is no time, what the ledger has not, and a decision of another time ends with exit code 2 and words."""
    finished = redthread(*arguments, REDTHREAD_LEDGER=ledger)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert told in finished.stderr
