"""Reading the terminal program for its page: commands, arguments, options, and their help in English."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Final, Literal, Protocol, Union, cast, get_args, get_origin, get_type_hints

import typer

from graph_service.cli import help_texts
from graph_service.cli.program import app

_TYPES: Final[Mapping[object, str]] = {str: "text", int: "whole number", float: "number", Path: "path"}


class _Parameter(Protocol):
    name: str
    opts: Sequence[str]
    param_type_name: str
    required: bool
    nargs: int
    default: object
    show_default: bool | str
    min: float | None
    max: float | None
    help: str | None


class _Command(Protocol):
    name: str
    help: str | None
    params: Sequence[_Parameter]


class _Group(_Command, Protocol):
    commands: Mapping[str, _Command]


@dataclass(frozen=True, slots=True)
class ParameterEntry:
    """One argument or option.

    Attributes:
        name: How it is written.
        values: What it takes, as alternatives or in words; empty for a switch.
        literal: Whether the values are to be written as they stand.
        default: The value it has when left out, or empty.
        help: What it means.
    """

    name: str
    values: tuple[str, ...]
    literal: bool
    default: str
    help: str


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """One command.

    Attributes:
        name: Its name.
        usage: How it is called.
        help: What it does.
        arguments: Its arguments in order.
        options: Its options in order.
    """

    name: str
    usage: str
    help: str
    arguments: tuple[ParameterEntry, ...]
    options: tuple[ParameterEntry, ...]


def program() -> CommandEntry:
    """Read the program itself.

    Returns:
        Its help, and the options that come before a command.
    """
    callback = app.registered_callback
    return _entry(_root(), callback.callback if callback else None, "redthread [OPTIONS] COMMAND …")


def commands() -> tuple[CommandEntry, ...]:
    """Read all commands.

    Returns:
        The commands in the order in which the program lists them.
    """
    functions = _functions(app)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            below = _functions(group.typer_instance)
            functions |= {f"{group.name} {name}": function for name, function in below.items()}
    return tuple(
        _entry(command, functions[name], f"redthread {name} [OPTIONS]", name) for name, command in _leaves(_root())
    )


def _functions(program: typer.Typer) -> dict[str, Callable[..., object] | None]:
    return {
        info.name or str(getattr(info.callback, "__name__", "")): info.callback for info in program.registered_commands
    }


def _leaves(group: _Group) -> Iterator[tuple[str, _Command]]:
    """Give the commands that do something, those of a group with its name before theirs."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from ((f"{name} {below}", leaf) for below, leaf in _leaves(cast("_Group", command)))
        else:
            yield name, command


def _root() -> _Group:
    command = typer.main.get_command(app)
    help_texts.translate(command, "en")
    return cast("_Group", command)


def _entry(command: _Command, function: Callable[..., object] | None, call: str, name: str = "") -> CommandEntry:
    hints = get_type_hints(function) if function else {}
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    placeholders = "".join(f" {_placeholder(argument)}" for argument in arguments)
    return CommandEntry(
        name or command.name,
        f"{call}{placeholders}",
        command.help or "",
        tuple(_parameter(argument, hints, _placeholder(argument)) for argument in arguments),
        tuple(_parameter(option, hints, ", ".join(option.opts)) for option in options),
    )


def _placeholder(argument: _Parameter) -> str:
    name = argument.name.upper()
    several = "…" if argument.nargs == -1 else ""
    return f"{name}{several}" if argument.required else f"[{name}{several}]"


def _parameter(parameter: _Parameter, hints: Mapping[str, object], name: str) -> ParameterEntry:
    kind = _bare(hints[parameter.name])
    choices = tuple(str(choice) for choice in get_args(kind)) if get_origin(kind) is Literal else ()
    words = () if kind is bool else (_TYPES[kind] + _bounds(parameter),) if not choices else ()
    shown = parameter.show_default and parameter.default is not None and parameter.default is not False
    return ParameterEntry(
        name, choices or words, bool(choices), str(parameter.default) if shown else "", parameter.help or ""
    )


def _bare(kind: object) -> object:
    """Give the type of one value: of a list its member's, of an optional value the value's."""
    if get_origin(kind) in {Union, UnionType}:
        kind = next(member for member in get_args(kind) if member is not NoneType)
    return get_args(kind)[0] if get_origin(kind) is list else kind


def _bounds(parameter: _Parameter) -> str:
    low, high = getattr(parameter, "min", None), getattr(parameter, "max", None)
    return "" if low is None or high is None else f" from {low} to {high}"
