"""A change validated by what it can concern: the same verdict as if everything were judged."""

import os
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_shapes import (
    ALWAYS,
    DATES,
    GENERAL,
    GRAPHS,
    HEAD,
    INCREMENTAL,
    NUMBERS,
    TIMES,
    Changing,
    changes,
    comparing,
)

from graph_service.store.oxigraph import EmbeddedStore
from graph_service.validation import affected, pyshacl_engine, raw
from graph_service.validation.change import Changed, revalidate
from graph_service.validation.delta import Delta
from graph_service.validation.raw import Raw, RawVerdict, Rules
from graph_service.validation.shapes import load

LONG: Final = bool(os.environ.get("REDTHREAD_LONG"))
"""Whether to draw as many cases as anyone may want; the suite draws some of them."""
FAMILIES: Final = (INCREMENTAL, INCREMENTAL, INCREMENTAL, comparing(NUMBERS), comparing(DATES), comparing(TIMES))
_ANYTHING: Final = settings(suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def shape_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file to write shapes to."""
    return tmp_path_factory.mktemp("shapes") / "shapes.ttl"


def _quads(graphs: tuple[str, ...]) -> set[ox.Quad]:
    return {
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(name))
        for name, text in zip(GRAPHS, graphs, strict=True)
        for quad in ox.parse(HEAD + ALWAYS + text, format=ox.RdfFormat.TURTLE)
    }


def _store(quads: set[ox.Quad]) -> EmbeddedStore:
    store = EmbeddedStore()
    store.load(quads)
    return store


def _all(verdict: RawVerdict) -> list[tuple[str, ...]]:
    """Give all that is found, check by check, in an order."""
    return sorted(
        (str(number), str(focus), str(one.finding), str(sorted((name, str(term)) for name, term in one.row.items())))
        for number, found in enumerate(verdict.by_check)
        for focus, raws in found.items()
        for one in raws
    )


def _keys(verdict: RawVerdict) -> set[tuple[object, ...]]:
    # A path that is more than one property is a blank node in pySHACL's report.
    return {
        (f.focus, f.path if f.path.startswith("<") else "", f.value, f.component, f.severity, f.shape)
        for f in (one.finding for one in verdict)
    }


def _judged(case: Changing, shape_file: Path, *, most: int, early: bool) -> tuple[Changed, RawVerdict, EmbeddedStore]:
    """Judge a change by what it can concern, and all anew."""
    shape_file.write_text(HEAD + case.shapes, encoding="utf-8")
    rules = Rules.of(load([shape_file]))
    earlier, later = _quads(case.before), _quads(case.after)
    store, after = _store(earlier), _store(later)
    before = raw.judge(store, rules)
    added, removed = later - earlier, earlier - later
    delta = Delta.of(store, added=added, removed=removed)
    assert delta == Delta.between(store, after)
    found = affected.find(store, delta, rules, most=most) if early else None
    store.take_out(removed)
    store.load(added)
    concerned = found or affected.find(store, delta, rules, most=most)
    return revalidate(before, store, concerned, rules, most=most), raw.judge(after, rules), after


@settings(_ANYTHING, max_examples=10_000 if LONG else 250)
@given(case=changes(*FAMILIES), most=st.sampled_from((2, 1000, 1000, 1000)), early=st.booleans())
def test_verdict_on_a_change_is_the_verdict_on_everything(
    shape_file: Path, case: Changing, most: int, *, early: bool
) -> None:
    """Whatever shapes, dataset and change, asking what it can concern gives what asking everything gives."""
    changed, full, _ = _judged(case, shape_file, most=most, early=early)
    assert _all(changed.after) == _all(full)


@settings(_ANYTHING, max_examples=10_000 if LONG else 100)
@given(case=changes(GENERAL, GENERAL, comparing(NUMBERS), comparing(DATES), comparing(TIMES)))
def test_verdict_on_a_change_is_the_one_of_pyshacl(shape_file: Path, case: Changing) -> None:
    """Whatever the shapes, the dataset and the change, the verdict is the one of pySHACL on the whole afterwards."""
    changed, _, after = _judged(case, shape_file, most=1000, early=False)
    reference = pyshacl_engine.run(after, [shape_file])
    assert _keys(changed.after) == _keys(RawVerdict(tuple({one.focus: (Raw(one, {}),)} for one in reference)))
