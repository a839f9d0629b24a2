"""The words that Typer itself says, in the user's language."""

from typing import TYPE_CHECKING, Any, Final

from typer.core import TyperCommand, TyperGroup

from graph_service.cli import usage
from graph_service.cli.terminal import current_language
from graph_service.messages import Lang, catalogue, text

if TYPE_CHECKING:
    from typer._click import Context
    from typer.core import TyperOption

_WORDS: Final = {
    "ARGUMENTS_PANEL_TITLE": "typer.arguments",
    "OPTIONS_PANEL_TITLE": "typer.options",
    "COMMANDS_PANEL_TITLE": "typer.commands",
    "ERRORS_PANEL_TITLE": "typer.error",
    "ABORTED_TEXT": "typer.aborted",
    "DEFAULT_STRING": "typer.default",
    "REQUIRED_LONG_STRING": "typer.required",
    "RICH_HELP": "typer.try_help",
}


class Command(TyperCommand):
    """A command whose help, and what is said of a command line that is wrong, speak the user's language."""

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Read what stands after the command."""
        with usage.told(ctx):
            return super().parse_args(ctx, args)

    def get_usage(self, ctx: "Context") -> str:
        """Give the usage line, which begins all that Typer says of a command."""
        return _translated(super().get_usage(ctx), current_language())

    def get_help_option(self, ctx: "Context") -> "TyperOption | None":
        """Give the option ``--help``."""
        return _explained(super().get_help_option(ctx), current_language())


class Group(TyperGroup):
    """A group of commands whose help, and what is said of a command line that is wrong, speak the user's language."""

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Read the options that stand before a command."""
        with usage.told(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: "Context") -> Any:  # noqa: ANN401 -- as Typer has it
        """Read what stands after them, and run the command."""
        with usage.told(ctx):
            return super().invoke(ctx)

    def get_usage(self, ctx: "Context") -> str:
        """Give the usage line, which begins all that Typer says of a command."""
        return _translated(super().get_usage(ctx), current_language())

    def get_help_option(self, ctx: "Context") -> "TyperOption | None":
        """Give the option ``--help``."""
        return _explained(super().get_help_option(ctx), current_language())


def _translated(line: str, lang: Lang) -> str:
    from typer import rich_utils  # noqa: PLC0415 -- a fifth of a second that only help and errors need

    for name, key in _WORDS.items():
        setattr(rich_utils, name, catalogue(lang)[key])
    return line.replace("Usage:", text("typer.usage", lang), 1)


def _explained(option: "TyperOption | None", lang: Lang) -> "TyperOption | None":
    if option is not None:
        option.help = text("help.help", lang)
    return option
