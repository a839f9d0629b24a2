"""Serving what the ledger says: when there is a new commit, by whomever, its snapshot takes the place of the last.

A new day is as good as a commit: there are waivers that count no longer.
"""

import asyncio
import traceback
from collections.abc import Callable
from contextlib import suppress

from graph_service.api import generation
from graph_service.api.frame import Frame
from graph_service.api.log import Log
from graph_service.api.served import Served
from graph_service.api.service import Service
from graph_service.errors import RedThreadError
from graph_service.ledger import current
from graph_service.ledger.head import Head, Origin
from graph_service.settings import Settings
from graph_service.validation import engine


class Following:
    """Looks at the ledger now and then, and at once when it is told to."""

    def __init__(self, served: Served, settings: Settings, routes: Callable[[Service], Frame], log: Log) -> None:
        """Prepare.

        Args:
            served: What is served.
            settings: The settings.
            routes: Makes the routes of a snapshot.
            log: Where it is noted which commit is served, and what went wrong.
        """
        self._served = served
        self._log = log
        self._settings = settings
        self._routes = routes
        self._told = asyncio.Event()
        self._day = current.today()

    def look(self) -> None:
        """Look at once: there is a new commit."""
        self._told.set()

    async def run(self, head: Head) -> None:
        """Follow the ledger for as long as the service runs; what goes wrong is noted, and tried again.

        Args:
            head: The ledger's last commit.
        """
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), self._settings.follow_seconds)
            self._told.clear()
            try:
                await self._follow(head)
            except RedThreadError as error:
                self._log.note("warning", "not_followed", reason=error.text("en"))
            except Exception:  # noqa: BLE001 -- whatever it is, it is told and noted, and tried again
                self._log.note("error", "not_followed", reason=traceback.format_exc())

    async def _follow(self, head: Head) -> None:
        number, day = await asyncio.to_thread(head.number), current.today()
        if number is None or (number, day) == (self._served.newest.number, self._day):
            return
        dataset = await asyncio.to_thread(Origin(head, number).dataset, self._settings)
        judging = asyncio.to_thread(engine.validate, dataset)
        made = await generation.begun(dataset, judging, self._settings, self._routes, number)
        made.gather(dataset.store)
        self._served.follow(made)
        self._day = day
        self._log.note("info", "snapshot", commit=number, snapshot=made.service.snapshot)
