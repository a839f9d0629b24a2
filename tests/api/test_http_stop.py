"""Stopping the service."""

import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import serving
from invented_plan import written

pytestmark = pytest.mark.xdist_group("server-stop")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_signal_stops_the_service_in_order(tmp_path: Path, number: signal.Signals) -> None:
    """After SIGINT, which a terminal sends to all processes, or SIGTERM, the service ends with code 0.

    A query that is being answered still gets its answer, a client that sends half a request and waits is left behind,
    and no process remains.
    """
    server = serving.start(tmp_path / "log", REDTHREAD_LANG="en")
    helpers = serving.descendants(server.process.pid)
    assert helpers > server.wait_for_workers()
    address = urlsplit(server.url)
    with ThreadPoolExecutor(1) as stranger, socket.create_connection((address.hostname, address.port)) as stuck:
        stuck.sendall(b"GET /health HTTP/1.1\r\nHo")
        slow = stranger.submit(_ask_slowly, server)
        serving.wait_until(lambda: _at_work(helpers))
        if number is signal.SIGINT:
            os.killpg(server.process.pid, number)
        else:
            server.process.send_signal(number)
        assert server.process.wait(serving.PATIENCE) == 0
        assert slow.result().json()["code"] == "query_timeout"
    serving.wait_until(lambda: not any(serving.alive(helper) for helper in helpers))
    log = server.log.read_text(encoding="utf-8")
    assert log.endswith("Stopped.\n")
    assert "Traceback" not in log


def test_workers_end_when_the_service_is_killed(tmp_path: Path) -> None:
    """When the service dies without a word, a worker in the midst of an endless query ends by itself too."""
    server = serving.start(tmp_path / "log")
    helpers = serving.descendants(server.process.pid)
    with ThreadPoolExecutor(1) as stranger:
        slow = stranger.submit(_ask_slowly, server)
        serving.wait_until(lambda: _at_work(helpers))
        server.process.kill()
        server.process.wait(serving.PATIENCE)
        with pytest.raises(httpx.TransportError):
            slow.result()
    serving.wait_until(lambda: not any(serving.alive(helper) for helper in helpers))


def _ask_slowly(server: serving.Server) -> httpx.Response:
    return httpx.get(f"{server.url}/sparql", params={"query": serving.SLOW}, timeout=serving.PATIENCE)


def _at_work(processes: set[int]) -> bool:
    return any(serving.limit(pid, "Max open files") == "0" and serving.running(pid) for pid in processes)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_what_judges_a_change_ends_with_the_service(tmp_path: Path, number: signal.Signals) -> None:
    """A change that is being judged still gets its answer; when the service dies without a word, nobody goes on."""
    server = serving.start(tmp_path / "log", REDTHREAD_LEDGER=str(tmp_path / "ledger.sqlite"))
    plan = written("pahittad-plan", 600)
    before = serving.descendants(server.process.pid)
    with ThreadPoolExecutor(1) as stranger:
        slow = stranger.submit(_check, server, plan)
        serving.wait_until(lambda: len(serving.descendants(server.process.pid) - before) > 1)
        helpers = serving.descendants(server.process.pid)
        server.process.send_signal(number)
        server.process.wait(serving.PATIENCE)
        if number is signal.SIGKILL:
            with pytest.raises(httpx.TransportError):
                slow.result()
        else:
            assert slow.result().json()["accepted"] is True
    serving.wait_until(lambda: not any(serving.alive(helper) for helper in helpers))


_TURTLE = {"Content-Type": "text/turtle"}


def _check(server: serving.Server, plan: str) -> httpx.Response:
    url = f"{server.url}/api/v1/plans/pahittad-plan/check"
    return httpx.post(url, content=plan, headers=_TURTLE, timeout=serving.PATIENCE)
