"""The program ``redthread``: its commands, and what comes before them."""

from collections.abc import Callable
from typing import Annotated, Final

import typer

from graph_service import __version__
from graph_service.cli import help_texts
from graph_service.cli.commands.ask import ask
from graph_service.cli.commands.backup import backup, restore
from graph_service.cli.commands.commit import commit, revert
from graph_service.cli.commands.dataset import export, stats
from graph_service.cli.commands.diff import diff
from graph_service.cli.commands.history import log, verify
from graph_service.cli.commands.query import query
from graph_service.cli.commands.questions import questions
from graph_service.cli.commands.search import search
from graph_service.cli.commands.serve import serve
from graph_service.cli.commands.show import show
from graph_service.cli.commands.succession import succession
from graph_service.cli.commands.token import token
from graph_service.cli.commands.trace import trace
from graph_service.cli.commands.validate import validate
from graph_service.cli.options import LangOption, UrlOption
from graph_service.cli.terminal import current_language, open_streams, told_errors, write_bytes
from graph_service.cli.words import Command, Group
from graph_service.errors import ParameterError
from graph_service.store.excerpts import shortened

_COMMANDS: Final[tuple[tuple[Callable[..., None], str], ...]] = (
    (validate, "help.validate"),
    (query, "help.query"),
    (ask, "help.ask"),
    (questions, "help.questions"),
    (search, "help.search"),
    (trace, "help.trace"),
    (show, "help.show"),
    (diff, "help.diff"),
    (succession, "help.succession"),
    (stats, "help.stats"),
    (export, "help.export"),
    (commit, "help.commit"),
    (revert, "help.revert"),
    (log, "help.log"),
    (verify, "help.verify"),
    (backup, "help.backup"),
    (restore, "help.restore"),
    (serve, "help.serve"),
)
"""The commands in the order in which they are listed, each with what it says of itself."""
_HERE: Final = frozenset({"diff", "serve", "commit", "revert", "log", "verify", "backup", "restore", "token"})
"""Commands that work on plans here, and can ask no service."""

app: Final = typer.Typer(
    name="redthread",
    cls=Group,
    help="help.program",
    options_metavar="typer.options_metavar",
    subcommand_metavar="typer.command_metavar",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _command, _help in _COMMANDS:
    app.command(cls=Command, options_metavar="typer.options_metavar", help=_help)(_command)
app.add_typer(token, name="token")


def main() -> None:
    """Run the program; what it says is in the user's language."""
    open_streams()
    whole = typer.main.get_command(app)
    help_texts.translate(whole, current_language())
    with told_errors():
        whole(prog_name="redthread")


def _version(*, wanted: bool) -> None:
    if wanted:
        write_bytes(f"redthread {__version__}".encode())
        raise typer.Exit


@app.callback()
def program(
    context: typer.Context,
    *,
    _asked: Annotated[
        bool,
        typer.Option("--version", help="help.version", is_eager=True, callback=lambda value: _version(wanted=value)),
    ] = False,
    url: UrlOption = None,
    _lang: LangOption = None,
) -> None:
    """Take the options that come before a command; the language is read from the command line by then.

    Raises:
        ParameterError: If a service is named, and the command asks none.
    """
    if url is not None and context.invoked_subcommand in _HERE:
        raise ParameterError("url_here", command=context.invoked_subcommand, url=shortened(url))
