"""A real browser on the real service: Debian's Chromium, which nothing is downloaded for.

The browser lives as long as a module of tests, not as long as the session: while Playwright runs, no other event loop
can in its thread, and other tests start their own.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import pytest
import serving
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError, sync_playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
"""What the browser may be called on the PATH; scripts/test_setup.py looks for the same."""
WIDE: Final = 1280
NARROW: Final = 320
"""Width at which nothing may need to be moved sideways (https://www.w3.org/TR/WCAG22/#reflow)."""
HEIGHT: Final = 800
PATIENCE: Final = 30_000.0
"""Milliseconds after which something that has not happened never will."""
STAY_HERE: Final = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""Even a page that asks for something from the web gets nothing."""
_TOLD_TYPES: Final = frozenset({"error", "warning", "assert"})
_REFUSED: Final = "Failed to load resource: the server responded with a status of 4"
_REPORTS: Final = """
addEventListener("securitypolicyviolation", event => {
  reportPolicy(`${event.effectiveDirective} ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
});
"""


@dataclass
class Watch:
    """What happens in the pages of a browser's context.

    Attributes:
        origin: Scheme, host and port of the service that the pages may ask.
        requests: Addresses of all requests, in their order.
        console: All messages of the console, with their types.
        errors: Errors in scripts, and broken rules of the Content-Security-Policy.
        refusals: Whether the service may refuse what is sent, which the console tells as an error.
    """

    origin: str
    refusals: bool = False
    requests: list[str] = field(default_factory=list)
    console: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Begin to watch.

        Args:
            context: A context that has no page yet.
        """

        def said(message: ConsoleMessage) -> None:
            self.console.append((message.type, message.text))

        def asked(request: Request) -> None:
            self.requests.append(request.url)

        def thrown(error: WebError) -> None:
            self.errors.append(f"script: {error.error}")

        def reported(_source: object, report: str) -> None:
            self.errors.append(f"policy: {report}")

        context.on("console", said)
        context.on("request", asked)
        context.on("weberror", thrown)
        context.expose_binding("reportPolicy", reported)
        context.add_init_script(_REPORTS)

    def outside(self) -> list[str]:
        """Give the requests to other hosts than the service's."""
        return [url for url in self.requests if not self._inside(url)]

    def faults(self) -> list[str]:
        """Tell what should not have happened; empty if all is well."""
        told = [
            f"console: {kind}: {text}"
            for kind, text in self.console
            if kind in _TOLD_TYPES and not (self.refusals and text.startswith(_REFUSED))
        ]
        return [*self.errors, *told, *(f"outside: {url}" for url in self.outside())]

    def _inside(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in {"data", "blob"} or f"{parts.scheme}://{parts.netloc}" == self.origin


Visit = Callable[..., Page]
"""``visited(address, width=…, scripts=…, refusals=…)``: a page that was opened, and in which nothing was wrong."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give a browser; one for each module, so that modules of one ``xdist_group`` never have two at once."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("Chromium is not installed, and scripts/test_setup.py could not install it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[STAY_HERE])
        yield browser
        browser.close()


@pytest.fixture
def visited(chromium: Browser, server: serving.Server) -> Iterator[Visit]:
    """Give a function that opens a page of the service in a context of its own.

    What happens in the page is watched from its first request until the test ends: a message of error in the console,
    an error in a script, a broken rule of the Content-Security-Policy and a request to another host fail the test.
    """
    opened: list[tuple[BrowserContext, Watch]] = []

    def visit(address: str, *, width: int = WIDE, scripts: bool = True, refusals: bool = False) -> Page:
        context = chromium.new_context(
            base_url=server.url, viewport={"width": width, "height": HEIGHT}, java_script_enabled=scripts
        )
        context.set_default_timeout(PATIENCE)
        watch = Watch(server.url, refusals)
        watch.over(context)
        opened.append((context, watch))
        page = context.new_page()
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, f"{address}: {answer.status}"
        assert faults(page, watch) == [], address
        return page

    yield visit
    for context, watch in opened:
        found = [fault for page in context.pages for fault in faults(page, watch)] or watch.faults()
        context.close()
        assert found == []


def faults(page: Page, watch: Watch) -> list[str]:
    """Tell what should not have happened in a page until now.

    Args:
        page: The page.
        watch: What watches its context.

    Returns:
        One text for each fault.
    """
    page.title()  # what the browser has told before it answers this has come
    return watch.faults()
