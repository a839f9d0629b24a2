"""What can stop a measurement, in words for the one who runs it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

_LAST: Final = 2000
"""Characters of an engine's log that are shown."""


class BenchError(Exception):
    """A measurement cannot be made."""


class ToolMissingError(BenchError):
    """A program that the benchmark needs is not there."""

    def __init__(self, tool: str, remedy: str) -> None:
        """Name the program and how to get it."""
        super().__init__(f"{tool} is missing. {remedy}")


class EngineFailedError(BenchError):
    """An engine stopped, or never became ready."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        """Show the command and the end of what it wrote."""
        written = log.read_text(encoding="utf-8", errors="replace")[-_LAST:]
        super().__init__(f"{' '.join(command)}\n{written}")


class NotThereError(BenchError):
    """The service does not answer a question."""

    def __init__(self, path: str, status: int) -> None:
        """Name the address and the status code."""
        super().__init__(f"not there: HTTP {status} at {path}")


class ResultsUnreadableError(BenchError):
    """The results of earlier runs cannot be read."""

    def __init__(self, file: Path) -> None:
        """Name the file."""
        super().__init__(f"{file} is not what this program writes. Take it away, or give another folder with --into.")
