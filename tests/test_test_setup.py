"""What the script says that prepares a machine for the tests."""

import os
import subprocess
import sys
from pathlib import Path

import browsers
import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "test_setup.py"


def _said(path: Path) -> list[str]:
    """Run the script on a machine that has only the programs of one folder, and give what it says of browsers."""
    finished = subprocess.run(
        [sys.executable, str(SCRIPT)],
        env={**os.environ, "PATH": str(path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [line for line in finished.stdout.splitlines() if line.startswith("chromium")]


def _program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


def test_without_apt_it_says_in_a_line_what_will_not_run(tmp_path: Path) -> None:
    """Neither a browser nor apt: one line says so, and the tests go on."""
    assert _said(tmp_path) == ["chromium: not installed, and only root can install it with apt; its tests will not run"]


@pytest.mark.parametrize("name", browsers.NAMES)
def test_a_browser_of_each_name_is_enough(tmp_path: Path, name: str) -> None:
    """Whatever name the tests find a browser by, nothing is installed beside it."""
    _program(tmp_path / name, "exit 1")
    assert _said(tmp_path) == []


def test_an_apt_that_fails_is_told(tmp_path: Path) -> None:
    """Where apt cannot install the browser, or may not be used, one line says that its tests will not run."""
    _program(tmp_path / "apt-get", "exit 100")
    (line,) = _said(tmp_path)
    assert line.endswith("its tests will not run")
    assert ("exit status 100" in line) == (os.geteuid() == 0)
