"""A mapping that differs little from another is what a copy with the same changes is."""

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from graph_service.store.overlay import Overlay, differing

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS = st.sampled_from("abcdef")
_CHANGES = st.lists(st.tuples(st.dictionaries(_KEYS, st.builds(object), max_size=3), st.sets(_KEYS, max_size=3)))


@given(st.dictionaries(_KEYS, st.builds(object)), _CHANGES)
def test_it_is_what_a_changed_copy_is(
    base: dict[str, object], changes: list[tuple[dict[str, object], set[str]]]
) -> None:
    """However many changes are laid over each other, keys, values and number are those of a copy changed likewise."""
    one: Mapping[str, object] = base
    copy = dict(base)
    for put, gone in changes:
        before, one = one, Overlay(one, put, gone)
        copy = {key: value for key, value in copy.items() if key not in gone} | put
        assert dict(one) == copy
        assert len(one) == len(copy)
        assert {key: key in one for key in "abcdef"} == {key: key in copy for key in "abcdef"}
        assert differing(before, one) == differing(dict(before), dict(one)) == differing(one, before)
