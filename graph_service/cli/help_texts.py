"""Help in the user's language: the commands carry message keys, which are exchanged for texts at the start."""

from typing import Protocol, cast

from graph_service.messages import Lang, catalogue


class _HasHelp(Protocol):
    help: str | None


def translate(command: object, lang: Lang) -> None:
    """Exchange the message keys in a command's help, its parameters' and its sub-commands' for texts.

    Args:
        command: The command; changed in place.
        lang: The language.
    """
    _exchange(cast("_HasHelp", command), lang)
    for parameter in getattr(command, "params", ()):
        _exchange(parameter, lang)
    for below in getattr(command, "commands", {}).values():
        translate(below, lang)


def _exchange(thing: _HasHelp, lang: Lang) -> None:
    key = getattr(thing, "help", None)
    if key in catalogue(lang):
        thing.help = catalogue(lang)[key]
