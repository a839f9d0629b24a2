"""Tokens: who may change the plans over HTTP, which of them, and until when.

A token is written ``rt_`` with its identifier and its secret, a form that programs looking for lost secrets can find.
The identifier may be told to anybody; of the secret only the SHA-256 is kept. The secret is 256 bits of chance, which
nobody tries through, so that a slow or salted hash as for passwords would only give strangers a way to keep us busy.

Tokens lie in the database of the ledger but are no part of its history: they are not covered by any address, and no
backup holds them, so that restoring one brings no revoked token back to life.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, NamedTuple, Self

import sqlalchemy
from sqlalchemy import Connection, Row, select, update

from graph_service.errors import LedgerError, ParameterError, TokenError, UnknownThingError
from graph_service.ledger import current, database, schema
from graph_service.ledger.scopes import allows
from graph_service.settings import Settings

_FORM: Final = re.compile(r"rt_([0-9a-f]{12})_([0-9a-f]{64})")
_IDENTIFIER_BYTES: Final = 6
_SECRET_BYTES: Final = 32
_MOST_NAME: Final = 200
_LONGEST: Final = timedelta(days=3660)
"""The longest that a token may last: some ten years."""

State = Literal["valid", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token, which is all but its secret.

    Attributes:
        identifier: What it is called; may be told.
        holder: Who has it: a role or a body, to whom the changes made with it are ascribed.
        scopes: What it allows, sorted.
        created: When it was made.
        expires: When it ends.
        revoked: When it was revoked; None if it was not.
        used: The day on which it was last used; None if it never was.
    """

    identifier: str
    holder: str
    scopes: tuple[str, ...]
    created: datetime
    expires: datetime
    revoked: datetime | None = None
    used: datetime | None = None

    def allows(self, scope: str) -> bool:
        """Tell whether it allows what needs a scope."""
        return allows(self.scopes, scope)

    def state(self, moment: datetime) -> State:
        """Tell whether it is valid at a moment, and if not, why."""
        if self.revoked is not None:
            return "revoked"
        return "valid" if moment < self.expires else "expired"


class NewToken(NamedTuple):
    """A token that has just been made.

    Attributes:
        token: What is kept of it.
        text: The token itself, with its secret; it cannot be had again.
    """

    token: Token
    text: str


def may_last(expires: datetime, moment: datetime) -> bool:
    """Tell whether a token may last so long.

    Args:
        expires: When it would end.
        moment: Now.

    Returns:
        True if that is later than now, and not in more than ten years.

    Example:
        >>> now = datetime(2027, 1, 31, tzinfo=UTC)
        >>> may_last(now, now), may_last(now + timedelta(days=90), now)
        (False, True)
    """
    return moment < expires <= moment + _LONGEST


class Tokens:
    """The tokens of a ledger.

    Example:
        >>> import tempfile
        >>> now = datetime(2026, 1, 1, tzinfo=UTC)
        >>> with tempfile.TemporaryDirectory() as folder, Tokens(f"{folder}/ledger.sqlite") as tokens:
        ...     made = tokens.create(["plan:lika-2018"], holder="en roll", expires=now + timedelta(days=1), moment=now)
        ...     tokens.check(made.text, now).allows("plan:lika-2018")
        True
    """

    def __init__(self, url: str) -> None:
        """Open the ledger that the tokens are for; one made before there were tokens gets none until one is created.

        Args:
            url: Address of its database, or path of its file.

        Raises:
            LedgerError: If it cannot be reached, or is none.
        """
        self._url = url
        self._engine = database.connect(url)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """Give the tokens."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close them."""
        self.close()

    def create(self, scopes: Iterable[str], *, holder: str, expires: datetime, moment: datetime) -> NewToken:
        """Make a token.

        Args:
            scopes: What it allows, as ``scopes.parse`` gives them; at least one.
            holder: Who gets it: a role or a body, in one line.
            expires: When it ends; later than now, and not in more than ten years.
            moment: Now.

        Returns:
            The token, with its secret.

        Raises:
            ParameterError: If it has no scope or holder, or ends too soon or too late.
            LedgerError: If it cannot be kept.
        """
        name, allowed = holder.strip(), tuple(sorted(set(scopes)))
        if not name or len(name) > _MOST_NAME or not name.isprintable():
            raise ParameterError("token_name", most=_MOST_NAME)
        if not allowed:
            raise ParameterError("token_scope", scope="")
        if not may_last(expires, moment):
            raise ParameterError("token_expires", expires=f"{expires:%Y-%m-%d}")
        identifier, secret = secrets.token_hex(_IDENTIFIER_BYTES), secrets.token_hex(_SECRET_BYTES)
        token = Token(identifier, name, allowed, moment, expires)
        row = {
            "identifier": identifier,
            "secret": _hash(secret),
            "scopes": "\n".join(allowed),
            "holder": name,
            "created": _written(moment),
            "expires": _written(expires),
        }
        with database.told(self._url), database.writing(self._engine) as connection:
            schema.tokens.create(connection, checkfirst=True)  # the ledger may be older than tokens are
            connection.execute(schema.tokens.insert().values(row))
        return NewToken(token, f"rt_{identifier}_{secret}")

    def check(self, text: str, moment: datetime) -> Token:
        """Find the token that somebody shows.

        Args:
            text: What is shown as a token.
            moment: Now.

        Returns:
            The token, which is valid.

        Raises:
            TokenError: If it is not; its ``reason`` is for the log alone, and the message says nothing of it.
            LedgerError: If the ledger cannot be read.
        """
        found = _FORM.fullmatch(text)
        if found is None:
            raise TokenError(reason="malformed")
        identifier, secret = found.groups()
        with database.told(self._url), database.at_one_moment(self._engine) as connection:
            row = _row(connection, identifier)
        if row is None:
            raise TokenError(reason="unknown", identifier=identifier)
        if not hmac.compare_digest(_hash(secret), row.secret):
            raise TokenError(reason="wrong", identifier=identifier)
        token = _token(row)
        state = token.state(moment)
        if state != "valid":
            raise TokenError(reason=state, identifier=identifier)
        return token

    def used(self, token: Token, moment: datetime) -> None:
        """Note that a token has been used; of each day once, for nothing else is asked.

        Args:
            token: The token, as it was found.
            moment: Now.

        Raises:
            LedgerError: If it cannot be noted.
        """
        day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        if token.used is None or token.used < day:
            self._set(token.identifier, used=_written(day))

    def revoke(self, identifier: str, moment: datetime) -> Token:
        """Revoke a token, from now on and for ever; one that is revoked stays so from when it was.

        Args:
            identifier: What it is called.
            moment: Now.

        Returns:
            The token.

        Raises:
            UnknownThingError: If there is none of that name.
            LedgerError: If that cannot be kept.
        """
        with database.told(self._url), database.at_one_moment(self._engine) as connection:
            row = _row(connection, identifier)
        if row is None:
            raise UnknownThingError("token_unknown", name=identifier[:80])
        if row.revoked is None:
            self._set(identifier, revoked=_written(moment))
        with database.told(self._url), database.at_one_moment(self._engine) as connection:
            return _token(_row(connection, identifier) or row)

    def all(self) -> tuple[Token, ...]:
        """Give all tokens that have ever been made, the last first."""
        table = schema.tokens
        wanted = select(table).order_by(table.c.created.desc(), table.c.identifier)
        with database.told(self._url), database.at_one_moment(self._engine) as connection:
            return tuple(_token(row) for row in connection.execute(wanted)) if _there(connection) else ()

    def _set(self, identifier: str, **values: str) -> None:
        table = schema.tokens
        with database.told(self._url), database.writing(self._engine) as connection:
            connection.execute(update(table).where(table.c.identifier == identifier).values(values))


class KnownTokens:
    """The tokens of the ledger that the settings name; as long as there is none, no token is valid.

    Example:
        >>> tokens = KnownTokens(Settings(ledger="/nowhere/ledger.sqlite"))
        >>> try:
        ...     tokens.check("rt_", datetime(2026, 1, 1, tzinfo=UTC))
        ... except TokenError as error:
        ...     error.reason
        'unknown'
    """

    def __init__(self, settings: Settings) -> None:
        """Prepare, without opening anything.

        Args:
            settings: The settings.
        """
        self._settings = settings
        self._tokens: Tokens | None = None

    def close(self) -> None:
        """Let go of the database."""
        if self._tokens is not None:
            self._tokens.close()
            self._tokens = None

    def check(self, text: str, moment: datetime) -> Token:
        """Find the token that somebody shows, as :meth:`Tokens.check` does."""
        tokens = self._opened()
        if tokens is None:
            raise TokenError(reason="unknown")
        return tokens.check(text, moment)

    def used(self, token: Token, moment: datetime) -> None:
        """Note that a token has been used, as :meth:`Tokens.used` does; where that cannot be kept, it is let be."""
        tokens = self._opened()
        if tokens is not None:
            with suppress(LedgerError):
                tokens.used(token, moment)

    def _opened(self) -> Tokens | None:
        if self._tokens is None and current.is_there(self._settings):
            self._tokens = Tokens(current.location(self._settings))
        return self._tokens


def _there(connection: Connection) -> bool:
    return sqlalchemy.inspect(connection).has_table(schema.tokens.name)


def _row(connection: Connection, identifier: str) -> "Row[tuple[str, ...]] | None":
    table = schema.tokens
    if not _there(connection):
        return None
    return connection.execute(select(table).where(table.c.identifier == identifier)).first()


def _token(row: "Row[tuple[str, ...]]") -> Token:
    return Token(
        identifier=row.identifier,
        holder=row.holder,
        scopes=tuple(row.scopes.split("\n")),
        created=datetime.fromisoformat(row.created),
        expires=datetime.fromisoformat(row.expires),
        revoked=None if row.revoked is None else datetime.fromisoformat(row.revoked),
        used=None if row.used is None else datetime.fromisoformat(row.used),
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
