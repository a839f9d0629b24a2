"""From what a user writes to the one thing that is meant."""

from typing import TYPE_CHECKING

import pytest

from graph_service.errors import AmbiguousCodeError, UnknownThingError
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot
from graph_service.trace.resolve import resolve
from graph_service.vocabulary import RT

if TYPE_CHECKING:
    from pathlib import Path

BASE = Settings().base
PLAN = f"""
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org: <http://www.w3.org/ns/org#> .
@base <{BASE}> .

<p> a rt:Plan ; dcterms:identifier "7" ; dcterms:title "Handlingsplan för digital omställning"@sv, "Digital plan"@en .
<p/aktivitet/7> a rt:Activity ; dcterms:isPartOf <p> ; dcterms:identifier "7" ; dcterms:title "Införa NPÖ"@sv .
<p/mal/a6> a rt:Goal ; dcterms:isPartOf <p> ; dcterms:identifier "a6" ; dcterms:title "Trygga invånare"@sv .
<p/mal/A6> a rt:Goal ; dcterms:isPartOf <p> ; dcterms:identifier "A6" ; dcterms:title "Tryggare invånare"@sv .
<p/effektmal/8> a rt:EffectGoal ; dcterms:isPartOf <p> ; dcterms:identifier "8" ; dcterms:title "Fler e-tjänster"@sv .
<p/princip/8> a rt:Principle ; dcterms:isPartOf <p> ; dcterms:identifier "8" ; dcterms:title "Öppna upp"@sv .
<org/x> a org:Organization ; skos:prefLabel "Bolaget"@sv ; skos:altLabel "Trygga invånare"@sv .
<org/y> a org:Organization ; dcterms:identifier "556000-0000" ; skos:prefLabel "Invånarnas förening (ideell)"@sv .
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """Give a small plan with codes and titles that come several times."""
    path: Path = tmp_path_factory.mktemp("plan") / "p.ttl"
    path.write_text(PLAN, encoding="utf-8")
    return snapshot.build(snapshot.read_files([path], Settings())).store


def _resolved(store: EmbeddedStore, name: str) -> str:
    return resolve(store, name, base=BASE, lang="sv").removeprefix(BASE)


def _candidates(store: EmbeddedStore, name: str) -> list[str]:
    with pytest.raises(AmbiguousCodeError) as caught:
        _resolved(store, name)
    return [path for path, _ in caught.value.candidates]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (f"{BASE}p/aktivitet/7", "p/aktivitet/7"),
        ("p/aktivitet/7", "p/aktivitet/7"),
        ("  p ", "p"),
        ("rt:Goal", "https://w3id.org/redthread/ns#Goal"),
        ("https://w3id.org/redthread/ns#Goal", "https://w3id.org/redthread/ns#Goal"),
        ("7", "p/aktivitet/7"),
        ("a6", "p/mal/a6"),
        ("A6", "p/mal/A6"),
        ("556000-0000", "org/y"),
        ("bolaget", "org/x"),
        ("Digital plan", "p"),
        ("Aktivitet 7", "p/aktivitet/7"),
        ("effect goal 8", "p/effektmal/8"),
        ("PRINCIP 8", "p/princip/8"),
        ("införa", "p/aktivitet/7"),
        ("npö", "p/aktivitet/7"),
        ("NPO\u0308", "p/aktivitet/7"),
        ("e-tjänster", "p/effektmal/8"),
        ("tjänster fler", "p/effektmal/8"),
        ("omställ handl", "p"),
        ("(ideell)", "org/y"),
    ],
)
def test_one_thing_is_meant(store: EmbeddedStore, name: str, path: str) -> None:
    """An IRI, a path, a prefixed name, a code, a title, a kind with a code, and words each find their one thing."""
    assert _resolved(store, name) == path


def test_code_of_an_element_comes_before_that_of_a_document(store: EmbeddedStore) -> None:
    """A code that a document and an element of a plan both have means the element."""
    assert _resolved(store, "7") == "p/aktivitet/7"


def test_only_things_of_the_class_asked_for_are_meant(store: EmbeddedStore) -> None:
    """Asked for a document, a code, word or path that would mean something else means the document, or nothing."""
    document = f"{RT}Document"
    assert resolve(store, "7", base=BASE, lang="sv", kind=document) == f"{BASE}p"
    with pytest.raises(UnknownThingError):
        resolve(store, "p/aktivitet/7", base=BASE, lang="sv", kind=document)


def test_code_as_written_comes_before_other_letters(store: EmbeddedStore) -> None:
    """Of two codes that differ only in capitals, the one that is written just so is meant."""
    assert (_resolved(store, "a6"), _resolved(store, "A6")) == ("p/mal/a6", "p/mal/A6")


def test_code_of_several_elements_gives_the_candidates(store: EmbeddedStore) -> None:
    """A code that stands for several elements is refused with all of them, each with its title."""
    assert sorted(_candidates(store, "8")) == ["p/effektmal/8", "p/princip/8"]
    with pytest.raises(AmbiguousCodeError) as caught:
        _resolved(store, "8")
    assert "  p/princip/8  Öppna upp" in str(caught.value)


def test_whole_title_comes_before_words(store: EmbeddedStore) -> None:
    """A whole title or name that several things have gives just those, not all that hold the words."""
    assert sorted(_candidates(store, "trygga invånare")) == ["org/x", "p/mal/a6"]


def test_words_match_at_the_beginning_of_words(store: EmbeddedStore) -> None:
    """Words match where a word of the title begins, never inside one."""
    assert sorted(_candidates(store, "invå")) == ["org/x", "org/y", "p/mal/A6", "p/mal/a6"]
    for inside in ("ställning", "ånare", "digital ånare", "ideell)x"):
        with pytest.raises(UnknownThingError):
            _resolved(store, inside)


def test_shortest_titles_come_first(store: EmbeddedStore) -> None:
    """Candidates come with the shortest title first, for that is closest to the words."""
    assert _candidates(store, "invånar")[-1] == "org/y"


@pytest.mark.parametrize("name", ["", "   ", "\t\n"])
def test_empty_name_is_told(store: EmbeddedStore, name: str) -> None:
    """An empty name is refused with what can be given."""
    with pytest.raises(UnknownThingError) as caught:
        _resolved(store, name)
    assert caught.value.text("sv") == (
        "Ett namn saknas. Ange en IRI, en kort sökväg, en kod som 4B, eller ord ur en titel."
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("p/aktivitet/8", "Inget heter »p/aktivitet/8«. Menade du p/aktivitet/7?"),
        ("aktivitet 99", "Inget heter »aktivitet 99«. Menade du p/aktivitet/7?"),
        ("zzzzzz", "Inget heter »zzzzzz«."),
        ("http://[x", "Inget heter »http://[x«."),
        ("<urn:x>", "Inget heter »<urn:x>«."),
        ('x" } SERVICE', 'Inget heter »x" } SERVICE«.'),
        ("../../etc/passwd", "Inget heter »../../etc/passwd«."),
        ("urn:\udcff", "Inget heter »urn:\udcff«."),
        ("?", "Inget heter »?«."),
        ("\\w(", "Inget heter »\\w(«."),
    ],
)
def test_unknown_name_is_told_with_the_closest(store: EmbeddedStore, name: str, told: str) -> None:
    """A name that stands for nothing, however it is written, is refused with what is close, if there is, and search."""
    with pytest.raises(UnknownThingError) as caught:
        _resolved(store, name)
    assert caught.value.text("sv") == f"{told} Sök efter orden: redthread search …"


def test_very_long_name_is_cut_in_the_message(store: EmbeddedStore) -> None:
    """A name of a hundred thousand letters is refused with a message that can be read."""
    with pytest.raises(UnknownThingError) as caught:
        _resolved(store, "å" * 100_000)
    assert len(str(caught.value)) < 200


def test_many_candidates_are_counted(shipped: Snapshot, base: str) -> None:
    """Of very many candidates the first are listed, and the rest are counted in the user's language."""
    with pytest.raises(AmbiguousCodeError) as caught:
        resolve(shipped.store, "digital", base=base, lang="sv")
    lines = caught.value.text("sv").splitlines()
    assert len(caught.value.candidates) == 15
    assert lines[0] == "»digital« kan betyda flera saker. Skriv en av dessa i stället:"
    assert lines[-1].endswith("till; lägg till ett ord, eller nämn dokumentet.")
    assert len(lines) == 17


def test_every_candidate_is_a_name_that_works(shipped: Snapshot, base: str) -> None:
    """Each path that is given as a candidate finds its one thing."""
    with pytest.raises(AmbiguousCodeError) as caught:
        resolve(shipped.store, "vision", base=base, lang="en")
    for path, _ in caught.value.candidates:
        assert resolve(shipped.store, path, base=base, lang="en") == base + path


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("4B", "fyrbodal-2020-2022/effektmal/4B"),
        ("Aktivitet 8", "e-halsa-mall-2016/aktivitet/8"),
        ("Princip 8", "svenskt-ramverk-digital-samverkan/princip/8"),
        ("SKL", "org/skr"),
        ("npö", "tjanst/npo"),
    ],
)
def test_planners_names_find_the_shipped_things(shipped: Snapshot, base: str, name: str, path: str) -> None:
    """What a planner would write finds the right thing in the shipped plans."""
    assert resolve(shipped.store, name, base=base, lang="sv") == base + path
