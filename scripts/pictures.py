"""Take the pictures of the pages that README and docs show, from the shipped plans: ``python scripts/pictures.py``.

It needs Debian's Chromium, as the tests of the pages do. Look at each picture before you commit it.
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import serving
from browsers import NAMES
from playwright.sync_api import sync_playwright

FOLDER: Final = ROOT / "docs" / "pictures"
WIDTH: Final = 1280
PAGES: Final = {
    "overview": ("/?lang=en", 900),
    "thread": ("/trad?lang=sv", 800),
    "thread-whole": ("/trad?lang=sv&plan=fyrbodal-2020-2022", 1500),
    "gaps": ("/luckor?lang=sv", 900),
    "coverage": ("/tackning?lang=sv", 900),
    "timeline": ("/tidslinje?lang=sv&plan=e-halsa-mall-2016", 900),
    "outcomes": ("/utfall?lang=sv", 900),
    "decisions": ("/beslutsprocess?lang=sv", 800),
    "thing": ("/id/fyrbodal-2020-2022/effektmal/4B?lang=sv", 900),
    "validation": ("/granskning?lang=sv", 900),
    "comparison": ("/versioner/jamfor?lang=sv&plan=vastkom-2018&med=vastkom-2019", 900),
    "question": ("/fragor/effektmal-med-insatser?lang=sv", 900),
    "sparql": ("/sparql?lang=en", 800),
}
"""For each picture the address, and how many pixels of the page it shows."""


def main() -> int:
    """Take all pictures.

    Returns:
        The exit code.
    """
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        print("Chromium is not installed; no picture was taken.")
        return 1
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = serving.start(Path(folder) / "log")
        browser = playwright.chromium.launch(executable_path=program)
        for name, (address, height) in PAGES.items():
            page = browser.new_page(viewport={"width": WIDTH, "height": height})
            page.goto(f"{server.url}{address}", wait_until="networkidle")
            page.wait_for_timeout(300)
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
            print(f"docs/pictures/{name}.png")
        browser.close()
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
