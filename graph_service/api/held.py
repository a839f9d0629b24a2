"""What the plans that are served say of links and waivers: read when somebody asks, once for each snapshot."""

from functools import cached_property
from threading import Lock
from typing import NamedTuple

from graph_service.api.desk import Desk
from graph_service.api.service import Service
from graph_service.ledger import current
from graph_service.model.validity import Standing
from graph_service.model.waiver import Waived
from graph_service.plans import waivers
from graph_service.plans.suspects import Now
from graph_service.store import snapshot
from graph_service.store.links import Links


class Said(NamedTuple):
    """What the plans say of links and waivers.

    Attributes:
        now: The links.
        standings: How they stand, in the order of their IRIs.
        waivers: Each waiver with whether its last day has passed.
    """

    now: Now
    standings: tuple[Standing, ...]
    waivers: tuple[tuple[Waived, bool], ...]


class Held:
    """Reads what the plans say of links and waivers when it is needed first, and keeps it while they are served."""

    def __init__(self, service: Service, desk: Desk) -> None:
        """Prepare, without reading anything.

        Args:
            service: What is answered from.
            desk: Where the ledger is read.
        """
        self._service = service
        self._desk = desk
        self.reading = Lock()
        """Held by who reads the plans or looks up earlier ones: two who do so at once would only take twice as long."""

    @cached_property
    def said(self) -> Said:
        """What the plans say; to be asked for by who holds ``reading``.

        Raises:
            LedgerError: If the ledger cannot be read.
        """
        number = self._service.commit
        if number is not None:
            ledger = self._desk.history()
            files, rows = ledger.files(number), ledger.reviewed(number)
            now = Now(Links(files), rows, ledger, number, self._desk.earlier)
        else:
            files = self._desk.files or snapshot.shipped_files(self._service.settings)
            now = Now(Links(files), {})
        return Said(now, tuple(now.links.standings(now.kept)), waivers.listed(files, current.today()))
