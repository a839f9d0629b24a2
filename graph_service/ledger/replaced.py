"""A ledger's file in whose place another is put while it is open: the other is opened, and what was in the log is kept.

SQLite knows a file by name when it opens it, and by what it is from then on: whoever has it open goes on with it when
it has been moved or deleted. And its log, which stands beside it under its name, would be taken for that of whatever
file has the name next (https://www.sqlite.org/howtocorrupt.html, 2.4). Whoever has the file open takes the log away
before they open the other. Whoever comes anew before that cannot tell whose it is: that a file is put in the place of
another is to be done by nobody but ``redthread restore --replace``, which moves none.
"""

import os
import sqlite3
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

_Known = tuple[int, int] | None
_OPEN: Final = "redthread_open"
_LOG: Final = "redthread_log"
_WAIT: Final = 500
"""Milliseconds that whoever still reads a file that is no longer there is waited for; most have done by then."""


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


class _Left(NamedTuple):
    """A connection to a file that is no longer where it was, and what stood beside that."""

    connection: sqlite3.Connection
    opened: _Open
    log: dict[Path, _Known]


def follow(engine: Engine, file: Path) -> None:
    """Open a file anew once another stands in its place; as long as none does, it cannot be reached.

    Args:
        engine: The database.
        file: Its file.
    """
    left: list[_Left] = []
    leaving = Lock()

    @event.listens_for(engine, "connect")
    def _(_connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        with leaving:
            while left:  # nothing has been read of the file yet, and so nothing of a log
                _leave(left[-1])
                left.pop().connection.close()
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
            one = _Left(connection, opened, record.info.get(_LOG, {}))
            try:
                _leave(one)
            except sqlite3.OperationalError:
                with leaving:  # it is not closed, for nobody else could put the log where it belongs
                    left.append(one)
                record.dbapi_connection = None  # type: ignore[misc]  # else the pool would close it
                raise
            raise DisconnectionError


def _leave(one: _Left) -> None:
    """Put what stands in the log into the file that it belongs to, wherever that is now, and take the log away."""
    connection, opened, log = one
    (waits,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute(f"PRAGMA busy_timeout={_WAIT}")
    try:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute(f"PRAGMA busy_timeout={waits}")
    if busy:  # somebody reads in it still: as long as they do, its log would be taken for that of the other
        locked = sqlite3.OperationalError("database is locked")
        locked.sqlite_errorname, locked.sqlite_errorcode = "SQLITE_BUSY", sqlite3.SQLITE_BUSY
        raise locked
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
