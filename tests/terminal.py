"""The terminal program: as a process of its own, and the same inside this one, which need not start Python anew."""

import io
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from graph_service.cli import main

ROOT: Final = Path(__file__).resolve().parent.parent
"""The checkout."""
Finished = subprocess.CompletedProcess[str]

_KEPT: Final = frozenset({"PATH", "HOME", "SYSTEMROOT", "TMPDIR", "PYTHONPATH", "REDTHREAD_LEDGER"})


def in_a_process(
    *arguments: str, stdin: str | bytes | None = None, cwd: Path | None = None, **environment: str
) -> Finished:
    """Run the program as a process: for what lies around a command, such as signals, pipes and encodings.

    Args:
        *arguments: The command line.
        stdin: What it can read from standard input.
        cwd: The folder it runs in; the checkout if none.
        **environment: Variables besides the few that every run has.

    Returns:
        Its exit code, and what it wrote.
    """
    finished = subprocess.run(
        [sys.executable, "-m", "graph_service", *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=cwd or ROOT,
        env=_variables(environment),
        timeout=120,
        check=False,
    )
    return Finished(finished.args, finished.returncode, finished.stdout.decode(), finished.stderr.decode())


def here(*arguments: str, stdin: str | bytes | None = None, cwd: Path | None = None, **environment: str) -> Finished:
    """Run the program in this process, with command line, streams, folder and environment of its own.

    Args:
        *arguments: The command line.
        stdin: What it can read from standard input.
        cwd: The folder it runs in; the checkout if none.
        **environment: Variables besides the few that every run has.

    Returns:
        Its exit code, and what it wrote.
    """
    given = stdin.encode() if isinstance(stdin, str) else stdin or b""
    command = ["redthread", *arguments]
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        with _surroundings(command, cwd or ROOT, _variables(environment)), _streams(given, out, err):
            code = _exit_code()
        return Finished(command, code, out.read_bytes().decode(), err.read_bytes().decode())


def _variables(more: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    return {**kept, "LANG": "C.UTF-8", "PYTHONUTF8": "1", **more}


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
            return 1
        return end.code or 0
    except Exception:  # noqa: BLE001 -- as Python itself ends
        traceback.print_exc()
        return 1
    return 0


@contextmanager
def _surroundings(command: list[str], folder: Path, variables: Mapping[str, str]) -> Iterator[None]:
    before, before_folder, before_command = dict(os.environ), Path.cwd(), sys.argv
    try:
        os.chdir(folder)
        sys.argv = command
        os.environ.clear()
        os.environ.update(variables)
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        sys.argv = before_command
        os.chdir(before_folder)


@contextmanager
def _streams(given: bytes, out: Path, err: Path) -> Iterator[None]:
    """Exchange the standard streams; those that are written to are real files, which the program may close or turn."""
    before = sys.stdin, sys.stdout, sys.stderr
    with (
        io.TextIOWrapper(io.BytesIO(given), encoding="utf-8") as stdin,
        out.open("w", encoding="utf-8") as stdout,
        err.open("w", encoding="utf-8") as stderr,
    ):
        sys.stdin, sys.stdout, sys.stderr = stdin, stdout, stderr
        try:
            yield
        finally:
            sys.stdin, sys.stdout, sys.stderr = before
