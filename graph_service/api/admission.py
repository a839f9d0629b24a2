"""Who may change something: a token that is shown, what it allows, how often; and what of that is noted."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from graph_service.api.limiter import Limiter, client_of
from graph_service.api.log import Log
from graph_service.errors import ScopeError, TokenError, TooOftenError
from graph_service.ledger.tokens import Token, Tokens
from graph_service.settings import Settings

_SCHEME: Final = "bearer"


class Admission:
    """Lets in whoever shows a token that is valid and allows what is asked.

    A secret is 256 bits of chance, so guessing is hopeless at any rate. What is limited is how much those who try can
    have written into the log. Nobody who has a valid token is kept out because of what others try from the same
    address, which may be that of a proxy that all come through.
    """

    def __init__(self, tokens: Tokens, settings: Settings, log: Log) -> None:
        """Begin with nobody having tried anything.

        Args:
            tokens: The tokens.
            settings: How often what may be done.
            log: Where it is noted who was let in and who was not.
        """
        self._tokens = tokens
        self._log = log
        self._writes = Limiter(settings.write_rate)
        self._failed = Limiter(settings.failed_tokens)

    def holder(self, authorization: str | None, address: str, *, now: float, moment: datetime) -> Token:
        """Find whose token is shown.

        Args:
            authorization: The header ``Authorization`` (https://www.rfc-editor.org/rfc/rfc6750#section-2.1); None if
                there is none.
            address: Where the request comes from.
            now: The time in seconds, by a clock that never goes back.
            moment: The time of day.

        Returns:
            The token, which is valid.

        Raises:
            TokenError: If none is shown, or it is not valid.
            TooOftenError: If that has happened too often from the same address.
            LedgerError: If the tokens cannot be read.
        """
        try:
            return self._tokens.check(_shown(authorization), moment)
        except TokenError as error:
            seconds = self._failed.take(client_of(address), now)
            if seconds:
                raise TooOftenError("token_failed_often", seconds=seconds) from error
            self._log.note("warning", "token", outcome=error.reason, token=error.identifier)
            raise

    def admit(self, token: Token, needed: Collection[str], *, now: float) -> None:
        """Let a change be tried with a token.

        Args:
            token: The token, which is valid.
            needed: The scopes that the change needs, all of them.
            now: The time in seconds, by a clock that never goes back.

        Raises:
            ScopeError: If it does not allow one of them.
            TooOftenError: If changes have been tried too often with it.
        """
        missing = sorted(scope for scope in needed if not token.allows(scope))
        if missing:
            self._log.note("warning", "token", outcome="scope", token=token.identifier, missing=missing)
            raise ScopeError("token_not_allowed", missing=", ".join(missing), scopes=", ".join(token.scopes))
        seconds = self._writes.take(token.identifier, now)
        if seconds:
            raise TooOftenError("token_write_often", seconds=seconds)
        self._log.note("info", "token", outcome="admitted", token=token.identifier, scopes=sorted(needed))


def _shown(authorization: str | None) -> str:
    scheme, _, text = (authorization or "").strip().partition(" ")
    if not scheme:
        raise TokenError(reason="missing")
    if scheme.lower() != _SCHEME:
        raise TokenError(reason="malformed")
    return text.strip()
