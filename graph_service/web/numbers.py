"""Numbers and days as they are written in each language."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal

from graph_service.messages import Lang

_LOCALES: Final[dict[Lang, str]] = {"sv": "sv_SE", "en": "en_GB"}


def number(value: float, lang: Lang) -> str:
    r"""Write a number.

    Args:
        value: The number.
        lang: The language.

    Returns:
        The text; with a space between thousands in Swedish.

    Example:
        >>> number(12345.5, "sv"), number(12345.5, "en")
        ('12\xa0345,5', '12,345.5')
    """
    return format_decimal(value, locale=_LOCALES[lang])


def day(value: date | str, lang: Lang) -> str:
    """Write a day.

    Args:
        value: The day, or its text as ``xsd:date`` has it.
        lang: The language.

    Returns:
        The text; what is no day stays as it is.

    Example:
        >>> day("2019-12-31", "sv"), day("2019-12-31", "en"), day("2019", "sv")
        ('31 december 2019', '31 December 2019', '2019')
    """
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return str(value)
    if not isinstance(value, date):
        raise TypeError(value)
    return format_date(value, format="long", locale=_LOCALES[lang])


def moment(value: datetime, lang: Lang) -> str:
    """Write a moment, in its own time zone.

    Args:
        value: The moment.
        lang: The language.

    Returns:
        The text.

    Example:
        >>> from datetime import UTC
        >>> moment(datetime(2026, 11, 29, 14, 5, tzinfo=UTC), "sv")
        '29 november 2026 14:05 UTC'
    """
    return format_datetime(
        value, "d MMMM y HH:mm 'UTC'" if not value.utcoffset() else "d MMMM y HH:mm", locale=_LOCALES[lang]
    )


def listed(parts: Sequence[str], lang: Lang) -> str:
    """Write several things one after the other in a sentence.

    Args:
        parts: The things.
        lang: The language.

    Returns:
        The text.

    Example:
        >>> listed(["11 mål", "5 insatser", "18 aktiviteter"], "sv"), listed(["1 goal", "2 activities"], "en")
        ('11 mål, 5 insatser och 18 aktiviteter', '1 goal and 2 activities')
    """
    return format_list(list(parts), locale=_LOCALES[lang])
