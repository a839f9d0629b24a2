"""``redthread search``: what has some words."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.text import Text

from graph_service.cli import tables
from graph_service.cli.options import DayOption, KnownOption, LangOption, RowOption, UrlOption
from graph_service.cli.source import source
from graph_service.cli.terminal import current_language, err, out, write_bytes
from graph_service.messages import Lang, text
from graph_service.model.json_bytes import as_json
from graph_service.model.search import Found, Hit

_COLUMNS = ("id", "kind", "code", "title", "plan_title", "match", "field", "snippet", "score")


def search(
    words: Annotated[list[str], typer.Argument(help="help.search_words", show_default=False)],
    kind: Annotated[str | None, typer.Option(help="help.search_kind", show_default=False)] = None,
    plan: Annotated[str | None, typer.Option(help="help.search_plan", show_default=False)] = None,
    limit: Annotated[int, typer.Option(min=1, help="help.search_limit")] = 20,
    form: RowOption = "table",
    url: UrlOption = None,
    day: DayOption = None,
    known: KnownOption = None,
    _lang: LangOption = None,
) -> None:
    language = current_language()
    found = source(url, language, day, known).search(" ".join(words), kind=kind, plan=plan, limit=limit)
    if form == "json":
        write_bytes(as_json([asdict(hit) for hit in found.hits]))
    elif form == "table":
        _print(found, language, grouped=kind is None)
    else:
        rows = [[_cell(hit, column) for column in _COLUMNS] for hit in found.hits]
        write_bytes(tables.serialise(_COLUMNS, rows, form))


def _cell(hit: Hit, column: str) -> str:
    if column == "snippet":
        return "".join(piece.text for piece in hit.snippet)
    return str(getattr(hit, column))


def _print(found: Found, lang: Lang, *, grouped: bool) -> None:
    console = out()
    for hit in found.hits:
        console.print(_heading(hit), soft_wrap=True)
        if hit.field != "title":
            console.print(Text("  ").append_text(_snippet(hit)), soft_wrap=True)
    notes = err()
    if not found.total:
        notes.print(text("search.nothing", lang))
        return
    if not found.complete:
        notes.print(text("search.incomplete", lang), style="yellow")
    shown = len(found.hits)
    key = "search.first" if shown < found.total else "search.all"
    notes.print(text(key, lang, shown=shown, count=found.total), style="dim", soft_wrap=True)
    if grouped:
        groups = ", ".join(f"{group.kind_label} {group.count}" for group in found.groups)
        notes.print(groups, style="dim", soft_wrap=True)


def _heading(hit: Hit) -> Text:
    line = Text(f"{hit.kind_label} {hit.code}".strip(), style="bold")
    line = Text.assemble(line, "  ", _snippet(hit) if hit.field == "title" else hit.title)
    if hit.plan_title:
        line.append(f"  [{hit.plan_title}]", style="cyan")
    return line.append(f"  {hit.id}", style="dim")


def _snippet(hit: Hit) -> Text:
    return Text.assemble(*((piece.text, "green" if piece.matched else "") for piece in hit.snippet))
