"""Answers as of another time: whatever may be read can be asked of the plans as they were, on either clock.

The plans of a time are a snapshot of its own, with workers and routes as the one of now has them. A few are kept ready,
those that were asked for last.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import unquote_to_bytes

from starlette.requests import HTTPConnection
from starlette.types import Scope

from graph_service.api import closed, generation, sparql
from graph_service.api.desk import Desk
from graph_service.api.frame import Frame
from graph_service.api.generation import Generation, Retiring
from graph_service.api.service import Service
from graph_service.api.sparql_request import pairs
from graph_service.errors import ParameterError, QueryTimeoutError, RedThreadError
from graph_service.ledger import current
from graph_service.ledger.current import Plans
from graph_service.model.as_of import AsOf, Told
from graph_service.plans import moments
from graph_service.settings import Settings
from graph_service.store.snapshot import Snapshot
from graph_service.validation import engine
from graph_service.web import paths as pages

PARAMETERS: Final = ("as_of", "known")
"""The parameters that ask for another time."""
_NAMES: Final = frozenset(name.encode() for name in PARAMETERS)
DAY: Final = "day-month-or-year"
"""What the OpenAPI document calls the format of a day."""
KNOWN: Final = "moment-or-change"
"""What it calls the format of a moment, or of what a change is called."""
_TIMED: Final = ("/api/v1/", "/id/", "/ns", "/dumps", "/catalog", *pages.TIMED)
"""Beginnings of the paths that can be asked for another time."""
_TIMELESS: Final = ("/editions", "/diff", "/check")
"""Ends of those of them that tell of changes themselves."""
_OF_NOW: Final = "/api/v1/changes"
"""Beginning of those that tell what has been changed."""
_READING: Final = frozenset({"GET", "HEAD"})


class _Key(NamedTuple):
    """What the plans of a time rest on: they are others after a commit, in another ledger, or on another day."""

    asked: AsOf
    commit: tuple[int, str] | None
    day: date
    followed: int


@dataclass(slots=True)
class _Place:
    """What waits to be prepared, or is being.

    Attributes:
        own: Whether somebody waits for it who shows a token.
        made: Done once it is ready.
    """

    own: bool
    made: asyncio.Future[None] = field(init=False)


def can_be_asked(method: str, path: str) -> bool:
    """Tell whether something can be asked for another time than now.

    Args:
        method: The method of the request.
        path: Its path.

    Returns:
        True for whatever is read of the plans; what has been changed, and the state of the service, know no other time.

    Example:
        >>> can_be_asked("GET", "/api/v1/gaps"), can_be_asked("POST", "/sparql"), can_be_asked("GET", "/health")
        (True, True, False)
    """
    if path == sparql.PATH:
        return method in {*_READING, "POST"}
    timed = method in _READING and (path == pages.START or path.startswith(_TIMED))
    return timed and not path.endswith(_TIMELESS) and not path.startswith(_OF_NOW)


def documented() -> list[dict[str, object]]:
    """Describe the parameters for the OpenAPI document.

    Returns:
        The parameters.
    """
    told = {
        "as_of": (DAY, "2019-12-31", "Only what was in force on this day; a month or a year stands for its last day."),
        "known": (
            KNOWN,
            "2026-11-28T12:00Z",
            "The plans as the ledger had them at this moment, or after the change with this number or address.",
        ),
    }
    return [
        {
            "name": name,
            "in": "query",
            "description": text,
            "required": False,
            "schema": {"type": "string", "format": form, "examples": [example]},
        }
        for name, (form, example, text) in told.items()
    ]


class Past:
    """The snapshots of other times than now. To be used on one event loop."""

    def __init__(
        self,
        settings: Settings,
        routes: Callable[[Service], Frame],
        desk: Desk,
        fixed: Snapshot | None,
    ) -> None:
        """Begin without any.

        Args:
            settings: How many are kept ready, and how many may wait for one.
            routes: Makes the routes of a snapshot.
            desk: Says who may read, where reading is closed.
            fixed: The dataset, if it is all that is to be served; None if the plans are those of a ledger.
        """
        self._settings = settings
        self._routes = routes
        self._desk = desk
        self._fixed = fixed
        self._ready: OrderedDict[_Key, Generation] = OrderedDict()
        self._retiring = Retiring(frozen=False)
        self._turn = asyncio.Condition()
        self._busy = False
        self._followed = 0
        self._places: dict[_Key, _Place] = {}

    async def asked(self, scope: Scope, newest: Service) -> tuple[Generation, Scope] | None:
        """Find the snapshot that a request asks for.

        Args:
            scope: The scope of the request.
            newest: The newest snapshot, which tells of the last commit that is served.

        Returns:
            The snapshot, and the request without what it says of time; None if it asks for now.

        Raises:
            RedThreadError: If it may not ask, or what it says of time cannot be understood or is not known.
        """
        query: bytes = scope["query_string"]
        if not any(map(_tells_time, query.split(b"&"))):
            return None
        if not can_be_asked(scope["method"], scope["path"]):
            return None
        given: dict[str, str] = {}
        for name, value in pairs(query):
            if name in PARAMETERS:
                if name in given:
                    raise ParameterError("parameter_twice", name=name, count=2)
                given[name] = value
        if self._settings.reading == "token":
            await closed.let_in(HTTPConnection(scope), self._desk)
        asked = moments.as_of(given.get("as_of"), given.get("known"))
        if asked.known is not None and self._fixed is None:  # however it is named, it is prepared once
            asked = replace(asked, known=await asyncio.to_thread(moments.numbered, self._settings, asked.known))
        rest = b"&".join(part for part in query.split(b"&") if not _tells_time(part))
        commit = None if newest.commit is None else (newest.commit, newest.address)
        key = _Key(asked, commit, current.today(), self._followed)
        return await self._snapshot(key, scope), {**scope, "query_string": rest}

    def follow(self) -> None:
        """Note that another snapshot is the newest: what is prepared from now on may be of another ledger."""
        self._followed += 1

    def close(self) -> None:
        """End all workers, and what is being prepared."""
        for place in self._places.values():
            place.made.cancel()
        for one in self._ready.values():
            one.close()
        self._retiring.close()

    async def _snapshot(self, key: _Key, scope: Scope) -> Generation:
        while key not in self._ready:  # one that is ready may have been let go by the time that its turn comes
            await self._prepared(key, own=await self._is_known(scope))
        self._ready.move_to_end(key)
        found = self._ready[key]
        while len(self._ready) > max(1, self._settings.other_times):
            self._retiring.add(self._ready.popitem(last=False)[1])
        return found

    async def _is_known(self, scope: Scope) -> bool:
        """Tell whether a request shows a valid token; where reading is open, nobody is refused for another."""
        request = HTTPConnection(scope)
        if "authorization" not in request.headers:
            return False
        try:
            await self._desk.holder(request)
        except RedThreadError:
            return False
        return True

    async def _prepared(self, key: _Key, *, own: bool) -> None:
        place = self._places.get(key)
        if place is None:
            # Strangers may ask for as many times as they like; whoever shows a token has places that they cannot take.
            waiting = sum(one.own == own for one in self._places.values())
            if waiting >= self._settings.other_times_queue:
                raise QueryTimeoutError("times_queue", waiting=waiting)
            place = self._places[key] = _Place(own)
            place.made = asyncio.ensure_future(self._in_turn(key, place))
            place.made.add_done_callback(_heard)
        elif own:
            place.own = True
        # However many wait for it, it is prepared once, and even if one of them leaves.
        await asyncio.shield(place.made)

    async def _in_turn(self, key: _Key, place: "_Place") -> None:
        try:
            async with self._turn:
                await self._turn.wait_for(lambda: not self._busy and (place.own or not self._own_waits()))
                self._busy = True
            try:
                self._ready[key] = await self._made(key)
            finally:
                self._busy = False
        finally:
            del self._places[key]
            async with self._turn:
                self._turn.notify_all()

    def _own_waits(self) -> bool:
        return any(place.own for place in self._places.values())

    async def _made(self, key: _Key) -> Generation:
        plans, told = await asyncio.to_thread(self._plans, key)
        dataset = await asyncio.to_thread(plans.dataset)
        judging = asyncio.to_thread(engine.validate, dataset)
        # Few ask for another time, so one process of each kind is enough.
        made = await generation.begun(
            dataset,
            judging,
            replace(self._settings, workers=1),
            self._routes,
            key.commit if told.commit is None else (told.commit, told.address),
            asked=key.asked,
            told=told,
        )
        made.gather(dataset.store)
        return made

    def _plans(self, key: _Key) -> tuple[Plans, Told]:
        if self._fixed is None:
            return moments.plans_as_of(self._settings, key.asked, key.commit)
        plans = Plans(tuple(self._fixed.files.values()), self._fixed.kept, self._fixed.today)
        return moments.fixed_as_of(plans, key.asked)


def _tells_time(part: bytes) -> bool:
    """Tell whether a part of what stands behind a question mark is a parameter of time, however its name is written."""
    return unquote_to_bytes(part.partition(b"=")[0]) in _NAMES


def _heard(made: asyncio.Future[None]) -> None:
    if not made.cancelled():
        made.exception()  # else it would be noted that nobody asked for it
