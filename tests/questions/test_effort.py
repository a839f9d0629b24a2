"""Summing what plans set aside: only what can be summed, never across units, and nothing lost."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import get_args

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service import resources
from graph_service.model.effort import Sum
from graph_service.model.names import Grouping
from graph_service.model.terms import Iri, Literal
from graph_service.questions import effort, views
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.port import Triple
from graph_service.store.snapshot import Snapshot
from graph_service.vocabulary import DCTERMS, RDF, RT, XSD

SUMMABLE = {"hour": True, "fullTimePost": True, "sek": True, "hourPerPerson": False, "sekPerOccasion": False}
"""Units and whether they can be summed, as ontology/schemes/units.ttl has it."""


@dataclass(frozen=True)
class Measure:
    """What one measure of a test says of itself."""

    plan: str
    kind: str
    unit: str
    cents: int
    bound: str | None
    reason: str | None
    obstacle: str | None
    holders: frozenset[str]
    areas: frozenset[str]

    @property
    def amount(self) -> Decimal:
        """The number."""
        return Decimal(self.cents) / 100

    @property
    def why(self) -> str | None:
        """What keeps it from being summed."""
        return self.obstacle or self.reason or (None if SUMMABLE[self.unit] else self.unit)

    def groups(self, by: str) -> tuple[str, ...]:
        """What it is grouped by."""
        if by == "unit":
            return () if self.reason else (RT + self.unit,)
        found = {"plan": {self.plan}, "organisation": self.holders, "area": self.areas}.get(by, frozenset())
        return tuple(sorted(f"urn:{name}" for name in found))


MEASURES = st.lists(
    st.builds(
        Measure,
        plan=st.sampled_from(("p", "q")),
        kind=st.sampled_from(("effort", "budget")),
        unit=st.sampled_from(tuple(SUMMABLE)),
        cents=st.integers(0, 10_000),
        bound=st.sampled_from((None, None, "atLeast")),
        reason=st.sampled_from((None, None, "ownCalculation")),
        obstacle=st.sampled_from((None, None, "alternativeTo", "includedIn")),
        holders=st.frozensets(st.sampled_from(("x", "y")), max_size=2),
        areas=st.frozensets(st.sampled_from(("r", "s")), max_size=2),
    ),
    max_size=8,
)


@cache
def _vocabulary() -> tuple[ox.Quad, ...]:
    graph = ox.NamedNode("urn:vocabulary")
    files = (resources.folder("ontology") / "redthread.ttl", *(resources.folder("ontology") / "schemes").glob("*.ttl"))
    return tuple(
        ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for path in files
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    )


def _triples(number: int, measure: Measure) -> Iterator[Triple]:
    thing, it = Iri(f"urn:thing:{number}"), Iri(f"urn:measure:{number}")
    yield thing, Iri(f"{DCTERMS}isPartOf"), Iri(f"urn:{measure.plan}")
    yield thing, Iri(RT + measure.kind), it
    yield it, Iri(f"{RDF}type"), Iri(RT + measure.kind.capitalize())
    for area in measure.areas:
        yield thing, Iri(f"{RT}inArea"), Iri(f"urn:{area}")
    for holder in measure.holders:
        yield it, Iri(f"{RT}heldBy"), Iri(f"urn:{holder}")
    if measure.bound:
        yield it, Iri(f"{RT}bound"), Iri(RT + measure.bound)
    if measure.obstacle:
        yield it, Iri(RT + measure.obstacle), Iri("urn:measure:other")
    if measure.reason:
        yield it, Iri(f"{RT}noAmount"), Iri(RT + measure.reason)
    else:
        yield it, Iri(f"{RT}amount"), Literal(str(measure.amount), datatype=f"{XSD}decimal")
        yield it, Iri(f"{RT}unit"), Iri(RT + measure.unit)


def _dataset(measures: list[Measure]) -> EmbeddedStore:
    store = EmbeddedStore()
    store.load(_vocabulary())
    store.add([triple for number, one in enumerate(measures) for triple in _triples(number, one)], "urn:plans")
    return store


@settings(max_examples=25)
@given(measures=MEASURES)
def test_sums_are_of_one_unit_and_lose_nothing(measures: list[Measure]) -> None:
    """By anything, a sum adds all that can be summed of a group, unit and bound; the rest is there one by one, once."""
    store = _dataset(measures)
    for by in get_args(Grouping):
        found = views.ask(store, effort.effort_query("en", by=by), Sum)
        sums: Counter[tuple[object, ...]] = Counter()
        for one in measures:
            if one.why is None:
                sums[one.groups(by), one.kind, one.unit, one.bound] += one.amount  # type: ignore[assignment]
        kept = {(one.groups, one.kind, one.unit, one.bound): one.amount for one in found if one.summed}
        groups = {(one.groups(by), one.kind, one.unit, one.bound) for one in measures if one.why is None}
        assert kept == {key: float(sums[key]) for key in groups}
        assert sum(one.measures for one in found) == len(measures)
        singles = sorted((one.iri or "", one.why) for one in found if not one.summed)
        assert singles == sorted((f"urn:measure:{n}", one.why) for n, one in enumerate(measures) if one.why is not None)


@settings(max_examples=10)
@given(measures=MEASURES)
def test_one_plan_is_what_it_adds_to_the_whole(measures: list[Measure]) -> None:
    """Asked for one plan, the answer is the part of the whole answer that is grouped under it."""
    store = _dataset(measures)
    whole = views.ask(store, effort.effort_query("sv"), Sum)
    alone = views.ask(store, effort.effort_query("sv", plan="urn:p"), Sum)
    assert alone == tuple(one for one in whole if one.groups == ("urn:p",))


def test_all_units_say_whether_they_can_be_summed(shipped: Snapshot) -> None:
    """No unit leaves it open; those of these tests say what the tests take for granted."""
    rows = shipped.store.select(
        "SELECT ?unit ?can { ?unit skos:inScheme rt:units OPTIONAL { ?unit rt:canBeSummed ?can } }"
    ).rows
    said = {row["unit"].value.removeprefix(RT): row["can"].value == "true" for row in rows}
    assert SUMMABLE.items() <= said.items()


def test_each_measure_of_the_plans_is_in_one_row(shipped: Snapshot) -> None:
    """Whatever is asked for, all efforts and budgets are counted, none twice."""
    every = shipped.store.select("SELECT DISTINCT ?m { ?thing rt:effort|rt:budget ?m ; dcterms:isPartOf ?plan }").rows
    for by in get_args(Grouping):
        found = views.ask(shipped.store, effort.effort_query("sv", by=by), Sum)
        assert sum(one.measures for one in found) == len(every)
        assert all(one.why_text for one in found if not one.summed)
