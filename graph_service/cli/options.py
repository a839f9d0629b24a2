"""Options that several commands have."""

import os
from typing import Annotated, Literal

import typer

from graph_service.cli.tables import RowFormat
from graph_service.messages import Lang

TreeFormat = Literal["table", "json"]
"""How an answer that is no table is written: drawn for people, or as JSON."""

RowOption = Annotated[RowFormat, typer.Option("--format", help="help.format")]
"""How rows are written."""

TreeOption = Annotated[TreeFormat, typer.Option("--format", help="help.format")]
"""How an answer that is no table is written."""

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

MessageOption = Annotated[str | None, typer.Option("--message", "-m", help="help.commit_message", show_default=False)]
"""Why a change is made."""

WhoOption = Annotated[str | None, typer.Option("--who", help="help.commit_who", show_default=False)]
"""Who makes a change; None for whoever the environment says."""

BaseOption = Annotated[str | None, typer.Option("--base", help="help.commit_base", show_default=False)]
"""The commit that a change is made on; None for the last one."""

DryRunOption = Annotated[bool, typer.Option("--dry-run", help="help.commit_dry_run")]
"""Whether a change is only judged."""

StrictOption = Annotated[bool, typer.Option("--strict", help="help.commit_strict")]
"""Whether new warnings refuse a change too."""

EverythingOption = Annotated[bool, typer.Option("--all", help="help.commit_all")]
"""Whether all that comes of a change is told, not only the first of each kind."""
