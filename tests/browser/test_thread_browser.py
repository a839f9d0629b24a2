"""The thread in a real browser: lines that end at their cards, the keyboard, the Back button, no scripts, paper."""

import re
from collections.abc import Iterator
from typing import Final

import axe
import pytest
import serving
import wide_plan
from browsers import NARROW, WIDE, Visit
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("quiet")]

GOAL: Final = "/trad?lang=sv&vald=fyrbodal-2020-2022/effektmal/4B"
WHOLE: Final = "/trad?lang=sv&plan=fyrbodal-2020-2022"
_ENDS: Final = """
() => {
  const box = n => document.querySelector(`.item[data-n="${n}"]`).getBoundingClientRect();
  const frame = document.querySelector(".stage").getBoundingClientRect();
  return [...document.querySelectorAll(".stage > svg > path")].map(path => {
    const [left, right] = path.dataset.ends.split(" ").map(box);
    const length = path.getTotalLength();
    const from = path.getPointAtLength(0), to = path.getPointAtLength(length);
    const off = (point, x, card) => Math.max(Math.abs(point.x + frame.left - x),
      card.top - (point.y + frame.top), point.y + frame.top - card.bottom);
    const same = Math.abs(left.left - right.left) < 30;
    return Math.max(off(from, same ? left.left : left.right, left), off(to, right.left, right));
  });
}
"""
"""How many pixels the ends of each line are off the edges of their cards."""
_OVERLAPS: Final = """
() => [...document.querySelectorAll(".col")].flatMap(column => {
  const boxes = [...column.querySelectorAll(".item")].filter(one => one.checkVisibility())
    .map(one => one.getBoundingClientRect());
  return boxes.slice(1).map((box, place) => boxes[place].bottom - box.top).filter(over => over > 0.5);
})
"""
_ACROSS: Final = """
() => {
  const cards = [...document.querySelectorAll(".item")].filter(one => one.checkVisibility())
    .map(one => one.getBoundingClientRect());
  const frame = document.querySelector(".stage").getBoundingClientRect();
  let hit = 0;
  for (const path of document.querySelectorAll(".stage > svg > path")) {
    const length = path.getTotalLength();
    for (let at = 8; at < length - 8; at += 6) {
      const point = path.getPointAtLength(at), x = point.x + frame.left, y = point.y + frame.top;
      if (cards.some(box => x > box.left + 3 && x < box.right - 3 && y > box.top + 3 && y < box.bottom - 3)) hit++;
    }
  }
  return hit;
}
"""


def _is_drawn(page: Page) -> None:
    page.wait_for_selector(".stage > svg > path", state="attached")


@pytest.mark.parametrize("address", [GOAL, f"{GOAL}&samla=0", WHOLE, "/trad?plan=e-halsa-mall-2016"])
def test_lines_end_at_their_cards_whatever_the_width(visited: Visit, address: str) -> None:
    """Each line ends within two pixels of its cards, cards do not overlap, and no line runs through a card."""
    shown = visited(address)
    _is_drawn(shown)
    for width in (WIDE, 1000, 1600):
        shown.set_viewport_size({"width": width, "height": 900})
        shown.wait_for_timeout(120)
        ends = shown.evaluate(_ENDS)
        assert len(ends) > 5
        assert max(ends) <= 2, width
        assert shown.evaluate(_OVERLAPS) == []
        assert shown.evaluate(_ACROSS) == 0


def test_on_a_narrow_screen_the_thread_is_a_list(visited: Visit) -> None:
    """Where columns do not fit they stand below one another, without lines, and only what is on the thread is shown."""
    shown = visited(f"{GOAL}&samla=0", width=NARROW)
    assert shown.locator(".stage > svg > path").count() == 0
    assert shown.locator(".item.on").first.is_visible()
    assert shown.locator(".col > ul > .item:not(.on):visible").count() == 0


def test_the_keyboard_goes_along_the_thread(visited: Visit) -> None:
    """Arrows go up and down a column and along lines, Enter chooses, Escape clears the choice."""
    shown = visited(f"{GOAL}&samla=0")
    _is_drawn(shown)
    focused = "() => document.activeElement.closest('.item').innerText"
    shown.locator("#vald a").focus()
    shown.keyboard.press("ArrowLeft")
    assert "Digital infrastruktur" in shown.evaluate(focused)
    shown.keyboard.press("ArrowRight")
    assert shown.evaluate("() => document.activeElement.closest('.item').classList.contains('on')")
    shown.keyboard.press("ArrowRight")
    assert re.search(r"Insats 4\.[12]", shown.evaluate(focused))
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("ArrowUp")
    assert re.search(r"Insats 4\.[12]", shown.evaluate(focused))
    shown.keyboard.press("Enter")
    shown.wait_for_url(re.compile("insats%2F4"))
    shown.locator("#vald a").focus()
    shown.keyboard.press("Escape")
    shown.wait_for_url(lambda url: "vald=" not in url)
    assert shown.locator(".has-sel").count() == 0


def test_choosing_gathering_and_the_way_back(visited: Visit) -> None:
    """A box is chosen by a click, the thread gathered, and the Back button goes the same way back."""
    shown = visited(WHOLE)
    shown.get_by_role("link", name=re.compile("4B")).first.click()
    assert shown.get_by_role("heading", level=2, name=re.compile("Den röda tråden i text: 4B")).is_visible()
    shown.get_by_role("link", name="Visa allt").click()
    assert shown.locator(".item:visible").count() > 80
    assert shown.locator("#vald").bounding_box()["y"] < 800  # type: ignore[index]  # it is there
    shown.go_back()
    assert shown.locator(".gathered").count() == 1
    shown.go_back()
    assert shown.locator(".has-sel").count() == 0


def test_a_line_leads_to_what_it_rests_on(visited: Visit) -> None:
    """A click on a line of the thread opens the step with the source's words."""
    shown = visited(GOAL)
    _is_drawn(shown)
    shown.locator(".stage > svg a .hit").first.dispatch_event("click")
    assert shown.locator(".steps details[open] .evidence").first.is_visible()
    assert shown.evaluate("() => document.activeElement.tagName") == "SUMMARY"


def test_without_scripts_the_thread_is_all_there(visited: Visit) -> None:
    """Boxes, choices, words and evidence work without scripts; only lines and shortcuts are missing."""
    shown = visited(WHOLE, scripts=False)
    assert not shown.locator(".kbd").is_visible()
    shown.get_by_role("link", name=re.compile("4B")).first.click()
    assert shown.locator(".words li li").count() == 27
    shown.locator(".steps summary").first.click()
    assert "Så står det" in shown.locator(".steps .evidence").first.inner_text()


@pytest.mark.parametrize(
    "thing", ["fyrbodal-2020-2022/effektmal/4B", "vision-e-halsa-2025/vision", "e-halsa-mall-2016/aktivitet/21"]
)
def test_the_gathered_thread_is_one_page_of_paper(visited: Visit, thing: str) -> None:
    """Printed, a thread is one A4, also one of more than a hundred things; its own texts are on it as text."""
    shown = visited(f"/trad?vald={thing}")
    paper = shown.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    media = re.search(rb"/MediaBox\s*\[([^\]]+)\]", paper)
    assert media is not None
    left, bottom, right, top = map(float, media[1].split())
    assert (round(right - left), round(top - bottom)) in {(842, 595), (841, 595), (842, 596), (841, 596)}


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve an invented plan of 300 activities, one of them with a title of one word of ten thousand letters."""
    folder = tmp_path_factory.mktemp("wide")
    plan = folder / "bred.ttl"
    text = wide_plan.written(300).replace('"Påhittad aktivitet nummer 7 som', f'"{"ord" * 3333} som', 1)
    plan.write_text(text, encoding="utf-8")
    running = serving.start(folder / "log", plan)
    yield running.url
    assert running.stop() == 0


def test_three_hundred_activities_stay_usable(chromium: Browser, wide: str) -> None:
    """They are folded by area; an area opens, lines follow, a long word wraps, and nothing is wrong or too wide."""
    with chromium.new_context(viewport={"width": WIDE, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{wide}/trad?lang=sv&plan=pahittad-bred")
        _is_drawn(page)
        assert page.locator(".item:visible").count() < 60
        for summary in page.locator("details.grp > summary").all():
            summary.click()
        page.wait_for_timeout(200)
        assert page.locator(".item:visible").count() == 300 + 30 + 8
        assert max(page.evaluate(_ENDS)) <= 2
        assert page.evaluate(_OVERLAPS) == []
        axe.put_into(page)
        assert axe.violations(page) == []
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width
