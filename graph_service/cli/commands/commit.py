"""``redthread commit`` and ``redthread revert``: a change of the plans, through the gate and into the ledger."""

import getpass
import os
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from graph_service.cli.commands.history import graph_of
from graph_service.cli.options import (
    BaseOption,
    DryRunOption,
    EverythingOption,
    LangOption,
    MessageOption,
    StrictOption,
    TreeFormat,
    TreeOption,
    WhoOption,
)
from graph_service.cli.terminal import FINDINGS, current_language, err, out, progress, write_bytes
from graph_service.errors import ParameterError, StaleBaseError
from graph_service.ledger import current
from graph_service.messages import text
from graph_service.model.json_bytes import as_json
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.excerpts import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph_service.ledger.commit import Commit
    from graph_service.ledger.ledger import Ledger
    from graph_service.plans.gate import Change

_ATTEMPTS = 5
"""How many times a change is judged, if others are quicker again and again."""
_MOST_WORDS = 2000
_SHOWN_OF_A_KIND = 5


def commit(
    paths: Annotated[list[Path] | None, typer.Argument(help="help.commit_paths", show_default=False)] = None,
    *,
    why: MessageOption = None,
    remove: Annotated[list[str] | None, typer.Option("--remove", help="help.commit_remove", show_default=False)] = None,
    dry_run: DryRunOption = False,
    strict: StrictOption = False,
    base: BaseOption = None,
    who: WhoOption = None,
    everything: EverythingOption = False,
    form: TreeOption = "table",
    _lang: LangOption = None,
) -> None:
    from graph_service.plans.gate import Change  # noqa: PLC0415 -- a third of a second that few need

    if not paths and not remove:
        raise ParameterError("commit_nothing")
    settings = Settings.from_environment()
    told_by = Told(words(why, "--message", needed=not dry_run), author(who))
    put = snapshot.read_files(paths, settings) if paths else ()
    with ledger_of(settings, dry_run=dry_run) as ledger:

        def change(on: "Commit") -> Change:
            names = {graph: change.name for graph, change in ledger.state(on.number).items()}
            return Change(put, tuple(dict.fromkeys(graph_of(name, names, settings.base) for name in remove or ())))

        make(ledger, base, change, told_by, How(dry_run, strict, everything, form), written=True)


def revert(
    name: Annotated[str, typer.Argument(help="help.revert_name")],
    *,
    why: MessageOption = None,
    dry_run: DryRunOption = False,
    strict: StrictOption = False,
    who: WhoOption = None,
    everything: EverythingOption = False,
    form: TreeOption = "table",
    _lang: LangOption = None,
) -> None:
    from graph_service.plans.gate import undoing  # noqa: PLC0415 -- a third of a second that few need

    settings = Settings.from_environment()
    with ledger_of(settings, dry_run=dry_run) as ledger:
        undone = ledger.commit(name)
        reason = words(why or text("revert.why", "sv", number=undone.number, why=undone.why), "--message", needed=True)
        told_by = Told(reason, author(who))
        how = How(dry_run, strict, everything, form)
        make(ledger, None, lambda on: undoing(ledger, on, undone), told_by, how)


class Told(NamedTuple):
    """Why a change is made, and by whom."""

    why: str
    who: str


class How(NamedTuple):
    """How a change is made and told."""

    dry_run: bool
    strict: bool
    everything: bool
    form: TreeFormat


def make(
    ledger: "Ledger",
    base: str | None,
    change: "Callable[[Commit], Change]",
    told_by: Told,
    how: How,
    *,
    written: bool = False,
) -> None:
    """Judge a change, tell what comes of it, and keep it if it holds.

    Where nobody says what it is based on, and others make a commit while it is judged, it is judged again on that, a
    few times.

    Args:
        ledger: The ledger.
        base: The commit that it is said to be made on; None for the last one, whatever it is.
        change: Gives the change, as it is made on a commit.
        told_by: Why it is made, and by whom.
        how: How it is made and told.
        written: Whether somebody has written what it puts, so that each file has to speak of its own things alone;
            what the program makes itself does.

    Raises:
        Exit: If it is refused.
        ForeignError: If a file speaks of what is not its own.
        StaleBaseError: If others have made a commit since that which it is based on.
    """
    from graph_service.plans import gate  # noqa: PLC0415 -- a third of a second that few need

    for left in reversed(range(_ATTEMPTS)):
        on = gate.base_of(ledger, base)
        try:
            _attempt(ledger, on, change(on), told_by, how, written=written)
        except StaleBaseError:
            if base is not None or not left:
                raise
            err().print(text("commit.again", current_language(), number=on.number), soft_wrap=True)
        else:
            return


def _attempt(ledger: "Ledger", on: "Commit", change: "Change", told_by: Told, how: How, *, written: bool) -> None:
    from graph_service.plans import foreign, gate, telling  # noqa: PLC0415 -- a third of a second that few need
    from graph_service.plans.judgement import Judged  # noqa: PLC0415 -- the same
    from graph_service.reports.change import as_text  # noqa: PLC0415 -- the same
    from graph_service.validation.after import stated  # noqa: PLC0415 -- the same

    lang = current_language()
    change = gate.needed(ledger, on, change)
    if not change:
        err().print(text("commit.unchanged", lang), soft_wrap=True)
        if how.form == "json":
            write_bytes(as_json({"accepted": True, "commit": None, "judgement": None}))
        return
    with progress("commit.judging"):
        plans = ledger.dataset(on.number, today=current.today())
        if written:
            foreign.refuse(foreign.by_owner(change.put), change.taken_out, plans)
        before = Judged.of(plans)
        judgement = gate.judged(before, change, strict=how.strict)
        told = telling.tell(judgement, lang)
    made = None
    if judgement.accepted and not how.dry_run:
        verdict = gate.counts(judgement.after.verdict)
        who, why = told_by.who, told_by.why
        new = stated(judgement.after.snapshot)
        made = ledger.record(
            on, who=who, why=why, verdict=verdict, put=change.put, taken_out=change.taken_out, stated=new
        )
    if how.form == "json":
        kept = None if made is None else {"number": made.number, "address": made.address, "at": made.at}
        body = {"accepted": judgement.accepted, "commit": kept, "judgement": telling.as_plain(told)}
        write_bytes(as_json(body))
    else:
        out().print(as_text(told, most=None if how.everything else _SHOWN_OF_A_KIND), end="", soft_wrap=True)
    if made is not None:
        err().print(text("commit.made", lang, number=made.number, address=made.address[:12]), style="bold green")
    elif judgement.accepted:
        err().print(text("commit.dry_run", lang))
    else:
        err().print(text("commit.refused", lang), style="bold red")
        raise typer.Exit(FINDINGS)


@contextmanager
def ledger_of(settings: Settings, *, dry_run: bool) -> "Iterator[Ledger]":
    """Open the ledger; a dry run begins none, but works on one that is gone afterwards."""
    with TemporaryDirectory(prefix="redthread-") as folder:
        if dry_run and not current.is_there(settings):
            settings = replace(settings, ledger=str(Path(folder) / "ledger.sqlite"))
        with current.begun(settings) as ledger:
            yield ledger


def words(given: str | None, option: str, *, needed: bool = True) -> str:
    """Take a line of words.

    Args:
        given: What the user gave.
        option: The option that gives it.
        needed: Whether there have to be some.

    Returns:
        The words.

    Raises:
        ParameterError: If there are none, too many, or some that cannot be printed.
    """
    said = (given or "").strip()
    if (needed and not said) or len(said) > _MOST_WORDS or not said.isprintable():
        raise ParameterError("commit_words", option=option, value=shortened(said), most=_MOST_WORDS)
    return said


def author(given: str | None) -> str:
    """Tell who makes a change.

    Args:
        given: Who the user says; else the environment does.

    Returns:
        The name.

    Raises:
        ParameterError: If there is none, or it cannot be one.
    """
    chosen = given or os.environ.get("REDTHREAD_WHO")
    if chosen is None:
        try:
            chosen = getpass.getuser()
        except (KeyError, OSError):  # a user without a name
            chosen = ""
    return words(chosen, "--who", needed=True)
