"""Pages, made from the templates in ``templates``; whatever stands in a plan is text in them."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from graph_service.vocabulary import ONTOLOGY_GRAPH, RT
from graph_service.web import numbers, static, translations

if TYPE_CHECKING:
    from jinja2 import Environment

    from graph_service.messages import Lang
    from graph_service.web.here import Here

TEMPLATES: Final = Path(__file__).with_name("templates")
_KEPT: Final = "/:@!$&'()*+,;=~"
"""What needs no encoding in the path of an address (https://www.rfc-editor.org/rfc/rfc3986#section-3.3)."""


def render(template: str, here: "Here", **values: object) -> str:
    """Make a page.

    Args:
        template: The template's file name.
        here: Where the reader is; the page is in that language.
        **values: What it shows.

    Returns:
        HTML.
    """
    return _environment(here.lang).get_template(template).render(here=here, lang=here.lang, **values)


def plain(template: str, lang: "Lang", **values: object) -> str:
    """Make a page that needs no snapshot.

    Args:
        template: The template's file name.
        lang: The language.
        **values: What it shows.

    Returns:
        HTML.
    """
    return _environment(lang).get_template(template).render(lang=lang, **values)


@cache
def _environment(lang: "Lang") -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 -- the terminal needs it not

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    spoken = translations.of(lang)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        spoken.gettext, spoken.ngettext, newstyle=True, pgettext=spoken.pgettext, npgettext=spoken.npgettext
    )
    made.globals |= {"asset": static.address, "today": date.today}
    made.filters |= {
        "path": path,
        "number": lambda value: numbers.number(value, lang),
        "day": lambda value: numbers.day(value, lang),
        "moment": lambda value: numbers.moment(value, lang),
    }
    return made


def addresses(base: str) -> Callable[[str], str]:
    """Make a function that tells where something is read about.

    Args:
        base: Base that our resources lie under.

    Returns:
        A function from an IRI to an address: a path here for what is ours, the IRI itself for what is elsewhere on the
        web, and nothing for what no browser should be led to.

    Example:
        >>> address = addresses("https://w3id.org/redthread/id/")
        >>> address("https://w3id.org/redthread/id/org/skr"), address(f"{RT}Goal"), address("javascript:alert(1)")
        ('/id/org/skr', '/ns#Goal', '')
    """

    def address(iri: str) -> str:
        if iri.startswith(base):
            return f"/id/{path(iri.removeprefix(base))}"
        if iri.startswith(RT):
            return f"/ns#{path(iri.removeprefix(RT))}"
        if iri == ONTOLOGY_GRAPH:
            return "/ns"
        return iri if iri.startswith(("http://", "https://")) else ""

    return address


def path(name: str) -> str:
    """Write a name as a part of an address.

    Args:
        name: The end of an IRI.

    Returns:
        The same, encoded so that decoding it gives the name.

    Example:
        >>> path("fyrbodal-2020-2022/mål#1")
        'fyrbodal-2020-2022/m%C3%A5l%231'
    """
    return quote(name, safe=_KEPT)
