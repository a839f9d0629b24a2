"""Options that several commands have."""

from typing import Annotated, Literal

import typer

from graph_service.messages import Lang

TreeFormat = Literal["table", "json"]
"""How an answer that is no table is written: drawn for people, or as JSON."""

LangOption = Annotated[Lang | None, typer.Option("--lang", help="help.lang", show_default=False)]
"""The language; read from the command line before the commands are, so that their help is in it too."""
