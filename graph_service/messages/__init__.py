"""What users read, in Swedish and English: one catalogue file per language."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final, Literal

Lang = Literal["sv", "en"]

LANGUAGES: Final[tuple[Lang, ...]] = ("sv", "en")


@cache
def catalogue(lang: Lang) -> dict[str, str]:
    """Give all messages of one language.

    Args:
        lang: ``"sv"`` or ``"en"``.

    Returns:
        Message templates by key.

    Example:
        >>> "table.empty" in catalogue("sv")
        True
    """
    path = Path(__file__).with_name(f"{lang}.toml")
    return {
        f"{section}.{key}": text
        for section, entries in tomllib.loads(path.read_text(encoding="utf-8")).items()
        for key, text in entries.items()
    }


def text(key: str, lang: Lang, **values: object) -> str:
    """Give one message in one language.

    Args:
        key: The message's key, ``section.name``.
        lang: ``"sv"`` or ``"en"``.
        **values: What the template's fields stand for.

    Returns:
        The message.

    Raises:
        KeyError: If the catalogue has no such message.

    Example:
        >>> text("table.empty", "en")
        'No rows.'
    """
    return catalogue(lang)[key].format(**values)
