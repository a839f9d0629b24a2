"""``redthread validate``: exit codes, findings, and what is told of files that cannot be judged."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph_service import resources

if TYPE_CHECKING:
    from conftest import Redthread

PREFIXES = (
    "@prefix rt: <https://w3id.org/redthread/ns#> .\n"
    "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
    "@base <https://w3id.org/redthread/id/> .\n"
)


@pytest.fixture
def fyrbodal(tmp_path: Path) -> Path:
    """Give a copy of a shipped plan, to be edited."""
    return Path(shutil.copy(resources.folder("data") / "subregional" / "fyrbodal-2020-2022.ttl", tmp_path))


def test_shipped_plans_hold(redthread: "Redthread", tmp_path: Path) -> None:
    """The shipped plans hold: exit code 0 from any folder, findings and summary on standard output alone."""
    finished = redthread("validate", cwd=tmp_path)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert "The plans hold.\n0 violations, " in finished.stdout


def test_strict_counts_warnings(redthread: "Redthread") -> None:
    """With --strict a warning is enough for exit code 1, and JSON holds each finding with file and line."""
    finished = redthread("validate", "--strict", "--format", "json")
    verdict = json.loads(finished.stdout)
    assert (finished.returncode, finished.stderr) == (1, "")
    assert verdict["conforms"] is True
    assert verdict["warnings"] == sum(finding["severity"] == "warning" for finding in verdict["findings"]) > 0
    assert all(Path(finding["file"]).is_file() for finding in verdict["findings"])


def test_edited_plan_takes_the_shipped_ones_place(redthread: "Redthread", fyrbodal: Path) -> None:
    """A file with the graph of a shipped plan is judged in its place, and findings tell the line of the edited file."""
    text = fyrbodal.read_text(encoding="utf-8")
    block = text.index("\n<fyrbodal-2020-2022/effektmal/4B> a rt:EffectGoal ;")
    line = text[: block + 1].count("\n") + 1
    title = text.index("dcterms:title", block)
    fyrbodal.write_text(f"{text[:title]}dcterms:tilte{text[title + len('dcterms:title') :]}", encoding="utf-8")
    finished = redthread("validate", fyrbodal.name, "--format", "json", cwd=fyrbodal.parent)
    verdict = json.loads(finished.stdout)
    assert (finished.returncode, verdict["conforms"]) == (1, False)
    worst = [finding for finding in verdict["findings"] if finding["severity"] == "violation"]
    assert {(finding["file"], finding["line"]) for finding in worst} == {(fyrbodal.name, line)}
    assert all(finding["messages"]["sv"] for finding in worst)


def test_unchanged_copy_is_judged_as_the_shipped_plan(redthread: "Redthread", fyrbodal: Path) -> None:
    """A copy of a shipped plan holds, for its graph is not there twice; alone it lacks what it points at."""
    assert redthread("validate", str(fyrbodal)).returncode == 0
    assert redthread("validate", "--alone", str(fyrbodal)).returncode == 1


def test_hostile_texts_are_shown_as_texts(redthread: "Redthread", tmp_path: Path) -> None:
    """A title with markup and escape sequences is shown letter by letter, without what could steer the terminal."""
    path = tmp_path / "plan.ttl"
    title = r'"[red]Mål[/] \u001B]0;x\u0007\u202Eåäö"@sv'
    path.write_text(f"{PREFIXES}<x/mal/1> a rt:EffectGoal ;\n    dcterms:title {title} .\n", encoding="utf-8")
    finished = redthread("validate", "--alone", "--all", "plan.ttl", "--lang", "sv", cwd=tmp_path)
    assert finished.returncode == 1
    assert "fel: Effektmål »[red]Mål[/] ]0;xåäö« " in finished.stdout
    assert "(plan.ttl, rad 4)" in finished.stdout
    assert not {"\x1b", "\x07", "\u202e"} & set(finished.stdout)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<a> rt:x 1 ;\n    rt:y nothing .", "plan.ttl, rad 5, kolumn 10: nothing is not a valid RDF object"),
        ("<a> dct:title 1 .", "plan.ttl, rad 4: prefixet dct: är inte deklarerat. Menade du dcat:, dcterms:? Lägg"),
        ("<a> rt:x 'å' .".encode("latin-1"), "plan.ttl, rad 1: inte UTF-8. Spara filen som UTF-8 och försök igen."),
        ("<a> rt:content rt:loaded . <b> rt:content rt:loaded .", "plan.ttl: mer än en utgåva eller ett register är"),
        ("", "plan.ttl: filen säger ingenting."),
        (None, "plan.ttl: filen eller mappen finns inte. Kontrollera namnet."),
    ],
    ids=["malformed", "prefix", "latin-1", "two editions", "empty", "missing"],
)
def test_file_that_cannot_be_judged_is_told(
    redthread: "Redthread", tmp_path: Path, content: str | bytes | None, told: str
) -> None:
    """A file that cannot be read ends with exit code 2 and one message with file, line and way out, in Swedish."""
    path = tmp_path / "plan.ttl"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        path.write_text(PREFIXES + content if content else "", encoding="utf-8")
    finished = redthread("validate", "plan.ttl", cwd=tmp_path, REDTHREAD_LANG="sv")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(told)
    assert finished.stderr.count("\n") == 1


def test_first_unreadable_path_ends_it_all(redthread: "Redthread", tmp_path: Path) -> None:
    """One file that cannot be read among others ends with exit code 2, and nothing is judged."""
    (tmp_path / "a.ttl").write_text(f"{PREFIXES}<a> a rt:Goal .", encoding="utf-8")
    with (tmp_path / "b.ttl").open("wb") as file:
        file.truncate(100_000_000)
    finished = redthread("validate", str(tmp_path))
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(f"{tmp_path / 'b.ttl'}: 100000000 bytes; at most 50000000 are read.")
