"""What the plans that are served say of links and waivers: read when somebody asks, once for each snapshot."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Final

from graph_service.api.desk import Desk
from graph_service.api.service import Service
from graph_service.errors import LedgerError, UnknownThingError
from graph_service.ledger.gathering import Row
from graph_service.ledger.ledger import Ledger
from graph_service.messages import Lang
from graph_service.model.link import LinkSeen
from graph_service.model.thread import Basis
from graph_service.model.validity import Link, Standing, Validity
from graph_service.model.waiver import WaiverSeen
from graph_service.plans import past_decisions, reviews, suspects, waivers
from graph_service.plans.past_decisions import Said
from graph_service.plans.suspects import Now
from graph_service.store import snapshot
from graph_service.store.excerpts import shortened
from graph_service.store.links import Links

_ORDER: Final[tuple[Validity, ...]] = ("suspect", "invalid", "valid")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What links are chosen by.

    Attributes:
        validity: How they stand; None for any.
        basis: What they rest on; None for anything.
        plan: IRI of the document that an end stands in, or is; None for any.
    """

    validity: Validity | None = None
    basis: Basis | None = None
    plan: str | None = None


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
        self, part: slice, lang: Lang, wanted: Wanted, *, suspect_first: bool = False
    ) -> tuple[tuple[LinkSeen, ...], int]:
        """Tell of links.

        Args:
            part: Which of them.
            lang: The language.
            wanted: What they are chosen by.
            suspect_first: Whether those that are suspect, and then those that were rejected, come before the others.

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
                if wanted.validity in {None, one.validity}
                and wanted.basis in {None, one.link.basis}
                and (wanted.plan is None or self._ends_in(one.link, wanted.plan))
            ]
            if suspect_first:
                found.sort(key=lambda one: _ORDER.index(one.validity))
            page = found[part]
            self.look_up(now, page)
        return suspects.tell(now, page, self._service.store, lang), len(found)

    def link(self, name: str, lang: Lang) -> LinkSeen:
        """Tell of one link.

        Args:
            name: What somebody calls it.
            lang: The language.

        Returns:
            The link.

        Raises:
            UnknownThingError: If there is none.
            AmbiguousCodeError: If several could be meant.
            LedgerError: If the ledger cannot be read, or holds another history by now.
        """
        with self.reading:
            now, standings, _ = self.said
            iri = reviews.find(now.links, name, self._service.settings.base)
            page = tuple(one for one in standings if one.link.iri == iri)
            self.look_up(now, page)
        if not page:  # it was not in force at the time that is asked of
            raise UnknownThingError("link_unknown", name=shortened(name))
        return suspects.tell(now, page, self._service.store, lang)[0]

    def waivers(self, part: slice, lang: Lang, *, expired: bool = False) -> tuple[tuple[WaiverSeen, ...], int]:
        """Tell of waivers.

        Args:
            part: Which of them.
            lang: The language.
            expired: Only those whose last day has passed.

        Returns:
            The waivers, and how many there are in all.

        Raises:
            LedgerError: If the ledger cannot be read, or holds another history by now.
        """
        with self.reading:
            found = [one for one in self.said.waivers if one[1] or not expired]
        return waivers.tell(found[part], self._service.store, lang), len(found)

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
