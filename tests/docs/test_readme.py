"""The README's commands, each run as it is written."""

import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LISTENS = re.compile(r"http://127\.0\.0\.1:\d+")


def _commands() -> list[tuple[str, list[str]]]:
    """Give each command of the README with the lines that are shown as its output."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.strip().splitlines()
            found.append((command, shown))
    return found


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the shipped plans on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "graph_service", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            for line in server.stderr:
                if LISTENS.search(line):
                    break
            yield f"127.0.0.1:{port}"
        finally:
            server.terminate()


def _output(command: str, address: str) -> str:
    words = shlex.split(command)
    if words[0] == "curl":
        answer = httpx.get(words[-1].replace("127.0.0.1:8000", address), timeout=60)
        answer.raise_for_status()
        return answer.text
    assert words[0] == ".venv/bin/redthread"
    finished = subprocess.run(
        [sys.executable, "-m", "graph_service", *words[1:]],
        cwd=ROOT,
        env={**os.environ, "LANG": "en_GB.UTF-8", "LC_ALL": "", "REDTHREAD_LANG": "en"},
        capture_output=True,
        timeout=120,
        check=True,
    )
    return finished.stdout.decode("utf-8")


@pytest.mark.xdist_group("readme")
@pytest.mark.parametrize(("command", "shown"), _commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_command_works_as_written(command: str, shown: list[str], address: str) -> None:
    """Each command of the README runs without error and its output holds every line that the README shows."""
    output = " ".join(_output(command, address).split())
    assert [line for line in shown if " ".join(line.split()) not in output] == []


def test_there_are_three_things_to_try() -> None:
    """The README has its two commands and at least three things to try."""
    assert "make serve" in README
    assert "make test" in README
    assert len(_commands()) >= 3


@pytest.mark.parametrize(
    "page", [*sorted(ROOT.joinpath("docs").rglob("*.md")), ROOT / "README.md"], ids=lambda p: p.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Every relative link in the README and the docs points at a file that is there."""
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
