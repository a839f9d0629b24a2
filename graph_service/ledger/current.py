"""The plans as they are now: what the ledger holds, or, where there is none yet, what comes with the service."""

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

import platformdirs

from graph_service import __version__
from graph_service.errors import StaleBaseError
from graph_service.model.validity import Kept
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.files import GraphFile
from graph_service.store.snapshot import Snapshot

if TYPE_CHECKING:
    from graph_service.ledger.commit import Commit
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


class Plans(NamedTuple):
    """The plans, and what is known of their links.

    Attributes:
        files: One entry per graph.
        kept: What the ends of links said when what the links state came in; empty where there is no ledger, None if the
            files say already what holds of links and waivers.
        today: The day on which waivers have to count; None to let all count.
    """

    files: tuple[GraphFile, ...]
    kept: Kept | None = snapshot.NOTHING_KEPT
    today: date | None = None

    def dataset(self, more: Iterable[GraphFile] = ()) -> Snapshot:
        """Build their dataset.

        Args:
            more: Files that are added to them, or take the place of those with the same graph.

        Returns:
            The dataset.
        """
        return snapshot.build((*self.files, *more), kept=self.kept, today=self.today)


def plans(settings: Settings) -> Plans:
    """Read the plans as they are now.

    Args:
        settings: The settings.

    Returns:
        The plans.

    Raises:
        LedgerError: If the ledger cannot be read.
        UnreadableInputError: If there is none, and the plans that come with the service cannot be read.
    """
    if is_there(settings):
        with opened(settings) as ledger:
            head = ledger.head()
            if head is not None:
                return plans_after(ledger, head)
    return Plans(snapshot.shipped_files(settings), today=today())


def plans_after(ledger: "Ledger", commit: "Commit") -> Plans:
    """Read the plans as they were after a commit, on the day that it is.

    Args:
        ledger: The ledger.
        commit: The commit.

    Returns:
        The plans.

    Raises:
        LedgerError: If the ledger cannot be read, or another history has taken its place in the meantime.
    """
    plans = Plans(ledger.files(commit.number), ledger.kept(commit.number), today())
    ledger.still(commit.number, commit.address)
    return plans


def dataset(settings: Settings) -> Snapshot:
    """Build the dataset of the plans as they are now, on the day that it is.

    Args:
        settings: The settings.

    Returns:
        The dataset.

    Raises:
        LedgerError: If the ledger cannot be read.
        UnreadableInputError: If there is none, and the plans that come with the service cannot be read.
    """
    return plans(settings).dataset()


def today() -> date:
    """Tell which day it is where the service runs."""
    return datetime.now().astimezone().date()


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
