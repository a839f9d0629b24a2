"""From a file to a version in a real browser: checked, published, compared, reviewed; accessible in every state."""

from collections.abc import Iterator
from pathlib import Path

import axe
import publishing
import pytest
import serving
from browsers import HEIGHT, NARROW, WIDE, Visit
from playwright.sync_api import Page
from publishing import EARLY, GOALS

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[serving.Server, str]]:
    """Give a service with a ledger of its own, and the ledger."""
    with publishing.served(tmp_path_factory.mktemp("publishing")) as served:
        yield served


@pytest.fixture(scope="module")
def server(both: tuple[serving.Server, str]) -> serving.Server:
    """Give the service that pages are visited on here."""
    return both[0]


@pytest.fixture(scope="module")
def ledger(both: tuple[serving.Server, str]) -> str:
    """Give its ledger."""
    return both[1]


def look(page: Page) -> None:
    """Demand that a page is accessible, and no wider than the screen, at each width."""
    axe.put_into(page)
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert axe.violations(page) == [], (page.title(), width)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, (page.title(), width)
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})


def heading(page: Page) -> str:
    """Give the heading of a page."""
    return page.get_by_role("heading", level=1).inner_text()


def check(page: Page, plan: Path) -> None:
    """Choose a file for the early plan and have it checked."""
    page.locator("#plan").select_option(f"plan:{EARLY}")
    page.locator("#fil").set_input_files(plan)
    page.get_by_role("button", name="Pröva").click()


def test_the_whole_way_from_a_file_to_a_version(visited: Visit, ledger: str, tmp_path: Path) -> None:
    """Upload, preview, publish, version, review; with line ends of Windows, which must not be changed on the way."""
    before = publishing.last(ledger)
    text = publishing.known(ledger).replace(GOALS[1], "Ett helt annat mål").replace("\n", "\r\n")
    plan = tmp_path / "plan.ttl"
    plan.write_bytes(text.encode())
    page = visited("/granskning/ny?lang=sv")
    look(page)
    check(page, plan)
    assert heading(page).startswith("Prövad: ")
    assert page.get_by_text("Den går att publicera.").is_visible()
    assert page.locator("h2", has_text="Vad den bryter").is_visible()
    look(page)
    page.locator("#meddelande").fill("Nya ord i mål 2.")
    page.locator("#token").fill(publishing.token(ledger, f"plan:{EARLY}"))
    page.get_by_role("button", name="Publicera").click()
    assert heading(page).startswith("Publicerad: ")
    look(page)
    assert publishing.known(ledger) == text
    page.get_by_role("link", name="Se vad som har ändrats").click()
    assert page.locator("ins").first.is_visible()
    look(page)
    page.get_by_role("link", name="Räkna ut vad det bröt").click()
    assert page.get_by_text("blir misstänkt").first.is_visible()
    look(page)
    assert publishing.last(ledger) == before + 1
    suspect = "/granskning/lankar?giltighet=suspect&lang=sv"
    serving.wait_until(lambda: page.goto(suspect) and page.locator(".panel ins").count())
    look(page)
    page.get_by_role("link", name="Granska den").first.click()
    look(page)
    page.get_by_label("giltig: den håller fortfarande").check()
    page.locator("#meddelande").fill("Den håller.")
    page.locator("#token").fill(publishing.token(ledger, "review"))
    page.get_by_role("button", name="Spara granskningen").click()
    assert heading(page) == "Beslutat"
    look(page)
    assert publishing.last(ledger) == before + 2
    page.goto("/versioner?lang=en")
    look(page)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_is_refused_is_told_accessibly(visited: Visit, ledger: str, tmp_path: Path, lang: str) -> None:
    """A syntax error, a plan that does not hold, a wrong token and a stale version: each state in both languages."""
    known = publishing.known(ledger)
    states = {
        "syntax": known.replace("rt:position 1", "rt:position ett", 1),
        "violation": known.replace(f'dcterms:title "{GOALS[0]}"@sv', "rt:position 2", 1),
        "good": known.replace(GOALS[0], f"Mål {lang}"),
    }
    page = visited(f"/granskning/ny?lang={lang}", refusals=True)
    for state, text in states.items():
        plan = tmp_path / f"{state}.ttl"
        plan.write_text(text, encoding="utf-8")
        page.goto(f"/granskning/ny?lang={lang}")
        page.locator("#plan").select_option(f"plan:{EARLY}")
        page.locator("#fil").set_input_files(plan)
        page.locator("form.fields button").click()
        look(page)
    page.locator("#meddelande").fill("Nya ord.")
    page.locator("#token").fill("rt_fel")
    page.locator("form.fields button").first.click()
    assert page.get_by_role("alert").is_visible()
    assert page.locator("#meddelande").input_value() == "Nya ord."
    look(page)


def test_it_works_without_scripts_and_with_the_keyboard_alone(visited: Visit, ledger: str) -> None:
    """Who has neither scripts nor a mouse pastes a text and sees what would come of it."""
    page = visited("/granskning/ny?lang=en", scripts=False)
    page.locator("#plan").focus()
    page.keyboard.press("ArrowDown")  # the late plan
    page.keyboard.press("ArrowDown")
    page.locator("#text").focus()
    page.keyboard.insert_text(publishing.known(ledger))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Checked:").wait_for()
    assert page.get_by_text("It says nothing else than what is known already.").is_visible()
