"""The keeper: it holds the plans as they are, has each change judged by a child of its own, and keeps what holds.

It is started as ``python -m graph_service.keeper.process`` with a socket to the service. A child has all that the
keeper has read at the price of a fork. It takes in what strangers have sent, and is ended when that takes too long or
too much memory; so the keeper itself never meets more of it than statements in their canonical form.
"""

import gc
import json
import select
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from graph_service.errors import JudgingError, RedThreadError, StaleBaseError, UnknownThingError
from graph_service.keeper import request
from graph_service.keeper.child import Child
from graph_service.keeper.request import Answer, Between, Decided, Request, Sent
from graph_service.keeper.work import judge, rehearse
from graph_service.ledger import current
from graph_service.ledger.commit import Change as Changed
from graph_service.ledger.commit import Commit
from graph_service.ledger.head import Head, Origin
from graph_service.ledger.ledger import Ledger
from graph_service.ledger.put import Put
from graph_service.messages import LANGUAGES
from graph_service.plans import telling
from graph_service.plans.judgement import Judged
from graph_service.plans.judgement import judge as decide
from graph_service.plans.upload import is_of
from graph_service.settings import Settings
from graph_service.store import wire
from graph_service.validation.after import stated

_MOST_TOLD: Final = 50
"""Most later commits that are told to whoever is late."""
_PROGRAM: Final = "graph_service.keeper.process"
_CHUNK: Final = 1 << 16
_SWEPT: Final = 20
"""Commits after which what is frozen is looked through for what nothing needs any more."""
_PAUSE: Final = 0.05
"""Seconds without a request after which there is time for a rehearsal."""
_ATTEMPTS: Final = 5
"""Commits that others may make while a change is judged before it is given up."""
READY: Final = "ready"
"""What the keeper says once it can judge."""


def command(fd: int) -> list[str]:
    """Give the command that starts the process.

    Args:
        fd: The file descriptor of its socket to the service.

    Returns:
        The command and its arguments.
    """
    return [sys.executable, "-P", "-m", _PROGRAM, json.dumps({"fd": fd})]


class Keeper:
    """The plans as they are, and what is done with changes of them."""

    def __init__(self, settings: Settings, service: int | None = None) -> None:
        """Read the plans.

        Args:
            settings: The settings.
            service: The socket to the service; None if there is none.

        Raises:
            LedgerError: If the ledger cannot be read.
        """
        self._settings = settings
        self._service = service
        self._ended: list[Child] = []
        self._waiting: tuple[Child, Judged] | None = None
        self._kept_last: Judged | None = None
        self._since = 0
        self._head = Head(settings)
        self._origin = self._head.origin()
        self._now = self._read()
        self._contents: tuple[Origin, dict[str, Changed]] = self._origin, self._current()

    def catch_up(self) -> None:
        """Take in what has been kept, and read the plans anew if there are commits of others."""
        if self._kept_last is not None:
            self._now, self._kept_last = self._kept_last.settled(), None
            self._since += 1
            gc.freeze()
        origin = self._head.origin()
        if (origin, current.today()) != (self._origin, self._now.snapshot.today):
            before, self._origin = self._origin, origin
            try:
                self._now = self._read()
            except RedThreadError:
                self._origin = before
                raise
        self._state()
        if self._since >= _SWEPT:
            self._since = 0
            gc.unfreeze()
            gc.collect()
            gc.freeze()

    def prepare(self, *, wait: bool = False) -> None:
        """Have a child stand ready for the next change, so that judging it need not wait for that.

        Args:
            wait: Whether to wait until it has rehearsed.
        """
        if self._waiting is None or self._waiting[1] is not self._now:
            self.dismiss()
            now, state = self._now, self._state()
            self._waiting = self._forked(lambda: rehearse(now, state)), now
        if wait:
            self._waiting[0].ready()

    def reap(self) -> None:
        """Let go of children that are gone."""
        self._ended = [child for child in self._ended if not child.gone()]

    def dismiss(self) -> None:
        """Let go of the child that stands ready."""
        if self._waiting is not None:
            child, self._waiting = self._waiting[0], None
            child.dismiss()
            self._ended.append(child)

    def _read(self) -> Judged:
        now = Judged.of(self._origin.dataset(self._settings))
        now.side  # noqa: B018 -- this, and what follows, is worked out here, so that no child has to
        for lang in LANGUAGES:
            now.seen(lang)
        for lang in LANGUAGES:  # looks up what every judgement does
            telling.tell(decide(now, now.then([]), frozenset()), lang)
        gc.freeze()  # else the collector would touch, and so copy, the memory that the children share
        return now

    def answer(self, data: bytes) -> bytes:
        """Do what the service asks for.

        Args:
            data: A frame with what was sent.

        Returns:
            A frame with what came of it.
        """
        try:
            return self._judged(request.read(data)).frame()
        except Exception as error:  # noqa: BLE001 -- the service tells it, or notes it as a fault
            return wire.outcome(error)

    def _judged(self, sent: Request) -> Answer:
        if isinstance(sent, Between):
            self.catch_up()
            header, body = self._in_a_child(sent.frame())
            _, _, report = _parts(body, header["lengths"])
            return Answer(header["accepted"], header["changed"], None, sent.target, None, (), report)
        for _ in range(_ATTEMPTS):
            answer = self._attempt(sent)
            if answer is not None:
                return answer
        raise JudgingError("judging_overtaken")

    def _attempt(self, sent: Sent | Decided) -> Answer | None:
        """Judge what was sent, and keep it; None if another commit has come in the meantime."""
        self.catch_up()
        state = self._state()
        if isinstance(sent, Sent) and sent.expected is not None and set(sent.expected) != _contents(sent, state):
            raise self._stale(sent)
        header, body = self._in_a_child(sent.frame())
        content, text, report = _parts(body, header["lengths"])
        commit = None
        if sent.publish and header["accepted"] and header["changed"]:
            put = [Put(header["graph"], header["name"], content, text.decode())] if header["name"] else []
            try:
                commit = self._kept(sent, put, header["gone"], header["counts"])
            except StaleBaseError:
                return None
        return Answer(
            accepted=header["accepted"],
            changed=header["changed"],
            commit=commit,
            graph=header["graph"],
            address=header["address"],
            current=tuple(header["before"]),
            report=report,
            difference=header["difference"],
        )

    def _state(self) -> dict[str, Changed]:
        if self._contents[0] != self._origin:
            self._contents = self._origin, self._current()
        return self._contents[1]

    def _current(self) -> dict[str, Changed]:
        ledger, number = self._head.ledger(), self._origin.number
        if ledger is not None and number is not None:
            state = dict(ledger.state(number))
            ledger.still(number, self._origin.address)
            return state
        return {
            graph: Changed(graph, Put.of(file).address, None, file.path.name)
            for graph, file in self._now.snapshot.files.items()
        }

    def _kept(self, sent: Sent | Decided, put: list[Put], gone: list[str], counts: dict[str, int]) -> dict[str, Any]:
        ledger, number = self._head.ledger(), self._origin.number
        if ledger is None or number is None:
            current.begun(self._settings).close()
            raise StaleBaseError("ledger_stale", base="–")  # it may have begun otherwise, so it is judged on that
        # A child has found that it holds. What it is then is worked out here, for the next change is judged on it.
        now = self._now.then([one.file for one in put], gone)
        made = ledger.record(
            self._parent(ledger, number),
            who=sent.who,
            why=sent.why,
            verdict=counts,
            put=put,
            taken_out=gone,
            stated=stated(now.snapshot),
        )
        self._origin, self._kept_last = Origin(self._head, made.number, made.address), now
        return {"number": made.number, "address": made.address, "at": made.at}

    def _parent(self, ledger: Ledger, number: int) -> Commit:
        """Give the commit that was judged on; the ledger may have been replaced by another meanwhile."""
        try:
            parent = ledger.commit(str(number))
        except UnknownThingError:
            parent = None
        if parent is None or parent.address != self._origin.address:
            raise StaleBaseError("ledger_stale", base=self._origin.address[:12])
        return parent

    def _stale(self, sent: Sent) -> StaleBaseError:
        ledger = self._head.ledger()
        graphs = () if ledger is None else [one for one in ledger.graphs() if is_of(one, sent.target, sent.sort)]
        commits = ledger.log(_MOST_TOLD, graphs=graphs) if ledger is not None and graphs else ()
        if not commits or not sent.expected:
            return StaleBaseError("plan_stale_shipped" if sent.expected else "plan_there", plan=sent.target)
        own = set(graphs)
        since = []
        for one in commits:  # the last first, until that which made it what is expected
            if any(change.content in sent.expected for change in one.changes if change.graph in own):
                break
            since.append(f"{one.number} ({one.at[:16]}, {one.who}: {one.why})")
        return StaleBaseError("plan_stale", plan=sent.target, since="; ".join(since))

    def _in_a_child(self, data: bytes) -> tuple[dict[str, Any], bytes]:
        self.reap()
        child = self._ready() or self._forked(lambda: None)
        self._ended.append(child)
        told = child.ask(data)
        header, body = wire.parts(told)
        if header[0] != "judged":
            wire.read_outcome(told)
        return header[1], body

    def _ready(self) -> Child | None:
        """Give the child that waits, if it has been forked of what is known now, and has come through its rehearsal."""
        if self._waiting is not None:
            child, of = self._waiting
            if of is self._now and not child.gone() and child.ready(wait=False):  # to wait would be no quicker
                self._waiting = None
                return child
            self.dismiss()
        return None

    def _forked(self, rehearsal: Callable[[], object]) -> Child:
        now, state = self._now, self._state()
        return Child(lambda data: judge(request.read(data), now, state), rehearsal, self._settings, self._service)


def _contents(sent: Sent, state: Mapping[str, Changed]) -> set[str | None]:
    return {one.content for graph, one in state.items() if is_of(graph, sent.target, sent.sort)}


def _parts(body: bytes, lengths: list[int]) -> tuple[bytes, bytes, bytes]:
    first, second = lengths
    return body[:first], body[first : first + second], body[first + second :]


def main(settings: dict[str, Any]) -> None:
    """Read the plans, then answer until the service is gone.

    Args:
        settings: The socket's file descriptor.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the service stops its processes itself
    service = socket.socket(fileno=settings["fd"])
    with suppress(EOFError, OSError):  # the service is gone
        try:
            keeper = Keeper(Settings.from_environment(), service.fileno())
        except RedThreadError as error:
            service.sendall(wire.outcome(error))
            return
        service.sendall(wire.frame(READY))
        keeper.prepare()
        while True:
            service.sendall(keeper.answer(_receive(service)))
            with suppress(RedThreadError):  # if it cannot be read now, it is told when it is needed
                keeper.catch_up()
                if not select.select([service], [], [], _PAUSE)[0]:
                    keeper.prepare()
                keeper.reap()


def _receive(service: socket.socket) -> bytes:
    data = bytearray()
    while not wire.whole(data):
        more = service.recv(_CHUNK)
        if not more:
            raise EOFError
        data += more
    return bytes(data)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
