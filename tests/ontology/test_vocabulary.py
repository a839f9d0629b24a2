"""The ontology: what it must declare, what each term must say, and that nothing else is used."""

import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from graph_service import resources
from graph_service.messages import LANGUAGES
from graph_service.questions.catalogue import questions

RT: Final = Namespace("https://w3id.org/redthread/ns#")
SH_SELECT: Final = "http://www.w3.org/ns/shacl#select"
NAME: Final = re.compile(r"(?<![\w-])rt:([A-Za-z]\w*)")

# What DESIGN.md demands in section 3.
CLASSES: Final = {
    *("Plan", "PlanEdition", "Element", "Goal", "Vision", "OverallGoal", "EffectGoal", "DeliveryGoal", "FocusArea"),
    *("Initiative", "Activity", "Indicator", "Assessment", "Recommendation", "Principle", "Benefit"),
    *("RoleExpectation", "ProcessStep", "Decision", "Deliverable", "Effort", "Budget", "FollowUp", "Link"),
    *("CoverageRule", "Waiver"),
}
UPWARD: Final = {"contributesTo", "partOf", "inArea", "alignsWith", "respondsTo", "addresses"}
PROPERTIES: Final = {
    *("level", "tracesTo", "continues", "match", "dependsOn", "guidedBy", "responsible", "period", "effort", "budget"),
    *("from", "to", "relation", "basis", "validity", "locator", "quote", "rationale"),
    *("follows", "verdict", "comment", "timeSpent", "position"),
    *UPWARD,
}
CONCEPTS: Final = {
    "levels": {"national", "regional", "subregional", "local"},
    "bases": {"stated", "inferred", "proposed"},
    "validities": {"valid", "suspect", "invalid"},
    "matches": {"exact", "similar", "changed"},
    "verdicts": {"met", "partlyMet", "notMet", "notReported", "notRecoverable"},
}


@cache
def _ontology() -> Graph:
    graph = Graph()
    for path in sorted(resources.folder("ontology").rglob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def _declared(*kinds: URIRef) -> set[Node]:
    """Give our own terms of some kinds."""
    return {s for kind in kinds for s in _ontology().subjects(RDF.type, kind) if str(s).startswith(RT)}


def _terms() -> set[Node]:
    return _declared(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


def _concepts(scheme: str) -> set[Node]:
    return set(_ontology().subjects(SKOS.inScheme, RT[scheme]))


def _without(things: set[Node], predicate: URIRef) -> set[tuple[str, str]]:
    """Give the things that lack one text with some words in a language, or have two, with that language."""
    wrong: set[tuple[str, str]] = set()
    for thing in things:
        said = [text for text in _ontology().objects(thing, predicate) if isinstance(text, Literal) and text.strip()]
        tags = [text.language for text in said]
        wrong |= {(str(thing), lang) for lang in LANGUAGES if tags.count(lang) != 1}
    return wrong


def _shape_quads() -> list[ox.Quad]:
    paths = resources.folder("shapes").glob("*.ttl")
    return [quad for path in paths for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]


def _in_turtle(path: Path) -> set[str]:
    """Give the local names of our terms in a Turtle file, those within its queries too."""
    found: set[str] = set()
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode) and term.value.startswith(RT):
                found.add(term.value.removeprefix(RT))
        if quad.predicate.value == SH_SELECT and isinstance(quad.object, ox.Literal):
            found |= _in_query(quad.object.value)
    return found


def _in_query(text: str) -> set[str]:
    """Give the local names of our terms in SPARQL text, without its comment lines."""
    asked = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    full = re.findall(rf"<{re.escape(RT)}(\w+)>", asked)
    return {*NAME.findall(asked), *full}


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_has_the_classes_of_the_design(name: str) -> None:
    """Each class that the design promises is declared as a class under its promised name."""
    assert RT[name] in _declared(OWL.Class)


@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_has_the_properties_of_the_design(name: str) -> None:
    """Each property that the design promises is declared as a property under its promised name."""
    assert RT[name] in _declared(OWL.ObjectProperty, OWL.DatatypeProperty)


@pytest.mark.parametrize("scheme", CONCEPTS)
def test_has_the_concepts_of_the_design(scheme: str) -> None:
    """Each concept that the design promises stands in its scheme."""
    assert {RT[name] for name in CONCEPTS[scheme]} <= _concepts(scheme)


@pytest.mark.parametrize("name", ["Vision", "OverallGoal", "EffectGoal", "DeliveryGoal"])
def test_kinds_of_goals_are_goals(name: str) -> None:
    """A vision, an overall goal, an effect goal and a delivery goal are goals, and a goal is an element."""
    assert RT.Goal in set(_ontology().objects(RT[name], RDFS.subClassOf))
    assert RT.Element in set(_ontology().objects(RT.Goal, RDFS.subClassOf))


def test_upward_relations_lead_into_the_thread() -> None:
    """The six upward relations of the design, and no others, are sub-properties of rt:tracesTo."""
    assert set(_ontology().subjects(RDFS.subPropertyOf, RT.tracesTo)) == {RT[name] for name in UPWARD}


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition])
def test_terms_are_named_and_defined_in_both_languages(predicate: URIRef) -> None:
    """Each class and property has one label and one definition in Swedish and one in English."""
    assert _without(_terms(), predicate) == set()


@pytest.mark.parametrize("predicate", [SKOS.prefLabel, SKOS.definition])
def test_concepts_are_named_and_defined_in_both_languages(predicate: URIRef) -> None:
    """Each concept has one preferred label and one definition in Swedish and one in English."""
    assert _without(_declared(SKOS.Concept), predicate) == set()


@pytest.mark.parametrize("predicate", [DCTERMS.title, DCTERMS.description])
def test_schemes_are_named_and_described_in_both_languages(predicate: URIRef) -> None:
    """Each concept scheme has one title and one description in Swedish and one in English."""
    assert _without(_declared(SKOS.ConceptScheme), predicate) == set()


def test_every_concept_is_in_one_scheme() -> None:
    """Each concept is in exactly one declared scheme, and each scheme has concepts."""
    schemes = {concept: set(_ontology().objects(concept, SKOS.inScheme)) for concept in _declared(SKOS.Concept)}
    assert {concept for concept, found in schemes.items() if len(found) != 1} == set()
    assert set().union(*schemes.values()) == _declared(SKOS.ConceptScheme)


def test_a_name_stands_for_one_kind_of_thing() -> None:
    """No IRI is both class and property, or both concept and anything else."""
    kinds = [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.Concept, SKOS.ConceptScheme]
    sets = [_declared(kind) for kind in kinds]
    assert sum(len(found) for found in sets) == len(set().union(*sets))


def test_labels_of_terms_tell_them_apart() -> None:
    """No two classes and no two properties have the same label in the same language."""
    for kinds in ((OWL.Class,), (OWL.ObjectProperty, OWL.DatatypeProperty)):
        labels = [label.n3() for term in _declared(*kinds) for label in _ontology().objects(term, RDFS.label)]
        assert sorted(labels) == sorted(set(labels))


@pytest.mark.parametrize(
    ("scheme", "fact", "datatype"),
    [
        ("levels", RT["rank"], XSD.integer),
        ("units", RT.canBeSummed, XSD.boolean),
        ("likaStatuses", RT.countsInDenominator, XSD.boolean),
    ],
)
def test_concepts_say_what_answers_rest_on(scheme: str, fact: URIRef, datatype: URIRef) -> None:
    """Each level says its rank, each unit whether it can be summed, each LIKA status whether it counts: once, typed."""
    for concept in _concepts(scheme):
        values = list(_ontology().objects(concept, fact))
        assert [value.datatype for value in values if isinstance(value, Literal)] == [datatype], concept


def test_levels_are_ranked_from_the_top() -> None:
    """The levels have different ranks, and the national one is above the regional, sub-regional and local ones."""
    ranks = {level: int(str(rank)) for level, rank in _ontology().subject_objects(RT["rank"])}
    assert len(set(ranks.values())) == len(ranks) == len(_concepts("levels"))
    order = ["national", "regional", "subregional", "local"]
    assert [ranks[RT[name]] for name in order] == sorted(ranks[RT[name]] for name in order)


def test_not_relevant_does_not_count() -> None:
    """Of the six LIKA statuses only "Ej relevant" is left out of the denominator."""
    statuses = _concepts("likaStatuses")
    assert len(statuses) == 6
    uncounted = statuses & set(_ontology().subjects(RT.countsInDenominator, Literal(lexical_or_value=False)))
    assert uncounted == set(_ontology().subjects(SKOS.prefLabel, Literal("Ej relevant", lang="sv")))


def test_amounts_per_something_cannot_be_summed() -> None:
    """A unit that counts per person, system or other thing of unknown number can never be summed."""
    summed = {
        unit for unit in _concepts("units") if (unit, RT.canBeSummed, Literal(lexical_or_value=True)) in _ontology()
    }
    assert RT.hour in summed
    assert [unit for unit in summed if "Per" in str(unit).removeprefix(RT)] == []


def test_alignments_claim_no_more_than_they_may() -> None:
    """The alignments say only that terms are close, or that one is a kind of another; never that two are the same."""
    graph = Graph().parse(resources.folder("ontology") / "alignments.ttl", format="turtle")
    assert set(graph.predicates()) <= {SKOS.closeMatch, RDFS.subClassOf, RDFS.subPropertyOf}
    ours = {subject for subject in graph.subjects() if str(subject).startswith(RT)}
    assert ours <= _terms()


@pytest.mark.parametrize("relation", [RDFS.subClassOf, RDFS.subPropertyOf])
def test_no_term_is_a_kind_of_itself(relation: URIRef) -> None:
    """Neither the classes nor the properties make a circle of super-terms, which the sorter would refuse."""
    above: dict[Node, set[Node]] = {}
    for term, super_term in _ontology().subject_objects(relation):
        above.setdefault(term, set()).add(super_term)
    assert above
    TopologicalSorter(above).prepare()


def test_super_terms_and_ranges_of_ours_are_declared() -> None:
    """What a term of ours names as super-term, domain or range is declared where it is ours."""
    names = {str(term) for term in _ontology().objects() if isinstance(term, URIRef) and term.startswith(RT)}
    assert names <= {str(term) for term in _terms() | _declared(SKOS.ConceptScheme)}


def test_coverage_rules_are_whole() -> None:
    """Each coverage rule has a name in both languages and says what it applies to, what covers, and what checks it."""
    rules = set(_ontology().subjects(RDF.type, RT.CoverageRule))
    known = {URIRef(quad.subject.value) for quad in _shape_quads() if isinstance(quad.subject, ox.NamedNode)}
    assert rules
    assert _without(rules, DCTERMS.title) == set()
    for rule in rules:
        assert set(_ontology().objects(rule, RT.appliesTo)) <= _declared(OWL.Class)
        assert all(list(_ontology().objects(rule, predicate)) for predicate in (RT.appliesTo, RT.coveredBy))
        assert len(known & set(_ontology().objects(rule, RT.checkedBy))) == 1


def test_reused_terms_are_named_in_both_languages() -> None:
    """Each term of another vocabulary that has a name here has one in Swedish and one in English."""
    reused = {term for term in _ontology().subjects(RDFS.label) if not str(term).startswith(RT)}
    assert DCTERMS.title in reused
    assert _without(reused, RDFS.label) == set()


@pytest.mark.parametrize("folder", ["data", "shapes"])
def test_turtle_files_use_only_declared_terms(folder: resources.Folder) -> None:
    """Each rt: term in the plans and the shapes, and in the queries within them, is declared in the ontology."""
    known = {str(term).removeprefix(RT) for term in _terms() | _declared(SKOS.Concept, SKOS.ConceptScheme)}
    unknown = {path.name: _in_turtle(path) - known for path in resources.folder(folder).rglob("*.ttl")}
    assert unknown
    assert {name: found for name, found in unknown.items() if found} == {}


def test_queries_and_rules_use_only_declared_terms() -> None:
    """Each rt: term in the named questions and in the derivation rules is declared in the ontology."""
    known = {str(term).removeprefix(RT) for term in _terms() | _declared(SKOS.Concept, SKOS.ConceptScheme)}
    texts = {question.name: question.query for question in questions()}
    texts |= {path.name: path.read_text(encoding="utf-8") for path in resources.folder("ontology").rglob("*.rq")}
    used = {name: _in_query(text) for name, text in texts.items()}
    assert {name: found - known for name, found in used.items() if found - known} == {}
    assert used["10-links.rq"] == {
        "Link",
        "from",
        "to",
        "relation",
        "basis",
        "stated",
        "inferred",
        "validity",
        "invalid",
    }


def test_a_question_that_takes_a_concept_takes_all_of_its_scheme() -> None:
    """The choices of a parameter are the concepts of one scheme, so that none is left out or made up."""
    schemes = [
        {str(concept).removeprefix(RT) for concept in _ontology().subjects(SKOS.inScheme, scheme)}
        for scheme in _ontology().subjects(RDF.type, SKOS.ConceptScheme)
    ]
    chosen = [set(p.choices) for question in questions() for p in question.parameters if p.type == "concept"]
    assert chosen
    assert all(choices in schemes for choices in chosen)
