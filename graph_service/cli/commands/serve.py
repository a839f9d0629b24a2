"""``redthread serve``: the HTTP door."""

import gc
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from graph_service.api.address import ensure_free
from graph_service.cli.as_of import tell
from graph_service.cli.options import DayOption, KnownOption, LangOption
from graph_service.cli.terminal import FINDINGS, current_language, err
from graph_service.errors import ParameterError
from graph_service.ledger import current
from graph_service.ledger.head import Origin
from graph_service.messages import text
from graph_service.model.as_of import NOTHING
from graph_service.model.verdict import Verdict
from graph_service.plans.moments import as_of, plans_as_of
from graph_service.reports import wording
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.validation.engine import validate as judge


def serve(
    paths: Annotated[list[Path] | None, typer.Argument(help="help.serve_paths", show_default=False)] = None,
    *,
    host: Annotated[str | None, typer.Option(help="help.serve_host", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="help.serve_port", show_default=False)] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=1000, help="help.serve_workers", show_default=False)] = None,
    day: DayOption = None,
    known: KnownOption = None,
    _lang: LangOption = None,
) -> None:
    language = current_language()
    settings = Settings.from_environment()
    settings = replace(
        settings,
        host=host or settings.host,
        port=port or settings.port,
        workers=workers or settings.workers,
    )
    asked = as_of(day, known)
    if asked and paths:
        raise ParameterError("as_of_files")
    ensure_free(settings.host, settings.port)
    err().print(text("serve.loading", language))
    gc.disable()  # until all is loaded, nothing is garbage
    origin, told = None if paths or asked else Origin.now(settings), NOTHING
    if origin is not None:
        dataset = origin.dataset(settings)
    elif paths:
        dataset = snapshot.build(snapshot.read_files(paths, settings), today=current.today())
    else:
        plans, told = plans_as_of(settings, asked)
        tell(told, asked)
        dataset = plans.dataset()

    def judged(verdict: Verdict) -> None:
        err().print(wording.counts(verdict, language))
        if not verdict.conforms:
            err().print(text("error.not_loaded", language))
            raise typer.Exit(FINDINGS)

    def ready() -> None:
        url = replace(settings, public_url="").url
        err().print(text("serve.ready", language, url=url), style="bold green")
        err().print(text("serve.look", language, url=url), soft_wrap=True)

    with ThreadPoolExecutor(1) as aside, suppress(KeyboardInterrupt):
        judging = aside.submit(judge, dataset)
        from graph_service.api import server  # noqa: PLC0415 -- half a second, while the plans are judged

        server.run(dataset, judging, settings, origin, told=told, judged=judged, ready=ready)
    err().print(text("serve.stopped", language))
