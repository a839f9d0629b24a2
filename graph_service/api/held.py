"""What the plans that are served say of links and waivers: read when somebody asks, once for each snapshot."""

from functools import cached_property
from threading import Lock

from graph_service.api.desk import Desk
from graph_service.api.service import Service
from graph_service.ledger.gathering import Row
from graph_service.plans import past_decisions
from graph_service.plans.past_decisions import Said
from graph_service.plans.suspects import Now
from graph_service.store import snapshot
from graph_service.store.links import Links


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
            now = Now(Links(files), {of: Row(0, hashes) for of, hashes in self._desk.kept.items()})
        return past_decisions.said(now, files, self._service.told, self._service.store)
