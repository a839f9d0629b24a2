"""``redthread stats`` and ``redthread export``: the dataset as a whole."""

from pathlib import Path
from typing import Annotated

import typer

from graph_service.cli import tables
from graph_service.cli.options import DayOption, KnownOption, LangOption, RowOption, UrlOption
from graph_service.cli.source import source
from graph_service.cli.terminal import current_language, write_bytes
from graph_service.errors import UnknownThingError, UnreadableInputError
from graph_service.messages import text
from graph_service.store import labels
from graph_service.store.excerpts import shortened
from graph_service.store.internal import internal_query
from graph_service.store.port import DumpFormat
from graph_service.vocabulary import DERIVED_GRAPH, compact


def stats(
    form: RowOption = "table",
    url: UrlOption = None,
    day: DayOption = None,
    known: KnownOption = None,
    _lang: LangOption = None,
) -> None:
    language = current_language()
    asked = source(url, language, day, known, names=True)
    graphs = [(r["graph"].value, int(r["statements"].value)) for r in asked.store.select(internal_query("graphs")).rows]
    classes = [(r["class"].value, int(r["count"].value)) for r in asked.store.select(internal_query("classes")).rows]
    if form != "table":
        rows = [("graph", *row) for row in graphs] + [("class", *row) for row in classes]
        write_bytes(tables.serialise(("what", "iri", "count"), rows, form))
        return
    derived = text("stats.derived", language)
    shown = [(derived if g == DERIVED_GRAPH else compact(g, asked.base), n) for g, n in graphs]
    shown.append((text("stats.total", language), sum(n for _, n in graphs)))
    names = labels.describe(asked.store, {iri for iri, _ in classes})
    tables.print_rows((text("stats.graph", language), text("stats.quads", language)), shown, lang=language)
    tables.print_rows(
        (text("stats.class", language), text("stats.count", language)),
        [(names[iri].title(language) if names[iri].titles else compact(iri), n) for iri, n in classes],
        lang=language,
    )


def export(
    form: Annotated[DumpFormat, typer.Option("--format", help="help.export_format")] = "trig",
    graph: Annotated[str | None, typer.Option("--graph", help="help.export_graph", show_default=False)] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="help.export_output", show_default=False)
    ] = None,
    url: UrlOption = None,
    day: DayOption = None,
    known: KnownOption = None,
    _lang: LangOption = None,
) -> None:
    asked = source(url, current_language(), day, known)
    name = None
    if graph is not None:
        name = next((g for g in asked.store.graphs() if graph in {g, compact(g, asked.base)}), None)
        if name is None:
            raise UnknownThingError("unknown_graph", name=shortened(graph))
    body = asked.store.dump(name, form)
    if output is None:
        write_bytes(body)
        return
    try:
        output.write_bytes(body)
    except OSError as error:
        raise UnreadableInputError("write_failed", path=output, reason=error.strerror or error) from error
