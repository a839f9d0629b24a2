"""Reaching the database of a ledger: SQLite in one file, or PostgreSQL; and its errors in words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, Table, event, func, select
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from graph_service.errors import LedgerError
from graph_service.ledger import replaced, schema

_MEMORY: Final = ":memory:"
WRITING: Final = "redthread_writing"
_WAIT: Final = 10
"""Seconds that a writer waits for another."""
_MODE: Final = 0o644
"""Permissions of a new file, as SQLite gives them."""
_PRAGMAS: Final = ("synchronous=FULL", "foreign_keys=ON")
STILL: Final = "redthread_still"
"""Option of a database that is only read: its file, which must not change in the meantime."""
_LOCK: Final = 7_230_411
"""Number of the lock that writers of a ledger in PostgreSQL take; nobody else's business."""
_REASONS: Final = {
    "SQLITE_BUSY": "ledger_locked",
    "SQLITE_LOCKED": "ledger_locked",
    "SQLITE_READONLY": "ledger_read_only",
    "SQLITE_FULL": "ledger_full",
    "SQLITE_IOERR": "ledger_full",
    "SQLITE_CORRUPT": "ledger_damaged",
    "SQLITE_NOTADB": "ledger_damaged",
    "SQLITE_CANTOPEN": "ledger_unreachable",
    "55P03": "ledger_locked",
    "53100": "ledger_full",
    "25006": "ledger_read_only",
}
"""Messages by the beginning of SQLite's names of errors (https://www.sqlite.org/rescode.html), or by PostgreSQL's codes
(https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


def connect(url: str, *, new: bool = True) -> Engine:
    """Open the database of a ledger.

    Args:
        url: Address of the database, as SQLAlchemy has it, or path of a file.
        new: Whether a database with nothing in it becomes a ledger, and one in a file is made ready for several who
            write and read at once; else the one is refused, and the other left as it is.

    Returns:
        The database, with the tables.

    Raises:
        LedgerError: If it cannot be reached, or is no ledger, or one of another version.
    """
    with told(url):
        engine = _engine(url)
        if engine.dialect.name == "sqlite":
            _tune(engine)
        with engine.begin() as connection:
            there = _known(connection, url)
        if not there and not new:
            raise LedgerError("ledger_foreign", url=shown(url))
        if new and engine.dialect.name == "sqlite":
            with suppress(DBAPIError):  # whoever may only read does without, and whoever comes while others read
                _keep_a_log(engine)
        if not there:
            with writing(engine) as connection:
                if not _known(connection, url):
                    schema.metadata.create_all(connection)
                    connection.execute(schema.about.insert().values(version=schema.VERSION))
        elif not _whole(engine):
            with suppress(DBAPIError), writing(engine) as connection:  # whoever may only read does without
                schema.metadata.create_all(connection)
    return engine


def has(connection: Connection, table: Table) -> bool:
    """Tell whether a ledger has a table that it may lack.

    Args:
        connection: A connection to its database.
        table: One of ``schema.LATER``.

    Returns:
        True if it has.
    """
    return sqlalchemy.inspect(connection).has_table(table.name)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that writes: nobody else does until it has ended.

    Args:
        engine: The database.

    Yields:
        The connection; all is kept when the block ends, and nothing if it raises.
    """
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT}s'")
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        yield connection


@contextmanager
def at_one_moment(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that reads: all of it sees the database as it was at one moment.

    Args:
        engine: The database.

    Yields:
        The connection.

    Raises:
        LedgerError: If it is a file that SQLite reads without locks, and somebody has written to it in the meantime.
    """
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    still: Path | None = engine.get_execution_options().get(STILL)
    before = _seen(still)
    with engine.begin() as connection:
        yield connection
    if before is not None and _seen(still) != before:
        raise LedgerError("ledger_locked", url=still)


@contextmanager
def told(url: str) -> Iterator[None]:
    """Tell what is wrong with the database in words.

    Args:
        url: Its address.

    Yields:
        Nothing.

    Raises:
        LedgerError: If something is.
    """
    try:
        yield
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise LedgerError("ledger_address", url=shown(url)) from error
    except DBAPIError as error:
        name = getattr(error.orig, "sqlite_errorname", "") or getattr(error.orig, "sqlstate", "") or ""
        key = next((key for start, key in _REASONS.items() if name.startswith(start)), "ledger_failed")
        raise LedgerError(key, url=shown(url), reason=error.orig) from error
    except DatabaseError as error:
        raise LedgerError("ledger_failed", url=shown(url), reason=error) from error
    except OSError as error:
        raise LedgerError("ledger_unreachable", url=shown(url), reason=error.strerror or error) from error


def shown(url: str) -> str:
    """Write the address of a database without its password.

    Args:
        url: The address.

    Returns:
        The address for people.

    Example:
        >>> shown("postgresql+psycopg://plan:hemligt@127.0.0.1/plan")
        'postgresql+psycopg://plan:***@127.0.0.1/plan'
    """
    try:
        return sqlalchemy.make_url(url).set(query={}).render_as_string() if "://" in url else url
    except (ArgumentError, ValueError):
        return url.partition("://")[0] + "://…"


def file_of(url: str) -> Path | None:
    """Give the file of a ledger in SQLite.

    Args:
        url: Its address.

    Returns:
        The file; None if it is no file.

    Example:
        >>> file_of("sqlite:////srv/plan.sqlite"), file_of("postgresql:///plan")
        (PosixPath('/srv/plan.sqlite'), None)
    """
    if "://" not in url:
        return None if url == _MEMORY else Path(url)
    try:
        parsed = sqlalchemy.make_url(url)
    except (ArgumentError, ValueError):
        return None
    named = parsed.database not in {None, "", _MEMORY} and not parsed.query and not parsed.host
    return Path(str(parsed.database)) if parsed.get_backend_name() == "sqlite" and named else None


def _address(url: str) -> URL:
    file = file_of(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        return URL.create("sqlite", database=str(file))
    try:
        parsed = sqlalchemy.make_url(url)
    except ValueError as error:
        raise LedgerError("ledger_address", url=shown(url)) from error
    if parsed.get_backend_name() == "sqlite":  # in memory it would be lost, and options would be left out
        raise LedgerError("ledger_address", url=shown(url))
    return parsed


def _engine(url: str) -> Engine:
    address, file = _address(url), file_of(url)
    if file is None:
        return sqlalchemy.create_engine(address)
    place = file.absolute().as_uri()
    if not _only_read(file):
        if not file.exists():
            file.touch(_MODE)
        # What has been there and is gone is not begun anew.
        engine = sqlalchemy.create_engine(
            address,
            creator=lambda: sqlite3.connect(f"{place}?mode=rw", timeout=_WAIT, uri=True, check_same_thread=False),
        )
        replaced.follow(engine, file)
        return engine

    def connect_to_it() -> sqlite3.Connection:
        name = f"{place}?immutable=1" if _only_read(file) else place  # https://www.sqlite.org/wal.html#readonly
        return sqlite3.connect(name, timeout=_WAIT, uri=True, check_same_thread=False)

    # Each transaction has a connection of its own, for one without locks would not notice what others change.
    options = {STILL: file}
    return sqlalchemy.create_engine("sqlite://", creator=connect_to_it, poolclass=NullPool, execution_options=options)


def _only_read(file: Path) -> bool:
    """Tell whether a file can only be read without locks: none can be made beside it, and nobody has it open.

    Where somebody has, the locks are there; and what has not been put into the file yet stands beside it.
    """
    beside = (file.with_name(f"{file.name}{end}") for end in ("-shm", "-wal", "-journal"))
    writable = os.access(file, os.W_OK) and os.access(file.absolute().parent, os.W_OK)
    return file.is_file() and not writable and not any(map(os.path.exists, beside))


def _seen(file: Path | None) -> tuple[int, ...] | None:
    """Give what tells of a file that is read without locks whether it has changed; None of all others."""
    if file is None or not _only_read(file):
        return None
    now = file.stat()
    return now.st_mtime_ns, now.st_size, now.st_ino


def _tune(engine: Engine) -> None:
    # The driver begins transactions late and by itself; a writer must hold the lock from its first read on.
    @event.listens_for(engine, "connect")
    def _(connection, _record) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 -- the driver's own
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITING) else "BEGIN")


def _keep_a_log(engine: Engine) -> None:
    """Let all, from now on, write to a file while others read it; a backup that was put in its place does not yet."""
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        if connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal":
            return
        waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        try:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={waits}")


def _known(connection: Connection, url: str) -> bool:
    """Tell whether the tables are there."""
    tables = sqlalchemy.inspect(connection).get_table_names()
    if not tables:
        return False
    if schema.about.name not in tables:
        raise LedgerError("ledger_foreign", url=shown(url))
    version = connection.scalar(sqlalchemy.select(schema.about.c.version))
    if version != schema.VERSION:
        raise LedgerError("ledger_version", url=shown(url), version=version, known=schema.VERSION)
    return True


def _whole(engine: Engine) -> bool:
    """Tell whether the tables are there that a ledger may lack."""
    with engine.connect() as connection:
        return all(has(connection, table) for table in schema.LATER)
