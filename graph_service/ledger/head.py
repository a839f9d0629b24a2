"""The last commit, as a service follows it: commits are made by others too, in the terminal or by other services."""

from typing import TYPE_CHECKING, NamedTuple

from graph_service.ledger import current
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.snapshot import Snapshot

if TYPE_CHECKING:
    from graph_service.ledger.ledger import Ledger


class Head:
    """Reads the ledger again and again; there may be none yet.

    Example:
        >>> Head(Settings(ledger="/nowhere/ledger.sqlite")).origin().number is None
        True
    """

    def __init__(self, settings: Settings) -> None:
        """Begin to follow.

        Args:
            settings: The settings, which say where the ledger is.
        """
        self._settings = settings
        self._ledger: Ledger | None = None

    def origin(self) -> "Origin":
        """Look at the last commit.

        Returns:
            Where the plans come from now.

        Raises:
            LedgerError: If the ledger cannot be read.
        """
        ledger = self.ledger()
        head = None if ledger is None else ledger.head()
        return Origin(self, None) if head is None else Origin(self, head.number, head.address)

    def close(self) -> None:
        """Let go of the ledger."""
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None

    def ledger(self) -> "Ledger | None":
        """Give the ledger to read in.

        Returns:
            It; None if there is none yet.

        Raises:
            LedgerError: If it cannot be reached.
        """
        if self._ledger is None and current.is_there(self._settings):
            self._ledger = current.opened(self._settings)
        return self._ledger


class Origin(NamedTuple):
    """Where the plans that are served come from, and how far they have come.

    Attributes:
        head: The ledger's last commit, as it is followed.
        number: The commit whose plans are served; None if there is none yet, and they are those that are shipped.
        address: The commit's address, by which it is told from one with its number in a ledger that takes this one's
            place; empty if there is none.
    """

    head: Head
    number: int | None
    address: str = ""

    @property
    def point(self) -> tuple[int, str] | None:
        """The commit's number and address; None if there is none yet."""
        return None if self.number is None else (self.number, self.address)

    @staticmethod
    def now(settings: Settings) -> "Origin":
        """Look at the ledger.

        Args:
            settings: The settings, which say where it is.

        Returns:
            What is to be served.

        Raises:
            LedgerError: If it cannot be read.
        """
        return Head(settings).origin()

    def dataset(self, settings: Settings) -> Snapshot:
        """Build the dataset of the plans, on the day that it is.

        Args:
            settings: The settings.

        Returns:
            The dataset.

        Raises:
            LedgerError: If the ledger cannot be read, or another history has taken its place in the meantime.
            UnreadableInputError: If there is none, and the plans that are shipped cannot be read.
        """
        ledger = self.head.ledger()
        if ledger is None or self.number is None:
            return snapshot.build(snapshot.shipped_files(settings), today=current.today())
        dataset = ledger.dataset(self.number, today=current.today())
        ledger.still(self.number, self.address)
        return dataset
