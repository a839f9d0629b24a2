"""``redthread token``: who may change the plans over HTTP."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Final

import typer

from graph_service.cli import tables
from graph_service.cli.options import LangOption, RowOption
from graph_service.cli.terminal import current_language, err, write_bytes
from graph_service.cli.words import Command, Group
from graph_service.errors import ParameterError, UnknownThingError
from graph_service.ledger import current
from graph_service.messages import text
from graph_service.settings import Settings
from graph_service.store.excerpts import shortened

if TYPE_CHECKING:
    from graph_service.ledger.tokens import Token, Tokens

_COLUMNS: Final = ("id", "holder", "scopes", "created", "expires", "used", "state")
_DAYS: Final = re.compile(r"([0-9]{1,5})d", re.ASCII)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

token: Final = typer.Typer(
    cls=Group,
    help="help.token",
    no_args_is_help=True,
    options_metavar="typer.options_metavar",
    subcommand_metavar="typer.command_metavar",
)


@token.command(cls=Command, options_metavar="typer.options_metavar", help="help.token_create")
def create(
    *,
    scope: Annotated[list[str], typer.Option("--scope", help="help.token_scope", show_default=False)],
    expires: Annotated[str, typer.Option("--expires", help="help.token_expires", show_default=False)],
    name: Annotated[str, typer.Option("--name", help="help.token_name", show_default=False)],
    _lang: LangOption = None,
) -> None:
    from graph_service.ledger import scopes  # noqa: PLC0415 -- a fifth of a second that few need
    from graph_service.ledger.tokens import Tokens, may_last  # noqa: PLC0415 -- the same

    lang = current_language()
    settings = Settings.from_environment()
    moment = datetime.now(UTC)
    allowed = [scopes.parse(one, base=settings.base) for one in scope]
    ends = _end(expires, moment)
    if ends is None or not may_last(ends, moment):
        raise ParameterError("token_expires", expires=shortened(expires))
    with Tokens(current.location(settings)) as tokens:
        made = tokens.create(allowed, holder=name, expires=ends, moment=moment)
    write_bytes(made.text.encode())
    told = made.token
    last = f"{told.expires:%Y-%m-%d %H:%M}"
    console = err()
    console.print(text("token.made", lang, id=told.identifier, scopes=", ".join(told.scopes), expires=last))
    console.print(text("token.once", lang), style="bold", soft_wrap=True)


@token.command("list", cls=Command, options_metavar="typer.options_metavar", help="help.token_list")
def listed(
    *,
    form: RowOption = "table",
    _lang: LangOption = None,
) -> None:
    lang = current_language()
    moment = datetime.now(UTC)
    opened = _opened(Settings.from_environment())
    known: tuple[Token, ...] = ()
    if opened is not None:
        with opened as tokens:
            known = tokens.all()
    people = form == "table"
    rows = [
        (
            one.identifier,
            one.holder,
            ", ".join(one.scopes),
            _written(one.created, people=people),
            _written(one.expires, people=people),
            "" if one.used is None else f"{one.used:%Y-%m-%d}",
            text(f"token.{one.state(moment)}", lang) if people else one.state(moment),
        )
        for one in known
    ]
    if people:
        tables.print_rows([text(f"token.{column}", lang) for column in _COLUMNS], rows, lang=lang)
    else:
        write_bytes(tables.serialise(_COLUMNS, rows, form))


@token.command(cls=Command, options_metavar="typer.options_metavar", help="help.token_revoke")
def revoke(
    identifier: Annotated[str, typer.Argument(help="help.token_id", show_default=False)],
    _lang: LangOption = None,
) -> None:
    opened = _opened(Settings.from_environment())
    if opened is None:
        raise UnknownThingError("token_unknown", name=shortened(identifier))
    with opened as tokens:
        gone = tokens.revoke(identifier, datetime.now(UTC))
    lang = current_language()
    when = _written(gone.revoked or gone.created, people=True)
    err().print(text("token.gone", lang, id=gone.identifier, holder=gone.holder, when=when), soft_wrap=True)


def _opened(settings: Settings) -> "Tokens | None":
    from graph_service.ledger.tokens import Tokens  # noqa: PLC0415 -- a fifth of a second that few need

    return Tokens(current.location(settings)) if current.is_there(settings) else None


def _end(given: str, moment: datetime) -> datetime | None:
    """Read when a token ends: after so many days, or with a day (in UTC); None if there is no such time."""
    days = _DAYS.fullmatch(given)
    try:
        if days:
            return moment + timedelta(days=int(days[1]))
        if _DATE.fullmatch(given):
            return datetime.combine(datetime.fromisoformat(given), time(), UTC) + timedelta(days=1)
    except (ValueError, OverflowError):  # no such day, or none that can be counted to
        pass
    return None


def _written(moment: datetime, *, people: bool) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if people else moment.isoformat()
