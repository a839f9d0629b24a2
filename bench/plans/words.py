"""Sentences for invented goals and activities."""

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

_FILE: Final = Path(__file__).with_name("words.toml")


@cache
def words(slot: str) -> tuple[str, ...]:
    """Give the words that fit a slot of a sentence.

    Args:
        slot: Name of a list in ``words.toml``.

    Returns:
        The words.
    """
    return tuple(tomllib.loads(_FILE.read_text(encoding="utf-8"))[slot])


def goal(chance: Random) -> str:
    """Make the wording of a goal, such as "Brukare kan följa sina ärenden genom öppna data"."""
    return _sentence(chance, "goal_who", "goal_gain", "goal_means")


def activity(chance: Random) -> str:
    """Make the wording of an activity, such as "Utreda distansmöten i särskilt boende"."""
    return _sentence(chance, "activity_verb", "activity_object", "activity_where")


def _sentence(chance: Random, *slots: str) -> str:
    return " ".join(chance.choice(words(slot)) for slot in slots)
