"""The log: a JSON object a line on standard error.

The lines of one turn of the event loop are written together, for under load the writing would take longer than what is
written of.
"""

import asyncio
import sys
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal

import orjson

Level = Literal["debug", "info", "warning", "error"]
_RANKS: Final[Mapping[str, int]] = {"debug": 0, "info": 1, "warning": 2, "error": 3}


class Log:
    """Notes what happens, from some level on.

    Example:
        >>> Log("warning").notes("info")
        False
    """

    def __init__(self, least: str) -> None:
        """Begin a log.

        Args:
            least: The least that is noted: ``debug``, ``info``, ``warning`` or ``error``.
        """
        self._least = _RANKS[least]
        self._lines: list[bytes] = []

    def notes(self, level: Level) -> bool:
        """Tell whether what matters so much is noted."""
        return _RANKS[level] >= self._least

    def note(self, level: Level, event: str, **values: object) -> None:
        """Note that something happened.

        Args:
            level: How much it matters.
            event: What happened.
            **values: What JSON can hold.
        """
        if not self.notes(level):
            return
        seconds, nanoseconds = divmod(time.time_ns(), 1_000_000_000)
        stamp = f"{_written(seconds)}.{nanoseconds // 1_000_000:03}Z"
        self._lines.append(orjson.dumps({"time": stamp, "level": level, "event": event, **values}))
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._write()
        else:
            if len(self._lines) == 1:
                loop.call_soon(self._write)

    def _write(self) -> None:
        lines, self._lines = self._lines, []
        if lines:
            sys.stderr.write(b"\n".join((*lines, b"")).decode())
            sys.stderr.flush()


@lru_cache(maxsize=1)
def _written(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
