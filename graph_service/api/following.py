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
from graph_service.ledger.head import Origin
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

    async def run(self, origin: Origin) -> None:
        """Follow the ledger for as long as the service runs; what goes wrong is noted, and tried again.

        Args:
            origin: Where the plans come from that are served.
        """
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), self._settings.follow_seconds)
            self._told.clear()
            try:
                origin = await self._follow(origin)
            except RedThreadError as error:
                self._log.note("warning", "not_followed", reason=error.text("en"))
            except Exception:  # noqa: BLE001 -- whatever it is, it is told and noted, and tried again
                self._log.note("error", "not_followed", reason=traceback.format_exc())

    async def _follow(self, served: Origin) -> Origin:
        origin, day = await asyncio.to_thread(served.head.origin), current.today()
        if origin.number is None or (origin, day) == (served, self._day):
            return served
        dataset = await asyncio.to_thread(origin.dataset, self._settings)
        judging = asyncio.to_thread(engine.validate, dataset)
        made = await generation.begun(dataset, judging, self._settings, self._routes, origin.point)
        made.gather(dataset.store)
        self._served.follow(made)
        self._day = day
        self._log.note("info", "snapshot", commit=origin.number, snapshot=made.service.snapshot)
        return origin
