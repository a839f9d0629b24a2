"""The derivation rules: what they derive, what they leave alone, and that another engine derives the same."""

from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef

from graph_service import resources
from graph_service.settings import Settings
from graph_service.store import files, snapshot
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.vocabulary import DERIVED_GRAPH

RULES: Final = sorted(snapshot.rules_folder().glob("*.rq"))
BASE: Final = "https://example.org/"
PREFIXES: Final = f"""
@base <{BASE}> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix org: <http://www.w3.org/ns/org#> .
"""
PLANS: Final = (
    PREFIXES
    + """
<strategy> a rt:Plan ; rt:level rt:national .
<strategy/vision> a rt:Vision ; dcterms:isPartOf <strategy> .
<plan> a rt:Plan ; rt:level rt:local .
<plan/goal> a rt:EffectGoal ; dcterms:isPartOf <plan> .
<plan/activity> a rt:Activity ; dcterms:isPartOf <plan> .
<report> a rt:FollowUpReport .
<report/section> a rt:Section ; dcterms:isPartOf <report> .
<board> a org:FormalOrganization .
<union> a org:OrganizationalCollaboration .

<link/stated> a rt:Link ; rt:from <plan/activity> ; rt:to <plan/goal> ; rt:relation rt:contributesTo ;
    rt:basis rt:stated ; rt:validity rt:valid .
<link/inferred> a rt:Link ; rt:from <plan/goal> ; rt:to <strategy/vision> ; rt:relation rt:alignsWith ;
    rt:basis rt:inferred ; rt:validity rt:suspect .
<link/bodies> a rt:Link ; rt:from <board> ; rt:to <union> ; rt:relation org:memberOf ;
    rt:basis rt:stated ; rt:validity rt:valid .
<link/proposed> a rt:Link ; rt:from <plan/activity> ; rt:to <strategy/vision> ; rt:relation rt:contributesTo ;
    rt:basis rt:proposed ; rt:validity rt:valid .
<link/rejected> a rt:Link ; rt:from <plan/activity> ; rt:to <report/section> ; rt:relation rt:partOf ;
    rt:basis rt:stated ; rt:validity rt:invalid .
"""
)
DERIVED: Final = (
    PREFIXES
    + """
<plan/activity> rt:contributesTo <plan/goal> ; rt:tracesTo <plan/goal> .
<plan/goal> rt:alignsWith <strategy/vision> ; rt:tracesTo <strategy/vision> .
<board> org:memberOf <union> .

<strategy/vision> rt:level rt:national .
<plan/goal> rt:level rt:local .
<plan/activity> rt:level rt:local .

<strategy> a rt:Document .
<plan> a rt:Document .
<report> a rt:Document .
<strategy/vision> a rt:Goal, rt:Element .
<plan/goal> a rt:Goal, rt:Element .
<plan/activity> a rt:Element .
<report/section> a rt:Element .
<board> a org:Organization .
<union> a org:Organization .
"""
)

Triples = set[tuple[str, str, str]]


def _of_rdflib(graph: Graph) -> Triples:
    return {(s.n3(), p.n3(), o.n3()) for s, p, o in graph}


def _of_service(store: EmbeddedStore, rule: str) -> Triples:
    return {(str(s), str(p), str(o)) for s, p, o in store.construct(rule)}


@cache
def _ontology_and_plans() -> Graph:
    graph = Graph().parse(data=PLANS, format="turtle")
    for path in resources.folder("ontology").rglob("*.ttl"):
        graph.parse(path, format="turtle")
    return graph


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    """Give the invented plans as the service loads them, with what the rules derive."""
    path = tmp_path / "plans.ttl"
    path.write_text(PLANS, encoding="utf-8")
    settings = Settings()
    return snapshot.build([files.read(path, limit=settings.file_bytes, base=settings.base)]).store


def _derived(store: EmbeddedStore) -> Triples:
    return {
        (str(quad.subject), str(quad.predicate), str(quad.object)) for quad in store.quads(DERIVED_GRAPH)
    } - _of_rdflib(_ontology_and_plans())


def test_rules_derive_just_what_counts(store: EmbeddedStore) -> None:
    """From links, owners and classes come relations, threads, levels and super-classes, and nothing else."""
    assert _derived(store) == _of_rdflib(Graph().parse(data=DERIVED, format="turtle"))


@pytest.mark.parametrize("link", ["proposed", "rejected"])
def test_links_that_do_not_count_derive_nothing(store: EmbeddedStore, link: str) -> None:
    """A proposed link, and one that was reviewed and rejected, leave no triple between their ends."""
    ends = "SELECT ?p { <%s> rt:from ?from ; rt:to ?to . ?from ?p ?to }"
    assert store.select(ends % f"{BASE}link/{link}").rows == ()
    assert len(store.select(ends % f"{BASE}link/stated").rows) == 2


def test_a_suspect_link_still_counts(store: EmbeddedStore) -> None:
    """A link whose end has changed since it was reviewed is followed until somebody rejects it."""
    assert store.ask(f"ASK {{ <{BASE}plan/goal> rt:tracesTo <{BASE}strategy/vision> }}")


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_rule_gives_the_same_in_another_engine(store: EmbeddedStore, path: Path) -> None:
    """Each rule runs as it stands in rdflib, and constructs the same triples there."""
    rule = path.read_text(encoding="utf-8")
    whole = Graph().parse(data=store.triples_as_text(), format="nt")
    constructed = whole.query(rule).graph
    assert constructed is not None
    assert _of_rdflib(constructed) == _of_service(store, rule) != set()


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_rule_declares_its_prefixes(path: Path) -> None:
    """Each rule is understood by an engine that knows no prefix beforehand, which rdflib and the service both do."""
    constructed = ox.Store().query(path.read_text(encoding="utf-8"))
    assert isinstance(constructed, ox.QueryTriples)
    assert list(constructed) == []


def test_another_engine_derives_the_same_to_the_end(store: EmbeddedStore) -> None:
    """Applied in order until nothing new comes of it, the rules derive the same in rdflib as in the service."""
    graph = Graph()
    for triple in _ontology_and_plans():
        graph.add(triple)
    size = -1
    while size != len(graph):
        size = len(graph)
        for path in RULES:
            for triple in graph.query(path.read_text(encoding="utf-8")).graph or ():
                graph.add(triple)
    assert _of_rdflib(graph) - _of_rdflib(_ontology_and_plans()) == _derived(store)


def test_rules_say_what_they_are_for() -> None:
    """Each rule begins with a comment, which the reference page tells, and constructs triples of no graph."""
    assert RULES
    for path in RULES:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# "), path
        assert "CONSTRUCT" in text, path
        assert URIRef(DERIVED_GRAPH).n3() not in text, "where derived triples go is not the rule's business"
