"""The versions of plans that the user names."""

import os
import re
from pathlib import Path
from typing import Final

from graph_service.ledger import current
from graph_service.plans import versions
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.port import Triple

_COMMIT: Final = re.compile(r"[0-9]{1,9}|[0-9A-Fa-f]{4,64}|(?i:head)")
"""What the name of a commit looks like; no file of plans is called like that."""
Statements = dict[str, tuple[Triple, ...]]
"""Statements by the IRI of the graph that they stand in."""


def version(name: str, settings: Settings) -> Statements:
    """Read the version that a user names.

    Args:
        name: A file, a folder with files or, where there is a ledger, a commit in it.
        settings: The settings.

    Returns:
        Its statements.

    Raises:
        UnreadableInputError: If there is no such file or folder, or it cannot be read.
        UnknownThingError: If there is no such commit, or several.
    """
    if not os.path.exists(name) and _COMMIT.fullmatch(name) and current.is_there(settings):  # noqa: PTH110 -- never fails
        with current.begun(settings) as ledger:
            return versions.of_files(ledger.files(ledger.commit(name).number))
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
