"""The layers of the package."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "graph_service"

LAYERS = (
    {"__main__"},
    {"cli"},
    {"api", "web"},
    {"keeper"},
    {"reports"},
    {"plans"},
    {"questions"},
    {"trace", "linked"},
    {"validation"},
    {"client"},
    {"ledger"},
    {"store"},
    {"model"},
    {"vocabulary", "settings", "resources"},
    {"errors"},
    {"messages"},
)
"""From the doors down to what knows nothing; a module may import from lower layers and from its own."""


def _layer(part: str) -> int:
    return next(number for number, parts in enumerate(LAYERS) if part in parts)


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("graph_service"):
            parts = (node.module or "").split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("graph_service.")}
    return found - {"__version__"}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_downward(path: Path) -> None:
    """A module imports only from its own layer and from the layers below."""
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if part == "__init__":
        assert _imports(path) == set()
        return
    upward = {name for name in _imports(path) if _layer(name) < _layer(part)}
    assert upward == set()


def test_engines_are_known_to_the_store_and_the_gate_only() -> None:
    """No module outside the store and the validation imports an RDF engine."""
    for path in PACKAGE.rglob("*.py"):
        if path.relative_to(PACKAGE).parts[0] in {"store", "validation"}:
            continue
        text = path.read_text(encoding="utf-8")
        assert "pyoxigraph" not in text, path
        assert "import rdflib" not in text, path
