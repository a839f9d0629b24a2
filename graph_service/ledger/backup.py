"""Copies of a ledger: into one file, while it is in use, and back from it, whatever database either is in."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from sqlalchemy import Connection, Engine, Table, delete, insert, select

from graph_service.errors import LedgerError
from graph_service.ledger import database, schema
from graph_service.ledger.ledger import Ledger

_TABLES: Final = (schema.contents, schema.sources, schema.commits, schema.changes, *schema.LATER)
"""All that a ledger holds, in an order in which nothing points at what is not there yet."""
_AT_ONCE: Final = 500
"""Rows that are copied at once."""

_ELSEWHERE: Final = "ledger.sqlite"
"""What is kept of a ledger that is no file is called as if it had been this one."""
_SHORT: Final = 12
"""Characters of a commit's address that tell it from others."""
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
    with _made(file) as copy:
        _copy(url, str(copy))
        return _whole(str(copy), database.shown(url))


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
    copied = _checked(file)
    _copy(str(file), url)
    return copied


class Replaced(NamedTuple):
    """What a ledger held before something else was put in its place.

    Attributes:
        number: How many commits it had.
        address: The address of the last of them.
        kept: The file that they are in now, from which they can be restored.
    """

    number: int
    address: str
    kept: Path


def replace(file: Path, url: str) -> tuple[int, Replaced | None]:
    """Put what a backup holds in the place of what a ledger holds, while others read it and write to it.

    It is done in one transaction: whoever reads finds either what was there or what is there, and whoever was about to
    write hears that there is something else. What was there is kept in a new file; tokens, which no backup holds, stay.

    Args:
        file: The backup.
        url: Where the ledger is.

    Returns:
        The number of commits that were copied; and what they took the place of, None if there was nothing.

    Raises:
        LedgerError: If there is no such backup, it holds nothing or is damaged, or what is there cannot be kept.
    """
    copied = _checked(file)
    if not copied:
        raise LedgerError("backup_missing", path=file)
    return copied, _copy(str(file), url, instead=True)


def _checked(file: Path) -> int:
    if not file.is_file() or not file.stat().st_size:  # an empty one would become a new ledger
        raise LedgerError("backup_missing", path=file)
    try:
        return _whole(str(file), str(file))
    except LedgerError as error:
        if error.key in _NO_BACKUP:
            raise LedgerError("backup_unreadable", path=file) from error
        raise


@contextmanager
def _made(file: Path) -> Iterator[Path]:
    """Give a place for a copy; it is put where it is to be when the block ends, and is gone if it raises."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".redthread-", dir=file.parent) as folder:
        copy = Path(folder) / file.name
        yield copy
        with _closed(str(copy)) as engine, engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")  # else there would be three files
        _put(copy, file)


def _put(copy: Path, file: Path) -> None:
    # Either fails where somebody else has made such a file by now.
    try:
        os.link(copy, file)
    except FileExistsError:
        raise
    except OSError:  # a file system that has no links
        with file.open("xb") as whole, copy.open("rb") as part:
            shutil.copyfileobj(part, whole)


def _copy(source: str, target: str, *, instead: bool = False) -> Replaced | None:
    with (
        _closed(source, new=False) as theirs,
        _closed(target) as ours,
        database.told(source),
        database.at_one_moment(theirs) as reading,
        database.told(target),
        database.writing(ours) as writing,
    ):
        table = schema.commits
        last = writing.execute(select(table.c.number, table.c.address).order_by(table.c.number.desc()).limit(1)).first()
        if last is not None and not instead:
            raise LedgerError("restore_not_empty", url=database.shown(target), number=last.number)
        replaced = None if last is None else Replaced(*last, _set_aside(target, writing, last.address))
        for each in reversed(_TABLES) if replaced else ():
            writing.execute(delete(each))
        _fill(source, reading, writing)
    return replaced


def _set_aside(url: str, reading: Connection, address: str) -> Path:
    """Copy what a ledger holds into a file beside it, or where one works if it is no file; nothing is written over."""
    place = database.file_of(url)
    beside = Path(_ELSEWHERE) if place is None else place
    for number in count(1):
        end = f"-{number}" if number > 1 else ""
        kept = beside.with_name(f"{beside.stem}.replaced-{address[:_SHORT]}{end}.sqlite").absolute()
        if _holds(kept, address):
            break
        if os.path.lexists(kept):
            continue
        try:
            with (
                _made(kept) as copy,
                _closed(str(copy)) as aside,
                database.told(str(kept)),
                database.writing(aside) as writing,
            ):
                _fill(url, reading, writing)
        except OSError as error:
            raise LedgerError("replaced_not_kept", path=kept, reason=error.strerror or error) from error
        break
    return kept


def _holds(file: Path, address: str) -> bool:
    """Tell whether a file is a whole ledger whose last commit has an address, which covers all before it."""
    if not file.is_file() or not file.stat().st_size:
        return False
    try:
        with Ledger.open(str(file), new=False) as ledger:
            head = ledger.head()
            return head is not None and head.address == address and not any(ledger.faults())
    except LedgerError:
        return False


def _fill(source: str, reading: Connection, writing: Connection) -> None:
    for table in _TABLES:
        if table in schema.LATER and not database.has(reading, table):
            continue  # what it holds is worked out anew when it is needed
        for part in _parts(source, reading, table):
            writing.execute(insert(table), part)


def _parts(source: str, reading: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    with database.told(source), reading.execute(select(table).execution_options(yield_per=_AT_ONCE)) as result:
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
