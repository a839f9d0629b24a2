"""Tokens: made, shown, checked, revoked; in both databases."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy

from graph_service.errors import ParameterError, TokenError, UnknownThingError
from graph_service.ledger import schema
from graph_service.ledger.backup import backup, restore
from graph_service.ledger.ledger import Ledger
from graph_service.ledger.tokens import NewToken, Tokens

pytestmark = pytest.mark.xdist_group("ledger")

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def _made(tokens: Tokens, *allowed: str, moment: datetime = NOW) -> NewToken:
    return tokens.create(allowed or ["plan:a"], holder="en roll", expires=moment + DAY, moment=moment)


def _reason(tokens: Tokens, text: str, moment: datetime = NOW) -> str:
    with pytest.raises(TokenError) as refused:
        tokens.check(text, moment)
    assert str(refused.value) == str(TokenError(reason="other"))
    return refused.value.reason


def test_a_token_is_valid_until_it_ends(url: str) -> None:
    """What was made is found by its text, with all that was said of it, and is refused from the moment it ends on."""
    with Tokens(url) as tokens:
        made = _made(tokens, "review", "plan:a", "review")
        assert tokens.check(made.text, NOW) == made.token
        assert (made.token.scopes, made.token.holder) == (("plan:a", "review"), "en roll")
        assert tokens.check(made.text, NOW + DAY - timedelta(microseconds=1)) == made.token
        assert _reason(tokens, made.text, NOW + DAY) == "expired"


def test_the_secret_is_not_kept(url: str) -> None:
    """The database holds the SHA-256 of the secret, and nowhere the secret itself."""
    with Tokens(url) as tokens:
        made = _made(tokens)
    secret = made.text.rpartition("_")[2]
    engine = sqlalchemy.create_engine(url if "://" in url else f"sqlite:///{url}")
    with engine.connect() as connection:
        (row,) = connection.execute(sqlalchemy.select(schema.tokens))
    engine.dispose()
    assert row.secret == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in str(row)
    if "://" not in url:
        files = Path(url).parent.glob(f"{Path(url).name}*")
        assert not any(secret.encode() in file.read_bytes() for file in files)


def test_two_tokens_are_not_alike(url: str) -> None:
    """No two tokens share their name or secret, and each allows what was said for it."""
    with Tokens(url) as tokens:
        made = [_made(tokens, f"plan:{number}", moment=NOW + number * DAY) for number in range(3)]
        assert len({part for one in made for part in one.text.split("_")[1:]}) == 6
        assert tokens.all() == tuple(one.token for one in reversed(made))
        mixed = f"rt_{made[0].token.identifier}_{made[1].text.rpartition('_')[2]}"
        assert _reason(tokens, mixed) == "wrong"


def test_a_revoked_token_is_refused_for_ever(url: str) -> None:
    """From when it is revoked a token is refused; to revoke it again changes nothing; others go on."""
    with Tokens(url) as tokens:
        made, other = _made(tokens), _made(tokens)
        gone = tokens.revoke(made.token.identifier, NOW)
        assert gone.revoked == NOW
        assert tokens.revoke(made.token.identifier, NOW + DAY) == gone
        assert _reason(tokens, made.text) == "revoked"
        assert tokens.check(other.text, NOW) == other.token
        with pytest.raises(UnknownThingError):
            tokens.revoke("nix", NOW)


@pytest.mark.parametrize(
    "text",
    [
        *("", "rt_", "x", "rt_123456789abc", "rt_123456789abc_", "rt_123456789ABC_" + "0" * 64, "é" * 5000),
        *(f"rt_123456789abc_{end}" for end in ("0" * 63, "0" * 65, "0" * 64 + "\n", "٠" * 64)),
        "rt_' OR 1=1 --_" + "0" * 64,
    ],
)
def test_what_is_no_token_is_refused(tmp_path: Path, text: str) -> None:
    """A text of another form is not even looked up."""
    with Tokens(str(tmp_path / "plan.sqlite")) as tokens:
        assert _reason(tokens, text) == "malformed"


def test_a_token_that_was_never_made_is_refused(url: str) -> None:
    """A text of the right form that stands for nothing is refused, with and without other tokens."""
    with Tokens(url) as tokens:
        assert _reason(tokens, f"rt_{'0' * 12}_{'0' * 64}") == "unknown"
        _made(tokens)
        assert _reason(tokens, f"rt_{'0' * 12}_{'0' * 64}") == "unknown"


def test_the_day_of_use_is_noted(url: str) -> None:
    """The day on which a token was last used can be seen, and no more of it."""
    with Tokens(url) as tokens:
        made = _made(tokens)
        tokens.used(made.token, NOW)
        tokens.used(tokens.check(made.text, NOW), NOW + timedelta(hours=1))
        assert tokens.check(made.text, NOW).used == datetime(2026, 11, 29, tzinfo=UTC)


@pytest.mark.parametrize("lasting", [timedelta(0), -DAY, timedelta(days=4000)])
def test_a_token_ends_in_time(tmp_path: Path, lasting: timedelta) -> None:
    """A token that would have ended, or would last for ages, is not made."""
    with Tokens(str(tmp_path / "plan.sqlite")) as tokens:
        with pytest.raises(ParameterError):
            tokens.create(["all"], holder="en roll", expires=NOW + lasting, moment=NOW)
        assert tokens.all() == ()


@pytest.mark.parametrize("holder", ["", "  ", "a\nb", "x" * 201, "\x1b[31m"])
def test_a_token_names_its_holder(tmp_path: Path, holder: str) -> None:
    """A token without a name in one line that can be shown is not made; neither is one that allows nothing."""
    with Tokens(str(tmp_path / "plan.sqlite")) as tokens:
        with pytest.raises(ParameterError):
            tokens.create(["all"], holder=holder, expires=NOW + DAY, moment=NOW)
        with pytest.raises(ParameterError):
            tokens.create([], holder="en roll", expires=NOW + DAY, moment=NOW)


def test_a_ledger_from_before_tokens_goes_on(url: str) -> None:
    """A ledger without the table is read as one without tokens; the first token brings it, and the history stays."""
    with Ledger.open(url) as ledger:
        first = ledger.record(None, who="en roll", why="prov", verdict={}, put=[])
    engine = sqlalchemy.create_engine(url if "://" in url else f"sqlite:///{url}")
    schema.tokens.drop(engine)
    with Tokens(url) as tokens:
        assert tokens.all() == ()
        assert _reason(tokens, f"rt_{'0' * 12}_{'0' * 64}") == "unknown"
        with pytest.raises(UnknownThingError):
            tokens.revoke("0" * 12, NOW)
        assert not sqlalchemy.inspect(engine).has_table("tokens")
        made = _made(tokens)
        assert tokens.check(made.text, NOW) == made.token
    engine.dispose()
    with Ledger.open(url) as ledger:
        assert ledger.head() == first
        assert not list(ledger.faults())


def test_no_backup_holds_tokens(new_ledger: Callable[[], str], tmp_path: Path) -> None:
    """Tokens are no part of the history: a backup has none, and restoring it touches none that are there."""
    one, other, file = new_ledger(), new_ledger(), tmp_path / "plan.backup"
    with Ledger.open(one) as ledger:
        ledger.record(None, who="en roll", why="prov", verdict={}, put=[])
    with Tokens(one) as tokens:
        _made(tokens)
    with Tokens(other) as tokens:
        kept = _made(tokens)
    backup(one, file)
    restore(file, other)
    with Tokens(str(file)) as tokens:
        assert tokens.all() == ()
    with Tokens(other) as tokens:
        assert tokens.all() == (kept.token,)
