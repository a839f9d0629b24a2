"""The shipped plans as people may spoil and mend them: what a change is judged to do is what pySHACL finds.

All kinds of mutation that ``tests/data/mutations.toml`` names are done one after another, each to something drawn by
chance that none before it has touched. The first of all puts a whole graph in that was out, the last takes one out.
After each of them:

- the verdict on what it can concern, put upon the verdict before it, is the verdict on everything;
- it was worked out by asking some nodes, not all, unless a whole graph went or came;
- those shapes find more, and those find less, that the kind names: they are read off the shapes, not off the engine.

After all of them the verdict is the one of pySHACL on the whole dataset. One run of it judges them all together, for it
takes longer than they do; a mutation that a later one hides is judged by our engine alone.

The suite does so once, with an excerpt of the plans that holds something for each kind, and judges everything after
each fifth mutation: what was judged wrongly in between still stands then. With ``REDTHREAD_LONG=1`` it is done with all
that is shipped, several times, and everything is judged after each mutation.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import mutations
import pytest
from mutations import Mutation
from random_shapes import Chance, by_seed
from verdicts import everything, of_pyshacl
from verdicts import keys as keys_of

from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.files import GraphFile
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.validation import affected, raw
from graph_service.validation.change import Changed, revalidate
from graph_service.validation.delta import Delta
from graph_service.validation.raw import Raw
from graph_service.validation.shapes import each

LONG: Final = bool(os.environ.get("REDTHREAD_LONG"))
"""Whether to mutate all that is shipped, again and again; the suite mutates an excerpt."""
ROUNDS: Final = 4 if LONG else 1
JUDGED: Final = 1 if LONG else 5
"""After how many mutations everything is judged."""
EACH: Final = 2
"""For how many mutations of each kind the excerpt holds something."""
LEAST_KINDS: Final = 120
"""How many kinds have something to be done to, whatever is drawn; there are some twenty more."""
LEAST_SHAPES: Final = 100
"""How many shapes speak then."""


@dataclass
class Plans:
    """Plans that are mutated.

    Attributes:
        store: The dataset.
        touched: The things that have been mutated.
        mutated: The names of the mutations.
        spoken: The names of the shapes that have found something new.
        introduced: How many findings were new.
        mended: How many findings were gone.
    """

    store: EmbeddedStore
    touched: set[str] = field(default_factory=set)
    mutated: list[str] = field(default_factory=list)
    spoken: set[str] = field(default_factory=set)
    introduced: int = 0
    mended: int = 0

    def __post_init__(self) -> None:
        """Judge everything, before anything is mutated."""
        self._verdict = raw.judge(self.store, raw.shipped())
        self._quads = frozenset(self.store.quads())
        self._triples = frozenset(quad.triple for quad in self._quads)

    def mutate(self, mutation: Mutation) -> None:
        """Mutate them, and judge what that can concern."""
        quads, triples = self._quads, self._triples
        mutations.do(mutation, self.store)
        self._quads = frozenset(self.store.quads())
        self._triples = frozenset(quad.triple for quad in self._quads)
        assert self._quads != quads, mutation
        delta = Delta(self._triples - triples, triples - self._triples)
        concerned = affected.find(self.store, delta, raw.shipped())
        self._compare(mutation, revalidate(self._verdict, self.store, concerned, raw.shipped()))
        self.touched |= {str(quad.subject) for quad in mutation.removed | mutation.added}

    def judge(self) -> None:
        """Demand that everything, judged anew, is as it has been judged change by change."""
        assert everything(self._verdict) == everything(raw.judge(self.store, raw.shipped())), self.mutated[-JUDGED:]

    def agree_with_pyshacl(self) -> int:
        """Demand that pySHACL finds the same, and tell how much that is."""
        found = of_pyshacl(self.store)
        assert keys_of(one.finding for one in self._verdict) == found
        return len(found)

    def _compare(self, mutation: Mutation, changed: Changed) -> None:
        before, after = Counter(map(_told, self._verdict)), Counter(map(_told, changed.after))
        assert Counter(map(_told, changed.introduced)) == after - before, mutation
        assert Counter(map(_told, changed.mended)) == before - after, mutation
        assert changed.asked is not None or mutation.name in mutations.OF_GRAPHS, mutation
        more, less = _shapes(changed.introduced), _shapes(changed.mended)
        self._verdict = changed.after
        self.mutated.append(mutation.name)
        self.spoken |= more
        self.introduced += len(changed.introduced)
        self.mended += len(changed.mended)
        assert mutation.finds <= more, (mutation, more)
        assert mutation.mends <= less, (mutation, less)


def _told(one: Raw) -> tuple[object, ...]:
    found = one.finding
    return found.shape, found.component, found.focus, found.path, found.value


def _shapes(found: Iterable[Raw]) -> set[str]:
    return {one.finding.shape.rpartition("#")[2] for one in found}


def _mutations(plans: Plans, files: tuple[GraphFile, ...], absent: GraphFile, one: Chance) -> Iterator[Mutation]:
    """Give all mutations, each drawn when those before it are done."""
    yield mutations.back(absent)
    for number, kind in enumerate(mutations.in_order(plans.store, one)):
        mutation = mutations.draw(kind, plans.store, one, number, plans.touched)
        if mutation is not None:
            yield mutation
    yield mutations.out(mutations.standing(plans.store, one(files)))


def test_each_shape_that_demands_something_is_spoken_of_by_a_kind() -> None:
    """No shape is left out: of each there is a mutation that makes it speak."""
    demanding = {shape.iri.rpartition("#")[2] for shape in each(raw.shipped().shapes) if shape.constraints}
    assert {name for kind in mutations.kinds() for name in kind.finds} == demanding


@pytest.mark.parametrize("seed", range(ROUNDS))
@pytest.mark.timeout(3600)
def test_verdict_on_mutated_plans_is_the_verdict_on_everything_and_the_one_of_pyshacl(
    seed: int, record_property: Callable[[str, object], None]
) -> None:
    """After each mutation the verdict is the one on everything, after all of them the one of pySHACL."""
    one, files = by_seed(seed), snapshot.shipped_files(Settings())
    if not LONG:
        files = mutations.excerpt(files, one, each=EACH)
    absent = one(files)
    plans = Plans(snapshot.build(file for file in files if file is not absent).store)
    for number, mutation in enumerate(_mutations(plans, files, absent, one)):
        plans.mutate(mutation)
        if number % JUDGED == 0:
            plans.judge()
    plans.judge()
    anew = snapshot.build(mutations.standing(plans.store, file) for file in files)
    assert not Delta.between(plans.store, anew.store)
    found = plans.agree_with_pyshacl()
    told = {"mutations": len(plans.mutated), "shapes": len(plans.spoken), "found": found}
    for name, number in {**told, "introduced": plans.introduced, "mended": plans.mended}.items():
        record_property(name, number)
    assert len(plans.mutated) > LEAST_KINDS
    assert len(plans.spoken) > LEAST_SHAPES
