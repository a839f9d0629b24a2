"""The reference pages: up to date, always the same, complete, and with links that lead somewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
import typer
from rdflib import DCTERMS, RDF, RDFS, SKOS, Graph

from graph_service import resources
from graph_service.cli import terminal
from graph_service.cli.program import app
from graph_service.messages import LANGUAGES
from graph_service.model.question import Question
from graph_service.questions.catalogue import questions
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.validation import shapes
from graph_service.vocabulary import RT, compact

ROOT: Final = Path(__file__).resolve().parents[2]
REFERENCE: Final = ROOT / "docs" / "reference"
PAGES: Final = ["cli.md", "questions.md", "settings.md", "shapes.md", "vocabulary.md"]


def _run(*arguments: str | Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return _python(ROOT / "scripts" / "reference.py", *arguments, **environment)


def _python(*arguments: str | Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        timeout=120,
        check=False,
    )


def _page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def _rows(page: str) -> list[list[str]]:
    """Give the cells of all table rows of a page."""
    rows = (re.split(r"(?<!\\)\|", line)[1:-1] for line in page.splitlines() if line.startswith("|"))
    return [[cell.strip().replace("\\", "") for cell in row] for row in rows]


def test_pages_are_up_to_date() -> None:
    """The pages in docs/reference are what the script writes now; if not, run: python scripts/reference.py."""
    finished = _run("--check")
    assert (finished.returncode, finished.stderr) == (0, "")


def test_check_names_the_pages_that_are_stale(tmp_path: Path) -> None:
    """A page that differs and one that is missing are named, the exit code is 1, and nothing is written."""
    _run("--into", tmp_path)
    (tmp_path / "cli.md").unlink()
    (tmp_path / "settings.md").write_text("# Settings\n", encoding="utf-8")
    finished = _run("--check", "--into", tmp_path)
    assert finished.returncode == 1
    assert sorted(re.findall(r"\w+\.md", finished.stderr)) == ["cli.md", "settings.md"]
    assert not (tmp_path / "cli.md").exists()


def test_rewriting_makes_stale_pages_current(tmp_path: Path) -> None:
    """Without --check the pages are written, into a folder that need not exist, and then the check holds."""
    assert _run("--into", tmp_path / "new").returncode == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == PAGES
    assert _run("--check", "--into", tmp_path / "new").returncode == 0


def test_pages_do_not_depend_on_the_environment(tmp_path: Path) -> None:
    """In another language, with settings, a narrow terminal and another order of hashing, the pages are the same."""
    strange = {"LANG": "sv_SE.UTF-8", "REDTHREAD_LANG": "sv", "REDTHREAD_PORT": "9", "COLUMNS": "20"}
    _run("--into", tmp_path / "one", PYTHONHASHSEED="1")
    _run("--into", tmp_path / "two", PYTHONHASHSEED="2", **strange)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_every_setting_is_documented() -> None:
    """The page of the settings has a row for each setting: its name, variable, default and meaning."""
    rows = {row[0]: row for row in _rows(_page("settings.md"))}
    for name, _, meaning in Settings.table():
        row = rows[f"`{name}`"]
        assert row[1] == f"`REDTHREAD_{name.upper()}`"
        assert row[3] == f"`{getattr(Settings(), name)}`"
        assert row[4] == meaning


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_every_question_is_documented(question: Question) -> None:
    """Each named question has a section with its titles, descriptions, parameters, columns and an example command."""
    section = _section(_page("questions.md"), f"### {question.name}")
    plain = section.replace("\\", "")
    for lang in LANGUAGES:
        assert f"**{question.title[lang]}** {question.description[lang]}" in plain
    assert [row[0] for row in _rows(section)[2:]] == [f"`{parameter.name}`" for parameter in question.parameters]
    assert f"Columns: {', '.join(f'`{column}`' for column in question.columns)}." in section
    given = "".join(f' --param {name}="{value}"' for name, value in question.example.items())
    assert f"\n$ redthread ask {question.name}{given}\n```\n" in section


@pytest.mark.parametrize("info", app.registered_commands, ids=lambda info: info.callback.__name__)
def test_every_command_is_documented(info: typer.models.CommandInfo) -> None:
    """Each command has a section that names just the arguments and options that its own help names."""
    assert info.callback is not None
    name = info.callback.__name__
    helped = _python("-m", "graph_service", name, "--help", REDTHREAD_LANG="en", COLUMNS="200", NO_COLOR="1")
    shown = re.findall(r"^│[ *]+(\S+(?: +-\w\b)?)", re.sub(r"\x1b\[[\d;]*m", "", helped.stdout), re.MULTILINE)
    named = {word.strip("[].").lower() for words in shown for word in words.split()}
    rows = _rows(_section(_page("cli.md"), f"## redthread {name}"))
    documented = {word for row in rows for word in re.findall(r"[\w-]*\w", row[0].strip("`").lower())}
    assert named - {"--help", "-h"} == documented - {"argument", "option"}


def test_exit_codes_are_documented() -> None:
    """The page of the program tells the three exit codes."""
    codes = [row[0] for row in _rows(_section(_page("cli.md"), "## Exit codes"))[2:]]
    assert codes == [f"`{code}`" for code in (terminal.OK, terminal.FINDINGS, terminal.UNUSABLE)]
    assert codes == ["`0`", "`1`", "`2`"]


@pytest.mark.parametrize("shape", shapes.load(), ids=lambda shape: shape.iri.rpartition("#")[2])
def test_every_shape_is_documented(shape: shapes.Shape) -> None:
    """Each shape has a section with what it applies to, each constraint, its severity, message and remedy."""
    section = _section(_page("shapes.md"), f"### rts:{shape.iri.rpartition('#')[2]}")
    for _, iri in shape.targets:
        assert f"`{compact(iri)}`" in section
    rows = _rows(section)[2:]
    for inner in (shape, *shape.properties):
        name, severity = f"rts:{inner.iri.rpartition('#')[2]}", inner.severity.name.lower()
        for constraint in inner.constraints:
            messages = constraint.messages or inner.messages
            told = [f"{texts['en']}<br>{texts['sv']}" for texts in (messages, inner.mend)]
            (checked,) = (row[1] for row in rows if [row[0], *row[2:]] == [f"`{name}`", severity, *told])
            assert f"sh:{constraint.parameter} " in checked or constraint.parameter == "sparql"
    assert section.count("```sparql") == sum(
        constraint.parameter == "sparql" for inner in (shape, *shape.properties) for constraint in inner.constraints
    )


def test_every_supported_construct_is_documented() -> None:
    """The page of the shapes lists each SHACL parameter that is understood, as an error message promises."""
    section = _section(_page("shapes.md"), "## What of SHACL is supported")
    assert [row[0] for row in _rows(section)[2:]] == [f"`sh:{name}`" for name in shapes.COMPONENTS]


def test_every_term_is_documented() -> None:
    """Every class, property, concept and scheme is on the page, with all that the ontology calls it and says of it."""
    page = _page("vocabulary.md").replace("\\", "")
    graph = Graph()
    for path in resources.folder("ontology").rglob("*.ttl"):
        graph.parse(path, format="turtle")
    told = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.definition, DCTERMS.title, DCTERMS.description)
    assert {
        str(words) for predicate in told for words in graph.objects(None, predicate) if str(words) not in page
    } == set()
    ours = {str(subject) for subject in graph.subjects(RDF.type, None) if str(subject).startswith(RT)}
    headings = {f"### {compact(scheme)}" for scheme in map(str, graph.subjects(RDF.type, SKOS.ConceptScheme))}
    assert headings <= set(page.splitlines())
    unnamed = {iri for iri in ours if f"`{iri}`" not in page and f"`{compact(iri)}`" not in page}
    assert {f"### {compact(iri)}" for iri in unnamed} - headings == set()


def test_every_rule_is_documented() -> None:
    """Each derivation rule stands on the page of the vocabulary with its query as it is."""
    page = _page("vocabulary.md")
    for path in snapshot.rules_folder().glob("*.rq"):
        query = re.sub(r"\A(#.*\n)+", "", path.read_text(encoding="utf-8")).strip()
        assert f"```sparql\n{query}\n```\n" in _section(page, f"### {path.name}")


@pytest.mark.parametrize("name", PAGES)
def test_links_to_headings_lead_somewhere(name: str) -> None:
    """Each link to a heading, on the page itself or another reference page, leads to a heading that is there."""
    targets = re.findall(r"\]\(([\w-]*(?:\.md)?)#([^)\s]+)\)", _page(name))
    assert [(page, anchor) for page, anchor in targets if anchor not in _anchors(_page(page or name))] == []


@pytest.mark.parametrize("name", PAGES)
def test_headings_have_anchors_of_their_own(name: str) -> None:
    """No two headings of a page would get the same anchor, so that every link can be trusted."""
    anchors = _anchors(_page(name))
    assert len(anchors) == len(set(anchors))


def _section(page: str, heading: str) -> str:
    """Give what stands under a heading, up to the next heading of its rank or higher."""
    rank = heading.index(" ")
    body = page[page.index(f"\n{heading}\n") + len(heading) + 2 :]
    following = re.search(rf"^#{{1,{rank}}} ", body, re.MULTILINE)
    return body[: following.start()] if following else body


def _anchors(page: str) -> list[str]:
    """Give the anchors of a page's headings, as the common renderers of Markdown make them."""
    headings = re.findall(
        r"^#{1,6} (.+)$", re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL), re.MULTILINE
    )
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
