"""Plans as of another time, on both clocks: those in force on a day, and as the ledger had them at a moment.

What users write is read here once, for the terminal and for HTTP. What is said less exactly stands for its end: "as of
2019" is how things stood when 2019 ended, and 12:00 takes in all that was known before 12:01.
"""

import calendar
import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final

from graph_service.errors import LedgerError, ParameterError, UnknownThingError
from graph_service.ledger import current
from graph_service.ledger.current import Plans
from graph_service.model.as_of import AsOf, Told
from graph_service.plans.in_force import in_force
from graph_service.settings import Settings
from graph_service.store import standing
from graph_service.store.excerpts import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_service.ledger.commit import Commit
    from graph_service.ledger.ledger import Ledger

_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII | re.IGNORECASE
)
_COMMIT: Final = re.compile(r"[0-9]{1,9}|[0-9A-Fa-f]{4,64}|head", re.ASCII | re.IGNORECASE)
_LONG: Final = 10
"""Digits that are no number of a commit any more, but the beginning of an address."""


def as_of(day: str | None, known: str | None) -> AsOf:
    """Read what a user says of the two clocks.

    Digits alone are always the number of a commit, so a year of what was known is written with a month.

    Args:
        day: The day that plans are to be in force on: ``2019-12-31``, ``2019-12`` or ``2019``.
        known: The moment at which the ledger is read, ``2026-11-28T12:00Z`` (in UTC if no zone is given),
            ``2026-11-28`` or ``2026-11``; or a commit: its number, the beginning of its address, or ``HEAD``.

    Returns:
        The point on both clocks; what is not given is now.

    Raises:
        ParameterError: If either cannot be understood.

    Example:
        >>> as_of("2019-02", "12")
        AsOf(in_force=datetime.date(2019, 2, 28), known=12)
        >>> as_of(None, "2026-11-28T12:00+01:00").known.isoformat()
        '2026-11-28T11:00:59.999999+00:00'
    """
    return AsOf(None if day is None else _last_day(day, "day_form"), None if known is None else _known(known))


def written(asked: AsOf) -> dict[str, str]:
    """Write a point on both clocks as the parameters of an address, so that it is read as the same.

    Args:
        asked: The point.

    Returns:
        ``as_of`` and ``known``; what is now is left out.

    Example:
        >>> written(AsOf(date(2019, 12, 31), 12))
        {'as_of': '2019-12-31', 'known': '12'}
    """
    day, known = asked.in_force, asked.known
    parameters = {} if day is None else {"as_of": day.isoformat()}
    if known is not None:
        moment = known.isoformat().replace("+00:00", "Z") if isinstance(known, datetime) else str(known)
        parameters["known"] = moment
    return parameters


def plans_as_of(settings: Settings, asked: AsOf, now: tuple[int, str] | None = None) -> tuple[Plans, Told]:
    """Read the plans as of another time.

    Args:
        settings: The settings; they say where the ledger is.
        asked: The point on both clocks.
        now: Number and address of the commit that is the last one for whoever asks; None for whatever is the last one.

    Returns:
        The plans, to build a dataset of, and what a reader must be told of them.

    Raises:
        UnknownThingError: If an earlier time is asked for and there is no ledger, or none was there yet; or if there is
            no such commit.
        LedgerError: If the ledger cannot be read, or another history has taken its place.
        UnreadableInputError: If there is none, and the plans that come with the service cannot be read.

    Example:
        >>> plans, told = plans_as_of(Settings(ledger="/nowhere/none"), AsOf(in_force=date(2018, 6, 30)))
        >>> [one.when.isoformat() for one in told.left_out if one.iri.endswith("fyrbodal-2020-2022")]
        ['2020-04-03']
    """
    if asked.known is not None:
        plans, told = _kept(settings, asked.known)
    elif now is None:
        plans, told = current.plans(settings), Told()
    elif current.is_there(settings):
        with _opened(settings) as ledger:
            plans, told = current.plans_after(ledger, ledger.still(*now)), Told()
    else:
        raise LedgerError("ledger_gone", url=current.shown(settings))
    return (plans, told) if asked.in_force is None else _in_force(plans, told, asked.in_force)


def fixed_as_of(plans: Plans, asked: AsOf) -> tuple[Plans, Told]:
    """Give those of some plans that were in force on a day, where there is no ledger that tells of them.

    Args:
        plans: The plans.
        asked: The point on both clocks.

    Returns:
        The plans, to build a dataset of, and what a reader must be told of them.

    Raises:
        ParameterError: If it is asked what was known at another time.
    """
    if asked.known is not None:
        raise ParameterError("known_fixed")
    return (plans, Told()) if asked.in_force is None else _in_force(plans, Told(), asked.in_force)


def _in_force(plans: Plans, told: Told, day: date) -> tuple[Plans, Told]:
    # How links stand rests on all that is known, whatever of it was in force; only waivers end by the day.
    stood = standing.as_it_stands(plans.files, plans.kept or {}, day)
    chosen = in_force(tuple(replace(file, quads=stood[file.graph]) for file in plans.files), day)
    told = replace(told, in_force=day, left_out=chosen.left_out, unknown=chosen.unknown)
    return Plans(chosen.files, None, None), told


def _kept(settings: Settings, known: datetime | int | str) -> tuple[Plans, Told]:
    with _opened(settings) as ledger:
        found = _commit(ledger, known)
        told = Told(commit=found.number, at=found.moment, address=found.address)
        return current.plans_after(ledger, found), told


def numbered(settings: Settings, known: datetime | int | str) -> int:
    """Find the commit that was the last one at a moment, or that is called something.

    Args:
        settings: The settings; they say where the ledger is.
        known: The moment, or what the commit is called.

    Returns:
        Its number.

    Raises:
        UnknownThingError: If there is no ledger, or none was there yet; or if there is no such commit.
        LedgerError: If the ledger cannot be read.
    """
    with _opened(settings) as ledger:
        return _commit(ledger, known).number


@contextmanager
def _opened(settings: Settings) -> "Iterator[Ledger]":
    if not current.is_there(settings):
        raise UnknownThingError("known_no_ledger", place=current.shown(settings))
    with current.opened(settings) as ledger:
        if ledger.head() is None:
            raise UnknownThingError("known_no_ledger", place=current.shown(settings))
        yield ledger


def _commit(ledger: "Ledger", known: datetime | int | str) -> "Commit":
    found = ledger.known_at(known) if isinstance(known, datetime) else ledger.commit(str(known))
    if found is None:
        first = ledger.commit("1").moment
        raise UnknownThingError("known_before", moment=_shown(known), first=_shown(first))
    return found


def _shown(moment: object) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if isinstance(moment, datetime) else str(moment)


def _last_day(text: str, key: str) -> date:
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise ParameterError(key, value=shortened(text))
    try:
        year, month = int(found[1]), int(found[2] or 12)
        return date(year, month, int(found[3] or calendar.monthrange(year, month)[1]))
    except ValueError:
        raise ParameterError(key, value=shortened(text)) from None


def _known(text: str) -> datetime | int | str:
    asked = text.strip()
    if _COMMIT.fullmatch(asked):
        return int(asked) if asked.isdigit() and len(asked) < _LONG else asked
    exact = _MOMENT.fullmatch(asked)
    if exact is None:
        return datetime.combine(_last_day(asked, "known_form"), time.max, UTC)
    try:
        moment = datetime.fromisoformat(asked.upper())
        if not exact[2]:
            moment = moment.replace(second=moment.second if exact[1] else 59, microsecond=999_999)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ParameterError("known_form", value=shortened(text)) from None
