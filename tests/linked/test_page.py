"""From the description of a thing to a page that a person reads."""

import pytest

from graph_service.linked.description import MOST, describe
from graph_service.linked.page import page
from graph_service.linked.vocabulary import terms
from graph_service.messages import LANGUAGES, Lang
from graph_service.model.page import Named, Page, Text
from graph_service.model.terms import BlankNode, Iri, Literal, Term
from graph_service.store.labels import Labels
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot
from graph_service.vocabulary import DCTERMS, RDF, RT

BASE = "https://w3id.org/redthread/id/"
HOSTILE = '<script>alert("ö")</script>'


def _page(shipped: Snapshot, path: str, lang: Lang = "sv") -> Page:
    return page(Labels(shipped.store), BASE + path, describe(shipped.store, BASE + path), lang)


def test_an_activity_says_what_it_is_and_where_it_stands(shipped: Snapshot) -> None:
    """The heading has kind, code and wording; the evidence names the document, the edition and the row."""
    shown = _page(shipped, "e-halsa-mall-2016/aktivitet/7")
    assert shown.thing.kind == "Aktivitet 7"
    assert shown.thing.name.value.startswith("Delta i, efterfråga och följa")
    (source,) = shown.evidence.sources
    assert source.name == Text("Handlingsplan för e-hälsa, mall för kommunerna i Västra Götaland, 2016", "sv")
    assert [locator.value for locator in shown.evidence.locators] == ["tabellrad Nr 7"]


def test_a_link_shows_its_other_end_its_basis_and_its_words(shipped: Snapshot) -> None:
    """Each link has the relation by name, the thing at its other end, and the words that it rests on."""
    shown = _page(shipped, "fyrbodal-2020-2022/effektmal/4B", "en")
    (up,) = shown.outgoing
    assert isinstance(up.relation, Named)
    assert isinstance(up.basis, Named)
    assert (up.relation.name.value, up.basis.name.value) == ("in area", "stated")
    assert isinstance(up.other, Named)
    assert (up.other.kind, up.other.name) == ("Focus area 3.4", Text("Digital infrastruktur", "sv"))
    assert [quote.value[:3] for quote in up.evidence.quotes] == ["4B:"]
    assert {down.other.kind for down in shown.incoming if isinstance(down.other, Named)} == {
        "Initiative 4.1",
        "Initiative 4.2",
    }
    assert not shown.cut


def test_what_the_links_say_is_not_said_again(shipped: Snapshot) -> None:
    """The plain relations that are derived from the links do not stand among the facts as well."""
    for path in ("e-halsa-mall-2016/aktivitet/7", "fyrbodal-2020-2022/effektmal/4B", "org/vgr"):
        shown = _page(shipped, path)
        told = {link.relation.iri for link in shown.outgoing if isinstance(link.relation, Named)}
        assert told
        assert {fact.property.iri for fact in shown.facts}.isdisjoint({*told, f"{RT}tracesTo"})


def test_a_plan_lists_its_elements_and_editions(shipped: Snapshot) -> None:
    """What points at a plan is grouped by the property that does, an edition by its document and version."""
    pointing = {fact.property.iri: fact.values for fact in _page(shipped, "fyrbodal-2020-2022").pointing}
    assert len(pointing[f"{DCTERMS}isPartOf"]) == 320
    editions = [value.name.value for value in pointing[f"{RT}editionOf"] if isinstance(value, Named)]
    assert "Handlingsplan för digitalisering i Fyrbodal 2020–2022, 1.0" in editions


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_texts_in_both_languages_the_reader_sees_one(shipped: Snapshot, lang: Lang) -> None:
    """What we say in Swedish and English is shown in the reader's language alone; plan texts stay Swedish."""
    shown = _page(shipped, "fyrbodal-2020-2022/brist/effektmal-2A", lang)
    (treatment,) = (fact.values for fact in shown.facts if fact.property.iri == f"{RT}treatment")
    assert [text.lang for text in treatment if isinstance(text, Text)] == [lang]
    assert shown.thing.name.lang == lang
    assert {quote.lang for quote in shown.evidence.quotes} == {"sv"}


def test_malformed_statements_are_shown_as_they_are() -> None:
    """Literals where things belong, blank nodes and links without ends are shown, and nothing fails."""
    thing, rt = Iri("urn:thing"), f"{RT}"
    said: list[tuple[Term, Iri, Term]] = [
        (thing, Iri(f"{RDF}type"), Literal("Plan")),
        (thing, Iri(f"{DCTERMS}title"), Literal(HOSTILE, language="sv")),
        (thing, Iri(f"{DCTERMS}source"), Literal("boken")),
        (thing, Iri(f"{rt}locator"), Iri("urn:page")),
        (thing, Iri(f"{rt}editionOf"), Literal("en plan")),
        (BlankNode("b"), Iri(f"{rt}concerns"), thing),
        (Iri("urn:link"), Iri(f"{rt}from"), thing),
        (Iri("urn:link"), Iri(f"{rt}to"), Literal("målet")),
    ]
    store = EmbeddedStore()
    store.add(said, "urn:graph")
    shown = page(Labels(store), thing.value, describe(store, thing.value), "sv")
    assert shown.thing.name == Text(HOSTILE, "sv")
    (link,) = shown.outgoing
    assert (link.relation, link.other, link.evidence.sources) == (Text(""), Text("målet"), ())
    assert [fact.property.iri for fact in shown.pointing] == [f"{rt}concerns"]


def test_a_page_says_that_it_is_cut() -> None:
    """Where more links end in a thing than are shown, the page says so."""
    store = EmbeddedStore()
    for number in range(MOST + 1):
        link = Iri(f"urn:link:{number}")
        store.add(
            [(link, Iri(f"{RT}from"), Iri(f"urn:{number}")), (link, Iri(f"{RT}to"), Iri("urn:goal"))], "urn:graph"
        )
    shown = page(Labels(store), "urn:goal", describe(store, "urn:goal"), "en")
    assert shown.cut
    assert len(shown.incoming) == MOST


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_vocabulary_has_every_term_with_its_meaning(shipped: Snapshot, lang: Lang) -> None:
    """Every subject in the vocabulary's namespace is a term with a label and a definition in the reader's language."""
    listed = {term.name: term for term in terms(shipped.store, lang)}
    query = f"SELECT DISTINCT ?s {{ ?s ?p ?o FILTER (STRSTARTS(STR(?s), '{RT}')) }}"
    assert {row["s"].value.removeprefix(RT) for row in shipped.store.select(query).rows} == set(listed)
    assert [name for name, term in listed.items() if not term.definition or term.label == ""] == []
    goal, contributes = listed["EffectGoal"], listed["contributesTo"]
    assert (goal.kind, goal.above) == ("class", [f"{RT}Goal"])
    assert (contributes.kind, contributes.above) == ("property", [f"{RT}tracesTo"])
    assert f"{RT}Goal" in contributes.range
    assert listed["stated"].scheme == [f"{RT}bases"]
    assert goal.label == {"sv": "Effektmål", "en": "Effect goal"}[lang]
