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


class NoAnswerError(BenchError):
    """An engine does not answer, or not in HTTP."""

    def __init__(self, url: str, path: str, reason: object) -> None:
        """Name the address and the reason."""
        super().__init__(f"{url}{path} does not answer: {reason}")


class NotThereError(BenchError):
    """A question has no answer that could be measured."""

    def __init__(self, what: str, why: str) -> None:
        """Name what has been asked, and what came of it."""
        super().__init__(f"not there: {what}: {why}")


class ResultsUnreadableError(BenchError):
    """The results of earlier runs cannot be read."""

    def __init__(self, file: Path) -> None:
        """Name the file."""
        super().__init__(f"{file} is not what this program writes. Take it away, or give another folder with --into.")
