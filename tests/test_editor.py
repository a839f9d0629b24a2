"""The built SPARQL editor: it is of these sources, small enough, with its licences, and can be built again."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent
EDITOR: Final = ROOT / "editor"
STATIC: Final = ROOT / "graph_service" / "web" / "static"
BUILT: Final = ("editor.js", "editor.LICENSES.txt")
MOST: Final = 150_000
"""Bytes that the editor may have when it is packed."""
_AWAY: Final = re.compile(
    r"ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|E40[134]|E50\d|ENOTCACHED"
)
"""What npm says where it cannot reach a registry, or that gives nothing."""


def _sums() -> dict[str, str]:
    lines = (EDITOR / "editor.sha256").read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def _digests(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in BUILT}


def test_what_is_built_is_what_the_sums_say() -> None:
    """The files that are served are those that were built, and small."""
    assert _digests(STATIC) == _sums()
    assert len(gzip.compress((STATIC / "editor.js").read_bytes())) <= MOST


def test_the_lock_has_hashes_and_no_addresses() -> None:
    """Every package is pinned by version and hash, and no address says where to fetch it."""
    text = (EDITOR / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in text
    assert "://" not in text
    packages = {path: about for path, about in json.loads(text)["packages"].items() if path}
    assert all(about["integrity"].startswith("sha512-") and about["version"] for about in packages.values())
    wanted = json.loads((EDITOR / "package.json").read_text(encoding="utf-8"))
    for name, version in {**wanted["dependencies"], **wanted["devDependencies"]}.items():
        assert packages[f"node_modules/{name}"]["version"] == version


def test_all_that_is_in_it_has_its_licence() -> None:
    """Each package that is needed in the browser is named with its version and the text of its licence."""
    told = (STATIC / "editor.LICENSES.txt").read_text(encoding="utf-8")
    packages = json.loads((EDITOR / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    inside = {
        path.removeprefix("node_modules/"): about["version"]
        for path, about in packages.items()
        if path and not about.get("dev")
    }
    named = dict(re.findall(r"^(\S+) (\d\S*) \(MIT\)$", told, re.MULTILINE))
    assert named.items() <= inside.items()
    assert {"@codemirror/state", "@codemirror/view", "style-mod"} <= set(named)
    assert told.count("Permission is hereby granted") == len(named)


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    """Built in another folder, of packages fetched anew, it is the same; needs npm and a registry of its packages."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed: the editor was not built again")
    there = tmp_path / "there"
    shutil.copytree(EDITOR, there, ignore=shutil.ignore_patterns("node_modules", "editor.sha256"))
    fetched = subprocess.run([npm, "ci"], cwd=there, capture_output=True, text=True, check=False, timeout=300)
    if fetched.returncode and _AWAY.search(fetched.stderr):
        pytest.skip("no registry of npm's packages is within reach: the editor was not built again")
    assert fetched.returncode == 0, fetched.stderr
    (tmp_path / "out").mkdir()
    build = ["node", "build.js", str(tmp_path / "out")]
    made = subprocess.run(build, cwd=there, capture_output=True, text=True, check=False, timeout=300)
    assert made.returncode == 0, made.stderr
    assert _digests(tmp_path / "out") == _sums()
