"""The plans as they are now: what the ledger holds, or, where there is none yet, what comes with the service."""

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import platformdirs

from graph_service import __version__
from graph_service.errors import StaleBaseError
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.files import GraphFile

if TYPE_CHECKING:
    from graph_service.ledger.ledger import Ledger

_PROGRAM: Final = "redthread"
_FILE: Final = "ledger.sqlite"


def location(settings: Settings) -> str:
    """Tell where the ledger is.

    Args:
        settings: The settings.

    Returns:
        Address of a database, or path of a file.

    Example:
        >>> location(Settings(ledger="/srv/plan.sqlite"))
        '/srv/plan.sqlite'
    """
    return settings.ledger or str(platformdirs.user_state_path(_PROGRAM) / _FILE)


def shown(settings: Settings) -> str:
    """Tell people where the ledger is.

    Args:
        settings: The settings.

    Returns:
        Its address without a password.
    """
    from graph_service.ledger import database  # noqa: PLC0415 -- a fifth of a second that few need

    return database.shown(location(settings))


def is_there(settings: Settings) -> bool:
    """Tell whether there is a ledger: a file that has been begun, or a database that is named.

    Args:
        settings: The settings.

    Returns:
        True if there is.
    """
    where = location(settings)
    if "://" in where:
        from graph_service.ledger import database  # noqa: PLC0415 -- a fifth of a second that few need

        file = database.file_of(where)
        return file is None or os.path.exists(file)  # noqa: PTH110 -- never fails
    # Where the user's folders cannot even be looked into, as in a sandbox, there is none.
    return os.path.exists(where)  # noqa: PTH110


def plans(settings: Settings) -> tuple[GraphFile, ...]:
    """Read the plans as they are now.

    Args:
        settings: The settings.

    Returns:
        One entry per graph.

    Raises:
        LedgerError: If the ledger cannot be read.
        UnreadableInputError: If there is none, and the plans that come with the service cannot be read.
    """
    if is_there(settings):
        with opened(settings) as ledger:
            head = ledger.head()
            if head is not None:
                return ledger.files(head.number)
    return snapshot.shipped_files(settings)


def opened(settings: Settings) -> "Ledger":
    """Open the ledger; one that is not there is made, and holds nothing.

    Args:
        settings: The settings.

    Returns:
        The ledger.

    Raises:
        LedgerError: If it cannot be reached.
    """
    from graph_service.ledger.ledger import Ledger  # noqa: PLC0415 -- a fifth of a second that few need

    return Ledger.open(location(settings))


def begun(settings: Settings) -> "Ledger":
    """Open the ledger; a new one begins with the plans that come with the service.

    Args:
        settings: The settings.

    Returns:
        The ledger, which has at least one commit.

    Raises:
        LedgerError: If it cannot be reached or written.
    """
    ledger = opened(settings)
    if ledger.head() is None:
        why = f"Planerna som följer med Röda tråden {__version__}."
        with suppress(StaleBaseError):  # another has begun it in the meantime
            ledger.record(None, who=_PROGRAM, why=why, verdict={}, put=snapshot.shipped_files(settings))
    return ledger
