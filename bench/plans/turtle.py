"""Turtle as people write it: one block per subject, relative IRIs, one file per edition or register."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from graph_service.settings import Settings
from graph_service.vocabulary import PREFIXES

_USED: Final = ("rt", "dcat", "dcterms", "foaf", "org", "prov", "skos", "xsd")
_HEAD: Final = "\n".join([f"@base <{Settings().base}> .", *(f"@prefix {name}: <{PREFIXES[name]}> ." for name in _USED)])

Objects = str | tuple[str, ...]
"""One term or several, each as it is written in Turtle."""


def ref(path: str) -> str:
    """Write the IRI of a resource, given its path below the base.

    Example:
        >>> ref("exempelstrategi/delmal/D-1")
        '<exempelstrategi/delmal/D-1>'
    """
    return f"<{path}>"


def string(text: str) -> str:
    r"""Write a text without language, such as a code.

    Example:
        >>> string('4"B')
        '"4\\"B"'
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def sv(text: str) -> str:
    """Write a text in Swedish."""
    return f"{string(text)}@sv"


def en(text: str) -> str:
    """Write a text in English."""
    return f"{string(text)}@en"


def date(text: str) -> str:
    """Write a date given as ``YYYY-MM-DD``."""
    return f'"{text}"^^xsd:date'


@dataclass(slots=True)
class Sheet:
    """One file in the making.

    Attributes:
        path: Where it goes, below the folder of all files.
        about: What it holds; its first line says so.
        triples: How many statements it holds so far.
        things: How many things of each class it describes so far.
    """

    path: str
    about: str
    triples: int = 0
    things: Counter[str] = field(default_factory=Counter)
    _blocks: dict[str, str] = field(default_factory=dict)

    def add(self, subject: str, kind: Objects, properties: Mapping[str, Objects]) -> None:
        """Add the block of one subject.

        Args:
            subject: Path of the subject below the base.
            kind: Its class or classes, such as ``rt:Activity``.
            properties: Its properties in the order they are written.
        """
        lines = [f"{ref(subject)} a {_written(kind)}"]
        lines += [f"    {name} {_written(objects)}" for name, objects in properties.items()]
        self._blocks[subject] = " ;\n".join(lines) + " ."
        self.triples += sum(len(_terms(objects)) for objects in (kind, *properties.values()))
        self.things.update(_terms(kind))

    def describes(self, subject: str) -> bool:
        """Tell whether a subject has its block already."""
        return subject in self._blocks

    def text(self) -> str:
        """Give the whole file."""
        first = f"# {self.about} Invented by bench/generate.py; no source exists."
        return "\n\n".join([first, _HEAD, *self._blocks.values()]) + "\n"


def _terms(objects: Objects) -> tuple[str, ...]:
    return (objects,) if isinstance(objects, str) else objects


def _written(objects: Objects) -> str:
    return ", ".join(_terms(objects))
