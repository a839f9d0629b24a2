"""Pages, made from the templates in ``pages``; whatever stands in a plan is text in them."""

from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader

from graph_service.vocabulary import ONTOLOGY_GRAPH, RT

PAGES: Final = Path(__file__).with_name("pages")
_TEMPLATES: Final = Environment(loader=FileSystemLoader(PAGES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
_KEPT: Final = "/:@!$&'()*+,;=~"
"""What needs no encoding in the path of an address (https://www.rfc-editor.org/rfc/rfc3986#section-3.3)."""


def render(template: str, **values: object) -> str:
    """Make a page.

    Args:
        template: The template's file name.
        **values: What it shows.

    Returns:
        HTML.
    """
    return _TEMPLATES.get_template(template).render(**values)


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
