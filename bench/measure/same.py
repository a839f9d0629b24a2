"""Whether the engines give the same answers; what is not the same work is not worth comparing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

import httpx

from bench.measure.engines import Engine
from bench.measure.works import JSON_RESULTS

_TIMEOUT: Final = 600.0
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
    rows = _json(engine, query)["results"]["bindings"]
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
    rows, times = 0, [0.0]
    while len(times) <= _TRIES and sum(times) < _ENOUGH:
        began = perf_counter()
        try:
            rows = len(select(engine, query))
        except (httpx.HTTPError, ValueError):  # one that gives up may do so in the middle of its JSON
            return None
        times.append(perf_counter() - began)
    return Tried(query, rows, min(times[1:]))


def _content(engine: Engine, query: str) -> object:
    told = _json(engine, query)
    if "boolean" in told:
        return bool(told["boolean"])
    return Counter(
        frozenset((name, term["type"].removeprefix("typed-"), term["value"]) for name, term in row.items())
        for row in told["results"]["bindings"]
    )


def _json(engine: Engine, query: str) -> Any:  # noqa: ANN401 -- a JSON document
    url, headers = engine.url + engine.sparql, {"Accept": JSON_RESULTS}
    if len(query) < _LONG:
        answer = httpx.get(url, params={"query": query}, headers=headers, timeout=_TIMEOUT)
    else:
        answer = httpx.post(url, data={"query": query}, headers=headers, timeout=_TIMEOUT)
    return answer.raise_for_status().json()
