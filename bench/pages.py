"""Measures what the pages take: ``python -m bench.pages``.

The service serves invented plans of a size, and each page is asked for as a browser does, one after the other. The time
is that of the server with nothing else to do, the transport on the same machine counted in. Then, where there is a
browser and Playwright, the thread of a plan with hundreds of activities is laid out in it.
"""

import argparse
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import httpx

from bench import options
from bench.generate import generate
from bench.measure import machine
from bench.measure.engines import redthread
from bench.plans.world import SIZES
from graph_service.questions import catalogue

_PAGES: Final = (
    *("/", "/trad", "/trad?samla=0", "/luckor", "/tackning", "/tidslinje", "/utfall", "/beslutsprocess"),
    *("/granskning", "/versioner", "/sok?q=digital", "/fragor", "/sparql", "/om"),
    *(
        "/om/tillganglighet",
        "/docs",
        "/granskning/ny",
        "/granskning/lankar",
        "/granskning/undantag",
        "/versioner/jamfor",
    ),
    *(f"/fragor/{question.name}" for question in catalogue.questions()),
)
_THINGS: Final = 3
"""Things whose pages are asked for: those that a search for the vision, a goal and an activity finds first."""
_WORDS: Final = ("vision", "mål", "aktivitet")
_PATIENCE: Final = 60.0
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
_TARGET: Final = 50
"""Milliseconds that a page may take at size S."""
_LAYOUTS: Final = 5


def main() -> int:
    """Run the program.

    Returns:
        The exit code: 1 if a page did not answer.
    """
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description="Measure what the pages take.")
    parser.add_argument("--size", choices=SIZES, default="S", help="how large the plans are (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the plans (default: %(default)s)")
    parser.add_argument(
        "--repetitions", type=options.count, default=15, help="times that each page is asked for (default: %(default)s)"
    )
    asked = parser.parse_args()
    machine.keep_to_cores()
    with TemporaryDirectory(prefix="bench-") as folder:
        generate(replace(SIZES[asked.size], seed=asked.seed), Path(folder) / "plans")
        with redthread([Path(folder) / "plans"], Path(folder) / "log") as engine:
            failed = [page for page in _pages(engine.url, asked.size, asked.repetitions) if page]
    _layouts()
    return 1 if failed else 0


def _pages(url: str, size: str, repetitions: int) -> Iterator[str]:
    """Measure each page; gives those that did not answer."""
    print(f"| page at {size} | median | slowest | target {_TARGET} ms |\n| --- | --- | --- | --- |", flush=True)
    with httpx.Client(
        base_url=url, headers={"Accept": "text/html"}, timeout=_PATIENCE, follow_redirects=True
    ) as client:
        for page in (*_PAGES, *_things(client)):
            answer = client.get(page)  # what is worked out once is left out
            if answer.status_code != httpx.codes.OK:
                print(f"| {page} | {answer.status_code} | | |", flush=True)
                yield page
                continue
            times = []
            for _ in range(repetitions):
                began = time.perf_counter()
                client.get(page)
                times.append((time.perf_counter() - began) * 1000)
            kept = "kept" if median(times) <= _TARGET else "missed"
            print(f"| {page} | {median(times):.1f} ms | {max(times):.1f} ms | {kept} |", flush=True)


def _things(client: httpx.Client) -> list[str]:
    found = []
    for word in _WORDS[:_THINGS]:
        items = client.get("/api/v1/search", params={"q": word, "limit": 20, "format": "json"}).json()["items"]
        found += [f"/id/{item['iri'].partition('/id/')[2]}" for item in items if "/id/" in item["iri"]][:1]
    return found


def _layouts() -> None:
    """Measure how long the browser lays out hundreds of activities, where there is a browser."""
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- not everybody who measures has it
    except ImportError:
        program = None
    if program is None:
        print("The layout of 300 activities was not measured: there is no browser, or no Playwright.")
        return
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    import wide_plan  # noqa: PLC0415 -- the tests' own invented plan

    with TemporaryDirectory(prefix="bench-") as folder:
        plan = Path(folder) / "bred.ttl"
        plan.write_text(wide_plan.written(300), encoding="utf-8")
        with redthread([plan], Path(folder) / "log") as engine, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            for name, opened in (("folded", False), ("all open", True)):
                page.goto(f"{engine.url}/trad?plan=pahittad-bred")
                if opened:
                    for summary in page.locator("details.grp > summary").all():
                        summary.click()
                    page.wait_for_timeout(200)
                taken = page.evaluate(
                    "count => { for (let n = 0; n < count; n++) document.querySelector('.stage')"
                    ".dispatchEvent(new Event('toggle')); return performance.getEntriesByName('arrange')"
                    ".slice(-count).map(one => one.duration); }",
                    _LAYOUTS,
                )
                print(f"300 activities, {name}: laid out in {median(taken):.0f} ms (target 100 ms)", flush=True)
            browser.close()


if __name__ == "__main__":
    sys.exit(main())
