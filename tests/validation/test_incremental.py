"""A change validated by what it can concern: the same verdict as if everything were judged."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from random_shapes import (
    ALWAYS,
    DATES,
    FAR,
    GENERAL,
    GRAPHS,
    HEAD,
    INCREMENTAL,
    NUMBERS,
    TIMES,
    Changing,
    by_seed,
    changing,
    comparing,
)
from verdicts import everything, keys

from graph_service.store.oxigraph import EmbeddedStore
from graph_service.validation import affected, pyshacl_engine, raw
from graph_service.validation.change import Changed, revalidate
from graph_service.validation.delta import Delta
from graph_service.validation.raw import RawVerdict, Rules
from graph_service.validation.shapes import load

LONG: Final = bool(os.environ.get("REDTHREAD_LONG"))
"""Whether to draw as many cases as anyone may want; the suite draws some of them."""
ALIKE: Final = replace(FAR, targeted=GENERAL.targeted)
"""What depends on nodes far away, with queries that pySHACL asks in the same way."""


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


def _told(number: int, case: Changing) -> str:
    return f"case {number}\n{case.shapes}\nbefore:\n{case.before}\nafter:\n{case.after}"


def test_verdict_on_a_change_is_the_verdict_on_everything(shape_file: Path) -> None:
    """Whatever shapes, dataset and change, asking what it can concern gives what asking everything gives."""
    for number in range(10_000 if LONG else 500):
        one = by_seed(number)
        case = changing(one, FAR, FAR, INCREMENTAL, comparing(NUMBERS), shapes=4)
        changed, full, _ = _judged(case, shape_file, most=one((2, 1000, 1000, 1000)), early=one((False, True)))
        assert everything(changed.after) == everything(full), _told(number, case)


def test_verdict_on_a_change_is_the_one_of_pyshacl(shape_file: Path) -> None:
    """Whatever shapes, dataset and change, the verdict is the one of pySHACL on the whole afterwards."""
    families = (GENERAL, GENERAL, ALIKE, comparing(NUMBERS), comparing(DATES), comparing(TIMES))
    for number in range(10_000 if LONG else 75):
        case = changing(by_seed(number), *families)
        changed, full, after = _judged(case, shape_file, most=1000, early=False)
        reference = pyshacl_engine.run(after, [shape_file])
        assert everything(changed.after) == everything(full), _told(number, case)
        assert keys(one.finding for one in changed.after) == keys(reference), _told(number, case)
