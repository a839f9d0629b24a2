"""``redthread validate``: whether plans hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from graph_service.cli import verdicts
from graph_service.cli.as_of import tell
from graph_service.cli.options import DayOption, KnownOption, LangOption, UrlOption
from graph_service.cli.terminal import FINDINGS, current_language, progress, write_bytes
from graph_service.errors import ParameterError
from graph_service.ledger import current
from graph_service.messages import Lang
from graph_service.model.as_of import AsOf, Told
from graph_service.model.finding import FindingSeen
from graph_service.model.verdict import Verdict
from graph_service.plans.moments import as_of, plans_as_of
from graph_service.questions import findings
from graph_service.reports import baseline, formats, report
from graph_service.reports.report import Earlier
from graph_service.reports.rules import rules
from graph_service.settings import Settings
from graph_service.store import files, snapshot
from graph_service.store.excerpts import shortened
from graph_service.validation.engine import Engine
from graph_service.validation.engine import validate as judge
from graph_service.validation.shapes import load

Form = Literal["table", "text", "json", "turtle", "jsonld", "html", "sarif", "junit", "github"]
"""How a report is written."""


@dataclass(frozen=True, slots=True)
class _Judged:
    verdict: Verdict
    seen: Iterable[FindingSeen]
    files: tuple[str, ...]


def validate(
    paths: Annotated[list[Path] | None, typer.Argument(help="help.validate_paths", show_default=False)] = None,
    *,
    alone: Annotated[bool, typer.Option("--alone", help="help.validate_alone")] = False,
    everything: Annotated[bool, typer.Option("--all", help="help.validate_all")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="help.validate_strict")] = False,
    earlier: Annotated[
        Path | None, typer.Option("--baseline", help="help.validate_baseline", show_default=False)
    ] = None,
    engine: Annotated[Engine, typer.Option(help="help.validate_engine")] = "set",
    form: Annotated[Form, typer.Option("--format", help="help.validate_format")] = "table",
    url: UrlOption = None,
    day: DayOption = None,
    known_at: KnownOption = None,
    _lang: LangOption = None,
) -> None:
    lang = current_language()
    asked = as_of(day, known_at)
    known = None if earlier is None else _earlier(earlier, lang)
    if url is None:
        judged = _judged(paths or [], asked, alone=alone, engine=engine, lang=lang)
    elif paths or alone or engine != "set":
        raise ParameterError("url_files", url=shortened(url))
    else:
        judged = _told(url, lang, asked)
    made = report.make(
        judged.verdict,
        judged.seen,
        lang=lang,
        rules=rules(load()),
        files=judged.files,
        strict=strict,
        baseline=known,
    )
    if form == "table":
        verdicts.print_report(made, everything=everything)
    else:
        write_bytes(formats.write(made, form))
    if made.failed:
        raise typer.Exit(FINDINGS)


def _earlier(path: Path, lang: Lang) -> tuple[Earlier, ...]:
    text = files.read_text(path, limit=Settings.from_environment().file_bytes)
    return baseline.earlier(text, str(path), lang)


def _judged(paths: list[Path], asked: AsOf, *, alone: bool, engine: Engine, lang: Lang) -> _Judged:
    settings = Settings.from_environment()
    if asked and paths and alone:
        raise ParameterError("as_of_files")
    with progress("validate.reading"):
        given = snapshot.read_files(paths, settings) if paths else ()
        alone_today = current.Plans((), today=current.today())
        context, told = (alone_today, Told()) if given and alone else plans_as_of(settings, asked)
        dataset = context.dataset(given)
    tell(told, asked)
    with progress("validate.judging"):
        only = frozenset(file.graph for file in given) or None
        verdict = judge(dataset, engine=engine, only=only)
        seen = findings.findings(dataset.store, verdict, lang)
    return _Judged(verdict, seen, tuple(str(file.path) for file in given or dataset.files.values()))


def _told(url: str, lang: Lang, asked: AsOf) -> _Judged:
    from graph_service.cli.running import Running  # noqa: PLC0415 -- a third of a second that only a service needs

    return _Judged(*Running(url, lang, asked).verdict(), ())
