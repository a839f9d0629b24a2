"""What is wrong with a command line, in the user's language: Typer says it in English only.

What it may say besides, or in other words in another version, stays as it is.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, cast

import typer

from graph_service.cli.terminal import current_language
from graph_service.messages import Lang, text

if TYPE_CHECKING:
    from typer import BadParameter
    from typer._click import Context

_UsageError = cast("type[BadParameter]", typer.BadParameter.__mro__[1])
"""What all that is wrong with a command line is, which Typer gives no name to import it by."""

_QUOTED: Final = r"'(?P<name>[^']*)'"
_OPTION: Final = r"No such option:? '?(?P<name>[^\s']+)'?\.?"
_BAD: Final = r"Invalid value for (?P<name>'.*?'): "
_KNOWN: Final = tuple(
    (re.compile(pattern, re.DOTALL), f"usage.{key}")
    for pattern, key in (
        (r"Missing argument '(?P<name>.*?)'\..*", "missing_argument"),
        (r"Missing option (?P<name>'.*?')\..*", "missing_option"),
        (r"Missing command\.", "missing_command"),
        (_OPTION, "no_option"),
        (
            r"No such option:? '?(?P<name>[^\s']+)'?\.? \((?:Possible options|Did you mean):? (?P<close>.*?)\)",
            "close_option",
        ),
        (rf"No such command {_QUOTED}\.", "no_command"),
        (rf"No such command {_QUOTED}\. Did you mean (?P<close>.*)\?", "close_command"),
        (rf"Option {_QUOTED} requires an argument\.", "option_alone"),
        (rf"Option {_QUOTED} does not take a value\.", "option_value"),
        (r"Got unexpected extra arguments?(?:\(s\))? \((?P<value>.*)\)", "too_many"),
        (
            r"Invalid value for (?P<name>'.*?'): (?:Value error, )?'(?P<value>.*)' is not one of (?P<known>.*)\.",
            "not_one_of",
        ),
        (rf"{_BAD}.*valid int.*", "not_whole"),
        (rf"{_BAD}Input should be greater than or equal to (?P<limit>\S+)", "too_little"),
        (rf"{_BAD}Input should be less than or equal to (?P<limit>\S+)", "too_much"),
        (rf"{_BAD}(?P<reason>.*)", "bad_value"),
    )
)


def translated(message: str, lang: Lang) -> str | None:
    """Say in a language what Typer finds wrong with a command line.

    Args:
        message: What Typer says.
        lang: The language.

    Returns:
        The same in the language; None if it is nothing that is known.

    Example:
        >>> translated("No such command 'tarce'. Did you mean 'trace'?", "sv")
        "Inget kommando heter 'tarce'. Menade du 'trace'?"
        >>> translated("Something else.", "sv") is None
        True
    """
    for pattern, key in _KNOWN:
        found = pattern.fullmatch(message)
        if found is not None:
            return text(key, lang, **found.groupdict())
    return None


@contextmanager
def told(context: "Context") -> Iterator[None]:
    """Have what is wrong with a command line told in the user's language, with the way to help.

    Args:
        context: The command; Typer does not name it where an option lacks a value, or has one that it does not take.

    Yields:
        Nothing.

    Raises:
        UsageError: If something is wrong.
    """
    try:
        yield
    except _UsageError as error:
        message = translated(error.format_message(), current_language())
        error.ctx = error.ctx or context
        if message is None:
            raise
        raise _UsageError(message, ctx=error.ctx) from error
