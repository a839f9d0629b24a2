"""Plans as of another time: what users write, and what the ledger had then."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph_service.errors import ParameterError, UnknownThingError
from graph_service.ledger.ledger import Ledger
from graph_service.messages import LANGUAGES
from graph_service.model.as_of import AsOf, Told
from graph_service.plans.moments import as_of, plans_as_of, written
from graph_service.settings import Settings
from graph_service.store import snapshot


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-12-31", date(2019, 12, 31)),
        ("2019", date(2019, 12, 31)),
        ("2019-06", date(2019, 6, 30)),
        ("2020-02", date(2020, 2, 29)),
        (" 2018-06-30 ", date(2018, 6, 30)),
    ],
)
def test_a_month_or_a_year_stands_for_its_last_day(text: str, day: date) -> None:
    """A day is read as it is, a month and a year as their last day."""
    assert as_of(text, None) == AsOf(in_force=day)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("12", 12),
        ("2026", 2026),
        ("HEAD", "HEAD"),
        ("1f2e3d", "1f2e3d"),
        ("1234567890", "1234567890"),
        ("2026-11-28", datetime(2026, 11, 28, 23, 59, 59, 999999, UTC)),
        ("2026-11", datetime(2026, 11, 30, 23, 59, 59, 999999, UTC)),
        ("2026-11-28T12:00Z", datetime(2026, 11, 28, 12, 0, 59, 999999, UTC)),
        ("2026-11-28 12:00", datetime(2026, 11, 28, 12, 0, 59, 999999, UTC)),
        ("2026-11-28t12:00:01+01:00", datetime(2026, 11, 28, 11, 0, 1, 999999, UTC)),
        ("2026-11-28T12:00:01.5-0030", datetime(2026, 11, 28, 12, 30, 1, 500000, UTC)),
    ],
)
def test_what_was_known_is_a_commit_or_a_moment(text: str, known: datetime | int | str) -> None:
    """Digits alone are a commit; a moment is in UTC unless it says otherwise, and stands for its last instant."""
    assert as_of(None, text) == AsOf(known=known)


@pytest.mark.parametrize(
    "text", ["", "i går", "2019-13", "2019-02-29", "0000", "19", "2019-1-1", "2019-12-31T12:00", "²019", "2019\n-01"]
)
def test_what_is_no_day_is_told(text: str) -> None:
    """What cannot be read as a day is refused, with what could be written instead, in both languages."""
    with pytest.raises(ParameterError) as told:
        as_of(text, None)
    assert all("2019-12-31" in told.value.text(lang) for lang in LANGUAGES)


@pytest.mark.parametrize(
    "text", ["", "nu", "2026-11-28T25:00", "2026-11-28T12:00+99:00", "9999-12-31T23:59-12:00", "abc", "-1", "1.5"]
)
def test_what_is_neither_a_moment_nor_a_commit_is_told(text: str) -> None:
    """What cannot be read as a moment or a commit is refused, with what could be written instead."""
    with pytest.raises(ParameterError) as told:
        as_of(None, text)
    assert all("2026-11-28T12:00Z" in told.value.text(lang) for lang in LANGUAGES)


@given(st.text(max_size=30) | st.from_regex(r"[0-9T:Z+.-]{1,30}", fullmatch=True))
@example("2026-11-28T12:00Z")
@example("0")
def test_what_is_read_can_be_written_and_read_again(text: str) -> None:
    """Any text is refused, or read as a time that stays the same as the parameters of an address."""
    for name in ("as_of", "known"):
        try:
            asked = as_of(**{"day": text, "known": None} if name == "as_of" else {"day": None, "known": text})
        except ParameterError:
            continue
        parameters = written(asked)
        assert list(parameters) == [name]
        assert as_of(parameters.get("as_of"), parameters.get("known")) == asked
        assert asked


def test_now_needs_nothing() -> None:
    """Where no time is asked for, all plans of now are read, and there is nothing to tell."""
    assert not as_of(None, None)
    assert written(AsOf()) == {}
    plans, told = plans_as_of(Settings(ledger="/nowhere/none"), AsOf())
    assert told == Told()
    assert len(plans.files) == len(snapshot.shipped_files(Settings()))


@pytest.fixture
def kept(tmp_path: Path) -> Settings:
    """Give settings of a ledger with the shipped plans of VästKom: the second commit takes the plan of 2019 out."""
    place = str(tmp_path / "plan.sqlite")
    some = [file for file in snapshot.shipped_files(Settings()) if file.path.name.startswith("vastkom-201")]
    with Ledger.open(place) as ledger:
        first = ledger.record(None, who="en roll", why="först", verdict={}, put=some)
        graph = next(file.graph for file in some if "2019" in file.graph)
        ledger.record(first, who="en roll", why="sedan", verdict={}, put=(), taken_out=[graph])
    return replace(Settings(), ledger=place)


def _names(settings: Settings, asked: AsOf) -> list[str]:
    return [file.path.name for file in plans_as_of(settings, asked)[0].files]


def test_plans_are_those_that_the_ledger_had(kept: Settings) -> None:
    """At a moment, or after a commit named in any way, the plans are those that the ledger had then."""
    both, one = ["vastkom-2018.ttl", "vastkom-2019.ttl"], ["vastkom-2018.ttl"]
    with Ledger.open(kept.ledger or "") as ledger:
        first, second = ledger.commit("1"), ledger.commit("2")
    assert _names(kept, AsOf()) == one
    assert _names(kept, AsOf(known=1)) == both
    assert _names(kept, AsOf(known=first.address[:12])) == both
    assert _names(kept, AsOf(known="HEAD")) == one
    assert _names(kept, AsOf(known=second.moment - timedelta(microseconds=1))) == both
    assert _names(kept, AsOf(known=second.moment)) == one
    told = plans_as_of(kept, AsOf(known=1))[1]
    assert told == Told(commit=1, at=first.moment, address=first.address)


def test_both_clocks_hold_at_once(kept: Settings) -> None:
    """Of the plans that were known, those in force are chosen: each clock is asked by itself."""
    plans, told = plans_as_of(kept, AsOf(date(2018, 6, 30), 1))
    assert (told.in_force, told.commit) == (date(2018, 6, 30), 1)
    assert [one.iri.rsplit("/", 1)[-1] for one in told.left_out] == ["vastkom-2019"]
    assert [file.path.name for file in plans.files] == ["vastkom-2018.ttl", "vastkom-2019.ttl"]
    assert plans_as_of(kept, AsOf(date(2018, 6, 30)))[1].left_out == ()


def test_before_the_ledger_nothing_is_known(kept: Settings, tmp_path: Path) -> None:
    """A time before the first commit, a commit that is none, and a ledger that is none or empty are told as such."""
    with pytest.raises(UnknownThingError) as early:
        plans_as_of(kept, AsOf(known=datetime(2020, 1, 1, tzinfo=UTC)))
    with Ledger.open(kept.ledger or "") as ledger:
        begun = f"{ledger.commit('1').moment:%Y-%m-%d %H:%M:%S} UTC"
    assert all(begun in early.value.text(lang) for lang in LANGUAGES)
    with pytest.raises(UnknownThingError, match="99"):
        plans_as_of(kept, AsOf(known=99))
    empty, none = tmp_path / "empty.sqlite", tmp_path / "none.sqlite"
    Ledger.open(str(empty)).close()
    for place in (empty, none):
        with pytest.raises(UnknownThingError) as missing:
            plans_as_of(replace(Settings(), ledger=str(place)), AsOf(known=1))
        assert all(str(place) in missing.value.text(lang) for lang in LANGUAGES)
    assert not none.exists()
