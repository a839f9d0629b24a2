"""Pipes, closed and full outputs, encodings, colours and signals: what lies around every command."""

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import serving

if TYPE_CHECKING:
    from conftest import Redthread

PROGRAM = f"{sys.executable} -m graph_service"
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def _shell(line: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "REDTHREAD_LANG"):
        environment.pop(name, None)
    command = ["bash", "-o", "pipefail", "-c", line.replace("redthread", PROGRAM)]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False, env=environment)


@pytest.mark.parametrize("command", ["export", "trace 4B", "query 'SELECT * { ?s ?p ?o }' --format csv"])
def test_reader_that_has_had_enough_is_no_error(command: str) -> None:
    """When the reader of a pipe stops early the program ends quietly with exit code 0."""
    finished = _shell(f"redthread {command} | head -c 5")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert len(finished.stdout) == 5


@pytest.mark.parametrize("command", ["export", "trace 4B", "--help"])
def test_full_disk_is_told(command: str) -> None:
    """When standard output cannot be written the program says why and ends with exit code 2."""
    finished = _shell(f"redthread {command} > /dev/full")
    assert (finished.returncode, finished.stderr) == (2, "Cannot go on: No space left on device.\n")


def test_closed_streams_are_no_fault() -> None:
    """With standard output or input closed the program does its work, and tells what is missing."""
    assert _shell("redthread questions >&-").returncode == 0
    finished = _shell("redthread query - <&-")
    assert (finished.returncode, finished.stderr.startswith("The query is empty.")) == (2, True)


def test_letters_that_the_terminal_lacks_are_escaped(redthread_process: "Redthread") -> None:
    """Where the terminal cannot write å, ä and ö they are escaped, and tables are drawn with plain signs."""
    finished = redthread_process("questions", "--lang", "sv", PYTHONIOENCODING="ascii")
    assert finished.returncode == 0
    assert r"Fr\xe5ga" in finished.stdout
    assert "+---" in finished.stdout


def test_no_colour_outside_a_terminal(redthread_process: "Redthread") -> None:
    """What goes into a pipe has no escape sequences, and is wide enough for long lines."""
    finished = redthread_process("questions", TERM="xterm-256color")
    assert "\x1b" not in finished.stdout + finished.stderr
    assert max(map(len, finished.stdout.splitlines())) > 100


@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)])
def test_colours_in_a_terminal(no_colour: str, *, coloured: bool) -> None:
    """In a terminal there are colours, unless NO_COLOR is set; the words are the same, and fit the width."""
    ours, theirs = pty.openpty()
    environment = {"TERM": "xterm-256color", "COLUMNS": "100", "LANG": "C.UTF-8", "NO_COLOR": no_colour}
    command = [sys.executable, "-m", "graph_service", "trace", "4B", "--up", "--lang", "sv"]
    finished = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, timeout=100, check=False, env=environment)
    os.close(theirs)
    with os.fdopen(ours, "rb") as terminal:
        shown = terminal.read1().decode()
    assert finished.returncode == 0
    assert ("\x1b[36m" in shown) is coloured
    assert "Leder till" in ANSI.sub("", shown)
    assert all(len(line) <= 100 for line in ANSI.sub("", shown).splitlines()[1:])


def _hears_interrupts(pid: int) -> bool:
    """Tell whether a process has a handler of its own for Ctrl-C."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGINT - 1) & 1)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let what is started hear Ctrl-C, though the tests may run in the background of a shell, where it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_stops_a_query_at_once() -> None:
    """A query that would take days is stopped by Ctrl-C, though while the engine answers Python hears no signal."""
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c < ?f && ?f < ?i) }"
    command = [sys.executable, "-m", "graph_service", "query", query]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as asking:
        try:
            serving.wait_until(lambda: _hears_interrupts(asking.pid))
            serving.wait_until(lambda: not _hears_interrupts(asking.pid))
            asking.send_signal(signal.SIGINT)
            said = asking.communicate(timeout=60)
        finally:
            asking.kill()
    assert (said, asking.returncode) == (("", ""), -signal.SIGINT)
