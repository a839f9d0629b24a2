"""``redthread log`` and ``redthread verify``: what has become of the plans, and whether the ledger is whole."""

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from graph_service.cli import tables
from graph_service.cli.options import LangOption, TreeFormat
from graph_service.cli.tables import RowFormat
from graph_service.cli.terminal import FINDINGS, current_language, err, out, progress, write_bytes
from graph_service.errors import AmbiguousCodeError, UnknownThingError
from graph_service.ledger import current
from graph_service.messages import Lang, text
from graph_service.model.json_bytes import as_json
from graph_service.settings import Settings
from graph_service.store import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph_service.ledger.commit import Commit
    from graph_service.ledger.faults import Fault
    from graph_service.ledger.ledger import Ledger
    from graph_service.store.oxigraph import EmbeddedStore

_SHORT = 12
_MOST_NAMES = 4
_COLUMNS = ("number", "address", "at", "who", "why", "changes")


def log(
    name: Annotated[str | None, typer.Argument(help="help.log_name", show_default=False)] = None,
    *,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="help.log_limit")] = 20,
    form: Annotated[RowFormat, typer.Option("--format", help="help.format")] = "table",
    _lang: LangOption = None,
) -> None:
    lang = current_language()
    settings = Settings.from_environment()
    commits: tuple[Commit, ...] = ()
    with _opened(settings, lang) as ledger:
        if ledger is not None:
            graph = None if name is None else graph_of(name, ledger.graphs(), settings.base)
            commits = ledger.log(limit, graphs=None if graph is None else (graph,))
    rows = [
        (
            commit.number,
            commit.address[:_SHORT] if form == "table" else commit.address,
            commit.at[:16].replace("T", " ") if form == "table" else commit.at,
            commit.who,
            commit.why,
            _changed(commit, _MOST_NAMES if form == "table" else None),
        )
        for commit in commits
    ]
    if form == "table" and rows:
        tables.print_rows([text(f"log.{column}", lang) for column in _COLUMNS], rows, lang=lang)
    elif form != "table":
        write_bytes(tables.serialise(_COLUMNS, rows, form))


def verify(
    *,
    form: Annotated[TreeFormat, typer.Option("--format", help="help.format")] = "table",
    _lang: LangOption = None,
) -> None:

    lang = current_language()
    settings = Settings.from_environment()
    with _opened(settings, lang) as ledger, progress("verify.checking"):
        faults = [] if ledger is None else list(ledger.faults())
        head = None if ledger is None else ledger.head()
        view = None if ledger is None or head is None or faults else _view(ledger, head.number)
    told = {
        "whole": not faults,
        "commits": 0 if head is None else head.number,
        "head": None if head is None else head.address,
        "triples": None if view is None else len(view),
        "snapshot": None if view is None else snapshot.identifier(view),
        "faults": [{"kind": fault.kind, "name": fault.name} for fault in faults],
    }
    if form == "json":
        write_bytes(as_json(told))
    elif head is not None:
        for fault in faults:
            out().print(text(f"verify.{fault.kind}", lang, name=_named(fault)), soft_wrap=True)
        out().print(text("verify.broken" if faults else "verify.whole", lang, **told), soft_wrap=True)
    if faults:
        raise typer.Exit(FINDINGS)


def _view(ledger: "Ledger", number: int) -> "EmbeddedStore":
    return ledger.dataset(number, today=current.today()).store


@contextmanager
def _opened(settings: Settings, lang: Lang) -> "Iterator[Ledger | None]":
    """Open the ledger to read in it; where there is none, or nothing in it yet, say so and begin none."""
    if current.is_there(settings):
        with current.opened(settings) as ledger:
            if ledger.head() is not None:
                yield ledger
                return
    err().print(text("log.none", lang, place=current.shown(settings)), soft_wrap=True)
    yield None


def _named(fault: "Fault") -> str:
    return fault.name if fault.kind == "reviewed" else fault.name[:_SHORT]


def _changed(commit: "Commit", most: int | None) -> str:
    names = [("−" if one.content is None else "") + (one.name or one.graph) for one in commit.changes]
    left = len(names) - len(names[:most])
    return ", ".join((*names[:most], *((f"+ {left}",) if left else ())))


def graph_of(name: str, known: "Mapping[str, str]", base: str) -> str:
    """Find the graph that a user means.

    Args:
        name: Its IRI, its short path, or the name of its file.
        known: The graphs that have ever been there, and the names of their files.
        base: Base that short paths lie under.

    Returns:
        The graph's IRI.

    Raises:
        UnknownThingError: If there is none.
        AmbiguousCodeError: If several files have that name.
    """
    exact = [graph for graph in known if name in {graph, graph.removeprefix(base)}]
    found = exact or [graph for graph, file in known.items() if name in {file, file.rpartition(".")[0]}]
    if len(found) > 1:
        candidates = tuple((graph.removeprefix(base), known[graph]) for graph in found)
        raise AmbiguousCodeError("graph_ambiguous", candidates, name=name[:80])
    if not found:
        raise UnknownThingError("graph_unknown", name=name[:80], known="\n".join(sorted(known.values())))
    return found[0]
