"""A ledger's file in whose place another is put while it is open: the other is opened, and gets nothing of the first.

SQLite knows a file by name when it opens it, and by what it is from then on: whoever has it open goes on with it when
it has been moved or deleted. And its log, which stands beside it under its name, would be taken for that of whatever
file has the name next (https://www.sqlite.org/howtocorrupt.html, 2.4).
"""

import os
import sqlite3
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

_Known = tuple[int, int] | None
_OPEN: Final = "redthread_open"
_LOG: Final = "redthread_log"


class _Open(NamedTuple):
    """The file that a connection has open: where it was, whatever links led there, and what it is."""

    place: Path
    known: _Known

    @classmethod
    def at(cls, file: Path) -> "_Open":
        return cls(Path(os.path.realpath(file)), _known(file))

    def is_at(self, file: Path) -> bool:
        return self.known is not None and _known(file) == self.known

    def log(self) -> dict[Path, _Known]:
        """Give what stands beside it while it is open."""
        beside = (self.place.with_name(f"{self.place.name}{end}") for end in ("-wal", "-shm"))
        return {file: _known(file) for file in beside}


def follow(engine: Engine, file: Path) -> None:
    """Open a file anew once another stands in its place; as long as none does, it cannot be reached.

    Args:
        engine: The database.
        file: Its file.
    """

    @event.listens_for(engine, "connect")
    def _(_connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        record.info[_OPEN] = _Open.at(file)

    @event.listens_for(engine, "checkin")
    def _(_connection: sqlite3.Connection | None, record: ConnectionPoolEntry) -> None:
        opened: _Open | None = record.info.get(_OPEN)
        if opened is not None and opened.is_at(opened.place):
            record.info[_LOG] = opened.log()

    @event.listens_for(engine, "checkout")
    def _(connection: sqlite3.Connection, record: ConnectionPoolEntry, _proxy: object) -> None:
        opened: _Open = record.info[_OPEN]
        if not opened.is_at(file):
            _leave(connection, opened, record.info.get(_LOG, {}))
            raise DisconnectionError


def _leave(connection: sqlite3.Connection, opened: _Open, log: dict[Path, _Known]) -> None:
    """Put what stands in the log into the file that it belongs to, wherever that is now, and take the log away."""
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:  # somebody reads in it still
        raise sqlite3.OperationalError(str(opened.place))
    if not opened.is_at(opened.place):
        for file, known in log.items():
            if known is not None and _known(file) == known:
                file.unlink(missing_ok=True)


def _known(file: Path) -> _Known:
    """Give what tells a file from another of its name; None if there is none."""
    try:
        found = os.stat(file)  # noqa: PTH116 -- asked for every transaction
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
