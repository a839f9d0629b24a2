"""What each engine is sent, once it is known that all of them answer alike."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from time import perf_counter
from typing import Any, Final

import httpx

from bench.measure import same
from bench.measure.engines import Engine
from bench.measure.errors import NotThereError
from bench.measure.load import Request
from bench.measure.works import Wide, get, lookup_queries, own_query, post

SERVICE: Final = "redthread"
PEER: Final = "oxigraph"
"""The peer that wide questions are measured against."""
_CHECKED: Final = 60
"""Lookups that are compared before any is measured."""
_TIMEOUT: Final = 120.0


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
    """
    pairs = [(row["thing"], row["other"]) for row in same.select(running[PEER], own_query("pairs"))]
    checked = list(lookup_queries(pairs, seed, 0, _CHECKED))
    different = same.differing(running.values(), checked)
    for query in different:
        print(f"answered differently: {query}", file=sys.stderr)

    def to(engine: Engine) -> Callable[[int], Iterator[Request]]:
        return lambda repetition: (
            get(engine.sparql, query) for query in lookup_queries(pairs, seed, _CHECKED + repetition * count, count)
        )

    alike = f"{len(checked) - len(different)} of {len(checked)} compared lookups alike in {', '.join(running)}"
    return Sending({name: to(engine) for name, engine in running.items()}, alike)


def wide(work: Wide, running: Mapping[str, Engine]) -> Sending:
    """Prepare a wide question: over the API to the service, in SPARQL to the peer.

    The peer is asked the query that the answer itself names, or our own, whichever it answers more quickly.

    Args:
        work: The question.
        running: The engines by name.

    Returns:
        What to send.

    Raises:
        NotThereError: If the service does not answer it.
    """
    service, peer = running[SERVICE], running[PEER]
    things = [row["thing"] for row in same.select(peer, own_query(work.about))] if work.about else [""]
    queries: dict[str, str] = {}
    entries = rows = 0
    alone = {SERVICE: 0.0, PEER: 0.0}
    for thing in things:
        meta, seconds = _meta(service, work.asked(thing, work.numbers[0]).path)
        candidates = [query for query in (meta["sparql"], own_query(work.query, thing=f"<{thing}>")) if query]
        best = same.quickest(peer, candidates, rows=meta["count"])
        queries[thing] = best.query
        entries, rows = entries + meta["count"], rows + best.rows
        alone = {SERVICE: alone[SERVICE] + seconds / len(things), PEER: alone[PEER] + best.seconds / len(things)}
    turns: Sequence[tuple[str, int]] = list(work.turns(things))
    return Sending(
        {
            SERVICE: lambda _: (work.asked(thing, number) for thing, number in turns),
            PEER: lambda _: (post(peer.sparql, queries[thing]) for thing, _ in turns),
        },
        f"{entries} entries over the API, {rows} rows in SPARQL, in {len(things)} different questions",
        alone,
    )


def _meta(service: Engine, path: str) -> tuple[dict[str, Any], float]:
    began = perf_counter()
    answer = httpx.get(service.url + path, timeout=_TIMEOUT)
    seconds = perf_counter() - began
    if answer.status_code != HTTPStatus.OK:
        raise NotThereError(path, answer.status_code)
    return answer.json()["meta"], seconds
