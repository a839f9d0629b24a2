"""Reviews of links: what is suspect, what a decision does, and what becomes of both as the plans change."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast, get_args

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.errors import AmbiguousCodeError, ParameterError, UnknownThingError
from graph_service.ledger.commit import Commit
from graph_service.ledger.ledger import Ledger
from graph_service.model.link import LinkSeen
from graph_service.model.validity import Decision
from graph_service.model.wording import after, before
from graph_service.plans import gate, reviews, suspects
from graph_service.plans.decisions import By
from graph_service.plans.gate import Change
from graph_service.plans.judgement import Judged, Judgement
from graph_service.plans.suspects import Now
from graph_service.settings import Settings
from graph_service.store import files, snapshot
from graph_service.store.files import GraphFile
from graph_service.store.links import Links
from graph_service.vocabulary import PREFIXES, RT, SHAPES

BASE = Settings().base
DATA = Path(__file__).parents[2] / "data"
FYRBODAL = DATA / "subregional" / "fyrbodal-2020-2022.ttl"
LINK = f"{BASE}fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B"
GOAL = f"{BASE}fyrbodal-2020-2022/effektmal/4B"
TITLE = "En digital infrastruktur som möjliggör"
OTHER = "En påhittad grund som möjliggör"
SUSPECT = {f"effektmal-4B--{end}" for end in ("fokusomrade-3.4",)} | {f"insats-4.{n}--effektmal-4B" for n in (1, 2)}
BY = By("e-samordnare", "Jag har läst båda.", datetime(2021, 3, 1, 9, tzinfo=UTC), "sv")
FEW = {FYRBODAL.name, "fyrbodal-nationellt.ttl", "nationell-digitaliseringsstrategi-2017.ttl", "organisations.ttl"}

# ---- in general, on made-up plans

THINGS = ("a", "b")
MADE_UP = f"{BASE}pahittad/lank/1"


@dataclass(frozen=True)
class State:
    """What the made-up plans say: the texts of the ends, the quote of the link if it is there, and a review of it."""

    texts: tuple[str, str]
    quote: str | None
    review: tuple[str, tuple[str, str], Decision] | None = None


def _file(name: str, turtle: str) -> GraphFile:
    graph = ox.NamedNode(f"{BASE}pahittad/{name}")
    prefixes = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items())
    quads = tuple(ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(prefixes + turtle, format=TURTLE))
    return GraphFile(Path(f"{name}.ttl"), graph.value, quads, turtle)


TURTLE = ox.RdfFormat.TURTLE


def _texts(state: State) -> GraphFile:
    said = (
        f'<urn:{thing}> a rt:Goal ; dcterms:title "{text}"@sv .'
        for thing, text in zip(THINGS, state.texts, strict=True)
    )
    return _file("texter", " ".join(said))


def _link(state: State) -> GraphFile:
    ends = "rt:from <urn:a> ; rt:to <urn:b> ; rt:relation rt:contributesTo ; rt:basis rt:stated ; rt:validity rt:valid"
    return _file("lank", f'<{MADE_UP}> a rt:Link ; {ends} ; rt:quote "{state.quote}"@sv .')


def _plans(ledger: Ledger) -> Judged:
    return Judged.of(ledger.dataset(ledger.commit("HEAD").number))


def _record(ledger: Ledger, change: Change) -> Commit:
    on = ledger.head()
    return ledger.record(on, who="en roll", why="prov", verdict={}, put=change.put, taken_out=change.taken_out)


def _expected(states: list[State]) -> str:
    """Tell how the link has to stand after the last of some states, by the definition of what is suspect."""
    now = states[-1]
    if now.quote is None:
        return "gone"
    if now.review is not None and now.review[0] == now.quote:
        _, texts, decision = now.review
    else:
        texts, decision = next(state.texts for state in states if state.quote == now.quote), "valid"
    return "suspect" if decision == "valid" and texts != now.texts else decision


WORDS = st.sampled_from(["Ett", "Två", "Tre"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("texts"), st.tuples(WORDS, WORDS)),
        st.tuples(st.just("quote"), st.sampled_from([None, "Så", "Så här"])),
        st.tuples(st.just("review"), st.sampled_from(get_args(Decision))),
        st.tuples(st.just("revert"), st.none()),
    ),
    max_size=7,
)


@given(STEPS)
@settings(max_examples=20)
def test_a_link_is_suspect_just_if_an_end_says_something_else_than_when_it_was_reviewed(
    steps: list[tuple[str, object]],
) -> None:
    """Whatever is reworded, restated, reviewed or taken back: valid is what says what was reviewed."""
    states = [State(("Ett", "Ett"), "Så")]
    with TemporaryDirectory() as folder, Ledger.open(f"{folder}/plan.sqlite") as ledger:
        _record(ledger, Change((_texts(states[0]), _link(states[0]))))
        for step, value in steps:
            made = _step(ledger, states, step, value)
            if made is not None:
                states.append(made)
        for number in range(1, len(states) + 1):
            links = Links(ledger.files(number))
            told = links.standing(MADE_UP, ledger.kept(number)).validity if MADE_UP in links.links else "gone"
            assert told == _expected(states[:number]), states[:number]
        assert not list(ledger.faults())


def _step(ledger: Ledger, states: list[State], step: str, value: object) -> State | None:
    """Make a change in the ledger; give what the plans say then, or None if it changes nothing."""
    now = states[-1]
    on = ledger.commit("HEAD")
    if step == "texts":
        first, second = cast("tuple[str, str]", value)
        then = replace(now, texts=(first, second))
        change = Change((_texts(then),))
    elif step == "quote":
        then = replace(now, quote=cast("str | None", value))
        change = Change((), (_link(now).graph,)) if value is None else Change((_link(then),))
    elif step == "review":
        if now.quote is None:
            return None
        decision: Decision = "valid" if value == "valid" else "invalid"
        then = replace(now, review=(now.quote, now.texts, decision))
        change = reviews.review(Links(ledger.files(on.number)), MADE_UP, decision, BY, BASE)
    elif len(states) > 1:
        then = states[-2]
        change = gate.undoing(ledger, on, on)
    else:
        return None
    if then == now:
        return None
    _record(ledger, change)
    return then


# ---- on a few of the shipped plans


@pytest.fixture(scope="module")
def few() -> tuple[GraphFile, ...]:
    """Give a few of the shipped plans."""
    return tuple(file for file in snapshot.shipped_files(Settings()) if file.path.name in FEW)


@pytest.fixture
def ledger(few: tuple[GraphFile, ...], tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger in which goal 4B was reworded after the links to it had come in."""
    with Ledger.open(str(tmp_path / "plan.sqlite")) as opened:
        _record(opened, Change(few))
        _record(opened, Change((_reworded(few, OTHER),)))
        yield opened


def _reworded(few: tuple[GraphFile, ...], words: str) -> GraphFile:
    file = next(file for file in few if file.path.name == FYRBODAL.name)
    text = file.text.replace(f'dcterms:title "{TITLE}', f'dcterms:title "{words}')  # not in quotes of links
    graph = ox.NamedNode(file.graph)
    quads = tuple(ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(text, format=TURTLE))
    return GraphFile(file.path, file.graph, quads, text)


def _judged(ledger: Ledger, change: Change) -> Judgement:
    judgement = gate.judged(_plans(ledger), change, strict=False)
    assert judgement.accepted, judgement.findings.introduced
    _record(ledger, change)
    return judgement


def _review(ledger: Ledger, decision: Decision, by: By = BY) -> Judgement:
    return _judged(ledger, reviews.review(Links(ledger.files(_head(ledger))), LINK, decision, by, BASE))


def _head(ledger: Ledger) -> int:
    return ledger.commit("HEAD").number


def _suspects(ledger: Ledger) -> set[str]:
    now = Now.of(ledger, _head(ledger))
    return {standing.link.iri.rpartition("/")[2] for standing in suspects.chosen(now, suspect=True)}


def test_the_view_says_what_holds(ledger: Ledger) -> None:
    """In the dataset each link has one validity: suspect where an end was reworded, rejected where a review says so."""
    _review(ledger, "invalid")
    number = _head(ledger)
    store = snapshot.build(ledger.files(number), kept=ledger.kept(number)).store
    for concept, wanted in (
        ("suspect", SUSPECT - {"insats-4.1--effektmal-4B"}),
        ("invalid", {"insats-4.1--effektmal-4B"}),
    ):
        rows = store.select(f"SELECT ?link {{ ?link a rt:Link ; rt:validity rt:{concept} }}").rows
        assert {row["link"].value.rpartition("/")[2] for row in rows} == wanted
    assert not store.ask("ASK { ?link a rt:Link ; rt:validity ?one, ?other FILTER (?one != ?other) }")
    step = f"ASK {{ <{BASE}fyrbodal-2020-2022/insats/4.1> rt:contributesTo <{GOAL}> }}"
    assert not store.ask(step)
    assert snapshot.build(ledger.files(number - 1), kept=ledger.kept(number - 1)).store.ask(step)
    assert next(file for file in ledger.files(number) if file.path.name == FYRBODAL.name).text.count("rt:invalid") == 0


def test_a_rejected_link_breaks_what_rested_on_it(ledger: Ledger) -> None:
    """The judgement of a review tells what loses its thread, and that of a revert what gains it."""
    effects = _review(ledger, "invalid").effects
    assert f"{BASE}fyrbodal-2020-2022/insats/4.1" in {e.thing for e in effects.breaks if e.kind == "losesNational"}
    assert {link for effect in effects.breaks for link in effect.through} == {LINK}
    gained = _judged(ledger, gate.undoing(ledger, ledger.commit("HEAD"), ledger.commit("HEAD"))).effects
    assert not gained.breaks
    assert {link for effect in gained.gains for link in effect.through} == {LINK}


def test_a_review_makes_a_link_valid_until_the_next_change(ledger: Ledger, few: tuple[GraphFile, ...]) -> None:
    """It holds with the new words; with the old ones, which it was made with first, it is suspect again."""
    assert _suspects(ledger) == SUSPECT
    assert not _review(ledger, "valid").effects.breaks
    assert _suspects(ledger) == SUSPECT - {"insats-4.1--effektmal-4B"}
    told = _judged(ledger, Change((_reworded(few, TITLE),)))
    (effect,) = (effect for effect in told.effects.breaks if effect.kind == "becomesSuspect")
    ((end, rewording),) = effect.ends
    assert (effect.link, end) == (LINK, "to")
    links = Links(ledger.files(_head(ledger)))
    assert links.reviews[LINK].hashes.upper == rewording.old_hash  # what is kept is what judgements tell
    assert links.fingerprint(GOAL) == rewording.new_hash
    assert _suspects(ledger) == {"insats-4.1--effektmal-4B"}


def test_what_is_suspect_does_not_become_so_again(ledger: Ledger, few: tuple[GraphFile, ...]) -> None:
    """Another rewording makes only those links suspect that are not; taking it all back makes them valid again."""
    told = _judged(ledger, Change((_reworded(few, "En annan påhittad grund som möjliggör"),)))
    assert not told.effects.breaks
    assert _suspects(ledger) == SUSPECT
    _judged(ledger, gate.undoing(ledger, ledger.commit("HEAD"), ledger.commit("HEAD")))
    _record(ledger, Change((_reworded(few, TITLE),)))
    assert _suspects(ledger) == set()


def test_a_new_review_takes_the_place_of_the_old(ledger: Ledger) -> None:
    """There is one decision on a link, the last; the earlier ones stand in the history."""
    _review(ledger, "invalid")
    _review(ledger, "valid", By("en annan roll", "Den stämmer.", datetime(2021, 4, 1, tzinfo=UTC), "sv"))
    (graph,) = {file.graph for file in ledger.files(_head(ledger))} - {file.graph for file in ledger.files(2)}
    assert graph == f"{BASE}granskning/fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B"
    assert [commit.number for commit in ledger.log(9, graphs=[graph])] == [4, 3]
    review = Links(ledger.files(4)).reviews[LINK]
    assert (review.decision, review.who, review.why, review.at) == (
        "valid",
        "en annan roll",
        "Den stämmer.",
        "2021-04-01T00:00:00Z",
    )
    assert Links(ledger.files(3)).reviews[LINK].decision == "invalid"


def test_what_the_ends_said_is_told_word_by_word(ledger: Ledger, few: tuple[GraphFile, ...]) -> None:
    """A suspect link is told with its ends by name, and with the words at the last review and those of now."""

    def told() -> LinkSeen:
        now = Now.of(ledger, _head(ledger))
        store = snapshot.build(ledger.files(_head(ledger))).store
        seen = suspects.tell(now, suspects.chosen(now, suspect=True), store, "sv")
        return next(one for one in seen if one.iri == LINK)

    first = told()
    assert (first.lower.short, first.relation_label, first.upper.short) == ("Insats 4.1", "bidrar till", "Effektmål 4B")
    assert (first.validity_label, first.since, first.review) == ("misstänkt", 1, None)
    (changed,) = first.changed
    (runs,) = (text.runs for text in changed.texts)
    assert (changed.end, changed.known, changed.thing) == ("to", True, GOAL)
    assert before(runs).startswith(TITLE)
    assert after(runs).startswith(OTHER)
    _review(ledger, "valid")
    _record(ledger, Change((_reworded(few, "Något helt annat som möjliggör"),)))
    second = told()
    assert second.review is not None
    assert (second.review.who, second.review.decision) == ("e-samordnare", "valid")
    assert before(second.changed[0].texts[0].runs).startswith(OTHER)


def test_the_state_of_a_link_is_another_once_what_is_looked_at_is(ledger: Ledger, few: tuple[GraphFile, ...]) -> None:
    """It follows from what the link states, its ends and the review that counts; nothing else makes it another."""

    def states() -> dict[str, str]:
        now = Now.of(ledger, _head(ledger))
        return {one.link.iri: now.links.state(one) for one in suspects.chosen(now)}

    first = states()
    _review(ledger, "valid")
    second = states()
    assert {iri for iri, state in second.items() if state != first[iri]} == {LINK}
    _record(ledger, Change((_reworded(few, TITLE),)))
    third = states()
    assert {iri.rpartition("/")[2] for iri, state in third.items() if state != second[iri]} == SUSPECT
    for _ in range(2):
        _judged(ledger, gate.undoing(ledger, ledger.commit("HEAD"), ledger.commit(str(_head(ledger)))))
    assert states() == third


def test_what_was_said_is_looked_up_once_and_may_be_unknown(ledger: Ledger) -> None:
    """A review whose hashes no change comes to is told without the words of then; what was found is not read again."""
    change = reviews.review(Links(ledger.files(1)), LINK, "valid", BY, BASE)
    (file,) = change.put
    unheard = ox.Literal("0" * 64)
    quads = tuple(
        ox.Quad(q.subject, q.predicate, unheard, q.graph_name) if q.predicate.value == f"{RT}toHash" else q
        for q in file.quads
    )
    _record(ledger, Change((replace(file, quads=quads, text="# tomt"),)))
    now = Now.of(ledger, _head(ledger))
    standings = suspects.chosen(now, suspect=True)
    changed = {one.link.iri.rpartition("/")[2]: now.reworded(one) for one in standings}
    assert {name: one.known for name, (one,) in changed.items()} == {
        name: name != LINK.rpartition("/")[2] for name in SUSPECT
    }
    again = replace(now, ledger=None)  # whatever is not known by now stays so
    assert {name: again.reworded(one) for name, one in zip(changed, standings, strict=True)} == changed


def test_links_are_chosen_by_document_and_basis(ledger: Ledger) -> None:
    """Only links with an end in the document are told, and only those that rest on what is asked for."""
    now = Now.of(ledger, 2)
    store = snapshot.build(ledger.files(2)).store
    document = f"{BASE}fyrbodal-2020-2022"
    all_ = suspects.tell(now, suspects.chosen(now), store, "en")
    of_one = suspects.tell(now, suspects.chosen(now), store, "en", document)
    assert 0 < len(of_one) < len(all_)
    assert {one.iri for one in of_one} == {
        one.iri for one in all_ if document in {one.lower.plan, one.upper.plan, one.lower.iri, one.upper.iri}
    }
    for basis in ("stated", "inferred", "proposed"):
        wanted = {one.iri for one in all_ if one.basis == basis}
        assert {standing.link.iri for standing in suspects.chosen(now, bases={basis})} == wanted


def test_a_review_of_a_link_that_is_gone_is_told_and_refuses_nothing(
    ledger: Ledger, few: tuple[GraphFile, ...]
) -> None:
    """Whoever takes a link out is told that somebody has reviewed it, and may do so."""
    _review(ledger, "valid")
    file = next(file for file in few if file.path.name == FYRBODAL.name)
    gone = ox.NamedNode(LINK)
    left = replace(file, quads=tuple(quad for quad in file.quads if quad.subject != gone), text="# kortare")
    judgement = gate.judged(_plans(ledger), Change((left,)), strict=False)
    assert judgement.accepted
    assert f"{SHAPES}Review-link-known" in {finding.shape for finding in judgement.findings.introduced}


def test_only_words_that_can_be_kept_are(few: tuple[GraphFile, ...]) -> None:
    """A reason or a name that is empty, has no end, or steers the terminal is refused before anything is made."""
    now = datetime(2021, 3, 1, tzinfo=UTC)
    for words in ("", " ", "x" * 2001, "a\nb", "\x1b[31m", "\u202e"):
        with pytest.raises(ParameterError):
            By(words, "x", now, "sv")
        with pytest.raises(ParameterError):
            By("x", words, now, "sv")
    hostile = By('"> <urn:x> .', 'x"@sv . <urn:a> <urn:b> "\\', now, "en")
    (file,) = reviews.review(Links(few), LINK, "valid", hostile, BASE).put
    (review,) = Links([file]).reviews.values()
    assert (review.who, review.why) == (hostile.who, hostile.why)
    assert {quad.subject.value for quad in file.quads} == {file.graph, f"{file.graph}/av"}  # type: ignore[union-attr]
    again = {
        ox.Quad(q.subject, q.predicate, q.object, q.graph_name) for q in ox.parse(file.text, format=ox.RdfFormat.TRIG)
    }
    assert again == set(file.quads)


def test_a_link_is_named_by_its_iri_its_path_or_an_end_of_it(few: tuple[GraphFile, ...]) -> None:
    """Each of these means the link; what means several or none is told, with what could be meant."""
    links = Links(few)
    for name in (LINK, LINK.removeprefix(BASE), "lank/insats-4.1--effektmal-4B", " insats-4.1--effektmal-4B "):
        assert reviews.find(links, name, BASE) == LINK
    for name in ("", "insats-9.9--nix", "x" * 10_000, "%", "/", GOAL):
        with pytest.raises(UnknownThingError):
            reviews.find(links, name, BASE)
    for name in ("insats-4.1-effektmal-4B", ".1--effektmal-4B", "k/insats-4.1--effektmal-4B"):
        with pytest.raises(
            UnknownThingError, match=r"Did you mean fyrbodal-2020-2022/lank/insats-4\.1--effektmal-4B\?"
        ):
            reviews.find(links, name, BASE)
    with pytest.raises(UnknownThingError):
        reviews.review(links, GOAL, "valid", BY, BASE)


@pytest.mark.parametrize("name", ["x", "1x", "ank/1x"])
def test_a_link_that_merely_ends_so_is_not_meant(name: str) -> None:
    """Letters that end a part of a path mean nothing; whole parts that several share are told."""
    said = "".join(f"<urn:{plan}/lank/{link}> a rt:Link ." for plan, link in (("a", "21x"), ("b", "3"), ("c", "3")))
    links = Links([files.parse(f"@prefix rt: <{RT}> . {said}", Path("x.ttl"), base=BASE)])
    with pytest.raises(UnknownThingError, match="Did you mean urn:a/lank/21x"):
        reviews.find(links, name, BASE)
    assert reviews.find(links, "21x", BASE) == reviews.find(links, "a/lank/21x", BASE) == "urn:a/lank/21x"
    with pytest.raises(AmbiguousCodeError, match="urn:b/lank/3"):
        reviews.find(links, "lank/3", BASE)


def test_a_review_without_a_ledger_counts_too(few: tuple[GraphFile, ...]) -> None:
    """Plans in files, with a review in a file beside them, stand as the review says; what its ends said is in it."""
    review = reviews.review(Links(few), LINK, "valid", BY, BASE).put
    validity = f"SELECT ?v {{ <{LINK}> rt:validity ?v }}"
    for plans, wanted in (((*few, *review), "valid"), ((*few, *review, _reworded(few, OTHER)), "suspect")):
        (row,) = snapshot.build(plans).store.select(validity).rows
        assert row["v"].value == f"{RT}{wanted}"
