"""The project as a whole: its lock files and its wheel."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")


def _name(requirement: str) -> str:
    return re.split(r"[><=\[; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_names_versions_and_hashes_only(lock: str) -> None:
    """A lock file pins every package by version and hash, and names no address to fetch it from."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    pinned = re.findall(
        r"^[A-Za-z0-9._-]+==[^\s;\\]+[^\n]*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.MULTILINE
    )
    assert pinned
    assert "".join(pinned) == text


def test_everything_declared_is_locked() -> None:
    """Every dependency in pyproject.toml is in the lock file that is installed for it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    of_service = project["project"]["dependencies"] + groups["build"]
    wanted = dict(zip(LOCKS, (of_service, groups["dev"], groups["bench"]), strict=True))
    for lock, requirements in wanted.items():
        locked = {_name(line) for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if "==" in line}
        assert {_name(requirement) for requirement in requirements} - locked == set()


def test_wheel_carries_all_that_the_program_reads(tmp_path: Path) -> None:
    """The program works from an unpacked wheel, in a folder that has nothing to do with the checkout."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    for folder in ("ontology", "shapes", "queries", "data"):
        shipped = {p.name for p in (site / "graph_service" / "shipped" / folder).rglob("*") if p.is_file()}
        assert shipped == {p.name for p in (ROOT / folder).rglob("*") if p.is_file()}
    for folder in ("web/static", "web/templates", "web/locale"):
        shipped = {p.name for p in (site / "graph_service" / folder).iterdir()}
        assert shipped >= {p.name for p in (ROOT / "graph_service" / folder).iterdir()}
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import graph_service.cli, graph_service.resources as r; "
        "assert 'shipped' in str(r.folder('data')); graph_service.cli.main()"
    )
    finished = subprocess.run(
        [sys.executable, "-I", "-c", program, str(site), "ask", "effektmal-utan-insats", "--format", "csv"],
        cwd=tmp_path,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr.decode()
    assert [line.split(",")[1] for line in finished.stdout.decode().splitlines()[1:]] == ["1C", "2B", "3B"]
