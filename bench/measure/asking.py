"""What each engine is sent, once it is known that all of them answer alike."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from statistics import mean
from typing import Any, Final

from bench.measure import client, same
from bench.measure.engines import Engine
from bench.measure.errors import NotThereError
from bench.measure.load import Request
from bench.measure.works import Wide, get, lookup_queries, own_query, post

SERVICE: Final = "redthread"
PEER: Final = "oxigraph"
"""The peer that wide questions are measured against."""
_CHECKED: Final = 60
"""Lookups that are compared before any is measured."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What the engines are sent.

    Attributes:
        requests: By engine, what it is sent in a repetition, of which 0 is the warm-up.
        answers: What they answer, in words: that they agree, or how they differ.
        alone: By engine the seconds that one answer takes when nothing else is asked, where that matters.
    """

    requests: Mapping[str, Callable[[int], Iterator[Request]]]
    answers: str
    alone: Mapping[str, float] = field(default_factory=dict)


def lookups(running: Mapping[str, Engine], seed: int, count: int) -> Sending:
    """Prepare short lookups: the same ones for all engines, others in each repetition.

    Args:
        running: The engines by name.
        seed: What decides their order.
        count: How many for each repetition.

    Returns:
        What to send.

    Raises:
        NotThereError: If they do not answer alike.
    """
    pairs = [(row["thing"], row["other"]) for row in same.select(running[PEER], own_query("pairs"))]
    checked = list(lookup_queries(pairs, seed, 0, _CHECKED))
    different = same.differing(running.values(), checked)
    if different:
        raise NotThereError(different[0], "the engines answer differently")

    def to(engine: Engine) -> Callable[[int], Iterator[Request]]:
        return lambda repetition: (
            get(engine.sparql, query) for query in lookup_queries(pairs, seed, _CHECKED + repetition * count, count)
        )

    alike = f"{len(checked)} lookups compared: all alike in {', '.join(running)}"
    return Sending({name: to(engine) for name, engine in running.items()}, alike)


def wide(work: Wide, service: Engine, peer: Engine) -> Sending:
    """Prepare a wide question: over the API to the service, in SPARQL to the peer.

    The peer is asked the query that the answer itself names, or our own, whichever it answers more quickly.

    Args:
        work: The question.
        service: The service.
        peer: The peer, one that gives a query up in the end.

    Returns:
        What to send.

    Raises:
        NotThereError: If the service does not answer it, or the peer not with as many rows.
    """
    things = [row["thing"] for row in same.select(peer, own_query(work.about))] if work.about else [""]
    asked = {thing: _answer(service, work.asked(thing, work.numbers[0])) for thing in things}
    best = _quickest(work, peer, things[0], asked[things[0]].meta)
    tried = {thing: same.tried(peer, _QUERIES[best](work, thing, answer.meta)) for thing, answer in asked.items()}
    answered = {thing: one for thing, one in tried.items() if one and one.rows == asked[thing].meta["count"]}
    for thing in set(things) - answered.keys():
        raise NotThereError(PEER, f"answers {work.name} otherwise for {thing}")
    entries = sum(answer.meta["count"] for answer in asked.values())
    turns = list(work.turns(things))
    return Sending(
        {
            SERVICE: lambda _: (work.asked(thing, number) for thing, number in turns),
            PEER: lambda _: (post(peer.sparql, answered[thing].query) for thing, _ in turns),
        },
        f"{entries} entries over the API and rows in SPARQL ({best}), in {len(things)} different questions",
        {
            SERVICE: mean(answer.seconds for answer in asked.values()),
            PEER: mean(one.seconds for one in answered.values()),
        },
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the service says of its answer, and how long it took."""

    meta: Mapping[str, Any]
    seconds: float


def _answer(service: Engine, request: Request) -> _Answer:
    answer = client.send(service.url, request, accept="application/json")
    if answer.status != HTTPStatus.OK:
        raise NotThereError(request.path, f"HTTP {answer.status}")
    return _Answer(json.loads(answer.body)["meta"], answer.seconds)


def _named(_work: Wide, _thing: str, meta: Mapping[str, Any]) -> str:
    return str(meta["sparql"] or "")


def _own(work: Wide, thing: str, meta: Mapping[str, Any]) -> str:
    query = own_query(work.query, thing=f"<{thing}>")
    # Any so many, not the first so many: what the engine need not sort is its advantage.
    return f"{query}LIMIT {meta['count']}\n" if query and meta["truncated"] else query


_QUERIES: Final[Mapping[str, Callable[[Wide, str, Mapping[str, Any]], str]]] = {
    "a query of our own": _own,
    "the query that the answer names": _named,
}
"""Where a query for the same question comes from."""


def _quickest(work: Wide, peer: Engine, thing: str, meta: Mapping[str, Any]) -> str:
    queries = {origin: write(work, thing, meta) for origin, write in _QUERIES.items()}
    tried = {origin: one for origin, query in queries.items() if query and (one := same.tried(peer, query))}
    alike = {origin: one.seconds for origin, one in tried.items() if one.rows == meta["count"]}
    if not alike:
        told = ", ".join(f"{one.rows} rows to {origin}" for origin, one in tried.items()) or "gives up"
        raise NotThereError(PEER, f"{told}, where the API has {meta['count']} entries")
    return min(alike, key=lambda origin: alike[origin])
