"""``redthread validate``: whether plans hold."""

from pathlib import Path
from typing import Annotated

import typer

from graph_service.cli import verdicts
from graph_service.cli.options import LangOption, TreeFormat, UrlOption
from graph_service.cli.terminal import FINDINGS, current_language, progress
from graph_service.errors import ParameterError
from graph_service.ledger import current
from graph_service.model.verdict import Severity, Verdict
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.excerpts import shortened
from graph_service.validation.engine import Engine
from graph_service.validation.engine import validate as judge


def validate(
    paths: Annotated[list[Path] | None, typer.Argument(help="help.validate_paths", show_default=False)] = None,
    *,
    alone: Annotated[bool, typer.Option("--alone", help="help.validate_alone")] = False,
    everything: Annotated[bool, typer.Option("--all", help="help.validate_all")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="help.validate_strict")] = False,
    engine: Annotated[Engine, typer.Option(help="help.validate_engine")] = "set",
    form: Annotated[TreeFormat, typer.Option("--format", help="help.format")] = "table",
    url: UrlOption = None,
    _lang: LangOption = None,
) -> None:
    if url is None:
        verdict = _judged(paths or [], alone=alone, engine=engine)
    elif paths or alone or engine != "set":
        raise ParameterError("url_files", url=shortened(url))
    else:
        verdict = _told(url)
    if form == "json":
        verdicts.write_json(verdict)
    else:
        verdicts.print_verdict(verdict, current_language(), everything=everything)
    if not verdict.conforms or (strict and verdict.count(Severity.WARNING)):
        raise typer.Exit(FINDINGS)


def _judged(paths: list[Path], *, alone: bool, engine: Engine) -> Verdict:
    settings = Settings.from_environment()
    with progress("validate.reading"):
        given = snapshot.read_files(paths, settings) if paths else ()
        context = () if given and alone else current.plans(settings)
        dataset = snapshot.build((*context, *given))
    with progress("validate.judging"):
        only = frozenset(file.graph for file in given) or None
        return judge(dataset, engine=engine, only=only)


def _told(url: str) -> Verdict:
    from graph_service.cli.running import Running  # noqa: PLC0415 -- a third of a second that only a service needs

    return Running(url, current_language()).verdict()
