"""``redthread show``: everything that the graph says of one thing."""

from typing import Annotated, Literal

import typer
from rich.table import Table as RichTable
from rich.text import Text

from graph_service.cli.options import DayOption, KnownOption, LangOption, UrlOption
from graph_service.cli.source import source
from graph_service.cli.terminal import current_language, out, write_bytes
from graph_service.messages import text
from graph_service.model.json_bytes import as_json
from graph_service.model.terms import Iri
from graph_service.store.internal import internal_query
from graph_service.store.sparql_text import with_values
from graph_service.trace.show import show as gather
from graph_service.vocabulary import compact


def show(
    name: Annotated[list[str], typer.Argument(help="help.thing", show_default=False)],
    form: Annotated[Literal["table", "turtle", "json"], typer.Option("--format", help="help.format")] = "table",
    url: UrlOption = None,
    day: DayOption = None,
    known: KnownOption = None,
    _lang: LangOption = None,
) -> None:
    language = current_language()
    asked = source(url, language, day, known)
    thing = asked.resolve(" ".join(name))
    if form == "turtle":
        write_bytes(asked.store.answer(with_values(internal_query("statements"), "thing", [Iri(thing)])).body)
        return
    description = gather(asked.store, thing, base=asked.base, lang=language)
    if form == "json":
        sayings = {
            side: [
                {"property": s.property, "value": s.value.value, "shown": s.shown} for s in getattr(description, side)
            ]
            for side in ("outgoing", "incoming")
        }
        body = {"iri": thing, "heading": description.heading, **sayings}
        write_bytes(as_json(body))
        return
    console = out()
    heading = Text.assemble((description.heading, "bold"), "  ", (compact(thing, asked.base), "dim"))
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
