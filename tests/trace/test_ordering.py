"""Ordering columns so that lines run level: nothing is lost, and what can be untangled is."""

from hypothesis import given
from hypothesis import strategies as st

from graph_service.trace.ordering import ordered


@st.composite
def _columns(draw: st.DrawFn) -> tuple[list[list[int]], list[tuple[int, int]]]:
    sizes = draw(st.lists(st.integers(0, 6), min_size=1, max_size=5))
    cards = iter(range(sum(sizes)))
    columns = [[next(cards) for _ in range(size)] for size in sizes]
    card = st.integers(0, max(0, sum(sizes) - 1))
    return columns, draw(st.lists(st.tuples(card, card), max_size=20)) if sum(sizes) else []


@given(drawn=_columns())
def test_each_column_keeps_its_cards(drawn: tuple[list[list[int]], list[tuple[int, int]]]) -> None:
    """Ordering only orders, and what is ordered already so that lines run level is ordered so again."""
    columns, joined = drawn
    found = ordered(columns, joined)
    assert [sorted(column) for column in found] == columns
    assert ordered(columns, joined) == found


@given(pairs=st.permutations(range(6)))
def test_one_to_one_lines_never_cross(pairs: list[int]) -> None:
    """Where each card has one line, no two lines cross."""
    left, right = ordered([list(range(6)), list(range(6, 12))], [(card, 6 + pairs[card]) for card in range(6)])
    assert [6 + pairs[card] for card in left] == right


def test_what_has_no_lines_keeps_its_place() -> None:
    """Without lines the order is that which was given."""
    assert ordered([[3, 1, 2], [], [5, 4]], []) == [[3, 1, 2], [], [5, 4]]
