"""``redthread succession``: what a plan carries on of the plan that it continues."""

from dataclasses import asdict
from typing import Annotated

import typer

from graph_service.cli.options import DayOption, KnownOption, LangOption, TreeOption, UrlOption
from graph_service.cli.source import source
from graph_service.cli.successions import print_succession
from graph_service.cli.terminal import current_language, write_bytes
from graph_service.model.json_bytes import as_json
from graph_service.plans.succession import successions
from graph_service.trace.resolve import resolve_document


def succession(
    name: Annotated[list[str], typer.Argument(help="help.succession_plan", show_default=False)],
    form: TreeOption = "table",
    url: UrlOption = None,
    day: DayOption = None,
    known: KnownOption = None,
    _lang: LangOption = None,
) -> None:
    language = current_language()
    asked = source(url, language, day, known)
    plan = resolve_document(asked.store, " ".join(name), base=asked.base, lang=language)
    found = successions(asked.store, plan, base=asked.base, lang=language)
    if form == "json":
        write_bytes(as_json([asdict(one) for one in found]))
        return
    for one in found:
        print_succession(one, asked.store, base=asked.base, lang=language)
