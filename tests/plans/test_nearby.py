"""What a change does, found at the price of the change: the same as from both whole graphs."""

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_plans import Small, small_plans

from graph_service.model.terms import BlankNode
from graph_service.plans import telling
from graph_service.plans.breaks import find
from graph_service.plans.gate import Change, judged
from graph_service.plans.judgement import Judged, judge
from graph_service.plans.nearby import Nearby
from graph_service.store import snapshot
from graph_service.store.files import GraphFile
from graph_service.store.links import Links
from graph_service.store.near import Near, TooMuch
from graph_service.store.snapshot import Snapshot
from graph_service.validation.after import after

LONG: Final = bool(os.environ.get("REDTHREAD_LONG"))
_GRAPHS: Final = ("urn:graph:0", "urn:graph:1")


def _files(small: Small) -> tuple[GraphFile, ...]:
    """Write small plans to two files: links and what is said of them stand in the second."""
    written: tuple[list[ox.Quad], list[ox.Quad]] = ([], [])
    store = small.store()
    for quad in store.quads("urn:graph"):
        place = int("link" in str(quad.subject) or "follow" in str(quad.subject))
        name = ox.NamedNode(_GRAPHS[place])
        written[place].append(ox.Quad(quad.subject, quad.predicate, quad.object, name))
    return tuple(
        GraphFile(Path(f"{place}.ttl"), graph, tuple(quads), "")
        for place, (graph, quads) in enumerate(zip(_GRAPHS, written, strict=True))
    )


@st.composite
def _changes(draw: st.DrawFn) -> tuple[Small, Small]:
    """Draw plans, and the same without some things, with others reworded, and with other links."""
    small = draw(small_plans())
    some = st.frozensets(st.sampled_from(small.iris()), max_size=2)
    other = replace(small, gone=draw(some), missing=draw(some), reworded=draw(some))
    if small.links and draw(st.sampled_from((False, True))):
        kept = draw(st.lists(st.sampled_from(small.links), unique=True, min_size=len(small.links) // 2))
        other = replace(other, links=tuple(kept))
    return (small, other) if draw(st.sampled_from((False, True))) else (other, small)


@settings(
    max_examples=2_000 if LONG else 25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(_changes())
def test_small_plans(change: tuple[Small, Small]) -> None:
    """Whatever small plans and change, what is near tells the same effects, with the same ways and causes."""
    one, other = (_files(small) for small in change)
    before = snapshot.build(one)
    later = after(before, other)
    touched = frozenset(_GRAPHS)
    whole, anew = (Judged.of(found).side for found in (before, snapshot.build(other)))
    assert Nearby.of(before.store, later.store, touched).effects == find(whole, anew, touched)


def _shuffled(one: random.Random, file: GraphFile, others: list[GraphFile]) -> Change:
    """Change a plan: leave subjects out, leave statements out, or let it say what others say of themselves."""
    subjects = sorted({str(quad.subject) for quad in file.quads})
    way = one.randrange(4)
    if way == 0:
        return Change((), (file.graph,))
    gone = set(one.sample(subjects, min(len(subjects), one.randrange(1, 6))))
    quads = [quad for quad in file.quads if str(quad.subject) not in gone]
    if way > 1:
        left = set(one.sample(range(len(file.quads)), min(len(file.quads), 8)))
        quads = [quad for place, quad in enumerate(file.quads) if place not in left]
    if way > 2:
        name = ox.NamedNode(file.graph)
        ends = [quad.object for quad in one.choice(others).quads if isinstance(quad.object, ox.NamedNode)]
        quads = [
            ox.Quad(quad.subject, quad.predicate, one.choice(ends), name)
            if isinstance(quad.object, ox.NamedNode) and one.random() < 0.1 and quad.predicate.value[-4:] != "type"
            else ox.Quad(quad.subject, quad.predicate, ox.Literal(quad.object.value + "!", language="sv"), name)
            if isinstance(quad.object, ox.Literal) and quad.object.language == "sv" and one.random() < 0.2
            else quad
            for quad in quads
        ]
    return Change((GraphFile(file.path, file.graph, tuple(quads), file.text),))


def _cases(plans: Snapshot, count: int) -> Iterator[Change]:
    """Draw changes of the shipped plans that can be found again."""
    files = list(plans.files.values())
    for number in range(count):
        one = random.Random(number)  # noqa: S311
        yield _shuffled(one, one.choice(files), files)


@pytest.fixture(scope="module")
def plans(shipped: Snapshot) -> Judged:
    """Give the shipped plans, judged, in a dataset of their own."""
    files = tuple(shipped.files.values())
    return Judged.of(snapshot.build(files, kept=Links(files).unknown({})))


def test_shipped_plans(plans: Judged) -> None:
    """However the shipped plans are changed, judging the change gives what judging all anew gives."""
    for number, change in enumerate(_cases(plans.snapshot, 500 if LONG else 5)):
        judgement = judged(plans, change, strict=False)
        later = judgement.after.snapshot
        assert judgement.after.earlier is plans
        anew = Judged.of(snapshot.build(later.files.values(), kept=later.kept))
        full = judge(plans, anew, change.touched)
        assert judgement.after.verdict.triples == anew.verdict.triples, number
        assert _named(judgement.after) == _named(anew), number
        assert judgement.effects == full.effects, number
        told, whole = (telling.tell(one, "sv") for one in (judgement, full))
        assert replace(told, findings=whole.findings) == whole, number


def _named(judged_: Judged) -> list[object]:
    return [finding for finding in judged_.verdict.findings if not isinstance(finding.focus, BlankNode)]


def test_what_is_near_is_bounded(plans: Judged) -> None:
    """Where a change can tell on more than is worth following, both whole graphs are compared."""
    later = after(plans.snapshot, [], [graph for graph in plans.snapshot.files if "fyrbodal-2020-2022/utgava" in graph])
    with pytest.raises(TooMuch):
        Near(later.store, most=1)
