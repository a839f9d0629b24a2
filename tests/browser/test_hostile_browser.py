"""Every page of a plan whose every text is hostile: nothing runs, nothing is asked for, nothing grows too wide."""

from collections.abc import Iterator
from typing import Final

import hostile_plan
import pytest
import serving
from browsers import HEIGHT, NARROW, WIDE, Watch, faults
from playwright.sync_api import Browser

pytestmark = pytest.mark.xdist_group("browser")

PAGES: Final = (
    *("/", "/trad", "/trad?plan=pahittat-elak", "/trad?vald=M1&samla=0", "/luckor", "/tackning", "/tidslinje"),
    *("/tackning?mal=pahittat-elak/mal/1", "/utfall", "/beslutsprocess", "/granskning", "/versioner", "/fragor"),
    *("/fragor/var-star-det", "/sok?q=alert", "/sok?q=<script>alert(1)</script>", "/om", "/om/tillganglighet"),
    *("/id/pahittat-elak", "/id/pahittat-elak/mal/1", "/id/pahittat-elak/mal/2", "/id/pahittat-elak/lank/1"),
    *("/id/org/pahittad-elak", "/sparql?format=html&query=SELECT+*+{?a+dcterms:title+?b}", "/catalog", "/dumps"),
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the plan."""
    folder = tmp_path_factory.mktemp("hostile")
    plan = folder / "elak.ttl"
    plan.write_text(hostile_plan.PLAN, encoding="utf-8")
    running = serving.start(folder / "log", plan)
    yield running.url
    assert running.stop() == 0


def test_nothing_in_a_plan_does_anything_in_a_page(chromium: Browser, hostile: str) -> None:
    """No script of a plan runs, no policy is broken, no link leads to a script, and no word makes a page too wide."""
    with chromium.new_context(base_url=hostile, viewport={"width": NARROW, "height": HEIGHT}) as context:
        watch = Watch(hostile)
        watch.over(context)
        page = context.new_page()
        page.on("dialog", lambda dialog: watch.errors.append(f"dialog: {dialog.message}"))
        for address in PAGES:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            assert faults(page, watch) == [], address
            assert page.title() != "hacked"
            assert page.locator("a[href^='javascript:' i]").count() == 0, address
            assert page.locator("script:not([src^='/static/'])").count() == 0, address
            for width in (NARROW, WIDE):
                page.set_viewport_size({"width": width, "height": HEIGHT})
                assert page.evaluate("() => document.documentElement.scrollWidth") <= width, (address, width)
