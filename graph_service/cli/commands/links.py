"""``redthread links`` and ``redthread review``: which links hold, and somebody's word on one of them."""

from dataclasses import asdict
from datetime import UTC, datetime
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
from graph_service.cli.terminal import current_language, err, out, progress, write_bytes
from graph_service.cli.wordings import shown
from graph_service.errors import ParameterError
from graph_service.messages import Lang, text
from graph_service.model.as_of import AsOf
from graph_service.model.json_bytes import as_json
from graph_service.model.thread import Basis
from graph_service.plans.moments import as_of
from graph_service.settings import Settings
from graph_service.store.links import Links
from graph_service.trace.resolve import resolve_document
from graph_service.vocabulary import compact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_service.ledger.commit import Commit
    from graph_service.model.link import LinkSeen, Reworded
    from graph_service.plans.gate import Change

_COLUMNS = ("link", "from", "fromTitle", "relation", "to", "toTitle", "basis", "validity", "who", "at", "why")


def links(
    *,
    suspect: Annotated[bool, typer.Option("--suspect", help="help.links_suspect")] = False,
    plan: Annotated[str | None, typer.Option("--plan", help="help.links_plan", show_default=False)] = None,
    basis: Annotated[Basis | None, typer.Option("--basis", help="help.links_basis", show_default=False)] = None,
    form: RowOption = "table",
    day: DayOption = None,
    known: KnownOption = None,
    _lang: LangOption = None,
) -> None:
    lang = current_language()
    settings = Settings.from_environment()
    seen = _listed(settings, as_of(day, known), suspect=suspect, plan=plan, basis=basis, lang=lang)
    if form == "json":
        write_bytes(as_json([asdict(one) for one in seen]))
    elif form != "table":
        write_bytes(tables.serialise(_COLUMNS, [_row(one) for one in seen], form))
    elif suspect:
        for one in seen:
            for line in _lines(one, settings.base, lang):
                out().print(line, soft_wrap=True)
        tables.count_rows(len(seen), lang=lang)
    else:
        columns = [text(f"links.{column}", lang) for column in ("link", "from", "relation", "to", "basis", "validity")]
        rows = [
            (
                compact(one.iri, settings.base),
                one.lower.short,
                one.relation_label,
                one.upper.short,
                text(f"trace.basis_{one.basis}", lang) if one.basis else "",
                one.validity_label,
            )
            for one in seen
        ]
        tables.print_rows(columns, rows, lang=lang)


def review(
    link: Annotated[str, typer.Argument(help="help.review_link")],
    *,
    valid: Annotated[bool, typer.Option("--valid", help="help.review_valid")] = False,
    invalid: Annotated[bool, typer.Option("--invalid", help="help.review_invalid")] = False,
    why: MessageOption = None,
    dry_run: DryRunOption = False,
    strict: StrictOption = False,
    base: BaseOption = None,
    who: WhoOption = None,
    everything: EverythingOption = False,
    form: TreeOption = "table",
    _lang: LangOption = None,
) -> None:
    from graph_service.plans import reviews  # noqa: PLC0415 -- a third of a second that few need
    from graph_service.plans.decisions import By  # noqa: PLC0415 -- the same

    if valid == invalid:
        raise ParameterError("review_flags")
    settings = Settings.from_environment()
    by = By(commit.author(who), commit.words(why, "--message"), datetime.now(UTC), current_language())
    with commit.ledger_of(settings, dry_run=dry_run) as ledger:

        def change(on: "Commit") -> "Change":
            known = Links(ledger.files(on.number))
            meant = reviews.find(known, link, settings.base)
            one = known.links[meant]
            path, lower, upper = (compact(iri, settings.base) for iri in (meant, one.lower, one.upper))
            about = text("review.about", current_language(), link=path, lower=lower, upper=upper)
            err().print(Text(about), soft_wrap=True)
            return reviews.review(known, meant, "valid" if valid else "invalid", by, settings.base)

        commit.make(ledger, base, change, commit.Told(by.why, by.who), commit.How(dry_run, strict, everything, form))


def _listed(
    settings: Settings, asked: AsOf, *, suspect: bool, plan: str | None, basis: Basis | None, lang: Lang
) -> tuple["LinkSeen", ...]:
    from graph_service.plans import past_decisions, suspects  # noqa: PLC0415 -- a third of a second that few need

    with past_decisions.then(settings, asked) as then:
        with progress("validate.reading"):
            store = then.plans.dataset().store
            said = past_decisions.said(then.now, then.files, then.told, store)
            document = "" if plan is None else resolve_document(store, plan, base=settings.base, lang=lang)
            chosen = suspects.chosen(then.now, said.standings, suspect=suspect, bases={basis} if basis else ())
            seen = suspects.tell(then.now, chosen, store, lang, document)
        tell(then.told, asked)
        return seen


def _row(one: "LinkSeen") -> tuple[str, ...]:
    review = one.review
    return (
        one.iri,
        one.lower.iri,
        one.lower.short,
        one.relation,
        one.upper.iri,
        one.upper.short,
        one.basis,
        one.validity,
        *((review.who, review.at, review.why) if review else ("", "", "")),
    )


def _lines(one: "LinkSeen", base: str, lang: Lang) -> "Iterator[Text]":
    relation = (f" —{one.relation_label}→ ", "magenta")
    yield Text.assemble(("? ", "yellow"), one.lower.short, relation, one.upper.short)
    yield Text(f"    {compact(one.iri, base)}", style="dim")
    if one.review is not None:
        yield Text(f"    {text('links.reviewed', lang, who=one.review.who, at=one.review.at[:10], why=one.review.why)}")
    for changed in one.changed:
        yield from _reworded(changed, one, lang)


def _reworded(changed: "Reworded", one: "LinkSeen", lang: Lang) -> "Iterator[Text]":
    end = one.lower if changed.end == "from" else one.upper
    name = (f"    {end.short}: ", "bold")
    if not changed.known:
        yield Text.assemble(name, text("links.no_text", lang))
    yield from (Text.assemble(name, shown(texts.runs)) for texts in changed.texts)
    for sign, style, wordings in (("-", "red", changed.removed), ("+", "green", changed.added)):
        yield from (Text.assemble(name, (f"{sign} {wording.text}", style)) for wording in wordings)
