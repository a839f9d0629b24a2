"""``redthread log`` and ``redthread verify``: what has become of the plans, and whether the ledger is whole."""

from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from graph_service.cli import tables
from graph_service.cli.options import LangOption, RowOption, TreeOption
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
    from graph_service.model.history import ChangedGraph, ChangeMade, DecisionMade
    from graph_service.store.oxigraph import EmbeddedStore

_SHORT = 12
_MOST_NAMES = 4
_SHOWN = ("number", "address", "at", "who", "why", "changes")
_COLUMNS = (*_SHOWN, "decisions")


def log(
    name: Annotated[str | None, typer.Argument(help="help.log_name", show_default=False)] = None,
    *,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="help.log_limit")] = 20,
    form: RowOption = "table",
    _lang: LangOption = None,
) -> None:
    from graph_service.plans import history  # noqa: PLC0415 -- a third of a second that help does not need

    lang = current_language()
    settings = Settings.from_environment()
    made: tuple[ChangeMade, ...] = ()
    with _opened(settings, lang) as ledger:
        if ledger is not None:
            made = history.told(ledger, _commits(ledger, name, limit, settings.base, lang), settings.base)
    if form != "table":
        write_bytes(tables.serialise(_COLUMNS, [_row(one, form) for one in made], form))
    elif made:
        columns = [text(f"log.{column}", lang) for column in _SHOWN]
        rows = [
            (
                one.number,
                one.address[:_SHORT],
                one.at[:16].replace("T", " "),
                one.who,
                one.why,
                _few([_shown(graph, lang) for graph in one.graphs]),
            )
            for one in made
        ]
        tables.print_rows(columns, rows, lang=lang)


def _commits(ledger: "Ledger", name: str | None, limit: int, base: str, lang: Lang) -> "tuple[Commit, ...]":
    from graph_service.plans import mentioned  # noqa: PLC0415 -- a third of a second that few need

    if name is None:
        return ledger.log(limit)
    try:
        graph = graph_of(name, ledger.graphs(), base)
    except UnknownThingError:
        with progress("validate.reading"):
            return ledger.log(limit, numbers=mentioned.find(ledger, name, limit, base=base, lang=lang))
    return ledger.log(limit, graphs=(graph,))


def _row(made: "ChangeMade", form: RowFormat) -> tuple[object, ...]:
    names = ", ".join(_sign(one) + (one.file or one.graph) for one in made.graphs)
    decided = [one for one in made.graphs if one.decision is not None]
    decisions: object
    if form == "json":
        decisions = [{**asdict(one.decision), "taken_back": one.content is None} for one in decided if one.decision]
    else:
        decisions = ", ".join(_sign(one) + _words(one.decision) for one in decided if one.decision)
    return made.number, made.address, made.at, made.who, made.why, names, decisions


def _words(one: "DecisionMade") -> str:
    rule = (one.rule or "").rpartition("/")[2]
    return " ".join(word for word in (one.kind, one.path, one.validity, rule, one.until) if word)


def _sign(one: "ChangedGraph") -> str:
    return "−" if one.content is None else ""


def _shown(one: "ChangedGraph", lang: Lang) -> str:
    from graph_service.plans import decided  # noqa: PLC0415 -- the same

    if one.decision is not None:
        return decided.shown(one.decision, lang, taken_back=one.content is None)
    return _sign(one) + (one.file or one.graph)


def _few(names: list[str]) -> str:
    left = len(names) - len(names[:_MOST_NAMES])
    return ", ".join((*names[:_MOST_NAMES], *((f"+ {left}",) if left else ())))


def verify(
    *,
    form: TreeOption = "table",
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
