"""The versions of plans that the user names."""

from pathlib import Path

from graph_service.plans import versions
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.port import Triple

Statements = dict[str, tuple[Triple, ...]]
"""Statements by the IRI of the graph that they stand in."""


def version(name: str, settings: Settings) -> Statements:
    """Read the version that a user names.

    Args:
        name: A file, or a folder with files.
        settings: The settings.

    Returns:
        Its statements.

    Raises:
        UnreadableInputError: If there is no such file or folder, or it cannot be read.
    """
    return versions.of_files(snapshot.read_files([Path(name)], settings))


def two(before: str, after: str, settings: Settings) -> tuple[Statements, Statements]:
    """Read two versions that are to be compared.

    Args:
        before: What the user calls the earlier one.
        after: What the user calls the later one.
        settings: The settings.

    Returns:
        Their statements. Two files that name no edition get the same graph, for a file's name says nothing of plans.

    Raises:
        UnreadableInputError: If one cannot be read.
    """
    old, new = version(before, settings), version(after, settings)
    own = f"{settings.base}fil/"
    if len(old) == len(new) == 1 and all(graph.startswith(own) for graph in (*old, *new)):
        old = dict(zip(new, old.values(), strict=True))
    return old, new
