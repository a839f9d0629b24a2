"""A difference in words: what things are called, how much of it is told, and the same as rows."""

from graph_service.model.terms import Iri, Literal
from graph_service.plans import differences
from graph_service.plans.diff import compare
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.port import Triple
from graph_service.vocabulary import DCTERMS, RDF, RT

BASE = Settings().base
GRAPH = f"{BASE}pahittad/utgava/1"


def goal(code: str, title: str, position: int = 1) -> list[Triple]:
    """Write a goal."""
    iri = Iri(f"{BASE}pahittad/mal/{code}")
    return [
        (iri, Iri(f"{RDF}type"), Iri(f"{RT}EffectGoal")),
        (iri, Iri(f"{DCTERMS}identifier"), Literal(code)),
        (iri, Iri(f"{DCTERMS}title"), Literal(title, "sv")),
        (iri, Iri(f"{RT}position"), Literal(str(position), datatype="http://www.w3.org/2001/XMLSchema#integer")),
    ]


BEFORE = {GRAPH: [*goal("1", "Fler digitala tjänster"), *goal("2", "Ett mål som går", 2)]}
AFTER = {GRAPH: [*goal("1", "Fler säkra tjänster", 3), *goal("3", "Ett mål som kommer"), *goal("4", "Ett till")]}


def test_things_are_told_by_their_kind_code_and_title() -> None:
    """What was reworded stands word by word under the property's name, what moved with both its places."""
    store = snapshot.build(()).store
    told = differences.tell(compare(BEFORE, AFTER), store, base=BASE, lang="sv")
    assert dict(told.elements.counts) == {"added": 2, "removed": 1, "changed": 1, "moved": 1}
    (gone,), (changed,), (moved,) = told.elements.removed, told.elements.changed, told.elements.moved
    assert (gone.kind, gone.code, gone.title, gone.language) == ("Effektmål", "2", "Ett mål som går", "sv")
    (reworded,) = changed.properties[0].texts
    assert [(run.kind, run.text) for run in reworded.runs] == [
        ("kept", "Fler "),
        ("removed", "digitala"),
        ("added", "säkra"),
        ("kept", " tjänster"),
    ]
    assert [move.before[0].text for move in moved.moves] == ["1"]
    assert moved.moves[0].after[0].text == "3"
    rows = [(row.what, row.code, row.before, row.after) for row in differences.rows(told)]
    assert ("changed", "1", "Fler digitala tjänster", "Fler säkra tjänster") in rows
    assert ("moved", "1", "1", "3") in rows
    assert ("removed", "2", "", "") in rows


def test_of_a_long_difference_some_is_told_and_all_is_counted() -> None:
    """The counts are of all, however few are shown."""
    store = snapshot.build(()).store
    told = differences.tell(compare(BEFORE, AFTER), store, base=BASE, lang="en", most=1)
    assert (told.elements.counts["added"], len(told.elements.added)) == (2, 1)
    same = differences.tell(compare(BEFORE, BEFORE), store, base=BASE, lang="en")
    assert not same.differs
    assert list(differences.rows(same)) == []
