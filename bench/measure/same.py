"""Whether the engines give the same answers; what is not the same work is not worth comparing."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from bench.measure import client
from bench.measure.engines import Engine
from bench.measure.errors import NoAnswerError
from bench.measure.works import JSON_RESULTS, get, post

_TRIES: Final = 3
_ENOUGH: Final = 2.0
"""Seconds after which a query is not tried again."""
_LONG: Final = 4000
"""Length from which a query is posted; servers bound the length of an address."""


def select(engine: Engine, query: str) -> list[dict[str, str]]:
    """Ask an engine a SELECT query.

    Args:
        engine: The engine.
        query: The query.

    Returns:
        Its rows: values by variable.
    """
    rows = _read(_ask(engine, query))["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


def differing(engines: Iterable[Engine], queries: Iterable[str]) -> list[str]:
    """Ask all engines the same queries, and compare.

    Args:
        engines: The engines.
        queries: The queries, SELECT or ASK.

    Returns:
        Those that were not answered alike.
    """
    first, *others = engines
    return [query for query in queries if any(_content(other, query) != _content(first, query) for other in others)]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying a query.

    Attributes:
        query: The query.
        rows: How many rows it gave.
        seconds: The shortest time that it took.
    """

    query: str
    rows: int
    seconds: float


def tried(engine: Engine, query: str) -> Tried | None:
    """Try a query a few times.

    Args:
        engine: The engine.
        query: The query, a SELECT.

    Returns:
        What came of it; None if the engine gave up.
    """
    answers: list[client.Answer] = []
    try:
        while len(answers) < _TRIES and sum(answer.seconds for answer in answers) < _ENOUGH:
            answers.append(_ask(engine, query))
        rows = len(_read(answers[-1])["results"]["bindings"])
    except (NoAnswerError, ValueError):  # an engine that gives up may do so in the middle of its JSON
        return None
    return Tried(query, rows, min(answer.seconds for answer in answers))


def _ask(engine: Engine, query: str) -> client.Answer:
    return client.send(engine.url, (get if len(query) < _LONG else post)(engine.sparql, query), accept=JSON_RESULTS)


def _read(answer: client.Answer) -> Any:  # noqa: ANN401 -- a JSON document
    if answer.status != HTTPStatus.OK:
        raise ValueError(answer.status)
    return json.loads(answer.body)


def _content(engine: Engine, query: str) -> object:
    told = _read(_ask(engine, query))
    if "boolean" in told:
        return bool(told["boolean"])
    return Counter(
        frozenset((name, term["type"].removeprefix("typed-"), term["value"]) for name, term in row.items())
        for row in told["results"]["bindings"]
    )
