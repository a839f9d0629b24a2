"""Help in the user's language: the commands carry message keys, which are exchanged for texts at the start."""

from typing import Final

from graph_service.messages import Lang, catalogue

_TEXTS: Final = ("help", "options_metavar", "subcommand_metavar")


def translate(command: object, lang: Lang) -> None:
    """Exchange the message keys in a command's help, its parameters' and its sub-commands' for texts.

    Args:
        command: The command; changed in place.
        lang: The language.
    """
    _exchange(command, lang)
    for parameter in getattr(command, "params", ()):
        _exchange(parameter, lang)
    for below in getattr(command, "commands", {}).values():
        translate(below, lang)


def _exchange(thing: object, lang: Lang) -> None:
    for attribute in _TEXTS:
        key = getattr(thing, attribute, None)
        if key in catalogue(lang):
            setattr(thing, attribute, catalogue(lang)[key])
