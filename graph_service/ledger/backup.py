"""Copies of a ledger: into one file, while it is in use, and back from it, whatever database either is in."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import Connection, Engine, Table, func, insert, select

from graph_service.errors import LedgerError
from graph_service.ledger import database, schema
from graph_service.ledger.ledger import Ledger

_TABLES: Final = (schema.contents, schema.sources, schema.commits, schema.changes, *schema.LATER)
"""All that a ledger holds, in an order in which nothing points at what is not there yet."""
_AT_ONCE: Final = 500
"""Rows that are copied at once."""

_NO_BACKUP: Final = frozenset({"ledger_damaged", "ledger_foreign"})
"""Errors that tell of a file that is no ledger, or no longer one."""


def backup(url: str, file: Path) -> int:
    """Copy a ledger into a file as it is at this moment; others may go on writing.

    Args:
        url: Where the ledger is.
        file: The new file, which is itself a ledger; it is there whole or not at all.

    Returns:
        The number of commits that were copied.

    Raises:
        LedgerError: If there is such a file already, or the ledger cannot be read, or is damaged.
        OSError: If the file cannot be written.
    """
    if os.path.lexists(file):
        raise LedgerError("backup_exists", path=file)
    file.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".redthread-", dir=file.parent) as folder:
        copy = Path(folder) / file.name
        _copy(url, str(copy))
        count = _whole(str(copy), database.shown(url))
        with _closed(str(copy)) as engine, engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")  # else there would be three files
        _put(copy, file)
    return count


def restore(file: Path, url: str) -> int:
    """Copy what a backup holds into a ledger that holds nothing yet.

    Args:
        file: The backup.
        url: Where the ledger is to be.

    Returns:
        The number of commits that were copied.

    Raises:
        LedgerError: If there is no such file, it is empty, no ledger or damaged, or the other ledger holds something.
    """
    if not file.is_file() or not file.stat().st_size:  # an empty one would become a new ledger
        raise LedgerError("backup_missing", path=file)
    try:
        count = _whole(str(file), str(file))
    except LedgerError as error:
        if error.key in _NO_BACKUP:
            raise LedgerError("backup_unreadable", path=file) from error
        raise
    _copy(str(file), url)
    return count


def _put(copy: Path, file: Path) -> None:
    # Either fails where somebody else has made such a file by now.
    try:
        os.link(copy, file)
    except FileExistsError:
        raise
    except OSError:  # a file system that has no links
        with file.open("xb") as whole, copy.open("rb") as part:
            shutil.copyfileobj(part, whole)


def _copy(source: str, target: str) -> None:
    with (
        _closed(source, new=False) as theirs,
        _closed(target) as ours,
        database.told(source),
        database.at_one_moment(theirs) as reading,
        database.told(target),
        database.writing(ours) as writing,
    ):
        number = writing.scalar(select(func.max(schema.commits.c.number)))
        if number is not None:
            raise LedgerError("restore_not_empty", url=database.shown(target), number=number)
        for table in _TABLES:
            if table in schema.LATER and not database.has(reading, table):
                continue  # what it holds is worked out anew when it is needed
            for part in _parts(source, reading, table):
                writing.execute(insert(table), part)


def _parts(source: str, reading: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    with database.told(source), reading.execution_options(yield_per=_AT_ONCE).execute(select(table)) as result:
        for part in result.mappings().partitions():
            yield [dict(row) for row in part]


def _whole(url: str, name: str) -> int:
    with Ledger.open(url, new=False) as ledger:
        faults = list(ledger.faults())
        head = ledger.head()
    if faults:
        raise LedgerError("backup_damaged", path=name, count=len(faults))
    return 0 if head is None else head.number


@contextmanager
def _closed(url: str, *, new: bool = True) -> Iterator[Engine]:
    engine = database.connect(url, new=new)
    try:
        yield engine
    finally:
        engine.dispose()
