"""What is wrong with a command line is told in the user's language."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from graph_service.cli.usage import translated

if TYPE_CHECKING:
    from subprocess import CompletedProcess

Redthread = Callable[..., "CompletedProcess[str]"]


@pytest.mark.parametrize(
    ("arguments", "swedish", "english"),
    [
        (("trace",), "Argumentet 'name' saknas.", "Missing argument 'name'."),
        (("waive", "1C"), "Växeln '--rule' saknas.", "Missing option '--rule'."),
        (("trace", "4B", "--nix"), "Ingen växel heter --nix.", "No such option: --nix"),
        (("--nix",), "Ingen växel heter --nix.", "No such option: --nix"),
        (("trace", "4B", "--uq"), "--uq. Menade du --up, --url?", "--uq. Did you mean --up, --url?"),
        (("nix",), "Inget kommando heter 'nix'.", "No such command 'nix'."),
        (("tarce",), "Menade du 'trace'?", "Did you mean 'trace'?"),
        (("token", "nix"), "Inget kommando heter 'nix'.", "No such command 'nix'."),
        (("log", "--limit"), "Växeln '--limit' behöver ett värde", "Option '--limit' needs a value"),
        (("links", "--as-of"), "Växeln '--as-of' behöver ett värde", "Option '--as-of' needs a value"),
        (("links", "--suspect=ja"), "Växeln '--suspect' tar inget värde.", "Option '--suspect' takes no value."),
        (("stats", "--lang"), "Växeln '--lang' behöver ett värde", "Option '--lang' needs a value"),
        (("token", "create", "--expires"), "Växeln '--expires' behöver ett värde", "Option '--expires' needs a value"),
        (("--url",), "Växeln '--url' behöver ett värde", "Option '--url' needs a value"),
        (("trace", "--up=1", "4B"), "Växeln '--up' tar inget värde.", "Option '--up' takes no value."),
        (("diff", "1", "2", "3"), "För många argument: 3", "Too many arguments: 3"),
        (("log", "--format", "png"), "tar 'table', 'csv', 'tsv', 'json'; 'png' är", "'csv', 'tsv', 'json'; 'png' is"),
        (("log", "--limit", "x"), "'--limit' tar ett heltal", "'--limit' takes a whole number"),
        (("log", "--limit", "0"), "'--limit' ska vara minst 1.", "'--limit' has to be at least 1."),
        (("log", "--limit", "10001"), "'--limit' får vara högst 10000.", "'--limit' may be at most 10000."),
    ],
)
def test_a_wrong_command_line_is_told_in_both_languages(
    redthread: Redthread, arguments: tuple[str, ...], swedish: str, english: str
) -> None:
    """What is missing, unknown or does not fit is named, and nothing of it is in another language."""
    for lang, expected in (("sv", swedish), ("en", english)):
        told = redthread(*arguments, REDTHREAD_LANG=lang)
        assert (told.returncode, told.stdout) == (2, "")
        assert expected in " ".join(told.stderr.replace("│", " ").split())
        assert ("─ Fel ─" in told.stderr, "─ Error ─" in told.stderr) == (lang == "sv", lang == "en")
        assert ("Hjälp: redthread" in told.stderr, "Try 'redthread" in told.stderr) == (lang == "sv", lang == "en")
        assert ("Invalid" in told.stderr or "such" in told.stderr) <= (lang == "en")


def test_what_is_not_known_stays_as_it_is() -> None:
    """A reason that Typer gives in words of its own is kept; what is no error of a command line is left alone."""
    assert translated("Invalid value for '--x': Odd.", "sv") == "Värdet för '--x' passar inte: Odd."
    assert translated("Usage: redthread", "sv") is None
