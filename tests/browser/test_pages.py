"""Every page of the service, in a real browser: accessible, no wider than the screen, and silent."""

from typing import Final

import axe
import httpx
import pytest
from browsers import HEIGHT, NARROW, WIDE, Visit
from playwright.sync_api import Page

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("quiet")]

PAGES: Final = (
    "/trad",
    "/trad?plan=fyrbodal-2020-2022",
    "/trad?vald=fyrbodal-2020-2022/effektmal/4B&samla=0",
    "/docs",
    "/ns",
    "/id/fyrbodal-2020-2022/effektmal/4B",
    "/id/fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B",
    "/id/fyrbodal-2020-2022/utgava/1.0",
    "/id/fyrbodal-2020-2022",
    "/id/e-halsa-mall-2016/aktivitet/7",
    "/id/org/vgr",
    "/sok",
    "/sok?q=1",
    "/sok?q=digital+infrastruktur&slag=EffectGoal",
    "/sok?q=xyzzyq",
    "/catalog",
    "/dumps",
    "/sparql",
    "/",
    "/luckor",
    "/luckor?regel=ansvarig&niva=local",
    "/om",
    "/om?innehall=notLoaded",
    "/om/tillganglighet",
    "/fragor",
    "/fragor?q=nope",
    "/fragor/vad-leder-till",
    "/fragor/tjanster",
    "/fragor/organ-och-styrning?body=",
    "/api/v1/validation?format=html",
    "/tackning",
    "/tackning?regel=ansvarig",
    "/tackning?mal=fyrbodal-2020-2022/effektmal/4B",
    "/tackning?lika=likaUse",
    "/tidslinje?ar=2018",
    "/utfall",
    "/beslutsprocess",
    "/granskning",
    "/granskning?allvar=warning&form=EffectGoal-covered",
    "/granskning/fyrbodal-2020-2022",
    "/granskning/ny",
    "/granskning/lankar",
    "/granskning/lankar?lank=fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B",
    "/granskning/undantag",
    "/versioner",
    "/versioner?plan=fyrbodal-2020-2022",
    "/versioner/jamfor",
    "/versioner/jamfor?plan=vastkom-2018&med=vastkom-2019",
)
LANGUAGES: Final = ("sv", "en")
FIRST: Final = 12
"""How many steps of the keyboard are looked at on each page."""
FOCUSABLE: Final = "a[href], button, input, select, textarea, summary, [tabindex='0']"
_SETTLED: Final = """
() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))
"""
"""Waits until what follows from another width has been drawn."""
_TOO_WIDE: Final = """
width => [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > width)
  .map(one => one.outerHTML.slice(0, 120))
"""
_REACHABLE: Final = """
([selector, count]) => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility())
  .slice(0, count).map(one => one.outerHTML)
"""
_FOCUSED: Final = """
() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [one.outerHTML, one.matches(":focus-visible") && outlined && inView];
}
"""


def _in(lang: str, page: str) -> str:
    return f"{page}{'&' if '?' in page else '?'}lang={lang}"


def _tab(page: Page) -> tuple[str, bool]:
    page.keyboard.press("Tab")
    found: tuple[str, bool] = tuple(page.evaluate(_FOCUSED))
    return found


def test_every_route_that_gives_a_page_is_looked_at(client: httpx.Client) -> None:
    """Whatever can be read as HTML according to the OpenAPI document has a page here."""
    paths = client.get("/openapi.json").json()["paths"]
    given = {
        path.partition("{")[0]
        for path, operations in paths.items()
        if "text/html" in operations.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
    }
    assert len(given) > 3
    assert {start for start in given if not any(page.startswith(start) for page in PAGES)} == set()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_accessible_at_each_width(visited: Visit, page: str, lang: str) -> None:
    """It says its language, breaks no rule of accessibility, and needs no scrolling sideways, nor with large text."""
    shown = visited(_in(lang, page))
    assert shown.locator("html").get_attribute("lang") == lang
    axe.put_into(shown)
    for width in (WIDE, NARROW):
        shown.set_viewport_size({"width": width, "height": HEIGHT})
        shown.evaluate(_SETTLED)
        assert axe.violations(shown) == [], width
        assert shown.evaluate("() => document.documentElement.scrollWidth") <= width, shown.evaluate(_TOO_WIDE, width)
    shown.set_viewport_size({"width": WIDE, "height": HEIGHT})
    shown.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert shown.evaluate("() => document.documentElement.scrollWidth") <= WIDE, shown.evaluate(_TOO_WIDE, WIDE)


@pytest.mark.parametrize("page", PAGES)
def test_the_keyboard_reaches_what_can_be_used_in_its_order(visited: Visit, page: str) -> None:
    """Tab goes from one link or field to the next as they stand on the page, and shows where it is."""
    shown = visited(page)
    expected = shown.evaluate(_REACHABLE, [FOCUSABLE, FIRST])
    walked = [_tab(shown) for _ in expected]
    assert [where for where, _ in walked] == expected
    assert [where for where, seen in walked if not seen] == []


def test_links_and_the_way_back_work_without_scripts(visited: Visit) -> None:
    """Who has switched scripts off goes from page to page, and back, in the same language."""
    shown = visited("/docs?lang=en", scripts=False)
    shown.get_by_role("link", name="/ns", exact=True).click()
    assert shown.get_by_role("heading", level=1).inner_text() == "The vocabulary"
    shown.get_by_role("link", name="Svenska").click()
    assert shown.get_by_role("heading", level=1).inner_text() == "Vokabulären"
    shown.go_back()
    shown.go_back()
    assert shown.get_by_role("heading", level=2).first.inner_text() == "Threads"
