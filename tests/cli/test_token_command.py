"""``redthread token``: tokens are made, listed and revoked."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from graph_service.cli.program import app
from graph_service.errors import ParameterError
from graph_service.ledger.tokens import Tokens

if TYPE_CHECKING:
    from subprocess import CompletedProcess

Redthread = Callable[..., "CompletedProcess[str]"]
pytestmark = pytest.mark.xdist_group("token")

GIVEN = ("token", "create", "--scope", "plan:fyrbodal-2020-2022", "--name", "Kommunförbundets planerare")


@pytest.fixture
def place(tmp_path: Path) -> str:
    """Give the place of a ledger that is not there yet."""
    return str(tmp_path / "plan.sqlite")


def test_a_token_is_made_listed_and_revoked(redthread: Redthread, place: str) -> None:
    """The token stands alone on standard output, is valid for what was asked, is listed, and can be revoked."""
    made = redthread(*GIVEN, "--scope", "review", "--expires", "90d", REDTHREAD_LEDGER=place)
    assert made.returncode == 0
    assert re.fullmatch(r"rt_[0-9a-f]{12}_[0-9a-f]{64}\n", made.stdout)
    text = made.stdout.strip()
    assert text not in made.stderr
    now = datetime.now(UTC)
    with Tokens(place) as tokens:
        token = tokens.check(text, now)
    assert (token.scopes, token.holder) == (("plan:fyrbodal-2020-2022", "review"), "Kommunförbundets planerare")
    assert timedelta(days=89) < token.expires - now < timedelta(days=90)

    (listed,) = json.loads(redthread("token", "list", "--format", "json", REDTHREAD_LEDGER=place).stdout)
    assert (listed["id"], listed["state"]) == (token.identifier, "valid")
    table = redthread("token", "list", "--lang", "sv", REDTHREAD_LEDGER=place).stdout
    assert "giltig" in table
    assert text.rpartition("_")[2] not in table

    gone = redthread("token", "revoke", token.identifier, "--lang", "sv", REDTHREAD_LEDGER=place)
    assert (gone.returncode, gone.stdout) == (0, "")
    assert "Kommunförbundets planerare" in gone.stderr
    (listed,) = json.loads(redthread("token", "list", "--format", "json", REDTHREAD_LEDGER=place).stdout)
    assert listed["state"] == "revoked"


def test_a_token_lasts_through_its_last_day(redthread: Redthread, place: str) -> None:
    """A token that is to last to a day is valid all that day, in UTC."""
    day = (datetime.now(UTC) + timedelta(days=30)).date()
    made = redthread(*GIVEN, "--expires", str(day), REDTHREAD_LEDGER=place)
    assert made.returncode == 0
    with Tokens(place) as tokens:
        (token,) = tokens.all()
    assert token.expires == datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)


@pytest.mark.parametrize(
    "expires", ["2020-01-01", "yesterday", "0d", "-1d", "99999d", "2027-02-30", "9999-12-31", "", "٣d", "2027-1-1"]
)
def test_a_token_that_ends_at_no_time_is_refused(place: str, expires: str) -> None:
    """A time that has been, is no time, or lies too far off: it is told what would do, and nothing is made."""
    told = CliRunner().invoke(app, [*GIVEN, f"--expires={expires}"], env={"REDTHREAD_LEDGER": place})
    assert isinstance(told.exception, ParameterError)
    assert "90d" in told.exception.text("en")
    assert f"»{expires}«" in told.exception.text("sv")
    assert told.stdout == ""
    with Tokens(place) as tokens:
        assert tokens.all() == ()


def test_unknown_scopes_names_and_tokens_are_told(redthread: Redthread, place: str) -> None:
    """What is no scope, no name and no token is named, with the way out: exit code 2."""
    scope = redthread(*GIVEN, "--scope", "write", "--expires", "9d", "--lang", "en", REDTHREAD_LEDGER=place)
    assert (scope.returncode, scope.stdout) == (2, "")
    assert "»write«" in scope.stderr
    assert not Path(place).exists()
    name = redthread(*GIVEN, "--name", " ", "--expires", "9d", "--lang", "en", REDTHREAD_LEDGER=place)
    assert (name.returncode, name.stdout) == (2, "")
    for _ in range(2):  # without a ledger and with one
        unknown = redthread("token", "revoke", "0123456789ab", "--lang", "en", REDTHREAD_LEDGER=place)
        assert (unknown.returncode, unknown.stdout) == (2, "")
        assert "redthread token list" in unknown.stderr
        redthread(*GIVEN, "--expires", "9d", REDTHREAD_LEDGER=place)


def test_without_tokens_the_list_is_empty(redthread: Redthread, place: str) -> None:
    """Where there is no ledger there are no tokens, and none is begun."""
    told = redthread("token", "list", "--format", "json", REDTHREAD_LEDGER=place)
    assert (told.returncode, json.loads(told.stdout)) == (0, [])
    assert not Path(place).exists()


def test_tokens_are_of_the_ledger_here(redthread: Redthread, place: str) -> None:
    """No service is asked for tokens."""
    told = redthread("--url", "http://127.0.0.1:1", "token", "list", REDTHREAD_LEDGER=place)
    assert told.returncode == 2
