"""Searching the plans by words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.errors import ParameterError, UnknownThingError
from graph_service.messages import LANGUAGES, Lang
from graph_service.model.search import MATCHES, Found, Hit
from graph_service.questions.search.find import search, suggest
from graph_service.questions.search.index import SearchIndex
from graph_service.questions.search.query import MOST_WORDS
from graph_service.questions.search.words import clean, with_compounds, words
from graph_service.settings import Settings
from graph_service.store import labels, snapshot
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot
from graph_service.vocabulary import XSD

if TYPE_CHECKING:
    from pathlib import Path

BASE = Settings().base
ALL = 10_000
LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
PLAN = f"""
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org: <http://www.w3.org/ns/org#> .
@base <{BASE}> .

<p> a rt:Plan ; dcterms:title "Plan för vård"@sv ; rt:level rt:local .
<q> a rt:Plan ; dcterms:title "Annan plan"@sv .
<p/mal/1> a rt:Goal ; dcterms:isPartOf <p> ; dcterms:title "Nationell patientöversikt"@sv .
<p/mal/2> a rt:Goal ; dcterms:isPartOf <p> ; dcterms:title "God hälsa"@sv .
<p/mal/3> a rt:Goal ; dcterms:isPartOf <p> ; dcterms:title "Nationell e-hälsa"@sv .
<p/mal/4> a rt:EffectGoal ; dcterms:isPartOf <q> ; dcterms:title "Kommunal eHälsa"@sv .
<p/mal/5> a rt:EffectGoal ; dcterms:isPartOf <p> ; dcterms:title "Arbete mot halsa"@sv .
<p/mal/6> a rt:Goal ; dcterms:isPartOf <p> ; dcterms:title "Elevhälsan når alla"@sv .
<p/aktivitet/8> a rt:Activity ; dcterms:isPartOf <p> ; dcterms:identifier "8" ; dcterms:title "Bygga broar"@sv .
<p/aktivitet/9> a rt:Activity ; dcterms:isPartOf <p> ; dcterms:identifier "9" ; dcterms:title "Riva 8 murar"@sv .
<p/aktivitet/10> a rt:Activity ; dcterms:isPartOf <p> ; dcterms:identifier "4.1" ; dcterms:title "Rita kartor"@sv ;
    dcterms:description "Först broar och sedan vägar."@sv .
<org/x> a org:Organization ; skos:prefLabel "Vägverket"@sv, "The road works"@en ; skos:altLabel "Broarnas verk"@sv .
<org/y> a org:Organization ; skos:prefLabel "SKL:s kansli"@sv .
<org/z> a org:Organization .
<tjanst/ring> a rt:Service ; skos:prefLabel "Digitalisering"@sv .
<tjanst/ring-2> a rt:Service ; skos:prefLabel "inforations\u00admiljön"@sv .
"""


@pytest.fixture(scope="module")
def index(shipped: Snapshot) -> Iterator[SearchIndex]:
    """Give the index of the shipped plans."""
    with SearchIndex(shipped.store, BASE) as made:
        yield made


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EmbeddedStore, SearchIndex]]:
    """Give a small plan with compounds, codes and names, and its index."""
    path: Path = tmp_path_factory.mktemp("plan") / "p.ttl"
    path.write_text(PLAN, encoding="utf-8")
    store = snapshot.build(snapshot.read_files([path], Settings())).store
    with SearchIndex(store, BASE) as made:
        yield store, made


def _paths(found: Found) -> list[str]:
    return [hit.id for hit in found.hits]


def _in(small: tuple[EmbeddedStore, SearchIndex], text: str) -> dict[str, str]:
    """Give what is found in the small plan, best first, and how."""
    found = search(*small, text, limit=ALL)
    return {hit.id: hit.match for hit in found.hits if not hit.id.startswith("rt:")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("broar", {"p/aktivitet/8": "exact", "p/aktivitet/10": "exact", "org/x": "prefix"}),
        ("översikt", {"p/mal/1": "part"}),
        ("översikter", {"p/mal/1": "part"}),
        ("patientöver", {"p/mal/1": "prefix"}),
        ("patientöver nationell", {"p/mal/1": "part"}),
        ("patient översikt", {"p/mal/1": "exact"}),
        ("patientöversigt", {"p/mal/1": "typo"}),
        ("patientoversikt", {"p/mal/1": "typo"}),
        ("PATIENTÖVERSIKTEN", {"p/mal/1": "stem"}),
        ("e-hälsa", {"p/mal/3": "exact", "p/mal/4": "exact"}),
        ("e hälsa", {"p/mal/3": "exact", "p/mal/4": "exact"}),
        ("ehälsa", {"p/mal/3": "exact", "p/mal/4": "exact", "p/mal/2": "typo", "p/mal/5": "typo"}),
        ("E\u2011HÄLSAN", {"p/mal/3": "stem", "p/mal/4": "stem"}),
        ("elevhälsa", {"p/mal/6": "stem"}),
        ("nationell hälsa", {"p/mal/3": "exact"}),
        ("verk", {"org/x": "exact"}),
        ("skl", {"org/y": "exact"}),
        ("SKL:s", {"org/y": "exact"}),
        ("roads", {"org/x": "stem"}),
        ("ring", {"tjanst/ring": "part"}),
        ("inforationsmiljö", {"tjanst/ring-2": "stem"}),
        ("mål om patientöversikt i vården", {"p/mal/1": "exact", "p": "stem"}),
        ("kråka", {}),
    ],
)
def test_words_are_found_in_all_their_forms(
    small: tuple[EmbeddedStore, SearchIndex], text: str, found: dict[str, str]
) -> None:
    """A word finds its inflections, compounds that it is a part of however they are spelled, beginnings and slips."""
    assert _in(small, text) == found


def test_what_is_nearer_goes_first(small: tuple[EmbeddedStore, SearchIndex]) -> None:
    """The word itself goes before a compound of it, and what would need dots over its letters comes last."""
    assert list(_in(small, "hälsa").values()) == ["exact", "exact", "part", "part", "typo"]
    by_hand = _in(small, "halsa")
    assert next(iter(by_hand.items())) == ("p/mal/5", "exact")
    assert set(list(by_hand.values())[1:]) == {"typo"}
    assert set(by_hand) == {f"p/mal/{number}" for number in range(2, 7)}


def test_a_title_counts_for_more_than_another_name_and_that_for_more_than_a_text(
    small: tuple[EmbeddedStore, SearchIndex],
) -> None:
    """A word in the title goes before the same word in another name, and last comes the word in running text."""
    fields = {hit.id: hit.field for hit in search(*small, "bro").hits}
    assert fields == {"p/aktivitet/8": "title", "org/x": "alternative", "p/aktivitet/10": "text"}
    assert list(fields) == ["p/aktivitet/8", "org/x", "p/aktivitet/10"]


@pytest.mark.parametrize(
    "text", ["8", "Aktivitet 8", "activity 8", "p/aktivitet/8", f"{BASE}p/aktivitet/8", "bygga BROAR"]
)
def test_what_is_called_just_so_goes_first(small: tuple[EmbeddedStore, SearchIndex], text: str) -> None:
    """A code, with its kind or alone, a path, an IRI or a whole title finds its thing before everything else."""
    found = search(*small, text)
    assert (found.hits[0].id, found.hits[0].match, found.hits[0].missing) == ("p/aktivitet/8", "exact", ())


@pytest.mark.parametrize(
    ("text", "first"), [("4.1", "p/aktivitet/10"), ("aktivitet 4.1", "p/aktivitet/10"), ("9", "p/aktivitet/9")]
)
def test_a_code_with_a_point_is_one_word(small: tuple[EmbeddedStore, SearchIndex], text: str, first: str) -> None:
    """A code such as 4.1 is found whole, and not where a 4 and a 1 stand."""
    assert _paths(search(*small, text)) == [first]


def test_what_has_no_name_is_found_by_its_path(small: tuple[EmbeddedStore, SearchIndex]) -> None:
    """A thing of which nothing is said but its class is found by its path, and called by it."""
    (hit,) = search(*small, "org/z").hits
    assert (hit.id, hit.title, hit.match, hit.snippet) == ("org/z", "org/z", "exact", ())


def test_where_nothing_has_all_words_what_has_some_is_found(small: tuple[EmbeddedStore, SearchIndex]) -> None:
    """The answer says that it is not complete, and each hit which words it does not have."""
    found = search(*small, "broar patientöversikt")
    assert not found.complete
    assert {hit.id: hit.missing for hit in found.hits} == {
        "p/aktivitet/8": ("patientöversikt",),
        "p/aktivitet/10": ("patientöversikt",),
        "org/x": ("patientöversikt",),
        "p/mal/1": ("broar",),
    }
    assert search(*small, "broar och vägar").complete
    unheard = search(*small, "broar xyzzy")
    assert not unheard.complete
    assert {hit.missing for hit in unheard.hits} == {("xyzzy",)}


def test_hits_can_be_narrowed_to_a_kind_and_a_plan(small: tuple[EmbeddedStore, SearchIndex]) -> None:
    """A kind takes in what is below it; a plan what it owns and itself; the groups count all kinds all the same."""
    of_kind = search(*small, "hälsa", kind="Goal")
    assert _paths(of_kind) == ["p/mal/2", "p/mal/3", "p/mal/6", "p/mal/4", "p/mal/5"]
    effects = search(*small, "hälsa", kind="effektmål")
    assert _paths(effects) == ["p/mal/4", "p/mal/5"]
    assert effects.groups == of_kind.groups
    assert {group.kind: group.count for group in effects.groups} == {"Goal": 3, "EffectGoal": 2}
    assert _paths(search(*small, "plan hälsa vård", plan=f"{BASE}q")) == ["q", "p/mal/4"]
    assert search(*small, "hälsa", plan=f"{BASE}org/x").total == 0


def test_the_label_of_several_kinds_means_the_widest(shipped: Snapshot, index: SearchIndex) -> None:
    """Two classes are called organisation; by that name, all organisations are meant."""
    by_label = search(shipped.store, index, "kommun", kind="organisation", limit=ALL)
    assert by_label == search(shipped.store, index, "kommun", kind="org:Organization", limit=ALL)
    assert {"Organization", "FormalOrganization"} < {hit.kind for hit in by_label.hits}


@pytest.mark.parametrize("kind", ["Goal", "goal", "rt:Goal", "https://w3id.org/redthread/ns#Goal", "Mål", " mål "])
def test_a_kind_has_many_names(small: tuple[EmbeddedStore, SearchIndex], kind: str) -> None:
    """A kind is named by its local or prefixed name, its IRI, or its label in any language."""
    assert search(*small, "patientöversikt", kind=kind).total == 1


def test_an_unknown_kind_is_told_with_those_that_there_are(small: tuple[EmbeddedStore, SearchIndex]) -> None:
    """A kind that does not exist is an error that lists the kinds of all things."""
    with pytest.raises(UnknownThingError, match=r"Gaol.*Activity.*EffectGoal.*Goal"):
        search(*small, "patientöversikt", kind="Gaol")


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        # VästKom's Resultat 2019 writes "Nationell patientöverskikt" (line 107).
        ("patientöversikt", {"vastkom-2019/projekt/nationell-patientoversikt", "tjanst/npo"}),
        # The only three places with the word översikt in any form: Digital agenda, bakgrund (158), Fyrbodal (202).
        (
            "översikt",
            {
                "regional-digital-agenda-bakgrund/utsaga/beslutstabellen",
                "gemensamma-oversiktsplanen",
                "fyrbodal-2020-2022/utsaga/3.4-3",
                "fyrbodal-2020-2022/fokusomrade/3.4",
            },
        ),
        # Bakgrund (213), the template (525), Fyrbodal (408), Resultat 2019 (99).
        (
            "distansmöte",
            {
                "regional-digital-agenda-bakgrund/utsaga/video-och-distansmoten",
                "tjanst/video-och-distansmoten",
                "lika-socialtjanst/L6",
                "fyrbodal-2020-2022/roll/4.4-kommunerna-3",
                "vastkom-resultat-2019/observation/distansmoten",
                "vastkom-resultat-2019/uppfoljning/mal-gits-2",
            },
        ),
        # VästKom 2018 (72) and Resultat 2019 (97).
        ("videomötena", {"vastkom-2018/mal/gits-2", "vastkom-2019/mal/gits-2"}),
        ("4B", {"fyrbodal-2020-2022/effektmal/4B"}),
        ("Aktivitet 8", {"e-halsa-mall-2016/aktivitet/8"}),
        ("effect goal 4b", {"fyrbodal-2020-2022/effektmal/4B"}),
        ("xyzzy", set()),
    ],
)
def test_everything_that_the_sources_hold_is_found(
    shipped: Snapshot, index: SearchIndex, text: str, paths: set[str]
) -> None:
    """A search finds each element that the sources have for it, worked out by reading them, and nothing else."""
    assert set(_paths(search(shipped.store, index, text, limit=ALL))) == paths


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("vision e-hälsa 2025", "vision-e-halsa-2025"),
        ("vision ehälsa", "vision-e-halsa-2025"),
        ("digital infrastruktur", "fyrbodal-2020-2022/fokusomrade/3.4"),
        ("npö", "tjanst/npo"),
        ("väst kom", "org/vastkom"),
        ("SKL", "org/skr"),
        ("sveriges kommuner och regioner", "org/skr"),
        ("gits", "org/gits"),
        ("ersatta fax", "vastkom-2019/projekt/ersatta-fax"),
    ],
)
def test_the_first_hit_is_what_is_meant(shipped: Snapshot, index: SearchIndex, text: str, first: str) -> None:
    """What a planner would mean by the words is the first thing that is found, or has the same name as the first."""
    found = search(shipped.store, index, text)
    named = {thing.iri.removeprefix(BASE): _names(index, thing.iri) for thing in index.things}
    assert first == found.hits[0].id or named[first] & named[found.hits[0].id]


@pytest.mark.parametrize("one", ["e-hälsa", "hälsa", "Aktiviteter på öppna möten"])
def test_letters_are_the_same_in_any_normal_form(shipped: Snapshot, index: SearchIndex, one: str) -> None:
    """It makes no difference whether ä is one character or two."""
    composed, decomposed = (search(shipped.store, index, unicodedata.normalize(form, one)) for form in ("NFC", "NFD"))
    assert composed == decomposed
    assert composed.total


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "search_empty"),
        (" \n", "search_empty"),
        ("\x00", "search_empty"),
        ('"*^:()-+{}', "search_empty"),
        ("…", "search_empty"),
        ("_", "search_empty"),
        ("\ud800", "search_empty"),
        ("a" * 10_000, "search_long"),
        (" " * 10_000, "search_long"),
        (" ".join(f"ord{number}" for number in range(MOST_WORDS + 1)), "search_words"),
    ],
)
def test_what_cannot_be_searched_for_is_told(shipped: Snapshot, index: SearchIndex, text: str, key: str) -> None:
    """A search without a word, or with too many, is refused with the way out."""
    with pytest.raises(ParameterError) as caught:
        search(shipped.store, index, text)
    assert caught.value.key == key


@pytest.mark.parametrize(
    "text",
    [
        "NPÖ OR digital",
        "NPÖ AND NOT digital",
        "NEAR(NPÖ digital, 2)",
        '"NPÖ',
        "title : NPÖ",
        "names MATCH 'NPÖ'",
        "NPÖ*",
        "^NPÖ",
        "{code title} : NPÖ",
        "NPÖ'; DROP TABLE names; --",
        "NPÖ\x00digital",
        "NPÖ } SERVICE <http://127.0.0.1/> {",
        "\ud800NPÖ\udfff",
    ],
)
def test_signs_mean_nothing(shipped: Snapshot, index: SearchIndex, text: str) -> None:
    """Operators, quotes and column names of the full-text engine are words and separators like any others."""
    assert search(shipped.store, index, text).total
    assert search(shipped.store, index, "NPÖ").hits[0].id == "tjanst/npo"


@given(text=st.one_of(st.text(), st.text("\"*^:()-+{} 'ANDORNEARåäö4B.\x00", max_size=60), st.binary().map(str)))
def test_any_text_is_answered_or_refused(shipped: Snapshot, index: SearchIndex, text: str) -> None:
    """Whatever is searched for, there is an answer in good order, or an error of ours."""
    try:
        found = search(shipped.store, index, text, limit=5)
    except ParameterError:
        assert not words(clean(text)) or len(text) > MOST_WORDS
    else:
        assert len(found.hits) == min(found.total, 5)
        assert found.total == sum(group.count for group in found.groups)


@pytest.fixture(scope="module")
def titled(index: SearchIndex) -> list[tuple[str, str]]:
    """Give each word of each title with its thing."""
    return sorted(
        {
            (thing.iri, word.form)
            for thing in index.things
            for text in thing.texts
            if text.field == "title"
            for word in words(text.text)
        }
    )


def _found(shipped: Snapshot, index: SearchIndex, iri: str, text: str) -> Hit | None:
    """Give the hit that is a thing, if it is found; the search is narrowed to its kind and plan."""
    thing = next(thing for thing in index.things if thing.iri == iri)
    found = search(shipped.store, index, text, kind=thing.kind, plan=thing.plan or None, limit=ALL)
    return next((hit for hit in found.hits if hit.iri == iri), None)


@given(data=st.data())
def test_any_word_of_a_title_finds_it(
    shipped: Snapshot, index: SearchIndex, titled: list[tuple[str, str]], data: st.DataObject
) -> None:
    """Whatever has a word in its title is found by it, as the very word, and it is marked in the snippet."""
    iri, word = data.draw(st.sampled_from(titled))
    hit = _found(shipped, index, iri, word)
    assert hit is not None
    assert hit.match == "exact"
    marked = [piece.text for piece in hit.snippet if piece.matched]
    assert word in {form.form for text in marked for form in with_compounds(text, words(text))}


@given(data=st.data())
def test_a_slip_in_a_longer_word_does_no_harm(
    shipped: Snapshot, index: SearchIndex, titled: list[tuple[str, str]], data: st.DataObject
) -> None:
    """A word of five letters or more finds its title with a letter wrong, missing, too much, or two changed about."""
    longer = [(iri, word) for iri, word in titled if len(word) >= 5 and word.isalpha()]
    iri, word = data.draw(st.sampled_from(longer))
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    slips = {
        "missing": word[:at] + word[at + 1 :],
        "wrong": word[:at] + letter + word[at + 1 :],
        "too much": word[:at] + letter + word[at:],
        "changed": word[: max(at - 1, 0)] + word[max(at - 1, 0) : at + 1][::-1] + word[at + 1 :],
    }
    written = slips[data.draw(st.sampled_from(sorted(slips)))]
    assert _found(shipped, index, iri, written) is not None


@given(data=st.data())
def test_a_beginning_finds_the_whole(
    shipped: Snapshot, index: SearchIndex, titled: list[tuple[str, str]], data: st.DataObject
) -> None:
    """The last word may still be being written: any beginning of two letters or more finds it."""
    iri, word = data.draw(st.sampled_from([(iri, word) for iri, word in titled if len(word) >= 2]))
    assert _found(shipped, index, iri, word[: data.draw(st.integers(2, len(word)))]) is not None


def _names(index: SearchIndex, iri: str) -> set[str]:
    thing = next(thing for thing in index.things if thing.iri == iri)
    named = [*thing.codes, *(text.text for text in thing.texts if text.field != "text")]
    return {"".join(word.form for word in words(clean(name))) for name in named}


@given(data=st.data())
def test_a_whole_title_finds_what_is_called_so_first(
    shipped: Snapshot, index: SearchIndex, data: st.DataObject
) -> None:
    """What is called just what was searched for goes before what has the same words among others."""
    thing = data.draw(st.sampled_from(index.things))
    titles = [text.text for text in thing.texts if text.field == "title" and words(text.text)]
    if titles:
        title = data.draw(st.sampled_from(titles))
        first = search(shipped.store, index, title, limit=1).hits[0]
        assert "".join(word.form for word in words(title)) in _names(index, first.iri)


SEARCHES = [
    "digital",
    "fyrbodal xyzzy",
    "fyrbodal-2020-2022/effektmal/4B",
    "digital infrastruktur",
    "e-hälsa",
    "kommun",
    "halsa",
    "4",
    "vården skl gits",
    "goal",
    "xyzzy",
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("text", SEARCHES)
def test_the_query_gives_the_same_hits(shipped: Snapshot, index: SearchIndex, text: str, lang: Lang) -> None:
    """The SPARQL of an answer has its hits as rows, in their order, with the same values; so it is for any page."""
    for offset in (0, 7):
        found = search(shipped.store, index, text, offset=offset, limit=30, lang=lang)
        table = shipped.store.select(found.sparql)
        columns = ("iri", "title", "code", "kind", "kind_label", "plan", "plan_title", "level")
        assert table.columns == ("rank", *columns)
        rows = [{column: term.value for column, term in row.items()} for row in table.rows]
        assert rows == [
            {"rank": str(rank)} | {column: value for column in columns if (value := getattr(hit, column))}
            for rank, hit in enumerate(found.hits, offset + 1)
        ]


@pytest.mark.parametrize("text", SEARCHES)
def test_pages_together_are_the_whole(shipped: Snapshot, index: SearchIndex, text: str) -> None:
    """Slices of an answer, put together, are the answer; nothing comes twice; and the groups count what it holds."""
    whole = search(shipped.store, index, text, limit=ALL)
    pages = [search(shipped.store, index, text, offset=at, limit=50) for at in range(0, whole.total, 50)]
    assert tuple(hit for page in pages for hit in page.hits) == whole.hits
    assert len({hit.iri for hit in whole.hits}) == whole.total == len(whole.hits)
    assert Counter(hit.kind for hit in whole.hits) == {group.kind: group.count for group in whole.groups}
    assert search(shipped.store, index, text, offset=whole.total + 1).hits == ()


@pytest.mark.parametrize("text", SEARCHES)
def test_hits_are_ranked_and_say_why(shipped: Snapshot, index: SearchIndex, text: str) -> None:
    """Slips come after all else; every hit shows words of its own, with those marked that were searched for."""
    found = search(shipped.store, index, text, limit=ALL)
    slips = [hit.match == "typo" for hit in found.hits]
    assert slips == sorted(slips)
    texts = {thing.iri: [one.text for one in thing.texts] for thing in index.things}
    for hit in found.hits:
        assert hit.match in MATCHES
        assert any(piece.matched for piece in hit.snippet)
        assert all(piece.text for piece in hit.snippet)
        shown = re.sub(r"^… | …$", "", "".join(piece.text for piece in hit.snippet))
        assert any(shown in one for one in texts[hit.iri])
        assert bool(hit.missing) != found.complete


@pytest.mark.parametrize("lang", LANGUAGES)
def test_things_are_named_as_elsewhere(shipped: Snapshot, index: SearchIndex, lang: Lang) -> None:
    """A hit's title, code, kind, plan and level are those that the thing has everywhere in the service."""
    hits: dict[str, Hit] = {}
    for text in ("digital", "kommun", "e-hälsa", "mål", "goal", "regional"):
        hits |= {hit.iri: hit for hit in search(shipped.store, index, text, limit=ALL, lang=lang).hits}
    for iri, label in labels.describe(shipped.store, hits).items():
        hit = hits[iri]
        if label.kind.endswith(("FollowUp", "Effort", "Budget")):
            assert hit.title
        else:
            assert hit.title == label.title(lang)
        assert (hit.code, hit.plan, hit.plan_title, hit.level) == (
            label.code,
            label.plan,
            label.plan_title,
            label.level,
        )
        assert (hit.kind, hit.kind_label) == (re.split("[/#]", label.kind)[-1], label.kinds[lang])


def test_everything_with_a_name_is_in_the_index(shipped: Snapshot, index: SearchIndex) -> None:
    """All elements, documents, bodies, roles, services and concepts are there."""
    query = """SELECT DISTINCT ?thing WHERE {
      VALUES ?class { rt:Element rt:Document org:Organization org:Role rt:Service skos:Concept rt:FollowUp }
      ?thing a ?class
    }"""
    wanted = {row["thing"].value for row in shipped.store.select(query).rows}
    assert len(wanted) > 1500
    assert wanted <= {thing.iri for thing in index.things}


def test_many_can_search_at_once(shipped: Snapshot, index: SearchIndex) -> None:
    """Searches in several threads give what each would give alone."""
    alone = {text: search(shipped.store, index, text) for text in SEARCHES}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: (text, search(shipped.store, index, text)), SEARCHES * 5))
    assert all(found == alone[text] for text, found in together)


def test_ranks_are_numbers(shipped: Snapshot, index: SearchIndex) -> None:
    """The rows of an answer's query are ordered by number, so that the tenth hit does not come after the first."""
    rows = shipped.store.select(search(shipped.store, index, "digital", limit=12).sparql).rows
    assert [str(row["rank"]) for row in rows] == [f'"{rank}"^^<{XSD}integer>' for rank in range(1, 13)]


@pytest.mark.parametrize(
    ("text", "first"),
    [("digital infra", "digital infrastruktur"), ("NP", "NPÖ"), ("Väst", "Västra"), ("e-häl", "e-hälsa")],
)
def test_words_are_completed(index: SearchIndex, text: str, first: str) -> None:
    """The last word is completed as it is mostly written, the word that comes most often first."""
    assert suggest(index, text)[0] == first


@pytest.mark.parametrize("text", ["", "digital ", "xyzzy", '"', "\x00"])
def test_nothing_is_completed_where_there_is_nothing(index: SearchIndex, text: str) -> None:
    """Without a begun word that the plans have, there are no suggestions."""
    assert suggest(index, text) == ()


def test_no_more_is_suggested_than_asked_for(index: SearchIndex) -> None:
    """The number of suggestions is limited, and none comes twice."""
    ten = suggest(index, "d")
    assert len(set(ten)) == 10
    assert suggest(index, "d", limit=3) == ten[:3]
