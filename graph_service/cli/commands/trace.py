"""``redthread trace``: the thread of something."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from graph_service.cli import tables
from graph_service.cli.options import LangOption, TreeFormat
from graph_service.cli.terminal import current_language, loaded, write_bytes
from graph_service.cli.threads import print_thread
from graph_service.store import labels
from graph_service.trace.resolve import resolve
from graph_service.trace.thread import trace as follow
from graph_service.vocabulary import RT

if TYPE_CHECKING:
    from graph_service.model.thread import Direction


def trace(
    name: Annotated[list[str], typer.Argument(help="help.thing", show_default=False)],
    *,
    up: Annotated[bool, typer.Option("--up", help="help.trace_up")] = False,
    down: Annotated[bool, typer.Option("--down", help="help.trace_down")] = False,
    both: Annotated[bool, typer.Option("--both", help="help.trace_both")] = False,
    depth: Annotated[int | None, typer.Option(min=1, max=100, help="help.trace_depth", show_default=False)] = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="help.trace_evidence")] = False,
    stated: Annotated[bool, typer.Option("--stated-only", help="help.trace_stated")] = False,
    form: Annotated[TreeFormat, typer.Option("--format", help="help.format")] = "table",
    _lang: LangOption = None,
) -> None:
    language = current_language()
    direction: Direction = "both" if both or up == down else "up" if up else "down"
    dataset, settings = loaded()
    start = resolve(dataset.store, " ".join(name), base=settings.base, lang=language)
    steps = depth or settings.trace_depth
    thread = follow(
        dataset.store,
        start,
        direction=direction,
        depth=steps,
        basis=frozenset({"stated"}) if stated else frozenset({"stated", "inferred"}),
        lang=language,
    )
    if form == "json":
        write_bytes(tables.as_json(asdict(thread)))
        return
    relations = {f"{RT}{hop.relation}" for hop in (*thread.up, *thread.down)}
    names = labels.describe(dataset.store, {*thread.nodes, *relations})
    names |= {f"relation:{iri.removeprefix(RT)}": names[iri] for iri in relations}
    print_thread(thread, names, base=settings.base, lang=language, evidence=evidence, depth=steps)
