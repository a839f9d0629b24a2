"""What the plans that are served say of links and waivers: read when somebody asks, once for each snapshot."""

from collections.abc import Iterable
from functools import cached_property
from threading import Lock

from graph_service.api.desk import Desk
from graph_service.api.service import Service
from graph_service.errors import LedgerError
from graph_service.ledger.gathering import Row
from graph_service.ledger.ledger import Ledger
from graph_service.messages import Lang
from graph_service.model.link import LinkSeen
from graph_service.model.thread import Basis
from graph_service.model.validity import Link, Standing
from graph_service.model.waiver import WaiverSeen
from graph_service.plans import past_decisions, suspects, waivers
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
            LedgerError: If the ledger cannot be read, or holds another history by now.
        """
        number = self._service.commit
        if number is not None:
            ledger = self._desk.history()
            files, rows = ledger.files(number), ledger.reviewed(number)
            ledger.still(number, self._service.address)
            self._follow(ledger, (number, self._service.address))
            now = Now(Links(files), rows, ledger, number, self._desk.earlier)
        else:
            files = self._desk.files or snapshot.shipped_files(self._service.settings)
            now = Now(Links(files), {of: Row(0, hashes) for of, hashes in self._desk.kept.items()})
        return past_decisions.said(now, files, self._service.told, self._service.store)

    def look_up(self, now: Now, page: Iterable[Standing]) -> None:
        """Look up what the ends of links said when they were reviewed; to be called by who holds ``reading``.

        Args:
            now: The links.
            page: How those of them stand that are told of.

        Raises:
            LedgerError: If the ledger cannot be read, or holds another history by now.
        """
        known = len(self._desk.earlier)
        now.look_up(page)
        if now.ledger is not None and len(self._desk.earlier) != known:
            try:
                now.ledger.still(now.number, self._service.address)
            except LedgerError:
                self._desk.earlier.clear()
                raise

    def links(
        self,
        offset: int,
        limit: int,
        lang: Lang,
        *,
        suspect: bool = False,
        basis: Basis | None = None,
        plan: str | None = None,
    ) -> tuple[tuple[LinkSeen, ...], int]:
        """Tell of links.

        Args:
            offset: Links to leave out at the beginning.
            limit: Most links.
            lang: The language.
            suspect: Only those of which an end says something else than when they were reviewed.
            basis: Only those that rest on this.
            plan: Only those with an end in the document with this IRI.

        Returns:
            The links, and how many there are in all.

        Raises:
            LedgerError: If the ledger cannot be read, or holds another history by now.
        """
        with self.reading:
            now, standings, _ = self.said
            found = [
                one
                for one in standings
                if (not suspect or one.validity == "suspect")
                and (basis is None or one.link.basis == basis)
                and (plan is None or self._ends_in(one.link, plan))
            ]
            page = found[offset : offset + limit]
            self.look_up(now, page)
        return suspects.tell(now, page, self._service.store, lang), len(found)

    def waivers(
        self, offset: int, limit: int, lang: Lang, *, expired: bool = False
    ) -> tuple[tuple[WaiverSeen, ...], int]:
        """Tell of waivers.

        Args:
            offset: Waivers to leave out at the beginning.
            limit: Most waivers.
            lang: The language.
            expired: Only those whose last day has passed.

        Returns:
            The waivers, and how many there are in all.

        Raises:
            LedgerError: If the ledger cannot be read, or holds another history by now.
        """
        with self.reading:
            found = [one for one in self.said.waivers if one[1] or not expired]
        return waivers.tell(found[offset : offset + limit], self._service.store, lang), len(found)

    def _ends_in(self, link: Link, document: str) -> bool:
        things = self._service.graph.things
        wanted = things.number.get(document)
        ends = (things.number.get(end) for end in (link.lower, link.upper))
        return any(end is not None and wanted in {end, int(things.plan[end])} for end in ends)

    def _follow(self, ledger: Ledger, point: tuple[int, str]) -> None:
        """Forget what has been looked up in a history whose place another has taken."""
        try:
            if self._desk.looked_up_in is not None:
                ledger.still(*self._desk.looked_up_in)
        except LedgerError:
            self._desk.earlier.clear()
        self._desk.looked_up_in = point
