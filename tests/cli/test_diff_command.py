"""``redthread diff``: what differs between two files or folders."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from graph_service import resources

if TYPE_CHECKING:
    from conftest import Redthread

PLAN: Final = resources.folder("data") / "regional" / "vastkom-2019.ttl"
TEXT: Final = PLAN.read_text(encoding="utf-8")
GOAL: Final = "https://w3id.org/redthread/id/vastkom-2019/mal/nationellt-2"
TITLE: Final = "Fler nationella tjänster nyttjas av kommunerna 2019, än 2018"
BARE: Final = """@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
<a/mal/1> a rt:Goal ; <http://purl.org/dc/terms/title> "Mål"@sv .
"""


@pytest.fixture
def reworded(tmp_path: Path) -> Path:
    """Give a copy of a plan in which a goal is reworded, another stands elsewhere, and a link has another basis."""
    path = tmp_path / "plan.ttl"
    new = TEXT.replace(TITLE, TITLE.replace("nationella", "digitala"), 1)
    head, found, tail = new.partition("<vastkom-2019/mal/nationellt-3> a")
    tail = tail.replace("rt:position 3", "rt:position 4", 1).replace("rt:basis rt:stated", "rt:basis rt:inferred", 1)
    path.write_text(head + found + tail, encoding="utf-8")
    return path


def test_same_file_does_not_differ(redthread: "Redthread") -> None:
    """Where nothing differs, the command says so and ends with exit code 0."""
    finished = redthread("diff", str(PLAN), str(PLAN), "--lang", "sv")
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "Ingen skillnad.\n", "")


def test_difference_reads_without_colours(redthread: "Redthread", reworded: Path) -> None:
    """What differs is told thing by thing with signs, in the user's language, and ends with exit code 1."""
    finished = redthread("diff", str(PLAN), str(reworded), "--lang", "sv")
    assert (finished.returncode, finished.stderr) == (1, "")
    lines = finished.stdout.splitlines()
    assert lines[0] == "Planelement"
    assert lines[1].startswith(f"~ Leveransmål {TITLE.replace('nationella', 'digitala')} ")
    assert "Fler [-nationella-]{+digitala+} tjänster nyttjas av kommunerna 2019, än 2018" in lines[2]
    assert lines[3].startswith("> Leveransmål Nationell tjänst för säkra digitala meddelande")
    assert lines[4] == "    plats i ordningen: 3 → 4"
    (link,) = [line for line in lines if line.startswith("~ Leveransmål »")]
    assert link.endswith("—del av→ Avsnitt »Projekt / arbeten som drivs nationellt«")
    assert "    grund: - uttalad" in lines
    assert "    grund: + härledd" in lines
    assert lines[-3:] == [
        "Planelement: 0 nya, 0 borta, 1 ändrade, 1 flyttade.",
        "Länkar: 0 nya, 0 borta, 1 ändrade, 0 flyttade.",
        "Allt annat: 0 nya, 0 borta, 0 ändrade, 0 flyttade.",
    ]
    assert "\x1b" not in finished.stdout


def test_difference_as_json(redthread: "Redthread", reworded: Path) -> None:
    """As JSON a difference has counts, and each thing with its runs of words, its values as terms, and its moves."""
    finished = redthread("diff", str(PLAN), str(reworded), "--format", "json")
    told = json.loads(finished.stdout)
    assert finished.returncode == 1
    assert told["differs"] is True
    assert told["counts"]["elements"] == {"added": 0, "removed": 0, "changed": 1, "moved": 1}
    (changed,) = told["elements"]["changed"]
    assert changed["iri"] == GOAL
    assert [run["kind"] for run in changed["properties"][0]["texts"][0]["runs"]] == ["kept", "removed", "added", "kept"]
    (move,) = told["elements"]["moved"][0]["moves"]
    assert (move["way"], move["before"][0]["value"], move["after"][0]["value"]) == ("position", "3", "4")
    (link,) = told["links"]["changed"]
    assert link["aspects"] == ["basis"]
    assert link["relation"].endswith("#partOf")
    assert link["properties"][0]["added"] == [{"type": "uri", "value": "https://w3id.org/redthread/ns#inferred"}]


def test_two_editions_in_files_of_their_own_are_compared_element_by_element(
    redthread: "Redthread", tmp_path: Path
) -> None:
    """Two files that hold different editions are compared all the same; what only stands elsewhere is counted."""
    later = tmp_path / "later.ttl"
    new = TEXT.replace("<vastkom-2019/utgava/2019>", "<vastkom-2019/utgava/2019-2>")
    later.write_text(new.replace(TITLE, "Alla tjänster nyttjas"), encoding="utf-8")
    finished = redthread("diff", str(PLAN), str(later))
    elements = finished.stdout.split("\n\n")[0].splitlines()
    assert "    title or text: [-Fler nationella-]{+Alla+} tjänster nyttjas[- av kommunerna 2019, än 2018-]" in elements
    assert re.fullmatch(
        r"> \d+ stand in vastkom-2019/utgava/2019-2, and stood in vastkom-2019/utgava/2019\.", elements[-1]
    )
    assert "Elements: 0 new, 0 gone, 1 changed, " in finished.stdout


def test_name_of_a_file_is_no_difference(redthread: "Redthread", tmp_path: Path) -> None:
    """Two files that name no edition, with the same statements, do not differ though they are called differently."""
    one, other = tmp_path / "one.ttl", tmp_path / "other.ttl"
    one.write_text(BARE, encoding="utf-8")
    other.write_text(BARE, encoding="utf-8")
    assert redthread("diff", str(one), str(other)).returncode == 0


def test_folders_are_matched_graph_by_graph(redthread: "Redthread", tmp_path: Path) -> None:
    """Two folders are compared by what their files hold, however the files are called."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        (folder / f"{folder.name}-plan.ttl").write_text(TEXT, encoding="utf-8")
    assert redthread("diff", str(old), str(new)).returncode == 0
    (new / "more.ttl").write_text(BARE, encoding="utf-8")
    finished = redthread("diff", str(old), str(new))
    assert finished.returncode == 1
    assert "+ Goal Mål a/mal/1" in finished.stdout.splitlines()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((str(PLAN), "nowhere.ttl"), "nowhere.ttl: there is no such file or folder."),
        ((str(PLAN), __file__), "unknown kind of file"),
        ((str(PLAN),), "Missing argument"),
    ],
    ids=["missing", "ending", "usage"],
)
def test_what_cannot_be_compared_ends_with_2(redthread: "Redthread", arguments: tuple[str, ...], told: str) -> None:
    """What is missing or cannot be read, and wrong usage, end with exit code 2 and nothing on standard output."""
    finished = redthread("diff", *arguments)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert told.lower() in " ".join(finished.stderr.split()).lower()
