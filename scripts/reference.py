"""Writes the pages in ``docs/reference/`` from the files and tables that they describe.

``python scripts/reference.py`` rewrites them; with ``--check`` nothing is written, and the exit code is 1 where a page
is not what it would become.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from reference_pages.pages import render

_REFERENCE: Final = Path(__file__).resolve().parent.parent / "docs" / "reference"


def main() -> int:
    """Write or check the pages.

    Returns:
        The exit code: 1 if a page was checked and is stale, else 0.
    """
    parser = argparse.ArgumentParser(description="Write the reference pages.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 where a page is stale")
    parser.add_argument("--into", type=Path, default=_REFERENCE, metavar="FOLDER", help="where the pages lie")
    arguments = parser.parse_args()
    stale = [(arguments.into / name, text) for name, text in render().items() if _read(arguments.into / name) != text]
    if arguments.check:
        for path, _ in stale:
            print(f"{path} is stale. Rewrite it: python scripts/reference.py", file=sys.stderr)
        return int(bool(stale))
    arguments.into.mkdir(parents=True, exist_ok=True)
    for path, text in stale:
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"wrote {path}")
    return 0


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
