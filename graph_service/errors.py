"""Every error that the service raises on purpose.

::

    RedThreadError                 anything the user can do something about
    ├── UnreadableInputError       a file that cannot be read or parsed
    ├── UnknownThingError          a name that stands for nothing
    ├── AmbiguousCodeError         a code that stands for several things
    ├── ParameterError             a question's parameter is missing or of the wrong type
    ├── UnacceptableFormatError    an answer in none of the formats that the client accepts
    ├── QueryError                 a SPARQL query that cannot be parsed or answered
    │   ├── QueryRefusedError      a query that is not allowed (update, SERVICE, too long, too deep)
    │   └── QueryTimeoutError      a query that took too long
    ├── RemoteError                a service that cannot be reached, or does not answer as ours do
    │   └── ProblemError           what a service says is wrong
    ├── LedgerError                a ledger that cannot be reached, read or written
    │   └── StaleBaseError         a change that was judged against what is no longer the last commit
    ├── TokenError                 a token that is none, or no longer one
    ├── ScopeError                 a token that does not allow what is asked
    ├── TooOftenError              something that is done too often
    ├── ShapeError                 a SHACL shape that the engine does not support
    └── BrokenFileError            a file of the project itself (a question's header) is malformed

Each carries a message key and values, so that it can be told in Swedish and in English.
"""

import math

from graph_service import messages
from graph_service.messages import Lang


class RedThreadError(Exception):
    """Anything that went wrong and that the user can do something about."""

    def __init__(self, key: str, **values: object) -> None:
        """Remember which message to tell, with what in it.

        Args:
            key: Key of the message in the catalogues, without the ``error.`` prefix.
            **values: What the template's fields stand for.
        """
        super().__init__(key)
        self.key = key
        self.values = values

    def text(self, lang: Lang) -> str:
        """Tell the error in one language.

        Args:
            lang: ``"sv"`` or ``"en"``.

        Returns:
            What is wrong, where, and what to do.

        Example:
            >>> UnknownThingError("unknown_thing", name="9Z", hint="").text("en")
            'Nothing is called »9Z«. Search for the words: redthread search …'
        """
        return messages.text(f"error.{self.key}", lang, **self.values).strip()

    def __str__(self) -> str:
        """Tell the error in English."""
        return self.text("en")

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error pass from one process to another; its values travel as text."""
        state = {**self.__dict__, "values": {name: str(value) for name, value in self.values.items()}}
        return (type(self).__new__, (type(self),), state)


class UnreadableInputError(RedThreadError):
    """Raised when a file cannot be read or parsed; names the file, the line and the way out."""


class UnknownThingError(RedThreadError):
    """Raised when a name, code, question or file stands for nothing."""


class AmbiguousCodeError(RedThreadError):
    """Raised when a code or words stand for several things; carries the candidates."""

    def __init__(self, key: str, candidates: tuple[tuple[str, str], ...], **values: object) -> None:
        """Remember the candidates besides the message.

        Args:
            key: Key of the message in the catalogues.
            candidates: Pairs of short path and title.
            **values: What the template's fields stand for.
        """
        listing = "\n".join(f"  {path}  {title}" for path, title in candidates)
        super().__init__(key, candidates=listing, **values)
        self.candidates = candidates


class ParameterError(RedThreadError):
    """Raised when a question's parameter is missing, unknown or of the wrong type."""


class UnacceptableFormatError(RedThreadError):
    """Raised when an answer can be given in none of the formats that the client accepts."""


class MethodError(RedThreadError):
    """Raised when a request has a method that does not work where it is sent."""


class MediaTypeError(RedThreadError):
    """Raised when what is sent is of a kind that is not taken."""


class TooLargeError(RedThreadError):
    """Raised when what is sent is larger than what is taken."""


class NotReadyError(RedThreadError):
    """Raised when the service cannot answer queries at the moment."""


class QueryError(RedThreadError):
    """Raised when a SPARQL query cannot be parsed or answered."""


class QueryRefusedError(QueryError):
    """Raised when a query is not allowed: an update, SERVICE, too long or too deeply nested."""


class QueryTimeoutError(QueryError):
    """Raised when a query took longer than it may."""


class RemoteError(RedThreadError):
    """Raised when a service cannot be reached, or does not answer as ours do; names its address."""


class ProblemError(RemoteError):
    """Raised when a service says that something is wrong; carries its problem document.

    Attributes:
        status: The status code of HTTP.
        code: What is wrong, for programs.
        detail: What is wrong, where, and what to do.
        candidates: Pairs of short path and title, where a name could mean several things.
    """

    def __init__(self, status: int, code: str, detail: str, candidates: tuple[tuple[str, str], ...] = ()) -> None:
        """Remember the problem.

        Args:
            status: The status code of HTTP.
            code: What is wrong, for programs.
            detail: What is wrong, for people; in the language that was asked for.
            candidates: Pairs of short path and title.
        """
        super().__init__("service_problem", detail=detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.candidates = candidates


class LedgerError(RedThreadError):
    """Raised when a ledger cannot be reached, read or written; names it and says why."""


class StaleBaseError(LedgerError):
    """Raised when a change was judged against a commit that is no longer the last one."""


class TokenError(RedThreadError):
    """Raised when what is shown as a token is none that is valid; who shows it is told no more than that.

    Attributes:
        reason: Why, for the log: ``missing``, ``malformed``, ``unknown``, ``wrong`` (another secret), ``expired`` or
            ``revoked``.
        identifier: What the token calls itself; empty if it calls itself nothing.
    """

    def __init__(self, *, reason: str, identifier: str = "") -> None:
        """Remember why.

        Args:
            reason: Why, for the log.
            identifier: What the token calls itself.
        """
        super().__init__("token_refused")
        self.reason = reason
        self.identifier = identifier


class ScopeError(RedThreadError):
    """Raised when a token is valid, but does not allow what is asked; names the scope that is missing."""


class TooOftenError(RedThreadError):
    """Raised when something is done more often than is allowed.

    Attributes:
        seconds: Time after which it may be done again.
    """

    def __init__(self, key: str, *, seconds: float) -> None:
        """Remember for how long.

        Args:
            key: Key of the message in the catalogues.
            seconds: Time after which it may be done again.
        """
        super().__init__(key, seconds=max(1, math.ceil(round(seconds, 3))))
        self.seconds = seconds


class ShapeError(RedThreadError):
    """Raised when a SHACL shape uses something that the engine does not support."""


class BrokenFileError(RedThreadError):
    """Raised when a file that belongs to the project itself is malformed."""
