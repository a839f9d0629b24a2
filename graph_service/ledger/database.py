"""Reaching the database of a ledger: SQLite in one file, or PostgreSQL; and its errors in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlalchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, IntegrityError, NoSuchModuleError

from graph_service.errors import LedgerError
from graph_service.ledger import schema

WRITING: Final = "redthread_writing"
_WAIT: Final = 10
"""Seconds that a writer waits for another."""
_PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
_REASONS: Final = {
    "SQLITE_BUSY": "ledger_locked",
    "SQLITE_LOCKED": "ledger_locked",
    "SQLITE_READONLY": "ledger_read_only",
    "SQLITE_FULL": "ledger_full",
    "SQLITE_IOERR": "ledger_full",
    "SQLITE_CORRUPT": "ledger_damaged",
    "SQLITE_NOTADB": "ledger_damaged",
    "SQLITE_CANTOPEN": "ledger_unreachable",
}


def connect(url: str) -> Engine:
    """Open the database of a ledger; what is missing is made.

    Args:
        url: Address of the database, as SQLAlchemy has it, or path of a file.

    Returns:
        The database, with the tables.

    Raises:
        LedgerError: If it cannot be reached, or is no ledger, or one of another version.
    """
    with told(url):
        engine = sqlalchemy.create_engine(_address(url), **_options(url))
        if engine.dialect.name == "sqlite":
            _tune(engine)
        with engine.begin() as connection:
            there = _known(connection, url)
        if not there:
            with writing(engine) as connection:
                if not _known(connection, url):
                    schema.metadata.create_all(connection)
                    connection.execute(schema.about.insert().values(version=schema.VERSION))
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that writes: nobody else does until it has ended.

    Args:
        engine: The database.

    Yields:
        The connection; all is kept when the block ends, and nothing if it raises.
    """
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        yield connection


@contextmanager
def at_one_moment(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that reads: all of it sees the database as it was at one moment.

    Args:
        engine: The database.

    Yields:
        The connection.
    """
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.begin() as connection:
        yield connection


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
    except IntegrityError:
        raise
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise LedgerError("ledger_address", url=shown(url)) from error
    except DBAPIError as error:
        name = getattr(error.orig, "sqlite_errorname", "")
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
        return sqlalchemy.make_url(url).render_as_string(hide_password=True) if "://" in url else url
    except ArgumentError:
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
        return Path(url)
    parsed = sqlalchemy.make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def _address(url: str) -> str:
    file = file_of(url)
    if file is None:
        return url
    file.parent.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{file}"


def _options(url: str) -> dict[str, object]:
    return {"connect_args": {"timeout": _WAIT}} if file_of(url) is not None else {}


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
