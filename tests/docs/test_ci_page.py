"""The page on CI: its job and its hooks, run as they are written on an invented plan."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final, get_args
from xml.etree import ElementTree as ET

import pytest
import yaml

from graph_service.cli.commands.validate import Form

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS: Final = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PLAN: Final = """\
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@base <https://w3id.org/redthread/id/> .

<exempelplan> a rt:Plan ;
    dcterms:title "Exempelplan"@sv ;
    rt:level rt:local .

<exempelplan/utgava/1> a rt:PlanEdition ;
    rt:editionOf <exempelplan> ;
    rt:version "1" ;
    rt:editionStatus rt:current ;
    rt:content rt:loaded .
"""
FAULT: Final = PLAN.replace("rt:level rt:local", "rt:level rt:lokal")


def _block(language: str, beginning: str) -> str:
    (block,) = (text for kind, text in BLOCKS if kind == language and text.startswith(beginning))
    return str(block)


class Project:
    """A folder under Git with a plan, where the program is on the path."""

    def __init__(self, folder: Path) -> None:
        """Make the folder."""
        self.folder = folder / "project"
        self.plan = self.folder / "plans" / "plan.ttl"
        self.plan.parent.mkdir(parents=True)
        self._installed = folder / "installed"
        programs = folder / "bin"
        programs.mkdir()
        self._program(programs / "redthread", f'exec {shlex.quote(sys.executable)} -m graph_service "$@"')
        self._program(programs / "python", f'echo "$@" >> {shlex.quote(str(self._installed))}')
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        self.environment = {
            **kept,
            "PATH": f"{programs}:{kept['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        self.run("git init --quiet && git config user.name Ingen && git config user.email ingen@example.org")

    @property
    def installed(self) -> str:
        """What Python was asked to do."""
        return self._installed.read_text(encoding="utf-8").strip()

    def run(self, script: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run a script as GitHub does: with bash, which ends where a command fails."""
        return subprocess.run(
            ["bash", "-e", "-c", script],  # noqa: S607 -- whichever there is
            cwd=self.folder,
            env={**self.environment, **more},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def save(self, text: str) -> None:
        """Write the plan."""
        self.plan.write_text(text, encoding="utf-8")

    @staticmethod
    def _program(path: Path, command: str) -> None:
        path.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        path.chmod(0o755)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Give a project with a plan that holds, and the earlier report on it that the page says to save."""
    if shutil.which("git") is None:
        pytest.skip("there is no Git")
    made = Project(tmp_path)
    made.save(PLAN)
    saved = made.run(_block("sh", "redthread validate"))
    assert (saved.returncode, saved.stderr) == (0, "")
    return made


def _job(project: Project) -> tuple[bool, dict[str, str]]:
    """Run the steps of the job, and give whether it succeeds and what each step wrote."""
    workflow: dict[str, Any] = yaml.safe_load(_block("yaml", "# .github/workflows"))
    (job,) = workflow["jobs"].values()
    fine, wrote = True, {}
    for step in job["steps"]:
        if "run" in step and (fine or step.get("if") == "always()"):
            finished = project.run(step["run"], **workflow["env"])
            fine = fine and finished.returncode == 0
            wrote[step["name"]] = finished.stdout + finished.stderr
    return fine, wrote


def test_the_job_succeeds_where_nothing_is_new(project: Project) -> None:
    """On a plan that holds the job installs what it is told to, succeeds, and writes its reports."""
    fine, wrote = _job(project)
    assert fine, wrote
    assert project.installed == "-m pip install git+https://git.example/redthread@v0.1.0"
    assert "::error" not in wrote["Check the plans"]
    assert sorted(path.name for path in (project.folder / "reports").iterdir()) == [
        "plans.html",
        "plans.sarif",
        "plans.xml",
    ]


def test_the_job_fails_on_a_new_fault_and_writes_its_reports(project: Project) -> None:
    """A plan with a fault that is new is annotated in its line, the job fails, and the reports tell the fault too."""
    project.save(FAULT)
    fine, wrote = _job(project)
    assert not fine
    assert "::error file=plans/plan.ttl,line=5,col=1,title=Exempelplan (Document-level)::" in wrote["Check the plans"]
    assert wrote["Write the reports"] == ""
    reports = project.folder / "reports"
    results = json.loads((reports / "plans.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert [one["ruleId"] for one in results if one["level"] == "error"] == ["Document-level"]
    assert ET.parse(reports / "plans.xml").getroot().get("failures") == "1"  # noqa: S314 -- our own
    assert "rt:lokal" in (reports / "plans.html").read_text(encoding="utf-8")


def test_the_job_succeeds_on_a_fault_that_is_known(project: Project) -> None:
    """A fault that is in the earlier report does not fail the job, though it has moved in the file."""
    project.save(FAULT)
    assert project.run(_block("sh", "redthread validate")).returncode == 0
    project.save(f"# Moved.\n{FAULT}")
    fine, wrote = _job(project)
    assert fine, wrote


def test_the_hook_of_git_checks_what_is_committed(project: Project) -> None:
    """A commit with a fault is refused and tells it; one without is made, whatever else lies in the folder."""
    hook = project.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(_block("sh", "#!/bin/sh"), encoding="utf-8")
    hook.chmod(0o755)
    project.save(FAULT)
    refused = project.run("git add . && git commit --message Fault")
    assert refused.returncode == 1
    assert "new violation: Plan »Exempelplan« has a level that does not exist" in refused.stdout + refused.stderr
    project.save(PLAN)
    project.run("git add .")
    project.save(FAULT)
    made = project.run("git commit --message Mended && git log --format=%s")
    assert (made.returncode, made.stdout.splitlines()[-1]) == (0, "Mended")


def test_the_hook_of_pre_commit_refuses_a_fault(project: Project) -> None:
    """The command of the hook ends with 0 on a plan that holds and with 1 on one with a new fault."""
    config = yaml.safe_load(_block("yaml", "# .pre-commit-config.yaml"))
    (hook,) = config["repos"][0]["hooks"]
    assert re.search(hook["files"], project.plan.relative_to(project.folder).as_posix())
    assert hook["pass_filenames"] is False
    assert project.run(hook["entry"]).returncode == 0
    project.save(FAULT)
    assert project.run(hook["entry"]).returncode == 1


def test_every_format_is_on_the_page() -> None:
    """The table of formats has just the formats that there are."""
    rows = "".join(re.findall(r"^\| (`.*?) \|", PAGE.replace("`--format`", ""), re.MULTILINE))
    assert set(re.findall(r"`(\w+)`", rows)) == set(get_args(Form))
