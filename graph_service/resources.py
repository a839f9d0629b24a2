"""Where the ontology, the shapes, the questions and the shipped plans lie.

In a checkout they are folders beside the package; in an installed wheel they lie inside it.
"""

from pathlib import Path
from typing import Final, Literal

Folder = Literal["ontology", "shapes", "queries", "data"]

_PACKAGE: Final = Path(__file__).resolve().parent


def folder(name: Folder) -> Path:
    """Give the folder that holds one of the four kinds of shipped files.

    Args:
        name: Which folder: ``"ontology"``, ``"shapes"``, ``"queries"`` or ``"data"``.

    Returns:
        The folder's absolute path.

    Example:
        >>> folder("ontology").name
        'ontology'
    """
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    return _PACKAGE / "shipped" / name
