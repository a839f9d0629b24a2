"""The dataset after a change, made of the one before it: the same as if it were built of all files anew."""

import os
import random
from datetime import date
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from graph_service.model.validity import Hashes, Stated
from graph_service.store import snapshot
from graph_service.store.files import GraphFile
from graph_service.store.links import Links
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot, build
from graph_service.validation.after import after
from graph_service.validation.delta import Delta
from graph_service.vocabulary import PREFIXES

CASES: Final = 10_000 if os.environ.get("REDTHREAD_LONG") else 25
GRAPHS: Final = ("urn:g0", "urn:g1", "urn:g2")
TODAY: Final = date(2026, 6, 1)
_HEAD: Final = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
_THINGS: Final = tuple(f"<urn:t{number}>" for number in range(5))
_LINKS: Final = ("<urn:l0>", "<urn:l1>", "<urn:l2>")
_RARE: Final = (
    "rt:mine rdfs:subClassOf rt:Link",
    "rt:Plan rdfs:subClassOf rt:mine",
    "rt:mine rdfs:subClassOf rt:Plan",
    "rt:dependsOn rdfs:subPropertyOf rt:tracesTo",
    "<urn:l0> rt:relation rt:validity",
    "<urn:l1> rt:to rt:invalid",
    "<urn:l0> rt:relation rdf:type",
    "<urn:l1> rt:relation dcterms:isPartOf",
    "<urn:l1> rt:relation rt:relation",
    "<urn:l0> a rt:Waiver",
    "<urn:t0> a rt:Link",
    '<urn:l0> rt:from "urn:t1"',
    "<urn:l0> rt:from _:b",
    "_:b dcterms:isPartOf <urn:t0>",
    "_:b a rt:Activity",
    "_:b rt:validity rt:invalid",
    '<urn:t0> rt:position "01"^^xsd:integer',
    "<urn:t0> rt:position 1",
)


def _statement(one: random.Random) -> str:
    thing, other, link = one.choice(_THINGS), one.choice(_THINGS), one.choice(_LINKS)
    review, waiver = f"<urn:r{one.randrange(2)}>", f"<urn:w{one.randrange(2)}>"
    relation = one.choice(("rt:contributesTo", "rt:partOf", "rt:tracesTo", "rt:dependsOn"))
    day = one.choice(("2025-01-01", "2027-01-01", "nonsense"))
    return one.choice(
        (
            f"{thing} a {one.choice(('rt:Activity', 'rt:EffectGoal', 'rt:Plan', 'rt:mine'))}",
            f'{thing} dcterms:title "{one.randrange(3)}"@sv',
            f"{thing} dcterms:isPartOf {other}",
            f"{thing} rt:level {one.choice(('rt:national', 'rt:local'))}",
            f"{thing} {relation} {other}",
            f"{link} a rt:Link",
            f"{link} a rt:Link ; rt:from {thing} ; rt:to {other} ; rt:relation {relation} ; rt:basis rt:stated",
            f"{link} a rt:Link ; rt:from {thing} ; rt:to {other} ; rt:relation {relation} ; rt:basis rt:inferred",
            f"{link} rt:basis rt:proposed",
            f"{link} rt:validity {one.choice(('rt:valid', 'rt:suspect', 'rt:invalid'))}",
            f"{review} a rt:Review ; rt:reviews {link} ; rt:validity {one.choice(('rt:valid', 'rt:invalid'))}",
            f"{review} rt:reviews {link}",
            f'{review} prov:generatedAtTime "{one.randrange(3)}"',
            f"{waiver} a rt:Waiver ; rt:concerns {thing} ; rt:period <urn:p{one.randrange(2)}>",
            f"{waiver} a rt:ExpiredWaiver",
            f'<urn:p{one.randrange(2)}> dcat:endDate "{day}"^^xsd:date',
            one.choice(_RARE),
        )
    )


def _file(graph: str, said: list[str]) -> GraphFile:
    """Write a file; one node in it is never the same."""
    text = _HEAD + "".join(f"{one} .\n" for one in ("<urn:always> rt:position 1", *said))
    name = ox.NamedNode(graph)
    quads = (ox.Quad(q.subject, q.predicate, q.object, name) for q in ox.parse(text, format=ox.RdfFormat.TURTLE))
    return GraphFile(Path(f"{graph[4:]}.ttl"), graph, tuple(quads), text)


def _next(one: random.Random, files: dict[str, list[str]]) -> dict[str, list[str]]:
    """Change some graphs: a few statements come, go, or move."""
    new = {graph: list(said) for graph, said in files.items()}
    for _ in range(one.randrange(1, 4)):
        graph = one.choice(GRAPHS)
        if one.random() < 0.1:
            new.pop(graph, None)
            continue
        said = new.setdefault(graph, [])
        if said and one.random() < 0.5:
            said.remove(one.choice(said))
        else:
            said.append(_statement(one))
    return new


def _reviewed(one: random.Random, links: Links) -> dict[Stated, Hashes]:
    """Give what is kept of some links: that they were reviewed with the texts as they are, or with others."""
    kept = {}
    for link in links.links.values():
        if one.random() < 0.7:
            hashes = links.hashes(link)
            kept[Stated(link.iri, link.address)] = hashes if one.random() < 0.7 else Hashes("other", hashes.upper)
    return kept


def _quads(store: EmbeddedStore) -> set[str]:
    return set(map(str, store.quads()))


def _anew(before: Snapshot, files: list[GraphFile]) -> Snapshot:
    """Build what is after a change of all files."""
    kept = {**before.kept, **Links(files).unknown(before.kept)}
    return build(files, kept=kept, today=before.today)


def test_dataset_after_a_change_is_the_one_built_anew() -> None:
    """Whatever graphs hold and however they change, time and again, the dataset is the one built of all files."""
    for number in range(CASES):
        one = random.Random(number)  # noqa: S311 -- a case that can be found again
        said = {graph: [_statement(one) for _ in range(one.randrange(6))] for graph in GRAPHS}
        files = {graph: _file(graph, texts) for graph, texts in said.items()}
        kept = _reviewed(one, Links(files.values()))
        now = build(files.values(), kept=kept, today=one.choice((TODAY, None)))
        for _ in range(3):
            later = _next(one, said)
            put = [_file(graph, later[graph]) for graph in later if later[graph] != said.get(graph)]
            gone = [graph for graph in said if graph not in later]
            then = after(now, put, gone)
            anew = _anew(now, list(then.files.values()))
            told = f"case {number}\n{said}\n{later}"
            assert _quads(then.store) == _quads(anew.store), told
            # A triple that stands in several graphs is met once where a query names none.
            count = (
                "SELECT (COUNT(*) AS ?all) (COUNT(DISTINCT CONCAT(STR(?s), STR(?p), STR(?o))) AS ?some) { ?s ?p ?o }"
            )
            assert then.store.select(count) == anew.store.select(count), told
            assert Delta.made(then.store) == Delta.between(now.store, then.store), told
            now, said = then, later


def test_dataset_before_a_change_is_still_there() -> None:
    """Whichever of the two is asked gives its own answers, in turn, and the one that the other was made of is fixed."""
    file = _file(GRAPHS[0], ["<urn:t0> a rt:Activity"])
    before = build([file])
    first = _quads(before.store)
    later = after(before, [_file(GRAPHS[0], ["<urn:t1> a rt:Activity"])])
    second = _quads(later.store)
    assert first != second
    for _ in range(2):
        assert _quads(before.store) == first
        assert _quads(later.store) == second
    assert [graph for graph in before.store.graphs() if graph.startswith("urn:")] == [GRAPHS[0]]
    gone = after(later, [], [GRAPHS[0]])
    assert GRAPHS[0] not in gone.store.graphs()
    with pytest.raises(RuntimeError):
        before.store.load(file.quads)


def test_shipped_plans_after_a_change(shipped: Snapshot) -> None:
    """Of the shipped plans, too: without a plan, without half of one, and with a plan back again."""
    plans = snapshot.build(shipped.files.values(), kept=shipped.kept, today=shipped.today)
    for graph in [graph for graph in plans.files if "utgava" in graph][::20]:
        file = plans.files[graph]
        half = GraphFile(file.path, graph, file.quads[::2], file.text)
        without = after(plans, [], [graph])
        assert _quads(without.store) == _quads(_anew(plans, list(without.files.values())).store)
        less = after(plans, [half])
        assert _quads(less.store) == _quads(_anew(plans, list(less.files.values())).store)
        back = after(less, [file])
        assert _quads(back.store) == _quads(_anew(less, list(back.files.values())).store)
