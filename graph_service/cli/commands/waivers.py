"""``redthread waive`` and ``redthread waivers``: exceptions from rules that somebody has decided."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from graph_service.cli import tables
from graph_service.cli.as_of import tell
from graph_service.cli.commands import commit
from graph_service.cli.options import (
    BaseOption,
    DayOption,
    DryRunOption,
    EverythingOption,
    KnownOption,
    LangOption,
    MessageOption,
    RowOption,
    StrictOption,
    TreeOption,
    WhoOption,
)
from graph_service.cli.terminal import current_language, err, progress, write_bytes
from graph_service.errors import ParameterError
from graph_service.messages import text
from graph_service.plans.moments import as_of
from graph_service.settings import Settings
from graph_service.store import labels, snapshot
from graph_service.store.excerpts import shortened
from graph_service.trace import rules
from graph_service.trace.resolve import resolve
from graph_service.vocabulary import compact

if TYPE_CHECKING:
    from graph_service.ledger.commit import Commit
    from graph_service.model.waiver import Waived
    from graph_service.plans.gate import Change

_COLUMNS = ("thing", "rule", "who", "why", "until", "expired", "waiver")


def waive(
    thing: Annotated[str, typer.Argument(help="help.waive_thing")],
    *,
    rule: Annotated[str, typer.Option("--rule", help="help.waive_rule")],
    until: Annotated[str | None, typer.Option("--until", help="help.waive_until", show_default=False)] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="help.waive_withdraw")] = False,
    why: MessageOption = None,
    dry_run: DryRunOption = False,
    strict: StrictOption = False,
    base: BaseOption = None,
    who: WhoOption = None,
    everything: EverythingOption = False,
    form: TreeOption = "table",
    _lang: LangOption = None,
) -> None:
    from graph_service.plans import waivers  # noqa: PLC0415 -- a third of a second that few need
    from graph_service.plans.decisions import By  # noqa: PLC0415 -- the same

    if (until is None) != withdraw:
        raise ParameterError("waive_until")
    last = None if until is None else _day(until)
    lang = current_language()
    settings = Settings.from_environment()
    by = By(commit.author(who), commit.words(why, "--message"), datetime.now(UTC), lang)
    with commit.ledger_of(settings, dry_run=dry_run) as ledger:

        def change(on: "Commit") -> "Change":
            files = ledger.files(on.number)
            with progress("validate.reading"):
                store = snapshot.build(files).store
                meant = resolve(store, thing, base=settings.base, lang=lang)
                wanted = waivers.find_rule(rule, rules.titles(store))
                name = labels.describe(store, (meant,))[meant].short(lang)
            told = text("waive.about", lang, thing=name, path=compact(meant, settings.base))
            err().print(Text(told), soft_wrap=True)
            if last is None:
                return waivers.withdraw(files, meant, wanted)
            return waivers.waive(meant, wanted, last, by, settings.base)

        commit.make(ledger, base, change, commit.Told(by.why, by.who), commit.How(dry_run, strict, everything, form))


def waivers(
    *,
    expired: Annotated[bool, typer.Option("--expired", help="help.waivers_expired")] = False,
    form: RowOption = "table",
    day: DayOption = None,
    known: KnownOption = None,
    _lang: LangOption = None,
) -> None:
    from graph_service.plans import past_decisions  # noqa: PLC0415 -- a third of a second that few need

    lang = current_language()
    settings, asked = Settings.from_environment(), as_of(day, known)
    with past_decisions.then(settings, asked) as then:
        with progress("validate.reading"):
            store = then.plans.dataset().store
            listed = past_decisions.said(then.now, then.files, then.told, store).waivers
            found = [one for one in listed if one[1] or not expired]
        tell(then.told, asked)
    if form != "table":
        write_bytes(tables.serialise(_COLUMNS, [_row(waived, past=past) for waived, past in found], form))
        return
    named = labels.describe(store, {iri for one, _ in found for iri in (one.thing, one.rule)})
    rows = [
        (
            named[waived.thing].short(lang),
            named[waived.rule].title(lang),
            waived.who,
            waived.why,
            text("waivers.past", lang, until=waived.until) if past else str(waived.until or ""),
            compact(waived.iri, settings.base),
        )
        for waived, past in found
    ]
    columns = [text(f"waivers.{column}", lang) for column in _COLUMNS if column != "expired"]
    tables.print_rows(columns, rows, lang=lang)


def _row(waived: "Waived", *, past: bool) -> tuple[str, ...]:
    until = "" if waived.until is None else waived.until.isoformat()
    return waived.thing, waived.rule, waived.who, waived.why, until, str(past).lower(), waived.iri


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise ParameterError("waive_day", value=shortened(given)) from error
