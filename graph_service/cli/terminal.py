"""What every command shares: the language, the consoles, progress, and how errors end."""

import os
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Final, NoReturn

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from graph_service.errors import RedThreadError
from graph_service.messages import LANGUAGES, Lang, text
from graph_service.model import printable

OK: Final = 0
FINDINGS: Final = 1
UNUSABLE: Final = 2
_PIPE_WIDTH: Final = 160
_LEAST_WIDTH: Final = 40
_SHOWN: Final = printable.STEERING | {ord("\n"): "\n", ord("\t"): "\t"}


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


class Screen(Console):
    """A console that takes texts as they are: nothing in them is markup, and nothing steers the terminal."""

    def __init__(self, *, stderr: bool) -> None:
        """Open standard output or standard error.

        Args:
            stderr: Whether it is standard error.
        """
        width = max(shutil.get_terminal_size((_PIPE_WIDTH, 0)).columns, _LEAST_WIDTH)
        super().__init__(stderr=stderr, markup=False, emoji=False, highlight=False, width=width)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render as Rich does, and take away what could steer the terminal."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(segment.text.translate(_SHOWN), segment.style)

    def on_broken_pipe(self) -> None:
        """End quietly when the reader has had enough."""
        end_quietly()


def out() -> Screen:
    """Give the console for answers: standard output, wide when it goes into a pipe."""
    return Screen(stderr=False)


def err() -> Screen:
    """Give the console for everything else: standard error."""
    return Screen(stderr=True)


def write_bytes(body: bytes) -> None:
    """Write an answer's bytes to standard output as they are.

    Args:
        body: The bytes.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(body if body.endswith(b"\n") or not body else body + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        end_quietly()


def end_quietly() -> NoReturn:
    """End the program as when all is well, though its output is read no further."""
    _discard_output()
    raise typer.Exit(OK)


def open_streams() -> None:
    """Make the standard streams such that anything can be written to them: closed ones, and any encoding."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 -- for the whole run
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


@contextmanager
def told_errors() -> Iterator[None]:
    """Tell what the user can mend as a message, and end with exit code 2.

    Yields:
        Nothing.
    """
    lang = current_language()
    try:
        yield
    except RedThreadError as error:
        _fail(error.text(lang))
    except OSError as error:
        _discard_output()
        _fail(text("error.system", lang, reason=error.strerror or error))


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


@contextmanager
def stoppable() -> Iterator[None]:
    """Let Ctrl-C end the program at once: while the engine answers, Python hears no signal.

    Yields:
        Nothing.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _fail(message: str) -> NoReturn:
    err().print(message, soft_wrap=True)
    sys.exit(UNUSABLE)


def _discard_output() -> None:
    # What Python still holds back would be written at the end, and fail again.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
