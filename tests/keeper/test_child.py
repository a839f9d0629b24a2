"""A child of the keeper: it rehearses, does one thing, and is ended if that takes too long or too much."""

import os
import signal
import socket
import time

import pytest
import serving

from graph_service.errors import JudgingError, UnknownThingError
from graph_service.keeper.child import Child
from graph_service.settings import Settings
from graph_service.store import wire

_SETTINGS = Settings(judging_seconds=1.0)


def _nothing() -> None:
    pass


def _length(data: bytes) -> bytes:
    return wire.frame(["length", len(data)], data)


def _for_ever(_: bytes) -> bytes:
    while True:
        time.sleep(60)


def _fork(work: object = _length, rehearse: object = _nothing) -> Child:
    return Child(work, rehearse, _SETTINGS)  # type: ignore[arg-type]


def test_it_does_one_thing_and_is_gone() -> None:
    """It gives back what it makes of what it is asked, however large, and ends."""
    for size in (1, 3_000_000):
        child = _fork()
        assert child.ready()
        header, body = wire.parts(child.ask(b"x" * size))
        assert (header, len(body)) == (["length", size], size)
        serving.wait_until(child.gone)


def test_it_has_what_was_there_when_it_was_forked() -> None:
    """What it rehearses is known to it, and to nobody else; what comes later is not known to it."""
    said = ["before"]
    child = _fork(lambda _: wire.frame(list(said)), lambda: said.append("rehearsed"))
    said.append("later")
    assert wire.parts(child.ask(b"?"))[0] == ["before", "rehearsed"]
    assert said == ["before", "later"]


def test_what_it_raises_is_told() -> None:
    """An error of a known kind is the answer; it is not the end of whoever asked."""

    def refuse(_: bytes) -> bytes:
        raise UnknownThingError("commit_unknown", name="x")

    with pytest.raises(UnknownThingError):
        wire.read_outcome(_fork(refuse).ask(b"?"))


@pytest.mark.parametrize(("work", "key"), [(lambda _: time.sleep(60), "judging_slow"), (os._exit, "judging_died")])
def test_it_is_ended_or_dies(work: object, key: str) -> None:
    """Whoever asks is told that it took too long, or that it has died."""

    def run(_: bytes) -> bytes:
        work(1)  # type: ignore[operator]
        return b""

    with pytest.raises(JudgingError) as raised:
        _fork(run).ask(b"?")
    assert raised.value.key == key


@pytest.mark.parametrize("rehearse", [lambda: 1 / 0, lambda: os._exit(0), lambda: time.sleep(60)])
def test_one_that_does_not_come_through_its_rehearsal_is_not_ready(rehearse: object) -> None:
    """It says so, and is gone."""
    child = _fork(rehearse=rehearse)
    assert not child.ready()
    child.dismiss()
    serving.wait_until(child.gone)


def test_one_that_is_killed_while_it_waits() -> None:
    """Whoever asks it then is told, and waits for nothing."""
    child = _fork()
    assert child.ready()
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(JudgingError):
        child.ask(b"x" * 1_000_000)


def test_one_that_is_dismissed_is_gone() -> None:
    """It ends without having done anything, whether it has rehearsed or is at it."""
    for rehearse in (_nothing, lambda: time.sleep(0.2)):
        child = _fork(rehearse=rehearse)
        child.dismiss()
        serving.wait_until(child.gone)


def test_it_ends_with_whom_it_was_forked_of() -> None:
    """Whoever forked it may be killed at any time: while it waits, and while it works."""
    for asked in (False, True):
        ours, theirs = os.pipe()
        parent = os.fork()
        if not parent:
            child = Child(_for_ever, _nothing, Settings())
            child.ready()
            os.write(theirs, b"%d" % child.pid)
            if asked:
                child.ask(b"?")
            signal.pause()
        pid = int(os.read(ours, 20))
        os.kill(parent, signal.SIGKILL)
        os.waitpid(parent, 0)
        serving.wait_until(lambda pid=pid: not serving.alive(pid))  # type: ignore[misc]


def test_it_is_ended_when_whom_it_works_for_is_gone() -> None:
    """If the service leaves while it works, nobody waits for what it finds."""
    service, keeper = socket.socketpair()
    # The child has a copy of the service's end too, which no child of a real keeper has.
    child = Child(_for_ever, service.close, _SETTINGS, keeper.fileno())
    assert child.ready()
    service.close()
    with pytest.raises(EOFError):
        child.ask(b"?")
    serving.wait_until(child.gone)
    keeper.close()
