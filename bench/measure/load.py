"""Putting load on an engine with wrk (https://github.com/wg/wrk)."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlencode

from bench.measure.errors import ToolMissingError

_SCRIPT: Final = Path(__file__).resolve().parent.parent / "requests.lua"
_TIMEOUT: Final = 60
"""Seconds that one answer may take."""
_SETUP: Final = 60
"""Seconds that wrk may take besides the load itself."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, the same for any engine.

    Attributes:
        path: Path and query of the address.
        form: Fields to post; if there are none, it is a GET.
    """

    path: str
    form: tuple[tuple[str, str], ...] = ()

    @property
    def method(self) -> str:
        """GET or POST."""
        return "POST" if self.form else "GET"

    @property
    def body(self) -> str:
        """The fields as they are posted; empty for a GET."""
        return urlencode(self.form)

    def line(self) -> str:
        r"""Write it as ``requests.lua`` reads it.

        Example:
            >>> Request("/sparql", (("query", "ASK {}"),)).line()
            'POST /sparql query=ASK+%7B%7D'
        """
        return f"{self.method} {self.path} {self.body}".rstrip()


@dataclass(frozen=True, slots=True)
class Load:
    """What came of putting load on an engine.

    Attributes:
        per_second: Answers per second, over all connections.
        p50_ms: Time that half of the answers took at most, in milliseconds.
        p99_ms: Time that 99 per cent of the answers took at most, in milliseconds.
        seconds: How long it lasted.
        requests: How many answers came.
        refused: How many of them were errors by their status code.
        broken: How many requests got no answer.
    """

    per_second: float
    p50_ms: float
    p99_ms: float
    seconds: float
    requests: int
    refused: int
    broken: int

    @classmethod
    def read(cls, output: str) -> Self:
        """Read what ``requests.lua`` writes at the end.

        Args:
            output: All that wrk wrote.

        Returns:
            The numbers.

        Raises:
            ValueError: If the line is not there.

        Example:
            >>> numbers = '"requests": 10, "microseconds": 2000000, "p50": 1500, "p99": 3000, "refused": 0, "broken": 0'
            >>> Load.read(f"RESULT {{{numbers}}}").per_second
            5.0
        """
        found = re.search(r"^RESULT (.*)$", output, re.MULTILINE)
        if found is None:
            raise ValueError(output)
        told = json.loads(found[1])
        return cls(
            per_second=round(told["requests"] / told["microseconds"] * 1e6, 2),
            p50_ms=told["p50"] / 1000,
            p99_ms=told["p99"] / 1000,
            seconds=told["microseconds"] / 1e6,
            requests=told["requests"],
            refused=told["refused"],
            broken=told["broken"],
        )


def wrk() -> str:
    """Find wrk.

    Returns:
        Its path.

    Raises:
        ToolMissingError: If it is not on the PATH; says how to get it.
    """
    found = shutil.which("wrk")
    if found is None:
        raise ToolMissingError("wrk", "On Debian and Ubuntu: apt-get install wrk; on macOS: brew install wrk.")
    return found


def put_load(
    url: str, requests: Iterable[Request], *, accept: str, connections: int, seconds: float, work: Path
) -> Load:
    """Send requests over connections that are kept alive, each sending its next request when the last is answered.

    Args:
        url: Scheme, host and port of the engine.
        requests: What to send, in turn.
        accept: Media types that are accepted.
        connections: How many connections.
        seconds: How long, in whole seconds of at least 1.
        work: Folder for a file.

    Returns:
        What came of it.

    Raises:
        ToolMissingError: If wrk is not on the PATH.
        subprocess.SubprocessError: If wrk fails.
    """
    file = work / "requests.txt"
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(f"{request.line()}\n" for request in requests)
    shape = ["-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", f"--timeout={_TIMEOUT}s"]
    finished = subprocess.run(
        [wrk(), *shape, "-s", str(_SCRIPT), url, "--", str(file), accept],
        capture_output=True,
        check=True,
        text=True,
        timeout=seconds + _TIMEOUT + _SETUP,
    )
    return Load.read(finished.stdout)
