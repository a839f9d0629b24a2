"""The commands of ``redthread``."""

from contextlib import suppress
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer
from rich.table import Table as RichTable
from rich.text import Text

from graph_service import __version__
from graph_service.cli import help_texts, queries, tables, verdicts
from graph_service.cli.tables import RowFormat
from graph_service.cli.terminal import (
    FINDINGS,
    current_language,
    err,
    loaded,
    open_streams,
    out,
    progress,
    stoppable,
    told_errors,
    write_bytes,
)
from graph_service.cli.threads import print_thread
from graph_service.cli.words import Command, Group
from graph_service.errors import ParameterError, UnknownThingError, UnreadableInputError
from graph_service.messages import Lang, text
from graph_service.model.question import Question
from graph_service.model.terms import Iri
from graph_service.model.verdict import Severity
from graph_service.questions import ask as asking
from graph_service.questions import catalogue
from graph_service.settings import Settings
from graph_service.store import labels, snapshot
from graph_service.store.excerpts import is_text, shortened
from graph_service.store.internal import internal_query
from graph_service.store.port import DumpFormat
from graph_service.store.sparql_text import with_values
from graph_service.trace.resolve import resolve
from graph_service.trace.show import show as gather
from graph_service.trace.thread import trace as follow
from graph_service.validation.engine import Engine
from graph_service.validation.engine import validate as judge
from graph_service.vocabulary import DERIVED_GRAPH, RT, compact

if TYPE_CHECKING:
    from graph_service.model.thread import Direction

TreeFormat = Literal["table", "json"]

app: Final = typer.Typer(
    name="redthread",
    cls=Group,
    help="help.program",
    options_metavar="typer.options_metavar",
    subcommand_metavar="typer.command_metavar",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
command: Final = partial(app.command, cls=Command, options_metavar="typer.options_metavar")

LangOption = Annotated[Lang | None, typer.Option("--lang", help="help.lang", show_default=False)]


def main() -> None:
    """Run the program; what it says is in the user's language."""
    open_streams()
    whole = typer.main.get_command(app)
    help_texts.translate(whole, current_language())
    with told_errors():
        whole(prog_name="redthread")


def _version(*, wanted: bool) -> None:
    if wanted:
        write_bytes(f"redthread {__version__}".encode())
        raise typer.Exit


@app.callback()
def program(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="help.version", is_eager=True, callback=lambda value: _version(wanted=value)),
    ] = False,
    _lang: LangOption = None,
) -> None:
    """Take the options that come before a command; the language is read from the command line by then."""


@command(help="help.validate")
def validate(
    paths: Annotated[list[Path] | None, typer.Argument(help="help.validate_paths", show_default=False)] = None,
    *,
    alone: Annotated[bool, typer.Option("--alone", help="help.validate_alone")] = False,
    everything: Annotated[bool, typer.Option("--all", help="help.validate_all")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="help.validate_strict")] = False,
    engine: Annotated[Engine, typer.Option(help="help.validate_engine")] = "set",
    form: Annotated[TreeFormat, typer.Option("--format", help="help.format")] = "table",
    _lang: LangOption = None,
) -> None:
    settings = Settings.from_environment()
    with progress("validate.reading"):
        given = snapshot.read_files(paths, settings) if paths else ()
        context = () if given and alone else snapshot.shipped_files(settings)
        dataset = snapshot.build((*context, *given))
    with progress("validate.judging"):
        only = frozenset(file.graph for file in given) or None
        verdict = judge(dataset, engine=engine, only=only)
    if form == "json":
        verdicts.write_json(verdict)
    else:
        verdicts.print_verdict(verdict, current_language(), everything=everything)
    if not verdict.conforms or (strict and verdict.count(Severity.WARNING)):
        raise typer.Exit(FINDINGS)


@command(help="help.query")
def query(
    source: Annotated[str, typer.Argument(help="help.query_source", show_default=False)],
    form: Annotated[queries.QueryFormat | None, typer.Option("--format", help="help.query_format")] = None,
    _lang: LangOption = None,
) -> None:
    asked = queries.read(source, Settings.from_environment())
    dataset, settings = loaded()
    queries.answer(dataset.store, asked, form, base=settings.base, lang=current_language())


@command(help="help.ask")
def ask(
    name: Annotated[str, typer.Argument(help="help.ask_name", show_default=False)],
    params: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="help.ask_param", show_default=False)
    ] = None,
    form: Annotated[RowFormat, typer.Option("--format", help="help.format")] = "table",
    *,
    sparql: Annotated[bool, typer.Option("--sparql", help="help.ask_sparql")] = False,
    _lang: LangOption = None,
) -> None:
    language = current_language()
    question = catalogue.find(name, language)
    given = _pairs(params or [])
    dataset, settings = loaded()
    if sparql:
        write_bytes(asking.fill(dataset.store, question, given, base=settings.base, lang=language).encode())
        return
    with stoppable():
        table = asking.ask(dataset.store, question, given, base=settings.base, lang=language)
    if form == "table":
        err().print(question.title[language], style="bold")
    tables.write_table(table, form, base=settings.base, lang=language)


@command(help="help.questions")
def questions(
    name: Annotated[str | None, typer.Argument(help="help.questions_name", show_default=False)] = None,
    form: Annotated[RowFormat, typer.Option("--format", help="help.format")] = "table",
    _lang: LangOption = None,
) -> None:
    language = current_language()
    listed = catalogue.questions() if name is None else (catalogue.find(name, language),)
    if name is not None and form == "table":
        _explain(listed[0], language)
        return
    columns = tuple(text(f"questions.{key}", language) for key in ("name", "title", "parameters"))
    rows = [(q.name, q.title[language], ", ".join(p.name for p in q.parameters)) for q in listed]
    if form == "table":
        tables.print_rows(columns, rows, lang=language)
        err().print(text("questions.hint", language), soft_wrap=True)
    else:
        write_bytes(tables.serialise(("name", "title", "parameters"), rows, form))


@command(help="help.trace")
def trace(
    name: Annotated[list[str], typer.Argument(help="help.thing", show_default=False)],
    *,
    up: Annotated[bool, typer.Option("--up", help="help.trace_up")] = False,
    down: Annotated[bool, typer.Option("--down", help="help.trace_down")] = False,
    both: Annotated[bool, typer.Option("--both", help="help.trace_both")] = False,
    depth: Annotated[int | None, typer.Option(min=1, max=100, help="help.trace_depth", show_default=False)] = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="help.trace_evidence")] = False,
    stated: Annotated[bool, typer.Option("--stated-only", help="help.trace_stated")] = False,
    form: Annotated[TreeFormat, typer.Option("--format", help="help.format")] = "table",
    _lang: LangOption = None,
) -> None:
    language = current_language()
    direction: Direction = "both" if both or up == down else "up" if up else "down"
    dataset, settings = loaded()
    start = resolve(dataset.store, " ".join(name), base=settings.base, lang=language)
    steps = depth or settings.trace_depth
    thread = follow(
        dataset.store,
        start,
        direction=direction,
        depth=steps,
        basis=frozenset({"stated"}) if stated else frozenset({"stated", "inferred"}),
        lang=language,
    )
    if form == "json":
        write_bytes(tables.as_json(asdict(thread)))
        return
    relations = {f"{RT}{hop.relation}" for hop in (*thread.up, *thread.down)}
    names = labels.describe(dataset.store, {*thread.nodes, *relations})
    names |= {f"relation:{iri.removeprefix(RT)}": names[iri] for iri in relations}
    print_thread(thread, names, base=settings.base, lang=language, evidence=evidence, depth=steps)


@command(help="help.show")
def show(
    name: Annotated[list[str], typer.Argument(help="help.thing", show_default=False)],
    form: Annotated[Literal["table", "turtle", "json"], typer.Option("--format", help="help.format")] = "table",
    _lang: LangOption = None,
) -> None:
    language = current_language()
    dataset, settings = loaded()
    thing = resolve(dataset.store, " ".join(name), base=settings.base, lang=language)
    if form == "turtle":
        write_bytes(dataset.store.answer(with_values(internal_query("statements"), "thing", [Iri(thing)])).body)
        return
    description = gather(dataset.store, thing, base=settings.base, lang=language)
    if form == "json":
        sayings = {
            side: [
                {"property": s.property, "value": s.value.value, "shown": s.shown} for s in getattr(description, side)
            ]
            for side in ("outgoing", "incoming")
        }
        body = {"iri": thing, "heading": description.heading, **sayings}
        write_bytes(tables.as_json(body))
        return
    console = out()
    heading = Text.assemble((description.heading, "bold"), "  ", (compact(thing, settings.base), "dim"))
    console.print(heading, soft_wrap=True)
    for side in ("outgoing", "incoming"):
        sayings_of_side = getattr(description, side)
        if sayings_of_side:
            console.print(text(f"show.{side}", language), style="italic")
            grid = RichTable(show_header=False)
            grid.add_column(style="cyan", overflow="fold")
            grid.add_column(overflow="fold")
            for saying in sayings_of_side:
                grid.add_row(saying.property, saying.shown)
            console.print(grid)


@command(help="help.stats")
def stats(
    form: Annotated[RowFormat, typer.Option("--format", help="help.format")] = "table",
    _lang: LangOption = None,
) -> None:
    language = current_language()
    dataset, settings = loaded()
    graphs = [
        (r["graph"].value, int(r["statements"].value)) for r in dataset.store.select(internal_query("graphs")).rows
    ]
    classes = [(r["class"].value, int(r["count"].value)) for r in dataset.store.select(internal_query("classes")).rows]
    if form != "table":
        rows = [("graph", *row) for row in graphs] + [("class", *row) for row in classes]
        write_bytes(tables.serialise(("what", "iri", "count"), rows, form))
        return
    derived = text("stats.derived", language)
    shown = [(derived if g == DERIVED_GRAPH else compact(g, settings.base), n) for g, n in graphs]
    shown.append((text("stats.total", language), sum(n for _, n in graphs)))
    names = labels.describe(dataset.store, {iri for iri, _ in classes})
    tables.print_rows((text("stats.graph", language), text("stats.quads", language)), shown, lang=language)
    tables.print_rows(
        (text("stats.class", language), text("stats.count", language)),
        [(names[iri].title(language) if names[iri].titles else compact(iri), n) for iri, n in classes],
        lang=language,
    )


@command(help="help.export")
def export(
    form: Annotated[DumpFormat, typer.Option("--format", help="help.export_format")] = "trig",
    graph: Annotated[str | None, typer.Option("--graph", help="help.export_graph", show_default=False)] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="help.export_output", show_default=False)
    ] = None,
    _lang: LangOption = None,
) -> None:
    dataset, settings = loaded()
    name = None
    if graph is not None:
        name = next((g for g in dataset.store.graphs() if graph in {g, compact(g, settings.base)}), None)
        if name is None:
            raise UnknownThingError("unknown_graph", name=shortened(graph))
    body = dataset.store.dump(name, form)
    if output is None:
        write_bytes(body)
        return
    try:
        output.write_bytes(body)
    except OSError as error:
        raise UnreadableInputError("write_failed", path=output, reason=error.strerror or error) from error


@command(help="help.serve")
def serve(
    paths: Annotated[list[Path] | None, typer.Argument(help="help.serve_paths", show_default=False)] = None,
    *,
    host: Annotated[str | None, typer.Option(help="help.serve_host", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="help.serve_port", show_default=False)] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=1000, help="help.serve_workers", show_default=False)] = None,
    _lang: LangOption = None,
) -> None:
    from graph_service.api import server  # noqa: PLC0415 -- half a second that only this command needs

    language = current_language()
    settings = Settings.from_environment()
    settings = replace(
        settings,
        host=host or settings.host,
        port=port or settings.port,
        workers=workers or settings.workers,
    )
    server.ensure_free(settings.host, settings.port)
    err().print(text("serve.loading", language))
    given = snapshot.read_files(paths, settings) if paths else snapshot.shipped_files(settings)
    dataset = snapshot.build(given)
    verdict = judge(dataset)
    err().print(verdicts.summary(verdict, language))
    if not verdict.conforms:
        err().print(text("error.not_loaded", language))
        raise typer.Exit(FINDINGS)

    def tell() -> None:
        url = replace(settings, public_url="").url
        err().print(text("serve.ready", language, url=url), style="bold green")
        err().print(text("serve.look", language, url=url), soft_wrap=True)

    with suppress(KeyboardInterrupt):
        server.run(dataset, verdict, settings, ready=tell)
    err().print(text("serve.stopped", language))


def _pairs(items: list[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for item in items:
        name, equals, value = item.partition("=")
        if not equals or not name.strip():
            raise ParameterError("parameter_form", text=shortened(item))
        if not is_text(value):
            raise ParameterError("not_text", text=shortened(item))
        if name.strip() in given:
            raise ParameterError("parameter_repeated", name=name.strip())
        given[name.strip()] = value
    return given


def _explain(question: Question, lang: Lang) -> None:
    console = out()
    console.print(question.title[lang], style="bold", soft_wrap=True)
    console.print(question.description[lang], soft_wrap=True)
    for parameter in question.parameters:
        default = parameter.default
        rule = text("questions.required", lang) if default is None else text("questions.any", lang)
        if default:
            rule = f"{text('questions.default', lang)}: {default}"
        kind = text(f"type.{parameter.type}", lang)
        console.print(f"  --param {parameter.name}=…  {parameter.label[lang]}: {kind} ({rule})", soft_wrap=True)
    console.print(f"{text('questions.columns', lang)}: {', '.join(question.columns)}", soft_wrap=True)
    given = "".join(f' --param {key}="{value}"' for key, value in question.example.items())
    console.print(f"{text('questions.example', lang)}: redthread ask {question.name}{given}", soft_wrap=True)
