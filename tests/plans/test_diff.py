"""What differs between two versions of some plans."""

from pathlib import Path
from typing import Final

from hypothesis import assume, given
from versions_of import applied, of_turtle, quads, two_versions, versions

from graph_service import resources
from graph_service.model.difference import Described, Difference, Ends, Move
from graph_service.model.terms import BlankNode, Iri, Literal, Term
from graph_service.model.wording import Run
from graph_service.plans.diff import compare
from graph_service.plans.meaning import by_value
from graph_service.plans.versions import of_files
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.port import Triple
from graph_service.vocabulary import DCTERMS, RT, XSD

Two = tuple[dict[str, frozenset[Triple]], dict[str, frozenset[Triple]]]

GOAL: Final = '<goal> a rt:EffectGoal ; dcterms:isPartOf <plan> ; dcterms:title "Fler mål nås"@sv ; rt:position 1 .'
LINK: Final = (
    "<link> a rt:Link ; rt:from <activity> ; rt:to <goal> ; rt:relation rt:contributesTo ; rt:basis rt:stated ."
)


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=f"{XSD}integer")


def _compared(old: str, new: str) -> Difference:
    return compare(of_turtle(g=old), of_turtle(g=new))


@given(two_versions())
def test_difference_done_to_the_earlier_version_gives_the_later(two: Two) -> None:
    """What a difference tells, done to the earlier version, gives the later one: nothing is lost or told twice."""
    old, new = map(by_value, two)
    assert applied(compare(*two), quads(old)) == quads(new)


@given(two_versions())
def test_difference_is_empty_just_when_the_statements_are_the_same(two: Two) -> None:
    """There is a difference if and only if a statement stands in one version only."""
    old, new = map(by_value, two)
    assert bool(compare(*two)) == (quads(old) != quads(new))


@given(versions)
def test_nothing_differs_from_itself(version: dict[str, frozenset[Triple]]) -> None:
    """A version does not differ from itself."""
    assert not compare(version, version)


def test_shipped_plans_one_against_another_tell_all(base: str) -> None:
    """From the plan of 2018 to that of 2019, with all their links, the difference gives the later from the earlier."""
    folder = resources.folder("data") / "regional"
    two = [of_files(snapshot.read_files([folder / f"vastkom-{year}.ttl"], Settings())) for year in (2018, 2019)]
    difference = compare(*two)
    assert applied(difference, quads(by_value(two[0]))) == quads(by_value(two[1]))
    assert f"{base}vastkom-2019/mal/sip-1" in {whole.iri for whole in difference.elements.added}
    assert f"{base}vastkom-2018/mal/uppdragsportfolj-2" in {whole.iri for whole in difference.elements.removed}


def test_order_and_layout_of_a_file_are_no_difference(tmp_path: Path) -> None:
    """The same statements written in another order, form or file format do not differ."""
    other = tmp_path / "plan.nt"
    dataset = snapshot.build(
        snapshot.read_files([resources.folder("data") / "regional" / "vastkom-2019.ttl"], Settings())
    )
    graph = next(iter(dataset.files))
    other.write_bytes(dataset.store.dump(graph, "ntriples"))
    one = of_files(dataset.files.values())
    assert not compare(one, of_files(snapshot.read_files([other], Settings())))


def test_element_that_is_new_or_gone_is_told_whole() -> None:
    """An element in one version only is told with all that is said of it, and what it is called."""
    gone = _compared(GOAL, "")
    assert [whole.iri for whole in gone.elements.removed] == ["urn:goal"]
    assert len(gone.elements.removed[0].statements) == 4
    assert gone.described["urn:goal"] == Described(f"{RT}EffectGoal", "", {"sv": "Fler mål nås"})
    come = _compared("", GOAL)
    assert (come.elements.added, come.elements.removed) == (gone.elements.removed, ())


def test_reworded_text_is_told_word_by_word() -> None:
    """A text that was reworded is told with the words that are kept, gone and new; other values as gone and new."""
    new = (
        GOAL.replace("Fler mål nås", "Fler mål följs upp") + '<goal> dcterms:identifier "1B" ; rt:locator "sida 2"@sv .'
    )
    (changed,) = _compared(GOAL + '<goal> dcterms:identifier "1A" .', new).elements.changed
    texts = {change.property: change.texts for change in changed.properties if change.texts}
    assert texts[f"{DCTERMS}title"][0].runs == (
        Run("kept", "Fler mål "),
        Run("removed", "nås"),
        Run("added", "följs upp"),
    )
    assert texts[f"{DCTERMS}identifier"][0].language == ""
    (placed,) = [change for change in changed.properties if change.property == f"{RT}locator"]
    assert (placed.removed, placed.added) == ((), (Literal("sida 2", "sv"),))
    assert changed.aspects == ()


def test_texts_are_paired_within_their_language_by_the_words_they_share() -> None:
    """Of several texts, those are paired that are most alike, never across languages; the rest are gone and new."""
    old = 'skos:altLabel "digital vård"@sv, "öppna data"@sv, "open data"@en .'
    new = 'skos:altLabel "öppna data och källkod"@sv, "digital omsorg"@sv, "nytt"@sv .'
    (change,) = _compared(f"<a> {old}", f"<a> {new}").others.changed[0].properties
    assert [[run.text for run in text.runs if run.kind != "kept"] for text in change.texts] == [
        ["vård", "omsorg"],
        [" och källkod"],
    ]
    assert (change.removed, change.added) == ((Literal("open data", "en"),), (Literal("nytt", "sv"),))


def test_another_position_or_document_is_a_move() -> None:
    """An element that stands elsewhere in the order, or in another document, has moved and is not changed."""
    new = GOAL.replace("rt:position 1", "rt:position 2").replace("<plan>", "<other>")
    elements = _compared(GOAL, new).elements
    assert elements.changed == ()
    assert elements.moved[0].moves == (
        Move("document", "urn:g", (Iri("urn:plan"),), (Iri("urn:other"),)),
        Move("position", "urn:g", (_number(1),), (_number(2),)),
    )


def test_position_that_is_new_is_a_change() -> None:
    """A position where there was none is something new that is said, not a move."""
    elements = _compared(GOAL.replace(" ; rt:position 1", ""), GOAL).elements
    assert elements.moved == ()
    assert elements.changed[0].properties[0].added == (_number(1),)


def test_element_in_another_edition_is_matched_by_its_iri() -> None:
    """Between two editions with graphs of their own, an element that is the same has moved, with what it rests on."""
    source = "<goal> dcterms:source <{}> ."
    difference = compare(of_turtle(v1=GOAL + source.format("v1")), of_turtle(v2=GOAL + source.format("v2")))
    elements = difference.elements
    assert (elements.added, elements.removed, elements.changed) == ((), (), ())
    assert elements.moved[0].moves == (Move("edition", "urn:v2", (Iri("urn:v1"),), (Iri("urn:v2"),)),)


def test_element_under_another_heading_has_moved() -> None:
    """An element whose links say that it belongs to something else has moved; the links are told as well."""
    activity = '<activity> a rt:Activity ; dcterms:title "Gör"@sv .'
    link = (
        activity
        + "<l{0}> a rt:Link ; rt:from <activity> ; rt:to <area{0}> ; rt:relation rt:inArea ; rt:basis rt:stated ."
    )
    difference = _compared(link.format(1), link.format(2))
    move = Move("heading", "", (Iri("urn:area1"),), (Iri("urn:area2"),))
    assert [(moved.iri, moved.moves) for moved in difference.elements.moved] == [("urn:activity", (move,))]
    assert [whole.iri for whole in (*difference.links.removed, *difference.links.added)] == ["urn:l1", "urn:l2"]


def test_links_are_told_by_themselves_with_what_changed_in_them() -> None:
    """Links new, gone and changed stand by themselves, with what they join and what of them changed."""
    new = LINK.replace("<goal>", "<other>").replace("rt:stated", "rt:inferred") + '<link> rt:quote "ord"@sv .'
    difference = _compared(LINK, new)
    assert not difference.elements
    assert not difference.others
    assert difference.links.changed[0].aspects == ("ends", "basis", "evidence")
    assert difference.ends == {"urn:link": Ends("urn:activity", "urn:other", f"{RT}contributesTo")}


def test_all_else_is_told_too() -> None:
    """Bodies, periods, efforts and whatever else is said of something stand among all else."""
    body = '<body> a org:Organization ; skos:prefLabel "Kommunen"@sv .'
    difference = _compared(body, body.replace("Kommunen", "Regionen") + "<period> a dcterms:PeriodOfTime .")
    assert [changed.iri for changed in difference.others.changed] == ["urn:body"]
    assert [whole.iri for whole in difference.others.added] == ["urn:period"]


def test_blank_nodes_are_matched_by_what_they_say() -> None:
    """A blank node that says the same is the same; one that says something else is another, and its owner changed."""
    old = "<goal> a rt:Goal ; rt:effort [ rt:amount 5.0 ; rt:unit [ rt:rank 1 ] ] ."
    assert not _compared(old, "<goal> rt:effort _:x ; a rt:Goal . _:x rt:unit _:y ; rt:amount 5.0 . _:y rt:rank 1 .")
    difference = _compared(old, old.replace("5.0", "6.0"))
    assert [changed.iri for changed in difference.elements.changed] == ["urn:goal"]
    (gone,), (come,) = difference.others.removed, difference.others.added
    assert gone.iri.startswith("_:")
    assert gone.iri != come.iri
    assert {said.property for said in come.statements} == {f"{RT}amount", f"{RT}unit"}


@given(versions)
def test_labels_of_blank_nodes_are_no_difference(version: dict[str, frozenset[Triple]]) -> None:
    """Other labels for blank nodes are no difference, unless some lead back to themselves."""
    names: dict[Term, Term] = {BlankNode(f"b{number}"): BlankNode(f"c{(number + 1) % 3}") for number in range(3)}
    other = {
        graph: [(names.get(s, s), p, names.get(o, o)) for s, p, o in triples] for graph, triples in version.items()
    }
    circles = {str(term) for triples in by_value(version).values() for triple in triples for term in triple}
    assume(circles.isdisjoint(map(str, names)))
    assert not compare(version, other)


def test_blank_nodes_that_lead_back_to_themselves_are_matched_by_their_labels() -> None:
    """Blank nodes in a circle have no value to be matched by: they keep their labels and are told among all else."""
    difference = compare(
        {"urn:g": of_turtle(g="_:a rt:to _:a .")["urn:g"]},
        {"urn:g": of_turtle(g="_:b rt:to _:b .")["urn:g"]},
    )
    assert (len(difference.others.removed), len(difference.others.added)) == (1, 1)


def test_numbers_are_compared_by_their_value() -> None:
    """The same number written in another way is no difference; another number, or another datatype, is one."""
    assert not _compared("<a> rt:amount 5.0, -0.50, 007, +.5, -0 .", "<a> rt:amount 5.00, -.5, 7, 0.5, 0 .")
    assert _compared("<a> rt:amount 5.0 .", "<a> rt:amount 5.01 .")
    assert _compared("<a> rt:amount 5.0 .", "<a> rt:amount 5 .")
    assert _compared('<a> rt:amount "."^^xsd:decimal .', '<a> rt:amount "0"^^xsd:decimal .')


def test_things_come_in_the_order_of_people() -> None:
    """Things are sorted by their IRIs as people count: 10 after 9."""
    new = "".join(f"<mal/{number}> a rt:Goal ." for number in (10, 9, 1))
    assert [whole.iri[-2:] for whole in _compared("", new).elements.added] == ["/1", "/9", "10"]
