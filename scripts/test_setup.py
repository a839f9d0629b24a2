"""Install what the tests want of the system: PostgreSQL, where apt can. Else its tests say that they did not run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = "postgresql"
SERVERS = Path("/usr/lib/postgresql")
PATIENCE = 600


def main() -> int:
    """Install PostgreSQL if it is missing and can be installed; never fail.

    Returns:
        The exit code: 0.
    """
    if any(SERVERS.glob("*/bin/postgres")):
        return 0
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        print(f"{PACKAGE}: not installed, and only root can install it with apt; its tests will not run")
        return 0
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (("update", "-q"), ("install", "-q", "-y", "--no-install-recommends", PACKAGE)):
        try:
            subprocess.run(  # noqa: S603 -- a fixed command
                [apt, *arguments], check=True, env=environment, timeout=PATIENCE, capture_output=True
            )
        except (subprocess.SubprocessError, OSError) as error:
            print(f"{PACKAGE}: could not be installed ({error}); its tests will not run")
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
