"""What the engines are asked: short lookups that are all different, and wide questions over the API against SPARQL."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import quote, urlencode

from bench.measure.load import Request
from graph_service.settings import Settings

_QUERIES: Final = Path(__file__).resolve().parent.parent / "queries"
JSON_RESULTS: Final = "application/sparql-results+json"
"""Media type that SPARQL answers are asked for in."""


@dataclass(frozen=True, slots=True)
class Work:
    """Something that engines are measured on.

    Attributes:
        name: What it is called on the command line.
        title: What it is, for people.
        connections: How many connections ask at once.
        targets: How many times as quick as each peer the service is to be, by peer and size.
    """

    name: str
    title: str
    connections: int
    targets: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Wide(Work):
    """A wide question, asked over the API, and of a peer in SPARQL.

    Attributes:
        path: Path and query, with ``{thing}`` for what is asked about and ``{n}`` for a number that does not change
            the answer, so that no two requests are the same.
        numbers: What ``{n}`` may be.
        query: Name of our own query for the same, in ``queries/``.
        about: Name of the query whose ``?thing`` are asked about in turn; empty if it is about no thing.
    """

    path: str
    numbers: Sequence[int]
    query: str
    about: str = ""

    def asked(self, thing: str, number: int) -> Request:
        """Ask over the API.

        Args:
            thing: IRI of what is asked about.
            number: One of ``numbers``.

        Returns:
            The request.
        """
        short = quote(thing.removeprefix(Settings().base))
        return Request(self.path.format(thing=short, n=number))

    def turns(self, things: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Pair each thing with each number once, the things in turn.

        Example:
            >>> list(Wide("x", "X", 1, {}, path="", numbers=(8, 9), query="").turns(["a", "b"]))
            [('a', 8), ('b', 9), ('b', 8), ('a', 9)]
        """
        for shift in range(len(things)):
            for turn, number in enumerate(self.numbers):
                yield things[(turn + shift) % len(things)], number


_WIDE_TARGETS: Final = {"oxigraph": {"S": 2.0, "M": 10.0}}
_LIMITS: Final = range(10_000, 5_000, -1)
LOOKUPS: Final = Work(
    "lookups",
    "Short lookups at /sparql",
    connections=16,
    targets={
        "rdflib-endpoint": {"S": 5.0},
        "oxigraph": {"S": 0.25, "M": 0.25},
    },
)
WIDE: Final = (
    Wide(
        "threads",
        "Everything under a national objective",
        4,
        _WIDE_TARGETS,
        path="/api/v1/threads/{thing}?direction=down&limit=10000&depth={n}",
        numbers=range(12, 101),
        query="thread",
        about="objectives",
    ),
    Wide("gaps", "All gaps", 4, _WIDE_TARGETS, path="/api/v1/gaps?limit={n}", numbers=_LIMITS, query="gaps"),
    Wide(
        "coverage",
        "Coverage matrix: effect goals by organisation",
        4,
        _WIDE_TARGETS,
        path="/api/v1/coverage?rule=effektmal&by=organisation&limit={n}",
        numbers=_LIMITS,
        query="coverage",
    ),
)


def own_query(name: str, **terms: str) -> str:
    """Give one of the benchmark's own queries.

    Args:
        name: Its file in ``queries/`` without the ending.
        **terms: Terms in SPARQL that take the place of ``$name``.

    Returns:
        The query; empty if there is no such file.
    """
    file = _QUERIES / f"{name}.rq"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return re.sub(r"\$(\w+)", lambda found: terms[found[1]], text)


def lookup_queries(pairs: Sequence[tuple[str, str]], seed: int, first: int, count: int) -> Iterator[str]:
    """Give short lookups, no two of which are the same text: the variables are numbered.

    Args:
        pairs: Things, each with one that it links to.
        seed: What decides the order.
        first: Number of the first lookup; other numbers give other lookups.
        count: How many.

    Yields:
        In turn what a thing is called, what it links to, and whether it contributes to another.
    """
    shuffled = list(pairs)
    Random(seed).shuffle(shuffled)
    kinds = ("title", "links", "contributes")
    texts = [re.sub(r"^#.*\n", "", own_query(kind, thing="{thing}", other="{other}")).strip() for kind in kinds]
    for number in range(first, first + count):
        thing, other = shuffled[number // len(kinds) % len(shuffled)]
        text = texts[number % len(kinds)].replace("{thing}", f"<{thing}>").replace("{other}", f"<{other}>")
        yield re.sub(r"\?(\w+)", rf"?\1_{number}", " ".join(text.split()))


def get(path: str, query: str) -> Request:
    """Ask a SPARQL query by GET."""
    return Request(f"{path}?{urlencode({'query': query})}")


def post(path: str, query: str) -> Request:
    """Ask a SPARQL query by POST, which sets no bound to its length."""
    return Request(path, (("query", query),))
