"""``redthread backup`` and ``redthread restore``: the ledger in one file, and back."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from graph_service.cli.options import LangOption
from graph_service.cli.terminal import current_language, err, progress
from graph_service.errors import LedgerError
from graph_service.ledger import current
from graph_service.messages import text
from graph_service.settings import Settings


def backup(
    file: Annotated[Path, typer.Argument(help="help.backup_file", show_default=False)],
    _lang: LangOption = None,
) -> None:
    from graph_service.ledger import backup as copying  # noqa: PLC0415 -- a fifth of a second that few need

    lang = current_language()
    settings = Settings.from_environment()
    place = current.location(settings)
    if not current.is_there(settings):
        raise LedgerError("backup_none", place=current.shown(settings))
    with progress("backup.copying"):
        count = copying.backup(place, file)
    err().print(text("backup.done", lang, count=count, path=file), soft_wrap=True)


def restore(
    file: Annotated[Path, typer.Argument(help="help.restore_file", show_default=False)],
    replace: Annotated[bool, typer.Option("--replace", help="help.restore_replace")] = False,  # noqa: FBT002 -- typer's way
    _lang: LangOption = None,
) -> None:
    from graph_service.ledger import backup as copying  # noqa: PLC0415 -- a fifth of a second that few need

    lang, settings = current_language(), Settings.from_environment()
    location, place = current.location(settings), current.shown(settings)
    with progress("backup.copying"):
        if replace:
            count, replaced = copying.replace(file, location)
        else:
            count, replaced = copying.restore(file, location), None
    err().print(text("backup.restored", lang, count=count, place=place), soft_wrap=True)
    if replaced is not None:
        again = shlex.quote(str(replaced.kept))
        values = {"count": replaced.number, "address": replaced.address, "path": replaced.kept, "again": again}
        err().print(text("backup.replaced", lang, **values), soft_wrap=True)
