"""What the measuring is done on: the machine, its cores, and the versions of everything."""

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bench.measure.engines import installed
from bench.measure.load import wrk

CORES: Final = 2
"""Cores that engine and load share."""
_OURS: Final = ("redthread", "pyoxigraph", "fastapi", "uvicorn")
_PEERS: Final = ("oxigraph", "rdflib-endpoint", "rdflib", "uvicorn")


def keep_to_cores() -> None:
    """Keep this process, and all that it starts, to two cores."""
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:CORES]))


def machine() -> dict[str, str]:
    """Describe the machine.

    Returns:
        What is shown of it, by name.
    """
    processor = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": processor[1] if processor else platform.machine(),
        "cores": f"{len(os.sched_getaffinity(0))} of {os.cpu_count()}",
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def versions(peers: Path) -> dict[str, str]:
    """Tell the versions of what is measured and what measures.

    Args:
        peers: The environment that the peers are installed in.

    Returns:
        Versions by name; those of the peers' environment begin with ``peers:``.

    Raises:
        ToolMissingError: If the peers are not installed, or wrk is not.
    """
    of_peers = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"
    told = _said(installed(peers, "python"), "-c", of_peers, *_PEERS).split()
    return {
        **{name: version(name) for name in _OURS},
        **{f"peers: {name}": number for name, number in zip(_PEERS, told, strict=True)},
        "wrk": (_said(wrk(), "-v").split() or ["?"])[1],
    }


def commit() -> str:
    """Tell which commit is measured, with a plus sign if files have changed since.

    Returns:
        The beginning of its hash; empty outside a checkout.
    """
    changed = _said("git", "status", "--porcelain", "--untracked-files=no").strip()
    return _said("git", "rev-parse", "--short", "HEAD").strip() + ("+" if changed else "")


def _said(*command: str) -> str:
    # wrk -v ends with code 1.
    return subprocess.run(command, capture_output=True, check=False, text=True, timeout=60).stdout
