"""Options that several commands have."""

import os
from typing import Annotated, Literal

import typer

from graph_service.messages import Lang

TreeFormat = Literal["table", "json"]
"""How an answer that is no table is written: drawn for people, or as JSON."""

LangOption = Annotated[Lang | None, typer.Option("--lang", help="help.lang", show_default=False)]
"""The language; read from the command line before the commands are, so that their help is in it too."""


def _chosen(context: typer.Context, url: str | None) -> str | None:
    # What stands before the command counts for it too; what stands after it counts more.
    chosen: str | None = url or context.obj or os.environ.get("REDTHREAD_URL") or None
    context.obj = chosen
    return chosen


DayOption = Annotated[str | None, typer.Option("--as-of", help="help.as_of", show_default=False)]
"""The day that plans are to be in force on, as the user wrote it; None for all plans."""

KnownOption = Annotated[str | None, typer.Option("--known", help="help.known", show_default=False)]
"""The moment or commit as of which the ledger is read, as the user wrote it; None for now."""

UrlOption = Annotated[str | None, typer.Option("--url", help="help.url", show_default=False, callback=_chosen)]
"""The service that is asked; None for the shipped plans."""
