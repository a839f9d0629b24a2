"""What a client gives: the rows of a query, and lists that are read page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import httpx
import orjson

from graph_service.client import frames
from graph_service.client.connection import Connection
from graph_service.client.decoding import decoded
from graph_service.client.frames import Library
from graph_service.errors import RemoteError
from graph_service.model.answers import Meta
from graph_service.model.terms import Table

T = TypeVar("T")
_OWN: Final = frozenset({"meta", "items"})


@dataclass(frozen=True, slots=True)
class Rows(Table):
    """The answer to a query.

    Attributes:
        columns: The variables in order, without question marks.
        rows: The rows in order: terms by variable; what is unbound is absent.
        truncated: True if the service cut rows off at its limit.
    """

    truncated: bool = False

    def to_frame(self, library: Library | None = None) -> Any:  # noqa: ANN401 -- pandas' or polars'
        """Make a table of them.

        Args:
            library: ``"pandas"`` or ``"polars"``; None for whichever is installed, pandas first.

        Returns:
            A ``DataFrame``. A column whose values are all whole numbers, numbers, truth values, dates or times holds
            such values; every other holds texts.

        Raises:
            ParameterError: If the library is not installed.
        """
        return frames.frame(frames.of_table(self), library)


class Listing(Generic[T]):
    """A list that a service gives in pages, which are fetched when they are come to.

    It can be gone through any number of times. Its length is that of the whole list.

    Attributes:
        meta: What the service says of the answer: the snapshot, the verdict on that, the SPARQL that answers the same.
        more: What else it says of the list as a whole, by name, as JSON has it.
    """

    def __init__(self, connection: Connection, kind: type[T], first: httpx.Response) -> None:
        """Begin with the first page.

        Args:
            connection: The connection to the service.
            kind: The class of the entries.
            first: The first page.

        Raises:
            RemoteError: If it is no such page.
        """
        self._connection = connection
        self._kind = kind
        self._first = first
        document = self._document(first)
        self.meta: Meta = self._made(Meta, document.get("meta"))
        self.more = {name: value for name, value in document.items() if name not in _OWN}

    def __len__(self) -> int:
        """Count the entries of the whole list."""
        return self.meta.total

    def __iter__(self) -> Iterator[T]:
        """Go through the whole list.

        Yields:
            The entries in order.

        Raises:
            RemoteError: If a page cannot be had, or the plans were exchanged since the list was asked for.
        """
        page: httpx.Response | None = self._first
        while page is not None:
            document = self._document(page)
            if self._made(Meta, document.get("meta")).snapshot != self.meta.snapshot:
                raise RemoteError("service_changed", url=self._connection.url)
            yield from self._made(list[self._kind], document.get("items"))  # type: ignore[name-defined]
            page = self._connection.following(page)

    def to_frame(self, library: Library | None = None) -> Any:  # noqa: ANN401 -- pandas' or polars'
        """Make a table of the whole list, with the same columns as the service gives in CSV.

        Args:
            library: ``"pandas"`` or ``"polars"``; None for whichever is installed, pandas first.

        Returns:
            A ``DataFrame``.

        Raises:
            ParameterError: If the library is not installed.
            RemoteError: If a page cannot be had.
        """
        return frames.frame(frames.of_records(self), library)

    def _document(self, page: httpx.Response) -> dict[str, Any]:
        try:
            return decoded(dict[str, Any], orjson.loads(page.content))
        except ValueError as error:
            raise self._connection.unreadable(error) from error

    def _made(self, kind: type[Any], value: object) -> Any:  # noqa: ANN401 -- what the caller names
        try:
            return decoded(kind, value)
        except ValueError as error:
            raise self._connection.unreadable(error) from error
