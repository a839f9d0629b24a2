"""What every command shares: the language, the consoles, loading with progress, and how errors end."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from itertools import pairwise
from typing import Final, ParamSpec, TypeVar

import typer
from rich.console import Console

from graph_service.errors import RedThreadError
from graph_service.messages import LANGUAGES, Lang, text
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.snapshot import Snapshot

OK: Final = 0
FINDINGS: Final = 1
UNUSABLE: Final = 2
_PIPE_WIDTH: Final = 160

P = ParamSpec("P")
R = TypeVar("R")


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """Choose the language: ``--lang``, else REDTHREAD_LANG, else the locale's, else English.

    Args:
        arguments: The command line.
        environment: Variables by name.

    Returns:
        The language.

    Example:
        >>> language(["trace", "4B", "--lang", "sv"], {})
        'sv'
        >>> language([], {"LANG": "sv_SE.UTF-8"})
        'sv'
    """
    asked = [b for a, b in pairwise(arguments) if a == "--lang"]
    asked += [a.removeprefix("--lang=") for a in arguments if a.startswith("--lang=")]
    locale = next((environment[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(v)), "")
    for wanted in (*asked, environment.get("REDTHREAD_LANG", ""), locale):
        for lang in LANGUAGES:
            if wanted.lower().split("_")[0].split(".")[0] == lang:
                return lang
    return "en"


def current_language() -> Lang:
    """Give the language of this run."""
    return language(sys.argv[1:], os.environ)


def out() -> Console:
    """Give the console for answers: standard output, wide when it goes into a pipe."""
    return _console(stderr=False)


def err() -> Console:
    """Give the console for everything else: standard error."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _PIPE_WIDTH
    return Console(stderr=stderr, highlight=False, width=width, soft_wrap=False)


def write_bytes(body: bytes) -> None:
    """Write an answer's bytes to standard output as they are.

    Args:
        body: The bytes.
    """
    sys.stdout.flush()
    sys.stdout.buffer.write(body if body.endswith(b"\n") or not body else body + b"\n")
    sys.stdout.buffer.flush()


@contextmanager
def progress(key: str) -> Iterator[None]:
    """Show on standard error what is being done, when a person is looking.

    Args:
        key: Key of the message.

    Yields:
        Nothing.
    """
    console = err()
    if console.is_terminal:
        with console.status(text(key, current_language())):
            yield
    else:
        yield


def loaded() -> tuple[Snapshot, Settings]:
    """Load the shipped plans.

    Returns:
        The dataset and the settings.
    """
    settings = Settings.from_environment()
    with progress("validate.reading"):
        return snapshot.build(snapshot.shipped_files(settings)), settings


def tells_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Make a command end with a message and exit code 2 where something the user can mend is wrong.

    Args:
        command: The command.

    Returns:
        The command, with errors told.
    """

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except RedThreadError as error:
            err().print(error.text(current_language()), markup=False, soft_wrap=True)
            raise typer.Exit(UNUSABLE) from error
        except BrokenPipeError:
            sys.stderr.close()
            raise typer.Exit(OK) from None

    return told
