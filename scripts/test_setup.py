"""Install what the tests want of the system, where apt can: PostgreSQL and Chromium. Else it says what will not run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SERVERS = Path("/usr/lib/postgresql")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 600


def missing() -> list[str]:
    """Give the names of the packages that are wanted and not there.

    Returns:
        Names of Debian's packages.
    """
    there = {
        "postgresql": any(SERVERS.glob("*/bin/postgres")),
        "chromium": any(map(shutil.which, BROWSERS)),
    }
    return [package for package, found in there.items() if not found]


def main() -> int:
    """Install what is missing and can be installed, each by itself; never fail.

    Returns:
        The exit code: 0.
    """
    wanted = missing()
    if not wanted:
        return 0
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        for package in wanted:
            print(f"{package}: not installed, and only root can install it with apt; its tests will not run")
        return 0
    _run(apt, "update", "-q")  # without it, what is known already may do
    for package in wanted:
        error = _run(apt, "install", "-q", "-y", "--no-install-recommends", package)
        if error is not None:
            print(f"{package}: could not be installed ({error}); its tests will not run")
    return 0


def _run(apt: str, *arguments: str) -> Exception | None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(  # noqa: S603 -- a fixed command
            [apt, *arguments], check=True, env=environment, timeout=PATIENCE, capture_output=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        return error
    return None


if __name__ == "__main__":
    sys.exit(main())
