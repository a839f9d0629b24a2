"""Help, usage and the words around them, in the user's language."""

from typing import TYPE_CHECKING

import pytest
import typer

from graph_service import __version__
from graph_service.cli import help_texts
from graph_service.cli.program import app
from graph_service.messages import LANGUAGES, Lang, catalogue

if TYPE_CHECKING:
    from conftest import Redthread

COMMANDS = (
    *("validate", "query", "ask", "questions", "search", "trace", "show", "diff", "succession", "stats", "export"),
    *("commit", "revert", "log", "verify", "backup", "restore", "serve", "token"),
)


def test_help_is_in_swedish(redthread: "Redthread") -> None:
    """All that the help says is in Swedish where the locale is: usage, headings, commands and options."""
    finished = redthread("--help", LANG="sv_SE.UTF-8")
    assert finished.returncode == 0
    assert finished.stderr == ""
    assert "Användning: redthread [VÄXLAR] KOMMANDO" in finished.stdout
    assert all(word in finished.stdout for word in ("─ Växlar ─", "─ Kommandon ─", "Visa den här hjälpen och avsluta."))
    assert all(command in finished.stdout for command in COMMANDS)
    assert not any(word in finished.stdout for word in ("Usage", "Options", "Show", "help."))


def test_help_of_a_command_is_in_the_language_asked_for(redthread: "Redthread") -> None:
    """A command's help is in the language of --lang, though the environment says another."""
    swedish = redthread("ask", "-h", "--lang", "sv", REDTHREAD_LANG="en").stdout
    assert "Användning: redthread ask [VÄXLAR]" in swedish
    assert all(word in swedish for word in ("─ Argument ─", "[måste anges]", "[förval: table]"))
    english = redthread("ask", "--help", "--lang=en", REDTHREAD_LANG="sv").stdout
    assert all(word in english for word in ("Usage: redthread ask [OPTIONS]", "[required]", "Show this help and exit."))


def test_usage_error_is_told_in_the_frame_of_the_language(redthread: "Redthread") -> None:
    """A command line that cannot be understood ends with exit code 2, the usage, and nothing on standard output."""
    finished = redthread("trace", "--sideways", "--lang", "sv")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "Användning: redthread trace" in finished.stderr
    assert "Hjälp: redthread trace -h" in finished.stderr
    assert "─ Fel ─" in finished.stderr
    assert "--sideways" in finished.stderr


def test_program_without_a_command_shows_its_help(redthread: "Redthread") -> None:
    """Without a command the program shows its help, and ends with exit code 2."""
    finished = redthread()
    assert finished.returncode == 2
    assert "Usage: redthread [OPTIONS] COMMAND [ARGS]..." in finished.stdout


def test_version_is_one_line(redthread: "Redthread") -> None:
    """The version is one line that programs can read."""
    assert redthread("--version").stdout == f"redthread {__version__}\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_and_option_has_a_help_text(lang: Lang) -> None:
    """Each command, option and argument has a text of the catalogue, and no key is left untranslated."""
    whole = typer.main.get_command(app)
    help_texts.translate(whole, lang)
    texts = set(catalogue(lang).values())
    commands = getattr(whole, "commands", {})
    assert tuple(commands) == COMMANDS
    below = [one for command in commands.values() for one in getattr(command, "commands", {}).values()]
    for command in (whole, *commands.values(), *below):
        assert command.help in texts
        assert all(getattr(parameter, "help", None) in texts for parameter in command.params)
