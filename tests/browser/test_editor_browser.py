"""The SPARQL editor in a real browser: it helps, it marks, it lets go, and nothing depends on it."""

from typing import Final
from urllib.parse import quote

import axe
import pytest
import serving
from browsers import HEIGHT, NARROW, WIDE, Visit, Watch, faults
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("quiet")]

START: Final = "/sparql?lang=en"
_FOCUSED: Final = "() => (document.activeElement.shadowRoot?.activeElement ?? document.activeElement).className"


def _asked(query: str, lang: str = "en") -> str:
    return f"/sparql?lang={lang}&query={quote(query)}"


def _editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Query in SPARQL")


def _field(page: Page) -> str:
    return page.locator("#query").input_value()


def _write(page: Page, text: str) -> None:
    _editor(page).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.type(text)


def test_what_is_written_is_asked(visited: Visit) -> None:
    """The field of the form holds what stands in the editor; Ctrl+Enter asks it, and Back leads to it again."""
    page = visited(START)
    expect(page.locator("#query")).to_be_hidden()
    _write(page, "SELECT (1 + 1 AS ?two) {")
    page.keyboard.type("}")  # closes what was closed already
    assert _field(page) == "SELECT (1 + 1 AS ?two) {}"
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.get_by_role("cell")).to_have_text("2")
    assert _editor(page).inner_text().strip() == "SELECT (1 + 1 AS ?two) {}"
    _write(page, "ASK {}")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".said")).to_contain_text("Yes.")
    page.go_back()
    expect(page.get_by_role("cell")).to_have_text("2")
    assert _editor(page).inner_text().strip() == _field(page)


def test_what_is_written_can_be_undone(visited: Visit) -> None:
    """Ctrl+Z takes back what was written, in the field too."""
    page = visited(_asked("ASK {}"))
    _editor(page).click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("x")
    assert _field(page) == "ASK {}x"
    page.keyboard.press("ControlOrMeta+z")
    assert _field(page) == "ASK {}"


@pytest.mark.parametrize("keys", [("Tab",), ("Escape", "Tab")])
def test_nobody_is_caught_in_the_editor(visited: Visit, keys: tuple[str, ...]) -> None:
    """Tab goes on from it to the button, and Shift+Tab back into it and out of it, also while words are offered."""
    page = visited(START)
    _write(page, "ASK { ?s a rt:EffectG")
    expect(page.get_by_role("option").first).to_be_visible()
    for key in keys:
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Ask")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    assert "cm-content" in page.evaluate(_FOCUSED)
    page.keyboard.press("Shift+Tab")
    assert "cm-content" not in page.evaluate(_FOCUSED)


@pytest.mark.parametrize(
    ("written", "offered", "becomes"),
    [
        ("ASK { ?s a rt:EffectG", "rt:EffectGoal", "ASK { ?s a rt:EffectGoal}"),
        ("ASK { ?s dcter", "dcterms:", "ASK { ?s dcterms:}"),
        ("ASK { ?something ?p ?some", "?something", "ASK { ?something ?p ?something}"),
        ("CONSTR", "CONSTRUCT", "CONSTRUCT"),
    ],
)
def test_words_are_completed(visited: Visit, written: str, offered: str, becomes: str) -> None:
    """Words of the vocabulary, prefixes, variables and keywords are offered, and Enter takes the one chosen."""
    page = visited(START)
    _write(page, written)
    expect(page.get_by_role("option", selected=True)).to_contain_text(offered)
    page.wait_for_timeout(100)  # what is offered cannot be taken at once, so that nobody takes it unawares
    page.keyboard.press("Enter")
    assert _field(page) == becomes


def test_the_line_of_an_error_is_marked(chromium: Browser, server: serving.Server) -> None:
    """The line that the error is on is marked, and the editor says what is wrong, until the query is changed."""
    with chromium.new_context(base_url=server.url) as context:
        watch = Watch(server.url)
        watch.over(context)
        page = context.new_page()
        page.goto(_asked("ASK {\n?s ?p }"))
        expect(page.locator(".cm-wrong")).to_have_text("?s ?p }")
        assert "line 2" in (_editor(page).get_attribute("aria-description") or "")
        expect(page.get_by_role("alert")).to_contain_text("line 2")
        axe.put_into(page)
        assert axe.violations(page) == []
        _editor(page).click()
        page.keyboard.type("?o")
        expect(page.locator(".cm-wrong")).to_have_count(0)
        # The browser itself tells that the page has the status of an error.
        assert [fault for fault in faults(page, watch) if "status of 400" not in fault] == []


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 20",
        'SELECT ?x # why\n{ <urn:a> ?p """a\n"b" c""" ; rt:code "4B"@sv, 1.5, true FILTER (REGEX(?x, \'y\')) }',
        "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o } LIMIT 5",
    ],
)
def test_an_answer_is_accessible(visited: Visit, query: str, lang: str) -> None:
    """The page with an answer, and the editor with whatever stands in it, break no rule at any width."""
    page = visited(_asked(query, lang))
    axe.put_into(page)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert axe.violations(page) == [], width
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_words_that_are_offered_are_accessible(visited: Visit) -> None:
    """The list of words breaks no rule, and can be read."""
    page = visited(START)
    _write(page, "ASK { ?s a rt:EffectG")  # one: axe-core sees a fault in any list that is scrolled by the arrow keys
    expect(page.get_by_role("option").first).to_be_visible()
    axe.put_into(page)
    assert axe.violations(page) == []


def test_everything_works_without_scripts(visited: Visit) -> None:
    """Without scripts the field is a text field, the button asks, and the answer stands below."""
    page = visited(START, scripts=False)
    page.get_by_label("Query").fill("SELECT (40 + 2 AS ?n) {}")
    page.get_by_role("button", name="Ask").click()
    assert page.get_by_role("cell").inner_text() == "42"
    page.get_by_role("link", name="Is there an activity that contributes to nothing?").click()
    assert "Yes." in page.locator(".said").inner_text()
