"""Names that requests and answers can hold, against the vocabulary that they are of."""

from typing import Any, get_args

import pytest

from graph_service.model import names
from graph_service.store.snapshot import Snapshot
from graph_service.vocabulary import RT


def _concepts(shipped: Snapshot, scheme: str) -> set[str]:
    rows = shipped.store.select(f"SELECT ?concept {{ ?concept skos:inScheme rt:{scheme} }}").rows
    return {row["concept"].value.removeprefix(RT) for row in rows}


@pytest.mark.parametrize(
    ("known", "scheme"), [(names.Level, "levels"), (names.Content, "contentStates"), (names.LikaArea, "likaAreas")]
)
def test_names_are_those_of_the_scheme(shipped: Snapshot, known: Any, scheme: str) -> None:  # noqa: ANN401
    """What can be asked for is just what the concept scheme has."""
    assert set(get_args(known)) == _concepts(shipped, scheme)


@pytest.mark.parametrize(("known", "scheme"), [(names.Outcome, "verdicts"), (names.Match, "matches")])
def test_names_of_a_scheme_and_more(shipped: Snapshot, known: Any, scheme: str) -> None:  # noqa: ANN401
    """What can come of a goal is any verdict, and also that there is none; the same with how it is continued."""
    assert set(get_args(known)) > _concepts(shipped, scheme)


def test_kinds_are_the_classes_of_elements(shipped: Snapshot) -> None:
    """Elements can be asked for by any class of elements."""
    rows = shipped.store.select("SELECT ?class { ?class rdfs:subClassOf* rt:Element }").rows
    assert set(get_args(names.Kind)) == {row["class"].value.removeprefix(RT) for row in rows}
