"""The page about the client is a notebook that is run."""

import ast
import inspect
import io
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, Final

import pytest
import serving

from graph_service.client import Client

pytestmark = pytest.mark.xdist_group("server")

PAGE: Final = (Path(__file__).resolve().parents[2] / "docs" / "client.md").read_text(encoding="utf-8")
CELLS: Final = re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", PAGE, re.DOTALL)


def _run(code: str, names: dict[str, Any]) -> str:
    """Run a cell as a notebook does: what it prints, then the value of its last line."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)  # noqa: S102 -- the page is our own
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 -- the same
            printed.write("" if value is None else f"{value}\n")
    return printed.getvalue()


def test_every_cell_gives_what_the_page_shows(server: serving.Server) -> None:
    """Run in order, each piece of code gives what stands below it."""
    names: dict[str, Any] = {}
    for code, shown in CELLS:
        given = _run(code.replace("http://127.0.0.1:8000", server.url), names)
        assert given.split() == shown.split(), code
    names["client"].close()
    assert len(CELLS) > 5


def test_every_method_is_on_the_page() -> None:
    """Each public method of the client is named on the page, with each parameter that it takes by name."""
    for name, method in inspect.getmembers(Client, inspect.isfunction):
        if name.startswith("_") or name == "close":
            continue
        written = re.search(rf"`{name}\((.*?)\)`", PAGE)
        assert written, name
        named = {p.name for p in inspect.signature(method).parameters.values() if p.kind is p.KEYWORD_ONLY}
        assert named == set(re.findall(r"(\w+)=", written[1])), name
