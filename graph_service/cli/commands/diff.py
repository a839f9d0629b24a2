"""``redthread diff``: what differs between two versions of some plans."""

from typing import Annotated

import typer

from graph_service.cli import versions
from graph_service.cli.differences import print_difference
from graph_service.cli.options import LangOption, TreeOption
from graph_service.cli.terminal import FINDINGS, current_language, progress, write_bytes
from graph_service.model.json_bytes import as_json
from graph_service.plans.diff import compare
from graph_service.plans.difference_json import plain
from graph_service.settings import Settings
from graph_service.store import snapshot


def diff(
    before: Annotated[str, typer.Argument(help="help.diff_before", show_default=False)],
    after: Annotated[str, typer.Argument(help="help.diff_after", show_default=False)],
    form: TreeOption = "table",
    _lang: LangOption = None,
) -> None:
    settings = Settings.from_environment()
    with progress("validate.reading"):
        difference = compare(*versions.two(before, after, settings))
    if form == "json":
        write_bytes(as_json(plain(difference)))
    else:
        vocabulary = snapshot.build(()).store
        print_difference(difference, vocabulary, base=settings.base, lang=current_language())
    if difference:
        raise typer.Exit(FINDINGS)
