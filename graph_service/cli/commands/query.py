"""``redthread query``: a user's own SPARQL."""

from typing import Annotated

import typer

from graph_service.cli import queries
from graph_service.cli.options import LangOption
from graph_service.cli.terminal import current_language, loaded
from graph_service.settings import Settings


def query(
    source: Annotated[str, typer.Argument(help="help.query_source", show_default=False)],
    form: Annotated[queries.QueryFormat | None, typer.Option("--format", help="help.query_format")] = None,
    _lang: LangOption = None,
) -> None:
    asked = queries.read(source, Settings.from_environment())
    dataset, settings = loaded()
    queries.answer(dataset.store, asked, form, base=settings.base, lang=current_language())
