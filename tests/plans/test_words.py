"""What differs between two texts."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.model.wording import Run, after, before
from graph_service.plans.words import Work, likeness, word_diff

SOME = st.lists(st.sampled_from(["mål", "å", "kommuner", "20", "49", " ", "  ", "\n", ",", ".", "e-hälsa", "a\u030a"]))


@given(st.text(), st.text())
def test_runs_joined_are_the_texts(old: str, new: str) -> None:
    """Of any two texts, what is kept and removed is the earlier, and what is kept and added the later."""
    runs = word_diff(old, new)
    assert (before(runs), after(runs)) == (old, new)


@given(SOME.map("".join), SOME.map("".join))
def test_runs_of_like_texts_are_the_texts(old: str, new: str) -> None:
    """The same holds for texts that have words in common; no run is empty, and no two neighbours are of a kind."""
    runs = word_diff(old, new)
    assert (before(runs), after(runs)) == (old, new)
    assert all(run.text for run in runs)
    assert all(one.kind != other.kind for one, other in pairwise(runs))


@given(st.text())
def test_equal_texts_have_nothing_removed_or_added(text: str) -> None:
    """A text compared with itself is kept whole."""
    assert word_diff(text, text) == ((Run("kept", text),) if text else ())


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (
            "20 kommuner nyttjar NPÖ istället för fax vid samordnad vård och omsorgsplanering",
            "49 kommuner nyttjar NPÖ istället för fax vid samordnad vård och omsorgsplanering",
            "[-20][+49] kommuner nyttjar NPÖ istället för fax vid samordnad vård och omsorgsplanering",
        ),
        (
            "Utgivning av EFOS-kort/certifikat finns tillgängligt i hela länet.",
            "Utgivning av medie för stark autenticering/certifikat finns tillgängligt i hela länet.",
            "Utgivning av [-EFOS-kort][+medie för stark autenticering]/certifikat finns tillgängligt i hela länet.",
        ),
        (
            "5 Kommuner har med hjälp av stöd från GITS blivit producenter till NPÖ",
            "5 Kommuner har med hjälp av stöd från GITS blivit producenter till NPÖ/tjänsteplattform",
            "5 Kommuner har med hjälp av stöd från GITS blivit producenter till NPÖ[+/tjänsteplattform]",
        ),
        (
            "Mobila certifikat – likt mobilt bankID finns tillgängligt.",
            "Mobila certifikat – likt mobilt bankID finns tillgängligt",
            "Mobila certifikat – likt mobilt bankID finns tillgängligt[-.]",
        ),
        ("hälsa", "hälso", "[-hälsa][+hälso]"),
        ("hälsa", "ha\u0308lsa", "[-hälsa][+ha\u0308lsa]"),
        ("", "Nytt mål", "[+Nytt mål]"),
        ("a b", "a  b", "a[- ][+  ]b"),
    ],
)
def test_words_are_compared_whole(old: str, new: str, shown: str) -> None:
    """Words are kept or replaced whole, with å, ä, ö and hyphens; signs by themselves; spaces with the words beside."""
    marks = {"kept": "{}", "removed": "[-{}]", "added": "[+{}]"}
    assert "".join(marks[run.kind].format(run.text) for run in word_diff(old, new)) == shown


def test_words_changed_in_a_row_are_one_change() -> None:
    """Words that are replaced one after the other are told as one change, not word by word."""
    assert word_diff("mål om vård nu", "mål för omsorg nu") == (
        Run("kept", "mål "),
        Run("removed", "om vård"),
        Run("added", "för omsorg"),
        Run("kept", " nu"),
    )


@pytest.mark.parametrize("word", ["mål ", "mål, ", "å"])
def test_texts_too_long_to_compare_are_replaced_between_what_they_share(word: str) -> None:
    """Of very long texts, beginning and end are kept as far as they are common, and the rest is told as replaced."""
    chance = random.Random(1)  # noqa: S311 -- a repeatable text
    middles = [" ".join(chance.choice(["mål", "nytta", "effekt"]) for _ in range(20_000)) for _ in range(2)]
    old, new = (f"Början {word}x {middle} y slutet" for middle in middles)
    runs = word_diff(old, new)
    assert [run.kind for run in runs] == ["kept", "removed", "added", "kept"]
    assert runs[0].text.startswith("Början ")
    assert runs[-1].text.endswith(" y slutet")
    assert (before(runs), after(runs)) == (old, new)


def test_repetitions_are_bounded_too() -> None:
    """Two texts of one word over and over, differing at both ends, are told as replaced in the middle."""
    old, new = "a " + "mål " * 3000 + "b", "c " + "mål " * 2999 + "d"
    runs = word_diff(old, new)
    assert [run.kind for run in runs] == ["removed", "added"]


def test_texts_are_replaced_when_no_more_may_be_compared() -> None:
    """What all texts of a version may take together is bounded: when it is spent, what differs is told as replaced."""
    work = Work(1000)
    told = [[run.kind for run in word_diff("a mål b mål c", "d mål e mål f", work)] for _ in range(40)]
    assert told[0] == ["removed", "added", "kept", "removed", "added", "kept", "removed", "added"]
    assert told[-1] == ["removed", "added"]


def test_paragraph_of_some_hundred_words_is_compared_word_by_word() -> None:
    """A long paragraph, longer than any in the shipped plans, is still compared word by word."""
    chance = random.Random(1)  # noqa: S311 -- a repeatable text
    words = [f"ord{chance.randrange(331)}" for _ in range(900)]
    new = [*words[:300], "nytt", *words[301:600], *words[610:]]
    runs = word_diff("x " + " ".join(words), "y " + " ".join(new))
    assert [run.kind for run in runs] == ["removed", "added", "kept", "removed", "added", "kept", "removed", "kept"]


@given(st.text(), st.text())
def test_likeness_is_symmetric_and_bounded(one: str, other: str) -> None:
    """Likeness lies between 0 and 1 and does not ask which text came first."""
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
