"""``redthread trace``: the thread of something."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from graph_service.cli.options import DayOption, KnownOption, LangOption, TreeOption, UrlOption
from graph_service.cli.source import source
from graph_service.cli.terminal import current_language, write_bytes
from graph_service.cli.threads import print_thread
from graph_service.model.json_bytes import as_json
from graph_service.settings import Settings
from graph_service.store import labels
from graph_service.trace.graph import COUNTED
from graph_service.vocabulary import RT

if TYPE_CHECKING:
    from graph_service.model.thread import Basis, Direction


def trace(
    name: Annotated[list[str], typer.Argument(help="help.thing", show_default=False)],
    *,
    up: Annotated[bool, typer.Option("--up", help="help.trace_up")] = False,
    down: Annotated[bool, typer.Option("--down", help="help.trace_down")] = False,
    both: Annotated[bool, typer.Option("--both", help="help.trace_both")] = False,
    depth: Annotated[int | None, typer.Option(min=1, max=100, help="help.trace_depth", show_default=False)] = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="help.trace_evidence")] = False,
    stated: Annotated[bool, typer.Option("--stated-only", help="help.trace_stated")] = False,
    form: TreeOption = "table",
    url: UrlOption = None,
    day: DayOption = None,
    known: KnownOption = None,
    _lang: LangOption = None,
) -> None:
    language = current_language()
    direction: Direction = "both" if both or up == down else "up" if up else "down"
    asked = source(url, language, day, known)
    steps = depth or Settings.from_environment().trace_depth
    basis: frozenset[Basis] = frozenset({"stated"}) if stated else COUNTED
    thread = asked.thread(" ".join(name), direction=direction, depth=steps, basis=basis)
    if form == "json":
        write_bytes(as_json(asdict(thread)))
        return
    relations = {f"{RT}{hop.relation}" for hop in (*thread.up, *thread.down)}
    names = labels.describe(asked.store, {*thread.nodes, *relations})
    names |= {f"relation:{iri.removeprefix(RT)}": names[iri] for iri in relations}
    print_thread(thread, names, base=asked.base, lang=language, evidence=evidence, depth=steps)
