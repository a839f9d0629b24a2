"""Suggestions while a search is written: with the keyboard, with the mouse, and for who hears the page."""

from collections.abc import Iterator
from contextlib import suppress

import axe
import pytest
import serving
from browsers import HEIGHT, NARROW, WIDE, Visit, Watch, faults
from playwright.sync_api import Browser, Error, Page, Route, expect

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("quiet")]

SOMEWHERE = "/id/fyrbodal-2020-2022/effektmal/4B"
FIELDS = {"#q": f"{SOMEWHERE}?lang=sv", "#sok": "/sok?lang=sv"}
"""Fields of searches, and a page that has each."""


def _write(page: Page, text: str, field: str = "#q") -> None:
    page.locator(field).press_sequentially(text)


def test_the_keyboard_chooses_a_suggestion(visited: Visit) -> None:
    """Arrow keys go through the suggestions and back to the field, and Enter opens the chosen one."""
    page = visited(f"{SOMEWHERE}?lang=sv")
    field = page.get_by_role("combobox", name="Sök mål, aktiviteter, indikatorer")
    expect(field).to_have_attribute("aria-expanded", "false")
    _write(page, "digital infra")
    options = page.get_by_role("listbox", name="Förslag").get_by_role("option")
    expect(options).not_to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").first).to_contain_text(f"{options.count()} förslag")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    title = options.first.locator(".name").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/**lang=sv")
    assert title.split(maxsplit=1)[-1] in page.get_by_role("heading", level=1).inner_text()


def test_escape_closes_and_enter_searches(visited: Visit) -> None:
    """Escape closes the list and leaves what was written; Enter without a choice asks for the page of hits."""
    page = visited("/sok?lang=en")
    field = page.locator("#sok")
    _write(page, "digital", "#sok")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value("digital")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok?lang=en&q=digital")
    expect(page.locator("#hits")).to_contain_text("hits")


def test_the_mouse_chooses_a_suggestion(visited: Visit) -> None:
    """A click opens the page of what is suggested; leaving the field closes the list."""
    page = visited(SOMEWHERE)
    _write(page, "NPÖ")
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(page.get_by_role("listbox")).to_have_count(0)
    _write(page, " ")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/id/**")
    assert page.url.partition("?")[0] != f"{page.url[: page.url.index('/id/')]}{SOMEWHERE}"


def test_one_letter_and_an_older_answer_suggest_nothing(visited: Visit) -> None:
    """One letter asks nothing; the answer to what was written before never takes the place of the last one."""
    page = visited(SOMEWHERE)
    held: list[Route] = []
    asked: list[str] = []

    def hold(route: Route) -> None:
        asked.append(route.request.url)
        if "q=energi" in route.request.url:
            route.continue_()
        else:
            held.append(route)

    page.route("**/sok/forslag*", hold)
    with page.expect_request("**/sok/forslag?q=digital"):
        _write(page, "digital")
    page.locator("#q").fill("")
    with page.expect_response("**/sok/forslag?q=energi*"):
        _write(page, "energi")
    expect(page.get_by_role("status").first).not_to_be_empty()
    assert held
    assert not [url for url in asked if url.endswith(("q=d", "q=e"))]
    assert "igital" not in "".join(page.get_by_role("option").all_inner_texts())
    for route in held:
        with suppress(Error):  # the page asks no longer
            route.abort()


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("field", FIELDS)
def test_the_open_list_is_accessible_and_fits(visited: Visit, width: int, field: str) -> None:
    """With the list open no rule of accessibility is broken, and nothing is beside the screen."""
    page = visited(FIELDS[field], width=width)
    _write(page, "digital", field)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    axe.put_into(page)
    # What lies under the list, and what of it must be scrolled to, has no background that could be told.
    assert [one for one in axe.violations(page) if "overlap" not in one] == []
    box = page.get_by_role("listbox").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_without_scripts_the_field_is_a_field(visited: Visit) -> None:
    """Who has no scripts writes, presses Enter, and reads the hits."""
    page = visited(SOMEWHERE, scripts=False)
    page.get_by_role("searchbox").fill("digital infrastruktur")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok?q=digital+infrastruktur")
    expect(page.locator("mark").first).to_be_visible()


HOSTILE = """
@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<p> a rt:Plan ; dcterms:title "Plan <b>P</b>"@sv ; rt:level rt:local .
<p/utgava/1> a rt:PlanEdition ; rt:editionOf <p> ; rt:version "1" ; rt:editionStatus rt:current ; rt:content rt:loaded .
<p/utsaga/1> a rt:Statement ; dcterms:isPartOf <p> ; rt:position 1 ; dcterms:source <p/utgava/1> ; rt:locator "1"@sv ;
    dcterms:title "elakt <img src=x onerror=alert(1)> \u202e%s"@sv .
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a plan whose title is markup and one long word."""
    folder = tmp_path_factory.mktemp("hostile-suggestions")
    plan = folder / "plan.ttl"
    plan.write_text(HOSTILE % ("ord" * 3_000), encoding="utf-8")
    running = serving.start(folder / "log", plan)
    yield running.url
    assert running.stop() == 0


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_hostile_titles_are_suggested_as_text(chromium: Browser, hostile: str, width: int) -> None:
    """Markup in a title is read as it stands, and a word of thousands of letters stays on the screen."""
    with chromium.new_context(base_url=hostile, viewport={"width": width, "height": HEIGHT}) as context:
        watch = Watch(hostile)
        watch.over(context)
        page = context.new_page()
        page.goto("/sok")
        _write(page, "elakt", "#sok")
        expect(page.get_by_role("option").first).to_contain_text("<img src=x onerror=alert(1)>")
        expect(page.get_by_role("option").first).to_contain_text("Plan <b>P</b>")
        assert page.locator("main img").count() == 0
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        page.keyboard.press("Enter")
        page.wait_for_url("**/sok?q=elakt*")
        expect(page.locator("mark").first).to_have_text("elakt")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        assert faults(page, watch) == []
