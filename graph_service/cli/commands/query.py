"""``redthread query``: a user's own SPARQL."""

from typing import Annotated

import typer

from graph_service.cli import queries
from graph_service.cli.options import DayOption, KnownOption, LangOption, UrlOption
from graph_service.cli.source import source
from graph_service.cli.terminal import current_language
from graph_service.settings import Settings


def query(
    given: Annotated[str, typer.Argument(help="help.query_source", show_default=False)],
    form: Annotated[queries.QueryFormat | None, typer.Option("--format", help="help.query_format")] = None,
    url: UrlOption = None,
    day: DayOption = None,
    known: KnownOption = None,
    _lang: LangOption = None,
) -> None:
    language = current_language()
    asked = queries.read(given, Settings.from_environment())
    queries.answer(source(url, language, day, known), asked, form, lang=language)
