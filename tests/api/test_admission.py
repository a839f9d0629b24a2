"""Who is let in with a token, how often, and what is noted of it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.api.admission import Admission
from graph_service.api.limiter import Limiter, client_of
from graph_service.api.log import Log
from graph_service.errors import ScopeError, TokenError, TooOftenError
from graph_service.ledger.tokens import NewToken, Tokens
from graph_service.settings import Settings

NOW = datetime(2026, 11, 29, tzinfo=UTC)
HERE, THERE = "192.0.2.1", "192.0.2.2"
TIMES = st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 40)), max_size=40)


@pytest.fixture
def tokens(tmp_path: Path) -> Iterator[Tokens]:
    """Give the tokens of a new ledger."""
    with Tokens(str(tmp_path / "plan.sqlite")) as made:
        yield made


@pytest.fixture
def made(tokens: Tokens) -> NewToken:
    """Give a token for one plan."""
    return tokens.create(["plan:a"], holder="en roll", expires=NOW + timedelta(days=1), moment=NOW)


def _admission(tokens: Tokens, **settings: int) -> Admission:
    return Admission(tokens, Settings(**settings), Log("info"))  # type: ignore[arg-type]  # numbers only


def test_whoever_shows_a_valid_token_is_let_in(tokens: Tokens, made: NewToken) -> None:
    """A token is shown as RFC 6750 has it; the scheme may be written in any case."""
    admission = _admission(tokens)
    for header in (f"Bearer {made.text}", f"bearer  {made.text} "):
        assert admission.holder(header, HERE, now=0, moment=NOW) == made.token


def test_others_are_refused_alike_and_noted_apart(
    tokens: Tokens, made: NewToken, capsys: pytest.CaptureFixture[str]
) -> None:
    """Why a token is refused stands in the log and not in the message; no secret stands in either."""
    admission = _admission(tokens)
    expected = {
        None: "missing",
        "": "missing",
        "Basic x": "malformed",
        made.text: "malformed",
        "Bearer x": "malformed",
        f"Bearer rt_{'0' * 12}_{'0' * 64}": "unknown",
        f"Bearer {made.text[:-64]}{'0' * 64}": "wrong",
    }
    told = set()
    for header in expected:
        with pytest.raises(TokenError) as refused:
            admission.holder(header, HERE, now=0, moment=NOW)
        told.add(refused.value.text("en"))
    with pytest.raises(TokenError) as refused:
        admission.holder(f"Bearer {made.text}", HERE, now=0, moment=NOW + timedelta(days=1))
    assert told == {refused.value.text("en")}
    written = capsys.readouterr().err
    assert [json.loads(line)["outcome"] for line in written.splitlines()] == [*expected.values(), "expired"]
    assert made.text[-64:] not in written
    assert HERE not in written


def test_many_failures_from_one_address_are_refused_unnoted(
    tokens: Tokens, made: NewToken, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beyond the limit nothing more is noted; others, and whoever has a valid token, are let in all the same."""
    admission = _admission(tokens, failed_tokens=3)
    for number in range(10):
        with pytest.raises(TooOftenError if number >= 3 else TokenError):
            admission.holder("Bearer x", HERE, now=0, moment=NOW)
    assert len(capsys.readouterr().err.splitlines()) == 3
    assert admission.holder(f"Bearer {made.text}", HERE, now=0, moment=NOW) == made.token
    with pytest.raises(TokenError):
        admission.holder("Bearer x", THERE, now=0, moment=NOW)
    with pytest.raises(TokenError):
        admission.holder("Bearer x", HERE, now=21, moment=NOW)


def test_only_what_a_token_allows_is_admitted(
    tokens: Tokens, made: NewToken, capsys: pytest.CaptureFixture[str]
) -> None:
    """All scopes that a change needs must be allowed; what is missing is told and noted."""
    admission = _admission(tokens)
    admission.admit(made.token, {"plan:a"}, now=0)
    with pytest.raises(ScopeError, match="plan:b"):
        admission.admit(made.token, {"plan:a", "plan:b"}, now=0)
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["outcome"], first["scopes"]) == ("admitted", ["plan:a"])
    assert (second["outcome"], second["missing"]) == ("scope", ["plan:b"])


def test_changes_with_one_token_are_limited(tokens: Tokens, made: NewToken) -> None:
    """Beyond the limit a token has to wait, and is told for how long; another one does not."""
    other = tokens.create(["all"], holder="en roll", expires=NOW + timedelta(days=1), moment=NOW)
    admission = _admission(tokens, write_rate=2)
    for _ in range(2):
        admission.admit(made.token, {"plan:a"}, now=0)
    with pytest.raises(TooOftenError) as refused:
        admission.admit(made.token, {"plan:a"}, now=10)
    admission.admit(other.token, {"plan:a"}, now=10)
    assert "20 s" in refused.value.text("en")
    admission.admit(made.token, {"plan:a"}, now=10 + refused.value.seconds)


@given(st.integers(1, 5), TIMES)
def test_no_name_does_it_more_often_than_it_may(per_minute: int, steps: list[tuple[str, float]]) -> None:
    """In no stretch of time does a name do it more often than as many times at once and the rate allow."""
    limiter, now, done = Limiter(per_minute), 0.0, {"a": list[float](), "b": list[float]()}
    for name, after in steps:
        now += after
        if not limiter.take(name, now):
            done[name].append(now)
    for times in done.values():
        for first in range(len(times)):
            for last in range(first, len(times)):
                allowed = per_minute * (1 + (times[last] - times[first]) / 60)
                assert last - first + 1 <= allowed + 1e-3


@given(st.integers(1, 5), TIMES)
def test_whoever_waits_as_long_as_told_may(per_minute: int, steps: list[tuple[str, float]]) -> None:
    """After the time that is told it may be done; until then waiting is all that is told, and asking costs nothing."""
    limiter, now = Limiter(per_minute), 0.0
    for name, after in steps:
        now += after
        wait = limiter.wait(name, now)
        assert limiter.wait(name, now) == wait
        assert limiter.take(name, now) == wait
        if wait:
            now += wait
            assert limiter.take(name, now) == 0


@given(st.lists(st.tuples(st.integers(0, 50), st.floats(0, 10)), max_size=100))
def test_memory_is_bounded(steps: list[tuple[int, float]]) -> None:
    """However many names come, no more are remembered than may be; after a minute of quiet none but the last is."""
    limiter, now = Limiter(3, most=10), 0.0
    for name, after in steps:
        now += after
        limiter.take(str(name), now)
        assert len(limiter) <= 10
    limiter.take("last", now + 61)
    assert len(limiter) == 1


@given(st.integers(1, 3), TIMES)
def test_forgetting_gives_nothing_away(per_minute: int, steps: list[tuple[str, float]]) -> None:
    """As long as there is room for all names, what is forgotten changes no answer."""
    small, large, now = Limiter(per_minute, most=2), Limiter(per_minute), 0.0
    for name, after in steps:
        now += after
        assert small.take(name, now) == pytest.approx(large.take(name, now))


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_a_client_is_its_address_or_network(address: str, client: str) -> None:
    """Whoever has one address of IPv6 has all of its network; what is no address is taken as it stands."""
    assert client_of(address) == client
