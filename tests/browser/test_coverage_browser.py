"""The matrix and the flow in a real browser: what stays in view while a wide table is scrolled, and what wraps."""

import pytest
from browsers import NARROW, WIDE, Visit
from playwright.sync_api import Locator

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("quiet")]


def _left(one: Locator) -> float:
    box = one.bounding_box()
    assert box is not None
    return box["x"]


def test_the_names_of_the_rows_stay_while_a_wide_matrix_is_scrolled(visited: Visit) -> None:
    """Only the region scrolls sideways, by keyboard as well; the first column keeps its place."""
    shown = visited("/tackning?regel=ansvarig&lang=sv")
    shown.set_viewport_size({"width": NARROW, "height": 800})
    region = shown.locator(".matrix").first
    name, number = region.locator("tbody th").nth(1), region.locator("tbody a[class^=n]").first
    before, moved = _left(name), _left(number)
    region.focus()
    region.evaluate("one => { one.scrollLeft = 200; }")
    assert _left(name) == pytest.approx(before, abs=2)
    assert _left(number) == pytest.approx(moved - 200, abs=2)
    assert shown.evaluate("() => document.documentElement.scrollWidth") <= NARROW


def test_a_number_leads_to_its_list_and_back(visited: Visit) -> None:
    """Without scripts: nine for goal 4B, nine rows, and the way back to the matrix."""
    shown = visited("/tackning?lang=sv", scripts=False)
    shown.locator("tr", has_text="4B").locator("td a").first.click()
    assert shown.locator("tbody tr").count() == 9
    shown.locator(".crumb a").click()
    assert shown.url.partition("#")[2] == "matris"
    assert shown.locator("tr", has_text="4B").locator("td a").first.inner_text() == "9"


def test_steps_stand_beside_each_other_and_below_where_it_is_narrow(visited: Visit) -> None:
    """The flow runs from left to right, and from top to bottom on a narrow screen."""
    shown = visited("/beslutsprocess?lang=sv")
    steps = shown.locator(".flow > li")
    for width, beside in ((WIDE, True), (NARROW, False)):
        shown.set_viewport_size({"width": width, "height": 800})
        first, second = (steps.nth(place).bounding_box() for place in (0, 1))
        assert first is not None
        assert second is not None
        assert (second["x"] > first["x"]) == beside
        assert (second["y"] > first["y"]) != beside


def test_a_bar_stands_under_its_years(visited: Visit) -> None:
    """Row 15 of the template, 2017-2018: from the left edge of 2017 to the right edge of 2018, with its text whole."""
    shown = visited("/tidslinje?plan=e-halsa-mall-2016&lang=sv")
    row = shown.locator("tbody tr", has_text="Utbilda medarbetare i säker hantering")
    bar = row.locator(".run").bounding_box()
    years = [shown.locator("th.year", has_text=year).bounding_box() for year in ("2017", "2018")]
    assert bar is not None
    assert years[0] is not None
    assert years[1] is not None
    assert bar["x"] == pytest.approx(years[0]["x"], abs=2)
    assert bar["x"] + bar["width"] == pytest.approx(years[1]["x"] + years[1]["width"], abs=2)
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert shown.locator(".run span").evaluate_all(cut) == 0
