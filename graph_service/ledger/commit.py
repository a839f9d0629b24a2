"""A commit: what it changed, who made it, when and why, and what validation said."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson

FIRST: Final = ""
"""Parent of the first commit."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit puts in the place of a graph.

    Attributes:
        graph: IRI of the graph.
        content: Content address of its statements; None if the graph is taken out.
        source: Content address of the file; None if the graph is taken out.
        name: The file's name.
    """

    graph: str
    content: str | None
    source: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit.

    Attributes:
        number: Its number, from 1.
        address: Its content address.
        parent: The content address of the one before it; empty for the first.
        at: When it was made, in UTC, in the form of ISO 8601 with microseconds.
        who: Who made it: a role, a body or a user's name.
        why: Why.
        verdict: How many violations, warnings and infos validation found in the plans after it.
        changes: What it changed, in the order of the graphs.
    """

    number: int
    address: str
    parent: str
    at: str
    who: str
    why: str
    verdict: dict[str, int]
    changes: tuple[Change, ...]

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.at)

    def computed(self) -> str:
        """Compute the content address anew from all that it says."""
        return address(self.parent, self.at, self.who, self.why, self.verdict, self.changes)


def address(parent: str, at: str, who: str, why: str, verdict: dict[str, int], changes: Sequence[Change]) -> str:
    """Compute the content address of a commit, which covers its parent's and so the whole history before it.

    Args:
        parent: The parent's address.
        at: When it was made.
        who: Who made it.
        why: Why.
        verdict: Counts of findings.
        changes: What it changed.

    Returns:
        SHA-256 of its JSON with sorted keys, in hexadecimal.

    Example:
        >>> now = "2026-01-01T00:00:00.000000+00:00"
        >>> address(FIRST, now, "en roll", "prov", {}, []) == address(FIRST, now, "en annan roll", "prov", {}, [])
        False
    """
    told: dict[str, Any] = {
        "parent": parent,
        "at": at,
        "who": who,
        "why": why,
        "verdict": verdict,
        "changes": sorted([one.graph, one.content, one.source, one.name] for one in changes),
    }
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()
