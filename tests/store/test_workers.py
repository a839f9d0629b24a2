"""Processes that answer queries and can be stopped."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import pytest
import serving

from graph_service.errors import (
    ParameterError,
    QueryError,
    QueryRefusedError,
    QueryTimeoutError,
)
from graph_service.model.terms import Iri, Literal
from graph_service.settings import Settings
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.port import DumpFormat, Store
from graph_service.store.workers import Workers, WorkerStore

pytestmark = pytest.mark.xdist_group("workers")

SETTINGS = Settings(workers=2, query_seconds=3, result_bytes=100_000)
_NAME = str(os.getpid())
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SOME_TIME = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def embedded() -> EmbeddedStore:
    """Give a small dataset; one of its triples stands in both graphs."""
    store = EmbeddedStore()
    for graph, first in (("urn:g1", 0), ("urn:g2", 700)):
        links = [(Iri(f"urn:s{n}"), Iri("urn:p"), Iri(f"urn:s{n + 1}")) for n in range(first, first + 700)]
        store.add([*links, (Iri("urn:s0"), Iri("urn:title"), Literal("mål", language="sv"))], graph)
    store.settle()
    return store


@pytest.fixture(autouse=True)
def _mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(serving.MARK, _NAME)


@pytest.fixture
def processes(embedded: EmbeddedStore) -> Iterator[Workers]:
    """Give the dataset behind two lanes of two processes each, which are gone afterwards."""
    with Workers(embedded, SETTINGS) as started:
        yield started
    serving.wait_until(lambda: not _started())


def _started() -> set[int]:
    return {pid for pid in serving.started_by(_NAME) if serving.alive(pid)}


@pytest.fixture
def workers(processes: Workers) -> WorkerStore:
    """Give the lane of strangers."""
    return processes.public


def _pids() -> set[int]:
    return {pid for pid in _started() if serving.limit(pid, "Max open files") == "0"}


def _running() -> list[int]:
    return [pid for pid in _pids() if serving.running(pid)]


def test_workers_answer_as_the_dataset_itself(workers: WorkerStore, embedded: EmbeddedStore) -> None:
    """Every method of the port gives over processes what it gives in this one."""

    def answers(store: Store) -> list[object]:
        return [
            store.select("SELECT ?s ?title { ?s <urn:title> ?title }"),
            store.ask("ASK { <urn:s0> ?p ?o }"),
            sorted(store.construct("CONSTRUCT WHERE { <urn:s0> ?p ?o }")),
            store.answer("SELECT ?title { ?s <urn:title> ?title }", table="csv"),
            store.answer("CONSTRUCT WHERE { ?s <urn:title> ?title }", graph="nt"),
            store.graphs(),
            store.dump("urn:g1", "nquads"),
            len(store),
        ]

    assert answers(workers) == answers(embedded)


@pytest.mark.parametrize(
    ("query", "kind", "key"),
    [
        ("SELECT", QueryError, ""),
        ("ASK {}", QueryError, "not_select"),
        (f"ASK {'{' * 200}{'}' * 200}", QueryRefusedError, "query_too_deep"),
        ("SELECT * { SERVICE <urn:x> {} }", QueryRefusedError, "query_service"),
    ],
)
def test_errors_come_as_they_are(workers: WorkerStore, query: str, kind: type[QueryError], key: str) -> None:
    """An error in a worker is raised here with its class, its message and its values, and the worker lives on."""
    before = _pids()
    with pytest.raises(kind) as caught:
        workers.select(query)
    assert key in {"", caught.value.key}
    assert caught.value.text("sv")
    assert _pids() == before


def test_a_slow_query_is_stopped_and_its_worker_replaced(workers: WorkerStore) -> None:
    """A query that reaches the limit is ended together with its process, and there are soon as many as before."""
    before = _pids()
    with pytest.raises(QueryTimeoutError, match="3 seconds") as caught:
        workers.select(ENDLESS)
    assert caught.value.key == "query_timeout"
    serving.wait_until(lambda: len(_pids() & before) == len(before) - 1 and len(_pids() - before) == 1)
    assert workers.ask("ASK {}")


def test_waiting_counts_as_time(workers: WorkerStore) -> None:
    """With all workers busy, a query waits no longer than a query may take, and is told that others are the reason."""
    with ThreadPoolExecutor(SETTINGS.workers) as others:
        busy = [others.submit(workers.select, ENDLESS) for _ in range(SETTINGS.workers)]
        serving.wait_until(lambda: len(_running()) == SETTINGS.workers)
        with pytest.raises(QueryTimeoutError) as caught:
            workers.select(ENDLESS)
        assert caught.value.key == "query_busy"
        for future in busy:
            assert isinstance(future.exception(), QueryTimeoutError)
    assert workers.ask("ASK {}")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV], ids=lambda number: number.name)
def test_workers_killed_at_rest_are_replaced_unnoticed(workers: WorkerStore, number: signal.Signals) -> None:
    """When all workers have died between two queries, the second is answered by a new one."""
    serving.kill(_pids(), number)
    assert workers.ask("ASK { <urn:s0> ?p ?o }")


def test_a_query_outlives_one_worker(workers: WorkerStore, embedded: EmbeddedStore) -> None:
    """A query whose worker dies under it is asked once more."""
    with ThreadPoolExecutor(1) as stranger:
        asked = stranger.submit(workers.select, SOME_TIME)
        serving.wait_until(lambda: asked.done() or _running())
        serving.kill(_running())
        assert asked.result() == embedded.select(SOME_TIME)


def test_a_query_does_not_outlive_two(workers: WorkerStore) -> None:
    """A query that two workers have died of is refused, and said to be the cause."""
    assert workers.ask("ASK {}")
    with (
        serving.repeatedly(lambda: serving.kill(_running(), signal.SIGABRT)),
        pytest.raises(QueryError) as caught,
    ):
        workers.select(ENDLESS)
    assert caught.value.key in {"query_crash", "query_busy"}
    assert workers.ask("ASK {}")


def test_a_query_that_lost_a_worker_is_itself_the_slow_one(workers: WorkerStore) -> None:
    """A query whose worker dies late, and which then takes too long, is not told that others are the reason."""
    with ThreadPoolExecutor(1) as stranger:
        asked = stranger.submit(workers.select, ENDLESS)
        time.sleep(SETTINGS.query_seconds / 2)
        serving.kill(_running())
        error = asked.exception()
    assert isinstance(error, QueryTimeoutError)
    assert error.key == "query_timeout"


def test_a_fault_in_a_worker_is_told_with_its_traceback(workers: WorkerStore) -> None:
    """What nobody foresaw is raised here as a fault, and the worker lives on."""
    before = _pids()
    with pytest.raises(RuntimeError, match="Traceback"):
        workers.dump(form=cast("DumpFormat", "unheard of"))
    assert _pids() == before


def test_a_query_that_would_crash_the_engine_on_a_small_stack_is_answered(workers: WorkerStore) -> None:
    """The longest chain that the check lets through, and the deepest nesting, do not bring a worker down."""
    before = _pids()
    assert workers.ask(f"ASK {{ FILTER ({'!' * 1490}false) }}") is False
    assert workers.ask(f"ASK {'{' * 100}{'}' * 100}")
    assert _pids() == before


def test_a_large_answer_is_given_up(workers: WorkerStore) -> None:
    """An answer that grows beyond the limit is refused before it is whole, and costs no worker."""
    before = _pids()
    with pytest.raises(QueryError) as caught:
        workers.answer("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert caught.value.key == "query_too_large"
    assert _pids() == before


def test_workers_that_cannot_start_are_told(embedded: EmbeddedStore) -> None:
    """Where processes die before they have loaded the dataset, that is an error and no endless wait."""
    with ThreadPoolExecutor(1) as user:
        starting = user.submit(Workers, embedded, SETTINGS)
        with serving.repeatedly(lambda: serving.kill(_started())):
            serving.wait_until(starting.done)
        with pytest.raises(ParameterError) as caught:
            starting.result()
    assert caught.value.key == "workers_start"


def test_workers_outlive_the_process_that_forked_them(processes: Workers) -> None:
    """When the process that holds the snapshot is killed, its workers answer on; a new one forks new ones."""
    (holder,) = _started() - _pids()
    serving.kill([holder])
    assert processes.public.ask("ASK { <urn:s0> ?p ?o }")
    for store in (processes.public, processes.own):
        for _ in range(SETTINGS.workers):
            with pytest.raises(QueryTimeoutError):
                store.select(ENDLESS)
    serving.wait_until(lambda: len(_pids()) == 2 * SETTINGS.workers)
    assert processes.own.ask("ASK { <urn:s0> ?p ?o }")


def test_closing_ends_even_workers_that_are_busy(embedded: EmbeddedStore) -> None:
    """After close no process is left, and who was waiting for an answer gets an error."""
    workers = Workers(embedded, SETTINGS)
    with ThreadPoolExecutor(1) as stranger:
        asked = stranger.submit(workers.public.select, ENDLESS)
        serving.wait_until(_running)
        workers.close()
        serving.wait_until(lambda: not _started())
        assert isinstance(asked.exception(), QueryError)
