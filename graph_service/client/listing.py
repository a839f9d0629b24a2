"""Lists that a service gives in pages."""

from collections.abc import Iterator
from typing import Any, Final, Generic, TypeVar, get_type_hints

import httpx
import orjson

from graph_service.client import frames
from graph_service.client.connection import Connection
from graph_service.client.decoding import decoded
from graph_service.client.frames import Library
from graph_service.errors import RemoteError
from graph_service.model.answers import Meta

T = TypeVar("T")
R = TypeVar("R")
_OWN: Final = frozenset({"entry", "meta"})


class Listing(Generic[T]):
    """A list whose pages are fetched when they are come to.

    It can be gone through any number of times; its length is that of the whole list. A subclass says in ``entry`` what
    the entries are, and in annotations what the service says of the list as a whole.

    Attributes:
        entry: The class of the entries.
        meta: What the answer says of itself: the snapshot, the verdict on it, the SPARQL that gives the same page.
    """

    entry: type[T]
    meta: Meta

    def __init__(self, connection: Connection, first: httpx.Response) -> None:
        """Begin with the first page.

        Args:
            connection: The connection to the service.
            first: The first page.

        Raises:
            RemoteError: If it is no such page.
        """
        self._connection = connection
        self._first = first
        document = self._document(first)
        self.meta = self._made(Meta, document.get("meta"))
        for name, kind in parts(type(self)).items():
            setattr(self, name, self._made(kind, document.get(name)))

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
            entries: list[T] = self._made(list[self.entry], document.get("items"))  # type: ignore[name-defined]
            yield from entries
            page = self._connection.following(page)

    def to_frame(self, library: Library | None = None) -> Any:  # noqa: ANN401 -- pandas' or polars'
        """Make a table of the whole list: a row for each entry, a column for each of its fields.

        A record inside an entry gives columns of its own; of several inside it, the first field of each stands in one
        cell.

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

    def _made(self, kind: type[R], value: object) -> R:
        try:
            return decoded(kind, value)
        except ValueError as error:
            raise self._connection.unreadable(error) from error


def parts(kind: type[Listing[Any]]) -> dict[str, Any]:
    """Give what a list says besides its entries.

    Args:
        kind: The class of the list.

    Returns:
        Types by name.
    """
    return {name: hint for name, hint in get_type_hints(kind).items() if name not in _OWN}
