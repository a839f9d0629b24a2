"""What the plans of a time say of links and waivers: those in force then, as they stand by all that was known.

How a link stands rests on all that is known, and so on texts and reviews in what was not in force; which links there
are is told by what was. A waiver has run out when the day that is asked of is past its last one.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from graph_service.ledger import current
from graph_service.ledger.current import Plans
from graph_service.model.as_of import AsOf, Told
from graph_service.model.validity import Standing
from graph_service.model.waiver import Waived
from graph_service.plans import moments, waivers
from graph_service.plans.suspects import Now
from graph_service.questions.decided import links_query, waivers_query
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.files import GraphFile
from graph_service.store.links import Links
from graph_service.store.port import Store


class Said(NamedTuple):
    """What the plans say of links and waivers.

    Attributes:
        now: The links.
        standings: How they stand, in the order of their IRIs.
        waivers: Each waiver with whether its last day has passed; those that end first come first.
    """

    now: Now
    standings: tuple[Standing, ...]
    waivers: tuple[tuple[Waived, bool], ...]


def said(now: Now, files: Iterable[GraphFile], told: Told, store: Store) -> Said:
    """Tell what the plans say of links and waivers.

    Args:
        now: The links of all that was known.
        files: All that was known.
        told: The time that is asked of.
        store: The dataset of that time, which has no links and waivers but those that were in force.

    Returns:
        What they say.
    """
    standings: Iterable[Standing] = now.links.standings(now.kept)
    listed = waivers.listed(files, told.in_force or current.today())
    if told.in_force is not None:
        there = _named(store, links_query())
        standings = (one for one in standings if one.link.iri in there)
        there_too = _named(store, waivers_query())
        listed = tuple(one for one in listed if one[0].iri in there_too)
    return Said(now, tuple(standings), listed)


class Then(NamedTuple):
    """The plans of a time, and what links and waivers are told from.

    Attributes:
        now: The links of all that was known.
        files: All that was known.
        plans: What of it was in force, to build a dataset of.
        told: What a reader must be told of them.
    """

    now: Now
    files: tuple[GraphFile, ...]
    plans: Plans
    told: Told


@contextmanager
def then(settings: Settings, asked: AsOf) -> Iterator[Then]:
    """Read the plans of a time, for as long as the block takes.

    Args:
        settings: The settings; they say where the ledger is.
        asked: The point on both clocks.

    Yields:
        The plans.

    Raises:
        UnknownThingError: If an earlier time is asked for and there is no ledger, or none was there yet; or if there is
            no such commit.
        LedgerError: If the ledger cannot be read.
    """
    number = None if asked.known is None else moments.numbered(settings, asked.known)
    day = replace(asked, known=None)
    if current.is_there(settings):
        with current.opened(settings) as ledger:
            last = ledger.head() if number is None else ledger.commit(str(number))
            if last is not None:
                rows, whole = ledger.reviewed(last.number), current.plans_after(ledger, last)
                now = Now(Links(whole.files), rows, ledger, last.number)
                plans, told = moments.fixed_as_of(whole, day)
                told = told if number is None else replace(told, commit=number, at=last.moment)
                yield Then(now, whole.files, plans, told)
                return
    whole = Plans(snapshot.shipped_files(settings), today=current.today())
    plans, told = moments.fixed_as_of(whole, day)
    yield Then(Now(Links(whole.files), {}), whole.files, plans, told)


def _named(store: Store, query: str) -> set[str]:
    """Give the IRIs that a query finds."""
    return {row["iri"].value for row in store.select(query).rows}
