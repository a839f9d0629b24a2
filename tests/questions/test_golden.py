"""The named questions against answers that were worked out by reading the sources."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from graph_service.messages import LANGUAGES
from graph_service.questions import ask, catalogue
from graph_service.store.snapshot import Snapshot

GOLDEN = sorted((Path(__file__).parent.parent / "golden").glob("*.toml"))


def _folded(cell: str) -> str:
    """Fold white space, and case, since headings printed in capitals are stored in normal case."""
    return " ".join(cell.split()).casefold()


def _answer(shipped: Snapshot, base: str, path: Path, golden: dict[str, Any]) -> list[tuple[str, ...]]:
    question = catalogue.find(path.name.split(".")[0])
    table = ask.ask(shipped.store, question, golden.get("parameters", {}), base=base, lang="sv")
    return [
        tuple(_folded(row[column].value) if column in row else "" for column in golden["columns"]) for row in table.rows
    ]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_answer_agrees_with_the_sources(shipped: Snapshot, base: str, path: Path) -> None:
    """A question's answer holds every row that the sources give, and nothing else where they give all."""
    golden = tomllib.loads(path.read_text(encoding="utf-8"))
    expected = {tuple(_folded(cell) for cell in row) for row in golden["rows"]}
    answer = set(_answer(shipped, base, path, golden))
    assert expected - answer == set(), "rows that the sources give are missing"
    if golden["complete"]:
        assert answer - expected == set(), "the answer has rows that the sources do not give"


@pytest.mark.parametrize("question", catalogue.questions(), ids=lambda question: question.name)
def test_every_question_has_a_golden_answer(question: Any) -> None:  # noqa: ANN401
    """There is an answer worked out from the sources for each named question, and it has rows."""
    paths = [path for path in GOLDEN if path.name.split(".")[0] == question.name]
    assert any(tomllib.loads(path.read_text(encoding="utf-8"))["rows"] for path in paths)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("question", catalogue.questions(), ids=lambda question: question.name)
def test_example_gives_the_declared_columns(shipped: Snapshot, base: str, question: Any, lang: Any) -> None:  # noqa: ANN401
    """Each question's own example gives rows with just the columns that its header declares."""
    table = ask.ask(shipped.store, question, question.example, base=base, lang=lang)
    assert table.columns == question.columns
    assert table.rows
