"""The graph of all threads in memory."""

import itertools

import pytest

from graph_service.messages import LANGUAGES
from graph_service.store import labels
from graph_service.store.snapshot import Snapshot, build
from graph_service.trace import graph as graph_module
from graph_service.trace.graph import Graph
from graph_service.vocabulary import RT

FYRBODAL = "fyrbodal-2020-2022"
STRATEGY = "nationell-digitaliseringsstrategi-2017"


@pytest.fixture(scope="module")
def graph(shipped: Snapshot) -> Graph:
    """Give the graph of the shipped plans."""
    return Graph.build(shipped.store)


def test_things_are_called_what_the_store_calls_them(graph: Graph, shipped: Snapshot) -> None:
    """Title, kind, code, document and level of everything are those of its description in the store."""
    described = labels.describe(shipped.store, graph.things.iri)
    for number, iri in enumerate(graph.things.iri):
        label = described[iri]
        owner = described.get(label.plan)
        for lang in LANGUAGES:
            node = graph.node(number, lang)
            kind = label.kind.removeprefix(RT).rsplit("#", 1)[-1]
            assert (node.iri, node.title, node.kind, node.code) == (iri, label.title(lang), kind, label.code)
            assert node.level == label.level
            if node.kind != "FollowUp":  # which is of the document it stands in, though not a part of it
                assert node.plan == label.plan
                assert node.plan_title == (owner.title(lang) if owner else "")


def test_what_is_above_is_what_the_store_traces_to(graph: Graph, shipped: Snapshot) -> None:
    """For every thing, what it leads to, and what leads to it, is what the property path ``rt:tracesTo+`` gives."""
    rows = shipped.store.select("SELECT DISTINCT ?low ?high { ?low rt:tracesTo ?x . ?low rt:tracesTo+ ?high }").rows
    stated = {(row["low"].value, row["high"].value) for row in rows}
    names = graph.things.iri
    assert {(low, names[n]) for i, low in enumerate(names) for n in graph.above(i).nodes} == stated
    assert {(names[n], high) for i, high in enumerate(names) for n in graph.below(i).nodes} == stated


def test_classes_hold_what_is_of_their_sub_classes(graph: Graph, shipped: Snapshot) -> None:
    """The members of a class are the things that the store has of it, by rule too."""
    for name in ("Goal", "Element", "Plan", "Document", "Activity", "EffectGoal", "FollowUp"):
        rows = shipped.store.select(f"SELECT DISTINCT ?thing {{ ?thing a rt:{name} }}").rows
        assert [graph.things.iri[n] for n in graph.of_class(name)] == sorted(row["thing"].value for row in rows)
    assert graph.of_class("Nothing").tolist() == []


def test_codes_stand_for_the_elements_that_have_them(graph: Graph, shipped: Snapshot) -> None:
    """Under each code are all plan elements of that code that the store has, and nothing else."""
    rows = shipped.store.select("SELECT DISTINCT ?code ?thing { ?thing a rt:Element ; dcterms:identifier ?code }").rows
    assert rows
    assert {(row["code"].value, row["thing"].value) for row in rows} == {
        (code, graph.things.iri[number]) for code, numbers in graph.things.coded.items() for number in numbers
    }


def test_documents_say_what_of_them_is_loaded_and_who_issued_them(graph: Graph, base: str) -> None:
    """Fyrbodal's plan is loaded, the national strategy partly, a document that is only named is not."""
    for path, content, owners in (
        (FYRBODAL, "loaded", ("org/fyrbodals-kommunalforbund",)),
        (STRATEGY, "partlyLoaded", ("org/regeringen",)),
        ("vision-e-halsa-2025", "partlyLoaded", ("org/regeringen", "org/skr")),
        ("eu-digital-agenda-2010", "notLoaded", ("org/europeiska-kommissionen",)),
        ("e-halsa-mall-2016", "loaded", ()),
    ):
        number = graph.number(base + path)
        assert number is not None
        assert graph.things.plan[number] == number
        assert graph.things.content[number] == content
        assert graph.things.owners[number] == tuple(base + owner for owner in owners)
    goal = graph.number(f"{base}{FYRBODAL}/effektmal/4B")
    assert goal is not None
    assert graph.things.plan[goal] == graph.number(base + FYRBODAL)
    assert not graph.things.outdated.any()  # no superseded edition is among the files


def test_hops_tell_what_they_rest_on(graph: Graph, base: str) -> None:
    """A hop has both ends, relation and evidence, the reason in the reader's language."""
    number = graph.hops.link.index(f"{base}{FYRBODAL}/lank/insats-4.1--effektmal-4B")
    hop = graph.hop(number, "sv")
    assert (hop.lower, hop.upper) == (f"{base}{FYRBODAL}/insats/4.1", f"{base}{FYRBODAL}/effektmal/4B")
    assert (hop.relation, hop.evidence.basis) == ("contributesTo", "stated")
    assert hop.evidence.source == "Handlingsplan för digitalisering i Fyrbodal 2020–2022"
    assert hop.evidence.locator == "avsnitt 4.1, rubrik EFFEKT MÅL"
    assert hop.evidence.quote.startswith("4B: En digital infrastruktur")
    reasons = {graph.hop(n, lang).evidence.rationale for n in graph.hops.of_basis({"inferred"}) for lang in LANGUAGES}
    assert "" not in reasons
    assert len(reasons) > 1


def test_a_step_is_its_hop_met_at_some_depth(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many steps have been described before, a step tells its own hop, way, depth and language."""
    monkeypatch.setattr(graph_module, "_KEPT", 5)
    for _ in range(2):
        for number, depth, lang in itertools.product(range(4), (1, 2), LANGUAGES):
            hop, up = graph.hop(number, lang), graph.step(number, depth, "up", lang)
            down = graph.step(number, depth, "down", lang)
            assert (up.way, up.depth, up.thing.iri) == ("up", depth, hop.upper)
            assert (down.way, down.depth, down.thing.iri) == ("down", depth, hop.lower)
            for step in (up, down):
                assert (step.link, step.lower, step.upper, step.relation, step.evidence) == (
                    hop.link,
                    hop.lower,
                    hop.upper,
                    hop.relation,
                    hop.evidence,
                )
    assert len(graph._steps) <= 5  # noqa: SLF001 -- how much is kept is nowhere else to be seen


def test_other_bases_make_other_webs(graph: Graph) -> None:
    """With stated links alone there are fewer hops to follow; what is counted is made of stated and inferred ones."""
    stated, inferred = graph.hops.of_basis({"stated"}), graph.hops.of_basis({"inferred"})
    assert len(stated) + len(inferred) == len(graph.hops.link)
    web = graph.web(frozenset({"stated"}))
    assert web is graph.web(frozenset({"stated"}))
    for number in range(len(graph.things.iri)):
        assert set(web.hops_up(number)) == set(graph.hops_up(number)) & set(stated)


def test_a_dataset_without_plans_has_a_graph() -> None:
    """Of the ontology alone the graph is empty, and an IRI it does not know has no number."""
    graph = Graph.build(build([]).store)
    assert graph.things.iri == graph.hops.link == ()
    assert graph.number("urn:x") is None
    assert graph.of_class("Goal").tolist() == []
