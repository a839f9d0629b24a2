"""The threat model names tests that are there."""

import ast
import re
from pathlib import Path
from typing import Final

import pytest

from graph_service.settings import Settings

ROOT: Final = Path(__file__).resolve().parents[2]
MODEL: Final = (ROOT / "THREAT_MODEL.md").read_text(encoding="utf-8")
NAMED: Final = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", MODEL)))


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_named_test_exists(path: str, name: str) -> None:
    """Each test that the threat model rests a claim on is in the file that it names."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_claims_rest_on_tests() -> None:
    """Every part of what is done names tests, and so do nearly all of its claims."""
    done = MODEL.partition("\n## What is done\n")[2].partition("\n## ")[0]
    parts = re.split(r"^### ", done, flags=re.MULTILINE)[1:]
    assert len(parts) > 5
    for part in parts:
        claims = re.split(r"^- ", part, flags=re.MULTILINE)[1:]
        assert sum("::" in claim for claim in claims) * 2 >= len(claims), part.splitlines()[0]


def test_settings_that_are_named_exist() -> None:
    """Each setting that the threat model names is one."""
    known = {f"REDTHREAD_{name.upper()}" for name, _, _ in Settings.table()}
    assert set(re.findall(r"REDTHREAD_[A-Z_]*[A-Z]", MODEL)) <= known
