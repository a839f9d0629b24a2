"""The files under data/: how they are written, and that what they quote stands in the sources."""

import re
from collections import Counter
from pathlib import Path

import pytest

from graph_service import resources
from graph_service.store.snapshot import Snapshot

DATA = resources.folder("data")
FILES = sorted(DATA.rglob("*.ttl"))
SOURCES = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "sources"
"""The documents as text lie beside the project where it is developed; they are not part of it."""

BLOCK = re.compile(r"^(<[^>]*>) ", re.MULTILINE)


def _ids(path: Path) -> str:
    return str(path.relative_to(DATA))


@pytest.mark.parametrize("path", FILES, ids=_ids)
def test_file_is_readable_turtle(path: Path) -> None:
    """A file says what it holds, uses the base, has one block per subject and no blank nodes, tabs or stray spaces."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "@base <https://w3id.org/redthread/id/> ." in text
    assert [subject for subject, count in Counter(BLOCK.findall(text)).items() if count > 1] == []
    bare = re.sub(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\]|\\.)*"|#[^\n]*', '""', text)
    assert "[" not in bare
    assert "_:" not in bare
    assert "\t" not in text
    assert re.search(r"[ ]+$", text, re.MULTILINE) is None
    assert text.endswith("\n")


def test_no_subject_is_described_in_two_files() -> None:
    """Each thing has its block in one file only."""
    subjects = Counter(subject for path in FILES for subject in set(BLOCK.findall(path.read_text(encoding="utf-8"))))
    assert [subject for subject, count in subjects.items() if count > 1] == []


def test_nothing_points_at_something_unknown(shipped: Snapshot, base: str) -> None:
    """Every resource that is pointed at is described."""
    query = f"""
        SELECT DISTINCT ?thing {{
          ?s ?p ?thing . FILTER (STRSTARTS(STR(?thing), "{base}"))
          FILTER NOT EXISTS {{ ?thing ?q ?o }}
        }}"""
    assert [row["thing"].value for row in shipped.store.select(query).rows] == []


def test_relations_are_written_as_links_only() -> None:
    """No file states a relation of the threads as a plain triple."""
    upward = re.compile(
        r"^\s+rt:(contributesTo|partOf|inArea|alignsWith|respondsTo|addresses|tracesTo|continues) ", re.MULTILINE
    )
    assert [_ids(path) for path in FILES if upward.search(path.read_text(encoding="utf-8"))] == []


def test_what_is_quoted_stands_in_the_sources(shipped: Snapshot) -> None:
    """Every quote from one of the five documents stands there word for word; capitals and line breaks aside."""
    if not SOURCES.is_dir():
        pytest.skip("the source documents as text are not beside this checkout; they are not part of the project")
    text = _plain(" ".join(path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.txt"))))
    query = """
        SELECT ?thing ?quote {
          ?thing rt:quote ?quote ; dcterms:source/rt:editionOf ?document .
          VALUES ?document {
            <https://w3id.org/redthread/id/vastkom-2018> <https://w3id.org/redthread/id/e-halsa-mall-2016>
            <https://w3id.org/redthread/id/fyrbodal-2020-2022> <https://w3id.org/redthread/id/vastkom-resultat-2019>
            <https://w3id.org/redthread/id/regional-digital-agenda-bakgrund>
          }
        }"""
    rows = shipped.store.select(query).rows
    missing = [
        (row["thing"].value, part)
        for row in rows
        for part in row["quote"].value.split("[…]")
        if _plain(part) not in text
    ]
    assert len(rows) > 700
    assert missing == []


def _plain(text: str) -> str:
    text = re.sub(r"\[footnoteRef:\d+\]", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\*+|\\(?=_)|[·•\u00ad]|^\s*#+\s", "", text, flags=re.MULTILINE)
    return re.sub(r"[\s-]+", "", text).casefold()
